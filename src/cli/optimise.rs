//! `amparo optimise STUDY`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::search::Goal;
use amparo_files::{Shipped, budget_name};
use amparo_jobs::optimise::{Kinds, OptimiseOptions, menus, optimise as find, text_tables};
use amparo_model::scenario::Study;
use amparo_report::Language;
use amparo_report::tables::search;
use amparo_study::{StudyError, Target, is_as_signed, signed};
use amparo_text::Diagnostic;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// The best form of each intervention, or the best allocation of a budget over them, found by search over rules that planners could follow
#[derive(Args)]
pub struct Optimise {
    /// Study file (TOML), or one that ships, such as madre-de-dios/decision
    study: PathBuf,
    /// The best form of this kind of intervention alone: everywhere, where most are exposed, or searched
    #[arg(long, value_name = "KIND", conflicts_with = "each")]
    kind: Option<String>,
    /// The best form of each kind that the study has, each by a search of its own
    #[arg(long)]
    each: bool,
    /// What is counted as averted
    #[arg(long, value_enum, default_value_t = Objective::Girls)]
    objective: Objective,
    /// One of the study's budgets, S/ per year (all of them by default)
    #[arg(long, value_name = "SOLES")]
    budget: Option<f64>,
    /// Trials each search may take, one rule in one training world each (400 for each kind it chooses from by default)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    evaluations: Option<u32>,
    /// Training worlds, in which rules are tried
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    training: u16,
    /// Scoring worlds, kept apart, in which what was found is compared with the other forms, or the study's policies
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    scoring: u16,
    /// Seed (the study's by default)
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: Option<u64>,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Write what was found as a policy file, which a study can name; `{kind}` and `{budget}` in it: a file of each
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

/// What is counted as averted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Objective {
    /// Girls who would be drawn in for the first time
    Girls,
    /// Girls and repeated spells, each counting one
    GirlsAndRepeated,
}

/// First line of a policy file of --write, before its hash.
const SIGNATURE: &str = "# written by amparo optimise, as it is while this holds: ";

/// Runs it.
///
/// # Errors
/// As [`find`], or invalid input.
pub fn optimise(command: &Optimise, shipped: &Shipped) -> Result<(), StudyError> {
    let mut study = command.common.study(&command.study, shipped)?;
    study.seed = command.seed.unwrap_or(study.seed);
    let kinds = match (&command.kind, command.each) {
        (Some(kind), _) => Kinds::One(kind.clone()),
        (None, true) => Kinds::Each,
        (None, false) => Kinds::Together,
    };
    let options = OptimiseOptions {
        kinds,
        goal: match command.objective {
            Objective::Girls => Goal::Girls,
            Objective::GirlsAndRepeated => Goal::GirlsAndRepeated,
        },
        evaluations: command.evaluations.map(|n| n as usize),
        training: usize::from(command.training),
        scoring: usize::from(command.scoring),
        budget_soles_per_year: command.budget,
        jobs: command.jobs.map_or_else(cores, usize::from),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let targets = targets(command, &study, &options)?;
    let progress = Shown::new(command.common.quiet, "weeks");
    let answer = find(&study, &options, &progress, &INTERRUPT)?;
    amparo_jobs::publish::publish_search(&answer, study.seed)?;
    answer.finish()?;
    for (target, one) in targets.iter().zip(&answer.found.searches) {
        target.write(signed(SIGNATURE, &one.policy_toml).as_bytes())?;
    }
    match command.common.format {
        Format::Json => emit_json(&answer.found),
        Format::Csv => emit(&search::frontier(&answer.found, Language::default()).csv()),
        Format::Text => {
            emit_text(&format!("{}\nresults: {}\n", text_tables(&answer.found, room()), answer.store.root().display()))
        }
    }
}

/// The file of each search, by budget and, within one, by kind; none without `--write`.
fn targets(command: &Optimise, study: &Study, options: &OptimiseOptions) -> Result<Vec<Target>, StudyError> {
    let Some(pattern) = &command.write else { return Ok(Vec::new()) };
    let pattern = pattern.to_string_lossy();
    let menus = menus(study, &options.kinds)?;
    let budgets = command.budget.map_or_else(|| study.budgets_soles_per_year.clone(), |one| vec![one]);
    let refused = |what: &str, expected: &str| {
        let error = Diagnostic::new(what.to_owned()).expected(expected).in_file("--write".to_owned());
        Err(StudyError::from(error))
    };
    if budgets.len() > 1 && !pattern.contains("{budget}") {
        return refused(
            "one policy file holds what was found at one budget, and the study has several",
            "--budget with one of them beside --write, or `{budget}` in the name of its file",
        );
    }
    if menus.len() > 1 && !pattern.contains("{kind}") {
        return refused(
            "one policy file holds the best form of one kind, and --each finds several",
            "--kind with one of them beside --write, or `{kind}` in the name of its file",
        );
    }
    let mut out = Vec::new();
    for budget in &budgets {
        for menu in &menus {
            let named = pattern.replace("{budget}", &budget_name(*budget));
            let file = PathBuf::from(named.replace("{kind}", menu.kind.unwrap_or("all")));
            let inputs = study.inputs.iter().map(|(path, _)| path.as_path());
            // What a search found may be named by the very study that finds it again: no search reads it.
            let inputs = inputs.filter(|input| !is_as_signed(input, SIGNATURE));
            out.push(Target::new("--write", &file, inputs, Some(command.force), |at| is_as_signed(at, SIGNATURE))?);
        }
    }
    Ok(out)
}
