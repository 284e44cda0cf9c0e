//! A study's directory: locked by one process at a time, every file written whole or not at all, cells with a checksum.

use super::cell::Cell;
use super::error::StudyError;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

/// First line of a cell file, before its checksum.
const MAGIC: &str = "amparo cell 1";

/// A directory of results, held until dropped.
pub struct Store {
    root: PathBuf,
    _lock: File,
}

impl Store {
    /// Opens (or makes) a directory and locks it.
    ///
    /// # Errors
    /// [`StudyError::Failed`] if it cannot be made or another process holds it.
    pub fn open(root: &Path) -> Result<Store, StudyError> {
        fs::create_dir_all(root).map_err(|e| StudyError::file("make", root, &e))?;
        let path = root.join(".lock");
        let lock = File::create(&path).map_err(|e| StudyError::file("write", &path, &e))?;
        match lock.try_lock() {
            Ok(()) => Ok(Store { root: root.to_path_buf(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StudyError::Failed(format!(
                "{} is in use by another run; wait for it, or give another directory with --out",
                root.display()
            ))),
            Err(TryLockError::Error(e)) => Err(StudyError::file("lock", &path, &e)),
        }
    }

    /// The directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Begins a run of these resolved inputs: tables and charts of other inputs go (cells stay: each knows its own
    /// inputs), and so does the manifest, which is there only beside results that are whole. Says whether other inputs' results were removed.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn begin(&self, resolved: &str) -> Result<bool, StudyError> {
        const RESULTS: [&str; 7] =
            ["manifest.json", "report.html", "result.json", "summary.csv", "effects.csv", "series", "charts"];
        let path = self.root.join("resolved.toml");
        let other = fs::read_to_string(&path).is_ok_and(|old| old != resolved);
        for name in if other { &RESULTS[..] } else { &RESULTS[..1] } {
            let path = self.root.join(name);
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            match removed {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StudyError::file("remove", &path, &e));
                }
                _ => {}
            }
        }
        self.write("resolved.toml", resolved.as_bytes())?;
        Ok(other)
    }

    /// Gives the directory up; if nothing was written into it, it goes.
    pub fn abandon(self) {
        let lock = self.root.join(".lock");
        let alone = fs::read_dir(&self.root).is_ok_and(|mut files| files.all(|f| f.is_ok_and(|f| f.path() == lock)));
        if alone {
            // An empty directory left behind would be untidy, no more.
            let _ = fs::remove_file(&lock).and_then(|()| fs::remove_dir(&self.root));
        }
    }

    /// Writes a file of the directory: see [`write_whole`].
    ///
    /// # Errors
    /// [`StudyError::Failed`], with nothing half written left behind.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), StudyError> {
        let path = self.root.join(name);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|e| StudyError::file("make", folder, &e))?;
        write_whole(&path, content)
    }

    fn cell_name(arm: &str, replicate: usize) -> String {
        format!("cells/r{replicate:05}-{arm}.cell")
    }

    /// Stores a finished cell.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn put(&self, cell: &Cell) -> Result<(), StudyError> {
        let body = cell.to_json().map_err(StudyError::Failed)?;
        self.write(&Self::cell_name(&cell.arm, cell.replicate), checked(&body).as_bytes())
    }

    /// A stored cell, if it is there, whole, and of this key. A file that is there but damaged is an `Err` with its name:
    /// the caller says so and runs the cell again.
    pub fn get(&self, arm: &str, replicate: usize, key: &str) -> Result<Option<Cell>, String> {
        let name = Self::cell_name(arm, replicate);
        let Some(body) = self.read_checked(&name)? else { return Ok(None) };
        let cell = Cell::from_json(&body).map_err(|e| format!("{name}: {e}"))?;
        Ok((cell.key == key).then_some(cell))
    }

    /// Stores text with its checksum.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_checked(&self, name: &str, body: &str) -> Result<(), StudyError> {
        self.write(name, checked(body).as_bytes())
    }

    /// Text stored with its checksum; `None` if there is no such file.
    ///
    /// # Errors
    /// Names the file if it is damaged.
    pub fn read_checked(&self, name: &str) -> Result<Option<String>, String> {
        let text = match fs::read_to_string(self.root.join(name)) {
            Ok(text) => text,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(format!("{name}: {e}")),
        };
        let (head, body) = text.split_once('\n').ok_or(format!("{name}: cut short"))?;
        let sum = head.strip_prefix(MAGIC).map(str::trim).ok_or(format!("{name}: not a cell of this version"))?;
        if sum != checksum(body) {
            return Err(format!("{name}: its checksum does not match"));
        }
        Ok(Some(body.to_string()))
    }
}

/// Writes a file in one step: a reader sees the old one or the new one.
///
/// # Errors
/// [`StudyError::Failed`], with nothing half written left behind.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), StudyError> {
    let unfinished = path.with_extension("unfinished");
    let written = File::create(&unfinished)
        .and_then(|mut file| {
            file.write_all(content)?;
            file.sync_data()
        })
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|e| {
        // What is half written goes; if that fails too there is nothing more to do.
        let _ = fs::remove_file(&unfinished);
        StudyError::file("write", path, &e)
    })
}

fn checksum(body: &str) -> String {
    blake3::hash(body.as_bytes()).to_hex().to_string()
}

fn checked(body: &str) -> String {
    format!("{MAGIC} {}\n{body}", checksum(body))
}
