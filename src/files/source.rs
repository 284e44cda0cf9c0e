//! Where texts come from: a disk, or memory.

use super::shipped;
use amparo_text::{Diagnostic, SourceText};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Files held in memory, by their paths: what is read instead of a disk, for trying inputs out and for what a program ships with.
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
pub struct Texts {
    files: BTreeMap<PathBuf, Arc<[u8]>>,
    mark: &'static str,
    /// Those without the mark.
    unmarked: BTreeSet<PathBuf>,
}

impl Texts {
    /// Those of the standard study, which are built into this crate.
    pub fn standard() -> Texts {
        let mut texts = Texts::default();
        shipped::TEXTS.iter().for_each(|(path, text)| texts.put(path, text));
        texts
    }

    /// None yet; errors and manifests write `mark` behind the path of each, so that nobody looks for it on a disk.
    pub fn marked(mark: &'static str) -> Texts {
        Texts { mark, ..Texts::default() }
    }

    /// Puts a file there, instead of any that was there.
    pub fn put(&mut self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        self.files.insert(without_dots(path.as_ref()), Arc::from(bytes.as_ref()));
    }

    /// The same for a file that does not belong to the others: its path is written without their mark.
    pub(super) fn put_unmarked(&mut self, path: &Path, bytes: &[u8]) {
        self.unmarked.insert(without_dots(path));
        self.put(path, bytes);
    }

    /// The bytes of a file.
    pub fn get(&self, path: impl AsRef<Path>) -> Option<&[u8]> {
        self.files.get(&without_dots(path.as_ref())).map(|bytes| &**bytes)
    }

    /// The paths of all files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    /// How errors and manifests write a path.
    fn shown(&self, path: &Path) -> PathBuf {
        if self.mark.is_empty() {
            return path.to_path_buf();
        }
        let plain = without_dots(path);
        if self.unmarked.contains(&plain) {
            return plain;
        }
        let mut shown = plain.into_os_string();
        shown.push(self.mark);
        shown.into()
    }
}

/// A path without `.`, `..`, and what that leads back over.
pub(super) fn without_dots(path: &Path) -> PathBuf {
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
pub(super) enum Source {
    #[default]
    Disk,
    Memory(Arc<Texts>),
    /// A disk, but for the files that are held in memory.
    Over(Arc<Texts>),
}

impl Source {
    /// Whether there is such a file.
    pub fn has(&self, file: &Path) -> bool {
        match self {
            Source::Disk => file.exists(),
            Source::Memory(texts) => texts.get(file).is_some(),
            Source::Over(texts) => texts.get(file).is_some() || file.exists(),
        }
    }

    /// The text of a file, and the 64-hex hash of its bytes.
    pub fn read(&self, file: &Path) -> Result<(SourceText, String), Diagnostic> {
        match self {
            Source::Disk => SourceText::read(file),
            Source::Over(texts) => match texts.get(file) {
                Some(bytes) => SourceText::from_bytes(file, bytes),
                None => SourceText::read(file),
            },
            Source::Memory(texts) => match texts.get(file) {
                Some(bytes) => SourceText::from_bytes(&texts.shown(file), bytes),
                None => {
                    let shown = texts.shown(file).display().to_string();
                    let expected = match texts.mark {
                        "" => "a file that is held in memory",
                        _ => "a file that ships with the program: what ships names no other",
                    };
                    Err(Diagnostic::new(format!("cannot read `{shown}`: no such file"))
                        .in_file(shown)
                        .expected(expected))
                }
            },
        }
    }

    /// How errors and manifests write a path.
    pub fn shown(&self, file: &Path) -> PathBuf {
        match self {
            Source::Disk | Source::Over(_) => file.to_path_buf(),
            Source::Memory(texts) => texts.shown(file),
        }
    }

    /// One path for a file however it is reached; only compared, never shown.
    pub fn identity(&self, file: &Path) -> PathBuf {
        match self {
            Source::Disk => file.canonicalize().unwrap_or_else(|_| file.to_path_buf()),
            Source::Memory(_) => without_dots(file),
            Source::Over(texts) if texts.get(file).is_some() => without_dots(file),
            Source::Over(_) => Source::Disk.identity(file),
        }
    }

    /// The same with one more file, whose bytes are held in memory.
    pub fn with(&self, file: &Path, bytes: &[u8]) -> Source {
        let mut texts = match self {
            Source::Disk => Texts::default(),
            Source::Memory(texts) | Source::Over(texts) => Texts::clone(texts),
        };
        texts.put_unmarked(file, bytes);
        match self {
            Source::Disk | Source::Over(_) => Source::Over(Arc::new(texts)),
            Source::Memory(_) => Source::Memory(Arc::new(texts)),
        }
    }
}
