//! Poisson counts by inversion: one uniform each, so that a larger mean never gives a smaller count.

use super::{normal, num};

/// Above this mean the sum is replaced by the normal approximation (error of the count below 0.2 %).
const NORMAL_ABOVE: f64 = 400.0;

/// The count whose distribution function first exceeds `u` in (0, 1), for mean `lambda` ≥ 0.
#[inline]
pub fn inverse(u: f64, lambda: f64) -> u32 {
    // e^(−λ) ≥ 1 − λ: most calls at small means end here without an exponential.
    if u < 1.0 - lambda {
        return 0;
    }
    inverse_slow(u, lambda)
}

fn inverse_slow(u: f64, lambda: f64) -> u32 {
    if lambda > NORMAL_ABOVE {
        let x = lambda + num::sqrt(lambda) * normal::quantile(u);
        return (x + 0.5).max(0.0) as u32;
    }
    let mut probability = num::exp(-lambda);
    let mut cumulative = probability;
    let mut count = 0u32;
    while u >= cumulative && probability > 0.0 {
        count += 1;
        probability *= lambda / f64::from(count);
        let next = cumulative + probability;
        if next == cumulative && f64::from(count) > lambda {
            break;
        }
        cumulative = next;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_mean_and_variance_of_a_poisson() {
        for lambda in [0.05, 0.9, 7.0, 120.0, 900.0] {
            let n = 20_000;
            let (mut sum, mut squares) = (0.0, 0.0);
            for i in 0..n {
                let x = f64::from(inverse((f64::from(i) + 0.5) / f64::from(n), lambda));
                sum += x;
                squares += x * x;
            }
            let mean = sum / f64::from(n);
            let variance = squares / f64::from(n) - mean * mean;
            assert!((mean / lambda - 1.0).abs() < 0.01, "{lambda}: {mean}");
            assert!((variance / lambda - 1.0).abs() < 0.03, "{lambda}: {variance}");
        }
    }

    #[test]
    fn a_larger_mean_never_gives_a_smaller_count() {
        for i in 1..200 {
            let u = f64::from(i) / 200.0;
            let mut last = 0;
            for step in 0..300 {
                let count = inverse(u, f64::from(step) * 0.05);
                assert!(count >= last);
                last = count;
            }
        }
    }

    #[test]
    fn the_shortcut_agrees_with_the_sum() {
        for i in 0..1000 {
            let u = (f64::from(i) + 0.5) / 1000.0;
            for lambda in [0.0, 0.01, 0.3, 0.99] {
                assert_eq!(inverse(u, lambda), inverse_slow(u, lambda));
            }
        }
    }
}
