//! The mean of a quantity over draws and its error, and what draws say of the assumptions (docs/decide.md, *Mean and error*).
//!
//! Three things that never share a number: *noise* (other random numbers), the error that comes of finitely many *draws*, and
//! the spread over what is *assumed*.

use amparo_model::math::num;
use amparo_model::math::statistics::{sample_covariance, student_t_quantile};
use amparo_model::math::weighted::{effective_size, shares, weighted_mean, weighted_variance};
use serde::Serialize;

/// Below so many effective draws nothing is said of the spread over assumptions.
pub const DRAWS_FOR_A_RANGE: f64 = 8.0;
/// From so many on, quantiles at 2.5 and 97.5 % lie within the draws: 39/40.
pub const DRAWS_FOR_QUANTILES: f64 = 39.0;

/// A mean over draws with its error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Mean {
    /// Σ p_d x̄_d.
    pub mean: f64,
    /// Effective number of draws, 1/Σp².
    pub draws: f64,
    /// Standard error of the mean, noise included: `√(n/(n−1)·Σp²(x̄_d−x̄)²)` with n effective draws; over one draw s/√n of its
    /// replicates. `None`: one world, or worlds that happen to agree.
    pub se: Option<f64>,
    /// Part of it that is noise: `√Σp²s²/n_d`; `None` where no draw was run twice, or those that were agree although draws do not.
    pub noise: Option<f64>,
    /// Half of the 95 % interval of the mean: Student's t at n − 1 degrees of freedom times `se`.
    pub bar: Option<f64>,
}

impl Mean {
    /// What is left of the error without noise: `√max(0, se² − noise²)`; `None` where either is not known, or there is one draw.
    pub fn of_draws(&self) -> Option<f64> {
        let (se, noise) = (self.se.filter(|_| self.draws > 1.0)?, self.noise?);
        Some(num::sqrt((se * se - noise * noise).max(0.0)))
    }

    /// The 95 % interval of the mean.
    pub fn interval(&self) -> Option<(f64, f64)> {
        self.bar.map(|bar| (self.mean - bar, self.mean + bar))
    }

    /// Whether the mean is told from nothing: above or below 0 by more than `bar`.
    pub fn sign(&self) -> Option<f64> {
        self.bar.filter(|bar| self.mean.abs() > *bar).map(|_| self.mean.signum())
    }
}

/// Means over the replicates of each draw.
pub fn draw_means(values: &[Vec<f64>]) -> Vec<f64> {
    values.iter().map(|of_draw| of_draw.iter().sum::<f64>() / of_draw.len() as f64).collect()
}

/// `s_d²/n_d` of every draw; where a draw was run once, its s² is the mean of the others'. `None` where nothing is known of noise.
fn noise_of_means(values: &[Vec<f64>]) -> Option<Vec<f64>> {
    let own: Vec<Option<f64>> = values.iter().map(|of_draw| sample_covariance(of_draw, of_draw)).collect();
    let known: Vec<f64> = own.iter().copied().flatten().collect();
    if known.is_empty() {
        return None;
    }
    // Repeats that agree although draws differ, or although there is something, happened to: their noise is unknown and not absent.
    let all = || values.iter().flatten();
    let same = all().all(|x| *x == 0.0);
    if known.iter().all(|s| *s == 0.0) && !same {
        return None;
    }
    let others = known.iter().sum::<f64>() / known.len() as f64;
    Some(own.iter().zip(values).map(|(s, of_draw)| s.unwrap_or(others) / of_draw.len() as f64).collect())
}

/// The mean of `values[draw][replicate]` and its error; one weight per draw.
///
/// Over draws the error is that of a weighted mean of independent draws (Cochran 1977, *Sampling Techniques*, §2.15 for the ratio
/// form), into which each draw's noise enters by itself. Over one draw it is Student's over replicates.
///
/// # Panics
/// If there are no draws, a draw has no replicate, or there is not one weight per draw.
pub fn mean_of(values: &[Vec<f64>], weights: &[f64]) -> Mean {
    let means = draw_means(values);
    let mean = weighted_mean(&means, weights);
    let p = shares(weights);
    let draws = effective_size(weights);
    let noise = noise_of_means(values).map(|own| num::sqrt(p.iter().zip(&own).map(|(p, s)| p * p * s).sum::<f64>()));
    if values.len() == 1 {
        let degrees = values[0].len() as f64 - 1.0;
        let bar = noise.filter(|_| degrees > 0.0).map(|se| se * student_t_quantile(0.95, degrees));
        return Mean { mean, draws, se: noise, noise, bar };
    }
    let squares: f64 = p.iter().zip(&means).map(|(p, x)| p * p * (x - mean) * (x - mean)).sum();
    let se = (draws > 1.0).then(|| num::sqrt(draws / (draws - 1.0) * squares));
    // Draws that all agree on something other than nothing happened to.
    let se = se.filter(|_| means.iter().any(|x| *x != means[0]) || means[0] == 0.0);
    Mean { mean, draws, se, noise, bar: se.map(|se| se * student_t_quantile(0.95, draws - 1.0)) }
}

