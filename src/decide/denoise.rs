//! Separating what draws differ in from what random numbers make them differ in.
//!
//! A draw's mean over its replicates is its true value plus simulation noise, so that the spread of draw means is wider
//! than the uncertainty it stands for, and a maximum over several noisy columns is too large on average. Draws with
//! several replicates tell how large the noise is; the rest follows from variance components.

use amparo_model::math::matrix::{Matrix, dot, symmetric_eigen, zeros};
use amparo_model::math::num;
use amparo_model::math::weighted::shares;

/// Columns of results by draw: means over replicates and how replicates of a draw scatter.
#[derive(Clone, Debug)]
pub struct Noisy {
    columns: usize,
    /// `means[draw][column]`.
    pub means: Matrix,
    /// Replicates of each draw.
    pub counts: Vec<f64>,
    /// Σ over replicates of (x − x̄)(x − x̄)ᵀ; empty with one replicate.
    scatter: Vec<Matrix>,
}

/// Between and within.
struct Components {
    /// Share of each draw in the mean, times how often it stands.
    share: Vec<f64>,
    mean: Vec<f64>,
    /// Covariance of draw means over draws: uncertainty and noise.
    total: Matrix,
    /// Share of the noise covariance of one replicate in `total`.
    noise_in_total: f64,
    /// Noise covariance of one replicate; `None` where no draw has two.
    noise: Option<Matrix>,
}

/// Directions in which a covariance below this share of the largest counts as none.
const RANK: f64 = 1e-10;

impl Noisy {
    /// From `values[draw][replicate][column]`.
    ///
    /// # Panics
    /// If a draw has no replicate or the number of columns differs.
    pub fn new(values: &[Vec<Vec<f64>>]) -> Noisy {
        let columns = values.first().and_then(|draw| draw.first()).map_or(0, Vec::len);
        let mut noisy = Noisy { columns, means: Vec::new(), counts: Vec::new(), scatter: Vec::new() };
        for replicates in values {
            assert!(!replicates.is_empty(), "every draw has a replicate");
            assert!(replicates.iter().all(|r| r.len() == columns), "every replicate has every column");
            let n = replicates.len() as f64;
            let mean: Vec<f64> = (0..columns).map(|c| replicates.iter().map(|r| r[c]).sum::<f64>() / n).collect();
            let mut scatter = Matrix::new();
            if replicates.len() > 1 {
                scatter = zeros(columns);
                for replicate in replicates {
                    let off: Vec<f64> = replicate.iter().zip(&mean).map(|(x, m)| x - m).collect();
                    add_outer(&mut scatter, &off, 1.0);
                }
            }
            noisy.means.push(mean);
            noisy.counts.push(n);
            noisy.scatter.push(scatter);
        }
        noisy
    }

    /// One column from `values[draw][replicate]`.
    ///
    /// # Panics
    /// If a draw has no replicate.
    pub fn of_one(values: &[Vec<f64>]) -> Noisy {
        Noisy::new(&values.iter().map(|draw| draw.iter().map(|x| vec![*x]).collect()).collect::<Vec<_>>())
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.means.len()
    }

    /// New columns, each a weighted sum of the present ones: `combinations[new][old]`.
    pub fn combined(&self, combinations: &[Vec<f64>]) -> Noisy {
        let apply = |x: &[f64]| combinations.iter().map(|c| dot(c, x)).collect::<Vec<f64>>();
        let scatter = self.scatter.iter().map(|s| {
            // C S Cᵀ: rows first, then columns.
            let right: Matrix = s.iter().map(|row| apply(row)).collect();
            let mut out = zeros(if s.is_empty() { 0 } else { combinations.len() });
            for (row, c) in out.iter_mut().zip(combinations) {
                for (j, x) in row.iter_mut().enumerate() {
                    *x = c.iter().zip(&right).map(|(c, r)| c * r[j]).sum();
                }
            }
            out
        });
        Noisy {
            columns: combinations.len(),
            means: self.means.iter().map(|m| apply(m)).collect(),
            counts: self.counts.clone(),
            scatter: scatter.collect(),
        }
    }

    /// Degrees of freedom of the noise: Σ (replicates − 1).
    pub fn degrees(&self) -> f64 {
        self.counts.iter().map(|n| n - 1.0).sum()
    }

