//! `amparo compare STUDY…`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room, say};
use super::progress::Shown;
use amparo_files::{Input, Shipped};
use amparo_jobs as jobs;
use amparo_jobs::rerun::recipe::Kept;
use amparo_jobs::{Asked, FinishedStudy, Options, Sharded};
use amparo_report as report;
use amparo_study::StudyError;
use amparo_study::shards::Shard;
use amparo_tables::numbers::number;
use amparo_text::Diagnostic;
use clap::Args;
use std::path::PathBuf;

/// Baseline and policies, paired by replicate: tables, charts and report
#[derive(Args)]
pub struct Compare {
    /// Study files (TOML), folders of them, or studies that ship, such as madre-de-dios/study; several are run one after another, with
    /// an overview
    #[arg(required = true, value_name = "STUDY")]
    studies: Vec<PathBuf>,
    #[command(flatten)]
    extent: Extent,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Threads inside each world (never changes a number)
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: u16,
    /// Drop what is stored, results of other inputs too, and run everything again
    #[arg(long)]
    fresh: bool,
    /// Run what is missing of the I-th of N parts, and nothing else, as one of many machines: `amparo gather` makes the results
    #[arg(long, value_name = "I/N", conflicts_with_all = ["fresh", "details"])]
    shard: Option<String>,
    /// Print every table, not the answer alone
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// How much of a study is meant.
#[derive(Args)]
pub struct Extent {
    /// Replicates of a draw (the study's number by default; turns precision on demand off)
    #[arg(long, value_name = "R", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    replicates: Option<u32>,
    /// Draws at most (the study's number by default; no meaning for a study at one parameter vector)
    #[arg(long, value_name = "D", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    draws: Option<u32>,
    /// Seed (the study's by default)
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
}

impl From<&Extent> for jobs::Extent {
    fn from(extent: &Extent) -> jobs::Extent {
        jobs::Extent { replicates: extent.replicates, draws: extent.draws, seed: extent.seed }
    }
}

/// Runs it.
///
/// # Errors
/// As [`jobs::compare`], or invalid input.
pub fn compare(command: &Compare, shipped: &Shipped) -> Result<(), StudyError> {
    let files = files(&command.studies, shipped)?;
    let [file] = files.as_slice() else {
        return match &command.shard {
            None => several(command, &files),
            Some(shard) => Err(Diagnostic::new("several studies are given")
                .in_file(format!("--shard {shard}"))
                .expected("one study: each is shared out by itself")
                .into()),
        };
    };
    if let Some(text) = &command.shard {
        return shard(command, file, Shard::read(text)?);
    }
    let asked = asked(&command.extent, &command.common, file)?;
    let options = options(command);
    let progress = Shown::new(command.common.quiet, "weeks");
    let mut answer = jobs::compare(&asked.study, &asked.sweeps, &options, &progress, &INTERRUPT)?;
    answer.kept = asked.kept;
    jobs::publish::published(&answer, &progress)?;
    shown(&answer, command.common.format, command.details)
}

/// Prints what a study found.
pub fn shown(answer: &FinishedStudy, format: Format, details: bool) -> Result<(), StudyError> {
    match format {
        Format::Json => emit_json(&answer.whole()),
        Format::Csv => emit(&report::tables::effects::effects(&answer.tables.result).csv()),
        Format::Text => emit_text(&said(details, answer)),
    }
}

/// Runs one shard, and says how far the study is.
fn shard(command: &Compare, file: &Input, shard: Shard) -> Result<(), StudyError> {
    let asked = asked(&command.extent, &command.common, file)?;
    let progress = Shown::new(command.common.quiet, "weeks");
    let done = jobs::shard(&asked.study, shard, &options(command), &progress, &INTERRUPT)?;
    match command.common.format {
        Format::Json => emit_json(&done),
        Format::Csv => emit(&done.table().csv()),
        Format::Text => emit_text(&told(&done)),
    }
}

/// What a shard says on a terminal.
fn told(done: &Sharded) -> String {
    let count = |n: usize| number(n as f64, 0);
    let left = match done.missing {
        0 => "all cells of the study are there: `amparo gather` makes tables, charts, and the report".to_owned(),
        missing => format!("{} of the study's {} cells are still missing", count(missing), count(done.cells)),
    };
    let ran = match (done.ran, done.part.saturating_sub(done.ran)) {
        (0, 0) => "it has no cells: there are fewer worlds than shards".to_owned(),
        (0, stored) => format!("its {} cells were stored already", count(stored)),
        (ran, 0) => format!("its {} cells were run", count(ran)),
        (ran, stored) => format!("{} of its cells were run, {} were stored already", count(ran), count(stored)),
    };
    format!("shard {}/{}: {ran}\n{left}\ncells: {}\n", done.shard, done.of, done.directory.display())
}

/// What is said of a study on a terminal.
fn said(details: bool, answer: &FinishedStudy) -> String {
    let told = |of: &FinishedStudy| {
        let told = report::Told::new(&of.tables.result, &of.tables.answers, report::Language::default());
        report::text_table_within(&told, room())
    };
    let mut text = if details { told(answer) } else { jobs::publish::answer(answer, room()) };
    for other in answer.also.iter().filter(|_| details) {
        text.push_str(&format!("\n\nAt another baseline: {}\n\n", other.scenario.title));
        text.push_str(&told(other));
    }
    text.push_str(&format!("\nreport: {}\n", answer.store.root().join("report.html").display()));
    text
}

fn options(command: &Compare) -> Options {
    Options {
        jobs: command.jobs.map_or_else(cores, usize::from),
        threads: usize::from(command.threads),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    }
}

/// A study as it is asked for.
pub fn asked(extent: &Extent, common: &Common, input: &Input) -> Result<Asked, StudyError> {
    let (mut study, sweeps) = common.swept_study(input)?;
    let asked = jobs::Extent::from(extent);
    let kept = Kept::read("compare", input, &study.inputs, asked.chosen().chain(common.chosen()).collect())?;
    if extent.draws.is_some() && study.draws.is_none() && !common.quiet {
        say("warning: --draws has no meaning here: the study is at one parameter vector");
    }
    if let (Some(draws), Some(plan)) = (extent.draws, &study.draws)
        && draws as usize > plan.used
        && !common.quiet
    {
        say(format_args!(
            "warning: the study uses {} draws; --draws {draws} asks for more and changes nothing",
            plan.used
        ));
    }
    asked.apply(&mut study);
    Ok(Asked { study, sweeps, kept })
}

/// The study files that are named, those of folders by name.
fn files(named: &[PathBuf], shipped: &Shipped) -> Result<Vec<Input>, Diagnostic> {
    let mut all = Vec::new();
    for path in named {
        // A directory of results is no folder of studies: loading it says so.
        if !path.is_dir() || path.join("manifest.json").is_file() {
            all.push(shipped.find(path));
            continue;
        }
        let wrong = |message: String| Diagnostic::new(message).in_file(path.display().to_string());
        let entries = std::fs::read_dir(path).map_err(|e| wrong(format!("the folder cannot be read: {e}")))?;
        let mut inside: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
            .filter(|file| Input::on_disk(file).is_study())
            .collect();
        inside.sort();
        if inside.is_empty() {
            return Err(
                wrong("the folder holds no study".into()).expected("a folder with study files (TOML), or a study")
            );
        }
        all.extend(inside.iter().map(|file| Input::on_disk(file)));
    }
    Ok(all)
}

/// Several studies one after another, and what they found in one table.
fn several(command: &Compare, files: &[Input]) -> Result<(), StudyError> {
    let mut all = Vec::new();
    let (mut problems, mut more) = (Vec::new(), 0);
    for file in files {
        match asked(&command.extent, &command.common, file) {
            Ok(one) => all.push(one),
            Err(StudyError::Input(problem)) => {
                let (unkept, kept) = problem.into_all();
                more += unkept;
                problems.extend(kept);
            }
            Err(other) => return Err(other),
        }
    }
    if let Some(problem) = Diagnostic::of_all(problems, more) {
        return Err(problem.into());
    }
    let progress = Shown::new(command.common.quiet, "weeks");
    let mut text = String::new();
    let mut each = |answer: &FinishedStudy| {
        if command.details {
            text.push_str(&said(command.details, answer));
            text.push_str("\n\n");
        }
        Ok(())
    };
    let found = jobs::several(&all, &options(command), &progress, &INTERRUPT, &mut each)?;
    match command.common.format {
        Format::Json => emit_json(&found.table.json()),
        Format::Csv => emit(&found.table.csv()),
        Format::Text => {
            text.push_str(&found.table.terminal(room()));
            for note in report::overview_notes(report::Language::default()) {
                text.push_str(&format!("\n{note}\n"));
            }
            text.push_str(&format!("\noverview: {}\n", found.directory.join("report.html").display()));
            emit_text(&text)
        }
    }
}
