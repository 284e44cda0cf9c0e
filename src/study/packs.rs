//! The packs of a folder as one: where each stored thing lies, by its name and key. Of each only some forty bytes are kept.

use super::manifest::Took;
use super::pack::{ENDING, Found, Listed, Writer, host, record, short, through};
use super::plan::MODEL;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// How long a writer on another machine may not have been heard of and still be taken to be there: a few times as long as it is silent,
/// and as file systems of several machines take to show it.
const HEARD_WITHIN: Duration = Duration::from_secs(150);
/// Packs that are kept open.
const OPEN: usize = 64;

/// Whether the writer of a pack is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It ended in order.
    Ended,
    /// It is there, and was heard so many seconds ago.
    Running(u64),
    /// It was killed, or its machine was.
    Left,
}

/// One pack.
pub struct Indexed {
    /// Its folder.
    folder: PathBuf,
    /// Its name there.
    pub name: String,
    /// What is found of it.
    pub found: Found,
    /// Whether its writer is still there.
    pub standing: Standing,
    /// How many things it holds.
    pub holds: usize,
}

impl Indexed {
    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// Who writes it, and when that was heard of last; `None` where nobody does.
    pub fn running(&self) -> Option<String> {
        let Standing::Running(seconds) = self.standing else { return None };
        let writer = self.found.writer.as_ref()?;
        Some(format!("{}, heard of {seconds} s ago", writer.named()))
    }

    /// What of it cannot be read, and why; `None` where all can, or more may come.
    fn damage(&self) -> Option<String> {
        let path = self.path();
        match (&self.found.writer, self.found.torn, self.standing) {
            (None, ..) => Some(format!("{} is no pack of this version, and is left out", path.display())),
            (Some(_), Some((at, rest)), Standing::Ended | Standing::Left) => Some(format!(
                "{} is cut short or damaged at byte {at}; the {rest} bytes behind that are left out",
                path.display()
            )),
            _ => None,
        }
    }
}

/// Where something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    name: [u64; 2],
    key: u64,
    pack: u32,
    length: u32,
    at: u64,
}

/// What is wrong with something in a pack.
#[derive(Debug)]
pub struct Broken {
    /// The pack and the place in it.
    pub at: String,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}

/// All packs of some folders.
#[derive(Default)]
pub struct Packs {
    /// The packs, by folder and name.
    pub packs: Vec<Indexed>,
    /// Sorted.
    places: Vec<Place>,
    /// Which of them are part of the results.
    used: Vec<AtomicBool>,
    open: Mutex<BTreeMap<u32, File>>,
}

/// What a name is found by.
fn named(name: &str) -> [u64; 2] {
    let hash = blake3::hash(name.as_bytes());
    let half = |from: usize| hash.as_bytes()[from..from + 8].iter().fold(0, |n, byte| n << 8 | u64::from(*byte));
    [half(0), half(8)]
}

/// Names of a folder's packs, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(ENDING))
        .collect();
    names.sort();
    names
}

/// Writers that are still at packs of a folder, by name and when they were heard of.
pub fn running(folder: &Path) -> Vec<String> {
    let of = |name: String| looked_at(folder, name, |_| {}).ok()?.running();
    names(folder).into_iter().filter_map(of).collect()
}

