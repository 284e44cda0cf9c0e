//! Strategies over draws, their net monetary benefit, and the willingness to pay it is asked at.

use super::denoise::Noisy;
use super::view::View;
use amparo_model::math::matrix::Matrix;
use amparo_model::math::num;

/// One strategy in every draw and replicate, `[draw][replicate]`: totals over the horizon, discounted, as differences from
/// the baseline of the same draw and replicate.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// S/, budget view.
    pub cost: Vec<Vec<f64>>,
    /// S/, societal view: transfers to households left out.
    pub societal_cost: Vec<Vec<f64>>,
    /// Spells begun that were averted.
    pub averted: Vec<Vec<f64>>,
    /// Victim-years averted.
    pub victim_years_averted: Vec<Vec<f64>>,
}

impl Alternative {
    /// Doing nothing more: no cost and nothing averted, in as many draws and replicates as `other` has.
    pub fn status_quo(policy: &str, title: &str, other: &Alternative) -> Alternative {
        let nothing: Vec<Vec<f64>> = other.cost.iter().map(|draw| vec![0.0; draw.len()]).collect();
        Alternative {
            policy: policy.to_string(),
            title: title.to_string(),
            cost: nothing.clone(),
            societal_cost: nothing.clone(),
            averted: nothing.clone(),
            victim_years_averted: nothing,
        }
    }

    /// The cost of a view.
    pub fn cost_in(&self, view: View) -> &[Vec<f64>] {
        match view {
            View::Budget => &self.cost,
            View::Societal => &self.societal_cost,
        }
    }
}

/// Costs and cases averted of several strategies with their noise, ready to be turned into net benefits.
#[derive(Clone, Debug)]
pub struct CostsAndCases {
    /// Columns: costs of all strategies, then cases averted of all.
    both: Noisy,
    strategies: usize,
}

impl CostsAndCases {
    /// From `[strategy][draw][replicate]`.
    ///
    /// # Panics
    /// If shapes differ.
    pub fn new(costs: &[&[Vec<f64>]], averted: &[&[Vec<f64>]]) -> CostsAndCases {
        assert_eq!(costs.len(), averted.len(), "every strategy has costs and cases");
        let columns: Vec<&[Vec<f64>]> = costs.iter().chain(averted).copied().collect();
        let draws = columns.first().map_or(0, |c| c.len());
        assert!(columns.iter().all(|c| c.len() == draws), "every strategy has every draw");
        let values: Vec<Matrix> = (0..draws)
            .map(|d| {
                let replicates = columns[0][d].len();
                assert!(columns.iter().all(|c| c[d].len() == replicates), "every strategy has every replicate");
                (0..replicates).map(|r| columns.iter().map(|c| c[d][r]).collect()).collect()
            })
            .collect();
        CostsAndCases { both: Noisy::new(&values), strategies: costs.len() }
    }

    /// Number of strategies.
    pub fn strategies(&self) -> usize {
        self.strategies
    }

    /// Net monetary benefit λ·(cases averted) − cost of every strategy by draw, S/, with its noise (Stinnett & Mullahy
    /// 1998, Med. Decis. Making 18:S68–S80).
    pub fn net_benefit(&self, willingness: f64) -> Noisy {
        let k = self.strategies;
        let combinations: Matrix = (0..k)
            .map(|i| {
                let mut row = vec![0.0; 2 * k];
                row[i] = -1.0;
                row[k + i] = willingness;
                row
            })
            .collect();
        self.both.combined(&combinations)
    }

    /// (cost, cases averted) of one strategy in each draw, denoised: its points in the cost-effectiveness plane.
    pub fn points(&self, strategy: usize, weights: &[f64]) -> Vec<(f64, f64)> {
        let unit = |at: usize| {
            let mut row = vec![0.0; 2 * self.strategies];
            row[at] = 1.0;
            row
        };
        let pair = self.both.combined(&[unit(strategy), unit(self.strategies + strategy)]);
        pair.denoised(weights).iter().map(|row| (row[0], row[1])).collect()
    }

    /// Net benefit of `strategy` less that of `against` in each draw (mean over replicates), S/.
    pub fn incremental(&self, strategy: usize, against: usize, willingness: f64) -> Vec<f64> {
        let k = self.strategies;
        let of = |row: &[f64], i: usize| willingness * row[k + i] - row[i];
        self.both.means.iter().map(|row| of(row, strategy) - of(row, against)).collect()
    }
}

/// Willingness to pay per case averted at which a decision is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Willingness {
    /// S/ per case averted, from 0, evenly spaced.
    pub grid: Vec<f64>,
    /// One of the grid: where words are stated.
    pub reference: f64,
}

/// Most steps of a grid, the last not counted.
const STEPS: f64 = 40.0;

