//! What was read on the way to a scenario or study, and how.

use super::document::{self, Entry, Table};
use super::dropped;
use super::recognise::{self, Wanted};
use super::source::{Source, Texts};
use amparo_text::{Diagnostic, SourceText};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files that `based_on` may lead through.
pub(super) const LONGEST_CHAIN: usize = 16;

/// The files read so far: path as given, and the 64-hex hash of the bytes.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub inputs: Vec<(PathBuf, String)>,
    source: Source,
}

impl Files {
    /// Those built into the program; none of them read yet.
    pub fn built_in() -> Self {
        Self::of(&Texts::standard())
    }

    /// Those held in memory; none of them read yet.
    pub fn of(texts: &Texts) -> Self {
        Self::from(Source::Memory(Arc::new(texts.clone())))
    }

    /// Those that come from there; none of them read yet.
    pub fn from(source: Source) -> Self {
        Files { inputs: Vec::new(), source }
    }

    /// From where these come; none of them read yet.
    pub fn afresh(&self) -> Self {
        Self::from(self.source.clone())
    }

    /// The error of reading `file` as `wanted`, in other words where the file is plainly of another kind.
    pub fn explained(&self, file: &Path, wanted: Wanted, error: Diagnostic) -> Diagnostic {
        recognise::explained(&self.source, file, wanted, error)
    }

    /// How errors write a path.
    pub fn shown(&self, file: &Path) -> PathBuf {
        self.source.shown(file)
    }

    /// Whether there is such a file.
    pub fn has(&self, file: &Path) -> bool {
        self.source.has(file)
    }

    /// Reads a file named on the command line.
    pub fn read(&mut self, file: &Path) -> Result<SourceText, Diagnostic> {
        let (source, hash) = self.source.read(file)?;
        let shown = self.source.shown(file);
        if !self.inputs.iter().any(|(path, _)| *path == shown) {
            self.inputs.push((shown, hash));
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
    pub fn read_inheriting(&mut self, file: &Path, check: &dyn Fn(&mut Table)) -> Result<Table, Diagnostic> {
        let source = self.read(file)?;
        let first = self.source.identity(file);
        self.inherit(source, check, &mut vec![first])
    }

    fn inherit(
        &mut self,
        source: SourceText,
        check: &dyn Fn(&mut Table),
        seen: &mut Vec<PathBuf>,
    ) -> Result<Table, Diagnostic> {
        let mut table = document::parse(&source)?;
        check(&mut table);
        let Some(entry) = table.get("based_on").cloned() else {
            dropped::apply(&mut table, None)?;
            return Ok(table);
        };
        table.entries.retain(|e| e.key != "based_on");
        let file = self.source.identity(&entry.node.place.beside(entry.text()?));
        if seen.contains(&file) {
            return Err(entry
                .error("`based_on` leads back to a file that is based on this one")
                .expected("a file that does not depend on this one"));
        }
        if seen.len() == LONGEST_CHAIN {
            return Err(entry
                .error("`based_on` leads through too many files")
                .expected(format!("at most {LONGEST_CHAIN} files that are based on one another")));
        }
        seen.push(file);
        let source = self.read_named(&entry)?;
        let mut base = self.inherit(source, check, seen)?;
        dropped::apply(&mut table, Some(&mut base))?;
        base.entries.retain(|inherited| !table.entries.iter().any(|own| is_rival(own, inherited)));
        Ok(table.over(base))
    }
}

/// Two ways to say one thing: whichever a file uses replaces both of the file it is based on.
const RIVALS: [[&str; 2]; 2] = [["budget_soles_per_year", "budgets_soles_per_year"], ["event", "crackdown"]];

/// Whether what is inherited says in another way what a file says itself.
fn is_rival(own: &Entry, inherited: &Entry) -> bool {
    let pair = [own.key.as_str(), inherited.key.as_str()];
    own.key != inherited.key && RIVALS.iter().any(|rivals| pair.iter().all(|key| rivals.contains(key)))
}
