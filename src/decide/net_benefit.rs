//! Strategies over draws, their net monetary benefit, and the willingness to pay it is asked at.

use super::mean::draw_means;
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

/// Costs and cases averted of several strategies, ready to be turned into net benefits.
#[derive(Clone, Debug)]
pub struct CostsAndCases<'a> {
    costs: Vec<&'a [Vec<f64>]>,
    averted: Vec<&'a [Vec<f64>]>,
}

impl<'a> CostsAndCases<'a> {
    /// From `[strategy][draw][replicate]`.
    ///
    /// # Panics
    /// If shapes differ.
    pub fn new(costs: Vec<&'a [Vec<f64>]>, averted: Vec<&'a [Vec<f64>]>) -> CostsAndCases<'a> {
        assert_eq!(costs.len(), averted.len(), "every strategy has costs and cases");
        let shape = |values: &[Vec<f64>]| values.iter().map(Vec::len).collect::<Vec<_>>();
        let all = || costs.iter().chain(&averted);
        assert!(all().all(|one| shape(one) == shape(costs[0])), "every strategy has every draw and replicate");
        CostsAndCases { costs, averted }
    }

    /// Number of strategies.
    pub fn strategies(&self) -> usize {
        self.costs.len()
    }

    /// Net monetary benefit λ·(cases averted) − cost of every strategy, S/, `[strategy][draw][replicate]` (Stinnett & Mullahy
    /// 1998, Med. Decis. Making 18:S68–S80).
    pub fn net_benefit(&self, willingness: f64) -> Vec<Vec<Vec<f64>>> {
        let of_draw = |(costs, averted): (&Vec<f64>, &Vec<f64>)| -> Vec<f64> {
            costs.iter().zip(averted).map(|(cost, averted)| willingness * averted - cost).collect()
        };
        let both = self.costs.iter().zip(&self.averted);
        both.map(|(costs, averted)| costs.iter().zip(*averted).map(of_draw).collect()).collect()
    }

    /// Its means over replicates, `[draw][strategy]`.
    pub fn mean_net_benefit(&self, willingness: f64) -> Matrix {
        let of: Vec<Vec<f64>> = self.net_benefit(willingness).iter().map(|one| draw_means(one)).collect();
        (0..self.costs.first().map_or(0, |one| one.len())).map(|d| of.iter().map(|one| one[d]).collect()).collect()
    }

    /// (cost, cases averted) of one strategy in each draw, means over replicates: its points in the cost-effectiveness plane.
    pub fn points(&self, strategy: usize) -> Vec<(f64, f64)> {
        draw_means(self.costs[strategy]).into_iter().zip(draw_means(self.averted[strategy])).collect()
    }

    /// Net benefit of `strategy` less that of `against` in each draw (mean over replicates), S/.
    pub fn incremental(&self, strategy: usize, against: usize, willingness: f64) -> Vec<f64> {
        let of = |k: usize| self.points(k).into_iter().map(|(cost, averted)| willingness * averted - cost);
        of(strategy).zip(of(against)).map(|(one, other)| one - other).collect()
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
        let both = CostsAndCases::new(vec![&zero, &c], vec![&zero, &e]);
        assert_eq!(both.net_benefit(10.0)[1], [vec![7.0, 15.0], vec![33.0]]);
        assert_eq!(both.mean_net_benefit(10.0), [vec![0.0, 11.0], vec![0.0, 33.0]]);
        assert_eq!(both.incremental(1, 0, 10.0), [11.0, 33.0]);
        assert_eq!(both.points(1), [(4.0, 1.5), (7.0, 4.0)]);
    }
}
