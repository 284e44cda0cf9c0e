//! Statistics of weighted values: draws of a prior that importance weights condition.
//!
//! Weights may have any positive scale. Where a weight is 0 the value counts for nothing.

use super::num;

/// Weights scaled to sum 1.
///
/// # Panics
/// If a weight is negative or not finite, or if they sum to 0.
pub fn shares(weights: &[f64]) -> Vec<f64> {
    assert!(weights.iter().all(|w| w.is_finite() && *w >= 0.0), "weights are finite and not negative");
    let sum: f64 = weights.iter().sum();
    assert!(sum > 0.0, "some weight is above 0");
    weights.iter().map(|w| w / sum).collect()
}

/// Weighted mean Σ wᵢxᵢ / Σ wᵢ.
///
/// # Panics
/// If the slices differ in length, or as [`shares`].
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    assert_eq!(values.len(), weights.len(), "every value has a weight");
    shares(weights).iter().zip(values).map(|(p, x)| p * x).sum()
}

/// Weighted variance Σ pᵢ(xᵢ − x̄)² / (1 − Σ pᵢ²), pᵢ = wᵢ/Σw: unbiased where weights say how much independent values
/// count ("reliability weights"); with equal weights it is the sample variance. `None` where one value has all weight.
///
/// # Panics
/// As [`weighted_mean`].
pub fn weighted_variance(values: &[f64], weights: &[f64]) -> Option<f64> {
    let p = shares(weights);
    let mean = weighted_mean(values, weights);
    let freedom = 1.0 - p.iter().map(|p| p * p).sum::<f64>();
    (freedom > 1e-12).then(|| p.iter().zip(values).map(|(p, x)| p * (x - mean) * (x - mean)).sum::<f64>() / freedom)
}

/// Effective sample size (Σw)² / Σw² (Kish 1965, *Survey Sampling*): the number of equally weighted draws
/// whose mean has the same variance. Between 1 and the number of draws; 0 for none.
///
/// # Panics
/// As [`shares`], unless there are no weights.
pub fn effective_size(weights: &[f64]) -> f64 {
    if weights.is_empty() {
        return 0.0;
    }
    1.0 / shares(weights).iter().map(|p| p * p).sum::<f64>()
}

/// Weighted quantile: with values sorted and shares pᵢ, xᵢ is the quantile at Σ_{j<i} pⱼ + pᵢ/2; linear between these
/// points and level beyond the first and last. Equal weights give Hazen's quantile (Hyndman & Fan 1996, type 5). Equal
/// values stand in the order given, which changes nothing.
///
/// # Panics
/// If there are no values, a value is not a number, `level` is not in [0, 1], or as [`weighted_mean`].
pub fn weighted_quantile(values: &[f64], weights: &[f64], level: f64) -> f64 {
    assert!(!values.is_empty() && (0.0..=1.0).contains(&level), "a quantile of some values at a level of 0 to 1");
    assert_eq!(values.len(), weights.len(), "every value has a weight");
    assert!(values.iter().all(|v| !v.is_nan()), "values are numbers");
    let p = shares(weights);
    let mut order: Vec<usize> = (0..values.len()).filter(|i| p[*i] > 0.0).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut below = 0.0;
    let mut last: Option<(f64, f64)> = None;
    for i in order {
        let (at, x) = (below + p[i] / 2.0, values[i]);
        if level <= at {
            return match last {
                Some((before, from)) if at > before => from + (x - from) * ((level - before) / (at - before)),
                _ => x,
            };
        }
        below += p[i];
        last = Some((at, x));
    }
    last.map_or(f64::NAN, |(_, x)| x)
}

