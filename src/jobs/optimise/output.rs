//! What a search leaves: tables for people and programs.

use super::menu::{Menu, best_name};
use super::options::OptimiseOptions;
use amparo_decide::search::{Goal, Optimised, Scored, Searched, Spread};
use amparo_files::{Resolved, budget_name};
use amparo_model::scenario::Study;
use amparo_report::Language;
use amparo_report::tables::search;
use amparo_study::error::StudyError;
use amparo_study::plan::MODEL_VERSION;
use amparo_study::store::Store;
use amparo_tables::numbers::{self, number, with_plus};
use amparo_text::money;
use std::fmt::Write;

/// Tables that a search writes at the top of its directory.
pub const TABLES: [&str; 4] = ["report.xlsx", "result.json", "frontier.csv", "steps.csv"];

/// A budget in words: the largest unit in which it has no more than three decimals.
pub fn soles(budget: f64) -> String {
    let sign = money::sign();
    if budget >= 1e6 {
        format!("{sign} {} M", (budget / 1e3).round() / 1e3)
    } else if budget >= 1e3 {
        format!("{sign} {} k", budget.round() / 1e3)
    } else {
        format!("{sign} {budget}")
    }
}

/// The study with how it is optimised: everything that changes a number.
pub fn resolved(study: &Study, options: &OptimiseOptions, menus: &[Menu], budgets: &[f64]) -> String {
    let mut text = study.resolved_toml();
    let _ = write!(
        text,
        "\n[optimise]\nobjective = {:?}\ntraining = {}\nscoring = {}\n",
        options.goal.name(),
        options.training,
        options.scoring
    );
    for budget in budgets {
        for menu in menus {
            let _ = write!(
                text,
                "\n[[optimise.search]]\nname = {:?}\nbudget_soles_per_year = {budget:?}\nevaluations = {}\n\
                 fingerprint = {:?}\n",
                menu.name(),
                menu.evaluations(options),
                menu.fingerprint(study, *budget, options)
            );
        }
    }
    text
}

/// Meaning of the intervals, in words.
pub fn intervals(study: &Study) -> &'static str {
    match &study.draws {
        Some(_) => "95 % of the mean over scoring worlds: other random numbers and other parameter vectors",
        None => "95 % of the mean over scoring worlds: simulation noise at one parameter vector",
    }
}

/// What is counted, in words.
pub fn counted(goal: Goal) -> &'static str {
    match goal {
        Goal::Girls => "newly exploited girls",
        Goal::GirlsAndRepeated => "spells (newly exploited girls and repeated spells)",
    }
}

/// What stands before the command in a policy file.
pub const COMMAND: &str = "Command: ";
/// What stands before the fingerprint in a policy file.
pub const FINGERPRINT: &str = "Fingerprint of what was read: ";

/// Heading of a policy file: what it is, how it is found again, from what, and what it averts.
pub fn comment(
    study: &Study,
    options: &OptimiseOptions,
    found: &Scored,
    (command, fingerprint): (&str, &str),
    worlds: usize,
) -> String {
    let optimism = found.optimism();
    format!(
        "{}: what averted most in the training worlds of a search, a lower bound of the best there is.\n\
         {COMMAND}{command}\n\
         {FINGERPRINT}{fingerprint}; found by amparo {MODEL_VERSION}.\n\
         On {worlds} worlds kept apart it averted {} {} over {} years, discounted ({} in the training worlds, optimism {}),\n\
         at {} {} a year, conditional on what the study assumes.",
        found.title,
        plus_minus(&found.averted),
        counted(options.goal),
        study.funded_years + study.following_years,
        plus_minus(&found.training),
        plus_minus(&optimism),
        money::sign(),
        number(found.spend_soles_per_year, 0),
    )
}

/// The command and the fingerprint in a policy file that a search wrote.
pub fn found_by(file: &str) -> Option<(&str, &str)> {
    let behind = |what: &str| file.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(what));
    Some((behind(COMMAND)?, behind(FINGERPRINT)?.split(';').next()?))
}

/// A mean and half of its interval: whole numbers, or one decimal where both are below 10.
fn plus_minus(x: &Spread) -> String {
    let decimals = usize::from(x.mean.abs().max(x.bar().unwrap_or(0.0)) < 9.95);
    let unit = if decimals == 1 { 10.0 } else { 1.0 };
    // Adding 0 makes of −0 a 0.
    let text = |value: f64| number((value * unit).round() / unit + 0.0, decimals);
    match x.bar() {
        Some(bar) => format!("{} ± {}", text(x.mean), text(bar)),
        None => text(x.mean),
    }
}

/// A mean with its interval: whole numbers, or one decimal where all are below 10.
fn with_interval(x: &Spread) -> String {
    shown(x, number)
}

/// A mean with its interval, as [`with_interval`], with a sign before each number.
fn signed(x: &Spread) -> String {
    shown(x, |value, decimals| with_plus(value, number(value, decimals)))
}

