//! Means over worlds that count differently.

use crate::math::statistics::{mean, student_t_quantile};
use serde::Serialize;

/// A mean over worlds with its standard error and 95 % interval; `None` with one world. A world is a seed and, in a study over
/// draws, a parameter vector: this is how well the mean is known, not how much worlds differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    pub mean: f64,
    pub se: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Σwx/Σw with the ratio estimator's variance n/(n − 1)·Σw²(x − x̄)²/(Σw)² (Cochran 1977, §6) and Student's quantile at
/// n − 1 degrees of freedom; with equal weights, Student's interval.
///
/// # Panics
/// If the slices differ in length.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Spread {
    assert_eq!(values.len(), weights.len(), "a weight each");
    let sum: f64 = weights.iter().sum();
    if values.is_empty() || sum <= 0.0 {
        return Spread { mean: mean(values), ..Spread::default() };
    }
    let centre = values.iter().zip(weights).map(|(x, w)| w * x).sum::<f64>() / sum;
    if values.len() < 2 {
        return Spread { mean: centre, ..Spread::default() };
    }
    let n = values.len() as f64;
    let squares: f64 = values.iter().zip(weights).map(|(x, w)| w * w * (x - centre) * (x - centre)).sum();
    let se = (n / (n - 1.0) * squares).sqrt() / sum;
    let half = student_t_quantile(0.95, n - 1.0) * se;
    Spread { mean: centre, se: Some(se), low: Some(centre - half), high: Some(centre + half) }
}

/// The same where worlds share draws: worlds of one draw are no independent evidence of what draws differ in, so that their
/// mean counts once. At one parameter vector every world counts.
pub fn mean_over_draws(values: &[f64], draws: &[usize], weights: &[f64]) -> Spread {
    let mut distinct = draws.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 {
        return weighted_mean(values, weights);
    }
    let of = |draw: usize| (0..values.len()).filter(move |i| draws[*i] == draw);
    let means: Vec<f64> = distinct.iter().map(|d| mean(&of(*d).map(|i| values[i]).collect::<Vec<_>>())).collect();
    let shared: Vec<f64> = distinct.iter().map(|d| of(*d).map(|i| weights[i]).next().unwrap_or(0.0)).collect();
    weighted_mean(&means, &shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::statistics::{standard_error, student_t_interval};

    #[test]
    fn equal_weights_give_students_interval() {
        let x = [3.0, 5.0, 4.5, 9.0];
        let found = weighted_mean(&x, &[2.0; 4]);
        let student = student_t_interval(&x, 0.95).unwrap();
        assert!((found.mean - mean(&x)).abs() < 1e-12);
        assert!((found.se.unwrap() - standard_error(&x).unwrap()).abs() < 1e-12);
        assert!((found.low.unwrap() - student.low).abs() < 1e-12 && (found.high.unwrap() - student.high).abs() < 1e-12);
    }

    #[test]
    fn worlds_of_one_draw_count_once() {
        let (values, draws) = ([1.0, 3.0, 7.0, 9.0], [4, 4, 6, 6]);
        let found = mean_over_draws(&values, &draws, &[1.0, 1.0, 3.0, 3.0]);
        assert_eq!(found, weighted_mean(&[2.0, 8.0], &[1.0, 3.0]));
        assert_eq!(mean_over_draws(&values, &[0; 4], &[1.0; 4]), weighted_mean(&values, &[1.0; 4]));
    }

    #[test]
    fn a_world_without_weight_does_not_count_and_one_world_has_no_interval() {
        assert_eq!(weighted_mean(&[1.0, 7.0], &[0.0, 2.0]).mean, 7.0);
        assert_eq!(weighted_mean(&[4.0], &[3.0]), Spread { mean: 4.0, ..Spread::default() });
        assert_eq!(weighted_mean(&[2.0, 8.0], &[1.0, 3.0]).mean, 6.5);
    }
}
