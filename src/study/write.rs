//! The one way files are written: whole or not at all, and on the disk before anything relies on them.
//!
//! A file is filled under another name beside its place, flushed, renamed, and then its folder is flushed, so that neither a
//! reader nor a loss of power finds half of it. Whatever fails, the old file stays and what is half written goes.

use super::error::StudyError;
use super::writing::{Writing, writing};
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

/// Last part of the name of a file that is being filled.
pub const UNFINISHED: &str = ".unfinished";
/// Bytes handed to the system at a time.
const PIECE: usize = 1 << 16;

/// Writes a file in one step: a reader sees the old one or the new one.
///
/// # Errors
/// [`StudyError::Failed`], with nothing half written left behind.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), StudyError> {
    write_with(path, |out| out.write_all(content).map_err(|e| StudyError::file("write", path, &e)))
}

/// Writes a file whole, as [`write_whole`], with content that is made piece by piece.
///
/// # Errors
/// As [`write_whole`], or what `fill` says.
pub fn write_with(path: &Path, fill: impl FnOnce(&mut Unfinished) -> Result<(), StudyError>) -> Result<(), StudyError> {
    let failed = |e: io::Error| StudyError::file("write", path, &e);
    let mut out = Unfinished::new(path).map_err(failed)?;
    fill(&mut out)?;
    out.put(path).map_err(failed)
}

/// Replaces a file that a user edits: a symbolic link stays one, and so does the mode; the previous content is kept beside it
/// under the first free name of `NAME.bak`, `NAME.bak2`, and so on. Says where; `None` if nothing was to be changed.
///
/// # Errors
/// As [`write_whole`]; the file itself is replaced last.
pub fn replace_keeping_previous(path: &Path, content: &[u8]) -> Result<Option<PathBuf>, StudyError> {
    let failed = |e: io::Error| StudyError::file("write", path, &e);
    let target = fs::canonicalize(path).map_err(failed)?;
    let previous = fs::read(&target).map_err(|e| StudyError::file("read", path, &e))?;
    if previous == content {
        return Ok(None);
    }
    let mode = fs::metadata(&target).map_err(failed)?.permissions();
    let free = |n: u32| {
        let mut name = target.as_os_str().to_owned();
        name.push(if n == 1 { ".bak".to_owned() } else { format!(".bak{n}") });
        let path = PathBuf::from(name);
        fs::symlink_metadata(&path).is_err().then_some(path)
    };
    let Some(kept) = (1..10_000).find_map(free) else {
        return Err(StudyError::Failed(format!("too many old copies beside {}; remove some", path.display())));
    };
    for (file, content) in [(&kept, &previous[..]), (&target, content)] {
        let mut out = Unfinished::new(file).map_err(failed)?;
        out.write_all(content).and_then(|()| out.file.set_permissions(mode.clone())).map_err(failed)?;
        out.put(file).map_err(failed)?;
    }
    Ok(Some(kept))
}

/// A file being filled under another name; dropped before it is put in its place, it goes.
pub struct Unfinished {
    file: File,
    path: PathBuf,
    put: bool,
    /// Held until the file is whole or gone; `None` once it is.
    under_way: Option<Writing>,
}

impl Unfinished {
    /// Opens a file to be filled for this place. Its name holds the process, so that two never fill the same one; one that a
    /// killed process of that number left behind is replaced, a link of that name not followed.
    fn new(place: &Path) -> io::Result<Unfinished> {
        faults::step(faults::Step::Open)?;
        let path = unfinished_name(place)?;
        let under_way = Some(writing(&path));
        let open = || OpenOptions::new().write(true).create_new(true).open(&path);
        let file = match open() {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
                fs::remove_file(&path)?;
                open()?
            }
            other => other?,
        };
        // Held while it is filled: who finds it unlocked may sweep it. A file system without locks only keeps leftovers.
        let _ = file.try_lock();
        Ok(Unfinished { file, path, put: false, under_way })
    }

    /// Flushes it, renames it to its place and flushes the folder.
    fn put(mut self, place: &Path) -> io::Result<()> {
        faults::step(faults::Step::Flush)?;
        self.file.sync_all()?;
        faults::step(faults::Step::Rename)?;
        fs::rename(&self.path, place)?;
        self.put = true;
        if let Some(under_way) = self.under_way.take() {
            under_way.done();
        }
        flush_folder(place)
    }
}

