//! `manifest.json`: what a directory of results says of itself.

use super::error::StudyError;
use super::write::write_whole;
use amparo_decide::diagnosis::SurveyFacts;
use amparo_decide::result::BaselineSummary;
use amparo_model::scenario::SetValues;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Its name in every directory of results.
pub const MANIFEST: &str = "manifest.json";
/// What the results are results of: everything that affects them, as text.
pub const RESOLVED: &str = "resolved.toml";
/// What each file is, for people.
pub const README: &str = "README.txt";
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

/// What a directory of results says of itself: what every command says, and facts of the run once it is complete.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// Program that wrote it: [`PROGRAM`].
    pub program: String,
    /// Version of the program.
    #[serde(default)]
    pub version: String,
    /// Hash of the model's source.
    #[serde(default)]
    pub model: String,
    /// Subcommand that wrote it.
    pub command: String,
    /// Name of the scenario or study.
    pub name: String,
    /// Whether everything listed is there.
    pub state: State,
    /// When it was completed, UTC, as `2026-03-01T12:00:00Z`; none while it is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<String>,
    /// 64-hex hash of the resolved inputs.
    pub inputs_hash: String,
    /// Every file that was read, with the hash of its bytes.
    #[serde(default)]
    pub inputs: Vec<(String, String)>,
    /// The values of `--set`, by name. Not read back.
    #[serde(skip_deserializing)]
    pub set: SetValues,
    /// ManifestFacts of the run, beside the others; none while it is under way. Not read back: nothing hangs on them, and those of another
    /// version may have other shapes.
    #[serde(flatten, skip_deserializing)]
    pub facts: Option<ManifestFacts>,
    /// What the cells that are there took, in all finished runs that made them.
    #[serde(default)]
    pub took: Took,
    /// Names of subfolders whose files carry a seal in their first line.
    pub sealed: Vec<String>,
    /// Names of the same study at other baselines, in folders below `also/`.
    pub also: Vec<String>,
    /// Baselines that were dropped: what was computed for them is kept.
    pub set_aside: BTreeSet<String>,
    /// Sealed files that are no part of the results: kept for a study that grows again.
    pub spare: BTreeSet<String>,
    /// Every file but the manifest itself, with the hash of its bytes where it is known to be whole.
    pub files: BTreeMap<String, Option<String>>,
}

/// The program's name in manifests.
pub const PROGRAM: &str = "amparo";

/// ManifestFacts of a finished run. A part that a command does not have is left out, and so is what the system does not tell.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ManifestFacts {
    /// What people are told of it in a line.
    #[serde(flatten)]
    pub heading: Option<Heading>,
    /// Name of the study.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub study: Option<String>,
    /// Name of the scenario, where there is no study.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Seed of the random numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Time that the work took.
    #[serde(flatten)]
    pub work: Work,
    /// Size of a world.
    #[serde(flatten)]
    pub size: Option<Size>,
    /// Cells of a study.
    #[serde(flatten)]
    pub cells: Option<CellFacts>,
    /// Burn-in of a single world.
    #[serde(flatten)]
    pub burn_in: Option<BurnInFacts>,
    /// A single world that was run.
    #[serde(flatten)]
    pub world: Option<WorldFacts>,
    /// The survey of a diagnosis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyFacts>,
    /// A search for rules.
    #[serde(flatten)]
    pub search: Option<SearchFacts>,
    /// Draws that were solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<usize>,
}

/// What people are told of results in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// What reports call it.
    pub title: String,
    /// The answer in a sentence or two; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub finding: String,
}

/// Time that several runs took together, seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Took {
    /// On the clock.
    pub wall_seconds: f64,
    /// Of the processor, over all threads.
    pub cpu_seconds: f64,
}

impl Took {
    /// This and what one more run took, if that made anything; a run that made nothing counts where nothing is known of others.
    #[must_use]
    pub fn and(self, wall_seconds: f64, cpu_seconds: Option<f64>, made: bool) -> Took {
        if !made && self != Took::default() {
            return self;
        }
        let cpu_seconds = self.cpu_seconds + cpu_seconds.unwrap_or(0.0);
        Took { wall_seconds: self.wall_seconds + wall_seconds, cpu_seconds }
    }
}

/// How the work was shared out, and what it took.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Work {
    /// Worlds at a time.
    pub jobs: usize,
    /// Threads inside a world.
    pub threads: usize,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
    /// Processor time over all threads, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_seconds: Option<f64>,
    /// Largest resident memory of the process, bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub peak_memory_bytes: Option<u64>,
    /// Girls × weeks ÷ processor seconds; none if everything was stored already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_ticks_per_second: Option<f64>,
}

/// Size of a world.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Size {
    /// Simulated girls.
    pub girls: usize,
    /// Communities.
    pub communities: usize,
}

/// The cells of a study.
#[derive(Clone, Debug, Serialize)]
pub struct CellFacts {
    /// Draws in use; 1 for a study at one parameter vector.
    pub draws: usize,
    /// Replicates of a repeated draw.
    pub replicates: usize,
    /// Finished cells.
    pub cells: usize,
    /// Bytes that they take.
    pub cell_bytes: u64,
    /// Hash over every cell in order: the same for the same results.
    pub cells_hash: String,
    /// Weeks simulated by this run, all cells together; 0 if everything was stored already.
    pub weeks_simulated: u64,
    /// Precision reached, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The baseline of every unit.
    pub baselines: Vec<BaselineFacts>,
}

/// One baseline of a study.
#[derive(Clone, Debug, Serialize)]
pub struct BaselineFacts {
    /// Number of the draw.
    pub draw: usize,
    /// Number of the replicate, from 0.
    pub replicate: usize,
    /// Years burnt in, and whether that settled; a unit that did not is left out.
    #[serde(flatten)]
    pub burn_in: BurnInFacts,
    /// Largest slope at the end of the burn-in, share per year.
    pub drift: f64,
    /// Hash of the world after the funded years.
    pub hash_after_funded_years: Option<String>,
    /// Hash of the world at the end.
    pub hash_at_end: String,
}

/// The burn-in of a world.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BurnInFacts {
    /// Years burnt in.
    pub burn_in_years: usize,
    /// False: it was still drifting at its longest.
    pub settled: bool,
}

/// A single world that was run.
#[derive(Clone, Debug, Serialize)]
pub struct WorldFacts {
    /// Weeks simulated, burn-in included.
    pub ticks: u64,
    /// Hash of the world at the end.
    pub state_hash: String,
    /// Means over the years after the burn-in.
    pub baseline: BaselineSummary,
}

/// A search for rules.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SearchFacts {
    /// Rules tried per budget.
    pub evaluations: usize,
    /// Worlds that rules are chosen in.
    pub training: usize,
    /// Worlds that the rule found is scored in.
    pub scoring: usize,
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
pub fn read_manifest(root: &Path) -> Option<Manifest> {
    let text = fs::read_to_string(root.join(MANIFEST)).ok()?;
    let listed: Manifest = serde_json::from_str(&text).ok()?;
    let within = |name: &str| {
        !name.is_empty() && Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)))
    };
    // A manifest that was tampered with could name files elsewhere: it is none of ours.
    let all = listed.files.keys().chain(&listed.sealed).chain(&listed.also).chain(&listed.set_aside);
    (listed.program == PROGRAM && all.into_iter().all(|name| within(name))).then_some(listed)
}

/// Whether the directory of this path holds results whose manifest lists `name`.
pub fn lists(root: &Path, name: &str) -> bool {
    let own = [MANIFEST, RESOLVED, README, LOCK].contains(&name);
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
