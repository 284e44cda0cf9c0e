//! `amparo optimise STUDY`

use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use super::{Common, Destination, Format, INTERRUPT, cores};
use crate::register::Diagnostic;
use crate::report::found_frontier;
use crate::study::optimise::{OptimiseOptions, frontier_csv, optimise as find, text_tables};
use crate::study::{StudyError, write_whole};
use clap::Args;
use std::path::PathBuf;

/// The best allocation of a budget that can be found, by search over rules that planners could follow
#[derive(Args)]
pub struct Optimise {
    /// Study file (TOML)
    study: PathBuf,
    /// One of the study's budgets, S/ a year (all of them by default)
    #[arg(long, value_name = "SOLES")]
    budget: Option<f64>,
    /// Trials the search at each budget may take: one rule in one training world each
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    evaluations: u32,
    /// Training worlds, in which rules are tried
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    training: u16,
    /// Scoring worlds, kept apart, in which the rule found and the study's policies are compared
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    scoring: u16,
    /// Seed (the study's by default)
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Write the rule found as a policy file, which a study can name
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
///
/// # Errors
/// As [`find`], or invalid input.
pub fn optimise(command: &Optimise) -> Result<(), StudyError> {
    let mut study = command.common.study(&command.study)?;
    study.seed = command.seed.unwrap_or(study.seed);
    if command.write.is_some() && command.budget.is_none() && study.budgets_soles_per_year.len() > 1 {
        return Err(Diagnostic::new("one policy file holds the rule of one budget, and the study has several")
            .expected("--budget with one of them beside --write")
            .in_file(study.file.display().to_string())
            .into());
    }
    let options = OptimiseOptions {
        evaluations: command.evaluations as usize,
        training: usize::from(command.training),
        scoring: usize::from(command.scoring),
        budget_soles_per_year: command.budget,
        jobs: command.jobs.map_or_else(cores, usize::from),
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let answer = find(&study, &options, &progress, &INTERRUPT)?;
    if let (Some(file), Some(at)) = (&command.write, answer.found.budgets.first()) {
        write_whole(file, at.policy_toml.as_bytes())?;
    }
    if let Some(chart) = found_frontier(&answer.found) {
        chart.write_both(&answer.store.root().join("charts")).map_err(StudyError::from)?;
    }
    match command.common.format {
        Format::Json => emit_json(&answer.found),
        Format::Csv => emit(&frontier_csv(&answer.found)),
        Format::Text => {
            emit_text(&format!("{}\nresults: {}\n", text_tables(&answer.found, room()), answer.store.root().display()))
        }
    }
}
