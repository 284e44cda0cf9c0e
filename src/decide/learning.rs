//! What it would be worth to know more before choosing, in girls at one budget (docs/decide.md, *What to learn first*).

use super::mean::draw_means;
use super::ranking::largest;
use super::resample::resample;
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::math::regression::Design;
use amparo_model::math::statistics::sample_sd;
use amparo_model::math::weighted::weighted_mean;
use serde::Serialize;

/// Resamples of draws for a standard error.
const RESAMPLES: u64 = 100;
/// Permutations that a group's worth is compared with.
const PERMUTATIONS: u64 = 199;
/// Draws below which worths are provisional.
pub const DRAWS_TO_LEARN: f64 = 128.0;
/// Chance above which a worth is not told from what chance brings.
pub const TOLD_APART: f64 = 0.1;

/// Girls averted that knowing more would add, on average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Learning {
    /// Estimate.
    pub girls: f64,
    /// Its standard error, by resampling draws.
    pub se: f64,
    /// How often chance gives as much: the share of permutations, itself among them. `None` of perfect information.
    pub p: Option<f64>,
}

/// Averted by each policy in each draw, means over replicates: `[policy][draw]`. Doing nothing averts nothing and is always a choice.
#[derive(Clone, Debug)]
pub struct Averted {
    rows: Vec<Vec<f64>>,
    weights: Vec<f64>,
}

impl Averted {
    /// Of `averted[policy][draw][replicate]`, one weight per draw.
    ///
    /// # Panics
    /// If a policy has not one list per weight.
    pub fn new(averted: &[Vec<Vec<f64>>], weights: &[f64]) -> Averted {
        let rows: Vec<Vec<f64>> = averted.iter().map(|values| draw_means(values)).collect();
        assert!(rows.iter().all(|row| row.len() == weights.len()), "every draw has a weight");
        Averted { rows, weights: weights.to_vec() }
    }

    /// The best choice on average: a policy, or nothing.
    fn leader(&self, weights: &[f64]) -> Option<usize> {
        let means: Vec<f64> = self.rows.iter().map(|row| weighted_mean(row, weights)).collect();
        let best = largest(0..means.len(), |j| means[j])?;
        (means[best] > 0.0).then_some(best)
    }

    /// E max_k N_k − max_k E N_k (Raiffa & Schlaifer 1961), doing nothing among the choices.
    fn perfect_at(&self, weights: &[f64]) -> f64 {
        let leader = self.leader(weights);
        let gain: Vec<f64> = (0..self.weights.len())
            .map(|d| {
                let best = self.rows.iter().map(|row| row[d]).fold(0.0, f64::max);
                best - leader.map_or(0.0, |l| self.rows[l][d])
            })
            .collect();
        weighted_mean(&gain, weights).max(0.0)
    }

    /// The expected value of perfect information. Noise of draw means is in it: it is at most so much.
    pub fn perfect(&self, seed: u64) -> Learning {
        let draws = Draws::new(seed).of(Process::Bootstrap);
        let again = |b| self.perfect_at(&self.resampled(draws.with(b)));
        let values: Vec<f64> = (0..RESAMPLES).map(again).collect();
        Learning { girls: self.perfect_at(&self.weights), se: sample_sd(&values).unwrap_or(0.0), p: None }
    }

    fn resampled(&self, stream: Stream) -> Vec<f64> {
        let times = resample(stream, self.weights.len());
        let weights: Vec<f64> = self.weights.iter().zip(times).map(|(w, t)| w * t).collect();
        if weights.iter().any(|w| *w > 0.0) { weights } else { self.weights.clone() }
    }

    /// Expected value of learning the group of parameters `columns[parameter][draw]`: how much more would be averted by choosing for each
    /// value of the group what a regression on it expects to avert most (Strong, Oakley & Brennan 2014, *Med. Decis. Making* 34:311–326).
    /// Increments over the present leader are regressed on each parameter and its square, ridge by generalized cross-validation, all draws;
    /// at most `perfect`. Standard error by resampling draws and fitting anew; p by permuting the draws of the increments.
    pub fn partial(&self, columns: &[Vec<f64>], perfect: f64, seed: u64) -> Learning {
        let draws = Draws::new(seed);
        let all: Vec<usize> = (0..self.weights.len()).collect();
        let design = Design::squares(columns, &all, &self.weights);
        let increments = self.increments(&self.weights);
        let girls = worth(&design, columns, &increments, &self.weights).min(perfect);
        let resampled: Vec<f64> = (0..RESAMPLES)
            .map(|b| {
                let weights = self.resampled(draws.of(Process::Bootstrap).with(b));
                let rows: Vec<usize> = all.iter().copied().filter(|d| weights[*d] > 0.0).collect();
                let design = Design::squares(columns, &rows, &weights);
                worth(&design, columns, &self.increments(&weights), &weights).min(self.perfect_at(&weights))
            })
            .collect();
        let as_much = (0..PERMUTATIONS)
            .filter(|b| {
                let order = permutation(draws.of(Process::NoiseAlone).with(*b), all.len());
                let permuted: Vec<Vec<f64>> =
                    increments.iter().map(|row| order.iter().map(|d| row[*d]).collect()).collect();
                worth(&design, columns, &permuted, &self.weights).min(perfect) >= girls
            })
            .count();
        let p = (1.0 + as_much as f64) / (1.0 + PERMUTATIONS as f64);
        Learning { girls, se: sample_sd(&resampled).unwrap_or(0.0), p: Some(p) }
    }

