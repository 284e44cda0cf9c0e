//! `amparo trials SCENARIO`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::trials::TrialsAnswer;
use amparo_files::{Input, Shipped};
use amparo_jobs as jobs;
use amparo_jobs::rerun::recipe::{Chosen, Kept};
use amparo_jobs::trials::run::{TABLE, TrialsOptions};
use amparo_report::tables::trials as tables;
use amparo_report::{Language, trials_text};
use amparo_study::StudyError;
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Published effects beside what the model says of the same trials, over its assumptions
#[derive(Args)]
pub struct Trials {
    /// Scenario file (TOML), or one that ships, such as madre-de-dios/baseline
    scenario: PathBuf,
    /// Table of published effects (by default `trials.csv` beside the scenario)
    #[arg(long, value_name = "FILE")]
    trials: Option<PathBuf>,
    /// Draws of the assumptions
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(8..=1024))]
    draws: u16,
    /// Standard error assumed for the logarithm of a relative effect without an interval
    #[arg(long, value_name = "SE", default_value_t = 0.2, value_parser = error)]
    assumed_error: f64,
    /// Seed of the world and of the draws
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: u64,
    /// Threads inside the world (all cores by default; never changes a number)
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: Option<u16>,
    /// Replace what is there, results of other inputs too
    #[arg(long)]
    fresh: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// A standard error of a logarithm.
fn error(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if (0.001..=10.0).contains(&value) => Ok(value),
        _ => Err("expected a number from 0.001 to 10".into()),
    }
}

/// Compares.
///
/// # Errors
/// As [`jobs::trials::run::trials`], or invalid input.
pub fn trials(command: &Trials, shipped: &Shipped) -> Result<(), StudyError> {
    let (scenario, input) = command.common.scenario(&command.scenario, shipped)?;
    let options = TrialsOptions {
        seed: command.seed,
        threads: command.threads.map_or_else(cores, usize::from),
        draws: command.draws.into(),
        table: command.trials.as_deref().map_or_else(|| input.beside(TABLE), Input::on_disk),
        named: command.trials.is_some(),
        assumed_se: command.assumed_error,
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let table = options.table.shown();
    let mut chosen = vec![
        Chosen::Word("--seed", command.seed.to_string()),
        Chosen::Word("--draws", command.draws.to_string()),
        Chosen::Word("--assumed-error", command.assumed_error.to_string()),
        Chosen::File("--trials", table),
    ];
    chosen.extend(command.common.chosen());
    let kept = Kept::read("trials", &input, &scenario.inputs, chosen)?;
    let progress = Shown::new(command.common.quiet, "weeks");
    let mut found = jobs::trials::run::trials(&scenario, &options, &progress, &INTERRUPT)?;
    found.kept = kept;
    jobs::publish::publish_trials(&found)?;
    found.finish()?;
    match command.common.format {
        Format::Json => emit_json(&found.answer),
        Format::Csv => emit(&tables::comparison(&found.answer, Language::default()).csv()),
        Format::Text => emit_text(&text(&found.answer, found.store.root(), room())),
    }
}

fn text(answer: &TrialsAnswer, directory: &Path, room: usize) -> String {
    let mut text = trials_text(answer, Language::default(), room);
    let _ = writeln!(text, "\ntables, chart and page: {}", directory.display());
    text
}
