//! `amparo bench`

use super::common::{Common, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_files::{Shipped, standard_study};
use amparo_jobs::bench::{BenchOptions, BenchRecord, bench as measure};
use amparo_jobs::tables;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{SetValues, Study};
use amparo_study::{StudyError, Target};
use amparo_tables::numbers::number;
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A spread of the sentinel above which figures are to be taken with care.
const NOISY: f64 = 0.15;
/// A speed-up of the sentinel from one run at a time to two below which the second core is hardly one.
const CROWDED: f64 = 1.7;

/// How fast is this machine? A few figures, beside those shipped for reference, in under a minute
#[derive(Args)]
pub struct Bench {
    /// Study file (TOML) to measure; by default the standard study of Madre de Dios, which is built in
    study: Option<PathBuf>,
    /// Fewer and shorter pieces: some seconds, less exact
    #[arg(long)]
    quick: bool,
    /// Worlds at a time that the study's time is estimated for (all cores by default)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Threads inside each world
    #[arg(long, value_name = "T", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=512))]
    threads: u16,
    /// Write the record there as JSON
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Replace FILE even if it is no record that this command wrote
    #[arg(long, requires = "out")]
    force: bool,
    #[command(flatten)]
    common: Common,
}

/// Measures and prints.
///
/// # Errors
/// Invalid input, a record that cannot be written, or an interrupt.
pub fn bench(command: &Bench, shipped: &Shipped) -> Result<(), StudyError> {
    let study = study(command, shipped)?;
    // That a record can be written there is found out before a minute is spent on it.
    let inputs = || study.inputs.iter().map(|(path, _)| path.as_path());
    let record_of_ours = |file: &Path| {
        std::fs::read_to_string(file).is_ok_and(|text| serde_json::from_str::<BenchRecord>(&text).is_ok())
    };
    let out = command.out.as_ref();
    let target =
        out.map(|file| Target::new("--out", file, inputs(), Some(command.force), record_of_ours)).transpose()?;
    let options = BenchOptions {
        quick: command.quick,
        jobs: command.jobs.map_or_else(cores, usize::from),
        threads: usize::from(command.threads),
        cores: cores(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let record = measure(&study, &options, &progress, &INTERRUPT)?;
    if let Some(target) = &target {
        let text = record.clone().alone().to_json().map_err(|e| StudyError::Failed(e.to_string()))?;
        target.write(text.as_bytes())?;
    }
    match command.common.format {
        Format::Json => emit_json(&record),
        Format::Csv => emit(&tables::bench(&record).csv()),
        Format::Text => {
            let mut text = text(&record, BenchRecord::reference().as_ref(), room());
            if let Some(file) = &command.out {
                let _ = writeln!(text, "record: {}", file.display());
            }
            emit_text(&text)
        }
    }
}

fn study(command: &Bench, shipped: &Shipped) -> Result<Study, StudyError> {
    if let Some(file) = &command.study {
        return command.common.study(file, shipped);
    }
    let study = standard_study(&VOCABULARY, &command.common.overrides()?)?;
    warn(&study.warnings(), command.common.quiet);
    Ok(study)
}

fn text(record: &BenchRecord, reference: Option<&BenchRecord>, room: usize) -> String {
    let mut text = format!(
        "{} on {}\n{} simulated girls in {} communities of {}; study {}; {} job{}, {}\n\n",
        record.program,
        record.machine,
        number(record.girls as f64, 0),
        record.communities,
        record.scenario,
        SetValues(record.set.clone().into_iter().collect()).after(&format!("`{}`", record.study)),
        record.jobs,
        if record.jobs == 1 { "" } else { "s" },
        if record.quick { "quick" } else { "in full" },
    );
    text.push_str(&tables::bench(record).terminal(room));
    let s = &record.sentinel;
    let _ = writeln!(
        text,
        "\nThe machine: a plain loop (the sentinel) took {:.1} ms, and up to {:.0} % longer at times, in {} runs.",
        s.seconds * 1e3,
        s.spread * 100.0,
        s.runs
    );
    if s.spread > NOISY {
        text.push_str(
            "Something else keeps it busy, or its speed varies: take the figures with care, or measure again.\n",
        );
    }
    if let Some(gain) = s.speed_up_2.filter(|gain| *gain < CROWDED) {
        let _ = writeln!(
            text,
            "Two such loops at a time do {gain:.2} × what one does: the other core is busy, or none of its own. The study is\n\
             estimated, and the speed-up measured, with what is left."
        );
    }
    if !record.optimised {
        text.push_str(
            "This is a build for development: its figures tell nothing. Build with `cargo build --release`.\n",
        );
    }
    match reference.filter(|reference| record.comparable(reference)) {
        Some(reference) => {
            let slower = s.seconds / reference.sentinel.seconds;
            let _ = writeln!(
                text,
                "Relative: how many times better than the reference, as if on the same machine: times, rates, and speed-ups in units\n\
                 of the sentinel, which took {slower:.2} × as long as there. Reference: {}, {}.",
                reference.program, reference.machine
            );
        }
        None => text.push_str("Not compared: the reference is of the standard study, everyone, one thread a world.\n"),
    }
    if record.figures.iter().any(|f| f.estimate) {
        text.push_str(ESTIMATE);
    }
    text
}

/// What the estimate is.
const ESTIMATE: &str =
    "The study's time is estimated from its parts, as in `amparo check`; tables, charts, and report are left out.\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noisy_machine_and_a_build_for_development_are_told() {
        let mut record: BenchRecord = BenchRecord::reference().expect("the reference is readable");
        record.sentinel.spread = NOISY * 2.0;
        record.optimised = false;
        let shown = text(&record, None, usize::MAX);
        assert!(shown.contains("take the figures with care"), "{shown}");
        assert!(shown.contains("build for development"), "{shown}");
        record.sentinel.spread = 0.01;
        record.optimised = true;
        let shown = text(&record, None, usize::MAX);
        assert!(!shown.contains("take the figures with care") && !shown.contains("for development"), "{shown}");
    }
}
