//! `amparo check FILE…`

use super::common::{Common, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text};
use super::progress::Shown;
use amparo_files::{Input, PolicyFile, Shipped, Sweep, SweptValue};
use amparo_jobs as jobs;
use amparo_jobs::{Options, Requirements, Sharding, Wanted};
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{Scenario, SetValues, Study};
use amparo_model::world::synthetic;
use amparo_study::StudyError;
use amparo_study::shards::MOST;
use amparo_tables::numbers::number;
use amparo_text::{Diagnostic, money};
use clap::Args;
use serde::Serialize;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Is it valid? What would it run, how long would it take, how much disk?
#[derive(Args)]
pub struct Check {
    /// Scenario, study, or policy files (TOML), or what ships, such as madre-de-dios/study
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Units at a time that the estimate is for (all cores by default)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Directory of the results, whose finished cells count (by default the one `compare` would use)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say how long so many shards of a study would take, or with `auto` how many to ask for
    #[arg(long, value_name = "N|auto")]
    shards: Option<String>,
    /// Minutes that a shard may take, with `--shards auto` (60 by default)
    #[arg(long, value_name = "M", requires = "shards")]
    minutes: Option<f64>,
    #[command(flatten)]
    common: Common,
}

/// Minutes that a shard may take if nothing else is said.
const MINUTES: f64 = 60.0;

impl Check {
    /// How many shards are wanted; `None`: nobody asks.
    fn wanted(&self) -> Result<Option<Wanted>, Diagnostic> {
        let minutes = self.minutes.unwrap_or(MINUTES);
        if !(minutes.is_finite() && minutes > 0.0) {
            return Err(Diagnostic::new(format!("a shard can't take {minutes} minutes"))
                .in_file(format!("--minutes {minutes}"))
                .expected("a number above 0"));
        }
        let Some(text) = &self.shards else { return Ok(None) };
        if text == "auto" {
            return Ok(Some(Wanted::Within(minutes)));
        }
        let number = text.parse().ok().filter(|number| (1..=MOST).contains(number));
        let wanted = number.map(Wanted::Number).ok_or_else(|| {
            Diagnostic::new(format!("`{text}` is no number of shards"))
                .in_file(format!("--shards {text}"))
                .expected(format!("from 1 to {MOST}, or auto"))
        });
        wanted.map(Some)
    }
}

/// What a file is.
enum Checked {
    Scenario(Box<Scenario>),
    Study(Box<Study>, Vec<Sweep>),
    Policy(PolicyFile),
}

/// What there is to say of one file.
#[derive(Serialize)]
struct Said {
    file: String,
    /// `scenario`, `study`, or `policy`; `None` where it could be read as none of them.
    kind: Option<&'static str>,
    valid: bool,
    /// Values of `--set`, by name.
    set: SetValues,
    /// What is allowed but worth knowing, one sentence each.
    warnings: Vec<String>,
    /// Everything wrong.
    problems: Vec<Problem>,
    /// Problems beyond those.
    more_problems: usize,
    /// Variants that its sweeps make, by sweep and budget.
    sweeps: Vec<Varied>,
    /// What a study comes to, at its own baseline first.
    estimates: Vec<Requirements>,
    /// How long its shards would take, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    shards: Option<Sharding>,
}

/// A sweep, for programs.
#[derive(Serialize)]
struct Varied {
    /// The policy that is varied.
    policy: String,
    budget_soles_per_year: f64,
    /// What is varied, with its values.
    axes: Vec<(String, Vec<serde_json::Value>)>,
    /// The policies that stand for the variants, those of the last axis first.
    variants: Vec<String>,
}

impl From<&Sweep> for Varied {
    fn from(sweep: &Sweep) -> Varied {
        let value = |value: &SweptValue| match value {
            SweptValue::Number(number) => serde_json::json!(number),
            SweptValue::Word(word) => serde_json::json!(word),
        };
        Varied {
            policy: sweep.policy.clone(),
            budget_soles_per_year: sweep.budget_soles_per_year,
            axes: sweep.axes.iter().map(|axis| (axis.key.clone(), axis.values.iter().map(value).collect())).collect(),
            variants: sweep.variants.iter().map(|variant| variant.policy.clone()).collect(),
        }
    }
}

/// One thing wrong, for programs.
#[derive(Serialize)]
struct Problem {
    /// The file it is in, which need not be the one that was checked.
    file: String,
    /// From 1.
    line: Option<usize>,
    /// From 1, in characters.
    column: Option<usize>,
    message: String,
    expected: Option<String>,
    nearest: Option<String>,
}

impl From<&Diagnostic> for Problem {
    fn from(one: &Diagnostic) -> Problem {
        Problem {
            file: one.file.clone(),
            line: one.line(),
            column: one.column(),
            message: one.message.clone(),
            expected: one.expected.clone(),
            nearest: one.nearest.clone(),
        }
    }
}

