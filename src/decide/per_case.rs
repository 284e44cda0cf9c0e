//! What a case averted costs over the draws.

use super::answers::Decision;

/// Draws below which no interval over draws is given, as for [`super::answers::Estimate`].
const FEWEST_DRAWS: usize = 8;

/// S/ per case averted of one strategy against the status quo, discounted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerCase {
    /// Ratio of the means of cost and cases averted; `None` where none is averted on average.
    pub value: Option<f64>,
    /// 95 % interval over draws; an end is `None` where nothing is averted in so many draws that it has no bound. `None` as a
    /// whole with fewer than 8 draws.
    pub interval: Option<[Option<f64>; 2]>,
}

/// Cost per case averted of a strategy (a row of the decision) against the status quo, row 0. The value is the ratio of means
/// (a mean of ratios has no meaning where the denominator may be 0); the interval is that of the ratio over draws, by weighted
/// quantiles (smallest value up to which a share q of the weight lies), a draw in which nothing is averted counting as
/// infinitely dear.
pub fn per_case(decision: &Decision, row: usize) -> PerCase {
    let (Some(strategy), Some(status_quo)) = (decision.strategies.get(row), decision.strategies.first()) else {
        return PerCase::default();
    };
    let averted = strategy.averted.mean - status_quo.averted.mean;
    let value = (averted > 0.0).then(|| (strategy.cost.mean - status_quo.cost.mean) / averted);
    let (Some(own), Some(base)) = (decision.points.get(row), decision.points.first()) else {
        return PerCase { value, interval: None };
    };
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
    if ratios.len() < FEWEST_DRAWS {
        return PerCase { value, interval: None };
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
    PerCase { value, interval: Some([quantile(0.025), quantile(0.975)]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::answers::{Estimate, Standing, Strategy};

    fn strategy(cost: f64, averted: f64) -> Strategy {
        let certain = |mean: f64| Estimate { mean, ..Estimate::default() };
        Strategy {
            policy: "p".into(),
            title: String::new(),
            cost: certain(cost),
            societal_cost: certain(cost),
            averted: certain(averted),
            victim_years_averted: certain(averted),
            standing: Standing::Frontier,
            icer: None,
        }
    }

    /// One strategy of cost 100 beside the status quo, averting so much in each draw.
    fn decision(averted: &[f64], weights: &[f64]) -> Decision {
        let mean = averted.iter().zip(weights).map(|(a, w)| a * w).sum::<f64>() / weights.iter().sum::<f64>();
        Decision {
            budget_soles_per_year: 100.0,
            draws: averted.len(),
            effective_draws: averted.len() as f64,
            view: "budget".into(),
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
        assert_eq!(even.interval, Some([Some(100.0 / 98.0), Some(100.0 / 3.0)]));
        let mut some_fail = averted;
        some_fail[..2].fill(-1.0);
        let bounded = per_case(&decision(&some_fail, &[1.0; 100]), 1);
        assert_eq!(bounded.interval.unwrap()[1], Some(100.0 / 3.0), "2 % of the weight is not enough");
        let mut weights = vec![1.0; 100];
        weights[0] = 5.0;
        let unbounded = per_case(&decision(&some_fail, &weights), 1).interval.unwrap();
        assert!(unbounded[0].is_some() && unbounded[1].is_none(), "6 % of the weight is: {unbounded:?}");
    }

    #[test]
    fn the_status_quo_averts_nothing_and_few_draws_give_no_interval() {
        let few = decision(&[10.0; 7], &[1.0; 7]);
        assert_eq!(per_case(&few, 1), PerCase { value: Some(10.0), interval: None });
        assert_eq!(per_case(&few, 0).value, None);
        assert_eq!(per_case(&few, 9), PerCase::default());
        let harmful = per_case(&decision(&[-4.0; 9], &[1.0; 9]), 1);
        assert_eq!(harmful, PerCase { value: None, interval: Some([None, None]) });
    }
}
