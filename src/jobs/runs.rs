//! What lies in a folder of results: one entry for each directory that a manifest of this program is in, the newest first.

use amparo_study::error::StudyError;
use amparo_study::manifest::{LOCK, MANIFEST, PROGRAM};
use amparo_study::packs;
use amparo_tables::{Table, cells};
use amparo_text::Diagnostic;
use serde::Serialize;
use serde_json::Value;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// Folders inside folders that are looked into: `output/NAME/results`, `output/NAME/also/OTHER`.
const DEEPEST: usize = 3;

/// How far a directory of results has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Everything is there.
    Complete,
    /// A process is at it.
    Running,
    /// Some of it is missing, and nobody is at it.
    Interrupted,
    /// Its manifest cannot be read.
    Broken,
}

impl Standing {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Complete => "complete",
            Standing::Running => "running",
            Standing::Interrupted => "interrupted",
            Standing::Broken => "broken",
        }
    }
}

/// One directory of results. What its manifest does not say is missing: those of earlier versions say less.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// When it was completed, UTC.
    pub finished: Option<String>,
    /// The subcommand.
    pub command: Option<String>,
    /// Name of the study or scenario.
    pub name: Option<String>,
    /// What reports call it.
    pub title: Option<String>,
    /// Draws in use.
    pub draws: Option<u64>,
    /// Replicates of a repeated draw.
    pub replicates: Option<u64>,
    /// Seed of the random numbers.
    pub seed: Option<u64>,
    /// How far it has come.
    pub state: Standing,
    /// The answer in a sentence or two.
    pub finding: Option<String>,
    /// Version of the program that wrote it.
    pub version: Option<String>,
    /// Where it is.
    pub directory: String,
}

/// Directories of results in a folder, or the folder itself if it is one.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Those with a manifest, the newest first, and those without a time behind them by name.
    pub results: Vec<Listed>,
    /// Folders at the top that hold nothing of this program.
    pub others: usize,
}

/// Looks for results in a folder and in what it holds. Nothing there stops it: what cannot be read is listed as broken or counted.
///
/// # Errors
/// Where the folder itself cannot be read.
pub fn runs(folder: &Path) -> Result<Found, StudyError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let what = if folder.is_file() { "is a file" } else { "cannot be read" };
            let reason = if folder.is_file() { String::new() } else { format!(": {error}") };
            return Err(Diagnostic::new(format!("{} {what}{reason}", folder.display()))
                .in_file(folder.display().to_string())
                .expected("a folder that holds directories of results, such as output")
                .into());
        }
    };
    let mut found = Found::default();
    if let Some(one) = listed(folder) {
        found.results.push(one);
        below(&folder.join("also"), 1, &mut found.results);
    } else {
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| folder_of_its_own(path)) {
            let before = found.results.len();
            look(&path, 1, &mut found.results);
            found.others += usize::from(found.results.len() == before);
        }
    }
    let key = |one: &Listed| (one.finished.is_none(), one.directory.clone());
    found.results.sort_by_key(key);
    // The newest first; where the time is the same, by name.
    found.results.sort_by(|a, b| b.finished.cmp(&a.finished));
    Ok(found)
}

/// A link may lead round in a circle: it is not followed.
fn folder_of_its_own(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn below(folder: &Path, depth: usize, out: &mut Vec<Listed>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.sort();
    paths.iter().filter(|path| folder_of_its_own(path)).for_each(|path| look(path, depth + 1, out));
}

fn look(path: &Path, depth: usize, out: &mut Vec<Listed>) {
    match listed(path) {
        Some(one) => {
            out.push(one);
            below(&path.join("also"), depth, out);
        }
        None if depth < DEEPEST => below(path, depth, out),
        None => {}
    }
}

/// The entry of a directory; `None` where nothing of this program is in it.
fn listed(root: &Path) -> Option<Listed> {
    let directory = root.display().to_string();
    let broken = |directory: String| Listed {
        finished: None,
        command: None,
        name: None,
        title: None,
        draws: None,
        replicates: None,
        seed: None,
        state: Standing::Broken,
        finding: None,
        version: None,
        directory,
    };
    let bytes = fs::read(root.join(MANIFEST)).ok()?;
    let Ok(manifest) = serde_json::from_slice::<Value>(&bytes) else {
        // A manifest of somebody else, unless other files of ours stand beside it.
        let ours = root.join("resolved.toml").is_file() || root.join(LOCK).is_file();
        return ours.then(|| broken(directory));
    };
    if manifest["program"] != PROGRAM {
        return None;
    }
    let text = |key: &str| manifest[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let number = |key: &str| manifest[key].as_u64();
    let state = match manifest["state"].as_str() {
        Some("complete") => Standing::Complete,
        Some("under way") if held(root) => Standing::Running,
        Some("under way") => Standing::Interrupted,
        _ => return Some(broken(directory)),
    };
    Some(Listed {
        finished: text("finished"),
        command: text("command"),
        name: text("name"),
        title: text("title"),
        draws: number("draws"),
        replicates: number("replicates"),
        seed: number("seed"),
        state,
        finding: text("finding"),
        version: text("version"),
        directory,
    })
}

/// Whether a process holds the directory, or shards are at work in it.
fn held(root: &Path) -> bool {
    if !packs::running(&root.join("cells")).is_empty() {
        return true;
    }
    let lock = root.join(LOCK);
    let plain = fs::symlink_metadata(&lock).is_ok_and(|found| found.is_file());
    plain && File::open(lock).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// The entries as a table.
pub fn table(found: &Found) -> Table {
    let names = [
        "finished",
        "command",
        "name",
        "title",
        "draws",
        "replicates",
        "seed",
        "state",
        "finding",
        "version",
        "directory",
    ];
    let mut table = Table::new("runs", names.map(amparo_tables::Column::program));
    for one in &found.results {
        table.row(cells![
            one.finished.clone(),
            one.command.clone(),
            one.name.clone(),
            one.title.clone(),
            one.draws,
            one.replicates,
            one.seed,
            one.state.name(),
            one.finding.clone(),
            one.version.clone(),
            &one.directory,
        ]);
    }
    table
}