    /// Of every other choice over the leader, by draw; nothing among them.
    fn increments(&self, weights: &[f64]) -> Vec<Vec<f64>> {
        let leader = self.leader(weights);
        let base = |d: usize| leader.map_or(0.0, |l| self.rows[l][d]);
        let nothing: Vec<f64> = (0..self.weights.len()).map(|d| -base(d)).collect();
        let others = self.rows.iter().enumerate().filter(|(j, _)| Some(*j) != leader);
        let mut rows: Vec<Vec<f64>> =
            others.map(|(_, row)| row.iter().enumerate().map(|(d, x)| x - base(d)).collect()).collect();
        if leader.is_some() {
            rows.push(nothing);
        }
        rows
    }
}

/// Mean over draws of the largest fitted increment, or 0, less the largest mean increment, or 0.
fn worth(design: &Design, columns: &[Vec<f64>], increments: &[Vec<f64>], weights: &[f64]) -> f64 {
    let fits: Vec<_> = increments.iter().map(|y| design.fit(y)).collect();
    let mut now = vec![0.0; fits.len()];
    let total: f64 = weights.iter().sum();
    let mut best = 0.0;
    for (d, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        let row = design.row(&columns.iter().map(|column| column[d]).collect::<Vec<_>>());
        let mut most: f64 = 0.0;
        for (fit, now) in fits.iter().zip(&mut now) {
            let fitted = fit.at(&row);
            most = most.max(fitted);
            *now += weight * fitted / total;
        }
        best += weight * most / total;
    }
    (best - now.into_iter().fold(0.0, f64::max)).max(0.0)
}

/// An order of so many by keyed uniforms.
fn permutation(stream: Stream, n: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|d| (stream.word(*d as u64), *d));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::math::normal;

    /// `n` draws of a parameter φ and of what one policy averts: mean + slope·φ + noise.
    fn model(n: u64, mean: f64, slope: f64, noise: f64) -> (Averted, Vec<Vec<f64>>) {
        let stream = Draws::new(7).of(Process::Bootstrap);
        let phi: Vec<f64> = (0..n).map(|d| stream.with(1).normal(d)).collect();
        let averted =
            phi.iter().enumerate().map(|(d, x)| vec![mean + slope * x + noise * stream.with(2).normal(d as u64)]);
        (Averted::new(&[averted.collect()], &vec![1.0; n as usize]), vec![phi])
    }

    /// E max(0, X) − max(0, E X) of a normal X.
    fn closed(mean: f64, sd: f64) -> f64 {
        let z = mean / sd;
        mean * normal::cdf(z) + sd * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() - mean.max(0.0)
    }

    #[test]
    fn a_normal_model_has_its_closed_values() {
        let (averted, columns) = model(4000, 0.5, 1.0, 0.0);
        let perfect = averted.perfect(1);
        assert!((perfect.girls - closed(0.5, 1.0)).abs() < 0.02, "{perfect:?}");
        let partial = averted.partial(&columns, perfect.girls, 1);
        assert!((partial.girls - perfect.girls).abs() < 0.02 && partial.p == Some(1.0 / 200.0), "{partial:?}");
        // Half of the variance is the parameter's.
        let (averted, columns) = model(4000, 0.5, 1.0, 1.0);
        let partial = averted.partial(&columns, averted.perfect(1).girls, 1);
        assert!((partial.girls - closed(0.5, 1.0)).abs() < 0.03 && partial.se > 0.0, "{partial:?}");
    }

    #[test]
    fn what_plays_no_part_is_seldom_told_from_chance() {
        let (averted, _) = model(128, 0.2, 1.0, 0.3);
        let perfect = averted.perfect(1).girls;
        let stream = Draws::new(11).of(Process::Bootstrap);
        let told = (0..40u64)
            .filter(|k| {
                let idle: Vec<f64> = (0..128).map(|d| stream.with(*k).normal(d)).collect();
                averted.partial(&[idle], perfect, *k).p.is_some_and(|p| p <= TOLD_APART)
            })
            .count();
        assert!(told <= 10, "{told} of 40 at a level of one in ten");
    }

    #[test]
    fn doing_nothing_is_a_choice() {
        let averted = Averted::new(&[vec![vec![-3.0], vec![1.0]]], &[1.0, 1.0]);
        assert_eq!(averted.perfect(1).girls, 0.5, "take it where it averts one, leave it else");
    }
}