impl Write for Unfinished {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        let piece = &content[..content.len().min(PIECE)];
        if let Err(error) = faults::step(faults::Step::Write) {
            // As on a disk that fills up: some of it is written.
            let _ = self.file.write(&piece[..piece.len() / 2]);
            return Err(error);
        }
        self.file.write(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.put {
            // What is half written goes; if that fails too there is nothing more to do.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn unfinished_name(place: &Path) -> io::Result<PathBuf> {
    let Some(name) = place.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "this is not the name of a file"));
    };
    let mut name = name.to_owned();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    name.push(format!(".{}-{count}{UNFINISHED}", *PROCESS));
    Ok(place.with_file_name(name))
}

/// Number of this process that no other has, on another machine neither: what several of them fill in one folder has different names.
static PROCESS: LazyLock<u64> = LazyLock::new(|| unique() >> 1);

/// A number that hardly any other call gives, here or in another process.
pub(super) fn unique() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    hasher.write_u128(SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos()));
    hasher.finish()
}

/// Name of the file that a temporary file of this name is filled for; `None` if it is none of ours.
fn filled_for(name: &str) -> Option<&str> {
    let (place, process) = name.strip_suffix(UNFINISHED)?.rsplit_once('.')?;
    let (process, count) = process.split_once('-')?;
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (number(process) && number(count)).then_some(place)
}

/// Removes what killed processes left half written of files in this folder whose names `ours` knows. What another process is
/// filling now is locked by it and stays.
pub fn sweep(folder: &Path, ours: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if !filled_for(name).is_some_and(&ours) {
            continue;
        }
        let regular = entry.file_type().is_ok_and(|kind| kind.is_file());
        if regular && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            // Gone already, or not to be removed: the next sweep comes.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes a file that may not be there.
///
/// # Errors
/// [`StudyError::Failed`].
pub fn remove(path: &Path) -> Result<(), StudyError> {
    match faults::step(faults::Step::Remove).and_then(|()| fs::remove_file(path)) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(StudyError::file("remove", path, &e)),
        _ => Ok(()),
    }
}

/// Makes a folder inside one that is there.
///
/// # Errors
/// [`StudyError::Failed`].
pub fn make_folder(path: &Path) -> Result<(), StudyError> {
    if path.is_dir() {
        return Ok(());
    }
    match faults::step(faults::Step::Folder).and_then(|()| fs::create_dir(path)).and_then(|()| flush_folder(path)) {
        Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(StudyError::file("make", path, &e)),
        _ => Ok(()),
    }
}

/// Flushes the folder a file is in: only then does its new name outlast a loss of power.
fn flush_folder(file: &Path) -> io::Result<()> {
    faults::step(faults::Step::FlushFolder)?;
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match File::open(folder)?.sync_all() {
            // Some file systems have nothing to flush there.
            Err(e) if !matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => return Err(e),
            _ => {}
        }
    }
    Ok(())
}

