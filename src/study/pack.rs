//! Many cells in one file: what a shard of a study writes, so that a million cells are not a million files.
//!
//! A pack begins with a seal over what says who writes it. Behind it stand records, each with a head that has a checksum of its own
//! and says the hash of what follows. Its one writer adds at the end and never goes back, so that a writer that is killed leaves
//! everything but the record in hand. Whoever reads stops at the first head that is not whole: a tail that was torn off.

use super::cpu::Clock;
use super::error::StudyError;
use super::manifest::Took;
use super::plan::MODEL;
use super::seal::{PACK, hash_of};
use super::shards::Shard;
use super::write::{faults, unique, write_whole};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Last part of a pack's name.
pub const ENDING: &str = ".pack";
/// Longest time that a finished cell is on its way to the disk; a process that is killed loses none of them, a machine that is lost
/// those of so many seconds.
const FLUSHED_EVERY: Duration = Duration::from_secs(5);
/// How often a writer says that it is there.
const HEARD_EVERY: Duration = Duration::from_secs(30);

/// Who writes a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// Hash of the model.
    pub model: String,
    /// Name of the study.
    pub study: String,
    /// Which shard; `None`: cells that were gathered.
    pub shard: Option<Shard>,
    /// Name of the machine.
    pub host: String,
    /// Number of the process there.
    pub process: u32,
}

impl Writer {
    /// This process.
    pub fn here(study: &str, shard: Option<Shard>) -> Writer {
        Writer { model: MODEL.into(), study: study.into(), shard, host: host(), process: std::process::id() }
    }

    /// Whom a message names.
    pub fn named(&self) -> String {
        let what = self.shard.map_or_else(|| "a gathering".to_owned(), |shard| format!("shard {shard}"));
        format!("{what} (process {} on {})", self.process, self.host)
    }
}

/// Name of this machine.
#[cfg(unix)]
pub(super) fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Name of this machine.
#[cfg(not(unix))]
pub(super) fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "this machine".into())
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Something that was made.
    Made,
    /// Its writer is there.
    Heard,
    /// Its writer ended in order.
    Ended,
}

impl Kind {
    const ALL: [(Kind, [u8; 4]); 3] = [(Kind::Made, *b"made"), (Kind::Heard, *b"here"), (Kind::Ended, *b"ends")];

    fn mark(self) -> [u8; 4] {
        Kind::ALL.into_iter().find(|(kind, _)| *kind == self).map_or([0; 4], |(_, mark)| mark)
    }

    fn of(mark: [u8; 4]) -> Option<Kind> {
        Kind::ALL.into_iter().find(|(_, known)| *known == mark).map(|(kind, _)| kind)
    }
}

/// Bytes of a head before the name: mark, length of the body, length of the name, key, hash of the body.
const FIXED: usize = 4 + 4 + 2 + 8 + 32;
/// Bytes of a head's checksum, which stands behind the name.
const SUM: usize = 8;
/// Longest name; longer ones are no record of ours.
const LONGEST_NAME: usize = 1024;

/// The head of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    kind: Kind,
    /// Name of what it holds, as a file of its own would have it.
    pub name: String,
    /// [`short`] of the key of what it holds.
    pub key: u64,
    /// Hash of the body.
    pub body: [u8; 32],
    /// Bytes of the body.
    pub length: u32,
}