    /// Noise covariance of one replicate, Σ_d Σ_r (x_dr − x̄_d)(x_dr − x̄_d)ᵀ / Σ_d (n_d − 1), pooled within draws (the
    /// within-group mean square of a one-way layout; Searle, Casella & McCulloch 1992, *Variance Components*, ch. 3).
    /// `None` where no draw has two replicates.
    pub fn noise(&self) -> Option<Matrix> {
        self.pooled(&vec![1.0; self.draws()])
    }

    fn pooled(&self, times: &[f64]) -> Option<Matrix> {
        let degrees: f64 = self.counts.iter().zip(times).map(|(n, t)| t * (n - 1.0)).sum();
        if degrees <= 0.0 {
            return None;
        }
        let mut noise = zeros(self.columns);
        for (scatter, t) in self.scatter.iter().zip(times) {
            for (to, from) in noise.iter_mut().flatten().zip(scatter.iter().flatten()) {
                *to += t * from / degrees;
            }
        }
        Some(noise)
    }

    fn components(&self, weights: &[f64], times: &[f64]) -> Components {
        assert_eq!(weights.len(), self.draws(), "every draw has a weight");
        let one: Vec<f64> = {
            let sum: f64 = weights.iter().zip(times).map(|(w, t)| w * t).sum();
            weights.iter().map(|w| w / sum).collect()
        };
        let share: Vec<f64> = one.iter().zip(times).map(|(p, t)| p * t).collect();
        let mean: Vec<f64> =
            (0..self.columns).map(|c| share.iter().zip(&self.means).map(|(p, m)| p * m[c]).sum()).collect();
        let squares: f64 = one.iter().zip(times).map(|(p, t)| t * p * p).sum();
        let freedom = (1.0 - squares).max(1e-12);
        let mut total = zeros(self.columns);
        for (p, row) in share.iter().zip(&self.means) {
            let off: Vec<f64> = row.iter().zip(&mean).map(|(x, m)| x - m).collect();
            add_outer(&mut total, &off, p / freedom);
        }
        let noise_in_total: f64 =
            one.iter().zip(times).zip(&self.counts).map(|((p, t), n)| t * p * (1.0 - p) / n).sum::<f64>() / freedom;
        Components { share, mean, total, noise_in_total, noise: self.pooled(times) }
    }

    /// Draw means with the noise taken out of their spread: `denoised[draw][column]`, with the weighted means unchanged.
    ///
    /// One column: with V the weighted variance of draw means, σ² the noise variance of one replicate, pᵢ the shares of
    /// the weights and n_d the replicates, E V = τ² + cσ² with c = Σ p(1 − p)/n / (1 − Σ p²); so τ² = max(0, V − cσ²)
    /// is the variance between draws (random-effects analysis of variance: Searle, Casella & McCulloch 1992, ch. 3; for
    /// models of individuals O'Hagan, Stevenson & Madan 2007, Health Econ. 16:1009–1023), and
    ///
    /// x̃_d = x̄ + √(τ² / (τ² + σ²/n_d)) · (x̄_d − x̄), moved so that its weighted mean is x̄.
    ///
    /// With as many replicates everywhere the factor is √(1 − noise variance/total variance). The root makes the spread of
    /// x̃ that of the truth, τ² (Louis 1984, J. Am. Stat. Assoc. 79:393–398); without it the values would be better
    /// guesses one by one and too narrow together.
    ///
    /// Several columns: the same along each *canonical* direction, in which both covariances are diagonal (u solves
    /// N u = λ V u), so that every difference and every weighted sum of columns is denoised consistently, whatever the
    /// units. Without a second replicate anywhere nothing is known of the noise and draw means are returned.
    ///
    /// # Panics
    /// If there is not one weight per draw, or the weights have no sum.
    pub fn denoised(&self, weights: &[f64]) -> Matrix {
        shares(weights);
        self.denoised_times(weights, &vec![1.0; self.draws()])
    }

