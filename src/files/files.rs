//! What was read on the way to a scenario or study, and how.

use super::document::{self, Entry, Table};
use super::dropped;
use super::recognise::{self, Wanted};
use super::shipped;
use amparo_text::{Diagnostic, SourceText};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Files that `based_on` may lead through.
pub(super) const LONGEST_CHAIN: usize = 16;

/// Files held in memory, by their paths: what is read instead of a disk, for trying inputs out.
///
/// ```
/// use amparo_files::{Texts, load_study_from};
/// let mut texts = Texts::standard();
/// texts.put("scenarios/madre-de-dios/standard.toml", "name = \"mine\"");
/// let vocabulary = amparo_model::policy::VOCABULARY;
/// let error = load_study_from(&texts, "scenarios/madre-de-dios/standard.toml".as_ref(), &vocabulary, &[]).unwrap_err();
/// assert_eq!(error.line(), Some(1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<PathBuf, Arc<[u8]>>);

impl Texts {
    /// Those of the standard study, which are built into the program.
    pub fn standard() -> Texts {
        let mut texts = Texts::default();
        shipped::TEXTS.iter().for_each(|(path, text)| texts.put(path, text));
        texts
    }

    /// Puts a file there, instead of any that was there.
    pub fn put(&mut self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        self.0.insert(without_dots(path.as_ref()), Arc::from(bytes.as_ref()));
    }

    /// The bytes of a file.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<&[u8]> {
        self.0.get(&without_dots(path.as_ref())).map(|bytes| &**bytes)
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().map(PathBuf::as_path)
    }
}

/// A path without `.`, `..`, and what that leads back over.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

/// Where texts come from.
#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    Disk,
    Memory(Arc<Texts>),
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
        Self::of(&Texts::standard())
    }

    /// Those held in memory; none of them read yet.
    pub fn of(texts: &Texts) -> Self {
        Files { inputs: Vec::new(), source: Source::Memory(Arc::new(texts.clone())) }
    }

    /// From where these come; none of them read yet.
    pub fn afresh(&self) -> Self {
        Files { inputs: Vec::new(), source: self.source.clone() }
    }

    /// The error of reading `file` as `wanted`, in other words where the file is plainly of another kind.
    pub fn explained(&self, file: &Path, wanted: Wanted, error: Diagnostic) -> Diagnostic {
        match self.source {
            Source::Disk => recognise::explained(file, wanted, error),
            Source::Memory(_) => error,
        }
    }

    /// Whether there is such a file.
    pub fn has(&self, file: &Path) -> bool {
        match &self.source {
            Source::Disk => file.exists(),
            Source::Memory(texts) => texts.get(file).is_some(),
        }
    }

    /// Reads a file named on the command line.
    pub fn read(&mut self, file: &Path) -> Result<SourceText, Diagnostic> {
        let (source, hash) = match &self.source {
            Source::Disk => SourceText::read(file)?,
            Source::Memory(texts) => match texts.get(file) {
                Some(bytes) => SourceText::from_bytes(file, bytes)?,
                None => {
                    return Err(Diagnostic::new(format!("cannot read `{}`: no such file", file.display()))
                        .in_file(file.display().to_string())
                        .expected("a file that is held in memory"));
                }
            },
        };
        if !self.inputs.iter().any(|(path, _)| path == file) {
            self.inputs.push((file.to_path_buf(), hash));
        }
        Ok(source)
    }

    /// One path for a file however it is reached; only compared, never shown.
    fn identity(&self, file: &Path) -> PathBuf {
        match self.source {
            Source::Disk => file.canonicalize().unwrap_or_else(|_| file.to_path_buf()),
            Source::Memory(_) => without_dots(file),
        }
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
        let first = self.identity(file);
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
        let file = self.identity(&entry.node.place.beside(entry.text()?));
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