/// Failures on demand, for tests: in a build for development `AMPARO_FAIL_STEP=N` lets the N-th step of writing fail as on a
/// full disk, and every later one but removing; `N:locks` stands for a file system without locks, `N:read-only` for one that may
/// not be written.
pub(super) mod faults {
    use std::io;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// What can fail.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Step {
        Folder,
        Lock,
        Open,
        Write,
        Flush,
        Rename,
        FlushFolder,
        Remove,
    }

    static STEPS: AtomicU64 = AtomicU64::new(0);

    /// From which step on, and how.
    fn wanted() -> Option<(u64, io::ErrorKind)> {
        static WANTED: OnceLock<Option<(u64, io::ErrorKind)>> = OnceLock::new();
        *WANTED.get_or_init(|| {
            let text = std::env::var("AMPARO_FAIL_STEP").ok()?;
            let (step, how) = text.split_once(':').unwrap_or((&text, ""));
            let how = match how {
                "locks" => io::ErrorKind::Unsupported,
                "read-only" => io::ErrorKind::ReadOnlyFilesystem,
                _ => io::ErrorKind::StorageFull,
            };
            Some((step.parse().ok()?, how))
        })
    }

    /// Counts a step, and fails it where that was asked for.
    pub fn step(step: Step) -> io::Result<()> {
        if !cfg!(debug_assertions) {
            return Ok(());
        }
        let Some((from, how)) = wanted() else { return Ok(()) };
        let now = STEPS.fetch_add(1, Ordering::Relaxed) + 1;
        let fails = match (how, step) {
            (io::ErrorKind::Unsupported, _) => step == Step::Lock,
            (_, Step::Lock) => false,
            // Removing needs no room.
            (_, Step::Remove) => now == from,
            _ => now >= from,
        };
        if fails { Err(io::Error::new(how, format!("{how} (asked for, {step:?})"))) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("amparo-write-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a temporary directory");
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_not_put_in_its_place_leaves_nothing_and_the_old_file_as_it_was() {
        let folder = folder("dropped");
        let place = folder.join("table.csv");
        write_whole(&place, b"old").expect("a file");
        let failed = write_with(&place, |out| {
            out.write_all(b"half").expect("some of it");
            Err(StudyError::Interrupted)
        });
        assert!(failed.is_err());
        assert_eq!(names(&folder), ["table.csv"]);
        assert_eq!(fs::read(&place).expect("the file"), b"old");
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn leftovers_of_killed_processes_are_swept_and_files_being_filled_or_of_others_are_not() {
        let folder = folder("sweep");
        for name in
            ["a.csv.12-0.unfinished", "b.csv.12-0.unfinished", "a.csv.unfinished", "a.csv.x-1.unfinished", "a.csv"]
        {
            fs::write(folder.join(name), "half").expect("a file");
        }
        let now = Unfinished::new(&folder.join("a.csv")).expect("a file");
        sweep(&folder, |stem| stem == "a.csv");
        let own = now.path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
        let mut left = vec!["a.csv", "a.csv.unfinished", "a.csv.x-1.unfinished", "b.csv.12-0.unfinished", &own];
        left.sort_unstable();
        assert_eq!(names(&folder), left);
        drop(now);
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_a_file_being_filled_is_not_followed() {
        let folder = folder("link");
        fs::write(folder.join("mine"), "mine").expect("a file");
        let place = folder.join("table.csv");
        // Names count up: one of the next is taken.
        let next = unfinished_name(&place).expect("a name").display().to_string();
        let (stem, count) = next.strip_suffix(UNFINISHED).and_then(|n| n.rsplit_once('-')).expect("a count");
        let count: u64 = count.parse().expect("a number");
        for n in count + 1..count + 50 {
            std::os::unix::fs::symlink("mine", format!("{stem}-{n}{UNFINISHED}")).expect("a link");
        }
        write_whole(&place, b"table").expect("a file");
        assert_eq!(fs::read(folder.join("mine")).expect("the file"), b"mine");
        assert_eq!(fs::read(&place).expect("the table"), b"table");
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[cfg(unix)]
    #[test]
    fn an_edited_file_keeps_its_link_its_mode_and_its_previous_content() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("edited");
        let real = folder.join("real.toml");
        fs::write(&real, "one").expect("a file");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("a mode");
        let link = folder.join("link.toml");
        std::os::unix::fs::symlink("real.toml", &link).expect("a link");
        for (content, kept, before) in [("two", "real.toml.bak", "one"), ("three", "real.toml.bak2", "two")] {
            let at = replace_keeping_previous(&link, content.as_bytes()).expect("replaced").expect("it is kept");
            assert_eq!(at.file_name().and_then(|n| n.to_str()), Some(kept));
            assert_eq!(fs::read_to_string(at).expect("the previous one"), before);
            assert_eq!(fs::read_to_string(&real).expect("the file"), content);
        }
        assert_eq!(replace_keeping_previous(&link, b"three").expect("read"), None, "it is so already");
        assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
        assert_eq!(fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o640);
        fs::remove_dir_all(folder).expect("the folder");
    }
}
