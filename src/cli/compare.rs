//! `amparo compare STUDY`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room, say};
use super::progress::Shown;
use amparo_files::Shipped;
use amparo_jobs as jobs;
use amparo_jobs::{FinishedStudy, Options};
use amparo_model::scenario::Study;
use amparo_report as report;
use amparo_study::{Progress, StudyError};
use clap::Args;
use std::path::PathBuf;

/// Baseline and policies, paired by replicate: tables, charts and report
#[derive(Args)]
pub struct Compare {
    /// Study file (TOML), or one that ships, such as madre-de-dios/study
    study: PathBuf,
    /// Replicates of a draw (the study's number by default; turns precision on demand off)
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,
    /// Draws at most (the study's number by default; no meaning for a study at one parameter vector)
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    draws: Option<u32>,
    /// Seed (the study's by default)
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Threads inside each world (never changes a number)
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: u16,
    /// Drop what is stored, results of other inputs too, and run everything again
    #[arg(long)]
    fresh: bool,
    /// Print every table, not the answer alone
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
///
/// # Errors
/// As [`jobs::compare`], or invalid input.
pub fn compare(command: &Compare, shipped: &Shipped) -> Result<(), StudyError> {
    let mut study = command.common.study(&command.study, shipped)?;
    let asked = |one: &mut Study| {
        one.seed = command.seed.unwrap_or(one.seed);
        if let Some(replicates) = command.replicates {
            one.replicates = replicates as usize;
            // Asked for by number: not on demand.
            one.precision = None;
        }
        if let (Some(most), Some(plan)) = (command.draws, &mut one.draws) {
            plan.used = plan.used.min(most as usize);
            plan.repeated = plan.repeated.min(plan.used);
        }
    };
    if command.draws.is_some() && study.draws.is_none() && !command.common.quiet {
        say("warning: --draws has no meaning here: the study is at one parameter vector");
    }
    if let (Some(asked), Some(plan)) = (command.draws, &study.draws)
        && asked as usize > plan.used
        && !command.common.quiet
    {
        say(format_args!(
            "warning: the study uses {} draws; --draws {asked} asks for more and changes nothing",
            plan.used
        ));
    }
    asked(&mut study);
    study.also.iter_mut().for_each(asked);
    let options = Options {
        jobs: command.jobs.map_or_else(cores, usize::from),
        threads: usize::from(command.threads),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let answer = jobs::compare(&study, &options, &progress, &INTERRUPT)?;
    progress.stage("charts and report", 0);
    jobs::publish::publish(&answer)?;
    answer.finish()?;
    progress.done();
    match command.common.format {
        Format::Json => emit_json(&answer.whole()),
        Format::Csv => emit(&report::tables::effects::effects(&answer.tables.result).csv()),
        Format::Text => {
            let told = |of: &FinishedStudy| {
                let details = report::Told::new(&of.tables.result, &of.tables.answers, report::Language::default());
                report::text_table_within(&details, room())
            };
            let mut text = if command.details { told(&answer) } else { jobs::publish::answer(&answer, room()) };
            for other in answer.also.iter().filter(|_| command.details) {
                text.push_str(&format!("\n\nAt another baseline: {}\n\n", other.scenario.title));
                text.push_str(&told(other));
            }
            text.push_str(&format!("\nreport: {}\n", answer.store.root().join("report.html").display()));
            emit_text(&text)
        }
    }
}
