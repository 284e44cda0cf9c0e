//! What targeting is worth, of every kind that a study gives in both forms at a budget.

use crate::rows::{Totals, Values};
use amparo_decide::over_draws::difference;
use amparo_decide::targeting::{Form, Targeting, targeting};
use amparo_model::policy::given_to;
use amparo_model::scenario::{self, Intervention, Policy};
use amparo_model::world::Channels;

/// By budget, in the order of policies.
pub(super) fn of_kinds(v: &Values) -> Vec<Targeting> {
    let policies = &v.study().policies;
    let mut out = Vec::new();
    for budget in &v.study().budgets_soles_per_year {
        let here = || policies.iter().enumerate().filter(|(_, p)| p.budget_soles_per_year == *budget);
        for (i, everywhere) in here() {
            let other = here().find(|(_, other)| only_the_target_differs(everywhere, other));
            if let Some((one, (j, _))) = everywhere.interventions.first().zip(other) {
                out.push(targeting(*budget, &one.kind, &form(v, i), &form(v, j), &v.weights(0, Channels::ALL)));
            }
        }
    }
    out
}

/// Whether both give one and the same intervention, the first everywhere alike and the second where most are exposed.
fn only_the_target_differs(everywhere: &Policy, by_exposure: &Policy) -> bool {
    let alone = |policy: &Policy, targeting| match policy.interventions.as_slice() {
        [one] if policy.matching.is_none() && one.targeting == targeting => Some(one.clone()),
        _ => None,
    };
    let same = |a: &Intervention, b: &Intervention| {
        let terms = |one: &Intervention| (one.kind.clone(), one.extent, one.start_week, one.end_week, one.ramp_weeks);
        // What is given to persons wherever they are has no places to choose.
        let to_places = matches!(given_to(a), Some((_, false)));
        let limits = |one: &Intervention| (one.custom.clone(), one.within.clone(), one.whom);
        to_places
            && terms(a) == terms(b)
            && limits(a) == limits(b)
            && a.intensity == b.intensity
            && a.overrides == b.overrides
    };
    let forms =
        alone(everywhere, scenario::Targeting::Uniform).zip(alone(by_exposure, scenario::Targeting::ByExposure));
    forms.is_some_and(|(a, b)| same(&a, &b))
}

fn form(v: &Values, policy: usize) -> Form {
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, Channels::ALL, |row| f(&row.totals));
    let fewer = |f: fn(&Totals) -> f64| difference(&total(0, f), &total(policy + 1, f));
    Form {
        policy: v.study().policies[policy].name.clone(),
        girls: fewer(|t| t.newly),
        girls_undiscounted: fewer(|t| t.newly_undiscounted),
        spent: difference(&total(policy + 1, |t| t.cost_undiscounted), &total(0, |t| t.cost_undiscounted)),
    }
}
