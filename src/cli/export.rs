//! `amparo export DIR FILE`

use super::leaving::INTERRUPT;
use super::output::emit_text;
use amparo_jobs as jobs;
use amparo_study::StudyError;
use clap::Args;
use std::path::PathBuf;

/// Every cell of a study as one table, one row per cell and year
#[derive(Args)]
pub struct Export {
    /// Directory of a study's results (or one below its `also/`)
    results: PathBuf,
    /// File to write, ending in .csv or .parquet (the latter in programs built with `--features parquet`)
    file: PathBuf,
    /// Replace FILE even if it is no table that this command wrote
    #[arg(long)]
    force: bool,
}

/// Writes it.
///
/// # Errors
/// As [`jobs::export`].
pub fn export(command: &Export) -> Result<(), StudyError> {
    let cells = jobs::export(&command.results, &command.file, command.force, &INTERRUPT)?;
    emit_text(&format!("{cells} cells: {}", command.file.display()))
}
