//! Effects split into what happens before the trade adapts and what its adapting adds.

use super::answers::{Order, Response, SplitStep};
use super::estimate::Estimate;
use super::over_draws::{difference, over_draws};

/// One outcome in the four runs of a policy, `[draw][replicate]`, on the draws that have them all.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// The baseline's run.
    pub baseline: &'a [Vec<f64>],
    /// Run B: the trade's behaviour replayed from the baseline.
    pub held: &'a [Vec<f64>],
    /// Run S: weights and yields live, the rest replayed.
    pub spatial: &'a [Vec<f64>],
    /// Run A: everything live.
    pub live: &'a [Vec<f64>],
}

/// The four estimates of a [`super::answers::Waterfall`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Increments {
    /// Before the trade adapts.
    pub before: Estimate,
    /// Change as recruiters turn to other communities.
    pub spatial: Estimate,
    /// Change as the trade makes up for it.
    pub refilling: Estimate,
    /// After the trade has adapted.
    pub after: Estimate,
}

/// Means are rounded to multiples of this, in the outcome's unit: sums and differences of such numbers below 2²⁸ are exact
/// in any order.
const GRAIN: f64 = 1.0 / 16_777_216.0;

fn rounded(x: f64) -> f64 {
    (x / GRAIN).round() * GRAIN
}

/// *Before adaptation* = B − baseline, *spatial* = S − B, *refilling and scale* = A − S, *after adaptation* = A − baseline,
/// each paired within draw and replicate (docs/odd.md §9).
///
/// So that the three means add up to that of `after` to the last bit and in any order, they are rounded to 2⁻²⁴ of the
/// outcome's unit (a ten-millionth of a person) and `after`'s mean is computed as their sum; A − baseline averaged directly
/// differs by that rounding alone.
///
/// # Panics
/// If the runs differ in shape, or as [`over_draws`].
pub fn increments(runs: Runs, weights: &[f64]) -> Increments {
    let of = |to: &[Vec<f64>], from: &[Vec<f64>]| {
        let estimate = over_draws(&difference(to, from), weights);
        Estimate { mean: rounded(estimate.mean), ..estimate }
    };
    let before = of(runs.held, runs.baseline);
    let spatial = of(runs.spatial, runs.held);
    let refilling = of(runs.live, runs.spatial);
    let mut after = of(runs.live, runs.baseline);
    after.mean = before.mean + spatial.mean + refilling.mean;
    Increments { before, spatial, refilling, after }
}

/// A path from run S to run A that sets one more part of the trade's response live at a time.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    /// Order in which responses go live.
    pub order: Order,
    /// Response that goes live in each step.
    pub steps: &'a [Response],
    /// Runs between S and A, one fewer than steps: `between[step][draw][replicate]`.
    pub between: &'a [&'a [Vec<f64>]],
}

/// Refilling and scale split along a path, on the draws that have it. Means of the increments add up to that of A − S over
/// these draws ([`increments`]' `refilling` if they are the same draws) to the last bit, rounded as there; the last step takes
/// the rounding of the others. The order of steps matters for what each gets, never for the sum.
///
/// # Panics
/// If there is not one run fewer than steps, the runs differ in shape, or as [`over_draws`].
pub fn split(spatial: &[Vec<f64>], live: &[Vec<f64>], path: Path, weights: &[f64]) -> Vec<SplitStep> {
    assert_eq!(path.between.len() + 1, path.steps.len(), "a path has one run fewer between its ends than steps");
    let stations: Vec<&[Vec<f64>]> =
        std::iter::once(spatial).chain(path.between.iter().copied()).chain(std::iter::once(live)).collect();
    let mut left = rounded(over_draws(&difference(live, spatial), weights).mean);
    let mut steps = Vec::new();
    for (i, (step, pair)) in path.steps.iter().zip(stations.windows(2)).enumerate() {
        let mut increment = over_draws(&difference(pair[1], pair[0]), weights);
        increment.mean = if i + 1 < path.steps.len() { rounded(increment.mean) } else { left };
        left -= increment.mean;
        steps.push(SplitStep { order: path.order, step: *step, increment });
    }
    steps
}
