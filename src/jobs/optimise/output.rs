//! What a search leaves: tables for people and programs.

use super::options::OptimiseOptions;
use amparo_decide::search::{Optimised, Scored, Spread};
use amparo_files::Resolved;
use amparo_model::scenario::Study;
use amparo_report::Language;
use amparo_report::tables::search;
use amparo_study::error::StudyError;
use amparo_study::store::Store;
use amparo_tables::numbers::{self, number, with_plus};
use std::fmt::Write;

/// Name of what the search found.
pub use amparo_model::scenario::BEST_FOUND;

/// Tables that a search writes at the top of its directory.
pub const TABLES: [&str; 3] = ["result.json", "frontier.csv", "steps.csv"];

/// A budget in words: the largest unit in which it has no more than three decimals.
pub fn soles(budget: f64) -> String {
    if budget >= 1e6 {
        format!("S/ {} M", (budget / 1e3).round() / 1e3)
    } else if budget >= 1e3 {
        format!("S/ {} k", budget.round() / 1e3)
    } else {
        format!("S/ {budget}")
    }
}

/// The study with how it is optimised: everything that changes a number.
pub fn resolved(study: &Study, options: &OptimiseOptions, budgets: &[f64]) -> String {
    let budgets: Vec<String> = budgets.iter().map(|soles| format!("{soles:?}")).collect();
    format!(
        "{}\n[optimise]\nbudgets_soles_per_year = [{}]\nevaluations = {}\ntraining = {}\nscoring = {}\n",
        study.resolved_toml(),
        budgets.join(", "),
        options.evaluations,
        options.training,
        options.scoring
    )
}

/// Meaning of the intervals, in words.
pub fn intervals(study: &Study) -> &'static str {
    match &study.draws {
        Some(_) => "95 % of the mean over scoring worlds: other random numbers and other parameter vectors",
        None => "95 % of the mean over scoring worlds: simulation noise at one parameter vector",
    }
}

/// Heading of a policy file.
pub fn comment(study: &Study, budget: f64, scored: &Scored) -> String {
    format!(
        "Found by `amparo optimise` for the study `{}` at up to {} per year: a lower bound of the best, not the best.\n\
         On worlds kept apart it averted {} cases over {} years, discounted, conditional on the study's assumptions.",
        study.name,
        soles(budget),
        with_interval(&scored.averted),
        study.funded_years + study.following_years
    )
}

/// A mean with its interval: whole numbers, or one decimal where all are below 10.
fn with_interval(x: &Spread) -> String {
    shown(x, number)
}

/// A mean with its interval, as [`with_interval`], with a sign before each number.
fn signed(x: &Spread) -> String {
    shown(x, |value, decimals| with_plus(value, number(value, decimals)))
}

/// A number without an interval.
fn alone(mean: f64) -> Spread {
    Spread { mean, ..Spread::default() }
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
    for at in &found.budgets {
        let name = format!("policies/{BEST_FOUND}-{}.toml", label(at.budget_soles_per_year));
        store.write(&name, at.policy_toml.as_bytes())?;
    }
    for table in [search::steps(found), search::frontier(found, Language::default())] {
        store.write(&format!("{}.csv", table.name), table.csv().as_bytes())?;
    }
    store.write_json("result.json", found)
}

/// A budget in a file's name: letters, digits and hyphens, a different one for each budget.
fn label(budget: f64) -> String {
    let text = if budget >= 1e6 && budget % 1e6 == 0.0 {
        format!("{}M", budget / 1e6)
    } else if budget >= 1e3 && budget % 1e3 == 0.0 {
        format!("{}k", budget / 1e3)
    } else {
        format!("{budget}")
    };
    text.replace('.', "-")
}

/// The answer for people: for each budget the rule, and every strategy scored; its tables in at most `room` columns.
pub fn text_tables(found: &Optimised, room: usize) -> String {
    let mut text = format!(
        "{}\ncases averted (spells begun) over {} years, discounted at {} % per year, after adaptation; {}\n",
        found.set.after(&found.title),
        found.horizon_years,
        found.discount_rate * 100.0,
        found.intervals
    );
    for at in &found.budgets {
        let _ = writeln!(text, "\nup to {} per year: {}", numbers::soles(at.budget_soles_per_year), at.words);
        text.push_str(&search::scored(found, at, Language::default()).terminal(room));
        let _ = writeln!(
            text,
            "  in the {} training worlds the rule averted {}; {} {} {} there than in the scoring worlds (optimism {})",
            found.training_worlds,
            with_interval(&alone(at.strategies[0].training_averted)),
            if at.best_policy.is_some() { "its gain over the best policy was" } else { "that is" },
            with_interval(&alone(at.optimism.abs())),
            if at.optimism < 0.0 { "smaller" } else { "larger" },
            signed(&alone(at.optimism))
        );
        if let (Some(policy), Some(gain)) = (&at.best_policy, &at.gain) {
            let told_apart = match (gain.low, gain.high) {
                (Some(low), _) if low > 0.0 => "",
                (_, Some(high)) if high < 0.0 => "",
                _ => ": the two can't be told apart",
            };
            let _ = writeln!(
                text,
                "  against {policy}, the best of the study's policies in the training worlds: {}{told_apart}",
                signed(gain)
            );
        }
        let _ = writeln!(
            text,
            "  lower bound of the best: {} cases averted, by {} ({} trials of the search)",
            with_interval(&at.lower_bound),
            at.lower_bound_from,
            at.evaluations
        );
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
    fn budgets_have_short_names_of_their_own() {
        assert_eq!(["2M", "500k", "2500k", "1234"].to_vec(), [2e6, 5e5, 2.5e6, 1234.0].map(label).to_vec());
        assert_eq!(["S/ 20 M", "S/ 60 k", "S/ 2.5 M"].to_vec(), [2e7, 6e4, 2.5e6].map(soles).to_vec());
    }

    #[test]
    fn numbers_are_as_fine_as_they_need_be_and_never_minus_nothing() {
        let x = |mean, low, high| Spread { mean, se: None, low, high };
        assert_eq!(with_interval(&x(-0.01, Some(-0.04), Some(0.26))), "0.0 (0.0 to 0.3)");
        assert_eq!(with_interval(&x(1234.5, Some(12.2), Some(2456.7))), "1,235 (12 to 2,457)");
        assert_eq!(signed(&x(3.0, Some(-1.0), Some(12.0))), "+3 (−1 to +12)");
        assert_eq!(signed(&x(-2.0, None, None)), "−2.0");
    }
}
