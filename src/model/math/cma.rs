//! Search in a few real dimensions with a noisy objective: the evolution strategy with separable covariance adaptation
//! (sep-CMA-ES, Ros & Hansen 2008; constants of Hansen's tutorial, 2016), and projection onto the simplex. Pure functions of
//! normals that the caller draws.
//!
//! The separable form learns the scale of each coordinate (n + 2)/3 times faster than the full matrix, which is what a few
//! hundred evaluations allow to learn.

use super::num::{exp, ln, pow, sqrt};

/// The distribution from which points are sampled, and how it moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Cma {
    mean: Vec<f64>,
    /// Overall step.
    sigma: f64,
    /// Variance of each coordinate, relative to the step.
    variance: Vec<f64>,
    path_sigma: Vec<f64>,
    path_variance: Vec<f64>,
    generation: u32,
    weights: Vec<f64>,
}

/// Points a generation in `n` dimensions: 4 + ⌊3 ln n⌋.
pub fn population(n: usize) -> usize {
    4 + (3.0 * ln(n.max(1) as f64)) as usize
}

impl Cma {
    /// A distribution around `mean` with standard deviation `sigma` in each coordinate.
    pub fn new(mean: Vec<f64>, sigma: f64) -> Cma {
        let n = mean.len();
        let parents = population(n) / 2;
        let raw: Vec<f64> = (1..=parents).map(|i| ln(parents as f64 + 0.5) - ln(i as f64)).collect();
        let sum: f64 = raw.iter().sum();
        Cma {
            mean,
            sigma,
            variance: vec![1.0; n],
            path_sigma: vec![0.0; n],
            path_variance: vec![0.0; n],
            generation: 0,
            weights: raw.iter().map(|w| w / sum).collect(),
        }
    }

    /// How many of a generation's best points move the distribution.
    pub fn parents(&self) -> usize {
        self.weights.len()
    }

    /// Its centre.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Standard deviation of the widest coordinate.
    pub fn width(&self) -> f64 {
        self.sigma * sqrt(self.variance.iter().copied().fold(0.0, f64::max))
    }

    /// A point, from one standard normal a coordinate.
    pub fn sample(&self, normals: impl IntoIterator<Item = f64>) -> Vec<f64> {
        let spread = self.variance.iter().map(|v| self.sigma * sqrt(*v));
        self.mean.iter().zip(spread).zip(normals).map(|((m, s), z)| m + s * z).collect()
    }

    /// Moves the distribution towards the best points of a generation, best first; only the first [`Cma::parents`] count.
    pub fn update(&mut self, best: &[Vec<f64>]) {
        let n = self.mean.len() as f64;
        let effective = 1.0 / self.weights.iter().map(|w| w * w).sum::<f64>();
        let c_sigma = (effective + 2.0) / (n + effective + 5.0);
        let damping = 1.0 + 2.0 * (sqrt(((effective - 1.0) / (n + 1.0)).max(0.0)) - 1.0).max(0.0) + c_sigma;
        let c_path = (4.0 + effective / n) / (n + 4.0 + 2.0 * effective / n);
        let faster = (n + 2.0) / 3.0;
        let c_one = (faster * 2.0 / ((n + 1.3) * (n + 1.3) + effective)).min(1.0);
        let c_rank =
            (faster * 2.0 * (effective - 2.0 + 1.0 / effective) / ((n + 2.0) * (n + 2.0) + effective)).min(1.0 - c_one);
        let expected_length = sqrt(n) * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));

        self.generation += 1;
        let steps: Vec<Vec<f64>> = best
            .iter()
            .take(self.weights.len())
            .map(|x| x.iter().zip(&self.mean).map(|(x, m)| (x - m) / self.sigma).collect())
            .collect();
        let mean_step: Vec<f64> =
            (0..self.mean.len()).map(|i| self.weights.iter().zip(&steps).map(|(w, step)| w * step[i]).sum()).collect();
        for (i, step) in mean_step.iter().enumerate() {
            self.mean[i] += self.sigma * step;
            self.path_sigma[i] = (1.0 - c_sigma) * self.path_sigma[i]
                + sqrt(c_sigma * (2.0 - c_sigma) * effective) * step / sqrt(self.variance[i]);
        }
        let length = sqrt(self.path_sigma.iter().map(|p| p * p).sum::<f64>());
        let settled = sqrt(1.0 - pow(1.0 - c_sigma, 2.0 * f64::from(self.generation)));
        let moving = f64::from(u8::from(length / settled < (1.4 + 2.0 / (n + 1.0)) * expected_length));
        for (i, step) in mean_step.iter().enumerate() {
            self.path_variance[i] =
                (1.0 - c_path) * self.path_variance[i] + moving * sqrt(c_path * (2.0 - c_path) * effective) * step;
            let old = self.variance[i];
            let one = self.path_variance[i] * self.path_variance[i] + (1.0 - moving) * c_path * (2.0 - c_path) * old;
            let rank: f64 = self.weights.iter().zip(&steps).map(|(w, step)| w * step[i] * step[i]).sum();
            self.variance[i] = ((1.0 - c_one - c_rank) * old + c_one * one + c_rank * rank).max(1e-12);
        }
        self.sigma *= exp((c_sigma / damping * (length / expected_length - 1.0)).min(1.0));
    }
}