fn shown(x: &Spread, number: fn(f64, usize) -> String) -> String {
    let largest =
        [Some(x.mean), x.low, x.high].into_iter().flatten().fold(0.0, |most: f64, value| most.max(value.abs()));
    let (decimals, unit) = if largest < 9.95 { (1, 10.0) } else { (0, 1.0) };
    // Adding 0 makes of −0 a 0.
    let number = |value: f64| number((value * unit).round() / unit + 0.0, decimals);
    match (x.low, x.high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", number(x.mean), number(low), number(high)),
        _ => number(x.mean),
    }
}

/// Writes every result but the manifest.
///
/// # Errors
/// As [`Store::write`].
pub fn write(store: &Store, found: &Optimised) -> Result<(), StudyError> {
    for one in &found.searches {
        store.write(&format!("policies/{}.toml", file_name(one)), one.policy_toml.as_bytes())?;
    }
    for table in [search::steps(found), search::frontier(found, Language::default())] {
        store.write(&format!("{}.csv", table.name), table.csv().as_bytes())?;
    }
    store.write_json("result.json", found)
}

/// What a search's policy file is called, without its ending.
fn file_name(one: &Searched) -> String {
    format!("{}-{}", best_name(one.kind.as_deref()), budget_name(one.budget_soles_per_year))
}

/// The answer for people: for each search what was found, and every strategy scored; its tables in at most `room` columns.
pub fn text_tables(found: &Optimised, room: usize) -> String {
    let mut text = format!(
        "{}\n{} averted over {} years, discounted at {} % per year, after adaptation; {}\n",
        found.set.after(&found.title),
        counted(found.objective),
        found.horizon_years,
        found.discount_rate * 100.0,
        found.intervals
    );
    for one in &found.searches {
        let what = one.kind.as_ref().map_or(String::new(), |kind| format!("{kind}, "));
        let _ = writeln!(
            text,
            "\n{what}up to {} per year; searched: {}",
            numbers::soles(one.budget_soles_per_year),
            one.words
        );
        text.push_str(&search::scored(found, one, Language::default()).terminal(room));
        if let Some(best) = one.found() {
            let _ = writeln!(
                text,
                "  found: {}; in the {} training worlds it averted {}: optimism {}",
                best.policy,
                found.training_worlds,
                plus_minus(&best.training),
                plus_minus(&best.optimism())
            );
        }
        if let (Some(policy), Some(gain)) = (&one.rival, &one.gain) {
            let told_apart = match (gain.low, gain.high) {
                (Some(low), _) if low > 0.0 => "",
                (_, Some(high)) if high < 0.0 => "",
                _ => ": the two can't be told apart",
            };
            let others = if one.kind.is_some() { "its other forms" } else { "the study's policies" };
            let _ = writeln!(
                text,
                "  searched against {policy}, the best of {others} in the training worlds: {}{told_apart}",
                signed(gain)
            );
        }
        if let Some(best) = one.best_in_training() {
            let _ = writeln!(
                text,
                "  lower bound of the best: {} averted, by {} ({} trials of the search)",
                with_interval(&best.averted),
                best.policy,
                one.evaluations
            );
        }
    }
    if found.rejected_worlds > 0 {
        let _ = writeln!(text, "\n{} worlds never settled and are left out", found.rejected_worlds);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_said_in_their_largest_unit() {
        assert_eq!(["S/ 20 M", "S/ 60 k", "S/ 2.5 M"].to_vec(), [2e7, 6e4, 2.5e6].map(soles).to_vec());
    }

    #[test]
    fn numbers_are_as_fine_as_they_need_be_and_never_minus_nothing() {
        let x = |mean, low, high| Spread { mean, low, high, ..Spread::default() };
        assert_eq!(with_interval(&x(-0.01, Some(-0.04), Some(0.26))), "0.0 (0.0 to 0.3)");
        assert_eq!(with_interval(&x(1234.5, Some(12.2), Some(2456.7))), "1,235 (12 to 2,457)");
        assert_eq!(signed(&x(3.0, Some(-1.0), Some(12.0))), "+3 (−1 to +12)");
        assert_eq!(signed(&x(-2.0, None, None)), "−2.0");
        assert_eq!(plus_minus(&x(-0.01, Some(-0.31), Some(0.29))), "0.0 ± 0.3");
        assert_eq!(plus_minus(&x(410.6, Some(290.6), Some(530.6))), "411 ± 120");
        assert_eq!(plus_minus(&x(12.0, None, None)), "12");
    }

    #[test]
    fn a_policy_file_tells_how_it_was_found_and_from_what() {
        let file = format!(
            "# signed\n# What it is.\n# {COMMAND}amparo optimise s.toml --seed 1\n# {FINGERPRINT}0af3; found by x.\n"
        );
        assert_eq!(found_by(&file), Some(("amparo optimise s.toml --seed 1", "0af3")));
        assert_eq!(found_by("# Found by hand.\ntitle = \"x\"\n"), None);
    }
}
