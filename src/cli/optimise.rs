//! `amparo optimise STUDY`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_jobs::optimise::{OptimiseOptions, optimise as find, text_tables};
use amparo_report::tables::search;
use amparo_report::{Language, found_frontier};
use amparo_study::{StudyError, Target, is_as_signed, signed};
use amparo_text::Diagnostic;
use clap::Args;
use std::path::PathBuf;

/// The best allocation of a budget that can be found, by search over rules that planners could follow
#[derive(Args)]
pub struct Optimise {
    /// Study file (TOML)
    study: PathBuf,
    /// One of the study's budgets, S/ per year (all of them by default)
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
    /// Replace the file of --write even if it is no rule that this command wrote
    #[arg(long, requires = "write")]
    force: bool,
    /// Drop what is stored, results of other inputs too, and try everything again
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// First line of a policy file of --write, before its hash.
const SIGNATURE: &str = "# written by amparo optimise, as it is while this holds: ";

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
            .in_file("--write".to_owned())
            .into());
    }
    let options = OptimiseOptions {
        evaluations: command.evaluations as usize,
        training: usize::from(command.training),
        scoring: usize::from(command.scoring),
        budget_soles_per_year: command.budget,
        jobs: command.jobs.map_or_else(cores, usize::from),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let inputs = || study.inputs.iter().map(|(path, _)| path.as_path());
    let written =
        |file: &PathBuf| Target::new("--write", file, inputs(), Some(command.force), |at| is_as_signed(at, SIGNATURE));
    let target = command.write.as_ref().map(written).transpose()?;
    let progress = Shown::new(command.common.quiet, "weeks");
    let answer = find(&study, &options, &progress, &INTERRUPT)?;
    if let Some(chart) = found_frontier(&answer.found, Language::default()) {
        amparo_jobs::publish::write_chart(&answer.store, &chart)?;
    }
    answer.finish()?;
    if let (Some(target), Some(at)) = (&target, answer.found.budgets.first()) {
        target.write(signed(SIGNATURE, &at.policy_toml).as_bytes())?;
    }
    match command.common.format {
        Format::Json => emit_json(&answer.found),
        Format::Csv => emit(&search::frontier(&answer.found, Language::default()).csv()),
        Format::Text => {
            emit_text(&format!("{}\nresults: {}\n", text_tables(&answer.found, room()), answer.store.root().display()))
        }
    }
}