/// Checks the files, each to its end.
///
/// # Errors
/// Everything wrong with any of them, or an interrupt.
pub fn check(command: &Check, shipped: &Shipped) -> Result<(), StudyError> {
    let overrides = command.common.overrides()?;
    command.wanted()?;
    let mut text = String::new();
    let (mut all, mut problems, mut more) = (Vec::new(), Vec::new(), 0);
    for named in &command.files {
        let input = shipped.find(named);
        let file = &input.shown();
        let mut said = Said {
            file: file.display().to_string(),
            kind: None,
            valid: true,
            set: SetValues(overrides.clone()),
            warnings: Vec::new(),
            problems: Vec::new(),
            more_problems: 0,
            sweeps: Vec::new(),
            estimates: Vec::new(),
            shards: None,
        };
        let checked = read(&input, &overrides).map_err(StudyError::from);
        match checked.and_then(|checked| look(command, (named, file), &checked, &mut said, &mut text)) {
            Ok(()) => {}
            Err(StudyError::Input(problem)) => {
                said.valid = false;
                said.problems = problem.all().map(Problem::from).collect();
                said.more_problems = problem.more();
                let (unkept, kept) = problem.into_all();
                more += unkept;
                problems.extend(kept);
            }
            Err(other) => return Err(other),
        }
        all.push(said);
    }
    // What was right stands, before what is wrong.
    match command.common.format {
        Format::Text => emit_text(&text)?,
        Format::Json => emit_json(&all)?,
        Format::Csv => emit(&jobs::tables::estimates(all.iter().flat_map(|said| &said.estimates)).csv())?,
    }
    match Diagnostic::of_all(problems, more) {
        Some(problem) => Err(problem.into()),
        None => Ok(()),
    }
}

/// What a valid file comes to.
fn look(
    command: &Check,
    (named, file): (&Path, &Path),
    checked: &Checked,
    said: &mut Said,
    text: &mut String,
) -> Result<(), StudyError> {
    match checked {
        Checked::Scenario(scenario) => {
            said.kind = Some("scenario");
            said.warnings.clone_from(&scenario.warnings);
            warn(&scenario.warnings, command.common.quiet);
            let places = synthetic::communities(scenario);
            let girls: usize = places.iter().map(|c| c.girls as usize).sum();
            let _ = writeln!(
                text,
                "{}: a valid scenario, {} simulated girls in {} communities; `amparo run` simulates it",
                file.display(),
                number(girls as f64, 0),
                places.len()
            );
        }
        Checked::Policy(policy) => {
            said.kind = Some("policy");
            let kinds: Vec<&str> = policy.interventions.iter().map(|one| one.kind.as_str()).collect();
            let what =
                if policy.menu { "a menu to match from" } else { "its parameters within the register that ships" };
            let _ = writeln!(
                text,
                "{}: a valid policy file, {} ({what}); a study names it as the `file` of a [[policy]]",
                file.display(),
                kinds.join(", ")
            );
        }
        Checked::Study(study, sweeps) => {
            said.sweeps = sweeps.iter().map(Varied::from).collect();
            said.kind = Some("study");
            said.warnings = study.warnings();
            warn(&said.warnings, command.common.quiet);
            for (i, one) in [&**study].into_iter().chain(&study.also).enumerate() {
                let mut options = Options {
                    jobs: command.jobs.map_or_else(cores, usize::from),
                    threads: 1,
                    fresh: false,
                    out: command.out.clone(),
                };
                let directory = options.directory(study);
                if i > 0 {
                    options.out = Some(jobs::also_directory(&directory, one));
                }
                let progress = Shown::new(command.common.quiet, "weeks");
                let estimate = jobs::check(one, &options, &progress, &INTERRUPT)?;
                text.push_str(&described(file, &estimate));
                if i == 0 {
                    text.push_str(&varied(&said.sweeps));
                }
                said.estimates.push(estimate);
            }
            if let Some(wanted) = command.wanted()? {
                let jobs = command.jobs.map_or_else(cores, usize::from);
                let shards = jobs::sharding(study, &said.estimates, jobs, wanted)?;
                text.push_str(&shared_out(named, &shards, wanted));
                said.shards = Some(shards);
            }
        }
    }
    Ok(())
}

