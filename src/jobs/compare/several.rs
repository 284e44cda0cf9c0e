//! Several studies one after another, each with its own directory of results, and one overview of them.

use super::checks::checked;
use super::claim::{also_directory, claim};
use super::finished::FinishedStudy;
use super::options::Options;
use super::study::compare;
use crate::complete::{Shelf, WORKBOOK, complete};
use crate::publish::publish;
use crate::rerun::recipe::Kept;
use crate::solve::record::solved_for_this;
use amparo_files::{Resolved, Sweep};
use amparo_model::engine::Interrupt;
use amparo_model::scenario::{SetValues, Study};
use amparo_report::{Language, Listed, Tabled, overview, overview_page, overview_title};
use amparo_study::claim::Claim;
use amparo_study::directory::Directory;
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, ManifestFacts, README};
use amparo_study::progress::{Progress, Silent};
use amparo_study::store::Store;
use amparo_tables::Table;
use amparo_text::Diagnostic;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Name of the folder of an overview.
const OVERVIEW: &str = "overview";
/// Its table.
const OF_ALL: &str = "overview.csv";

/// One study of several, with what its policies were made by.
pub struct Asked {
    /// The study.
    pub study: Study,
    /// Its sweeps.
    pub sweeps: Vec<Sweep>,
    /// What its report holds so that it can be repeated.
    pub kept: Option<Kept>,
}

/// What several studies found.
pub struct Overview {
    /// A row per study.
    pub table: Table,
    /// Directory of the overview.
    pub directory: PathBuf,
}

/// Where a study of several goes: below `--out`, or where it would go by itself.
fn options_of(asked: &Asked, options: &Options) -> Options {
    let out = options.out.as_ref().map(|out| out.join(&asked.study.name));
    Options { out, ..options.clone() }
}

/// Runs studies one after another, or what of them is not stored yet. All are checked before any is run: what is wrong with one is said
/// before hours went into another. `each` is shown every finished study.
///
/// # Errors
/// Everything wrong with any of them; two that would share a directory; as [`compare`]. Studies that are finished keep their results.
pub fn several(
    all: &[Asked],
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
    each: &mut dyn FnMut(&FinishedStudy) -> Result<(), StudyError>,
) -> Result<Overview, StudyError> {
    let directories: Vec<PathBuf> =
        all.iter().map(|asked| options_of(asked, options).directory(&asked.study)).collect();
    all_right(all, &directories, options)?;
    let directory = overview_directory(all, options);
    let of_overview = claim_of(all, &directories);
    let store = Store::claim(&directory, of_overview, options.fresh)?;
    match one_by_one(all, options, progress, interrupt, each) {
        Ok(listed) => finished(store, &listed),
        Err(error) => {
            store.abandon();
            Err(error)
        }
    }
}

/// Everything that is wrong with any of the studies, before anything is run.
fn all_right(all: &[Asked], directories: &[PathBuf], options: &Options) -> Result<(), StudyError> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut more = 0;
    let mut keep = |result: Result<(), StudyError>| match result {
        Err(StudyError::Input(problem)) => {
            let (unkept, kept) = problem.into_all();
            more += unkept;
            problems.extend(kept);
            Ok(())
        }
        other => other,
    };
    for (i, (asked, directory)) in all.iter().zip(directories).enumerate() {
        if let Some(first) = directories[..i].iter().position(|other| other == directory) {
            let message = format!(
                "its results would go to {}, as those of {}",
                directory.display(),
                all[first].study.file.display()
            );
            let expected = "studies of different names or inputs, each once";
            let problem = Diagnostic::new(message).in_file(asked.study.file.display().to_string()).expected(expected);
            keep(Err(problem.into()))?;
            continue;
        }
        for one in [&asked.study].into_iter().chain(&asked.study.also) {
            keep(checked(one))?;
            // What it warns of is said when the study is run.
            keep(solved_for_this(one, &Silent))?;
            let at = match std::ptr::eq(one, &asked.study) {
                true => directory.clone(),
                false => also_directory(directory, one),
            };
            if !options.fresh {
                keep(Directory::look(&at, &claim(one)))?;
            }
        }
    }
    match Diagnostic::of_all(problems, more) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

