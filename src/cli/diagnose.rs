//! `amparo diagnose SCENARIO`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::diagnosis::Diagnosis;
use amparo_files::Shipped;
use amparo_jobs as jobs;
use amparo_jobs::DiagnoseOptions;
use amparo_jobs::rerun::recipe::{Chosen, Kept};
use amparo_model::policy::{kinds, named};
use amparo_report::Language;
use amparo_report::tables::diagnosis as tables;
use amparo_study::StudyError;
use amparo_tables::numbers::{number, soles};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Which drivers dominate in which community, as a survey sees it and as it is
#[derive(Args)]
pub struct Diagnose {
    /// Scenario file (TOML), or one that ships, such as madre-de-dios/baseline
    scenario: PathBuf,
    /// Households surveyed a community (by default `survey.households`)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000), conflicts_with = "survey")]
    households: Option<u32>,
    /// Answers of a real survey (CSV) instead of the simulated one
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,
    /// S/ per year that the survey and what follows from it are paid from: what each rule would give with it
    #[arg(long, value_name = "SOLES", default_value_t = 8e6, value_parser = positive)]
    budget: f64,
    /// Seed; the same world as `amparo run` with this seed
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

/// A finite amount above 0.
fn positive(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() && value > 0.0 => Ok(value),
        _ => Err("expected an amount above 0".into()),
    }
}

/// Diagnoses it.
///
/// # Errors
/// As [`jobs::diagnose`], or invalid input.
pub fn diagnose(command: &Diagnose, shipped: &Shipped) -> Result<(), StudyError> {
    let (scenario, input) = command.common.scenario(&command.scenario, shipped)?;
    let survey = command.survey.clone().map(|file| Chosen::File("--survey", file));
    let mut chosen =
        vec![Chosen::Word("--seed", command.seed.to_string()), Chosen::Word("--budget", command.budget.to_string())];
    chosen.extend(command.households.map(|n| Chosen::Word("--households", n.to_string())));
    chosen.extend(survey.into_iter().chain(command.common.chosen()));
    let kept = Kept::read("diagnose", &input, &scenario.inputs, chosen)?;
    let options = DiagnoseOptions {
        seed: command.seed,
        threads: command.threads.map_or_else(cores, usize::from),
        households: command.households,
        survey: command.survey.clone(),
        budget: Some(command.budget),
        fresh: command.fresh,
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let mut diagnosed = jobs::diagnose(&scenario, &options, &progress, &INTERRUPT)?;
    diagnosed.kept = kept;
    jobs::publish::publish_diagnosis(&diagnosed)?;
    diagnosed.finish()?;
    let answer = &diagnosed.answer;
    match command.common.format {
        Format::Json => emit_json(&answer.for_readers()),
        Format::Csv => emit(&tables::profiles(answer, Language::default()).csv()),
        Format::Text => emit_text(&text(answer, diagnosed.store.root(), room())),
    }
}

/// Communities in the table of the terminal.
const MOST: usize = 20;

fn text(answer: &Diagnosis, directory: &Path, room: usize) -> String {
    let mut text = format!(
        "{}: {} simulated girls in {} communities, seed {}{}\n",
        answer.set.after(&answer.title),
        number(answer.girls, 0),
        answer.communities.len(),
        answer.seed,
        if answer.settled { "" } else { " (STILL DRIFTING)" },
    );
    let survey = &answer.survey;
    let _ = match &survey.file {
        None => write!(text, "survey: {} households in each, {}", survey.households, soles(survey.cost_soles)),
        Some(file) => {
            write!(text, "survey: {} answers in {} communities, from {file}", survey.interviews, survey.communities)
        }
    };
    if let Some(share) = survey.share_of_budget {
        let _ = write!(text, ", {:.1} % of five years' budget", 100.0 * share);
    }
    text.push_str("\n\n");
    let sets = &answer.level_sets;
    for set in sets {
        let _ = writeln!(text, "protected levels: {}", set.levels.name());
        text.push_str(&tables::summary(std::slice::from_ref(set), Language::default()).terminal(room));
        text.push('\n');
    }
    let order = answer.by_exposure();
    let shown = &order[..order.len().min(MOST)];
    let set = &sets[0];
    text.push_str(&tables::communities(answer, shown, Language::default()).terminal(room));
    if order.len() > shown.len() {
        let _ =
            writeln!(text, "the {} most exposed of {}; all are in profiles.csv", shown.len(), answer.communities.len());
    }
    let truth = match survey.file {
        None => "the simulated world without the survey's errors",
        Some(_) => "a simulated world with these communities' figures, not the place",
    };
    let _ =
        writeln!(text, "± 95 %, from who was asked; against the levels “{}”. “True” is {truth}.", set.levels.name());
    text.push_str(&matching_text(answer, shown, room));
    let _ = writeln!(text, "\nprofiles, survey, chart and report: {}", directory.display());
    text.push_str(
        "Everyone is synthetic: shares describe the model's decision under its assumptions, no real place or person.\n",
    );
    text
}

/// What each rule would give, in all and to the communities shown; nothing where no rule was asked.
fn matching_text(answer: &Diagnosis, shown: &[usize], room: usize) -> String {
    let mut text = String::new();
    let Some(first) = answer.matching.first() else { return text };
    let _ = writeln!(
        text,
        "\nwhat each rule would give with {} per year, the survey included where there is one",
        soles(first.budget_soles_per_year)
    );
    text.push_str(&tables::rules(answer, Language::default()).terminal(room));
    text.push_str("Forecasts are static, over five years: the trade goes on as it did. What follows in the model, `amparo compare` says.\n\n");
    text.push_str(&tables::given(answer, shown, in_letters, Language::default()).terminal(room));
    let letters = kinds().into_iter().filter(|kind| kind.in_menu);
    let letters: Vec<String> = letters.filter_map(|kind| Some(format!("{} {}", kind.letter?, kind.name))).collect();
    let _ = writeln!(text, "{}; ×: intensity. All communities are in matching.csv.", letters.join(", "));
    text
}

/// `I×2+T` for `information ×2 + cct-training`: interventions by their letters, where a column is narrow.
fn in_letters(words: &str) -> String {
    let short = |part: &str| {
        let (name, intensity) = part.split_once(" ×").map_or((part, None), |(name, times)| (name, Some(times)));
        let letter = named(name).and_then(|kind| kind.letter).map_or(name.to_owned(), String::from);
        intensity.map_or(letter.clone(), |times| format!("{letter}×{times}"))
    };
    words.split(" + ").map(short).collect::<Vec<_>>().join("+")
}
