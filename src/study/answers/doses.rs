//! What the variants of a policy avert that a sweep makes.

use crate::rows::{Totals, Values};
use amparo_decide::dose::{Axis, Dose, Unit, Value, Variant, Varied, dose};
use amparo_decide::over_draws::difference;
use amparo_files::{Sweep, SweptAxis, SweptUnit, SweptValue};
use amparo_model::world::Channels;

/// One per sweep and budget, in the order of the study.
pub(super) fn doses(v: &Values, sweeps: &[Sweep]) -> Vec<Dose> {
    let study = v.study();
    let of = |sweep: &Sweep| {
        let variants: Vec<Variant> = sweep
            .variants
            .iter()
            .filter_map(|variant| {
                let at = study.policies.iter().position(|policy| policy.name == variant.policy)?;
                Some(of_policy(v, at, variant.values.iter().map(value).collect()))
            })
            .collect();
        let varied = Varied {
            policy: sweep.policy.clone(),
            title: sweep.title.clone(),
            budget_soles_per_year: sweep.budget_soles_per_year,
            horizon_years: study.funded_years + study.following_years,
            crossed: sweep.crossed,
            axes: sweep.axes.iter().map(axis).collect(),
        };
        dose(varied, &variants, &v.weights(0, Channels::ALL), study.seed)
    };
    sweeps.iter().filter_map(of).collect()
}

fn of_policy(v: &Values, policy: usize, values: Vec<Value>) -> Variant {
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, Channels::ALL, |row| f(&row.totals));
    let fewer = |f: fn(&Totals) -> f64| difference(&total(0, f), &total(policy + 1, f));
    let more = |f: fn(&Totals) -> f64| difference(&total(policy + 1, f), &total(0, f));
    let of = &v.study().policies[policy];
    Variant {
        policy: of.name.clone(),
        title: of.title.clone(),
        values,
        girls: fewer(|t| t.newly),
        girls_undiscounted: fewer(|t| t.newly_undiscounted),
        cost: more(|t| t.cost),
        spent: more(|t| t.cost_undiscounted),
        budget: of.budget_soles_per_year * of.years_of_money(),
    }
}

fn value(value: &SweptValue) -> Value {
    match value {
        SweptValue::Number(number) => Value::Number(*number),
        SweptValue::Word(word) => Value::Word(word.clone()),
    }
}

fn axis(axis: &SweptAxis) -> Axis {
    Axis {
        key: axis.key.clone(),
        label: axis.label.clone(),
        unit: match &axis.unit {
            SweptUnit::Share => Unit::Share,
            SweptUnit::SolesPerYear => Unit::SolesPerYear,
            SweptUnit::In(unit) => Unit::In(unit.clone()),
        },
        off_at_zero: axis.off_at_zero,
        values: axis.values.iter().map(value).collect(),
    }
}
