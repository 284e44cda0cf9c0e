//! Cells in a directory of results: sealed with a checksum, read back only where they are whole and of the right key.

use super::cell::{Cell, CellId};
use super::claim::Claim;
use super::directory::Directory;
use super::error::StudyError;
use super::manifest::ManifestFacts;
use super::manifest::Took;
use super::seal::{hash_of, sealed, unsealed};
use serde::Serialize;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A stored file that cannot be used, and why.
#[derive(Debug)]
pub struct Damaged {
    /// Its name in the directory.
    pub file: String,
    why: Box<dyn Error + Send + Sync>,
}

impl Damaged {
    fn new(file: &str, why: impl Into<Box<dyn Error + Send + Sync>>) -> Damaged {
        Damaged { file: file.to_owned(), why: why.into() }
    }
}

impl fmt::Display for Damaged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

impl Error for Damaged {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.why)
    }
}

/// A cell that was read back, with the bytes it is stored as, its seal aside.
pub struct StoredCell {
    /// What it holds.
    pub cell: Cell,
    /// As [`Cell::to_bytes`] made them.
    pub bytes: Vec<u8>,
}

/// A directory of results.
pub struct Store {
    root: PathBuf,
    /// Held until dropped; `None` where the directory is only read.
    directory: Option<Directory>,
}

impl Store {
    /// Takes a directory for what the claim says: see [`Directory::claim`].
    ///
    /// # Errors
    /// As there.
    pub fn claim(root: &Path, claim: Claim, fresh: bool) -> Result<Store, StudyError> {
        let directory = Directory::claim(root, claim, fresh)?;
        Ok(Store { root: root.to_path_buf(), directory: Some(directory) })
    }

    /// A directory to be read only, which may not exist: nothing is made or locked.
    pub fn look(root: &Path) -> Store {
        Store { root: root.to_path_buf(), directory: None }
    }

    /// The directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn held(&self) -> Result<&Directory, StudyError> {
        let only_looked_at = || StudyError::Failed(format!("{} is only looked at", self.root.display()));
        self.directory.as_ref().ok_or_else(only_looked_at)
    }

    /// What made the results of before took: see [`Directory::took`].
    pub fn took(&self) -> Took {
        self.directory.as_ref().map_or_else(Took::default, Directory::took)
    }

    /// Says on disk that results are under way: see [`Directory::begin`]. If not even that can be written, the directory is given
    /// up.
    ///
    /// # Errors
    /// As there.
    pub fn begun(self) -> Result<Store, StudyError> {
        match self.held()?.begin() {
            Ok(()) => Ok(self),
            Err(error) => {
                self.abandon();
                Err(error)
            }
        }
    }

    /// Lists files before they are written: see [`Directory::announce`].
    ///
    /// # Errors
    /// As there.
    pub fn announce(&self, names: &[String]) -> Result<(), StudyError> {
        self.held()?.announce(names)
    }

    /// Writes a file of the directory: see [`Directory::write`].
    ///
    /// # Errors
    /// As there.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<(), StudyError> {
        self.held()?.write(name, content)
    }

    /// Writes a document as JSON.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_json(&self, name: &str, document: &impl Serialize) -> Result<(), StudyError> {
        let text = serde_json::to_string_pretty(document).map_err(|e| StudyError::Failed(e.to_string()))?;
        self.write(name, text.as_bytes())
    }

    /// What it is of.
    ///
    /// # Errors
    /// Where it is only looked at.
    pub fn claimed(&self) -> Result<&Claim, StudyError> {
        Ok(self.held()?.claimed())
    }

    /// Names of the files of this run that are whole: see [`Directory::whole`].
    ///
    /// # Errors
    /// Where it is only looked at.
    pub fn whole(&self) -> Result<Vec<String>, StudyError> {
        Ok(self.held()?.whole())
    }

    /// Tables of this run that are whole, with the hashes of their bytes.
    ///
    /// # Errors
    /// Where it is only looked at.
    pub fn tables(&self) -> Result<BTreeMap<String, String>, StudyError> {
        let mut hashes = self.held()?.hashes();
        hashes.retain(|name, _| name.ends_with(".csv"));
        Ok(hashes)
    }

    /// Completes the manifest: see [`Directory::finish`].
    ///
    /// # Errors
    /// As there.
    pub fn finish(&self, facts: &ManifestFacts) -> Result<(), StudyError> {
        self.held()?.finish(facts)
    }

    /// Gives the directory up; if nothing was written into it and it was made for this, it goes.
    pub fn abandon(self) {
        if let Some(directory) = self.directory {
            directory.abandon();
        }
    }

    /// Stores a finished cell.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn put(&self, cell: &Cell) -> Result<(), StudyError> {
        let body = cell.to_bytes()?;
        self.write(&cell_path(&cell.id), &sealed(&body))
    }

    /// A stored cell, if it is there, whole, and of this key. A file that is there but damaged is an `Err` with its name:
    /// the caller says so and runs the cell again.
    ///
    /// # Errors
    /// The file, if it is damaged.
    pub fn get(&self, id: &CellId, key: &str) -> Result<Option<StoredCell>, Damaged> {
        let name = cell_path(id);
        let Some(bytes) = self.read_body(&name)? else { return Ok(None) };
        let cell = Cell::from_bytes(&bytes).map_err(|e| Damaged::new(&name, e))?;
        Ok((cell.key == key && cell.id == *id).then_some(StoredCell { cell, bytes }))
    }

    /// Every stored cell's file name, sorted; none where there is no such directory.
    pub fn cell_files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.root.join("cells"))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with('d') && name.ends_with(".cell") && name != "drivers.cell")
            .collect();
        names.sort();
        names
    }

    /// The cell of a file that [`Store::cell_files`] names, whatever study it belongs to.
    ///
    /// # Errors
    /// The file, if it is gone or damaged.
    pub fn read_cell(&self, file: &str) -> Result<Cell, Damaged> {
        let name = format!("cells/{file}");
        let body = self.read_body(&name)?.ok_or_else(|| Damaged::new(&name, "it is gone"))?;
        Cell::from_bytes(&body).map_err(|e| Damaged::new(&name, e))
    }

    /// Stores text with its checksum, in a folder that the claim says is sealed.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_checked(&self, name: &str, body: &str) -> Result<(), StudyError> {
        self.write(name, &sealed(body.as_bytes()))
    }

    /// Text stored with its checksum; `None` if there is no such file.
    ///
    /// # Errors
    /// The file, if it is damaged.
    pub fn read_checked(&self, name: &str) -> Result<Option<String>, Damaged> {
        let Some(body) = self.read_body(name)? else { return Ok(None) };
        String::from_utf8(body).map(Some).map_err(|_| Damaged::new(name, "not text"))
    }

    /// Content behind a file's seal.
    fn read_body(&self, name: &str) -> Result<Option<Vec<u8>>, Damaged> {
        let bytes = match fs::read(self.root.join(name)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Damaged::new(name, e)),
        };
        let body = unsealed(&bytes).map_err(|wrong| Damaged::new(name, wrong))?.to_vec();
        if let Some(directory) = &self.directory {
            directory.is_whole(name, hash_of(&bytes));
        }
        Ok(Some(body))
    }
}

fn cell_path(id: &CellId) -> String {
    format!("cells/{}", id.file_name())
}
