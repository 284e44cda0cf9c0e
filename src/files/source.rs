//! Where texts come from: a disk, or memory.

use super::shipped;
use amparo_text::{Diagnostic, SourceText};
use std::collections::BTreeMap;
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
        Texts { files: BTreeMap::new(), mark }
    }

    /// Puts a file there, instead of any that was there.
    pub fn put(&mut self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        self.files.insert(without_dots(path.as_ref()), Arc::from(bytes.as_ref()));
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
        let mut shown = without_dots(path).into_os_string();
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
}

impl Source {
    /// Whether there is such a file.
    pub fn has(&self, file: &Path) -> bool {
        match self {
            Source::Disk => file.exists(),
            Source::Memory(texts) => texts.get(file).is_some(),
        }
    }

    /// The text of a file, and the 64-hex hash of its bytes.
    pub fn read(&self, file: &Path) -> Result<(SourceText, String), Diagnostic> {
        match self {
            Source::Disk => SourceText::read(file),
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
            Source::Disk => file.to_path_buf(),
            Source::Memory(texts) => texts.shown(file),
        }
    }

    /// One path for a file however it is reached; only compared, never shown.
    pub fn identity(&self, file: &Path) -> PathBuf {
        match self {
            Source::Disk => file.canonicalize().unwrap_or_else(|_| file.to_path_buf()),
            Source::Memory(_) => without_dots(file),
        }
    }
}
