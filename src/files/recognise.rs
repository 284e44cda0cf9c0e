//! A file of another kind than was asked for: what it is, and where it belongs.

use super::columns::{COMMUNITIES, DEPARTMENTS, DESTINATIONS, DRAWS, REGISTER, SURVEY, TOWNS, TRAVEL};
use super::declared::{INTERVENTION, POLICY_FILE, SCENARIO, STUDY};
use super::document::{self, Table};
use super::keys::{Given, Keys};
use super::source::Source;
use amparo_text::Diagnostic;
use std::path::Path;

/// What a file was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Scenario,
    Study,
    Policy,
}

/// Whether a key stands at the top of one kind of file only, and of no other and in no intervention.
fn tells(key: &str, of: &Keys) -> bool {
    let all = [&SCENARIO, &STUDY, &POLICY_FILE, &INTERVENTION];
    of.get(key).is_some() && all.into_iter().filter(|keys| keys.name != of.name).all(|keys| keys.get(key).is_none())
}

/// How a record of what was run begins.
pub const RECORD: &str = "# Resolved ";

/// Files that `based_on` is followed through to find a key that tells.
const DEPTH: usize = 16;

/// The error of reading `file` as `wanted`, in other words where the file is plainly of another kind.
pub(super) fn explained(source: &Source, file: &Path, wanted: Wanted, error: Diagnostic) -> Diagnostic {
    if matches!(source, Source::Disk) && file.is_dir() {
        return Diagnostic { expected: Some(inside(file, wanted)), ..error };
    }
    let Some((what, belongs)) = other_kind(source, file, wanted) else { return error };
    Diagnostic::new(format!("{what} is given where {} is wanted", wanted.article()))
        .in_file(source.shown(file).display().to_string())
        .expected(belongs)
}

impl Wanted {
    fn article(self) -> &'static str {
        match self {
            Wanted::Scenario => "a scenario",
            Wanted::Study => "a study",
            Wanted::Policy => "a policy file",
        }
    }
}

/// TOML files of a folder that are named as examples.
const EXAMPLES: usize = 3;