    /// [`Self::denoised`] where draw d stands `times[d]` times (a resample).
    pub(super) fn denoised_times(&self, weights: &[f64], times: &[f64]) -> Matrix {
        let k = self.columns;
        let parts = self.components(weights, times);
        let Some(noise) = parts.noise else {
            return self.means.clone();
        };
        // Columns at scale 1, so that soles and cases weigh alike.
        let scale: Vec<f64> = (0..k).map(|c| num::sqrt(parts.total[c][c].max(0.0))).collect();
        let inverse = |s: f64| if s > 0.0 { 1.0 / s } else { 0.0 };
        let scaled = |m: &Matrix| -> Matrix {
            (0..k).map(|i| (0..k).map(|j| m[i][j] * inverse(scale[i]) * inverse(scale[j])).collect()).collect()
        };
        let eigen = symmetric_eigen(&scaled(&parts.total));
        let largest = eigen.values.first().copied().unwrap_or(0.0);
        let kept: Vec<usize> = (0..k).filter(|i| eigen.values[*i] > RANK * largest).collect();
        // whiten · (x − x̄)/scale has covariance 1 over draws.
        let whiten: Matrix =
            kept.iter().map(|i| eigen.vectors[*i].iter().map(|v| v / num::sqrt(eigen.values[*i])).collect()).collect();
        let noise = scaled(&noise);
        let along: Matrix = whiten.iter().map(|w| noise.iter().map(|row| dot(row, w)).collect()).collect();
        let white_noise: Matrix =
            whiten.iter().map(|w| along.iter().map(|a| dot(w, a)).collect::<Vec<f64>>()).collect();
        let canonical = symmetric_eigen(&white_noise);
        // Canonical scores of every draw, shrunk.
        let q = kept.len();
        let to_canonical: Matrix = canonical
            .vectors
            .iter()
            .map(|u| (0..k).map(|c| (0..q).map(|i| u[i] * whiten[i][c]).sum::<f64>() * inverse(scale[c])).collect())
            .collect();
        let from_canonical: Matrix = canonical
            .vectors
            .iter()
            .map(|u| {
                (0..k)
                    .map(|c| {
                        let back = |i: usize| num::sqrt(eigen.values[kept[i]]) * eigen.vectors[kept[i]][c];
                        (0..q).map(|i| u[i] * back(i)).sum::<f64>() * scale[c]
                    })
                    .collect()
            })
            .collect();
        let mut scores: Matrix = self
            .means
            .iter()
            .zip(&self.counts)
            .map(|(row, n)| {
                let off: Vec<f64> = row.iter().zip(&parts.mean).map(|(x, m)| x - m).collect();
                to_canonical
                    .iter()
                    .zip(&canonical.values)
                    .map(|(direction, noise)| {
                        let noise = noise.max(0.0);
                        let between = (1.0 - parts.noise_in_total * noise).max(0.0);
                        let factor = if between > 0.0 { num::sqrt(between / (between + noise / n)) } else { 0.0 };
                        factor * dot(direction, &off)
                    })
                    .collect()
            })
            .collect();
        for i in 0..q {
            let centre: f64 = scores.iter().zip(&parts.share).map(|(s, p)| p * s[i]).sum();
            scores.iter_mut().for_each(|s| s[i] -= centre);
        }
        scores
            .iter()
            .map(|score| {
                (0..k)
                    .map(|c| parts.mean[c] + score.iter().zip(&from_canonical).map(|(s, f)| s * f[c]).sum::<f64>())
                    .collect()
            })
            .collect()
    }
}