/// What the overview is of, as text.
fn resolved(all: &[Asked], directories: &[PathBuf]) -> String {
    let mut text = String::from("# Resolved overview: a record of what was run, not an input file.\n");
    for (asked, directory) in all.iter().zip(directories) {
        let quoted = |text: &str| toml_text(text);
        let _ = writeln!(text, "\n[[study]]");
        let _ = writeln!(text, "name = {}", quoted(&asked.study.name));
        let _ = writeln!(text, "inputs_hash = {}", quoted(&asked.study.inputs_hash()));
        let _ = writeln!(text, "directory = {}", quoted(&name_of(directory)));
    }
    text
}

/// A text in quotes, as TOML and JSON write it.
fn toml_text(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

fn name_of(directory: &Path) -> String {
    directory.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn claim_of(all: &[Asked], directories: &[PathBuf]) -> Claim {
    let mut inputs: Vec<(PathBuf, String)> = Vec::new();
    for input in all.iter().flat_map(|asked| &asked.study.inputs) {
        if !inputs.contains(input) {
            inputs.push(input.clone());
        }
    }
    Claim {
        command: "compare of several studies",
        name: OVERVIEW.into(),
        resolved: resolved(all, directories),
        inputs,
        set: all.first().map_or_else(SetValues::default, |asked| asked.study.scenario.set.clone()),
        tables: [OF_ALL, "report.html", WORKBOOK, README].map(String::from).into(),
        sealed: &[],
        also: Vec::new(),
    }
}

/// Directory of the overview: beside those of the studies, so that it can lead to them.
fn overview_directory(all: &[Asked], options: &Options) -> PathBuf {
    match &options.out {
        Some(out) => out.join(OVERVIEW),
        None => {
            let hashes: String = all.iter().map(|asked| asked.study.inputs_hash()).collect();
            let hash = blake3::hash(hashes.as_bytes()).to_hex();
            PathBuf::from(format!("output/{OVERVIEW}-{}", &hash[..8]))
        }
    }
}

fn one_by_one(
    all: &[Asked],
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
    each: &mut dyn FnMut(&FinishedStudy) -> Result<(), StudyError>,
) -> Result<Vec<Listed>, StudyError> {
    let mut listed = Vec::new();
    for (i, asked) in all.iter().enumerate() {
        progress.note(&format!("study {} of {}: {}", i + 1, all.len(), asked.study.title));
        let mut found = compare(&asked.study, &asked.sweeps, &options_of(asked, options), progress, interrupt)?;
        found.kept = asked.kept.clone();
        progress.stage("charts and report", 0);
        publish(&found)?;
        found.finish()?;
        progress.done();
        each(&found)?;
        let directory = found.store.root();
        listed.push(Listed {
            directory: directory.display().to_string(),
            report: format!("../{}/report.html", name_of(directory)),
            result: found.tables.result,
            answers: found.tables.answers,
        });
    }
    Ok(listed)
}

/// Writes the overview.
fn finished(store: Store, listed: &[Listed]) -> Result<Overview, StudyError> {
    let store = store.begun()?;
    let language = Language::default();
    let tables = [Tabled { file: OF_ALL.into(), table: overview(listed, language) }];
    store.write(OF_ALL, tables[0].table.csv().as_bytes())?;
    store.write("report.html", overview_page(listed, language).as_bytes())?;
    let heading = Heading { title: overview_title(listed.len(), language), ..Heading::default() };
    let around =
        Shelf { heading: &heading, seed: None, ran: String::new(), notes: Vec::new(), tables: &tables, left_out: &[] };
    around.write(&store)?;
    complete(&store, &ManifestFacts::default(), heading, false)?;
    let [Tabled { table, .. }] = tables;
    Ok(Overview { table, directory: store.root().to_path_buf() })
}
