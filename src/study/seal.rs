//! Files that carry a seal: a first line of ours with the hash of what follows, so that one can be told from others' and a damaged
//! one from a whole one.

use super::error::StudyError;
use super::write::{self, UNFINISHED};
use std::fmt;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// First line of a sealed file, before the hash of what follows.
const SEAL: &str = "amparo cell 2";

/// First words of a file that holds many sealed things, before the hash of the line that says who writes it.
pub const PACK: &str = "amparo pack 1";

/// Content with its seal: a line that says whose it is, with the hash of what follows.
pub fn sealed(body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("{SEAL} {}\n", hash_of(body)).into_bytes();
    bytes.extend(body);
    bytes
}

/// What is wrong with a sealed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenSeal {
    /// It ends before its first line does.
    CutShort,
    /// Its first line is no seal of this version.
    OtherVersion,
    /// What follows the seal is not what was sealed.
    OtherContent,
}

impl fmt::Display for BrokenSeal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BrokenSeal::CutShort => "cut short",
            BrokenSeal::OtherVersion => "not a cell of this version",
            BrokenSeal::OtherContent => "its checksum does not match",
        })
    }
}

impl std::error::Error for BrokenSeal {}

/// Content behind a seal.
///
/// # Errors
/// What is wrong with it.
pub fn unsealed(bytes: &[u8]) -> Result<&[u8], BrokenSeal> {
    let end = bytes.iter().position(|b| *b == b'\n').ok_or(BrokenSeal::CutShort)?;
    let head = std::str::from_utf8(&bytes[..end]).unwrap_or("");
    let sum = head.strip_prefix(SEAL).map(str::trim).ok_or(BrokenSeal::OtherVersion)?;
    let body = &bytes[end + 1..];
    if sum == hash_of(body) { Ok(body) } else { Err(BrokenSeal::OtherContent) }
}

/// Whether a file begins so.
fn begins(path: &Path, with: &str) -> bool {
    let mut head = vec![0; with.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == with.as_bytes()
}

/// Whether a file is a pack, by its first words.
pub fn is_pack(path: &Path) -> bool {
    begins(path, PACK)
}

/// Names of the files of a folder that begin with a seal of ours, whole or not, packs among them.
pub fn sealed_files(folder: &Path) -> Vec<String> {
    let begins = |path: &Path| begins(path, SEAL) || is_pack(path);
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            (!name.ends_with(UNFINISHED) && begins(&entry.path())).then_some(name)
        })
        .collect();
    names.sort();
    names
}

/// Removes the sealed files of a folder, and the folder if it holds nothing else.
///
/// # Errors
/// As [`write::remove`].
pub fn remove_sealed(folder: &Path) -> Result<(), StudyError> {
    for name in sealed_files(folder) {
        write::remove(&folder.join(name))?;
    }
    // A folder that still holds something stays.
    let _ = fs::remove_dir(folder);
    Ok(())
}

/// The same of the bytes of a file, which need not fit into memory.
///
/// # Errors
/// A file that cannot be read.
pub fn hash_of_file(path: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// 64 hexadecimal digits of the hash of a file's bytes, as manifests list it.
pub fn hash_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