/// Adds `times` · x xᵀ.
fn add_outer(matrix: &mut Matrix, x: &[f64], times: f64) {
    for (row, a) in matrix.iter_mut().zip(x) {
        for (m, b) in row.iter_mut().zip(x) {
            *m += times * a * b;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};
    use amparo_model::math::weighted::{weighted_mean, weighted_variance};

    fn column(rows: &Matrix, c: usize) -> Vec<f64> {
        rows.iter().map(|r| r[c]).collect()
    }

    /// Two columns, truth with variances 4 and 1 and correlation 0.6, noise with variances 9 and 9 that columns share by
    /// 0.8, the first 60 of 800 draws with 10 replicates.
    fn simulated(key: u64) -> (Matrix, Noisy, Vec<f64>) {
        let s = Draws::new(key).of(Process::Calibration);
        let (mut truths, mut values, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for d in 0..800u64 {
            let s = s.with(d);
            let (a, b) = (s.normal(0), s.normal(1));
            let truth = vec![100.0 + 2.0 * a, 0.6 * a + 0.8 * b];
            let n = if d < 60 { 10 } else { 1 };
            values.push(
                (0..n)
                    .map(|r| {
                        let (shared, own) = (s.with(2).normal(r), s.with(3).normal(r));
                        vec![truth[0] + 3.0 * shared, truth[1] + 3.0 * (0.8 * shared + 0.6 * own)]
                    })
                    .collect::<Vec<_>>(),
            );
            weights.push(0.5 + s.uniform(4));
            truths.push(truth);
        }
        (truths, Noisy::new(&values), weights)
    }

    #[test]
    fn the_spread_of_denoised_columns_and_of_their_difference_is_that_of_the_truth() {
        let (mut ratios, mut sums) = (Vec::new(), [0.0; 3]);
        for key in 0..20 {
            let (truths, noisy, weights) = simulated(key);
            let denoised = noisy.denoised(&weights);
            let spread = |rows: &Matrix, f: fn(&[f64]) -> f64| {
                weighted_variance(&rows.iter().map(|r| f(r)).collect::<Vec<_>>(), &weights).unwrap()
            };
            let of: [fn(&[f64]) -> f64; 3] = [|r| r[0], |r| r[1], |r| r[0] - r[1]];
            let ratio = of.map(|f| spread(&denoised, f) / spread(&truths, f));
            assert!(spread(&noisy.means, of[1]) > 6.0 * spread(&truths, of[1]), "the noise is there");
            ratio.iter().zip(&mut sums).for_each(|(r, s)| *s += r / 20.0);
            ratios.push(ratio);
        }
        // Mean over 20 simulated studies; one study's ratio has a standard deviation of about 0.15 to 0.3.
        assert!((sums[0] - 1.0).abs() < 0.12 && (sums[2] - 1.0).abs() < 0.12, "{sums:?}");
        assert!((sums[1] - 1.0).abs() < 0.25, "{sums:?}");
    }

    #[test]
    fn weighted_means_stay_and_units_do_not_matter() {
        let (_, noisy, weights) = simulated(3);
        let denoised = noisy.denoised(&weights);
        for c in 0..2 {
            let (before, after) =
                (weighted_mean(&column(&noisy.means, c), &weights), weighted_mean(&column(&denoised, c), &weights));
            assert!((before - after).abs() < 1e-9, "{before} {after}");
        }
        // Denoising combinations is combining the denoised, also in units a million times as large.
        let combinations = vec![vec![1e6, 0.0], vec![1e6, -3e6], vec![0.0, 1e-3]];
        let other = noisy.combined(&combinations).denoised(&weights);
        for (x, y) in denoised.iter().zip(&other) {
            for (y, want) in y.iter().zip([1e6 * x[0], 1e6 * x[0] - 3e6 * x[1], 1e-3 * x[1]]) {
                assert!((y - want).abs() < 1e-6 * want.abs().max(1e-3), "{y} is not {want}");
            }
        }
    }

    #[test]
    fn one_column_by_hand() {
        // Two replicates each: noise variance (2 + 2 + 2)/3 = 2, draw means 1, 5, 9 with variance 16, so 1 of 16 is noise.
        let values = [vec![0.0, 2.0], vec![4.0, 6.0], vec![8.0, 10.0]];
        let denoised = Noisy::of_one(&values).denoised(&[1.0; 3]);
        let factor = (1.0 - 1.0 / 16.0f64).sqrt();
        for (row, want) in denoised.iter().zip([5.0 - 4.0 * factor, 5.0, 5.0 + 4.0 * factor]) {
            assert!((row[0] - want).abs() < 1e-12, "{} is not {want}", row[0]);
        }
    }

    #[test]
    fn noise_alone_leaves_the_mean_and_no_replicates_leave_the_draws() {
        let alone = [vec![0.0, 10.0], vec![1.0, 9.5], vec![0.0, 10.2]];
        let denoised = Noisy::of_one(&alone).denoised(&[1.0; 3]);
        assert!(denoised.iter().all(|r| (r[0] - denoised[0][0]).abs() < 1e-12));
        let single = [vec![1.0], vec![7.0]];
        assert_eq!(Noisy::of_one(&single).denoised(&[1.0; 2]), vec![vec![1.0], vec![7.0]]);
        // A column that never varies, such as the status quo's, stays as it is.
        let constant = vec![vec![vec![0.0, 1.0], vec![0.0, 2.0]], vec![vec![0.0, 5.0]], vec![vec![0.0, 9.0]]];
        assert!(Noisy::new(&constant).denoised(&[1.0; 3]).iter().all(|r| r[0] == 0.0));
    }
}
