//! A single file that a command writes where the user says: never an input, never a result, never somebody else's.

use super::error::StudyError;
use super::manifest::lists;
use super::seal::hash_of;
use super::write::{self, Unfinished, write_with};
use amparo_text::Diagnostic;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file to be written, checked before the work begins.
#[derive(Debug)]
pub struct Target {
    given: PathBuf,
    /// Where links lead.
    real: PathBuf,
}

impl Target {
    /// Checks that a file may be written. `named` is how the command line names it; `inputs` are never replaced; another file that
    /// exists is, if `ours` recognises it as one that the same command wrote, or with `force`, of which `None` is a command that
    /// has no such option.
    ///
    /// # Errors
    /// [`StudyError::Input`] if it may not be replaced, [`StudyError::Failed`] if it cannot be written.
    pub fn new<'a>(
        named: &str,
        file: &Path,
        inputs: impl IntoIterator<Item = &'a Path>,
        force: Option<bool>,
        ours: impl Fn(&Path) -> bool,
    ) -> Result<Target, StudyError> {
        let option = || format!("{named} {}", file.display());
        let refused = |what: &str, expected: &str| {
            let message = format!("{} {what}", file.display());
            StudyError::from(Diagnostic::new(message).in_file(option()).expected(expected))
        };
        let cannot = |kind: ErrorKind| StudyError::file("write", file, &kind.into());
        let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match fs::metadata(folder) {
            Err(error) => return Err(StudyError::file("write", file, &error)),
            Ok(found) if !found.is_dir() => return Err(cannot(ErrorKind::NotADirectory)),
            Ok(_) => {}
        }
        let Some(name) = file.file_name() else { return Err(cannot(ErrorKind::IsADirectory)) };
        let there = match fs::metadata(file) {
            Ok(found) if found.is_dir() => return Err(cannot(ErrorKind::IsADirectory)),
            Ok(found) if !found.is_file() => {
                return Err(refused("is a device or a pipe", "a plain file, or none yet; `--format` prints results"));
            }
            Ok(_) => true,
            Err(_) if fs::symlink_metadata(file).is_ok() => {
                return Err(refused("is a link that leads nowhere", "a plain file, or none yet"));
            }
            Err(_) => false,
        };
        let folder = folder.canonicalize().map_err(|e| StudyError::file("write", file, &e))?;
        let real = if there {
            file.canonicalize().map_err(|e| StudyError::file("write", file, &e))?
        } else {
            folder.join(name)
        };
        for above in real.ancestors().skip(1).take(4) {
            let within = real.strip_prefix(above).unwrap_or(&real).to_string_lossy().replace('\\', "/");
            if lists(above, &within) {
                return Err(refused("is one of a study's results", "another file"));
            }
        }
        if there && inputs.into_iter().any(|input| same_file::is_same_file(&real, input).unwrap_or(false)) {
            return Err(refused("is an input of this command", "another file"));
        }
        if there && force != Some(true) && !ours(&real) {
            let expected = if force.is_some() { "another file, or --force to replace it" } else { "another file" };
            return Err(refused("exists, and is no file that this command wrote", expected));
        }
        let of = real.file_name().map(|name| name.to_string_lossy().into_owned());
        if let (Some(folder), Some(of)) = (real.parent(), of) {
            write::sweep(folder, |stem| stem == of);
        }
        Ok(Target { given: file.to_path_buf(), real })
    }

    /// Its path as it was given.
    pub fn path(&self) -> &Path {
        &self.given
    }

    /// Writes it in one step.
    ///
    /// # Errors
    /// [`StudyError::Failed`], with nothing half written left behind.
    pub fn write(&self, content: &[u8]) -> Result<(), StudyError> {
        self.write_with(|out| out.write_all(content).map_err(|e| StudyError::file("write", &self.given, &e)))
    }

    /// Writes the file whole, as [`Target::write`], with content that is made piece by piece.
    ///
    /// # Errors
    /// As [`Target::write`], or what `fill` says.
    pub fn write_with(&self, fill: impl FnOnce(&mut Unfinished) -> Result<(), StudyError>) -> Result<(), StudyError> {
        write_with(&self.real, fill)
    }
}

/// Text with a first line that holds its hash, so that a file nobody has edited since can be told.
pub fn signed(comment: &str, text: &str) -> String {
    format!("{comment}{}\n{text}", &hash_of(text.as_bytes())[..16])
}

/// Whether a file is as [`signed`] wrote it.
pub fn is_as_signed(file: &Path, comment: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|all| all.split_once('\n').is_some_and(|(_, text)| all == signed(comment, text)))
}