/// The first eight bytes of a text's hash, as a number.
pub fn short(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl Head {
    fn new(kind: Kind, name: &str, key: &str, body: &[u8]) -> Option<Head> {
        let length = u32::try_from(body.len()).ok()?;
        let fits = name.len() <= LONGEST_NAME;
        let body = *blake3::hash(body).as_bytes();
        fits.then(|| Head { kind, name: name.to_owned(), key: short(key), body, length })
    }

    /// Bytes of the whole record.
    pub fn bytes(&self) -> u64 {
        (FIXED + self.name.len() + SUM) as u64 + u64::from(self.length)
    }

    fn written(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED + self.name.len() + SUM + self.length as usize);
        bytes.extend(self.kind.mark());
        bytes.extend(self.length.to_le_bytes());
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend(self.key.to_le_bytes());
        bytes.extend(self.body);
        bytes.extend(self.name.as_bytes());
        let sum = blake3::hash(&bytes);
        bytes.extend(&sum.as_bytes()[..SUM]);
        bytes
    }

    /// The next head; `None` where there is no whole one.
    fn read(from: &mut impl Read) -> io::Result<Option<Head>> {
        let mut bytes = vec![0; FIXED];
        if !filled(from, &mut bytes)? {
            return Ok(None);
        }
        let number = |at: usize, long: usize| {
            bytes[at..at + long].iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
        };
        let mark = [bytes[0], bytes[1], bytes[2], bytes[3]];
        let (length, named, key) = (number(4, 4) as u32, number(8, 2) as usize, number(10, 8));
        let mut body = [0; 32];
        body.copy_from_slice(&bytes[18..FIXED]);
        let Some(kind) = Kind::of(mark).filter(|_| named <= LONGEST_NAME) else { return Ok(None) };
        let mut rest = vec![0; named + SUM];
        if !filled(from, &mut rest)? {
            return Ok(None);
        }
        bytes.extend(&rest[..named]);
        if blake3::hash(&bytes).as_bytes()[..SUM] != rest[named..] {
            return Ok(None);
        }
        let name = String::from_utf8_lossy(&rest[..named]).into_owned();
        Ok(Some(Head { kind, name, key, body, length }))
    }
}

/// Fills a buffer; false where the file ends before.
fn filled(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(e),
    }
}

/// A record read whole: its head, and its body if that is what the head says.
///
/// # Errors
/// What is wrong with it.
pub fn record(bytes: &[u8]) -> Result<(Head, &[u8]), &'static str> {
    let mut from = bytes;
    let head = Head::read(&mut from).ok().flatten().ok_or("the head of a record is damaged")?;
    let body = from.get(..head.length as usize).ok_or("a record is cut short")?;
    let same = blake3::hash(body).as_bytes() == &head.body;
    if same { Ok((head, body)) } else { Err("a record's checksum does not match") }
}

/// Something made, as a reader is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Its name.
    pub name: &'a str,
    /// [`short`] of its key.
    pub key: u64,
    /// Where its record begins.
    pub at: u64,
    /// Bytes of its record.
    pub bytes: u64,
}

/// What a reader finds of a pack.
#[derive(Debug)]
pub struct Found {
    /// Who writes or wrote it; `None`: that cannot be read, and nothing else of it is.
    pub writer: Option<Writer>,
    /// Whether its writer ended in order.
    pub ended: bool,
    /// Where its last whole record ends, and how many bytes are behind that.
    pub torn: Option<(u64, u64)>,
    /// What its writer took, as it last said.
    pub took: Took,
}

/// Goes through what a pack holds: by the list at its end, or where there is none from head to head. `each` is told of everything made.
///
/// # Errors
/// A file that cannot be read.
pub fn through(file: &File, mut each: impl FnMut(Listed)) -> io::Result<Found> {
    let size = file.metadata()?.len();
    let mut from = BufReader::with_capacity(1 << 16, file);
    from.seek(SeekFrom::Start(0))?;
    let mut found = Found { writer: None, ended: false, torn: None, took: Took::default() };
    let Some((writer, mut at)) = opening(&mut from)? else { return Ok(found) };
    found.writer = Some(writer);
    if let Some(list) = last(file, at, size)? {
        (found.ended, found.took) = (true, took(&list).unwrap_or_default());
        let mut rest = &list[TOOK..];
        while let Some((one, behind)) = listed(rest) {
            each(one);
            rest = behind;
        }
        return Ok(found);
    }
    from.seek(SeekFrom::Start(at))?;
    while at < size {
        let head = Head::read(&mut from)?;
        let Some(head) = head.filter(|head| at + head.bytes() <= size) else {
            found.torn = Some((at, size - at));
            break;
        };
        found.ended = head.kind == Kind::Ended;
        if head.kind == Kind::Made {
            each(Listed { name: &head.name, key: head.key, at, bytes: head.bytes() });
            from.seek_relative(i64::from(head.length))?;
        } else {
            let mut body = vec![0; head.length as usize];
            from.read_exact(&mut body)?;
            found.took = took(&body).unwrap_or(found.took);
        }
        at += head.bytes();
    }
    Ok(found)
}

