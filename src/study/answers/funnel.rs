//! From money to girls averted.

use crate::rows::{Row, Values};
use amparo_decide::funnel::{Bought, Funnel, Spells, Steps};
use amparo_decide::over_draws::{difference, over_draws};
use amparo_model::policy::{label, reaches_by};
use amparo_model::scenario::Policy;
use amparo_model::world::{ANY_WAY, ByWay, Channels, Reach};

/// The funnel of every policy, after adaptation.
pub(super) fn funnels(v: &Values) -> Vec<Funnel> {
    let policies = v.study().policies.iter().enumerate();
    policies.filter_map(|(i, policy)| funnel(v, i + 1, policy)).collect()
}

/// Nothing where it buys nothing.
fn funnel(v: &Values, arm: usize, policy: &Policy) -> Option<Funnel> {
    let study = v.study();
    let weights = v.weights(arm, Channels::ALL);
    let mean = |of: &dyn Fn(&Row) -> f64| over_draws(&v.of(arm, Channels::ALL, of), &weights).mean;
    let kinds = v.c.rows(arm, Channels::ALL).iter().flat_map(|row| row.funnel.iter().flat_map(|f| &f.sums.bought));
    let mut names: Vec<&str> = Vec::new();
    for bought in kinds {
        if !names.contains(&bought.kind.as_str()) {
            names.push(&bought.kind);
        }
    }
    let bought: Vec<Bought> = names
        .into_iter()
        .filter_map(|kind| {
            let one = policy.interventions.iter().find(|one| one.kind == kind)?;
            let (reach, unit) = reaches_by(one)?;
            let of = if reach == Reach::Support { Spells::Repeated } else { Spells::First };
            let own = |value: fn(&amparo_model::observe::Bought) -> f64| {
                mean(&|row| {
                    let all = row.funnel.iter().flat_map(|f| &f.sums.bought);
                    all.filter(|bought| bought.kind == kind).map(value).sum()
                })
            };
            let way = reach.row();
            Some(Bought {
                intervention: kind.to_owned(),
                label: label(one).to_owned(),
                spending: own(|bought| bought.spending),
                units: own(|bought| bought.units),
                unit,
                of,
                reached: mean(&|row| reached(row, way)),
                at_risk: mean(&|row| at_risk(row, way)),
                prevented: mean(&|row| prevented(row, way)),
            })
        })
        .collect();
    if bought.is_empty() {
        return None;
    }
    let steps = |of: Spells| {
        let way = match of {
            Spells::First => ANY_WAY,
            Spells::Repeated => Reach::Support.row(),
        };
        let over = |values: &[Vec<f64>]| over_draws(values, &weights);
        let values = |of: &dyn Fn(&Row) -> f64| v.of(arm, Channels::ALL, of);
        let begun = |row: &Row| match of {
            Spells::First => row.totals.newly_undiscounted,
            Spells::Repeated => row.totals.spells_undiscounted - row.totals.newly_undiscounted,
        };
        let averted = difference(&v.baseline_of(arm, Channels::ALL, begun), &values(&begun));
        let prevents = values(&|row| prevented(row, way));
        Steps {
            of,
            reached: over(&values(&|row| reached(row, way))),
            at_risk: over(&values(&|row| at_risk(row, way))),
            prevented: over(&prevents),
            refilled: over(&difference(&prevents, &averted)),
            averted: over(&averted),
        }
    };
    let spells = Spells::ALL.iter().filter(|of| bought.iter().any(|one| one.of == **of)).map(|of| steps(*of)).collect();
    Some(Funnel {
        policy: policy.name.clone(),
        horizon_years: study.funded_years + study.following_years,
        funded_years: study.funded_years,
        spending: bought.iter().map(|one| one.spending).sum(),
        bought,
        spells,
    })
}

fn by_way(row: &Row, list: impl Fn(&crate::rows::FunnelTotals) -> &ByWay<f64>, way: usize) -> f64 {
    row.funnel.as_ref().map_or(0.0, |f| list(f)[way])
}

fn reached(row: &Row, way: usize) -> f64 {
    by_way(row, |f| &f.reached, way)
}

fn at_risk(row: &Row, way: usize) -> f64 {
    by_way(row, |f| &f.sums.at_risk_by_reach, way)
}

fn prevented(row: &Row, way: usize) -> f64 {
    at_risk(row, way) - by_way(row, |f| &f.sums.drawn_in_by_reach, way)
}