/// How long shards take, in words.
fn shared_out(named: &Path, shards: &Sharding, wanted: Wanted) -> String {
    let jobs = if shards.jobs == 1 { "1 job".to_owned() } else { format!("{} jobs", shards.jobs) };
    let many = if shards.shards == 1 {
        "1 shard takes".to_owned()
    } else {
        format!("{} shards take", number(f64::from(shards.shards), 0))
    };
    let most = if shards.shards == 1 { "" } else { " at most" };
    let (each, world) = (duration(60.0 * shards.minutes), duration(60.0 * shards.minutes_of_a_world));
    let too_long = match wanted {
        Wanted::Within(limit) if shards.minutes > limit => {
            format!("; none can be shorter than its longest world, which takes {world}")
        }
        _ => String::new(),
    };
    format!(
        "  {many} about {each}{most} on {jobs}{too_long}: amparo compare {} --shard I/{}\n",
        named.display(),
        shards.shards
    )
}

/// A policy, a study or a scenario; if it is none of them, what is wrong with it as what it looks like.
fn read(input: &Input, overrides: &[(String, f64)]) -> Result<Checked, Diagnostic> {
    if input.is_policy() {
        return input.policy(&VOCABULARY, overrides).map(Checked::Policy);
    }
    let as_study = match input.swept_study(&VOCABULARY, overrides) {
        Ok((mut study, sweeps)) => {
            money::show_in(&study.scenario.currency);
            jobs::warn_of_money(&mut study);
            return Ok(Checked::Study(Box::new(study), sweeps));
        }
        Err(error) => error,
    };
    match input.scenario(&VOCABULARY, overrides) {
        Ok(mut scenario) => {
            money::show_in(&scenario.currency);
            jobs::warn_of_money_in_run(&mut scenario);
            Ok(Checked::Scenario(Box::new(scenario)))
        }
        Err(as_scenario) => Err(if input.is_study() { as_study } else { as_scenario }),
    }
}

/// Values of an axis that are named at most.
const MOST_NAMED: usize = 12;

/// The sweeps of a study, a line each.
fn varied(sweeps: &[Varied]) -> String {
    let several = sweeps.windows(2).any(|pair| pair[0].budget_soles_per_year != pair[1].budget_soles_per_year);
    let mut text = String::new();
    for sweep in sweeps {
        let axis = |(key, values): &(String, Vec<serde_json::Value>)| {
            let text = |value: &serde_json::Value| match value.as_f64() {
                Some(number) => number.to_string(),
                None => value.as_str().unwrap_or("").to_owned(),
            };
            let shown: Vec<String> = values.iter().take(MOST_NAMED).map(text).collect();
            let more = values.len().saturating_sub(MOST_NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("{key} {}{more}", shown.join(", "))
        };
        let at =
            if several { format!(" at {} S/ per year", number(sweep.budget_soles_per_year, 0)) } else { String::new() };
        let axes: Vec<String> = sweep.axes.iter().map(axis).collect();
        let ends = match sweep.variants.as_slice() {
            [first, .., last] => format!(", {first} to {last}"),
            [only] => format!(", {only}"),
            [] => String::new(),
        };
        let _ = writeln!(
            text,
            "  a sweep of {}{at}: {}; {} variants{ends}",
            sweep.policy,
            axes.join("; "),
            sweep.variants.len()
        );
    }
    text
}

fn described(file: &Path, e: &Requirements) -> String {
    let left = if e.stored == e.cells {
        "all of them are stored: nothing is left to run".to_string()
    } else {
        format!(
            "{} stored; {} weeks left, about {} on {} job{} at {:.2} ms per week",
            number(e.stored as f64, 0),
            number(e.weeks as f64, 0),
            duration(e.seconds),
            e.jobs,
            if e.jobs == 1 { "" } else { "s" },
            e.seconds_per_week * 1e3
        )
    };
    let precision = match e.cells_at_least {
        Some(fewest) => format!(" at most, {fewest} at least, as precision asks"),
        None => String::new(),
    };
    let held = if e.cells > e.worlds * (e.policies + 1) { ", runs with the trade held among them" } else { "" };
    format!(
        "{}: a valid study at {}\n  {} draw{} in {} world{} with the baseline and {} polic{}: {} cells{precision}{held}\n  {left}\n  about {} of disk in {}\n",
        file.display(),
        e.scenario,
        e.draws,
        if e.draws == 1 { "" } else { "s" },
        e.worlds,
        if e.worlds == 1 { "" } else { "s" },
        e.policies,
        if e.policies == 1 { "y" } else { "ies" },
        number(e.cells as f64, 0),
        size(e.disk_bytes),
        e.directory.display()
    )
}

fn duration(seconds: f64) -> String {
    if seconds < 90.0 {
        format!("{seconds:.0} s")
    } else if seconds < 5400.0 {
        format!("{:.0} min", seconds / 60.0)
    } else {
        format!("{:.1} h", seconds / 3600.0)
    }
}

fn size(bytes: u64) -> String {
    let mb = bytes as f64 / 1e6;
    if mb < 1.0 { format!("{:.0} kB", mb * 1e3) } else { format!("{mb:.0} MB") }
}
