//! Values of what is assumed at which a preference turns.

use super::choice::{STATUS_QUO, alternatives, decided, in_girls};
use crate::learn;
use crate::rows::{Totals, Values};
use amparo_decide::answers::{BreakEven, DRAWS_TO_DECIDE, Doubt};
use amparo_decide::decision::Choice;
use amparo_decide::net_benefit::Willingness;
use amparo_decide::over_draws::{DRAWS_FOR_AN_INTERVAL, difference, over_draws};
use amparo_decide::refilling::break_even_share;
use amparo_decide::view::View;
use amparo_model::math::weighted::effective_size;
use amparo_model::world::Channels;

/// Thresholds of every policy against the status quo and against the best other policy at the same budget.
pub(super) fn break_evens(v: &Values, willingness: &Willingness) -> Vec<BreakEven> {
    let Some(plan) = decided(v) else { return Vec::new() };
    let study = v.study();
    let priced = !willingness.grid.is_empty();
    let girls = Willingness { grid: vec![1.0], reference: 1.0 };
    // Without a price of a case it is girls that are compared, and money plays no part.
    let willingness = if priced { willingness } else { &girls };
    let weights = v.weights(0, Channels::ALL);
    let draws = v.draws();
    let mut out = Vec::new();
    for budget in &study.budgets_soles_per_year {
        let (alternatives, positions) = if priced { alternatives(v, *budget) } else { in_girls(v, *budget) };
        let question = Choice {
            budget_soles_per_year: *budget,
            view: View::Budget,
            alternatives: &alternatives,
            weights: &weights,
            willingness,
            groups: &[],
            seed: study.seed,
        };
        for (row, position) in positions.iter().enumerate() {
            let policy = &study.policies[*position];
            let against = std::iter::once(0).chain(question.best_other(row + 1));
            for other in against {
                let rival = other.checked_sub(1).map(|at| &study.policies[positions[at]]);
                let quantities = learn::quantities(plan, &study.scenario.register, &draws, (policy, rival));
                out.extend(quantities.iter().map(|q| question.break_even(row + 1, other, q)));
            }
        }
    }
    if priced {
        out.extend(refilling_break_evens(v, willingness));
    }
    out
}

/// How much of what is prevented the trade may make up for before each policy stops being worth its cost, on the draws that
/// have runs B ([`break_even_share`]).
fn refilling_break_evens(v: &Values, willingness: &Willingness) -> Vec<BreakEven> {
    let study = v.study();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        let (arm, b) = (i + 1, Channels::NONE);
        let weights = v.weights(arm, b);
        if weights.len() < DRAWS_FOR_AN_INTERVAL {
            continue;
        }
        let baseline = |f: fn(&Totals) -> f64| v.baseline_of(arm, b, |row| f(&row.totals));
        let of = |run: Channels, f: fn(&Totals) -> f64| v.beside(arm, b, run, |row| f(&row.totals));
        let spells = |t: &Totals| t.spells_begun;
        let before = difference(&baseline(spells), &of(b, spells));
        let after = difference(&baseline(spells), &of(Channels::ALL, spells));
        let cost = difference(&of(Channels::ALL, |t| t.cost), &baseline(|t| t.cost));
        // Where what is prevented before adaptation is within noise, a share of it has no meaning.
        let prevented = over_draws(&before, &weights);
        if prevented.draws_low.is_none_or(|low| low <= 0.0) || prevented.sign() != Some(1.0) {
            continue;
        }
        let Some(found) = break_even_share(&cost, &before, &after, &weights, willingness.reference, study.seed) else {
            continue;
        };
        let (low, high) = found.seen;
        let inside = (low..=high).contains(&found.threshold);
        let doubt = if effective_size(&weights) < DRAWS_TO_DECIDE {
            Some(Doubt::FewDraws)
        } else if inside && (found.low <= low || found.high >= high) {
            Some(Doubt::Unbounded)
        } else {
            None
        };
        out.push(BreakEven {
            policy: policy.name.clone(),
            against: STATUS_QUO.0.to_string(),
            budget_soles_per_year: policy.budget_soles_per_year,
            quantity: "refilling".into(),
            words: "the share of what is prevented that the trade makes up for".into(),
            unit: "share".into(),
            low,
            high,
            threshold: inside.then_some(found.threshold),
            threshold_low: inside.then(|| found.low.clamp(low, high)),
            threshold_high: inside.then(|| found.high.clamp(low, high)),
            // Less refilling is better; beyond the shares seen it is preferred throughout, or never.
            preferred_above: !inside && found.threshold > high,
            share_preferred: found.share_preferred,
            doubt,
        });
    }
    out
}