/// What is found of one pack.
fn looked_at(folder: &Path, name: String, mut each: impl FnMut(Listed)) -> io::Result<Indexed> {
    let file = File::open(folder.join(&name))?;
    // Before it is read, so that a writer that ends meanwhile is not taken for one that was killed.
    let locked = file.try_lock_shared();
    if locked.is_ok() {
        // Others look, too. A lock that cannot be given back goes with the file.
        let _ = file.unlock();
    }
    let heard = file.metadata().and_then(|of| of.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    let mut holds = 0;
    let found = through(&file, |one| {
        holds += 1;
        each(one);
    })?;
    let here = found.writer.as_ref().is_some_and(|writer| writer.host == host());
    // A clock that is behind: it was heard of just now.
    let silent = SystemTime::now().duration_since(heard).unwrap_or_default();
    let standing = match locked {
        _ if found.ended => Standing::Ended,
        Err(TryLockError::WouldBlock) => Standing::Running(silent.as_secs()),
        // On its own machine a writer that is there holds its pack.
        Ok(()) if here => Standing::Left,
        _ if silent < HEARD_WITHIN => Standing::Running(silent.as_secs()),
        _ => Standing::Left,
    };
    Ok(Indexed { folder: folder.to_path_buf(), name, found, standing, holds })
}

impl Packs {
    /// Looks through all packs of these folders. One that cannot be read is as one that holds nothing.
    pub fn of(folders: &[PathBuf]) -> Packs {
        let mut all = Packs::default();
        for folder in folders {
            for name in names(folder) {
                let pack = all.packs.len() as u32;
                let places = &mut all.places;
                let before = places.len();
                let looked = looked_at(folder, name.clone(), |one| {
                    let length = u32::try_from(one.bytes).unwrap_or(u32::MAX);
                    places.push(Place { name: named(one.name), key: one.key, pack, length, at: one.at });
                });
                match looked {
                    Ok(indexed) => all.packs.push(indexed),
                    Err(_) => {
                        places.truncate(before);
                        let found = Found { writer: None, ended: false, torn: None, took: Took::default() };
                        let folder = folder.clone();
                        all.packs.push(Indexed { folder, name, found, standing: Standing::Left, holds: 0 });
                    }
                }
            }
        }
        all.places.sort_unstable();
        all.places.shrink_to_fit();
        all.used = all.places.iter().map(|_| AtomicBool::new(false)).collect();
        all
    }

    /// How many things there are, every copy counted.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Writers that are still at packs, by name and when they were heard of.
    pub fn running(&self) -> impl Iterator<Item = String> + '_ {
        self.packs.iter().filter_map(Indexed::running)
    }

    /// What cannot be read of the packs, one line each.
    pub fn damages(&self) -> impl Iterator<Item = String> + '_ {
        self.packs.iter().filter_map(Indexed::damage)
    }

    /// Everything of this name, of whatever key.
    pub fn of_name(&self, name: &str) -> &[Place] {
        let name = named(name);
        let from = self.places.partition_point(|place| place.name < name);
        let to = from + self.places[from..].partition_point(|place| place.name == name);
        &self.places[from..to]
    }

    /// Every copy of this name and key.
    pub fn find(&self, name: &str, key: &str) -> &[Place] {
        let (all, key) = (self.of_name(name), short(key));
        let from = all.partition_point(|place| place.key < key);
        let to = from + all[from..].partition_point(|place| place.key == key);
        &all[from..to]
    }

    /// The pack that something lies in.
    pub fn pack(&self, place: &Place) -> &Indexed {
        &self.packs[place.pack as usize]
    }

    /// Who wrote it.
    pub fn writer(&self, place: &Place) -> Option<&Writer> {
        self.pack(place).found.writer.as_ref()
    }

    /// Counts something as part of the results.
    pub fn uses(&self, place: &Place) {
        if let Ok(at) = self.places.binary_search(place) {
            self.used[at].store(true, Ordering::Relaxed);
        }
    }

    /// Packs that hold something that is part of the results.
    pub fn used(&self) -> Vec<&Indexed> {
        let mut used = vec![false; self.packs.len()];
        for (place, is_used) in self.places.iter().zip(&self.used) {
            used[place.pack as usize] |= is_used.load(Ordering::Relaxed);
        }
        self.packs.iter().zip(used).filter(|(_, used)| *used).map(|(pack, _)| pack).collect()
    }

    /// Reads something.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, place: &Place) -> Result<Vec<u8>, Broken> {
        let broken =
            |why: String| Broken { at: format!("{} at byte {}", self.pack(place).path().display(), place.at), why };
        let bytes = self.bytes(place).map_err(|e| broken(e.to_string()))?;
        let (head, body) = record(&bytes).map_err(|why| broken(why.into()))?;
        let same = named(&head.name) == place.name && head.key == place.key;
        let from = bytes.len() - body.len();
        let mut bytes = bytes;
        if same { Ok(bytes.split_off(from)) } else { Err(broken("another thing is there by now".into())) }
    }

    fn bytes(&self, place: &Place) -> io::Result<Vec<u8>> {
        let mut open = self.opened();
        if open.len() >= OPEN && !open.contains_key(&place.pack) {
            open.clear();
        }
        let file = match open.entry(place.pack) {
            std::collections::btree_map::Entry::Occupied(file) => file.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => free.insert(File::open(self.pack(place).path())?),
        };
        file.seek(SeekFrom::Start(place.at))?;
        let mut bytes = vec![0; place.length as usize];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn opened(&self) -> MutexGuard<'_, BTreeMap<u32, File>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names of everything there, each once, sorted; with `unused` only of what no copy is part of the results.
    pub fn all_names(&self, unused: bool) -> Vec<String> {
        let mut names = Vec::new();
        for pack in &self.packs {
            let Ok(file) = File::open(pack.path()) else { continue };
            // What cannot be read any more has no name.
            let _ = through(&file, |one| {
                if !unused || !self.is_used(one.name) {
                    names.push(one.name.to_owned());
                }
            });
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    fn is_used(&self, name: &str) -> bool {
        let all = self.of_name(name);
        let from = all.first().and_then(|first| self.places.binary_search(first).ok()).unwrap_or(0);
        self.used[from..from + all.len()].iter().any(|used| used.load(Ordering::Relaxed))
    }

    /// One thing of this name, of whatever key; of several, what this build of the model wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn any(&self, name: &str) -> Result<Option<Vec<u8>>, Broken> {
        let all = self.of_name(name);
        let ours = |place: &&Place| self.writer(place).is_some_and(|writer| writer.model == MODEL);
        let mut wrong = None;
        for place in all.iter().filter(ours).chain(all.iter().filter(|place| !ours(place))) {
            match self.read(place) {
                Ok(body) => return Ok(Some(body)),
                Err(broken) => wrong = wrong.or(Some(broken)),
            }
        }
        wrong.map_or(Ok(None), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;
    use crate::shards::Shard;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("amparo-packs-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a temporary directory");
        folder
    }

    fn writer(host: &str) -> Writer {
        Writer { host: host.into(), ..Writer::here("s", Some(Shard { number: 1, of: 2 })) }
    }

    #[test]
    fn everything_in_several_packs_is_found_by_name_and_key() {
        let folder = folder("found");
        for p in 0..3 {
            let mut pack = Pack::begin(&folder, &writer("here")).expect("a pack");
            for i in (p..90).step_by(3) {
                pack.add(&format!("c{i}"), &format!("k{i}"), format!("body {i}").as_bytes()).expect("a record");
            }
            pack.add("both", &format!("k{p}"), b"same name").expect("a record");
            pack.end().expect("its end");
        }
        let packs = Packs::of(std::slice::from_ref(&folder));
        assert_eq!((packs.packs.len(), packs.len()), (3, 93));
        for i in 0..90 {
            let [place] = packs.find(&format!("c{i}"), &format!("k{i}")) else { panic!("{i}") };
            assert_eq!(packs.read(place).expect("its body"), format!("body {i}").as_bytes());
            assert!(packs.find(&format!("c{i}"), "k").is_empty());
            if i < 60 {
                packs.uses(place);
            }
        }
        assert_eq!(packs.of_name("both").len(), 3);
        assert_eq!(packs.find("both", "k1").len(), 1);
        assert_eq!(packs.used().len(), 3);
        assert_eq!((packs.all_names(false).len(), packs.all_names(true).len()), (91, 31));
        assert!(size_of::<Place>() <= 40, "{} bytes", size_of::<Place>());
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn a_writer_that_is_there_is_told_from_one_that_was_killed() {
        let folder = folder("standing");
        let mut ours = Pack::begin(&folder, &Writer::here("s", None)).expect("a pack");
        ours.add("c", "k", b"body").expect("a record");
        assert_eq!(running(&folder).len(), 1, "its lock is held");
        ours.end().expect("its end");
        assert_eq!(running(&folder), Vec::<String>::new());
        // As if killed: nobody holds it, and it has no end.
        let name = names(&folder).remove(0);
        let (path, whole) = (folder.join(&name), fs::read(folder.join(&name)).expect("the pack"));
        let mut at = Vec::new();
        through(&File::open(&path).expect("the pack"), |one| at.push((one.at + one.bytes) as usize)).expect("read");
        fs::write(&path, &whole[..at[0]]).expect("the pack without its end");
        assert_eq!(running(&folder), Vec::<String>::new(), "nobody on this machine holds it");
        // Of another machine only the time tells.
        let mut theirs = Pack::begin(&folder, &writer("another machine")).expect("a pack");
        theirs.add("c", "k", b"body").expect("a record");
        let path = folder.join(theirs.name());
        theirs.end().expect("its end");
        let length = File::open(&path).expect("the pack").metadata().expect("its size").len();
        let file = File::options().write(true).open(&path).expect("the pack");
        file.set_len(length - 3).expect("cut");
        let heard = running(&folder);
        assert!(
            matches!(heard.as_slice(), [one] if one.contains("shard 1/2 (process ") && one.contains("on another machine), heard of")),
            "{heard:?}"
        );
        file.set_modified(SystemTime::now() - Duration::from_secs(3600)).expect("a time");
        assert_eq!(running(&folder), Vec::<String>::new());
        let packs = Packs::of(std::slice::from_ref(&folder));
        assert!(packs.damages().any(|line| line.contains("cut short or damaged at byte")));
        fs::remove_dir_all(folder).expect("the folder");
    }
}
