//! What a page holds so that it can be repeated: the command, its options, and every file that was read, each with its hash.

use amparo_files::Input;
use amparo_study::error::StudyError;
use amparo_study::plan::MODEL;
use amparo_study::seal::hash_of;
use amparo_text::Diagnostic;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// Version of what a page holds.
pub const FORMAT: u32 = 1;
/// Bytes of all files together that a page may unpack to.
const MOST_BYTES: u64 = 1 << 30;

/// Value of an option: a word, or one of the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Given {
    /// As it was written.
    Word(String),
    /// Path among the files of the page.
    File(String),
}

/// An option with its value, such as `--seed 3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its name, dashes included.
    pub option: String,
    /// Its value.
    #[serde(flatten)]
    pub given: Given,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// Its path, relative to a folder that holds all of them.
    pub path: String,
    /// Hash of its bytes (blake3).
    pub hash: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its bytes: deflated, then base64.
    pub packed: String,
}

/// All that a page holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// [`FORMAT`].
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Hash of the model's source.
    pub model: String,
    /// The subcommand.
    pub command: String,
    /// Name of the study or scenario.
    pub name: String,
    /// Path of its file among the files.
    pub input: String,
    /// Options that decide a number.
    pub options: Vec<Asked>,
    /// Hash of the resolved inputs.
    pub inputs_hash: String,
    /// Every file that was read.
    pub files: Vec<Packed>,
    /// Every table that was written beside the page, with its hash.
    pub tables: BTreeMap<String, String>,
    /// Hash of the page without all this.
    pub page: String,
    /// Hash of all above.
    pub seal: String,
}

/// What a command was asked, and the files it read, as they were then.
#[derive(Clone, Debug)]
pub struct Kept {
    command: &'static str,
    input: String,
    options: Vec<Asked>,
    files: Vec<Packed>,
}

/// An option as it was given on the command line.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// A word.
    Word(&'static str, String),
    /// A file.
    File(&'static str, PathBuf),
}

/// A path without `.` and `..`, from the root of the file system.
fn whole(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(out.pop()),
            part => out.push(part),
        }
    }
    Some(out)
}

/// The folder that holds all of these files.
fn common(paths: &[PathBuf]) -> Option<PathBuf> {
    let mut folders = paths.iter().filter_map(|path| path.parent());
    let mut common = folders.next()?.to_path_buf();
    for folder in folders {
        while !folder.starts_with(&common) {
            common.pop();
        }
    }
    Some(common)
}

fn below(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(folder).ok()?.components().map(|c| c.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn packed(path: String, bytes: &[u8]) -> std::io::Result<Packed> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    let packed = STANDARD.encode(encoder.finish()?);
    Ok(Packed { path, hash: hash_of(bytes), bytes: bytes.len() as u64, packed })
}

impl Kept {
    /// Reads again what a command has just read. `inputs` are its files with the hashes of what it saw; those that options name were
    /// not read yet. `None` where one of these cannot be read: the command itself says what is wrong with it.
    ///
    /// # Errors
    /// A file that changed since, or can no longer be read; a path that is no text.
    pub fn read(
        command: &'static str,
        input: &Input,
        inputs: &[(PathBuf, String)],
        options: Vec<Chosen>,
    ) -> Result<Option<Kept>, StudyError> {
        let given = options.iter().filter_map(|option| match option {
            Chosen::File(_, path) => Some(path),
            Chosen::Word(..) => None,
        });
        let mut read: Vec<(PathBuf, Option<&str>, io::Result<Vec<u8>>)> = inputs
            .iter()
            .map(|(shown, hash)| {
                let (path, bytes) = input.bytes_of(shown);
                (path, Some(hash.as_str()), bytes)
            })
            .collect();
        read.extend(
            given
                .filter(|path| inputs.iter().all(|(known, _)| known != *path))
                .map(|path| input.bytes_of(path))
                .map(|(path, bytes)| (path, None, bytes)),
        );
        let odd = |path: &Path| {
            StudyError::from(
                Diagnostic::new(format!("{} has a path that no report can hold", path.display()))
                    .in_file(path.display().to_string())
                    .expected("a path of UTF-8 text"),
            )
        };
        let mut paths = Vec::new();
        for (path, ..) in &read {
            paths.push(whole(path).ok_or_else(|| odd(path))?);
        }
        let folder = common(&paths).unwrap_or_default();
        let name = |path: &Path| whole(path).and_then(|whole| below(&folder, &whole)).ok_or_else(|| odd(path));
        let mut files: Vec<Packed> = Vec::new();
        for (path, hash, bytes) in &read {
            let bytes = match bytes {
                Ok(bytes) => bytes,
                Err(_) if hash.is_none() => return Ok(None),
                Err(error) => return Err(StudyError::file("read", path, error)),
            };
            if hash.is_some_and(|hash| hash != hash_of(bytes)) {
                return Err(Diagnostic::new(format!("{} changed while it was being read", path.display()))
                    .in_file(path.display().to_string())
                    .expected("a file that stays as it is until the command has begun")
                    .into());
            }
            let one = packed(name(path)?, bytes).map_err(|error| StudyError::file("pack", path, &error))?;
            // The same file may have been reached in two ways.
            if files.iter().all(|known| known.path != one.path) {
                files.push(one);
            }
        }
        let mut asked = Vec::new();
        for option in options {
            let (option, given) = match option {
                Chosen::Word(name, word) => (name, Given::Word(word)),
                Chosen::File(option, path) => (option, Given::File(name(&input.bytes_of(&path).0)?)),
            };
            asked.push(Asked { option: option.to_owned(), given });
        }
        Ok(Some(Kept { command, input: name(input.path())?, options: asked, files }))
    }

    /// What a page holds of it. `page` is the hash of the page without it.
    pub fn recipe(&self, name: &str, inputs_hash: String, tables: BTreeMap<String, String>, page: String) -> Recipe {
        let mut recipe = Recipe {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: MODEL.to_owned(),
            command: self.command.to_owned(),
            name: name.to_owned(),
            input: self.input.clone(),
            options: self.options.clone(),
            inputs_hash,
            files: self.files.clone(),
            tables,
            page,
            seal: String::new(),
        };
        recipe.seal = recipe.sealed();
        recipe
    }
}

/// Whether a path stays below the folder that it is joined to, on any system.
fn stays_below(path: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.contains(['\\', ':'])
            && !part.chars().any(char::is_control)
    };
    !path.is_empty() && path.split('/').all(plain)
}