/// Noise variance of one replicate, pooled within draws, and its degrees of freedom (the within-group mean square of a one-way
/// layout; Searle, Casella & McCulloch 1992, *Variance Components*, ch. 3); `None` where no draw has two replicates.
pub fn pooled_noise(values: &[Vec<f64>]) -> Option<(f64, f64)> {
    let degrees: f64 = values.iter().map(|of_draw| of_draw.len() as f64 - 1.0).sum();
    let squares = |of_draw: &Vec<f64>| Some(sample_covariance(of_draw, of_draw)? * (of_draw.len() as f64 - 1.0));
    (degrees > 0.0).then(|| (values.iter().filter_map(squares).sum::<f64>() / degrees, degrees))
}

/// How much of the spread of draw means is noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reliability {
    /// At most a tenth of the variance: the spread is that over assumptions.
    High,
    /// At most half: the spread is widened by noise.
    Widened,
    /// More, or not known: nothing can be seen of the spread over assumptions.
    Low,
}

/// What draws say of a quantity over the assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Assumed {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of what is assumed that the interval is expected to hold: 0.95, or (n − 1)/(n + 1) of the range of n draws.
    pub holds: f64,
    /// Whether it is the range of all draws.
    pub range: bool,
    /// Whether noise has widened it.
    pub widened: bool,
}

/// 1 − mean(s²/n)/V, V the variance of draw means; `None` where noise is unknown or draws do not differ.
pub fn reliability(values: &[Vec<f64>], weights: &[f64]) -> Option<f64> {
    let own = noise_of_means(values)?;
    let variance = weighted_variance(&draw_means(values), weights).filter(|v| *v > 0.0)?;
    Some(1.0 - weighted_mean(&own, weights) / variance)
}

/// How a reliability is read.
pub fn reliability_class(reliability: Option<f64>) -> Reliability {
    match reliability {
        Some(r) if r >= 0.9 => Reliability::High,
        Some(r) if r >= 0.5 => Reliability::Widened,
        _ => Reliability::Low,
    }
}

/// The interval over what is assumed: raw draw means, never denoised, at the quantiles p(n + 1) (type 6 of Hyndman & Fan 1996); below
/// 39 effective draws the range of all of them (Wilks 1941). `None` below eight, and where noise hides it.
pub fn assumed(values: &[Vec<f64>], weights: &[f64]) -> Option<Assumed> {
    let n = effective_size(weights);
    let class = reliability_class(reliability(values, weights));
    if n < DRAWS_FOR_A_RANGE || values.len() < 2 || class == Reliability::Low {
        return None;
    }
    let (low, high) = span(&draw_means(values), weights);
    let range = n < DRAWS_FOR_QUANTILES;
    let holds = if range { (n - 1.0) / (n + 1.0) } else { 0.95 };
    Some(Assumed { low, high, holds, range, widened: class == Reliability::Widened })
}

/// The 2.5 and 97.5 % quantiles of one value a draw, or below 39 effective draws the smallest and the largest.
///
/// # Panics
/// As [`quantile`].
pub fn span(values: &[f64], weights: &[f64]) -> (f64, f64) {
    if effective_size(weights) < DRAWS_FOR_QUANTILES {
        return values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)));
    }
    (quantile(values, weights, 0.025), quantile(values, weights, 0.975))
}

