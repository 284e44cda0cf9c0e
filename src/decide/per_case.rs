//! What a case averted costs.

use super::mean::{Mean, draw_means, mean_of};
use super::over_draws::DRAWS_FOR_AN_INTERVAL;
use super::resample::resample;
use amparo_model::draws::{Draws, Process};
use amparo_model::math::statistics::fieller;
use amparo_model::math::weighted::{effective_size, weighted_mean};
use serde::Serialize;

/// An interval of a ratio: an end is `None` where it has no bound.
pub type Ends = [Option<f64>; 2];

/// S/ per case averted of one strategy against the status quo, over the whole horizon, discounted, in the view of its decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PerCase {
    /// Ratio of the means of cost and cases averted; `None` where none is averted on average.
    pub value: Option<f64>,
    /// Its 95 % interval, by resampling draws, or at one parameter vector Fieller's over replicates; never below 0. `None` as a whole
    /// where nothing is known of the error.
    pub ends: Option<Ends>,
    /// Whether cases averted cannot be told from none, so that there is no upper end.
    pub perhaps_none: bool,
}

/// Resamples of whole draws for an interval.
pub const RESAMPLES: u64 = 400;
/// Part of the resamples in which nothing is averted, from which on a cost has no upper end.
const WITHOUT_END: f64 = 0.025;

/// Cost per case averted of a strategy against the status quo, from `[draw][replicate]` of the cost of a view and of cases averted.
///
/// The value is the ratio of means: a mean of ratios has no meaning where the denominator may be 0. Its 95 % interval is the error of
/// that ratio, by resampling whole draws ([`of_resamples`]); at one parameter vector Fieller's, of replicates. No money is saved by
/// averting, so that no end lies below 0. Where cases averted cannot be told from none there is no upper end: there may be none.
/// There is no interval below eight effective draws, nor where the error of what is averted is not known.
///
/// # Panics
/// If shapes differ.
pub fn per_case(cost: &[Vec<f64>], averted: &[Vec<f64>], weights: &[f64], seed: u64) -> PerCase {
    let (spent, cases) = (mean_of(cost, weights), mean_of(averted, weights));
    let value = (cases.mean > 0.0).then(|| spent.mean / cases.mean);
    let perhaps_none = cases.sign() != Some(1.0);
    let ends = match (cases.bar, averted) {
        (None, _) => None,
        (_, [one]) => Some(of_replicates(&cost[0], one, (&spent, &cases))),
        _ if effective_size(weights) < DRAWS_FOR_AN_INTERVAL as f64 => None,
        _ => Some(of_resamples(&draw_means(cost), &draw_means(averted), weights, seed)),
    };
    let ends = ends.map(|[low, high]| [low.map(|low| low.max(0.0)), high.filter(|_| !perhaps_none)]);
    PerCase { value, ends, perhaps_none }
}

/// Fieller's interval over the replicates of one draw; where nothing may be averted, at least the least money over the most cases that
/// their 95 % intervals allow.
fn of_replicates(cost: &[f64], averted: &[f64], (spent, cases): (&Mean, &Mean)) -> Ends {
    if cases.sign() == Some(1.0) {
        let found = fieller(cost, averted, 0.95);
        return [found.low, found.high];
    }
    let most = cases.mean + cases.bar.unwrap_or(0.0);
    let least = spent.mean - spent.bar.unwrap_or(0.0);
    [(most > 0.0).then(|| least / most), None]
}

