//! Cells in a directory of results: sealed with a checksum, read back only where they are whole and of the right key.

use super::cell::{Cell, CellId};
use super::claim::Claim;
use super::directory::Directory;
use super::error::StudyError;
use super::manifest::ManifestFacts;
use super::manifest::{Took, read_manifest};
use super::pack::{Pack, Writer};
use super::packs::{Broken, Packs, Place};
use super::seal::{hash_of, hash_of_file, sealed, unsealed};
use super::shards::Shard;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

/// Folder of cells in a directory of results.
const CELLS: &str = "cells";

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

    /// Something in a pack.
    fn in_pack(name: &str, broken: &Broken) -> Damaged {
        Damaged::new(name, broken.to_string())
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

/// One copy of a cell, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Copy {
    /// A file of its own.
    Loose(PathBuf),
    /// A place in a pack.
    Packed(Place),
}

/// A directory of results.
pub struct Store {
    root: PathBuf,
    /// Held until dropped; `None` where the directory is only read.
    directory: Option<Directory>,
    /// Directories whose cells count as well.
    beside: Vec<PathBuf>,
    /// What is in packs, looked up once.
    packs: OnceLock<Packs>,
    /// Directories that had cells in files of their own when it was first asked for.
    loose: OnceLock<Vec<PathBuf>>,
    /// The pack that finished cells go to; `None`: each has a file of its own.
    pack: Mutex<Option<Pack>>,
}

impl Store {
    /// Takes a directory for what the claim says: see [`Directory::claim`].
    ///
    /// # Errors
    /// As there.
    pub fn claim(root: &Path, claim: Claim, fresh: bool) -> Result<Store, StudyError> {
        let store = Store::holding(root, Directory::claim(root, claim, fresh)?);
        let running = store.packs().running().next();
        match running {
            None => Ok(store),
            Some(one) => {
                store.abandon();
                Err(StudyError::Failed(format!(
                    "{} is in use by {one}; wait for it, or give another directory with --out",
                    root.display()
                )))
            }
        }
    }

    /// Takes a part in a directory, to add cells in a pack: see [`Directory::join`].
    ///
    /// # Errors
    /// As there.
    pub fn join(root: &Path, claim: Claim) -> Result<Store, StudyError> {
        Ok(Store::holding(root, Directory::join(root, claim)?))
    }

    /// Takes a directory to gather what is in it and in those `beside`: see [`Directory::gather`].
    ///
    /// # Errors
    /// As there.
    pub fn gather(root: &Path, claim: Claim, beside: Vec<PathBuf>) -> Result<Store, StudyError> {
        Ok(Store { beside, ..Store::holding(root, Directory::gather(root, claim)?) })
    }

    fn holding(root: &Path, directory: Directory) -> Store {
        Store { directory: Some(directory), ..Store::look(root) }
    }

    /// A directory to be read only, which may not exist: nothing is made or locked.
    pub fn look(root: &Path) -> Store {
        Store::look_at(root, Vec::new())
    }

    /// The same with directories `beside`, whose cells count as well.
    pub fn look_at(root: &Path, beside: Vec<PathBuf>) -> Store {
        let (packs, loose, pack) = (OnceLock::new(), OnceLock::new(), Mutex::new(None));
        Store { root: root.to_path_buf(), directory: None, beside, packs, loose, pack }
    }

    /// The same directory, of which nothing is known yet, and none beside it.
    #[must_use]
    pub fn again(self) -> Store {
        Store { beside: Vec::new(), packs: OnceLock::new(), loose: OnceLock::new(), ..self }
    }

    /// Whether cells of other directories count as well.
    pub fn has_beside(&self) -> bool {
        !self.beside.is_empty()
    }