/// Bytes of what a writer took.
const TOOK: usize = 16;
/// Things that a pack lists at its end; one that holds more is read from head to head.
const LISTED: usize = 100_000;
/// Longest list that is read.
const LONGEST_LIST: u64 = 1 << 27;

/// What the last record of a pack holds that lists all the others: what it took, and the list. `None` where there is none.
fn last(mut file: &File, begin: u64, size: u64) -> io::Result<Option<Vec<u8>>> {
    if size < begin + 8 {
        return Ok(None);
    }
    let mut length = [0; 8];
    file.seek(SeekFrom::Start(size - 8))?;
    file.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    // Whatever may stand there where this is not the end of a list.
    if length > size - begin || length > LONGEST_LIST {
        return Ok(None);
    }
    let mut bytes = vec![0; length as usize];
    file.seek(SeekFrom::Start(size - length))?;
    file.read_exact(&mut bytes)?;
    let body = record(&bytes).ok().filter(|(head, _)| head.kind == Kind::Ended && head.bytes() == length);
    Ok(body.filter(|(_, body)| body.len() >= TOOK + 8).map(|(_, body)| body[..body.len() - 8].to_vec()))
}

/// The first of a list, and what is behind it.
fn listed(list: &[u8]) -> Option<(Listed<'_>, &[u8])> {
    let number = |at: usize| Some(u64::from_le_bytes(list.get(at..at + 8)?.try_into().ok()?));
    let named = usize::from(u16::from_le_bytes([*list.first()?, *list.get(1)?]));
    let name = std::str::from_utf8(list.get(2..2 + named)?).ok()?;
    let at = 2 + named;
    let one = Listed { name, key: number(at)?, at: number(at + 8)?, bytes: number(at + 16)? };
    Some((one, &list[at + 24..]))
}

/// The line that says whose a pack is, behind its seal, and where records begin.
fn opening(from: &mut impl Read) -> io::Result<Option<(Writer, u64)>> {
    // Seal and writer are two lines of some hundred bytes.
    let mut lines = [Vec::new(), Vec::new()];
    for line in &mut lines {
        let mut byte = [0];
        loop {
            if line.len() > 1 << 12 || !filled(from, &mut byte)? {
                return Ok(None);
            }
            if byte == *b"\n" {
                break;
            }
            line.push(byte[0]);
        }
    }
    let [seal, writer] = lines;
    let sealed = format!("{PACK} {}", hash_of(&writer)).into_bytes() == seal;
    let read = serde_json::from_slice(&writer).ok().filter(|_| sealed);
    Ok(read.map(|read| (read, (seal.len() + writer.len() + 2) as u64)))
}

fn took(body: &[u8]) -> Option<Took> {
    let number = |at: usize| {
        let bytes: [u8; 8] = body.get(at..at + 8)?.try_into().ok()?;
        Some(f64::from_le_bytes(bytes)).filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
    };
    Some(Took { wall_seconds: number(0)?, cpu_seconds: number(8)? })
}

/// A pack being written.
pub struct Pack {
    file: File,
    path: PathBuf,
    /// Where its last whole record ends.
    end: u64,
    clock: Clock,
    /// What was taken elsewhere to make what is in it.
    elsewhere: Took,
    flushed: Instant,
    heard: Instant,
    /// Whether something is on its way to the disk.
    waiting: bool,
    made: usize,
    /// What was made, as the end lists it.
    list: Vec<u8>,
    ended: bool,
}

impl Pack {
    /// Begins a pack in a folder, under a name that no other has.
    ///
    /// # Errors
    /// As [`write_whole`].
    pub fn begin(folder: &Path, writer: &Writer) -> Result<Pack, StudyError> {
        let what = match writer.shard {
            Some(Shard { number, of }) => format!("shard-{number:05}-of-{of:05}"),
            None => "gathered".to_owned(),
        };
        let path = folder.join(format!("{what}-{:016x}{ENDING}", unique()));
        let line = serde_json::to_string(writer).map_err(|e| StudyError::Failed(e.to_string()))?;
        let opening = format!("{PACK} {}\n{line}\n", hash_of(line.as_bytes()));
        write_whole(&path, opening.as_bytes())?;
        let failed = |e: io::Error| StudyError::file("write", &path, &e);
        let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
        hold(&file);
        let now = Instant::now();
        let end = opening.len() as u64;
        let (clock, elsewhere) = (Clock::start(), Took::default());
        let (made, list) = (0, Vec::new());
        Ok(Pack {
            file,
            path,
            end,
            clock,
            elsewhere,
            flushed: now,
            heard: now,
            waiting: false,
            made,
            list,
            ended: false,
        })
    }

