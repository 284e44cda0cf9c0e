//! `[policy.matching]` of a study: how interventions are matched to communities.

use super::document::{Entry, Table, Value};
use super::names;
use super::regions::one_of;
use amparo_model::scenario::{DRIVERS, Intervention, Matching, MatchingRule, Strengths};
use amparo_text::{Diagnostic, nearest_name};

const KEYS: [&str; 6] = ["rule", "survey", "households", "intensities", "map", "strengths"];

/// Most intensities a forecast may choose between: bundles multiply.
const MOST_INTENSITIES: usize = 4;

/// Reads how the interventions of `menu` are matched.
pub(super) fn read(entry: &Entry, menu: &[Intervention]) -> Result<Matching, Diagnostic> {
    let table = entry.table()?;
    table.only(&KEYS)?;
    let rules = MatchingRule::ALL.map(|rule| (rule.name(), rule));
    let rule = read_one_of(table.need("rule", &one_of(rules.iter().map(|(name, _)| *name)))?, "rule", rules)?;
    let households = match table.get("households") {
        Some(entry) => Some(u32::try_from(entry.whole_in(1..=10_000)?).unwrap_or(1)),
        None => None,
    };
    let perfect = match table.get("survey") {
        Some(entry) => read_one_of(entry, "survey", [("sampled", false), ("perfect", true)])?,
        None => false,
    };
    let perfect_survey = perfect || rule == MatchingRule::TrueProfile;
    if perfect_survey && let Some(entry) = table.get("households") {
        return Err(entry
            .key_place
            .error("a perfect survey has no number of households")
            .expected("either `households` or a survey that sees everything"));
    }
    let intensities = match table.get("intensities") {
        Some(entry) => read_intensities(entry)?,
        None => vec![1.0],
    };
    let map = match (table.get("map"), rule) {
        (Some(entry), MatchingRule::DriverMap) => read_map(entry.table()?, menu)?,
        (None, MatchingRule::DriverMap) => {
            return Err(table
                .error("there is no map from drivers to interventions")
                .expected(format!("map = {{ {} = \"…\" }}", DRIVERS.join(" = \"…\", "))));
        }
        (Some(entry), _) => {
            return Err(entry
                .key_place
                .error(format!("a map is given, but the rule is `{}`", rule.name()))
                .expected("rule = \"driver-map\" beside it"));
        }
        (None, _) => Vec::new(),
    };
    let strengths = match table.get("strengths") {
        Some(entry) => {
            read_one_of(entry, "strengths", [("world", Strengths::World), ("scenario", Strengths::Scenario)])?
        }
        None => Strengths::World,
    };
    if strengths == Strengths::Scenario
        && let Some(own) = menu.iter().find(|one| !one.overrides.is_empty())
        && let Some(entry) = table.get("strengths")
    {
        return Err(entry
            .error(format!("`{}` of the menu has values of its own, which would not be planned with", own.kind))
            .expected("either strengths = \"world\" or a menu without `parameters`"));
    }
    Ok(Matching { rule, households, perfect_survey, intensities, map, strengths, planner: None })
}

/// What one of some words stands for.
fn read_one_of<T: Copy, const N: usize>(entry: &Entry, what: &str, words: [(&str, T); N]) -> Result<T, Diagnostic> {
    let text = entry.text()?;
    let names = || words.iter().map(|(name, _)| *name);
    words.iter().find(|(name, _)| *name == text).map(|(_, means)| *means).ok_or_else(|| {
        entry.error(format!("unknown {what} `{text}`")).expected(one_of(names())).nearest(nearest_name(text, names()))
    })
}

fn read_intensities(entry: &Entry) -> Result<Vec<f64>, Diagnostic> {
    let mut all: Vec<f64> = Vec::new();
    for item in entry.items("intensities, ascending, such as [0.5, 1, 2]")? {
        let intensity = match item.value {
            Value::Number(number) => number,
            Value::Whole(whole) => whole as f64,
            _ => f64::NAN,
        };
        if !(intensity > 0.0 && intensity <= 4.0) || all.last().is_some_and(|last| intensity <= *last) {
            return Err(item
                .place
                .error("this is not a further intensity")
                .expected("numbers above 0 and up to 4, ascending, each once"));
        }
        all.push(intensity);
    }
    if all.is_empty() || all.len() > MOST_INTENSITIES {
        return Err(entry
            .error(format!("{} intensities are given", all.len()))
            .expected(format!("1 to {MOST_INTENSITIES} of them")));
    }
    Ok(all)
}

/// A kind of the menu for every driver, in the order of [`DRIVERS`].
fn read_map(table: &Table, menu: &[Intervention]) -> Result<Vec<String>, Diagnostic> {
    table.only(&DRIVERS)?;
    let kinds = || menu.iter().map(|one| one.kind.as_str());
    DRIVERS
        .iter()
        .map(|driver| {
            let entry = table.need(driver, &one_of(kinds()))?;
            let kind = entry.text()?;
            if kinds().any(|known| known == kind) {
                return Ok(kind.to_owned());
            }
            Err(entry
                .error(format!("`{kind}` is not one of the policy's interventions"))
                .expected(one_of(kinds()))
                .nearest(names::nearest_kind(kind, &kinds().map(|known| (known, "")).collect::<Vec<_>>())))
        })
        .collect()
}