/// 95 % interval of Σp·cost/Σp·averted by resampling whole draws (percentiles; Efron 1979), a resample in which nothing is averted being
/// infinitely dear; no upper end where more than 2.5 % of them are.
///
/// # Panics
/// If there is not one value per weight.
pub fn of_resamples(cost: &[f64], averted: &[f64], weights: &[f64], seed: u64) -> Ends {
    let draws = Draws::new(seed).of(Process::Bootstrap);
    let mut ratios: Vec<f64> = (0..RESAMPLES)
        .filter_map(|b| {
            let times = resample(draws.with(b), weights.len());
            let w: Vec<f64> = weights.iter().zip(times).map(|(w, t)| w * t).collect();
            w.iter().any(|w| *w > 0.0).then(|| {
                let cases = weighted_mean(averted, &w);
                if cases > 0.0 { weighted_mean(cost, &w) / cases } else { f64::INFINITY }
            })
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let end = |level: f64| {
        let at = ((ratios.len() as f64 * level) as usize).min(ratios.len().saturating_sub(1));
        ratios.get(at).copied().filter(|x| x.is_finite())
    };
    let endless = ratios.iter().filter(|r| r.is_infinite()).count() as f64 > WITHOUT_END * ratios.len() as f64;
    [end(0.025), end(0.975).filter(|_| !endless)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(values: &[f64]) -> Vec<Vec<f64>> {
        values.iter().map(|x| vec![*x]).collect()
    }

    #[test]
    fn the_value_is_the_ratio_of_means_and_its_interval_that_of_resampled_draws() {
        let averted: Vec<f64> = (1..=100).map(f64::from).collect();
        let found = per_case(&once(&[100.0; 100]), &once(&averted), &[1.0; 100], 1);
        assert!((found.value.unwrap() - 100.0 / 50.5).abs() < 1e-12, "ratio of means");
        let [low, high] = found.ends.unwrap().map(Option::unwrap);
        // The mean's standard error is 2.9 of 50.5.
        assert!((low - 100.0 / 56.2).abs() < 0.05 && (high - 100.0 / 44.8).abs() < 0.07, "{low} to {high}");
        assert!(!found.perhaps_none);
    }

    #[test]
    fn where_cases_may_be_none_there_is_no_bound_and_no_end_is_negative() {
        // One draw in forty averts, barely: the mean cannot be told from none.
        let mut rare = vec![0.0; 40];
        rare[5] = 0.9;
        let found = per_case(&once(&[21_000.0; 40]), &once(&rare), &[1.0; 40], 1);
        assert!(found.perhaps_none && found.value.is_some_and(|x| (x - 21_000.0 / 0.0225).abs() < 1e-6));
        assert!(found.ends.unwrap()[1].is_none() && found.ends.unwrap()[0].is_none_or(|low| low > 0.0), "{found:?}");
        // Nothing bought and nothing averted, exactly: no cost, and no end.
        let nothing = per_case(&once(&[0.0; 9]), &once(&[0.0; 9]), &[1.0; 9], 1);
        assert_eq!(nothing, PerCase { value: None, ends: Some([None, None]), perhaps_none: true });
        let harmful =
            per_case(&once(&[100.0; 9]), &once(&[-4.0, -5.0, -4.0, -5.0, -4.0, -5.0, -4.0, -5.0, -4.0]), &[1.0; 9], 1);
        assert_eq!((harmful.value, harmful.ends), (None, Some([None, None])));
        // At one parameter vector a Fieller set may hold negative ratios: they are none of money.
        let unsure = per_case(&[vec![100.0, 101.0, 99.0]], &[vec![-9.0, 10.0, 11.0]], &[1.0], 1);
        assert!(unsure.ends.unwrap()[0].is_some_and(|low| low > 0.0) && unsure.ends.unwrap()[1].is_none());
        let cheap = per_case(&[vec![0.0, 90.0, 9.0]], &[vec![9.0, 10.0, 11.0]], &[1.0], 1);
        assert!(cheap.ends.unwrap()[0] == Some(0.0) && cheap.ends.unwrap()[1].is_some(), "{cheap:?}");
    }

    #[test]
    fn too_few_draws_or_replicates_that_agree_give_no_interval() {
        let few = per_case(&once(&[100.0; 7]), &once(&[9.0, 10.0, 11.0, 9.0, 10.0, 11.0, 10.0]), &[1.0; 7], 1);
        assert!((few.value.unwrap() - 10.0).abs() < 1e-9 && few.ends.is_none(), "{few:?}");
        let alike = per_case(&[vec![100.0, 100.0]], &[vec![0.5, 0.5]], &[1.0], 1);
        assert_eq!(alike, PerCase { value: Some(200.0), ends: None, perhaps_none: true }, "chance, not certainty");
        let one = per_case(&[vec![100.0]], &[vec![10.0]], &[1.0], 1);
        assert_eq!((one.value, one.ends), (Some(10.0), None));
        let [low, high] = per_case(&[vec![100.0; 3]], &[vec![9.0, 10.0, 11.0]], &[1.0], 1).ends.unwrap();
        assert!(low.unwrap() < 10.0 && high.unwrap() > 10.0);
    }
}