/// A coordinate folded back into [0, 1] at its ends, as often as needed.
pub fn reflected(x: f64) -> f64 {
    let y = x.rem_euclid(2.0);
    if y > 1.0 { 2.0 - y } else { y }
}

/// The point of the simplex {p ≥ 0, Σp = 1} nearest to `z` (Held, Wolfe & Crowder 1974): p_i = max(z_i − τ, 0). Unlike a
/// softmax it reaches edges and corners.
pub fn onto_simplex(z: &[f64]) -> Vec<f64> {
    let mut sorted = z.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut threshold) = (0.0, f64::NEG_INFINITY);
    for (i, value) in sorted.iter().enumerate() {
        sum += value;
        let candidate = (sum - 1.0) / (i + 1) as f64;
        if *value > candidate {
            threshold = candidate;
        }
    }
    z.iter().map(|value| (value - threshold).max(0.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal;

    /// Minimizes `f` from `start` and gives the last centre.
    fn minimize(f: impl Fn(&[f64]) -> f64, start: Vec<f64>, generations: u64) -> Vec<f64> {
        let n = start.len();
        let mut state = 1u64;
        let mut normal = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            normal::quantile(((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64)
        };
        let mut cma = Cma::new(start, 0.3);
        for _ in 0..generations {
            let mut points: Vec<Vec<f64>> =
                (0..population(n)).map(|_| cma.sample((0..n).map(|_| normal()).collect::<Vec<_>>())).collect();
            points.sort_by(|a, b| f(a).total_cmp(&f(b)));
            cma.update(&points);
        }
        cma.mean().to_vec()
    }

    #[test]
    fn it_finds_the_minimum_of_a_sphere_and_of_a_stretched_bowl() {
        let sphere = |x: &[f64]| x.iter().map(|x| (x - 0.7) * (x - 0.7)).sum::<f64>();
        let found = minimize(sphere, vec![0.0; 10], 150);
        assert!(found.iter().all(|x| (x - 0.7).abs() < 1e-3), "{found:?}");
        let bowl = |x: &[f64]| x.iter().enumerate().map(|(i, x)| 10f64.powi(i as i32) * (x - 0.2) * (x - 0.2)).sum();
        let found = minimize(bowl, vec![1.0; 6], 300);
        assert!(found.iter().all(|x| (x - 0.2).abs() < 1e-3), "{found:?}");
    }

    #[test]
    fn a_generation_has_as_many_points_as_the_tutorial_says() {
        // Hansen 2016, table 1: 4 + ⌊3 ln n⌋.
        assert_eq!([population(2), population(5), population(10), population(40)], [6, 8, 10, 15]);
        assert_eq!(Cma::new(vec![0.0; 10], 1.0).parents(), 5);
    }

    #[test]
    fn the_nearest_point_of_the_simplex_is_found() {
        assert_eq!(onto_simplex(&[0.2, 0.3, 0.5]), vec![0.2, 0.3, 0.5]);
        assert_eq!(onto_simplex(&[2.0, 0.5, 0.0]), vec![1.0, 0.0, 0.0]);
        assert_eq!(onto_simplex(&[0.75, 0.75, -5.0]), vec![0.5, 0.5, 0.0]);
        // Optimality: a move along the simplex never comes nearer.
        let (z, p) = ([0.9, 0.4, -0.1, 0.3], onto_simplex(&[0.9, 0.4, -0.1, 0.3]));
        let distance = |p: &[f64]| z.iter().zip(p).map(|(z, p)| (z - p) * (z - p)).sum::<f64>();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-15);
        for (i, j) in (0..4).flat_map(|i| (0..4).map(move |j| (i, j))).filter(|(i, j)| i != j) {
            let mut moved = p.clone();
            let step = 0.01f64.min(moved[i]);
            moved[i] -= step;
            moved[j] += step;
            assert!(distance(&moved) >= distance(&p), "{i} to {j}");
        }
    }

    #[test]
    fn coordinates_are_folded_back_into_the_unit_interval() {
        for (x, y) in [(0.3, 0.3), (1.2, 0.8), (-0.2, 0.2), (2.3, 0.3), (-1.4, 0.6)] {
            assert!((reflected(x) - y).abs() < 1e-15, "{x}");
        }
    }
}