    /// This directory and those beside it.
    fn roots(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.root].into_iter().chain(&self.beside)
    }

    /// Those of them that had cells in files of their own: a million files that are not there need not be asked for.
    fn loose(&self) -> &[PathBuf] {
        let is_cell = |name: &str| name.starts_with('d') && name.ends_with(".cell") && name != "drivers.cell";
        let has = |root: &&PathBuf| {
            let entries = fs::read_dir(root.join(CELLS)).into_iter().flatten().flatten();
            entries.into_iter().any(|entry| entry.file_name().to_str().is_some_and(is_cell))
        };
        self.loose.get_or_init(|| self.roots().filter(has).cloned().collect())
    }

    /// What is in packs, as it was when it was first asked for.
    pub fn packs(&self) -> &Packs {
        self.packs.get_or_init(|| Packs::of(&self.roots().map(|root| root.join(CELLS)).collect::<Vec<PathBuf>>()))
    }

    fn pack(&self) -> MutexGuard<'_, Option<Pack>> {
        self.pack.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on finished cells go to a pack of this shard, or of what is gathered.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn begin_pack(&self, shard: Option<Shard>) -> Result<(), StudyError> {
        let directory = self.held()?;
        directory.make_folder(CELLS)?;
        let pack = Pack::begin(&self.root.join(CELLS), &Writer::here(&directory.claimed().name, shard))?;
        *self.pack() = Some(pack);
        Ok(())
    }

    /// Keeps up the pack that finished cells go to, if there is one: see [`Pack::keep_up`].
    ///
    /// # Errors
    /// As there.
    pub fn keep_up(&self) -> Result<(), StudyError> {
        self.pack().as_mut().map_or(Ok(()), Pack::keep_up)
    }

    /// Counts, in the pack that cells are copied to, what it took to make those that lie in packs beside.
    pub fn copies_what_took(&self) {
        let own = self.root.join(CELLS);
        let beside = self.packs().packs.iter().filter(|pack| pack.path().parent() != Some(&own));
        if let Some(pack) = &mut *self.pack() {
            beside.for_each(|one| pack.was_made_elsewhere(one.found.took));
        }
    }

    /// Ends the pack that finished cells go to, if there is one.
    ///
    /// # Errors
    /// A failed write.
    pub fn end_pack(&self) -> Result<(), StudyError> {
        let pack = self.pack().take();
        pack.map_or(Ok(()), Pack::end)
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
        let mut took = self.directory.as_ref().map_or_else(Took::default, Directory::took);
        // What is in packs that were listed by then is counted already.
        let known: BTreeSet<String> = self.directory.iter().flat_map(Directory::counted).collect();
        for pack in &self.packs().packs {
            if !known.contains(&format!("{CELLS}/{}", pack.name)) {
                took.wall_seconds += pack.found.took.wall_seconds;
                took.cpu_seconds += pack.found.took.cpu_seconds;
            }
        }
        took
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
        match &mut *self.pack() {
            Some(pack) => pack.add(&cell.id.file_name(), &cell.key, &body),
            None => self.write(&cell_path(&cell.id), &sealed(&body)),
        }
    }

    /// A stored cell, if it is there, whole, and of this key. What is there but damaged is an `Err` with its name, unless a
    /// copy is whole: the caller says so and runs the cell again.
    ///
    /// # Errors
    /// The file, if it is damaged.
    pub fn get(&self, id: &CellId, key: &str) -> Result<Option<StoredCell>, Damaged> {
        let (name, packs) = (id.file_name(), self.packs());
        let mut damaged = None;
        for place in packs.find(&name, key) {
            match packs
                .read(place)
                .map_err(|broken| Damaged::in_pack(&name, &broken))
                .and_then(|bytes| whole(&name, bytes))
            {
                Ok(stored) if stored.cell.key == key && stored.cell.id == *id => {
                    packs.uses(place);
                    return Ok(Some(stored));
                }
                Ok(_) => {}
                Err(damage) => damaged = damaged.or(Some(damage)),
            }
        }
        let name = cell_path(id);
        for root in self.roots() {
            let read = self.read_body(root, &name).and_then(|bytes| bytes.map(|bytes| whole(&name, bytes)).transpose());
            match read {
                Ok(Some(stored)) if stored.cell.key == key && stored.cell.id == *id => return Ok(Some(stored)),
                Ok(_) => {}
                Err(damage) => damaged = damaged.or(Some(damage)),
            }
        }
        damaged.map_or(Ok(None), Err)
    }

    /// Whether a cell seems to be there: it is in a pack, or a whole file. A damaged one in a pack is noticed only once it is read.
    pub fn has(&self, id: &CellId, key: &str) -> bool {
        let packed = !self.packs().find(&id.file_name(), key).is_empty();
        packed || (!self.loose().is_empty() && matches!(self.get(id, key), Ok(Some(_))))
    }

    /// Every copy of a cell, of whatever key, in packs first.
    pub fn copies(&self, id: &CellId) -> Vec<Copy> {
        let packed = self.packs().of_name(&id.file_name()).iter().map(|place| Copy::Packed(*place));
        let name = cell_path(id);
        let loose = self.loose().iter().map(|root| root.join(&name));
        packed.chain(loose.filter(|path| path.is_file()).map(Copy::Loose)).collect()
    }

    /// Where a copy is, for people.
    pub fn place_of(&self, copy: &Copy) -> String {
        match copy {
            Copy::Loose(path) => path.display().to_string(),
            Copy::Packed(place) => self.packs().pack(place).path().display().to_string(),
        }
    }

    /// What a copy holds.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_copy(&self, id: &CellId, copy: &Copy) -> Result<StoredCell, Damaged> {
        match copy {
            Copy::Packed(place) => {
                let name = id.file_name();
                let bytes = self.packs().read(place).map_err(|broken| Damaged::in_pack(&name, &broken))?;
                whole(&name, bytes)
            }
            Copy::Loose(path) => {
                let name = path.display().to_string();
                let bytes = fs::read(path).map_err(|e| Damaged::new(&name, e))?;
                whole(&name, unsealed(&bytes).map_err(|wrong| Damaged::new(&name, wrong))?.to_vec())
            }
        }
    }

    /// Whether a copy is of another directory.
    pub fn is_beside(&self, copy: &Copy) -> bool {
        let path = match copy {
            Copy::Loose(path) => path.clone(),
            Copy::Packed(place) => self.packs().pack(place).path(),
        };
        !path.starts_with(self.root.join(CELLS))
    }

    /// Counts packs that hold what was read as files of the results, once everything is read; what else they hold is left out of them.
    ///
    /// # Errors
    /// A pack that cannot be read any more.
    pub fn count_packs(&self) -> Result<(), StudyError> {
        let (directory, packs, folder) = (self.held()?, self.packs(), self.root.join(CELLS));
        for pack in packs.used().into_iter().filter(|pack| pack.path().starts_with(&folder)) {
            let hash = hash_of_file(&pack.path()).map_err(|e| StudyError::file("read", &pack.path(), &e))?;
            directory.is_whole(&format!("{CELLS}/{}", pack.name), hash);
        }
        if !packs.is_empty() {
            let unused = packs.all_names(true).into_iter().map(|name| format!("{CELLS}/{name}"));
            directory.leaves_out(unused.filter(|name| !directory.has_whole(name)).collect());
        }
        Ok(())
    }

    /// Every stored cell's file name, sorted, in packs as well; none where there is no such directory.
    pub fn cell_files(&self) -> Vec<String> {
        let loose = fs::read_dir(self.root.join(CELLS))
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut names: Vec<String> = loose
            .chain(self.packs().all_names(false))
            .filter(|name| name.starts_with('d') && name.ends_with(".cell") && name != "drivers.cell")
            .collect();
        names.sort();
        names.dedup();
        names
    }

    /// The cell that [`Store::cell_files`] names, whatever study it belongs to.
    ///
    /// # Errors
    /// The file, if it is gone or damaged.
    pub fn read_cell(&self, file: &str) -> Result<Cell, Damaged> {
        let name = format!("{CELLS}/{file}");
        let body = match self.read_body(&self.root, &name)? {
            Some(body) => body,
            None => {
                let packed = self.packs().any(file).map_err(|broken| Damaged::in_pack(file, &broken))?;
                packed.ok_or_else(|| Damaged::new(&name, "it is gone"))?
            }
        };
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
        let Some(body) = self.read_body(&self.root, name)? else { return Ok(None) };
        String::from_utf8(body).map(Some).map_err(|_| Damaged::new(name, "not text"))
    }

    /// Stores text beside the cells: in the pack that they go to, or as a file.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn put_text(&self, name: &str, key: &str, body: &str) -> Result<(), StudyError> {
        match &mut *self.pack() {
            Some(pack) => pack.add(name, key, body.as_bytes()),
            None => self.write_checked(&format!("{CELLS}/{name}"), body),
        }
    }

    /// Text that was stored beside the cells: all that there is of this name, in packs of this key.
    ///
    /// # Errors
    /// A file, if it is damaged and there is no other text.
    pub fn texts(&self, name: &str, key: &str) -> Result<Vec<String>, Damaged> {
        let packs = self.packs();
        let packed = packs.find(name, key).iter().filter_map(|place| {
            let text = String::from_utf8(packs.read(place).ok()?).ok()?;
            packs.uses(place);
            Some(text)
        });
        let (mut texts, mut damaged) = (packed.collect::<Vec<String>>(), None);
        let file = format!("{CELLS}/{name}");
        for root in self.roots() {
            match self.read_body(root, &file) {
                Ok(body) => texts.extend(body.and_then(|body| String::from_utf8(body).ok())),
                Err(damage) => damaged = Some(damage),
            }
        }
        damaged.filter(|_| texts.is_empty()).map_or(Ok(texts), Err)
    }

    /// Content behind a file's seal.
    fn read_body(&self, root: &Path, name: &str) -> Result<Option<Vec<u8>>, Damaged> {
        let bytes = match fs::read(root.join(name)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Damaged::new(name, e)),
        };
        let body = unsealed(&bytes).map_err(|wrong| Damaged::new(name, wrong))?.to_vec();
        if let Some(directory) = self.directory.as_ref().filter(|_| root == self.root) {
            directory.is_whole(name, hash_of(&bytes));
        }
        Ok(Some(body))
    }
}

/// A cell from its bytes.
fn whole(name: &str, bytes: Vec<u8>) -> Result<StoredCell, Damaged> {
    let cell = Cell::from_bytes(&bytes).map_err(|e| Damaged::new(name, e))?;
    Ok(StoredCell { cell, bytes })
}

/// Hash of the model that made what a directory holds; `None`: there is nothing.
pub fn model_of(root: &Path) -> Option<String> {
    read_manifest(root).map(|manifest| manifest.model)
}

fn cell_path(id: &CellId) -> String {
    format!("{CELLS}/{}", id.file_name())
}
