//! How much each driver matters to a girl: alike in all, or in each her own way (docs/odd.md §6.7, `decision.own_weights`).

use crate::draws::Stream;
use crate::math::num::ln;
use crate::math::shapley::PLAYERS;

/// Weights of the six drivers in one girl's decision: at least 0, sum 6, so that 1 is the mean.
///
/// Each multiplies the term through which its driver acts ([`utilities`](crate::process::decision::utilities),
/// [`talks`](crate::process::decision::talks)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Of u(ỹ) at home: extreme poverty.
    pub poverty: f64,
    /// Of the loss L feared: lack of information.
    pub information: f64,
    /// Of the probability of talking it over: taboo.
    pub taboo: f64,
    /// Of ψ: violence.
    pub violence: f64,
    /// Of D·u(w) at home: lack of opportunity.
    pub opportunity: f64,
    /// Of D·u(w*) if the offer is true: the gain hoped for.
    pub gain: f64,
}

impl Weights {
    /// All drivers weigh alike.
    pub const EQUAL: Self =
        Weights { poverty: 1.0, information: 1.0, taboo: 1.0, violence: 1.0, opportunity: 1.0, gain: 1.0 };

    /// In the order of drivers of [`ln_acceptance_protected`](crate::process::decision::ln_acceptance_protected).
    pub fn values(&self) -> [f64; PLAYERS] {
        [self.poverty, self.information, self.taboo, self.violence, self.opportunity, self.gain]
    }
}

/// A girl's own weights, 6·Dirichlet(k, …, k); equal ones for k = 0. `draws` are hers.
///
/// Each driver has the sum of k exponentials, `−ln ∏ U` (a gamma of shape k), and weights are these over their mean
/// (Devroye 1986, *Non-Uniform Random Variate Generation*, ch. XI.4): 6k words, always. Mean 1, variance `5/(6k + 1)`.
pub fn own_weights(draws: Stream, k: u64) -> Weights {
    if k == 0 {
        return Weights::EQUAL;
    }
    let mut gammas = [0.0; PLAYERS];
    for (driver, gamma) in (0..).zip(&mut gammas) {
        let product: f64 = (0..k).map(|i| draws.uniform(driver * k + i)).product();
        // Twenty uniforms can be too small a product for a double, if hardly ever.
        *gamma = -ln(product.max(f64::MIN_POSITIVE));
    }
    let mean = gammas.iter().sum::<f64>() / PLAYERS as f64;
    let [poverty, information, taboo, violence, opportunity, gain] = gammas.map(|gamma| gamma / mean);
    Weights { poverty, information, taboo, violence, opportunity, gain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Process};

    fn many(k: u64, n: u64) -> Vec<[f64; PLAYERS]> {
        let draws = Draws::new(5).of(Process::OwnWeights);
        (0..n).map(|girl| own_weights(draws.with(girl), k).values()).collect()
    }

    #[test]
    fn weights_sum_to_six_and_none_is_negative() {
        for k in [1, 2, 3, 7, 20] {
            for weights in many(k, 2_000) {
                assert!((weights.iter().sum::<f64>() - 6.0).abs() < 1e-12, "{weights:?}");
                assert!(weights.iter().all(|a| *a >= 0.0), "{weights:?}");
            }
        }
        assert_eq!(many(0, 1)[0], [1.0; PLAYERS]);
    }

    #[test]
    fn weights_have_the_mean_and_the_variance_of_their_dirichlet() {
        let n = 60_000u64;
        let root = (n as f64).sqrt();
        for k in [1, 3, 20] {
            let all = many(k, n);
            let variance = 5.0 / (6.0 * k as f64 + 1.0);
            for driver in 0..PLAYERS {
                let moment = |f: &dyn Fn(f64) -> f64| all.iter().map(|w| f(w[driver])).sum::<f64>() / n as f64;
                let mean = moment(&|a| a);
                assert!((mean - 1.0).abs() < 4.0 * variance.sqrt() / root, "k = {k}, driver {driver}: mean {mean}");
                let second = moment(&|a| (a - 1.0).powi(2));
                let error = (moment(&|a| (a - 1.0).powi(4)) - second * second).sqrt() / root;
                assert!((second - variance).abs() < 4.0 * error, "k = {k}, driver {driver}: {second} not {variance}");
                // Any two drivers: −1/(6k + 1), since they share a sum.
                let other = (driver + 1) % PLAYERS;
                let product = |w: &[f64; PLAYERS]| (w[driver] - 1.0) * (w[other] - 1.0);
                let both = all.iter().map(product).sum::<f64>() / n as f64;
                let spread = (all.iter().map(|w| product(w).powi(2)).sum::<f64>() / n as f64 - both * both).sqrt();
                assert!((both + variance / 5.0).abs() < 4.0 * spread / root, "k = {k}, driver {driver}: {both}");
            }
        }
    }

    #[test]
    fn one_exponential_a_driver_is_flat_over_all_ways_of_sharing_out() {
        // A Dirichlet(1, …, 1) share exceeds x with probability (1 − x)^5.
        let all = many(1, 60_000);
        for x in [0.1, 0.3, 0.6] {
            let share = all.iter().filter(|w| w[2] / 6.0 > x).count() as f64 / all.len() as f64;
            let expected = (1.0f64 - x).powi(5);
            let error = (expected * (1.0 - expected) / all.len() as f64).sqrt();
            assert!((share - expected).abs() < 4.0 * error, "{x}: {share} not {expected}");
        }
    }
}
