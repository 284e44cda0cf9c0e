//! The value of one assumed quantity at which a policy stops, or starts, being preferred.

use super::resample::resample;
use amparo_model::draws::{Draws, Process};
use amparo_model::math::num;
use amparo_model::math::regression::{Design, Fit};
use amparo_model::math::weighted::{shares, weighted_quantile, weighted_share};

/// Points at which the fitted curve is evaluated over the range.
const POINTS: usize = 200;
const RESAMPLES: u64 = 400;

/// On which scale effects of a quantity are smooth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As it is.
    Linear,
    /// For positive quantities with a log-uniform prior.
    Log,
}

impl Scale {
    fn to(self, x: f64) -> f64 {
        match self {
            Scale::Linear => x,
            Scale::Log => num::ln(x),
        }
    }

    fn from(self, t: f64) -> f64 {
        match self {
            Scale::Linear => t,
            Scale::Log => num::exp(t),
        }
    }
}

/// The numbers of a [`super::answers::BreakEven`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// In the quantity's unit; `None`: one sign over the whole range.
    pub threshold: Option<f64>,
    /// 95 % bootstrap interval, cut at the ends of the range.
    pub low: Option<f64>,
    /// Its upper end; `None` where it has none in the range.
    pub high: Option<f64>,
    /// Preferred above the threshold; without one, preferred throughout.
    pub preferred_above: bool,
    /// Weighted share of draws on the preferred side.
    pub share_preferred: f64,
}

/// One side preferred from `at` on the transformed scale.
#[derive(Clone, Copy, Debug)]
struct Split {
    at: f64,
    above: bool,
    /// Whether the curve crosses 0 there, or it is an end of the range.
    crosses: bool,
    /// Expected net benefit of preferring the policy on that side alone.
    worth: f64,
}

/// Where the expected incremental net benefit of a policy crosses 0 as a function of one quantity.
///
/// E[b | q] is a smooth regression ([`Design`]) of each draw's incremental net benefit `increment[draw]` (S/) on the
/// `quantity[draw]`: the other quantities are averaged over the distribution they have in the draws (threshold analysis with
/// everything else uncertain; cf. Strong, Oakley & Brennan 2014 for the regression and Briggs, Claxton & Sculpher 2006,
/// *Decision Modelling for Health Economic Evaluation*, for thresholds). The curve is examined from `low` to `high` of
/// the quantity. Where it crosses 0 more than once, the crossing is reported at which the rule "prefer the policy above
/// (below) it alone" has the highest expected net benefit over the draws.
///
/// Interval: 2.5 and 97.5 % quantiles over resamples of draws, in the same direction; a resample whose curve does not cross
/// counts as the end of the range up to which the policy is, or is never, preferred.
///
/// # Panics
/// If shapes differ, the range is empty, or the log scale is asked for what is not positive.
pub fn threshold(
    increment: &[f64],
    quantity: &[f64],
    weights: &[f64],
    (low, high): (f64, f64),
    scale: Scale,
    seed: u64,
) -> Threshold {
    assert!(increment.len() == weights.len() && quantity.len() == weights.len(), "every draw has all three");
    assert!(low < high, "a range has an inside");
    assert!(scale == Scale::Linear || (low > 0.0 && quantity.iter().all(|q| *q > 0.0)), "a log scale has no zero");
    let columns = [quantity.iter().map(|q| scale.to(*q)).collect::<Vec<f64>>()];
    let range = (scale.to(low), scale.to(high));
    let everyone: Vec<usize> = (0..weights.len()).collect();
    let whole = curve(&columns, increment, &everyone, weights, range);
    let share = shares(weights);
    let Some(found) = best(&whole, &columns[0], &share, None).filter(|split| split.crosses) else {
        let middle: f64 = whole.at_draws(&columns[0]).iter().zip(&share).map(|(g, p)| g * p).sum();
        let preferred = middle > 0.0;
        return Threshold {
            threshold: None,
            low: None,
            high: None,
            preferred_above: preferred,
            share_preferred: f64::from(u8::from(preferred)),
        };
    };
    let stream = Draws::new(seed).of(Process::Bootstrap);
    let resampled: Vec<f64> = (0..RESAMPLES)
        .filter_map(|b| {
            let times = resample(stream.with(b), weights.len());
            let rows: Vec<usize> = (0..times.len()).flat_map(|d| vec![d; times[d] as usize]).collect();
            let again: Vec<f64> = share.iter().zip(&times).map(|(p, t)| p * t).collect();
            if again.iter().sum::<f64>() <= 0.0 {
                return None;
            }
            let again_curve = curve(&columns, increment, &rows, weights, range);
            best(&again_curve, &columns[0], &again, Some(found.above)).map(|split| split.at)
        })
        .collect();
    let level = |level| scale.from(weighted_quantile(&resampled, &vec![1.0; resampled.len()], level)).clamp(low, high);
    let at = scale.from(found.at).clamp(low, high);
    Threshold {
        threshold: Some(at),
        low: Some(level(0.025).min(at)),
        high: Some(level(0.975).max(at)),
        preferred_above: found.above,
        share_preferred: weighted_share(quantity, weights, |q| (q > at) == found.above),
    }
}

