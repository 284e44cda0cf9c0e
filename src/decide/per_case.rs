//! What a case averted costs.

use super::answers::{Decision, Ends, PerCase};
use super::over_draws::DRAWS_FOR_AN_INTERVAL;
use super::voi::NORMAL_95;
use amparo_model::math::statistics::fieller;

/// Cost per case averted of a strategy (a row of the decision) against the status quo, row 0. The value is the ratio of means (a mean of ratios has no
/// meaning where the denominator may be 0); the interval is that of the ratio over draws, by weighted quantiles (smallest value
/// up to which a share q of the weight lies), a draw in which nothing is averted counting as infinitely dear.
///
/// Points are cleared of noise, so that where noise hides all that draws differ in they lie on their mean and would give an
/// interval of the cost alone. There the interval is left out; and where 95 % simulation noise of the mean averted covers 0 there
/// is no upper end, the lower one being at most the cost over what noise lets the policy avert at most.
///
/// What simulation noise makes of it at one parameter vector is [`noise_of_ratio`]'s to say, and kept where it is known.
pub fn per_case(decision: &Decision, row: usize) -> PerCase {
    let (Some(strategy), Some(status_quo)) = (decision.strategies.get(row), decision.strategies.first()) else {
        return PerCase::default();
    };
    let noise = strategy.per_case.noise;
    let averted = strategy.averted.mean - status_quo.averted.mean;
    let value = (averted > 0.0).then(|| (strategy.cost.mean - status_quo.cost.mean) / averted);
    let (Some(own), Some(base)) = (decision.points.get(row), decision.points.first()) else {
        return PerCase { value, noise, ..PerCase::default() };
    };
    let half = strategy.averted.mc_se.map(|se| NORMAL_95 * se);
    let drowned = half.is_some_and(|half| half > 0.0 && averted.abs() <= half);
    let mut ratios: Vec<(f64, f64)> = own
        .iter()
        .zip(base)
        .enumerate()
        .map(|(draw, (p, b))| {
            let averted = p.1 - b.1;
            let ratio = if averted > 0.0 { (p.0 - b.0) / averted } else { f64::INFINITY };
            (ratio, decision.weights.get(draw).copied().unwrap_or(1.0))
        })
        .collect();
    let hidden = strategy.averted.draws_low.is_none();
    if ratios.len() < DRAWS_FOR_AN_INTERVAL || (hidden && !drowned) {
        return PerCase { value, noise, draws: None, drowned };
    }
    ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = ratios.iter().map(|r| r.1).sum();
    let quantile = |q: f64| {
        let mut below = 0.0;
        let found = ratios.iter().find(|(_, w)| {
            below += w;
            below >= q * total
        });
        found.map(|r| r.0).filter(|r| r.is_finite())
    };
    let interval = if drowned {
        let most = averted + half.unwrap_or(0.0);
        let least = (strategy.cost.mean - status_quo.cost.mean) / most;
        // Where noise hides the draws their quantile says nothing.
        let own = quantile(0.025).filter(|_| !hidden).unwrap_or(f64::INFINITY);
        [Some(own.min(least)).filter(|low| most > 0.0 && low.is_finite()), None]
    } else {
        [quantile(0.025), quantile(0.975)]
    };
    PerCase { value, noise, draws: Some(interval), drowned }
}

