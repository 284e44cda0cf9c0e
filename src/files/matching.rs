//! `[policy.matching]` of a study: how interventions are matched to communities.

use super::declared::MOST_INTENSITIES;
use super::document::{Entry, Value};
use super::names;
use super::reading::Reading;
use amparo_model::policy::{Kind, named};
use amparo_model::scenario::{DRIVERS, Intervention, Matching, MatchingRule, Strengths};
use amparo_text::{Diagnostic, one_of};

/// Reads how the interventions of `menu` are matched.
pub(super) fn read(of: &Reading<'_>, menu: &[Intervention]) -> Option<Matching> {
    let rule = of.word("rule").and_then(|name| MatchingRule::ALL.into_iter().find(|rule| rule.name() == name));
    let households = match of.entry("households") {
        Some(_) => of.whole("households").map(|households| Some(u32::try_from(households).unwrap_or(1))),
        None => Some(None),
    };
    let survey = of.word("survey");
    let perfect_survey = survey == Some("perfect") || rule == Some(MatchingRule::TrueProfile);
    if perfect_survey && let Some(entry) = of.entry("households") {
        of.problems.push(
            entry
                .key_place
                .error("a perfect survey has no number of households")
                .expected("either `households` or a survey that sees everything"),
        );
    }
    let intensities = match of.entry("intensities") {
        Some(entry) => of.keep(read_intensities(entry)),
        None => Some(vec![1.0]),
    };
    let map = match (of.entry("map"), rule) {
        (Some(_), Some(MatchingRule::DriverMap)) => of.table("map").and_then(|of| read_map(&of, menu)),
        (None, Some(MatchingRule::DriverMap)) => of.wrong(
            of.table
                .error("there is no map from drivers to interventions")
                .expected(format!("map = {{ {} = \"…\" }}", DRIVERS.join(" = \"…\", "))),
        ),
        (Some(entry), Some(rule)) => of.wrong(
            entry
                .key_place
                .error(format!("a map is given, but the rule is `{}`", rule.name()))
                .expected("rule = \"driver-map\" beside it"),
        ),
        (_, None) | (None, _) => Some(Vec::new()),
    };
    let strengths = of.word("strengths").map(|word| match word {
        "scenario" => Strengths::Scenario,
        _ => Strengths::World,
    });
    if strengths == Some(Strengths::Scenario)
        && let Some(own) = menu.iter().find(|one| !one.overrides.is_empty())
        && let Some(entry) = of.entry("strengths")
    {
        of.problems.push(
            entry
                .error(format!("`{}` of the menu has values of its own, which would not be planned with", own.kind))
                .expected("either strengths = \"world\" or a menu without `parameters`"),
        );
    }
    survey?;
    Some(Matching {
        rule: rule?,
        households: households?,
        perfect_survey,
        intensities: intensities?,
        map: map?,
        strengths: strengths?,
        planner: None,
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
                .error("this cannot be the next intensity")
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
fn read_map(of: &Reading<'_>, menu: &[Intervention]) -> Option<Vec<String>> {
    let kinds = || menu.iter().map(|one| one.kind.as_str());
    let one = |driver: &&str| {
        let entry = of.needed_as(driver, &one_of(kinds()))?;
        let kind = of.keep(entry.text())?;
        if kinds().any(|known| known == kind) {
            return Some(kind.to_owned());
        }
        let known: Vec<&Kind> = kinds().filter_map(named).collect();
        of.wrong(
            entry
                .error(format!("`{kind}` is not one of the policy's interventions"))
                .expected(one_of(kinds()))
                .nearest(names::nearest_kind(kind, &known)),
        )
    };
    let all: Vec<Option<String>> = DRIVERS.iter().map(one).collect();
    all.into_iter().collect()
}
