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
    fn a_world_without_weight_does_not_count_and_one_world_has_no_interval() {
        assert_eq!(weighted_mean(&[1.0, 7.0], &[0.0, 2.0]).mean, 7.0);
        assert_eq!(weighted_mean(&[4.0], &[3.0]), Spread { mean: 4.0, ..Spread::default() });
        assert_eq!(weighted_mean(&[2.0, 8.0], &[1.0, 3.0]).mean, 6.5);
    }
}