    /// Its name.
    pub fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// Adds something made. It is handed to the system at once, so that a process that is killed loses nothing of it.
    ///
    /// # Errors
    /// A failed write, of which nothing stays; what was there before does.
    pub fn add(&mut self, name: &str, key: &str, body: &[u8]) -> Result<(), StudyError> {
        let at = self.end;
        self.put(Kind::Made, name, key, body)?;
        self.made += 1;
        if self.made <= LISTED {
            self.list.extend((name.len() as u16).to_le_bytes());
            self.list.extend(name.as_bytes());
            [short(key), at, self.end - at].into_iter().for_each(|number| self.list.extend(number.to_le_bytes()));
        } else {
            self.list = Vec::new();
        }
        self.keep_up()
    }

    /// Counts what was taken elsewhere to make what is in it.
    pub fn was_made_elsewhere(&mut self, took: Took) {
        self.elsewhere.wall_seconds += took.wall_seconds;
        self.elsewhere.cpu_seconds += took.cpu_seconds;
    }

    fn took(&self) -> Took {
        if self.elsewhere != Took::default() {
            return self.elsewhere;
        }
        let cpu_seconds = self.clock.cpu_seconds().unwrap_or(0.0);
        Took { wall_seconds: self.clock.wall_seconds(), cpu_seconds }
    }

    fn put(&mut self, kind: Kind, name: &str, key: &str, body: &[u8]) -> Result<(), StudyError> {
        let failed = |path: &Path, e: &io::Error| StudyError::file("write", path, e);
        let Some(head) = Head::new(kind, name, key, body) else {
            return Err(StudyError::Failed(format!("{name} is too large for {}", self.path.display())));
        };
        let mut bytes = head.written();
        bytes.extend(body);
        let written = faults::step(faults::Step::Write)
            .and_then(|()| self.file.seek(SeekFrom::Start(self.end)).map(drop))
            .and_then(|()| self.file.write_all(&bytes));
        if let Err(error) = written {
            // So that nothing half written stays; if that fails too, readers stop where it begins.
            let _ = self.file.set_len(self.end);
            return Err(failed(&self.path, &error));
        }
        self.end += bytes.len() as u64;
        self.waiting = true;
        Ok(())
    }

    /// Flushes what has waited long enough, and says now and then that the writer is there. To be called often.
    ///
    /// # Errors
    /// A failed write.
    pub fn keep_up(&mut self) -> Result<(), StudyError> {
        if self.heard.elapsed() >= HEARD_EVERY {
            self.heard = Instant::now();
            self.put(Kind::Heard, "", "", &said(self.took()))?;
            return self.flush();
        }
        if self.waiting && self.flushed.elapsed() >= FLUSHED_EVERY { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), StudyError> {
        let flushed = faults::step(faults::Step::Flush).and_then(|()| self.file.sync_data());
        flushed.map_err(|e| StudyError::file("write", &self.path, &e))?;
        (self.flushed, self.waiting) = (Instant::now(), false);
        Ok(())
    }

    /// Ends it in order; one that holds nothing goes.
    ///
    /// # Errors
    /// A failed write.
    pub fn end(mut self) -> Result<(), StudyError> {
        self.close()
    }

    fn close(&mut self) -> Result<(), StudyError> {
        if std::mem::replace(&mut self.ended, true) {
            return Ok(());
        }
        if self.made == 0 {
            return super::write::remove(&self.path);
        }
        let mut body = said(self.took());
        if self.made <= LISTED {
            body.append(&mut self.list);
            // By its length at the end of the file the list is found.
            let whole = (FIXED + SUM + body.len() + 8) as u64;
            body.extend(whole.to_le_bytes());
        }
        self.put(Kind::Ended, "", "", &body)?;
        self.flush()
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        // An error was told already where there was one; a pack without an end is read as well.
        let _ = self.close();
    }
}

/// Holds a pack as long as the process lives: on its own machine others see by that whether it does. Somebody may be looking right now.
fn hold(file: &File) {
    for _ in 0..200 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            // A file system without locks: the time of the last word has to do.
            _ => return,
        }
    }
}

