//! One quantity over draws: its mean with its error, and its interval over what is assumed.

use super::estimate::Estimate;
use super::mean::{assumed, draw_means, mean_of, reliability};
use amparo_model::math::weighted::weighted_share;

/// Fewer draws decide nothing, and have no interval.
pub const DRAWS_FOR_AN_INTERVAL: usize = 8;

/// A quantity from `values[draw][replicate]` and one weight per draw: [`mean_of`] with what [`assumed`] says of raw draw means,
/// which are never denoised (docs/decide.md, *Mean and error*).
///
/// # Panics
/// If there are no draws, a draw has no replicate, or there is not one weight per draw.
pub fn over_draws(values: &[Vec<f64>], weights: &[f64]) -> Estimate {
    let (mean, over) = (mean_of(values, weights), assumed(values, weights));
    Estimate {
        mean: mean.mean,
        draws: values.len(),
        effective: mean.draws,
        se: mean.se,
        mc_se: mean.noise,
        bar: mean.bar,
        draws_low: over.map(|over| over.low),
        draws_high: over.map(|over| over.high),
        reliability: reliability(values, weights).filter(|_| values.len() > 1),
        below_zero: over.map(|_| weighted_share(&draw_means(values), weights, |x| x < 0.0)),
    }
}

/// `a − b`, draw by draw and replicate by replicate.
///
/// # Panics
/// If the shapes differ.
pub fn difference(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    assert_eq!(a.len(), b.len(), "both have every draw");
    a.iter()
        .zip(b)
        .map(|(a, b)| {
            assert_eq!(a.len(), b.len(), "both have every replicate");
            a.iter().zip(b).map(|(x, y)| x - y).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_that_happen_to_agree_are_no_sign_of_no_noise() {
        let mut values: Vec<Vec<f64>> = (1..=20).map(|d| vec![-f64::from(d)]).collect();
        values[3] = vec![-4.0, -4.0];
        values[9] = vec![-10.0, -10.0];
        let chance = over_draws(&values, &[1.0; 20]);
        assert_eq!((chance.mc_se, chance.over_draws()), (None, None), "what of the spread is noise is not known");
        assert_eq!(chance.sign(), Some(-1.0), "the error of the mean is: {chance:?}");
        values[9] = vec![-10.5, -9.5];
        let known = over_draws(&values, &[1.0; 20]);
        assert!(known.mc_se.unwrap() > 0.0 && known.over_draws() == Some((-20.0, -1.0)) && known.is_range());
        // At one parameter vector nothing else is known: no interval, and no certainty.
        let one = over_draws(&[vec![-0.5, -0.5]], &[1.0]);
        assert_eq!((one.mc_se, one.bar, one.sign()), (None, None, None));
    }

    #[test]
    fn a_zero_stays_zero_and_what_is_zero_is_not_below_it() {
        let still = over_draws(&vec![vec![0.0; 2]; 9], &[1.0; 9]);
        assert_eq!((still.mc_se, still.bar, still.sign()), (Some(0.0), Some(0.0), None));
        // Nine draws in ten differ by exactly nothing.
        let mut values = vec![vec![0.0, 0.0]; 9];
        values.push(vec![-66.0, -67.0]);
        let found = over_draws(&values, &[1.0; 10]);
        assert!(found.draws_high == Some(0.0) && (found.below_zero.unwrap() - 0.1).abs() < 1e-12, "{found:?}");
    }
}
