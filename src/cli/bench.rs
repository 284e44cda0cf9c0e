//! `amparo bench`

use super::common::{Common, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room, say};
use super::progress::Shown;
use amparo_files::Shipped;
use amparo_jobs::bench::against::{Against, Changed, against};
use amparo_jobs::bench::history::{chart, day};
use amparo_jobs::bench::records::{is_of_records, records};
use amparo_jobs::bench::{BenchOptions, BenchRecord, Build, bench as measure};
use amparo_jobs::tables;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{SetValues, Study};
use amparo_study::{StudyError, Target};
use amparo_tables::numbers::number;
use amparo_text::Diagnostic;
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A speed-up of the sentinel from one run at a time to two below which the second core is hardly one.
const CROWDED: f64 = 1.7;
/// Exit code where something became slower.
const SLOWER: u8 = 4;
/// What is measured where nothing is named: the main job, at its own first draws.
const MAIN_JOB: &str = "madre-de-dios/study";

/// How fast is this machine? A few figures, beside those shipped for reference, in under a minute
#[derive(Args)]
pub struct Bench {
    /// Study file (TOML) to measure; by default the main comparison of Madre de Dios, which is built in
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
    /// Add the record to this file, a JSON document per line
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Say what became slower since the last record of this file that compares; exit code 4 if something did
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Draw the records of --record, or else of --against, over time (.svg or .png)
    #[arg(long, value_name = "FILE")]
    chart: Option<PathBuf>,
    /// Replace files of these names even if this command did not write them
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    common: Common,
}

