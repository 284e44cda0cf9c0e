//! `amparo diagnose SCENARIO`

use super::output::{emit, emit_json};
use super::progress::Shown;
use super::{Common, Destination, Format, INTERRUPT, cores};
use crate::decide::diagnosis::Diagnosis;
use crate::report;
use crate::study::{self, DiagnoseOptions, StudyError};
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
        out: command.destination.out.clone(),
    };
    let progress = Shown::new(command.common.quiet, "weeks");
    let diagnosed = study::diagnose(&scenario, &options, &progress, &INTERRUPT)?;
    report::publish_diagnosis(&diagnosed)?;
    if !diagnosed.answer.matching.is_empty() {
        diagnosed.store.write("matching.csv", matching_csv(&diagnosed.answer).as_bytes())?;
    }
    diagnosed.finish()?;
    let answer = &diagnosed.answer;
    match command.common.format {
        Format::Json => emit_json(&answer.for_readers()),
        Format::Csv => emit(&report::csv_profiles(answer)),
        Format::Text => emit(&text(answer, diagnosed.store.root())),
    }
}

/// Communities in the table of the terminal.
const MOST: usize = 20;

fn text(answer: &Diagnosis, directory: &Path) -> String {
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
    let _ = write!(text, "{:<46}", "protected levels");
    for set in sets {
        let _ = write!(text, "{:>26}", set.levels);
    }
    let _ = write!(text, "\n{:<46}", "");
    for _ in sets {
        let _ = write!(text, "{:>14}{:>12}", "estimated", "true");
    }
    text.push('\n');
    for (name, of) in report::DIAGNOSIS_SUMMARY {
        let _ = write!(text, "{name:<46}");
        for set in sets {
            let _ = write!(text, "{:>14}{:>12}", of(&set.estimated), of(&set.truth));
        }
        text.push('\n');
    }
    let order = answer.by_exposure();
    let shown = &order[..order.len().min(MOST)];
    let _ = writeln!(
        text,
        "\n{:<20}{:<15}{:>7}{:>9}  {:<31}{:<26}{:>9}",
        "community", "department", "girls", "exposure", "largest driver, estimated", "true", "effective"
    );
    let set = &sets[0];
    for c in shown {
        let place = &answer.communities[*c];
        let (estimated, truth) = (set.estimated.communities[*c].as_ref(), set.truth.communities[*c].as_ref());
        let _ = writeln!(
            text,
            "{:<20}{:<15}{:>7.0}{:>7.2} %  {:<31}{:<26}{:>9}",
            cut(&place.name, 19),
            cut(&place.department, 14),
            place.girls,
            100.0 * place.exposure,
            estimated.map_or("–".into(), |seen| report::dominant_driver(seen, true)),
            truth.map_or("–".into(), |seen| report::dominant_driver(seen, false)),
            estimated.map_or("–".into(), |seen| format!("{:.1}", seen.profile.effective_drivers)),
        );
    }
    if order.len() > shown.len() {
        let _ =
            writeln!(text, "the {} most exposed of {}; all are in profiles.csv", shown.len(), answer.communities.len());
    }
    let truth = match survey.file {
        None => "the simulated world without the survey's errors",
        Some(_) => "a simulated world with these communities' figures, not the place",
    };
    let _ = writeln!(text, "± 95 %, from who was asked; against the levels “{}”. “True” is {truth}.", set.levels);
    text.push_str(&matching_text(answer, shown));
    let _ = writeln!(text, "\nprofiles, survey, chart and report: {}", directory.display());
    text.push_str(
        "Everyone is synthetic: shares describe the model's decision under its assumptions, no real place or person.\n",
    );
    text
}

/// A name cut to so many characters.
fn cut(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.into();
    }
    name.chars().take(most - 1).chain(['…']).collect()
}

/// What each rule would give, in all and to the communities shown; nothing where no rule was asked.
fn matching_text(answer: &Diagnosis, shown: &[usize]) -> String {
    let mut text = String::new();
    let Some(first) = answer.matching.first() else { return text };
    let _ = writeln!(
        text,
        "\nwhat each rule would give with S/ {:.0} a year, the survey included where there is one\n{:<18}{:>12}{:>16}{:>20}",
        first.budget_soles_per_year, "rule", "communities", "S/ planned", "forecast averted"
    );
    for rule in &answer.matching {
        let communities = rule.interventions.iter().filter(|one| !one.is_empty()).count();
        let number = |x: Option<f64>| x.map_or("–".into(), |x| format!("{x:.0}"));
        let _ = writeln!(
            text,
            "{:<18}{communities:>12}{:>16}{:>20}  {}",
            rule.rule,
            number(rule.planned_soles_per_year),
            number(rule.forecast_averted),
            rule.words
        );
    }
    text.push_str("Forecasts are static, over five years: the trade goes on as it did. What follows in the model, `amparo compare` says.\n\n");
    let _ = write!(text, "{:<20}", "community");
    for rule in &answer.matching {
        let _ = write!(text, "{:>18}", rule.rule);
    }
    text.push('\n');
    for c in shown {
        let _ = write!(text, "{:<20}", cut(&answer.communities[*c].name, 19));
        for rule in &answer.matching {
            let given = &rule.interventions[*c];
            let _ = write!(text, "{:>18}", if given.is_empty() { "–".into() } else { in_letters(given) });
        }
        text.push('\n');
    }
    let letters: Vec<String> = LETTERS.iter().map(|(kind, letter)| format!("{letter} {kind}")).collect();
    let _ = writeln!(text, "{}; ×: intensity. All communities are in matching.csv.", letters.join(", "));
    text
}

/// Interventions by a letter, where a column is narrow.
const LETTERS: [(&str, &str); 4] =
    [("information", "I"), ("app", "A"), ("community-development", "D"), ("cct-training", "T")];

/// `I×2 + T` for `information ×2 + cct-training`.
fn in_letters(words: &str) -> String {
    LETTERS.iter().fold(words.replace(" ×", "×"), |text, (kind, letter)| text.replace(kind, letter)).replace(" + ", "+")
}

/// `matching.csv`: community, department, rule, interventions (empty: none).
fn matching_csv(answer: &Diagnosis) -> String {
    use crate::register::csv_field as field;
    let mut text = String::from("community,department,rule,interventions\n");
    for (c, place) in answer.communities.iter().enumerate().filter(|(_, place)| place.shown()) {
        for rule in &answer.matching {
            let (name, department) = (field(&place.name), field(&place.department));
            let _ = writeln!(text, "{name},{department},{},{}", rule.rule, field(&rule.interventions[c]));
        }
    }
    text
}
