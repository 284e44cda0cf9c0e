//! `amparo diff A B`

use super::common::Format;
use super::output::{emit, emit_json, emit_text, room};
use amparo_decide::difference::Said;
use amparo_jobs::diff::inputs::{self, Change, changes, resolved};
use amparo_jobs::diff::results::{self, Compared, Side, compare};
use amparo_study::StudyError;
use amparo_text::Diagnostic;
use clap::Args;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// How two files, or the results of two studies, differ
#[derive(Args)]
pub struct Diff {
    /// A scenario, study, or policy (TOML), or the directory of a finished study
    first: PathBuf,
    /// Another one of the same kind
    second: PathBuf,
    /// How the differences are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Rows that a terminal is shown; files and formats for programs hold all.
const MOST: usize = 40;

#[derive(Serialize)]
struct OfFiles<'a> {
    kind: &'static str,
    first: String,
    second: String,
    changes: &'a [Change],
}

/// Says how they differ. Whether they do or not, that is an answer.
///
/// # Errors
/// What is wrong with one of them, or that they are of different kinds.
pub fn diff(command: &Diff) -> Result<(), StudyError> {
    let (first, second) = (&command.first, &command.second);
    match (first.is_dir(), second.is_dir()) {
        (true, true) => of_results(command),
        (false, false) => of_files(command),
        (true, false) => Err(unlike(first, "a directory", second, "a file")),
        (false, true) => Err(unlike(first, "a file", second, "a directory")),
    }
}

fn unlike(first: &Path, a: &str, second: &Path, b: &str) -> StudyError {
    Diagnostic::new(format!("{} is {a} and {} is {b}", first.display(), second.display()))
        .in_file(second.display().to_string())
        .expected("two files of one kind, or the directories of two finished studies")
        .into()
}

fn of_files(command: &Diff) -> Result<(), StudyError> {
    let (first, second) = (&command.first, &command.second);
    let ((sort, from), (other, to)) = (resolved(first)?, resolved(second)?);
    if sort != other {
        let article = |name: &str| format!("a {name}");
        return Err(unlike(first, &article(sort.name()), second, &article(other.name())));
    }
    let changes = changes(&from, &to)?;
    match command.format {
        Format::Json => emit_json(&OfFiles {
            kind: sort.name(),
            first: first.display().to_string(),
            second: second.display().to_string(),
            changes: &changes,
        }),
        Format::Csv => emit(&inputs::table(&changes).csv()),
        Format::Text => {
            let all = match changes.len() {
                0 => "They mean the same: every value is equal, however it is written.".to_owned(),
                1 => "One value differs.".to_owned(),
                n => format!("{n} values differ."),
            };
            let pair = format!("{} → {}, each a {}", first.display(), second.display(), sort.name());
            emit_text(&format!("{pair}\n{all}\n{}", listed(&changes)))
        }
    }
}

/// The first of the changes as a table, and how many more there are.
fn listed(changes: &[Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}", inputs::table(&changes[..changes.len().min(MOST)]).terminal(room()));
    if let Some(more @ 1..) = changes.len().checked_sub(MOST) {
        let _ = writeln!(text, "and {more} more: --format csv or json lists all");
    }
    text
}

fn of_results(command: &Diff) -> Result<(), StudyError> {
    let found = compare(&command.first, &command.second)?;
    match command.format {
        Format::Json => emit_json(&found),
        Format::Csv => emit(&results::table(&found).csv()),
        Format::Text => emit_text(&text(&found)),
    }
}

fn side(letter: char, of: &Side) -> String {
    let when = of.finished.as_deref().map_or(String::new(), |time| format!(", finished {time}"));
    format!(
        "{letter}: {} ({}, {} draws, {} worlds, amparo {} with model {}{when})\n",
        of.directory, of.name, of.draws, of.worlds, of.version, of.model
    )
}

fn text(found: &Compared) -> String {
    let mut text = side('A', &found.first) + &side('B', &found.second) + "\n";
    let build = if found.same_build { "the same build" } else { "two builds of the program whose models differ" };
    let inputs = match (found.inputs.len(), found.draws_that_differ) {
        (0, 0) => "from the same inputs".to_owned(),
        (0, draws) => format!("from inputs that differ in {draws} draws"),
        (n, 0) => format!("from inputs that differ in {n} values"),
        (n, draws) => format!("from inputs that differ in {n} values and {draws} draws"),
    };
    let _ = writeln!(text, "Made by {build}, {inputs}.");
    let pairing = if found.paired {
        format!(
            "Paired: both have the same draws and seed, so {} worlds are compared one by one, and what they share falls out.",
            found.shared_worlds
        )
    } else {
        format!("Not paired: {}. Each difference carries the error of both.", found.not_paired)
    };
    let _ = writeln!(text, "{pairing}");
    for (letter, only) in [('A', &found.only_first), ('B', &found.only_second)] {
        if !only.is_empty() {
            let _ = writeln!(text, "Only {letter} has: {}.", only.join(", "));
        }
    }
    let count = |said: Said| found.rows.iter().filter(|row| row.verdict == said).count();
    let all = found.rows.len();
    let (differ, same) = (count(Said::Differs), count(Said::Same));
    let told = match (differ, same) {
        (0, same) if same == all => format!("All {all} numbers are the same in every world."),
        (0, 0) => format!("None of {all} numbers differs by more than chance explains."),
        (0, same) => format!("None of {all} numbers differs by more than chance explains; {same} are the same."),
        (differ, _) => format!("{differ} of {all} numbers differ by more than chance explains."),
    };
    let _ = writeln!(text, "{told}");
    let shown = Compared { rows: found.rows.iter().take(MOST).cloned().collect(), ..found.clone() };
    let _ = write!(text, "\n{}", results::table(&shown).terminal(room()));
    if let Some(more @ 1..) = all.checked_sub(MOST) {
        let _ = writeln!(text, "and {more} more: --format csv or json lists all");
    }
    text.push_str(
        "\nB − A, the largest first in units of its standard error. p is held against all of them (Holm): at most 5 of 100 such lists \
         without any difference show one.\n",
    );
    if !found.inputs.is_empty() {
        let _ = write!(text, "\nWhat differs in the inputs\n{}", listed(&found.inputs));
    }
    text
}
