//! What a search found at each budget beside the study's own policies, scored on worlds kept apart.

use super::budget_frontier::{FOUND, JOINED, Series, described, plot};
use crate::kit::chart::Chart;
use crate::kit::chart::VERSION;
use crate::kit::format::count;
use crate::kit::frame::{self, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::DASHES;
use amparo_decide::estimate::Estimate;
use amparo_decide::search::{Optimised, Scored, Spread};
use amparo_tables::numbers::{number, persons_in_words, soles};

/// Cases averted by budget, for the rule found and for every policy; `None` where nothing was optimised.
pub fn found_frontier(found: &Optimised) -> Option<Chart> {
    let series = series(found);
    let title = title(found)?;
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Spells begun that are averted over {} years (discounted), after adaptation, by what may be spent per year",
            found.horizon_years
        ),
    );
    let key = "how well the mean is known: 95 %";
    let right = WIDTH - MARGIN;
    scene.text((right, top + 8.0), key, SMALL.end());
    let at = right - SMALL.width(key);
    scene.line(vec![(at - 40.0, top + 4.0), (at - 8.0, top + 4.0)], crate::kit::scene::INK, 1.5, DASHES[0]);
    let lower = plot(&mut scene, top, &series);
    let source = format!(
        "Source: amparo {VERSION}, study {}, {} of {} {}, none of them seen by the search, which used {} others; synthetic \
         population; no real person is described and nothing is a forecast.",
        found.study,
        count(found.scoring_worlds, "scoring world"),
        found.scoring_draws,
        if found.scoring_draws == 1 { "parameter vector" } else { "draws" },
        found.training_worlds,
    );
    frame::close_with(
        &mut scene,
        lower + 48.0,
        &[
            &format!("{JOINED} Hollow: the best that was found, a lower bound of the best there is."),
            "Whiskers: 95 % interval of the mean over scoring worlds. It mixes random numbers with what draws assume, and says \
             nothing of how far single draws lie apart.",
            runs::CONDITIONAL,
        ],
        &source,
    );
    let alt = format!("{title}. {}.", described(&series));
    Some(Chart { name: "budget_frontier", title, alt, scene })
}

/// The finding at the largest budget, hedged by the interval of the gain.
fn title(found: &Optimised) -> Option<String> {
    let at = found.budgets.last()?;
    let rule = at.strategies.iter().find(|s| s.optimised)?;
    let hedge = if rule.averted.low.is_some_and(|low| low > 0.0) { "" } else { " (can't be told apart from none)" };
    let averted = format!("{} spells{hedge}", persons_in_words(rule.averted.mean));
    let budget = soles(at.budget_soles_per_year);
    Some(match (&at.best_policy, &at.gain) {
        (Some(best), Some(gain)) => {
            let title = at.strategies.iter().find(|s| s.policy == *best).map_or(best.as_str(), |s| s.title.as_str());
            let name = crate::kit::answered::without_budget(title);
            let than = match (gain.low, gain.high) {
                (Some(low), _) if low > 0.0 => format!("{} more than {name}", number(gain.mean, 0)),
                (_, Some(high)) if high < 0.0 => format!("{} fewer than {name}", number(-gain.mean, 0)),
                _ => format!("which can't be told apart from {name}"),
            };
            format!("The best allocation found averts {averted} with {budget} per year, {than}")
        }
        _ => format!("The best allocation found averts {averted} with {budget} per year"),
    })
}

fn series(found: &Optimised) -> Vec<Series> {
    let mut out: Vec<Series> = Vec::new();
    for at in &found.budgets {
        for scored in &at.strategies {
            let label = label(scored);
            let point = (at.budget_soles_per_year, estimate(&scored.averted));
            let index = out.len();
            match out.iter_mut().find(|one| one.label == label) {
                Some(one) => one.points.push(point),
                None => out.push(Series {
                    label,
                    points: vec![point],
                    style: if scored.optimised { FOUND } else { frame::style(index) },
                    optimised: scored.optimised,
                }),
            }
        }
    }
    out
}

/// Its title without the budget, which the axis says.
fn label(scored: &Scored) -> String {
    if scored.optimised {
        return "Best found".into();
    }
    crate::kit::answered::without_budget(&scored.title).to_owned()
}

/// The interval of the mean as the only one.
fn estimate(spread: &Spread) -> Estimate {
    Estimate { mean: spread.mean, draws_low: spread.low, draws_high: spread.high, ..Estimate::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_decide::search::{AtBudget, Rule};

    fn found(gain: Option<(f64, f64)>) -> Optimised {
        let scored = |policy: &str, optimised: bool, mean: f64| Scored {
            policy: policy.into(),
            title: format!("{policy}, S/ 2 M"),
            optimised,
            training_averted: mean,
            averted: Spread { mean, se: Some(1.0), low: Some(mean - 2.0), high: Some(mean + 2.0) },
            newly_exploited_averted: Spread::default(),
            victim_years_averted: Spread::default(),
            cost_soles: 1.0,
            spend_soles_per_year: 1.0,
            most_spent_soles_per_year: 1.0,
        };
        let at = |budget: f64| AtBudget {
            budget_soles_per_year: budget,
            rule: Rule::default(),
            words: String::new(),
            strategies: vec![scored("best-found", true, 90.0), scored("information", false, 70.0)],
            optimism: 0.0,
            best_policy: Some("information".into()),
            gain: gain.map(|(low, high)| Spread {
                mean: (low + high) / 2.0,
                se: None,
                low: Some(low),
                high: Some(high),
            }),
            lower_bound: Spread::default(),
            lower_bound_from: "best-found".into(),
            evaluations: 10,
            steps: Vec::new(),
            policy_toml: String::new(),
        };
        Optimised {
            study: "s".into(),
            title: "S".into(),
            set: Default::default(),
            scenario: "toy".into(),
            seed: 1,
            horizon_years: 15,
            funded_years: 5,
            discount_rate: 0.03,
            parameters_of_a_rule: 10,
            training_worlds: 4,
            scoring_worlds: 8,
            rejected_worlds: 0,
            training_draws: 1,
            scoring_draws: 1,
            intervals: String::new(),
            budgets: vec![at(2e6), at(8e6)],
        }
    }

    #[test]
    fn a_title_claims_no_more_than_the_interval_of_the_gain() {
        let title = |gain| found_frontier(&found(gain)).unwrap().title;
        assert!(title(Some((10.0, 30.0))).ends_with("20 more than information"), "{}", title(Some((10.0, 30.0))));
        assert!(title(Some((-10.0, 30.0))).contains("can't be told apart from information"));
        assert!(!title(None).contains("information"));
        assert!(found_frontier(&Optimised { budgets: Vec::new(), ..found(None) }).is_none());
    }

    #[test]
    fn every_budget_is_a_point_of_the_same_line() {
        let series = series(&found(None));
        assert_eq!(series.len(), 2);
        assert!(series.iter().all(|s| s.points.len() == 2));
        assert_eq!(series.iter().filter(|s| s.optimised).map(|s| s.label.as_str()).collect::<Vec<_>>(), ["Best found"]);
    }
}