/// A fitted curve on the transformed scale.
struct Curve {
    design: Design,
    fit: Fit,
    range: (f64, f64),
}

impl Curve {
    fn at(&self, t: f64) -> f64 {
        self.fit.at(&self.design.row(&[t]))
    }

    fn at_draws(&self, transformed: &[f64]) -> Vec<f64> {
        transformed.iter().map(|t| self.at(*t)).collect()
    }

    /// Where it crosses 0 inside the range, and whether upwards.
    fn crossings(&self) -> Vec<(f64, bool)> {
        let point = |i: usize| self.range.0 + (self.range.1 - self.range.0) * i as f64 / POINTS as f64;
        let mut found = Vec::new();
        let (mut from, mut value) = (point(0), self.at(point(0)));
        for i in 1..=POINTS {
            let (to, next) = (point(i), self.at(point(i)));
            if (value < 0.0) != (next < 0.0) {
                found.push((self.bisect(from, to), value < 0.0));
            }
            (from, value) = (to, next);
        }
        found
    }

    fn bisect(&self, mut from: f64, mut to: f64) -> f64 {
        let below = self.at(from) < 0.0;
        for _ in 0..40 {
            let middle = 0.5 * (from + to);
            if (self.at(middle) < 0.0) == below {
                from = middle;
            } else {
                to = middle;
            }
        }
        0.5 * (from + to)
    }
}

fn curve(columns: &[Vec<f64>], increment: &[f64], rows: &[usize], weights: &[f64], range: (f64, f64)) -> Curve {
    let design = Design::new(columns, rows, weights);
    let fit = design.fit(increment);
    Curve { design, fit, range }
}

/// The split of highest worth, in one direction or both; crossings win ties against ends.
fn best(curve: &Curve, transformed: &[f64], share: &[f64], direction: Option<bool>) -> Option<Split> {
    let fitted = curve.at_draws(transformed);
    let worth = |at: f64, above: bool| {
        let preferred = transformed.iter().zip(&fitted).zip(share).filter(|((t, _), _)| (**t > at) == above);
        preferred.map(|((_, g), p)| p * g).sum::<f64>()
    };
    let crossings = curve.crossings().into_iter().map(|(at, up)| (at, up, true));
    let ends = [(curve.range.0, true), (curve.range.1, true), (curve.range.0, false), (curve.range.1, false)];
    crossings
        .chain(ends.into_iter().map(|(at, above)| (at, above, false)))
        .filter(|(_, above, _)| direction.is_none_or(|d| d == *above))
        .map(|(at, above, crosses)| Split { at, above, crosses, worth: worth(at, above) })
        .reduce(|best, split| if split.worth > best.worth { split } else { best })
}
