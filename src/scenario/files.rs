//! What was read on the way to a scenario or study, and how.

use super::document::{self, Entry, Table};
use super::dropped;
use super::shipped;
use crate::register::{Diagnostic, SourceText};
use std::path::{Path, PathBuf};

/// Where texts come from.
#[derive(Clone, Copy, Debug, Default)]
enum Source {
    #[default]
    Disk,
    /// Those built into the program.
    Program,
}

/// The files read so far: path as given, and the 64-hex hash of the bytes.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub inputs: Vec<(PathBuf, String)>,
    source: Source,
}

impl Files {
    /// Those built into the program; none of them read yet.
    pub fn built_in() -> Self {
        Files { inputs: Vec::new(), source: Source::Program }
    }

    /// From where these come; none of them read yet.
    pub fn afresh(&self) -> Self {
        Files { inputs: Vec::new(), source: self.source }
    }

    /// Reads a file named on the command line.
    pub fn read(&mut self, file: &Path) -> Result<SourceText, Diagnostic> {
        let (source, hash) = match self.source {
            Source::Disk => SourceText::read(file)?,
            Source::Program => shipped::read(file)?,
        };
        if !self.inputs.iter().any(|(path, _)| path == file) {
            self.inputs.push((file.to_path_buf(), hash));
        }
        Ok(source)
    }

    /// Reads the file that `entry` names, relative to the file it is written in; that it cannot be read is an
    /// error of the entry, that its content is wrong one of the file.
    pub fn read_named(&mut self, entry: &Entry) -> Result<SourceText, Diagnostic> {
        self.read_meant(entry, entry.text()?)
    }

    /// The same where the entry's text stands for the path `meant`.
    pub fn read_meant(&mut self, entry: &Entry, meant: &str) -> Result<SourceText, Diagnostic> {
        let file = entry.node.place.beside(meant);
        self.read(&file).map_err(|error| match error.spot {
            Some(_) => error,
            None => entry.node.place.locate(error),
        })
    }

    /// Reads a TOML file whose keys may be inherited from the file its `based_on` names.
    pub fn read_inheriting(
        &mut self,
        file: &Path,
        check: &dyn Fn(&mut Table) -> Result<(), Diagnostic>,
    ) -> Result<Table, Diagnostic> {
        let source = self.read(file)?;
        self.inherit(source, check, &mut vec![identity(file)])
    }

    fn inherit(
        &mut self,
        source: SourceText,
        check: &dyn Fn(&mut Table) -> Result<(), Diagnostic>,
        seen: &mut Vec<PathBuf>,
    ) -> Result<Table, Diagnostic> {
        let mut table = document::parse(&source)?;
        check(&mut table)?;
        let Some(entry) = table.get("based_on").cloned() else {
            dropped::apply(&mut table, None)?;
            return Ok(table);
        };
        table.entries.retain(|e| e.key != "based_on");
        let file = identity(&entry.node.place.beside(entry.text()?));
        if seen.contains(&file) {
            return Err(entry
                .error("`based_on` leads back to a file that is based on this one")
                .expected("a file that does not depend on this one"));
        }
        seen.push(file);
        let source = self.read_named(&entry)?;
        let mut base = self.inherit(source, check, seen)?;
        dropped::apply(&mut table, Some(&mut base))?;
        base.entries
            .retain(|e| !(RIVALS.contains(&e.key.as_str()) && table.entries.iter().any(|own| is_rival(own, e))));
        Ok(table.over(base))
    }
}

/// Two ways to say one thing: whichever a file uses replaces both of the file it is based on.
const RIVALS: [&str; 2] = ["budget_soles_per_year", "budgets_soles_per_year"];

fn is_rival(own: &Entry, inherited: &Entry) -> bool {
    RIVALS.contains(&own.key.as_str()) && own.key != inherited.key
}

/// One path for a file however it is reached; only compared, never shown.
fn identity(file: &Path) -> PathBuf {
    file.canonicalize().unwrap_or_else(|_| file.to_path_buf())
}
