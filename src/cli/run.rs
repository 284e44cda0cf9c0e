//! `amparo run SCENARIO`

use super::common::{Common, Destination, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::result::BaselineSummary;
use amparo_jobs as jobs;
use amparo_jobs::{RunAnswer, RunOptions};
use amparo_model::observe::outcomes::{BROTHELS, REGISTERED, VICTIMS};
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::Scenario;
use amparo_study::StudyError;
use amparo_text::{Table, csv_field};
use clap::Args;
use std::fmt::Write;
use std::path::PathBuf;

/// One world in full detail: burn-in and five years, with the scenario's own interventions
#[derive(Args)]
pub struct Run {
    /// Scenario file (TOML)
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
/// As [`study::run`], or invalid input.
pub fn run(command: &Run) -> Result<(), StudyError> {
    let scenario = command.common.scenario(&command.scenario)?;
    warn(&amparo_files::set_in_vain_in_run(&scenario, &VOCABULARY), command.common.quiet);
    let options = RunOptions {
        seed: command.seed,
        threads: command.threads.map_or_else(cores, usize::from),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let world = jobs::run(&scenario, &options, &progress, &INTERRUPT)?;
    jobs::publish::publish_world(&world.tables, &world.store)?;
    world.finish()?;
    let answer = world.answer;
    match command.common.format {
        Format::Json => emit_json(&answer),
        Format::Csv => emit(&csv(&answer, &scenario)),
        Format::Text => emit_text(&text(&answer, &scenario, room())),
    }
}

/// One figure of a summary: its name in files, what it is called for people with its unit, its value and its target.
struct Figure {
    name: String,
    label: String,
    value: Option<f64>,
    target: Option<f64>,
}

/// The figures of a world's summary, with what the scenario's baseline should come to.
fn figures(b: &BaselineSummary, scenario: &Scenario) -> Vec<Figure> {
    let targets = &scenario.baseline;
    let known = [(VICTIMS, targets.victims), (BROTHELS, targets.brothels), (REGISTERED, targets.registered_per_100k)];
    let mut rows: Vec<Figure> = b
        .means
        .0
        .iter()
        .map(|(outcome, mean)| Figure {
            name: outcome.name.into(),
            label: outcome.short.into(),
            value: Some(*mean),
            target: known.iter().find(|(of, _)| of == outcome).map(|(_, target)| *target),
        })
        .collect();
    let mut more = |name: &str, label: &str, value: Option<f64>, target: Option<f64>| {
        rows.push(Figure { name: name.into(), label: label.into(), value, target });
    };
    more("minors_share", "minors, share of victims", b.minors_share, Some(targets.minors_share));
    more("reexploited_share", "not a first spell, share of spells", b.reexploited_share, None);
    more("mean_years_exploited", "mean years exploited", b.mean_years_exploited, None);
    for (place, share) in &b.origin_shares {
        let fitted = scenario.departments.iter().find(|d| d.name == *place && d.fitted);
        let label = format!("from {place}, share of new");
        more(&format!("origin_share.{place}"), &label, *share, fitted.map(|d| d.origin_share));
    }
    rows
}

fn csv(answer: &RunAnswer, scenario: &Scenario) -> String {
    let mut text = String::from("name,value\n");
    for figure in figures(&answer.baseline, scenario) {
        let value = figure.value.map_or(String::new(), |v| v.to_string());
        let _ = writeln!(text, "{},{value}", csv_field(&figure.name));
    }
    text
}

fn text(answer: &RunAnswer, scenario: &Scenario, room: usize) -> String {
    let mut text = format!(
        "{}: {} simulated girls in {} communities, {} years of burn-in{} and five years, seed {}\n\n",
        scenario.set.after(&scenario.title),
        answer.girls,
        answer.communities,
        answer.burn_in_years,
        if answer.settled { "" } else { " (STILL DRIFTING)" },
        answer.seed,
    );
    let mut table = Table::new(&[-36, 12, 12], &["mean over the five years", "this world", "target"]);
    let show = |x: f64| if x.abs() >= 20.0 { format!("{x:.0}") } else { format!("{x:.3}") };
    for figure in figures(&answer.baseline, scenario) {
        table.row([
            figure.label,
            figure.value.map_or("undefined".into(), show),
            figure.target.map_or("–".into(), show),
        ]);
    }
    text.push_str(&table.text(room));
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