/// Weighted share of draws for which `holds` is true.
///
/// # Panics
/// As [`weighted_mean`].
pub fn weighted_share(values: &[f64], weights: &[f64], holds: impl Fn(f64) -> bool) -> f64 {
    assert_eq!(values.len(), weights.len(), "every value has a weight");
    // Whole and none are exact whatever rounding the shares' sum has.
    let p = shares(weights);
    let (mut yes, mut no) = (0.0, 0.0);
    for (x, p) in values.iter().zip(p) {
        *(if holds(*x) { &mut yes } else { &mut no }) += p;
    }
    yes / (yes + no)
}

/// Standard error of a weighted mean of independent draws, √(Σ pᵢ²(xᵢ − x̄)² · n/(n − 1)) with n the effective number of
/// draws: with equal weights s/√n. `None` where one draw has all the weight.
///
/// # Panics
/// As [`weighted_mean`].
pub fn weighted_standard_error(values: &[f64], weights: &[f64]) -> Option<f64> {
    let p = shares(weights);
    let mean = weighted_mean(values, weights);
    let n = effective_size(weights);
    (n > 1.0 + 1e-9).then(|| {
        let sum: f64 = p.iter().zip(values).map(|(p, x)| p * p * (x - mean) * (x - mean)).sum();
        num::sqrt(sum * n / (n - 1.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::statistics::{mean, sample_sd, standard_error};

    #[test]
    fn equal_weights_give_the_textbook_statistics() {
        let (x, w) = ([2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0], [3.0; 8]);
        assert!((weighted_mean(&x, &w) - mean(&x)).abs() < 1e-14);
        assert!((weighted_variance(&x, &w).unwrap().sqrt() - sample_sd(&x).unwrap()).abs() < 1e-14);
        assert!((weighted_standard_error(&x, &w).unwrap() - standard_error(&x).unwrap()).abs() < 1e-14);
        assert!((effective_size(&w) - 8.0).abs() < 1e-12);
    }

    #[test]
    fn kish_by_hand() {
        // (1 + 2 + 3)² / (1 + 4 + 9) = 36/14.
        assert!((effective_size(&[1.0, 2.0, 3.0]) - 36.0 / 14.0).abs() < 1e-12);
        assert!((effective_size(&[1.0, 0.0, 0.0]) - 1.0).abs() < 1e-12);
        assert_eq!(effective_size(&[]), 0.0);
    }

    #[test]
    fn quantiles_are_hazens_with_equal_weights_and_integer_weights_repeat_values() {
        // Hazen: the i-th of n values is the (i − ½)/n quantile.
        let x = [30.0, 10.0, 20.0, 40.0];
        let w = [1.0; 4];
        for (level, want) in [(0.0, 10.0), (0.125, 10.0), (0.25, 15.0), (0.5, 25.0), (0.875, 40.0), (1.0, 40.0)] {
            assert!((weighted_quantile(&x, &w, level) - want).abs() < 1e-12, "{level}");
        }
        // A value of weight 0 is not there, and the scale of weights does not matter.
        assert_eq!(weighted_quantile(&[1.0, 9.0, 2.0], &[5.0, 0.0, 5.0], 0.9), 2.0);
        assert_eq!(weighted_quantile(&[1.0, 2.0], &[2.0, 2.0], 0.4), weighted_quantile(&[1.0, 2.0], &[7.0, 7.0], 0.4));
        // By hand: shares ¼ and ¾ put 1 at ⅛ and 2 at ⅝; halfway between them is ⅜.
        assert!((weighted_quantile(&[1.0, 2.0], &[1.0, 3.0], 0.375) - 1.5).abs() < 1e-12);
    }

    #[test]
    fn shares_that_hold_sum_to_one() {
        let (x, w) = ([-1.0, 2.0, -3.0, 0.0], [1.0, 2.0, 3.0, 4.0]);
        assert!((weighted_share(&x, &w, |v| v < 0.0) - 0.4).abs() < 1e-15);
        assert_eq!(weighted_share(&x, &w, |_| true), 1.0);
        assert_eq!(weighted_share(&x, &w, |_| false), 0.0);
    }
}
