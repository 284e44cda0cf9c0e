//! Effects split into what happens before the trade adapts and what its adapting adds.

use super::answers::{Estimate, SplitStep};
use super::over_draws::{difference, over_draws};

/// One outcome in the four runs of a policy, `[draw][replicate]`, on the draws that have them all.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
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
    pub before: Estimate,
    pub spatial: Estimate,
    pub refilling: Estimate,
    pub after: Estimate,
}

/// *Before adaptation* = B − baseline, *spatial* = S − B, *refilling and scale* = A − S, *after adaptation* = A − baseline,
/// each paired within draw and replicate (docs/odd.md §9).
///
/// The mean of `after` is computed as (before + spatial) + refilling, so that the three add up to it to the last bit;
/// A − baseline averaged directly differs by rounding alone.
///
/// # Panics
/// If the runs differ in shape, or as [`over_draws`].
pub fn increments(runs: Runs, weights: &[f64]) -> Increments {
    let of = |to: &[Vec<f64>], from: &[Vec<f64>]| over_draws(&difference(to, from), weights);
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
    /// `forward` or `reversed`.
    pub order: &'a str,
    /// What goes live in each step.
    pub steps: &'a [&'a str],
    /// Runs between S and A, one fewer than steps: `between[step][draw][replicate]`.
    pub between: &'a [&'a [Vec<f64>]],
}

/// Refilling and scale split along a path, on the draws that have it. Means of the increments, added in order, give the
/// mean of A − S over these draws ([`increments`]' `refilling` if they are the same draws) to the last bit: rounding is
/// put into the largest of them. The order of steps matters for what each gets, never for the sum.
///
/// # Panics
/// If there is not one run fewer than steps, the runs differ in shape, or as [`over_draws`].
pub fn split(spatial: &[Vec<f64>], live: &[Vec<f64>], path: Path, weights: &[f64]) -> Vec<SplitStep> {
    assert_eq!(path.between.len() + 1, path.steps.len(), "a path has one run fewer between its ends than steps");
    let stations: Vec<&[Vec<f64>]> =
        std::iter::once(spatial).chain(path.between.iter().copied()).chain(std::iter::once(live)).collect();
    let mut estimates: Vec<Estimate> =
        stations.windows(2).map(|pair| over_draws(&difference(pair[1], pair[0]), weights)).collect();
    make_exact(&mut estimates, over_draws(&difference(live, spatial), weights).mean);
    path.steps
        .iter()
        .zip(estimates)
        .map(|(step, increment)| SplitStep { order: path.order.to_string(), step: step.to_string(), increment })
        .collect()
}

/// Moves the largest mean by the few units in the last place that the sum in order lacks.
fn make_exact(estimates: &mut [Estimate], total: f64) {
    let sum = |e: &[Estimate]| e.iter().map(|e| e.mean).fold(0.0, |a, b| a + b);
    let mut order: Vec<usize> = (0..estimates.len()).collect();
    order.sort_by(|i, j| estimates[*j].mean.abs().total_cmp(&estimates[*i].mean.abs()));
    for i in order {
        let as_found = estimates[i].mean;
        // Each pass moves it by what is lacking; where rounding sends that back and forth the next one is tried.
        for _ in 0..4 {
            let lacking = total - sum(estimates);
            if lacking == 0.0 {
                return;
            }
            estimates[i].mean += lacking;
        }
        for nudge in [f64::next_up, f64::next_down] {
            estimates[i].mean = nudge(as_found);
            if sum(estimates) == total {
                return;
            }
        }
        estimates[i].mean = as_found;
    }
}
