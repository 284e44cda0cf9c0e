//! The choice of a strategy at each budget, in each view of costs.

use crate::learn;
use crate::rows::{Totals, Values};
use amparo_decide::answers::Decision;
use amparo_decide::decision::Choice;
use amparo_decide::net_benefit::{Alternative, Willingness, willingness};
use amparo_decide::over_draws::{DRAWS_FOR_AN_INTERVAL, difference, over_draws};
use amparo_decide::view::View;
use amparo_model::scenario::{DrawPlan, Policy};
use amparo_model::world::Channels;

/// The strategy of no policy: name and title.
pub(super) const STATUS_QUO: (&str, &str) = (amparo_model::scenario::STATUS_QUO, "Doing nothing further");

/// The strategies at one budget, the status quo first, with the positions of their policies.
pub(super) fn alternatives(v: &Values, budget: f64) -> (Vec<Alternative>, Vec<usize>) {
    let study = v.study();
    let all = Channels::ALL;
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, all, |row| f(&row.totals));
    let mut positions = Vec::new();
    let mut list: Vec<Alternative> = Vec::new();
    // What takes a perfect survey nobody can choose.
    let open = |p: &Policy| p.budget_soles_per_year == budget && !p.matching.as_ref().is_some_and(|m| m.perfect_survey);
    for (i, policy) in study.policies.iter().enumerate().filter(|(_, p)| open(p)) {
        let more = |f: fn(&Totals) -> f64| difference(&total(i + 1, f), &total(0, f));
        let fewer = |f: fn(&Totals) -> f64| difference(&total(0, f), &total(i + 1, f));
        list.push(Alternative {
            policy: policy.name.clone(),
            title: policy.title.clone(),
            cost: more(|t| t.cost),
            societal_cost: more(|t| t.cost - t.transfers),
            averted: fewer(|t| t.spells_begun),
            victim_years_averted: fewer(|t| t.victim_years),
        });
        positions.push(i);
    }
    if let Some(first) = list.first() {
        let nothing = Alternative::status_quo(STATUS_QUO.0, STATUS_QUO.1, first);
        list.insert(0, nothing);
    }
    (list, positions)
}

/// The grid of willingness to pay that all budgets share.
pub(super) fn shared_willingness(v: &Values) -> Willingness {
    let weights = v.weights(0, Channels::ALL);
    let mean = |values: &[Vec<f64>]| over_draws(values, &weights).mean;
    let mut points = Vec::new();
    for budget in &v.study().budgets_soles_per_year {
        let (list, _) = alternatives(v, *budget);
        points.extend(list.iter().skip(1).map(|a| (mean(&a.cost), mean(&a.averted))));
    }
    willingness(&points)
}

/// What a choice turns on needs draws: in a handful of them nothing is told from chance.
pub(super) fn decided<'a>(v: &'a Values) -> Option<&'a DrawPlan> {
    v.study().draws.as_ref().filter(|_| v.draws().len() >= DRAWS_FOR_AN_INTERVAL)
}

/// Cost and cases averted of each strategy by budget and view, and over enough draws which is best.
pub(super) fn decisions(v: &Values, willingness: &Willingness) -> Vec<Decision> {
    let study = v.study();
    let weights = v.weights(0, Channels::ALL);
    let groups = decided(v).map_or_else(Vec::new, |plan| learn::groups(plan, &study.scenario.register, &v.draws()));
    let mut out = Vec::new();
    for budget in &study.budgets_soles_per_year {
        let (alternatives, _) = alternatives(v, *budget);
        if alternatives.is_empty() {
            continue;
        }
        for view in [View::Budget, View::Societal] {
            let question = Choice {
                budget_soles_per_year: *budget,
                view,
                alternatives: &alternatives,
                weights: &weights,
                willingness,
                groups: &groups,
                seed: study.seed,
            };
            out.push(question.decide());
        }
    }
    out
}
