//! The best single intervention, chosen in other replicates than it is scored in.

use crate::mean::{draw_means, pooled_noise};
use amparo_model::math::weighted::weighted_mean;

/// Inflates the standard error of cross-fitted strategies. Replicates of a draw select for one another, so their scatter
/// understates the noise of their mean; 1.22 is the worst case, two equally good strategies.
pub const CROSS_FITTED: f64 = 1.22;

/// Which of several strategies is chosen for each draw and replicate, from the other replicates of the same draw, each
/// strategy's values shrunk towards its mean over draws by how much of their spread is noise: `[draw][replicate]`. A draw with
/// one replicate gets what does best over the other draws.
///
/// # Panics
/// If shapes differ or there is no strategy.
pub fn chosen(averted: &[&[Vec<f64>]], weights: &[f64]) -> Vec<Vec<usize>> {
    let shrinkage: Vec<Shrinkage> = averted.iter().map(|values| Shrinkage::of(values, weights)).collect();
    (0..weights.len())
        .map(|d| {
            let replicates = averted[0][d].len();
            (0..replicates)
                .map(|r| {
                    best(averted.iter().zip(&shrinkage).map(|(values, s)| {
                        let others: Vec<f64> =
                            values[d].iter().enumerate().filter(|(i, _)| *i != r).map(|(_, x)| *x).collect();
                        s.expected(&others, mean_elsewhere(values, weights, d, r))
                    }))
                })
                .collect()
        })
        .collect()
}

/// Choices where one strategy has to serve in every draw: chosen by its mean over draws in the other replicates (the other
/// draws, where there is one replicate).
pub fn chosen_over_all(averted: &[&[Vec<f64>]], weights: &[f64]) -> Vec<Vec<usize>> {
    (0..weights.len())
        .map(|d| {
            (0..averted[0][d].len())
                .map(|r| best(averted.iter().map(|values| mean_elsewhere(values, weights, d, r))))
                .collect()
        })
        .collect()
}

/// Weighted mean over draws of what is not this replicate: replicates of other numbers, and other draws' single ones.
fn mean_elsewhere(values: &[Vec<f64>], weights: &[f64], d: usize, r: usize) -> f64 {
    let (mut sum, mut mass) = (0.0, 0.0);
    for (i, (replicates, weight)) in values.iter().zip(weights).enumerate() {
        let others: Vec<f64> = replicates
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != r || (i != d && replicates.len() == 1))
            .map(|(_, x)| *x)
            .collect();
        if !others.is_empty() {
            sum += weight * others.iter().sum::<f64>() / others.len() as f64;
            mass += weight;
        }
    }
    if mass > 0.0 { sum / mass } else { 0.0 }
}

/// Position of the largest; the first of equals.
fn best(values: impl Iterator<Item = f64>) -> usize {
    values.enumerate().fold((0, f64::NEG_INFINITY), |b, (i, x)| if x > b.1 { (i, x) } else { b }).0
}

/// How much of a strategy's spread over draws is noise.
struct Shrinkage {
    between: f64,
    /// Noise variance of one replicate.
    noise: f64,
}

impl Shrinkage {
    fn of(values: &[Vec<f64>], weights: &[f64]) -> Shrinkage {
        let noise = pooled_noise(values).map_or(0.0, |(variance, _)| variance);
        let means = draw_means(values);
        let centre = weighted_mean(&means, weights);
        let spread = weighted_mean(&means.iter().map(|m| (m - centre) * (m - centre)).collect::<Vec<_>>(), weights);
        let of_means: Vec<f64> = values.iter().map(|of_draw| noise / of_draw.len() as f64).collect();
        Shrinkage { between: (spread - weighted_mean(&of_means, weights)).max(0.0), noise }
    }

    /// The expected value in a draw, from some of its replicates and the mean over draws.
    fn expected(&self, replicates: &[f64], centre: f64) -> f64 {
        if replicates.is_empty() {
            return centre;
        }
        let n = replicates.len() as f64;
        let all = self.between + self.noise / n;
        let kept = if all > 0.0 { self.between / all } else { 0.0 };
        centre + kept * (replicates.iter().sum::<f64>() / n - centre)
    }
}
