//! `amparo export DIR FILE`

use super::leaving::INTERRUPT;
use super::output::emit_text;
use amparo_jobs as jobs;
use amparo_jobs::export_results::{directory, export_tables};
use amparo_study::StudyError;
use clap::Args;
use std::path::PathBuf;

/// Tables of results in other formats: every cell of a study, one table, or all of them
#[derive(Args)]
pub struct Export {
    /// Directory of results (or one below a study's `also/`), or a study file whose results are in `output`
    results: PathBuf,
    /// File to write: .csv, .json or .xlsx; of cells .csv or .parquet (in programs built with `--features parquet`)
    file: PathBuf,
    /// Which table: the name of a CSV file of the directory without its ending, `all` (.json or .xlsx), or `cells`: one row per
    /// cell and year
    #[arg(long, value_name = "NAME", default_value = CELLS)]
    table: String,
    /// Replace FILE even if it is no table that this command wrote
    #[arg(long)]
    force: bool,
}

/// The table of cells.
const CELLS: &str = "cells";

/// Writes it.
///
/// # Errors
/// As [`jobs::export`] and [`export_tables`].
pub fn export(command: &Export) -> Result<(), StudyError> {
    let results = directory(&command.results)?;
    let file = command.file.display();
    if command.table == CELLS {
        let cells = jobs::export(&results, &command.file, command.force, &INTERRUPT)?;
        return emit_text(&format!("{cells} cells: {file}"));
    }
    match export_tables(&results, &command.table, &command.file, command.force)? {
        1 => emit_text(&format!("1 table: {file}")),
        many => emit_text(&format!("{many} tables: {file}")),
    }
}