impl Recipe {
    /// The seal that it should have.
    fn sealed(&self) -> String {
        let open = Recipe { seal: String::new(), ..self.clone() };
        // What has no map with other keys than texts becomes JSON.
        hash_of(serde_json::to_string(&open).unwrap_or_default().as_bytes())
    }

    /// Everything that is wrong with it, one sentence each; the hash of the page is another's to compare.
    pub fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.sealed() != self.seal {
            wrong.push("what the page holds to be repeated: command, options, or list of files".to_owned());
        }
        let mut seen = BTreeSet::new();
        for file in &self.files {
            if !stays_below(&file.path) {
                wrong.push(format!("the path {:?}, which leads out of the folder it is written to", file.path));
            } else if !seen.insert(file.path.to_lowercase()) {
                wrong.push(format!("the path {:?}, which is there twice", file.path));
            }
        }
        if self.files.iter().map(|file| file.bytes.min(MOST_BYTES + 1)).sum::<u64>() > MOST_BYTES {
            wrong.push("the size of its files".to_owned());
            return wrong;
        }
        wrong.extend(
            self.files.iter().filter(|file| file.unpacked().is_none()).map(|file| format!("the file {}", file.path)),
        );
        let mut needed = vec![&self.input];
        needed.extend(self.options.iter().filter_map(|asked| match &asked.given {
            Given::File(path) => Some(path),
            Given::Word(_) => None,
        }));
        let missing = needed.into_iter().filter(|path| self.files.iter().all(|file| file.path != **path));
        wrong.extend(missing.map(|path| format!("the file {path}, which is not there")));
        wrong
    }
}

impl Packed {
    /// Its bytes; `None` where they are not those that were packed.
    pub fn unpacked(&self) -> Option<Vec<u8>> {
        let deflated = STANDARD.decode(&self.packed).ok()?;
        let mut bytes = Vec::new();
        // One more than there may be, so that a longer one is seen.
        DeflateDecoder::new(&deflated[..]).take(self.bytes.checked_add(1)?).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 == self.bytes && hash_of(&bytes) == self.hash).then_some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe(path: &str) -> Recipe {
        let files = vec![packed(path.to_owned(), b"name = 1\n").expect("packed")];
        let kept = Kept { command: "compare", input: path.to_owned(), options: Vec::new(), files };
        kept.recipe("s", "inputs".into(), BTreeMap::new(), "page".into())
    }

    #[test]
    fn paths_that_lead_out_of_a_folder_are_refused_on_any_system() {
        for path in ["a.toml", "toy/a.toml", "a b/c.csv", "..a/b"] {
            assert_eq!(recipe(path).wrong(), Vec::<String>::new(), "{path}");
        }
        for path in ["", "/a", "../a", "a/../../b", "a//b", "./a", "C:/a", "a\\..\\b", "a/", "a\nb"] {
            assert_eq!(recipe(path).wrong().len(), 1, "{path:?}");
        }
    }

    #[test]
    fn a_change_of_anything_is_named() {
        let mut changed = recipe("a.toml");
        changed.options.push(Asked { option: "--seed".into(), given: Given::Word("2".into()) });
        assert!(changed.wrong()[0].contains("command, options"));
        let mut changed = recipe("a.toml");
        changed.files[0].packed = STANDARD.encode([1, 2, 3]);
        assert_eq!(changed.wrong().last().map(String::as_str), Some("the file a.toml"));
        let mut changed = recipe("a.toml");
        changed.files[0].bytes = 4;
        assert!(changed.wrong().contains(&"the file a.toml".to_owned()), "no more is unpacked than it says");
        let mut changed = recipe("a.toml");
        changed.files[0].bytes = u64::MAX;
        assert!(changed.wrong().contains(&"the size of its files".to_owned()));
        let mut missing = recipe("a.toml");
        missing.input = "b.toml".into();
        assert!(missing.wrong().iter().any(|what| what.contains("b.toml, which is not there")));
    }

    #[test]
    fn what_was_packed_is_unpacked() {
        assert_eq!(recipe("a.toml").files[0].unpacked().as_deref(), Some(&b"name = 1\n"[..]));
    }
}
