//! How strongly the trade may make up for what is prevented before a policy stops being worth its cost.

use super::mean::{draw_means, span};
use amparo_model::draws::{Draws, Process};
use amparo_model::math::weighted::{weighted_mean, weighted_quantile};

/// Resamples of draws for the interval.
const RESAMPLES: u64 = 400;

/// The break-even share and how the draws lie to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEvenShare {
    /// s*: share of the prevented that may be made up for; at most 1, below 0 where the policy is not worth its cost even
    /// before the trade adapts.
    pub threshold: f64,
    /// 95 % bootstrap interval over draws.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Weighted share of draws whose own share is below s*.
    pub share_preferred: f64,
    /// Smallest and largest share of a draw ([`span`]).
    pub seen: (f64, f64),
}

/// The share s of the prevented spells that the trade may make up for before net benefit is 0: after adaptation
/// λ·before·(1 − s) = cost, so `s* = 1 − E cost/(λ·E before)`, with expectations over draws and cost, spells averted before
/// and after adaptation over the same horizon, discounted alike.
///
/// An identity rather than a regression: the share is an outcome of the same runs as the benefit, so that regressing one on
/// the other would find a slope in their common noise. A draw's own share is `1 − after/before`; draws in which nothing is
/// prevented have none and are left out of the last two figures.
///
/// `cost`, `before`, `after` are `[draw][replicate]`. `None` where, over the draws, nothing is prevented before adaptation.
///
/// # Panics
/// If shapes differ.
pub fn break_even_share(
    cost: &[Vec<f64>],
    before: &[Vec<f64>],
    after: &[Vec<f64>],
    weights: &[f64],
    willingness: f64,
    seed: u64,
) -> Option<BreakEvenShare> {
    assert!(cost.len() == weights.len() && before.len() == weights.len() && after.len() == weights.len());
    let (cost_of, before_of) = (draw_means(cost), draw_means(before));
    let share = |weights: &[f64]| {
        let prevented = weighted_mean(&before_of, weights);
        (prevented > 0.0).then(|| 1.0 - weighted_mean(&cost_of, weights) / (willingness * prevented))
    };
    let threshold = share(weights)?;
    let draws = Draws::new(seed);
    let n = weights.len() as u32;
    let resampled: Vec<f64> = (0..RESAMPLES)
        .filter_map(|b| {
            let stream = draws.of(Process::Bootstrap).with(u64::MAX).with(b);
            let mut times = vec![0.0; weights.len()];
            (0..u64::from(n)).for_each(|i| times[stream.index(i, n) as usize] += 1.0);
            let drawn: Vec<f64> = weights.iter().zip(&times).map(|(w, t)| w * t).collect();
            if drawn.iter().sum::<f64>() > 0.0 { share(&drawn) } else { None }
        })
        .collect();
    let even = vec![1.0; resampled.len()];
    let end = |level: f64| if resampled.is_empty() { threshold } else { weighted_quantile(&resampled, &even, level) };
    let (mut shares, mut of_shares) = (Vec::new(), Vec::new());
    for ((before, after), weight) in before_of.iter().zip(draw_means(after)).zip(weights) {
        if *before > 0.0 {
            shares.push(1.0 - after / before);
            of_shares.push(*weight);
        }
    }
    let (seen, share_preferred) = if shares.is_empty() {
        ((threshold, threshold), 0.0)
    } else {
        let below: f64 = shares.iter().zip(&of_shares).filter(|(s, _)| **s < threshold).map(|(_, w)| w).sum();
        (span(&shares, &of_shares), below / of_shares.iter().sum::<f64>())
    };
    Some(BreakEvenShare { threshold, low: end(0.025), high: end(0.975), share_preferred, seen })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(values: &[f64]) -> Vec<Vec<f64>> {
        values.iter().map(|v| vec![*v]).collect()
    }

    #[test]
    fn at_the_share_found_net_benefit_is_zero() {
        // Cost 60, 10 prevented, worth 10 each: 4 of 10 may be made up for.
        let (cost, before) = (once(&[60.0; 9]), once(&[10.0; 9]));
        let after = once(&[9.0, 8.0, 7.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0]);
        let found = break_even_share(&cost, &before, &after, &[1.0; 9], 10.0, 1).unwrap();
        assert!((found.threshold - 0.4).abs() < 1e-12);
        assert!((found.low - 0.4).abs() < 1e-12 && (found.high - 0.4).abs() < 1e-12, "nothing is uncertain about it");
        assert!((found.share_preferred - 3.0 / 9.0).abs() < 1e-12, "in three draws less is made up for");
        // A dear policy is not worth its cost even if nothing is made up for.
        assert!(break_even_share(&once(&[200.0; 9]), &before, &after, &[1.0; 9], 10.0, 1).unwrap().threshold < 0.0);
        assert!(break_even_share(&cost, &once(&[-1.0; 9]), &after, &[1.0; 9], 10.0, 1).is_none());
    }

    #[test]
    fn weights_count_and_the_interval_covers_what_draws_differ_in() {
        let cost = once(&[50.0; 40]);
        let before: Vec<Vec<f64>> = (0..40).map(|i| vec![if i % 2 == 0 { 8.0 } else { 12.0 }]).collect();
        let weights: Vec<f64> = (0..40).map(|i| if i % 2 == 0 { 1.0 } else { 3.0 }).collect();
        let found = break_even_share(&cost, &before, &before, &weights, 10.0, 1).unwrap();
        assert!((found.threshold - (1.0 - 50.0 / 110.0)).abs() < 1e-12);
        assert!(found.low < found.threshold && found.threshold < found.high);
        assert!(found.low > 1.0 - 50.0 / 80.0 && found.high < 1.0 - 50.0 / 120.0);
        assert_eq!(found.seen, (0.0, 0.0));
    }

    /// Noise common to share and benefit must not find a threshold elsewhere: it is where the identity says, whatever the noise.
    #[test]
    fn noise_does_not_move_it_systematically() {
        let s = Draws::new(5).of(Process::Calibration);
        let mut sum = 0.0;
        for study in 0..40u64 {
            let s = s.with(study);
            let noisy = |i: u64, of: u64, mean: f64| mean + 20.0 * s.with(of).normal(i);
            let before: Vec<Vec<f64>> = (0..32).map(|i| vec![noisy(i, 1, 60.0)]).collect();
            let after: Vec<Vec<f64>> = (0..32).map(|i| vec![noisy(i, 2, 48.0)]).collect();
            let cost = vec![vec![300.0]; 32];
            sum += break_even_share(&cost, &before, &after, &[1.0; 32], 10.0, 1).unwrap().threshold / 40.0;
        }
        assert!((sum - 0.5).abs() < 0.02, "{sum}");
    }
}
