//! `amparo diagnose SCENARIO`

use super::common::{Common, Destination, Format, cores};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_decide::diagnosis::{Diagnosis, OfLevelSet};
use amparo_jobs as jobs;
use amparo_jobs::DiagnoseOptions;
use amparo_model::policy::{kinds, named};
use amparo_report as report;
use amparo_study::StudyError;
use amparo_text::{Table, clipped};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Which drivers dominate in which community, as a survey sees it and as it is
#[derive(Args)]
pub struct Diagnose {
    /// Scenario file (TOML)
    scenario: PathBuf,
    /// Households surveyed a community (by default `survey.households`)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000), conflicts_with = "survey")]
    households: Option<u32>,
    /// Answers of a real survey (CSV) instead of the simulated one
    #[arg(long, value_name = "FILE")]
    survey: Option<PathBuf>,
    /// S/ a year that the survey and what follows from it are paid from: what each rule would give with it
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
/// As [`study::diagnose`], or invalid input.
pub fn diagnose(command: &Diagnose) -> Result<(), StudyError> {
    let scenario = command.common.scenario(&command.scenario)?;
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
    let diagnosed = jobs::diagnose(&scenario, &options, &progress, &INTERRUPT)?;
    jobs::publish::publish_diagnosis(&diagnosed)?;
    if !diagnosed.answer.matching.is_empty() {
        diagnosed.store.write("matching.csv", matching_csv(&diagnosed.answer).as_bytes())?;
    }
    diagnosed.finish()?;
    let answer = &diagnosed.answer;
    match command.common.format {
        Format::Json => emit_json(&answer.for_readers()),
        Format::Csv => emit(&report::csv_profiles(answer)),
        Format::Text => emit_text(&text(answer, diagnosed.store.root(), room())),
    }
}

/// Communities in the table of the terminal.
const MOST: usize = 20;

fn text(answer: &Diagnosis, directory: &Path, room: usize) -> String {
    let mut text = format!(
        "{}: {:.0} girls in {} communities, seed {}{}\n",
        answer.set.after(&answer.title),
        answer.girls,
        answer.communities.len(),
        answer.seed,
        if answer.settled { "" } else { " (STILL DRIFTING)" },
    );
    let survey = &answer.survey;
    let _ = match &survey.file {
        None => write!(text, "survey: {} households in each, S/ {:.0}", survey.households, survey.cost_soles),
        Some(file) => {
            write!(text, "survey: {} answers in {} communities, from {file}", survey.interviews, survey.communities)
        }
    };
    if let Some(share) = survey.share_of_budget {
        let _ = write!(text, ", {:.1} % of five years' budget", 100.0 * share);
    }
    text.push_str("\n\n");
    let sets = &answer.level_sets;
    // Sets of levels beside each other where there is room, else one below the other.
    if room >= LABELS + PAIR * sets.len() {
        let _ = write!(text, "{:<LABELS$}", "protected levels");
        for set in sets {
            let _ = write!(text, "{:>PAIR$}", set.levels);
        }
        text.push('\n');
        text.push_str(&summary("", sets).text(room));
    } else {
        for set in sets {
            text.push_str(&summary(&format!("levels: {}", set.levels), std::slice::from_ref(set)).text(room));
        }
    }
    let order = answer.by_exposure();
    let shown = &order[..order.len().min(MOST)];
    let heading = ["community", "department", "girls", "exposure", "  largest driver, estimated", "true", "effective"];
    let mut table = Table::new(&[-20, -15, 7, 9, -33, -26, 9], &heading);
    let set = &sets[0];
    for c in shown {
        let place = &answer.communities[*c];
        let (estimated, truth) = (set.estimated.communities[*c].as_ref(), set.truth.communities[*c].as_ref());
        table.row([
            clipped(&place.name, 19),
            clipped(&place.department, 14),
            format!("{:.0}", place.girls),
            format!("{:.2} %", 100.0 * place.exposure),
            format!("  {}", estimated.map_or("–".into(), |seen| report::dominant_driver(seen, true))),
            truth.map_or("–".into(), |seen| report::dominant_driver(seen, false)),
            estimated.map_or("–".into(), |seen| format!("{:.1}", seen.profile.effective_drivers)),
        ]);
    }
    text.push('\n');
    text.push_str(&table.text(room));
    if order.len() > shown.len() {
        let _ =
            writeln!(text, "the {} most exposed of {}; all are in profiles.csv", shown.len(), answer.communities.len());
    }
    let truth = match survey.file {
        None => "the simulated world without the survey's errors",
        Some(_) => "a simulated world with these communities' figures, not the place",
    };
    let _ = writeln!(text, "± 95 %, from who was asked; against the levels “{}”. “True” is {truth}.", set.levels);
    text.push_str(&matching_text(answer, shown, room));
    let _ = writeln!(text, "\nprofiles, survey, chart and report: {}", directory.display());
    text.push_str(
        "Everyone is synthetic: shares describe the model's decision under its assumptions, no real place or person.\n",
    );
    text
}

/// Columns of what a row of the region's summary is, and of its two numbers for one set of levels.
const LABELS: usize = 46;
const PAIR: usize = 26;

/// The region's summary against some sets of levels.
fn summary(heading: &str, sets: &[OfLevelSet]) -> Table {
    let mut columns = vec![-(LABELS as i32)];
    let mut headings = vec![heading];
    for _ in sets {
        columns.extend([14, 12]);
        headings.extend(["estimated", "true"]);
    }
    let mut table = Table::new(&columns, &headings);
    for (name, of) in report::DIAGNOSIS_SUMMARY {
        let numbers = sets.iter().flat_map(|set| [of(&set.estimated), of(&set.truth)]);
        table.row([name.to_owned()].into_iter().chain(numbers));
    }
    table
}

/// What each rule would give, in all and to the communities shown; nothing where no rule was asked.
fn matching_text(answer: &Diagnosis, shown: &[usize], room: usize) -> String {
    let mut text = String::new();
    let Some(first) = answer.matching.first() else { return text };
    let _ = writeln!(
        text,
        "\nwhat each rule would give with S/ {:.0} a year, the survey included where there is one",
        first.budget_soles_per_year
    );
    let mut table = Table::new(&[-18, 12, 16, 20, -2], &["rule", "communities", "S/ planned", "forecast averted", ""]);
    for rule in &answer.matching {
        let communities = rule.interventions.iter().filter(|one| !one.is_empty()).count();
        let number = |x: Option<f64>| x.map_or("–".into(), |x| format!("{x:.0}"));
        table.row([
            rule.rule.clone(),
            communities.to_string(),
            number(rule.planned_soles_per_year),
            number(rule.forecast_averted),
            format!("  {}", rule.words),
        ]);
    }
    text.push_str(&table.text(room));
    text.push_str("Forecasts are static, over five years: the trade goes on as it did. What follows in the model, `amparo compare` says.\n\n");
    let columns: Vec<i32> = [-20].into_iter().chain(answer.matching.iter().map(|_| 18)).collect();
    let heading: Vec<&str> =
        ["community"].into_iter().chain(answer.matching.iter().map(|rule| rule.rule.as_str())).collect();
    let mut table = Table::new(&columns, &heading);
    for c in shown {
        let given = answer.matching.iter().map(|rule| match rule.interventions[*c].as_str() {
            "" => "–".into(),
            given => in_letters(given),
        });
        table.row([clipped(&answer.communities[*c].name, 19)].into_iter().chain(given));
    }
    text.push_str(&table.text(room));
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

/// `matching.csv`: community, department, rule, interventions (empty: none).
fn matching_csv(answer: &Diagnosis) -> String {
    use amparo_text::csv_field as field;
    let mut text = String::from("community,department,rule,interventions\n");
    for (c, place) in answer.communities.iter().enumerate().filter(|(_, place)| place.shown()) {
        for rule in &answer.matching {
            let (name, department) = (field(&place.name), field(&place.department));
            let _ = writeln!(text, "{name},{department},{},{}", rule.rule, field(&rule.interventions[c]));
        }
    }
    text
}