/// Quantile at p(n + 1) of values with weights: with equal weights x₍ₖ₎ is the quantile at k/(n + 1), linear between; with others the k-th
/// stands where its share and those below it do, each counting n/(n + 1) of itself and the first half of the rest.
///
/// # Panics
/// If there are no values, or there is not one weight per value.
pub fn quantile(values: &[f64], weights: &[f64], level: f64) -> f64 {
    assert!(!values.is_empty() && values.len() == weights.len(), "every value has a weight");
    let (p, n) = (shares(weights), effective_size(weights));
    let mut order: Vec<usize> = (0..values.len()).filter(|i| p[*i] > 0.0).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let (mut below, mut last) = (0.0, None);
    for i in order {
        // The middle of its own share, drawn in by what n + 1 gaps leave at both ends.
        let at = 0.5 + (below + p[i] / 2.0 - 0.5) * n / (n + 1.0);
        if level <= at {
            return match last {
                Some((before, from)) if at > before => from + (values[i] - from) * ((level - before) / (at - before)),
                _ => values[i],
            };
        }
        below += p[i];
        last = Some((at, values[i]));
    }
    last.map_or(f64::NAN, |(_, x)| x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_equal_weights_the_error_is_students_over_draw_means() {
        let values = vec![vec![1.0, 3.0], vec![4.0, 6.0], vec![9.0, 9.0], vec![0.0, 2.0]];
        let found = mean_of(&values, &[2.0; 4]);
        // Draw means 2, 5, 9, 1: mean 4.25, s = √(38.75/3); noise √((2+2+0+2)/2)/4.
        assert!((found.mean - 4.25).abs() < 1e-12 && (found.draws - 4.0).abs() < 1e-12);
        assert!((found.se.unwrap() - (38.75_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-12);
        assert!((found.noise.unwrap() - 3.0_f64.sqrt() / 4.0).abs() < 1e-12);
        assert!((found.bar.unwrap() / found.se.unwrap() - 3.182_446_305_284).abs() < 1e-9);
        let left = found.of_draws().unwrap();
        assert!((left * left + 3.0 / 16.0 - 38.75 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn a_draw_that_counts_for_nothing_changes_nothing() {
        let values = vec![vec![1.0, 2.0], vec![4.0, 7.0], vec![3.0, 3.5]];
        let with = [values.clone(), vec![vec![100.0, -40.0]]].concat();
        let (a, b) = (mean_of(&values, &[1.0, 2.0, 1.5]), mean_of(&with, &[1.0, 2.0, 1.5, 0.0]));
        assert!((a.se.unwrap() - b.se.unwrap()).abs() < 1e-12 && (a.mean - b.mean).abs() < 1e-12);
    }

    #[test]
    fn one_draw_has_students_interval_over_replicates_and_no_other_error() {
        let found = mean_of(&[vec![3.0, 5.0, 7.0]], &[1.0]);
        assert!((found.se.unwrap() - (4.0_f64 / 3.0).sqrt()).abs() < 1e-12 && found.se == found.noise);
        assert!((found.bar.unwrap() / found.se.unwrap() - 4.302_652_729_911).abs() < 1e-9);
        assert_eq!((found.of_draws(), assumed(&[vec![3.0, 5.0, 7.0]], &[1.0])), (None, None));
        assert_eq!(mean_of(&[vec![3.0]], &[1.0]).bar, None);
    }

    #[test]
    fn repeats_that_agree_tell_nothing_of_noise_and_a_zero_stays_zero() {
        assert_eq!(mean_of(&[vec![2.0, 2.0]], &[1.0]).bar, None, "two equal replicates are no certainty");
        let still = mean_of(&[vec![0.0, 0.0]], &[1.0]);
        assert_eq!((still.mean, still.bar), (0.0, Some(0.0)));
        let agree = vec![vec![1.0, 1.0], vec![2.0, 2.0], vec![4.0, 4.0]];
        assert_eq!(mean_of(&agree, &[1.0; 3]).noise, None);
        assert!(mean_of(&agree, &[1.0; 3]).se.is_some());
        assert_eq!(mean_of(&vec![vec![3.0, 3.0]; 5], &[1.0; 5]).se, None, "five worlds alike are chance");
        assert_eq!(mean_of(&vec![vec![0.0]; 5], &[1.0; 5]).bar, Some(0.0));
    }

    #[test]
    fn quantiles_stand_at_k_of_n_plus_1() {
        let values: Vec<f64> = (1..=39).rev().map(f64::from).collect();
        let ones = vec![1.0; 39];
        assert!(
            (quantile(&values, &ones, 0.025) - 1.0).abs() < 1e-9
                && (quantile(&values, &ones, 0.975) - 39.0).abs() < 1e-9
        );
        assert!(
            (quantile(&values, &ones, 0.5) - 20.0).abs() < 1e-9
                && (quantile(&values, &ones, 0.0625) - 2.5).abs() < 1e-9
        );
        // A value twice is a value of twice the weight, where n_eff is taken alike.
        let (double, once) = ([1.0, 2.0, 2.0, 5.0], [1.0, 2.0, 5.0]);
        let (a, b) = (quantile(&double, &[1.0; 4], 0.5), quantile(&once, &[1.0, 2.0, 1.0], 0.5));
        assert!((a - 2.0).abs() < 1e-12 && (b - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_spread_that_is_mostly_noise_is_not_shown() {
        let clear: Vec<Vec<f64>> = (0..64).map(|d| vec![f64::from(d), f64::from(d) + 0.5]).collect();
        let shown = assumed(&clear, &[1.0; 64]).unwrap();
        assert!(!shown.range && !shown.widened && shown.holds == 0.95);
        let few = assumed(&clear[..16], &[1.0; 16]).unwrap();
        assert!(few.range && (few.holds - 15.0 / 17.0).abs() < 1e-12 && few.low == 0.25 && few.high == 15.25);
        assert_eq!(assumed(&clear[..7], &[1.0; 7]), None);
        let drowned: Vec<Vec<f64>> = (0..64).map(|d| vec![f64::from(d), -f64::from(d) + 3.0]).collect();
        assert_eq!(assumed(&drowned, &[1.0; 64]), None);
        let once: Vec<Vec<f64>> = (0..64).map(|d| vec![f64::from(d)]).collect();
        assert_eq!(assumed(&once, &[1.0; 64]), None, "noise is not known");
    }
}
