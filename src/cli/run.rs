//! `amparo run SCENARIO`

use super::common::{Common, Destination, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_files::Shipped;
use amparo_jobs as jobs;
use amparo_jobs::{RunFigures, RunOptions, tables};
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::Scenario;
use amparo_study::StudyError;
use amparo_tables::numbers::number;
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// One world in full detail: burn-in and five years, with the scenario's own interventions
#[derive(Args)]
pub struct Run {
    /// Scenario file (TOML), or one that ships, such as madre-de-dios/baseline
    scenario: PathBuf,
    /// Seed; the same as replicate 0 of a comparison with this seed
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

/// Runs it.
///
/// # Errors
/// As [`jobs::run`], or invalid input.
pub fn run(command: &Run, shipped: &Shipped) -> Result<(), StudyError> {
    let (scenario, _) = command.common.scenario(&command.scenario, shipped)?;
    warn(&amparo_files::set_in_vain_in_run(&scenario, &VOCABULARY), command.common.quiet);
    let options = RunOptions {
        seed: command.seed,
        threads: command.threads.map_or_else(cores, usize::from),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let world = jobs::run(&scenario, &options, &progress, &INTERRUPT)?;
    jobs::publish::publish_world(&world)?;
    world.finish()?;
    let answer = world.answer;
    match command.common.format {
        Format::Json => emit_json(&answer),
        Format::Csv => emit(&tables::world(&answer, &scenario).csv()),
        Format::Text => emit_text(&text(&answer, &scenario, room())),
    }
}

fn text(answer: &RunFigures, scenario: &Scenario, room: usize) -> String {
    let mut text = format!(
        "{}: {} simulated girls in {} communities, {} years of burn-in{} and five years, seed {}\n\n",
        scenario.set.after(&scenario.title),
        number(answer.girls as f64, 0),
        answer.communities,
        answer.burn_in_years,
        if answer.settled { "" } else { " (STILL DRIFTING)" },
        answer.seed,
    );
    text.push_str(&tables::world(answer, scenario).terminal(room));
    let _ = writeln!(
        text,
        "\n{} weeks in {:.1} s; state {}\nseries, charts and manifest: {}",
        answer.ticks,
        answer.wall_seconds,
        answer.state_hash,
        answer.directory.display()
    );
    text.push_str("One world is one draw of chance: compare policies with `amparo compare`.\n");
    text
}
