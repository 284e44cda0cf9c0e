//! Strategies over draws, their net monetary benefit, and the willingness to pay it is asked at.

use super::denoise::Noisy;
use super::view::View;
use amparo_model::math::matrix::Matrix;

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

#[cfg(test)]
mod tests {
    use super::*;

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
