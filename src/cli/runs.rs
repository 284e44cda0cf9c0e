//! `amparo runs [DIR]`

use super::common::Format;
use super::output::{emit, emit_json, emit_text, room};
use amparo_jobs::runs::{self, Found, Listed};
use amparo_study::StudyError;
use amparo_text::broken;
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What lies in a folder of results, the newest first
#[derive(Args)]
pub struct Runs {
    /// Folder that holds directories of results, or one of them (by default `output`)
    folder: Option<PathBuf>,
    /// How the list is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Where commands write by default.
const OUTPUT: &str = "output";
/// Widest line.
const COLUMNS: usize = 100;

/// Lists it.
///
/// # Errors
/// As [`runs::runs`]; where no folder is named and there is none yet, the list is empty.
pub fn list(command: &Runs) -> Result<(), StudyError> {
    let folder = command.folder.as_deref().unwrap_or(Path::new(OUTPUT));
    let found = match &command.folder {
        None if !folder.exists() => Found::default(),
        _ => runs::runs(folder)?,
    };
    match command.format {
        Format::Json => emit_json(&found.results),
        Format::Csv => emit(&runs::table(&found).csv()),
        Format::Text => emit_text(&text(&found, folder, room().min(COLUMNS))),
    }
}

fn text(found: &Found, folder: &Path, room: usize) -> String {
    let mut text = String::new();
    for one in &found.results {
        text.push_str(&entry(one, room));
        text.push('\n');
    }
    if found.results.is_empty() {
        let _ = writeln!(text, "No results in {}.", folder.display());
    }
    match found.others {
        0 => {}
        1 => text.push_str("One other folder holds no results.\n"),
        n => drop(writeln!(text, "{n} other folders hold no results.")),
    }
    text
}

/// When, by which command, how much, how far; then title, finding, and where.
fn entry(one: &Listed, room: usize) -> String {
    // Minutes are enough for people.
    let when = one.finished.as_deref().map(|time| format!("{} UTC", time.get(..16).unwrap_or(time).replace('T', " ")));
    let much = match (one.draws, one.replicates) {
        (Some(draws), Some(replicates)) if draws > 1 => Some(format!("{draws} draws × {replicates}")),
        (_, Some(1)) => Some("1 replicate".to_owned()),
        (_, Some(replicates)) => Some(format!("{replicates} replicates")),
        _ => None,
    };
    let command = one.command.as_deref().map(|command| format!("amparo {command}"));
    let first = [when, command, much, Some(one.state.name().to_owned())].into_iter().flatten().collect::<Vec<_>>();
    let mut text = format!("{}\n", first.join(" · "));
    let title = one.title.as_deref().or(one.name.as_deref());
    for line in [title, one.finding.as_deref(), Some(&one.directory)].into_iter().flatten() {
        for part in broken(line, room.saturating_sub(2).max(20)) {
            let _ = writeln!(text, "  {part}");
        }
    }
    text
}
