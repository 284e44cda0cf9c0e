//! `manifest.json`: what a directory of results says of itself.

use super::error::StudyError;
use super::write::write_whole;
use amparo_model::scenario::SetValues;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Its name in every directory of results.
pub const MANIFEST: &str = "manifest.json";
/// What the results are results of: everything that affects them, as text.
pub const RESOLVED: &str = "resolved.toml";
/// Held by whoever writes.
pub const LOCK: &str = ".lock";
/// Folder of the same at other baselines.
pub const ALSO: &str = "also";

/// Whether everything that a manifest lists is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Some of the files may be missing: a run goes on, or was interrupted.
    #[serde(rename = "under way")]
    UnderWay,
    /// Everything listed is there.
    #[serde(rename = "complete")]
    Complete,
}

/// Parts of a manifest that the program reads back; the rest is for people.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// Program that wrote it: `amparo`.
    pub program: String,
    /// Subcommand that wrote it.
    pub command: String,
    /// Name of the scenario or study.
    pub name: String,
    /// Whether everything listed is there.
    pub state: State,
    /// 64-hex hash of the resolved inputs.
    pub inputs_hash: String,
    /// Every file but the manifest itself, with the hash of its bytes where it is known to be whole.
    pub files: BTreeMap<String, Option<String>>,
    /// Names of subfolders whose files carry a seal in their first line.
    pub sealed: Vec<String>,
    /// Names of the same study at other baselines, in folders below `also/`.
    pub also: Vec<String>,
    /// Baselines that were dropped: what was computed for them is kept.
    pub set_aside: Vec<String>,
    /// Sealed files that are no part of the results: kept for a study that grows again.
    pub spare: BTreeSet<String>,
}

/// A manifest as it is written: what every command says, what it says of its own, what the directory holds.
#[derive(Serialize)]
pub struct Document<'a> {
    /// Program that writes it.
    pub program: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Hash of the model's source.
    pub model: &'static str,
    /// Subcommand that writes it.
    pub command: &'static str,
    /// Name of the scenario or study.
    pub name: &'a str,
    /// Whether everything listed is there.
    pub state: State,
    /// 64-hex hash of the resolved inputs.
    pub inputs_hash: String,
    /// Every file that was read, with the hash of its bytes.
    pub inputs: Vec<(String, &'a String)>,
    /// The values of `--set`, by name.
    pub set: &'a SetValues,
    /// Facts of the subcommand's own, written beside the others.
    #[serde(flatten)]
    pub facts: &'a Map<String, Value>,
    /// Names of subfolders whose files carry a seal in their first line.
    pub sealed: &'static [&'static str],
    /// Names of the same study at other baselines, in folders below `also/`.
    pub also: &'a [String],
    /// Baselines that were dropped; their cells are kept.
    pub set_aside: BTreeSet<&'a String>,
    /// Sealed files that are no part of the results.
    pub spare: &'a BTreeSet<String>,
    /// Every file but the manifest itself, with the hash of its bytes where it is known to be whole.
    pub files: BTreeMap<&'a str, Option<&'a String>>,
}

/// Writes a manifest, whole.
///
/// # Errors
/// As [`write_whole`].
pub fn store_json(path: &Path, document: &impl Serialize) -> Result<(), StudyError> {
    let text = serde_json::to_string_pretty(document).map_err(|e| StudyError::Failed(e.to_string()))?;
    write_whole(path, text.as_bytes())
}

/// Manifest of a directory, if it is one of ours.
pub fn read_manifest(root: &Path) -> Option<Listed> {
    let text = fs::read_to_string(root.join(MANIFEST)).ok()?;
    let listed: Listed = serde_json::from_str(&text).ok()?;
    let within = |name: &str| {
        !name.is_empty() && Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    // A manifest that was tampered with could name files elsewhere: it is none of ours.
    let all = listed.files.keys().chain(&listed.sealed).chain(&listed.also).chain(&listed.set_aside);
    (listed.program == "amparo" && all.into_iter().all(|name| within(name))).then_some(listed)
}

/// Whether the directory of this path holds results whose manifest lists `name`.
pub fn lists(root: &Path, name: &str) -> bool {
    let own = [MANIFEST, RESOLVED, LOCK].contains(&name);
    read_manifest(root).is_some_and(|listed| own || listed.files.contains_key(name))
}

/// Sealed files of a directory that are no part of its results: left by a study that was larger.
pub fn spare(root: &Path) -> BTreeSet<String> {
    read_manifest(root).map_or_else(BTreeSet::new, |listed| listed.spare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_that_names_files_elsewhere_is_none_of_ours() {
        let root = std::env::temp_dir().join(format!("amparo-elsewhere-{}", std::process::id()));
        fs::create_dir_all(&root).expect("a directory");
        for (name, ours) in [("table.csv", true), ("../mine.csv", false), ("/mine.csv", false), ("a/../../b", false)] {
            let text = serde_json::json!({
                "program": "amparo", "command": "run", "name": "s", "state": "complete", "inputs_hash": "",
                "files": { name: null }, "sealed": [], "also": [], "set_aside": [], "spare": [],
            });
            fs::write(root.join(MANIFEST), text.to_string()).expect("a manifest");
            assert_eq!(read_manifest(&root).is_some(), ours, "{name}");
        }
        fs::remove_dir_all(root).expect("the directory");
    }
}
