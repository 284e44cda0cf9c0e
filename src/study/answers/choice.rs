//! The choice of a strategy at each budget, in each view of costs.

use crate::learn;
use crate::rows::{Totals, Values};
use amparo_decide::answers::Decision;
use amparo_decide::decision::Choice;
use amparo_decide::net_benefit::{Alternative, Willingness};
use amparo_decide::over_draws::{DRAWS_FOR_AN_INTERVAL, difference};
use amparo_decide::view::View;
use amparo_model::scenario::{DrawPlan, Policy};
use amparo_model::world::Channels;

/// The strategy of no policy: name and title.
pub(super) const STATUS_QUO: (&str, &str) = (amparo_model::scenario::STATUS_QUO, "Doing nothing further");

/// Whether a policy is one of those to choose among at a budget: what takes a perfect survey nobody can choose.
pub(super) fn open(policy: &Policy, budget: f64) -> bool {
    policy.budget_soles_per_year == budget && !policy.matching.as_ref().is_some_and(|m| m.perfect_survey)
}

/// The strategies at one budget, the status quo first, with the positions of their policies.
pub(super) fn alternatives(v: &Values, budget: f64) -> (Vec<Alternative>, Vec<usize>) {
    let study = v.study();
    let all = Channels::ALL;
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, all, |row| f(&row.totals));
    let mut positions = Vec::new();
    let mut list: Vec<Alternative> = Vec::new();
    for (i, policy) in study.policies.iter().enumerate().filter(|(_, p)| open(p, budget)) {
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

/// The same in girls averted alone: nothing costs anything.
pub(super) fn in_girls(v: &Values, budget: f64) -> (Vec<Alternative>, Vec<usize>) {
    let (mut list, positions) = alternatives(v, budget);
    let of = |arm: usize| v.of(arm, Channels::ALL, |row| row.totals.newly);
    let free = |values: &mut Vec<Vec<f64>>| values.iter_mut().flatten().for_each(|soles| *soles = 0.0);
    for one in &mut list {
        free(&mut one.cost);
        free(&mut one.societal_cost);
    }
    for (one, position) in list.iter_mut().skip(1).zip(&positions) {
        one.averted = difference(&of(0), &of(position + 1));
    }
    (list, positions)
}

/// What a case averted is worth: what the study says, the first for single statements; none: nothing is chosen by money.
pub(super) fn worths(v: &Values) -> Willingness {
    let grid = v.study().worths_of_a_case_soles.clone();
    Willingness { reference: grid.first().copied().unwrap_or(0.0), grid }
}

/// What a choice turns on needs draws: in a handful of them nothing is told from chance.
pub(super) fn decided<'a>(v: &'a Values) -> Option<&'a DrawPlan> {
    v.study().draws.as_ref().filter(|_| v.draws().len() >= DRAWS_FOR_AN_INTERVAL)
}

/// Cost and cases averted of each strategy by budget and view, and over enough draws which is best.
pub(super) fn decisions(v: &Values, willingness: &Willingness) -> Vec<Decision> {
    let study = v.study();
    let weights = v.weights(0, Channels::ALL);
    // Learning is valued in money where a case has a price, and in girls always.
    let priced = decided(v).filter(|_| !willingness.grid.is_empty());
    let groups =
        priced.map_or_else(Vec::new, |plan| learn::groups(plan, &study.scenario.register, &v.draws(), |_| true));
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
