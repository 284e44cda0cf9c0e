//! The order of policies by girls averted, at each budget.

use super::choice::{decided, open};
use crate::learn;
use crate::rows::{Row, Totals, Values};
use amparo_decide::by_girls::ByGirls;
use amparo_decide::mean::mean_of;
use amparo_decide::ordering::{Arm, by_girls};
use amparo_decide::over_draws::difference;
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_model::world::Channels;

/// Policies at each budget, those that avert most girls first.
pub(super) fn of_budgets(v: &Values) -> Vec<ByGirls> {
    let study = v.study();
    let weights = v.weights(0, Channels::ALL);
    let groups = decided(v).map_or_else(Vec::new, |plan| {
        let in_use = |kind: &str| study.policies.iter().flat_map(|p| &p.interventions).any(|one| one.kind == kind);
        learn::groups(plan, &study.scenario.register, &v.draws(), in_use)
    });
    let baseline = mean_of(&v.of(0, Channels::ALL, |row| row.totals.newly_undiscounted), &weights).mean;
    let horizon = study.funded_years + study.following_years;
    let budgets = study.budgets_soles_per_year.iter();
    budgets
        .filter_map(|budget| by_girls((*budget, horizon, baseline), &arms(v, *budget), &weights, &groups, study.seed))
        .collect()
}

fn arms(v: &Values, budget: f64) -> Vec<Arm> {
    let all = Channels::ALL;
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, all, |row| f(&row.totals));
    let weights = v.weights(0, all);
    let without = |f: fn(&Totals) -> f64| mean_of(&total(0, f), &weights).mean;
    let years = (v.study().funded_years + v.study().following_years) as f64;
    let policies = v.study().policies.iter().enumerate().filter(|(_, policy)| open(policy, budget));
    policies
        .map(|(i, policy)| {
            let fewer = |f: fn(&Totals) -> f64| difference(&total(0, f), &total(i + 1, f));
            let more = |f: fn(&Totals) -> f64| difference(&total(i + 1, f), &total(0, f));
            // Groups of fewer than five persons a year are not shown.
            let shown = |f: fn(&Totals) -> f64| (without(f) >= SUPPRESS_BELOW * years).then(|| fewer(f));
            let split = v.c.rows(i + 1, all).iter().all(|row| row.by_treatment.is_some());
            let side = |which: usize| {
                let fewer = |row: &Row| row.by_treatment.map_or(0.0, |both| both[which].1 - both[which].0);
                v.of(i + 1, all, fewer)
            };
            let elsewhere = without(|t| t.elsewhere);
            let percent = |mut of: Vec<Vec<f64>>| {
                of.iter_mut().flatten().for_each(|girls| *girls *= 100.0 / elsewhere);
                of
            };
            Arm {
                policy: policy.name.clone(),
                title: policy.title.clone(),
                girls: fewer(|t| t.newly),
                repeated: fewer(|t| t.spells_begun - t.newly),
                victim_years: fewer(|t| t.victim_years),
                girls_undiscounted: fewer(|t| t.newly_undiscounted),
                repeated_undiscounted: fewer(|t| t.spells_undiscounted - t.newly_undiscounted),
                victim_years_undiscounted: fewer(|t| t.victim_years_undiscounted),
                cost: more(|t| t.cost),
                spent: more(|t| t.cost_undiscounted),
                budget: policy.budget_soles_per_year * policy.years_of_money(),
                poorest: shown(|t| t.newly_poorest),
                under_15: shown(|t| t.newly_under_15),
                by_treatment: split.then(|| [side(0), side(1)]),
                left_sight: more(|t| t.moved_on),
                elsewhere_percent: (elsewhere > 0.0).then(|| percent(more(|t| t.elsewhere))),
            }
        })
        .collect()
}