/// A grid from the mean (cost, cases averted) of every strategy, at all budgets together where they shall be compared.
///
/// With r the lowest cost per case averted of a strategy that costs something and averts something, and h the highest ratio
/// along the frontier of all of them with the status quo ([`super::icer::frontier`]): from 0 to max(3r, 1.5·min(h, 10r)), so
/// that decisions turn inside it but one poor strategy does not stretch it, in 20 to 40 steps of 1, 2, 2.5 or 5 times a
/// power of ten. The reference is the grid's value nearest to 2r, above r: a willingness at which the cheapest way to avert
/// a case is worth twice its price. It is a convention to have words stated at, not a value of anything.
///
/// Where no strategy averts anything, r is the lowest cost itself (of a case that would have been averted).
pub fn willingness(costs_and_cases: &[(f64, f64)]) -> Willingness {
    let lowest = |ratios: Vec<f64>| ratios.into_iter().filter(|r| r.is_finite() && *r > 0.0).reduce(f64::min);
    let ratios = costs_and_cases.iter().filter(|(_, e)| *e > 0.0).map(|(c, e)| c / e).collect();
    let Some(r) = lowest(ratios).or_else(|| lowest(costs_and_cases.iter().map(|(c, _)| *c).collect())) else {
        return Willingness { grid: vec![0.0, 1.0], reference: 1.0 };
    };
    let with_status_quo = || costs_and_cases.iter().copied().chain(std::iter::once((0.0, 0.0)));
    let costs: Vec<f64> = with_status_quo().map(|(c, _)| c).collect();
    let effects: Vec<f64> = with_status_quo().map(|(_, e)| e).collect();
    let highest = super::icer::frontier(&costs, &effects).into_iter().filter_map(|(_, icer)| icer).fold(0.0, f64::max);
    let top = (3.0 * r).max(1.5 * highest.min(10.0 * r));
    let step = nice(top / STEPS);
    let last = (top / step - 1e-9).ceil() as usize;
    let grid: Vec<f64> = (0..=last).map(|i| i as f64 * step).collect();
    let mut nearest = (2.0 * r / step).round() as usize;
    if grid[nearest.min(last)] <= r {
        nearest += 1;
    }
    Willingness { reference: grid[nearest.min(last)], grid }
}

/// The smallest of 1, 2, 2.5, 5, 10 times a power of ten that is at least `x` > 0.
fn nice(x: f64) -> f64 {
    let power = num::pow(10.0, libm::log10(x).floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|n| *n >= x * (1.0 - 1e-12)).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_round_begins_at_zero_and_holds_its_reference() {
        for (costs, r) in [
            (vec![(2e6, 400.0), (8e6, 1_000.0)], 5_000.0),
            (vec![(0.7, 1.0)], 0.7),
            (vec![(3.1e7, 12.0), (1e6, -4.0), (5e7, 0.0)], 3.1e7 / 12.0),
        ] {
            let w = willingness(&costs);
            assert_eq!(w.grid[0], 0.0);
            assert!(w.grid.windows(2).all(|p| p[1] > p[0]) && w.grid.contains(&w.reference));
            assert!((12..=50).contains(&w.grid.len()), "{}", w.grid.len());
            assert!(w.reference > r && w.reference < 2.6 * r, "{} {r}", w.reference);
            assert!(*w.grid.last().unwrap() >= 3.0 * r * (1.0 - 1e-9));
        }
        // Turning points of the frontier lie inside it.
        let w = willingness(&[(2e6, 400.0), (8e6, 1_000.0)]);
        assert!(*w.grid.last().unwrap() > 10_000.0);
    }

    #[test]
    fn nothing_averted_or_nothing_spent_still_gives_a_grid() {
        assert!(willingness(&[(5e6, -3.0)]).reference > 5e6);
        assert_eq!(willingness(&[(0.0, 0.0)]).grid, [0.0, 1.0]);
        assert_eq!(willingness(&[]).reference, 1.0);
    }

    #[test]
    fn net_benefit_and_increment_are_what_they_say() {
        let (c, e) = ([vec![3.0, 5.0], vec![7.0]], [vec![1.0, 2.0], vec![4.0]]);
        let zero = [vec![0.0, 0.0], vec![0.0]];
        let both = CostsAndCases::new(&[&zero, &c], &[&zero, &e]);
        let nb = both.net_benefit(10.0);
        assert_eq!(nb.means, [vec![0.0, 11.0], vec![0.0, 33.0]]);
        assert_eq!(both.incremental(1, 0, 10.0), [11.0, 33.0]);
        // Replicates 7 and 15 of the first draw: variance 32.
        assert_eq!(nb.noise().unwrap()[1][1], 32.0);
    }
}
