//! One quantity over draws: its mean, its simulation noise, and its interval over what is assumed.

use super::denoise::Noisy;
use super::estimate::Estimate;
use amparo_model::math::num;
use amparo_model::math::statistics::student_t_quantile;
use amparo_model::math::weighted::{shares, weighted_mean, weighted_quantile, weighted_share};

/// Fewer draws give no interval.
pub const DRAWS_FOR_AN_INTERVAL: usize = 8;

/// A quantity from `values[draw][replicate]` and one weight per draw.
///
/// * `mean`: Σ p_d x̄_d, the weighted mean of draw means.
/// * `mc_se`: √(σ² Σ p_d²/n_d), σ² the noise variance of one replicate pooled within draws ([`Noisy::noise`]). Noise is
///   taken to be alike in all draws, and independent between them (each draw has its own seeds). `None` if it
///   cannot be estimated: no draw has two replicates, or all repeated draws agree although draws differ (a rare event can do
///   that).
/// * `noise_half`: Student's t at Σ(n_d − 1) degrees of freedom times `mc_se`: few repeated draws know their noise badly.
/// * `draws_low`, `draws_high`: weighted 2.5 and 97.5 % quantiles ([`weighted_quantile`]) of denoised draw values
///   ([`Noisy::denoised`]): uncertainty without noise. `None` with fewer than [`DRAWS_FOR_AN_INTERVAL`] draws, and where
///   noise accounts for all of the spread: nothing is known of the uncertainty then but that it is small beside the noise,
///   which `mc_se` says.
/// * `below_zero`: weighted share of denoised values below 0; `None` with one draw, and where noise accounts for all.
///
/// # Panics
/// If there are no draws, a draw has no replicate, or there is not one weight per draw.
pub fn over_draws(values: &[Vec<f64>], weights: &[f64]) -> Estimate {
    let noisy = Noisy::of_one(values);
    let p = shares(weights);
    let means: Vec<f64> = noisy.means.iter().map(|row| row[0]).collect();
    let denoised: Vec<f64> = noisy.denoised(weights).iter().map(|row| row[0]).collect();
    let between = spread(&means);
    let magnitude = means.iter().fold(0.0, |most: f64, m| most.max(m.abs()));
    let mc_se = noisy
        .noise()
        .filter(|noise| num::sqrt(noise[0][0]) > ROUNDING * between || between <= ROUNDING * magnitude)
        .map(|noise| num::sqrt(noise[0][0] * p.iter().zip(&noisy.counts).map(|(p, n)| p * p / n).sum::<f64>()));
    let drowned = spread(&denoised) <= ROUNDING * between && between > 0.0;
    let quantile = |level| {
        (values.len() >= DRAWS_FOR_AN_INTERVAL && !drowned).then(|| weighted_quantile(&denoised, weights, level))
    };
    Estimate {
        mean: weighted_mean(&means, weights),
        draws: values.len(),
        noise_half: mc_se.map(|se| se * student_t_quantile(0.95, noisy.degrees())),
        mc_se,
        draws_low: quantile(0.025),
        draws_high: quantile(0.975),
        below_zero: (values.len() > 1 && !drowned).then(|| weighted_share(&denoised, weights, |x| x < 0.0)),
    }
}

/// Spread of denoised values that is rounding, as a share of the spread before.
const ROUNDING: f64 = 1e-9;

fn spread(values: &[f64]) -> f64 {
    let ends = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    ends.1 - ends.0
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
        assert_eq!(chance.mc_se, None, "noise is not known");
        assert!(chance.draws_high.unwrap() < 0.0, "the interval over draws is: {chance:?}");
        values[9] = vec![-10.5, -9.5];
        assert!(over_draws(&values, &[1.0; 20]).mc_se.unwrap() > 0.0);
    }

    #[test]
    fn few_repeated_draws_make_the_interval_of_noise_wider() {
        // Two draws with two replicates: two degrees of freedom, t = 4.303.
        let values = [vec![1.0, 2.0], vec![5.0, 7.0], vec![9.0]];
        let found = over_draws(&values, &[1.0; 3]);
        assert!((found.noise_half.unwrap() / found.mc_se.unwrap() - 4.302_652_729_911).abs() < 1e-9);
        assert_eq!(over_draws(&[vec![1.0], vec![2.0]], &[1.0; 2]).noise_half, None);
    }

    #[test]
    fn what_never_differs_has_no_noise() {
        for constant in [0.0, -0.1] {
            let still = over_draws(&vec![vec![constant; 2]; 9], &[1.0; 9]);
            assert_eq!(still.mc_se, Some(0.0), "{constant}");
        }
        assert_eq!(over_draws(&[vec![2.0, 2.0]], &[1.0]).mc_se, Some(0.0), "one draw has no spread");
    }
}
