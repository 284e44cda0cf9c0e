//! What a command is about to write, and whether it may: a directory that holds anything else is refused, with the difference.

use super::differences::differences;
use super::error::StudyError;
use super::manifest::{ALSO, LOCK, MANIFEST, Manifest, README, RESOLVED, read_manifest};
use super::seal::hash_of;
use super::write::UNFINISHED;
use amparo_files::RECORD;
use amparo_model::scenario::SetValues;
use amparo_text::Diagnostic;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Differences or names shown where a directory is refused.
const SHOWN: usize = 8;

/// Results that a command is about to write, and the inputs they follow from.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The subcommand, such as `compare`.
    pub command: &'static str,
    /// Name of the study or scenario.
    pub name: String,
    /// Everything that affects the results, as TOML; how much of a study there is may differ from what the directory holds.
    pub resolved: String,
    /// Every file read, with the hash of its bytes.
    pub inputs: Vec<(PathBuf, String)>,
    /// Values of `--set`.
    pub set: SetValues,
    /// Files at the top that the command writes, or may write.
    pub tables: Vec<String>,
    /// Folders of files that carry a seal of ours in their first line (cells, trials, points): too many, or not known
    /// beforehand, to be listed before they are there.
    pub sealed: &'static [&'static str],
    /// Names of the same at other baselines, in folders below `also/` with manifests of their own.
    pub also: Vec<String>,
}

impl Claim {
    /// 64-hex hash of the resolved inputs.
    pub fn hash(&self) -> String {
        hash_of(self.resolved.as_bytes())
    }
}

/// Whether results of this claim may be written here; what is there of before.
pub(super) fn check(root: &Path, claim: &Claim, fresh: bool) -> Result<Option<Manifest>, StudyError> {
    match fs::metadata(root) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(StudyError::file("read", root, &e)),
        Ok(found) if !found.is_dir() => {
            return Err(Diagnostic::new(format!("{} is a file, not a directory", root.display()))
                .in_file(option(root))
                .expected("a directory with --out, or none to let the program name one")
                .into());
        }
        Ok(_) => {}
    }
    let before = match read_manifest(root) {
        Some(before) => before,
        None => {
            let others = others_than_ours(root)?;
            if others.is_empty() {
                return Ok(None);
            }
            // Another of the same plan may have begun meanwhile: its manifest comes before anything else.
            read_manifest(root).ok_or_else(|| not_ours(root, &others))?
        }
    };
    no_input_is_replaced(root, claim, &before)?;
    let taken: Vec<String> = claim
        .tables
        .iter()
        .map(String::as_str)
        .chain([README])
        .filter(|name| !before.files.contains_key(*name) && fs::symlink_metadata(root.join(name)).is_ok())
        .map(str::to_owned)
        .collect();
    if !taken.is_empty() {
        return Err(foreign(root, &taken).into());
    }
    if fresh {
        return Ok(Some(before));
    }
    if before.command != claim.command {
        return Err(Diagnostic::new(format!(
            "{} holds results of `amparo {}` ({}); these are of `amparo {}` ({})",
            root.display(),
            before.command,
            before.name,
            claim.command,
            claim.name
        ))
        .in_file(option(root))
        .expected("another directory with --out, or --fresh to replace what is there")
        .into());
    }
    let changed = match fs::read_to_string(root.join(RESOLVED)) {
        Ok(old) => differences(&old, &claim.resolved),
        // Killed between its first two files: there is nothing else yet, or nothing that could be told apart.
        Err(_) if before.inputs_hash == claim.hash() || before.files.len() <= 1 => Vec::new(),
        Err(_) => vec![format!("{RESOLVED} is gone")],
    };
    if changed.is_empty() { Ok(Some(before)) } else { Err(other_inputs(root, &changed).into()) }
}

/// How errors name the directory.
pub(super) fn option(root: &Path) -> String {
    format!("--out {}", root.display())
}

fn other_inputs(root: &Path, changed: &[String]) -> Diagnostic {
    let shown: Vec<String> = changed.iter().take(SHOWN).map(|line| format!("\n    {line}")).collect();
    let more = changed.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
    Diagnostic::new(format!(
        "{} holds results of other inputs; what differs (there → here):{}{more}",
        root.display(),
        shown.concat()
    ))
    .in_file(option(root))
    .expected("the same inputs, another directory with --out, or --fresh to replace what is there")
}

/// A directory without a manifest of ours that is not empty.
fn not_ours(root: &Path, others: &[String]) -> Diagnostic {
    let earlier = fs::read_to_string(root.join(RESOLVED)).is_ok_and(|text| text.starts_with(RECORD));
    let what = if earlier { "results of an earlier version" } else { "files that are no results of this program" };
    Diagnostic::new(format!("{} holds {what}, and nothing of it is replaced: {}", root.display(), some_of(others)))
        .in_file(option(root))
        .expected("a directory that is empty or does not exist, with --out")
}

/// Files in the way that no manifest of ours lists.
pub(super) fn foreign(root: &Path, names: &[String]) -> Diagnostic {
    Diagnostic::new(format!(
        "{} would be written to {}, where a file of that name is that this program did not write",
        some_of(names),
        root.display()
    ))
    .in_file(option(root))
    .expected("another directory with --out, or that file elsewhere")
}

fn some_of(names: &[String]) -> String {
    let shown = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(SHOWN);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// Files of a directory without a manifest, except those that a run leaves which was killed before its first file.
fn others_than_ours(root: &Path) -> Result<Vec<String>, StudyError> {
    let mut others = Vec::new();
    for entry in fs::read_dir(root).map_err(|e| StudyError::file("read", root, &e))? {
        let entry = entry.map_err(|e| StudyError::file("read", root, &e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name == LOCK || name.starts_with(MANIFEST) && name.ends_with(UNFINISHED);
        let empty_also = name == ALSO && holds_only_locks(&entry.path());
        if !(ours || empty_also) {
            others.push(name);
        }
    }
    others.sort();
    Ok(others)
}

/// Whether the folder of other baselines holds directories that nothing was written into yet.
fn holds_only_locks(also: &Path) -> bool {
    let empty = |at: &Path| others_than_ours(at).is_ok_and(|others| others.is_empty());
    fs::read_dir(also).is_ok_and(|mut all| all.all(|entry| entry.is_ok_and(|e| e.path().is_dir() && empty(&e.path()))))
}

/// Refuses a command one of whose inputs is among the files of the directory, whatever way leads to it.
fn no_input_is_replaced(root: &Path, claim: &Claim, before: &Manifest) -> Result<(), Diagnostic> {
    let Ok(real) = root.canonicalize() else { return Ok(()) };
    let folded = |name: &str| name.to_lowercase();
    let ours: BTreeSet<String> =
        before.files.keys().map(|n| folded(n)).chain(claim.tables.iter().map(|n| folded(n))).collect();
    for (input, _) in &claim.inputs {
        let Ok(input_real) = input.canonicalize() else { continue };
        let Ok(name) = input_real.strip_prefix(&real) else { continue };
        let name = name.to_string_lossy().replace('\\', "/");
        let folder = name.split_once('/').map(|(folder, _)| folder);
        let in_folder = folder.is_some_and(|f| claim.sealed.contains(&f) || f == ALSO);
        if in_folder || ours.contains(&folded(&name)) {
            return Err(Diagnostic::new(format!(
                "{} is an input, and a file that results in {} would replace",
                input.display(),
                root.display()
            ))
            .in_file(option(root))
            .expected("another directory with --out, or the input kept elsewhere"));
        }
    }
    Ok(())
}