/// What would have been right in place of a folder.
fn inside(folder: &Path, wanted: Wanted) -> String {
    let wanted = wanted.article();
    if folder.join("manifest.json").is_file() {
        return format!("the file of {wanted}: this directory holds results, and its manifest.json names what was run");
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<String> = entries
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    files.sort();
    match files.len() {
        0 => format!("the file of {wanted} (TOML)"),
        n => {
            let more = if n > EXAMPLES { ", …" } else { "" };
            format!("the file of {wanted}; in this directory are {}{more}", files[..n.min(EXAMPLES)].join(", "))
        }
    }
}

/// What a file is and what would have been right, where it is plainly not what was wanted.
fn other_kind(from: &Source, file: &Path, wanted: Wanted) -> Option<(&'static str, String)> {
    let (source, _) = from.read(file).ok()?;
    if source.text.starts_with(RECORD) {
        return Some((
            "a record of what was run (resolved.toml)",
            format!("{}: the file that was run, which the manifest beside the record names", wanted.article()),
        ));
    }
    let Ok(table) = document::parse(&source) else {
        let (what, key) = table_of(&source.text)?;
        return Some((what, format!("{}; a scenario or study names this table: {key}", wanted.article())));
    };
    let found = kind(from, &table, DEPTH)?;
    if found == wanted {
        return None;
    }
    Some(match found {
        Wanted::Policy => (
            "a policy file",
            match wanted {
                Wanted::Study => {
                    "a study; a policy file is named in a study, as file = \"…\" of a [[policy]]".to_owned()
                }
                _ => "a scenario; a policy file is named in a study, for `amparo compare`".to_owned(),
            },
        ),
        Wanted::Study => ("a study", format!("{}; this file is a study, for `amparo compare`", wanted.article())),
        Wanted::Scenario => ("a scenario", format!("{}; this file is a scenario, for `amparo run`", wanted.article())),
    })
}

/// Whether a file is to be taken for a policy file: by its keys, or because only its interventions have names.
pub fn is_policy(file: &Path) -> bool {
    is_policy_in(&Source::Disk, file)
}

/// The same wherever the file comes from.
pub(super) fn is_policy_in(from: &Source, file: &Path) -> bool {
    let Ok((source, _)) = from.read(file) else { return false };
    document::parse(&source).is_ok_and(|table| kind(from, &table, DEPTH) == Some(Wanted::Policy))
}

/// Whether a file is to be taken for a study, also where something is wrong with it: by its keys or those of what it is based on, and
/// where it is no TOML by how its lines begin.
pub fn is_study(file: &Path) -> bool {
    is_study_in(&Source::Disk, file)
}

/// The same wherever the file comes from.
pub(super) fn is_study_in(from: &Source, file: &Path) -> bool {
    /// Beside these, keys of a scenario are what is wrong.
    const DECISIVE: [&str; 7] = ["scenario", "policy", "sweep", "draws", "also", "adaptation", "replicates"];
    let Ok((source, _)) = from.read(file) else { return false };
    match document::parse(&source) {
        Ok(table) => {
            kind(from, &table, DEPTH) == Some(Wanted::Study)
                || table.entries.iter().any(|entry| DECISIVE.contains(&entry.key.as_str()))
        }
        Err(_) => {
            let mut lines = source.text.lines().map(str::trim_start);
            lines.any(|line| ["scenario", "[[policy]]", "[[sweep]]"].iter().any(|begin| line.starts_with(begin)))
        }
    }
}

/// What kind of file keys tell of; `None` where they tell of none or of two.
fn kind(from: &Source, table: &Table, depth: usize) -> Option<Wanted> {
    let has = |key: &str| table.get(key).is_some();
    let of = |keys: &Keys| table.entries.iter().any(|entry| tells(&entry.key, keys));
    match (of(&SCENARIO), of(&STUDY)) {
        (true, true) => None,
        (true, false) => Some(Wanted::Scenario),
        (false, true) => Some(Wanted::Study),
        (false, false) => {
            if let Some(base) = table.get("based_on") {
                let (source, _) = from.read(&base.node.place.beside(base.text().ok()?)).ok()?;
                return kind(from, &document::parse(&source).ok()?, depth.checked_sub(1)?);
            }
            (has("intervention") && !has("name")).then_some(Wanted::Policy)
        }
    }
}

/// Columns by which answers of a survey are known, also where others are missing.
const SURVEY_ALONE: [&str; 4] = ["community", "department", "age_years", "schooling"];

/// What table a text is by its header, and how a file names it.
fn table_of(text: &str) -> Option<(&'static str, &'static str)> {
    let header = text.lines().next()?;
    let mut columns: Vec<&str> = header.split([',', ';', '\t']).map(|c| c.trim().trim_matches('"')).collect();
    columns.retain(|column| !column.is_empty());
    let has = |wanted: &[&str]| wanted.iter().all(|column| columns.contains(column));
    let needed = |keys: &Keys| {
        let needed = keys.keys.iter().filter(|key| key.given == Given::Required);
        needed.map(|key| key.name).collect::<Vec<_>>()
    };
    // A table whose columns another has too comes after it.
    let known: [(Vec<&str>, &str, &str); 8] = [
        (needed(&REGISTER), "a register of parameters", "register = \"…\""),
        (needed(&DEPARTMENTS), "a table of departments", "departments = \"…\""),
        (needed(&COMMUNITIES), "a table of communities", "communities = \"…\""),
        (needed(&DRAWS), "a table of draws", "table = \"…\" under [draws]"),
        (needed(&TOWNS), "a table of towns", "towns = \"…\""),
        (needed(&TRAVEL), "a table of routes", "travel = \"…\""),
        (needed(&DESTINATIONS), "a table of destinations", "destinations = \"…\""),
        (
            SURVEY.names().filter(|column| SURVEY_ALONE.contains(column)).collect(),
            "answers of a survey",
            "`amparo diagnose SCENARIO --survey FILE`",
        ),
    ];
    if let Some((_, what, key)) = known.iter().find(|(wanted, ..)| has(wanted)) {
        return Some((what, key));
    }
    (columns.len() > 1)
        .then_some(("a table", "as register, departments, towns, communities, travel, destinations, or [draws] table"))
}