/// Fieller's 95 % interval of simulation noise from the cost and cases averted of each replicate at one parameter vector; `None`
/// with one replicate.
///
/// # Panics
/// If there is not one cost per case averted.
pub fn noise_of_ratio(cost: &[f64], averted: &[f64]) -> Option<Ends> {
    let found = fieller(cost, averted, 0.95);
    (cost.len() > 1).then_some([found.low, found.high])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Standing, Strategy};
    use crate::estimate::Estimate;
    use crate::view::View;

    fn strategy(cost: f64, averted: f64) -> Strategy {
        let certain =
            |mean: f64| Estimate { mean, draws_low: Some(mean), draws_high: Some(mean), ..Estimate::default() };
        Strategy {
            policy: "p".into(),
            title: String::new(),
            cost: certain(cost),
            societal_cost: certain(cost),
            averted: certain(averted),
            victim_years_averted: certain(averted),
            standing: Standing::Frontier,
            icer: None,
            per_case: PerCase::default(),
        }
    }

    /// One strategy of cost 100 beside the status quo, averting these cases in each draw.
    fn decision(averted: &[f64], weights: &[f64]) -> Decision {
        let mean = averted.iter().zip(weights).map(|(a, w)| a * w).sum::<f64>() / weights.iter().sum::<f64>();
        Decision {
            budget_soles_per_year: 100.0,
            draws: averted.len(),
            effective_draws: averted.len() as f64,
            view: View::Budget,
            strategies: vec![strategy(0.0, 0.0), strategy(100.0, mean)],
            points: vec![vec![(0.0, 0.0); averted.len()], averted.iter().map(|a| (100.0, *a)).collect()],
            weights: weights.to_vec(),
            willingness: vec![],
            probability_best: vec![],
            best: vec![],
            expected_loss: vec![],
            largest_regret: vec![],
            minimax_regret: vec![],
            evpi: vec![],
            evppi: vec![],
            reference_willingness: 10.0,
        }
    }

    #[test]
    fn a_draw_that_averts_nothing_takes_the_upper_end_away_once_it_weighs_enough() {
        let averted: Vec<f64> = (1..=100).map(f64::from).collect();
        let even = per_case(&decision(&averted, &[1.0; 100]), 1);
        assert!((even.value.unwrap() - 100.0 / 50.5).abs() < 1e-12, "ratio of means");
        // In order of the ratio the third and the 98th draw: those that avert 98 and 3.
        assert_eq!(even.draws, Some([Some(100.0 / 98.0), Some(100.0 / 3.0)]));
        let mut some_fail = averted;
        some_fail[..2].fill(-1.0);
        let bounded = per_case(&decision(&some_fail, &[1.0; 100]), 1);
        assert_eq!(bounded.draws.unwrap()[1], Some(100.0 / 3.0), "2 % of the weight is not enough");
        let mut weights = vec![1.0; 100];
        weights[0] = 5.0;
        let unbounded = per_case(&decision(&some_fail, &weights), 1).draws.unwrap();
        assert!(unbounded[0].is_some() && unbounded[1].is_none(), "6 % of the weight is: {unbounded:?}");
    }

    #[test]
    fn the_status_quo_averts_nothing_and_few_draws_give_no_interval() {
        let few = decision(&[10.0; 7], &[1.0; 7]);
        assert_eq!(per_case(&few, 1), PerCase { value: Some(10.0), noise: None, draws: None, drowned: false });
        assert_eq!(per_case(&few, 0).value, None);
        assert_eq!(per_case(&few, 9), PerCase::default());
        let harmful = per_case(&decision(&[-4.0; 9], &[1.0; 9]), 1);
        assert_eq!(harmful, PerCase { value: None, noise: None, draws: Some([None, None]), drowned: false });
    }

    #[test]
    fn what_noise_drowns_has_no_two_finite_ends() {
        // Denoised points on the mean: every draw seems to avert 4.
        let mut flat = decision(&[4.0; 20], &[1.0; 20]);
        let averted = &mut flat.strategies[1].averted;
        (averted.mc_se, averted.draws_low, averted.draws_high) = (Some(3.0), None, None);
        let found = per_case(&flat, 1);
        assert!(found.drowned && found.value == Some(25.0));
        let [low, high] = found.draws.unwrap();
        assert!((low.unwrap() - 100.0 / (4.0 + 1.959_963_984_540_054 * 3.0)).abs() < 1e-9 && high.is_none(), "{low:?}");
        // The mean stands out from the noise, but how far draws differ is hidden.
        flat.strategies[1].averted.mc_se = Some(1.0);
        assert_eq!(per_case(&flat, 1), PerCase { value: Some(25.0), noise: None, draws: None, drowned: false });
        // Draws that differ, all averting something, and noise that covers 0: still no upper end, nor a dearer lower one.
        let mut wide = decision(&[2.0; 20], &[1.0; 20]);
        wide.points[1].iter_mut().enumerate().for_each(|(d, p)| p.1 = 1.0 + 0.1 * d as f64);
        wide.strategies[1].averted.mc_se = Some(2.0);
        let [low, high] = per_case(&wide, 1).draws.unwrap();
        assert!(low.unwrap() < 100.0 / 2.9 && high.is_none());
        // Noise that leaves nothing averted leaves no bound at all.
        wide.strategies[1].averted.mean = -3.0;
        wide.strategies[1].averted.mc_se = Some(1.6);
        assert!(per_case(&wide, 1).drowned);
        wide.strategies[1].averted.mean = 0.0;
        wide.strategies[1].averted.mc_se = Some(0.0);
        assert!(!per_case(&wide, 1).drowned, "nothing to be drowned by");
    }

    #[test]
    fn replicates_at_one_vector_give_an_interval_of_noise_and_one_replicate_gives_none() {
        assert_eq!(noise_of_ratio(&[100.0], &[10.0]), None);
        let [low, high] = noise_of_ratio(&[100.0, 100.0, 100.0], &[9.0, 10.0, 11.0]).unwrap();
        assert!(low.unwrap() < 10.0 && high.unwrap() > 10.0);
        let [low, high] = noise_of_ratio(&[100.0, 100.0, 100.0], &[-9.0, 10.0, 11.0]).unwrap();
        assert!(low.is_some() && high.is_none(), "perhaps nothing is averted");
        let mut one = decision(&[10.0], &[1.0]);
        one.strategies[1].per_case.noise = Some([Some(8.0), None]);
        assert_eq!(per_case(&one, 1).interval(), Some([Some(8.0), None]));
    }
}