/// Measures and prints; the exit code: 4 where something became slower.
///
/// # Errors
/// Invalid input, a record that cannot be written, or an interrupt.
pub fn bench(command: &Bench, shipped: &Shipped) -> Result<u8, StudyError> {
    let study = study(command, shipped)?;
    // What cannot be read or written is found out before a minute is spent.
    let files = Files::of(command, &study)?;
    let options = BenchOptions {
        quick: command.quick,
        jobs: command.jobs.map_or_else(cores, usize::from),
        threads: usize::from(command.threads),
        cores: cores(),
        build: build(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let record = measure(&study, &options, &progress, &INTERRUPT)?;
    let compared = files.before.as_ref().map(|before| against(&record, before));
    files.write(&record)?;
    match command.common.format {
        Format::Json => emit_json(&record)?,
        Format::Csv => emit(&tables::bench(&record).csv())?,
        Format::Text => {
            let mut text = text(&record, BenchRecord::reference().as_ref(), room());
            if let Some(compared) = &compared {
                text.push_str(&told(compared, files.before.as_ref()));
            }
            for (file, what) in [(&command.record, "record added to"), (&command.chart, "chart")] {
                if let Some(file) = file {
                    let _ = writeln!(text, "{what}: {}", file.display());
                }
            }
            emit_text(&text)?;
        }
    }
    let slower = compared.iter().flat_map(Against::slower).count();
    if slower > 0 && command.common.format != Format::Text {
        say(format_args!(
            "{}",
            told(compared.as_ref().unwrap_or(&Against::Compared(Vec::new())), files.before.as_ref())
        ));
    }
    Ok(if slower > 0 { SLOWER } else { 0 })
}

/// What the program was built from, by what, and how.
fn build() -> Build {
    let list = |text: &str| text.split_whitespace().map(String::from).collect();
    Build {
        commit: Some(env!("AMPARO_COMMIT")).filter(|commit| !commit.is_empty()).map(String::from),
        compiler: env!("AMPARO_COMPILER").into(),
        flags: list(env!("AMPARO_FLAGS")),
        processor_features: env!("AMPARO_FEATURES").into(),
    }
}

/// The files of a measurement, checked.
struct Files {
    record: Option<Target>,
    /// As it was when it was checked.
    kept: Vec<BenchRecord>,
    before: Option<BenchRecord>,
    chart: Option<(Target, bool)>,
}

impl Files {
    fn of(command: &Bench, study: &Study) -> Result<Files, StudyError> {
        let inputs = || study.inputs.iter().map(|(path, _)| path.as_path());
        let force = Some(command.force);
        let target =
            |named: &str, file: &Path, ours: fn(&Path) -> bool| Target::new(named, file, inputs(), force, ours);
        let record = command.record.as_deref().map(|file| target("--record", file, is_of_records)).transpose()?;
        let kept = match &command.record {
            Some(file) if is_of_records(file) => records(file)?,
            _ => Vec::new(),
        };
        let earlier = command.against.as_deref().map(earlier).transpose()?;
        let chart = match command.chart.as_deref() {
            None => None,
            Some(file) => Some((target("--chart", file, is_chart)?, is_png(file)?)),
        };
        let before = earlier.as_ref().and_then(|all| all.last().cloned());
        let kept = if command.record.is_some() { kept } else { earlier.unwrap_or_default() };
        Ok(Files { record, kept, before, chart })
    }

    /// Adds the record to its file, and draws what is there with it.
    fn write(&self, record: &BenchRecord) -> Result<(), StudyError> {
        let alone = record.clone().alone();
        let mut all = self.kept.clone();
        all.push(alone);
        if let Some(target) = &self.record {
            let lines: Result<String, serde_json::Error> = all.iter().map(BenchRecord::to_line).collect();
            target.write(lines.map_err(|e| StudyError::Failed(e.to_string()))?.as_bytes())?;
        }
        if let Some((target, png)) = &self.chart {
            let Some(chart) = chart(&all) else { return Ok(()) };
            let [svg, picture, _] = chart.pictures().map_err(|e| StudyError::Failed(e.to_string()))?;
            target.write(if *png { &picture.bytes } else { &svg.bytes })?;
        }
        Ok(())
    }
}

/// Records to compare with: there must be some.
fn earlier(file: &Path) -> Result<Vec<BenchRecord>, StudyError> {
    let all = if file.exists() { records(file)? } else { Vec::new() };
    if all.is_empty() {
        let message = if file.exists() { "there is no record in it" } else { "no such file" };
        return Err(Diagnostic::new(message)
            .in_file(file.display().to_string())
            .expected("a file that `amparo bench --record` wrote")
            .into());
    }
    Ok(all)
}

/// Whether a file is a chart of ours.
fn is_chart(file: &Path) -> bool {
    std::fs::read_to_string(file).is_ok_and(|text| text.starts_with("<svg") && text.contains("amparo bench"))
}

/// Whether a chart is to be written as PNG, not SVG.
fn is_png(file: &Path) -> Result<bool, StudyError> {
    let ending = file.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("svg") => Ok(false),
        Some("png") => Ok(true),
        _ => Err(Diagnostic::new(format!("{} is no chart's name", file.display()))
            .in_file("--chart")
            .expected("a name that ends in .svg or .png")
            .into()),
    }
}

/// What became slower or faster, for people.
fn told(compared: &Against, before: Option<&BenchRecord>) -> String {
    let since = before.map_or_else(String::new, |before| {
        let commit = before.build.commit.as_deref().map_or_else(String::new, |commit| format!(", commit {commit}"));
        format!(" of {}{commit}", day(before.unix_seconds))
    });
    let all = match compared {
        Against::NotComparable(why) => return format!("Not comparable with the record{since}: {}.\n", why.join("; ")),
        Against::Compared(all) => all,
    };
    let list = |change| {
        let some = all.iter().filter(|one| one.change == change);
        let word = |one: &Changed| format!("{} (× {:.2})", one.name, one.times);
        some.map(word).collect::<Vec<String>>().join(", ")
    };
    use amparo_jobs::bench::against::Change::{Faster, Same, Slower, Unjudged};
    let mut text = String::new();
    for (change, says) in [
        (Slower, "Slower, beyond noise, than the record"),
        (Faster, "Faster, beyond noise, than the record"),
        (Same, "No change can be told from the record"),
        (Unjudged, "Too few pieces to judge beside the record"),
    ] {
        let list = list(change);
        if !list.is_empty() {
            let _ = writeln!(text, "{says}{since}: {list}.");
        }
    }
    text
}

fn study(command: &Bench, shipped: &Shipped) -> Result<Study, StudyError> {
    command.common.study(command.study.as_deref().unwrap_or(Path::new(MAIN_JOB)), shipped)
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
        "\nThe machine: {} ({} runs, half arithmetic, half reading memory at random).",
        s.told(),
        s.cpu.len()
    );
    if s.noisy() {
        text.push_str(
            "Not comparable: something else keeps it busy, or its speed varies. Measure again when it is quiet.\n",
        );
    }
    if let Some(gain) = s.speed_up_2.filter(|gain| *gain < CROWDED) {
        let _ = writeln!(
            text,
            "Two such loops at a time do {gain:.2} × what one does: the other core is busy, or none of its own. The study is\n\
             estimated for free cores."
        );
    }
    if !record.optimised {
        text.push_str(
            "This is a build for development: its figures tell nothing. Build with `cargo build --release`.\n",
        );
    }
    match reference.filter(|reference| record.comparable(reference)) {
        Some(_) if s.noisy() => {}
        Some(reference) => {
            let slower = s.seconds / reference.sentinel.seconds;
            let _ = writeln!(
                text,
                "Relative: how many times better than the reference, as if on the same machine: times, rates, and speed-ups in units\n\
                 of the sentinel, which took {slower:.2} × as long as there. Reference: {}, {}.",
                reference.program, reference.machine
            );
        }
        None => text.push_str("Not compared: the reference is of the main study that ships, everyone, one thread a world.\n"),
    }
    if record.figures.iter().any(|f| f.estimate) {
        text.push_str(ESTIMATE);
    }
    text
}

/// What the estimate is.
const ESTIMATE: &str = "The study's time is estimated from whole runs of some of its worlds, with its tables, charts, and report, on free cores.\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noisy_machine_and_a_build_for_development_are_told() {
        let mut record: BenchRecord = BenchRecord::reference().expect("the reference is readable");
        record.sentinel.given = 0.5;
        record.optimised = false;
        let shown = text(&record, None, usize::MAX);
        assert!(shown.contains("Not comparable"), "{shown}");
        assert!(shown.contains("build for development"), "{shown}");
        (record.sentinel.spread, record.sentinel.given) = (0.01, 1.0);
        record.optimised = true;
        let shown = text(&record, None, usize::MAX);
        assert!(!shown.contains("Not comparable") && !shown.contains("for development"), "{shown}");
    }
}
