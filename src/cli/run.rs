//! `amparo run SCENARIO`

use super::common::{Common, Destination, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::result::BaselineSummary;
use amparo_jobs as jobs;
use amparo_jobs::{RunAnswer, RunOptions};
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
        Format::Csv => emit(&csv(&answer)),
        Format::Text => emit_text(&text(&answer, &scenario, room())),
    }
}

/// The figures of a summary with their names.
fn figures(b: &BaselineSummary) -> Vec<(String, Option<f64>)> {
    let mut rows = vec![
        ("victims".to_string(), Some(b.victims)),
        ("brothels".into(), Some(b.brothels)),
        ("registered_per_100k".into(), Some(b.registered_per_100k)),
        ("minors_share".into(), b.minors_share),
        ("newly_exploited_per_year".into(), Some(b.newly_exploited_per_year)),
        ("spells_begun_per_year".into(), Some(b.spells_begun_per_year)),
        ("reexploited_share".into(), b.reexploited_share),
        ("mean_years_exploited".into(), b.mean_years_exploited),
    ];
    rows.extend(b.origin_shares.iter().map(|(name, share)| (format!("origin_share.{name}"), *share)));
    rows
}

fn csv(answer: &RunAnswer) -> String {
    let mut text = String::from("name,value\n");
    for (name, value) in figures(&answer.baseline) {
        let _ = writeln!(text, "{},{}", csv_field(&name), value.map_or(String::new(), |v| v.to_string()));
    }
    text
}

/// What a figure is called for people, with its unit.
fn label(name: &str) -> String {
    match name {
        "victims" => "victims at a time".into(),
        "registered_per_100k" => "registered/100,000 residents/year".into(),
        "minors_share" => "minors, share of victims".into(),
        "newly_exploited_per_year" => "girls newly exploited/year".into(),
        "spells_begun_per_year" => "spells begun/year".into(),
        "reexploited_share" => "not a first spell, share of spells".into(),
        "mean_years_exploited" => "mean years exploited".into(),
        other => match other.strip_prefix("origin_share.") {
            Some(place) => format!("from {place}, share of new"),
            None => other.into(),
        },
    }
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
    let b = &scenario.baseline;
    let target = |name: &str| match name {
        "victims" => Some(b.victims),
        "brothels" => Some(b.brothels),
        "registered_per_100k" => Some(b.registered_per_100k),
        "minors_share" => Some(b.minors_share),
        _ => name.strip_prefix("origin_share.").and_then(|place| {
            scenario.departments.iter().find(|d| d.name == place && d.fitted).map(|d| d.origin_share)
        }),
    };
    let mut table = Table::new(&[-36, 12, 12], &["mean over the five years", "this world", "target"]);
    for (name, value) in figures(&answer.baseline) {
        let show = |x: f64| if x.abs() >= 20.0 { format!("{x:.0}") } else { format!("{x:.3}") };
        table.row([label(&name), value.map_or("undefined".into(), show), target(&name).map_or("–".into(), show)]);
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