fn said(took: Took) -> Vec<u8> {
    [took.wall_seconds, took.cpu_seconds].into_iter().flat_map(f64::to_le_bytes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("amparo-pack-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a temporary directory");
        folder
    }

    fn writer() -> Writer {
        Writer::here("s", Some(Shard { number: 3, of: 16 }))
    }

    /// Names in a pack with their places, and what else is found.
    fn names(path: &Path) -> (Vec<(String, u64)>, Found) {
        let mut names = Vec::new();
        let file = File::open(path).expect("a pack");
        let found = through(&file, |one| names.push((one.name.to_owned(), one.at))).expect("it is read");
        (names, found)
    }

    #[test]
    fn wherever_a_pack_is_cut_all_records_before_that_are_read_and_none_behind_it() {
        let folder = folder("cut");
        let mut pack = Pack::begin(&folder, &writer()).expect("a pack");
        let path = pack.path.clone();
        for i in 0..5_usize {
            pack.add(&format!("c{i}"), &format!("k{i}"), &vec![i as u8; 40 * i]).expect("a record");
        }
        pack.end().expect("its end");
        let whole = fs::read(&path).expect("the pack");
        let (all, found) = names(&path);
        assert_eq!(all.iter().map(|(name, _)| &**name).collect::<Vec<_>>(), ["c0", "c1", "c2", "c3", "c4"]);
        assert!(found.ended && found.torn.is_none() && found.writer == Some(writer()), "{found:?}");
        let begins = all[0].1 as usize;
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).expect("a cut pack");
            let (left, found) = names(&path);
            assert_eq!(found.writer.is_some(), cut >= begins, "{cut}");
            let bytes = |at: u64| record(&whole[at as usize..]).expect("a record").0.bytes();
            let expected = all.iter().filter(|(_, at)| at + bytes(*at) <= cut as u64);
            assert_eq!(left.iter().collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{cut}");
            assert!(!found.ended, "{cut}");
        }
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn a_pack_is_read_from_head_to_head_where_its_list_is_damaged_and_says_the_same() {
        let folder = folder("list");
        let mut pack = Pack::begin(&folder, &writer()).expect("a pack");
        let path = pack.path.clone();
        for i in 0..20 {
            pack.add(&format!("c{i}"), "k", format!("body {i}").as_bytes()).expect("a record");
        }
        pack.end().expect("its end");
        let (listed, found) = names(&path);
        assert!(listed.len() == 20 && found.took.wall_seconds > 0.0, "{found:?}");
        let sound = fs::read(&path).expect("the pack");
        for back in [1, 5, 30, 200] {
            let mut bytes = sound.clone();
            let at = bytes.len() - back;
            bytes[at] ^= 1;
            fs::write(&path, bytes).expect("the pack");
            assert_eq!(names(&path).0, listed, "{back} bytes from its end");
        }
        // A damaged record does not hide those behind it.
        let mut bytes = sound.clone();
        bytes[listed[3].1 as usize] ^= 1;
        fs::write(&path, bytes).expect("the pack");
        assert_eq!(names(&path).0, listed);
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn any_changed_byte_of_a_record_is_noticed() {
        let folder = folder("changed");
        let mut pack = Pack::begin(&folder, &writer()).expect("a pack");
        let path = pack.path.clone();
        pack.add("c", "k", b"some body").expect("a record");
        pack.end().expect("its end");
        let whole = fs::read(&path).expect("the pack");
        let at = names(&path).0[0].1 as usize;
        let length = record(&whole[at..]).expect("a record").0.bytes() as usize;
        for i in at..at + length {
            let mut changed = whole[at..at + length].to_vec();
            changed[i - at] ^= 4;
            assert!(record(&changed).is_err(), "{i}");
        }
        fs::remove_dir_all(folder).expect("the folder");
    }

    #[test]
    fn a_pack_that_holds_nothing_goes_with_its_writer_and_two_never_share_a_name() {
        let folder = folder("empty");
        let packs: Vec<Pack> = (0..3).map(|_| Pack::begin(&folder, &writer()).expect("a pack")).collect();
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 3);
        drop(packs);
        assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 0);
        fs::remove_dir_all(folder).expect("the folder");
    }
}
