//! The expected value of perfect information.

use super::acceptability::at_willingness;
use super::answers::Worth;
use super::denoise::Noisy;
use super::resample::resample;
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::math::matrix::{Matrix, symmetric_eigen};
use amparo_model::math::num;
use amparo_model::math::statistics::sample_sd;
use amparo_model::math::weighted::weighted_quantile;

/// Resamples of draws for a standard error, and simulated studies of noise alone.
const RESAMPLES: u64 = 200;
/// Standard errors of a two-sided 95 % interval.
pub const NORMAL_95: f64 = 1.959_963_984_540_054;

/// A value of information and what its zero rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Information {
    /// The point estimate, S/, before the rule of zero.
    pub estimate: f64,
    /// Value that noise alone stays below in 97.5 of 100 studies, S/; 0 where nothing is known of the noise.
    pub noise_alone: f64,
    /// Reported: 0 where the interval covers 0 or noise alone would explain the estimate.
    pub worth: Worth,
}

/// Expected value of perfect information, E max_k b_k(θ) − max_k E b_k(θ) (Raiffa & Schlaifer 1961, *Applied Statistical
/// Decision Theory*; Claxton 1999, J. Health Econ. 18:341–364), from net benefits by draw and strategy.
///
/// *Noise.* A maximum over noisy net benefits is too high on average. It is taken over **denoised** ones
/// ([`Noisy::denoised`], all strategies together, so that what random numbers add to any *difference* of strategies is taken
/// out in its own proportion): unlike a regression on parameters it asks for no model of how they act, and expected net
/// benefits stay what they are. With enough draws the estimate tends to the value had the noise been absent.
///
/// *Standard error.* Bootstrap over draws with their weights and replicates, variance components estimated anew each time.
///
/// *Zero.* Two ways lead to 0: the interval estimate ± 1.96 se covers 0, or the estimate is below the 97.5 % quantile of the
/// estimates of simulated studies in which draws differ by noise alone (same means, counts and weights, normal noise of the
/// pooled covariance). The second is needed because an estimate that cannot be negative has no interval that covers 0 by
/// chance. Where no draw has a second replicate only the first applies, and noise counts as uncertainty.
///
/// Deterministic for a `seed`; the same resamples at every willingness to pay.
///
/// # Panics
/// If there is not one weight per draw.
pub fn perfect_information(benefit: &Noisy, weights: &[f64], seed: u64) -> Information {
    let once = vec![1.0; benefit.draws()];
    let value = |noisy: &Noisy, times: &[f64]| {
        let effective: Vec<f64> = weights.iter().zip(times).map(|(w, t)| w * t).collect();
        let at = at_willingness(&noisy.denoised_times(weights, times), &effective);
        at.expected_loss[at.best].max(0.0)
    };
    let estimate = value(benefit, &once);
    let draws = Draws::new(seed);
    let resampled: Vec<f64> = (0..if benefit.draws() > 1 { RESAMPLES } else { 0 })
        .map(|b| value(benefit, &resample(draws.of(Process::Bootstrap).with(b), benefit.draws())))
        .collect();
    let se = sample_sd(&resampled).unwrap_or(0.0);
    let noise_alone = match benefit.noise() {
        Some(noise) if estimate > 0.0 && benefit.draws() > 1 => {
            let root = square_root(&noise);
            let expected = at_willingness(&benefit.means, weights).expected;
            let values: Vec<f64> = (0..RESAMPLES)
                .map(|b| {
                    let stream = draws.of(Process::NoiseAlone).with(b);
                    value(&alone(stream, &expected, &root, &benefit.counts), &once)
                })
                .collect();
            weighted_quantile(&values, &vec![1.0; values.len()], 0.975)
        }
        _ => 0.0,
    };
    let zero = estimate <= NORMAL_95 * se || estimate <= noise_alone;
    Information { estimate, noise_alone, worth: Worth { value: if zero { 0.0 } else { estimate }, estimate, se } }
}

/// A study in which every draw has the same truth.
fn alone(stream: Stream, truth: &[f64], root: &Matrix, counts: &[f64]) -> Noisy {
    let values: Vec<Matrix> = counts
        .iter()
        .enumerate()
        .map(|(d, n)| {
            (0..*n as u64)
                .map(|r| {
                    let stream = stream.with(d as u64).with(r);
                    let normals: Vec<f64> = (0..root.len()).map(|i| stream.normal(i as u64)).collect();
                    (0..truth.len())
                        .map(|c| truth[c] + normals.iter().zip(root).map(|(z, row)| z * row[c]).sum::<f64>())
                        .collect()
                })
                .collect()
        })
        .collect();
    Noisy::new(&values)
}

/// Rows r with Σ r rᵀ = the matrix: √eigenvalue · eigenvector.
fn square_root(matrix: &Matrix) -> Matrix {
    let eigen = symmetric_eigen(matrix);
    eigen
        .values
        .iter()
        .zip(&eigen.vectors)
        .filter(|(value, _)| **value > 1e-12 * eigen.values[0])
        .map(|(value, vector)| vector.iter().map(|v| num::sqrt(*value) * v).collect())
        .collect()
}
