//! A whole decision at one budget: every table of [`super::answers::Decision`] from strategies over draws.

use super::acceptability::at_willingness;
use super::answers::{BreakEven, Decision, LearningWorth, Strategy, Worth};
use super::break_even::{Scale, threshold};
use super::evppi::partial_information;
use super::icer::frontier;
use super::net_benefit::{Alternative, CostsAndCases, View, Willingness};
use super::over_draws::over_draws;
use super::voi::perfect_information;
use crate::math::matrix::Matrix;
use crate::math::weighted::effective_size;

/// Parameters that one study would teach together.
#[derive(Clone, Debug)]
pub struct Group {
    /// What would be studied, in words.
    pub words: String,
    pub parameters: Vec<String>,
    /// `columns[parameter][draw]`; log-uniform ones on the log scale.
    pub columns: Vec<Vec<f64>>,
}

/// What a decision is made from.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub budget_soles_per_year: f64,
    pub view: View,
    /// The status quo first ([`Alternative::status_quo`]).
    pub alternatives: &'a [Alternative],
    /// One a draw; any positive scale.
    pub weights: &'a [f64],
    pub willingness: &'a Willingness,
    /// Groups of parameters whose learning is valued; none where there is one draw.
    pub groups: &'a [Group],
    /// Of resamples, folds and simulated noise.
    pub seed: u64,
}

impl Question<'_> {
    /// Costs (of the view) and cases averted of all strategies.
    pub fn costs_and_cases(&self) -> CostsAndCases {
        let costs: Vec<&[Vec<f64>]> = self.alternatives.iter().map(|a| self.view.cost(a)).collect();
        let averted: Vec<&[Vec<f64>]> = self.alternatives.iter().map(|a| &a.averted[..]).collect();
        CostsAndCases::new(&costs, &averted)
    }

    /// The decision.
    ///
    /// Probabilities, losses, regrets and the value of information at each willingness to pay are all of the same denoised
    /// net benefits, so that the expected loss of the best strategy is the estimate of EVPI; `evpi` is 0 where that estimate
    /// cannot be told from 0 ([`perfect_information`]). A group's worth is at most the reported EVPI, since part of the
    /// information is worth no more than all of it. Groups are sorted by worth at the reference willingness, then by worth
    /// summed over the grid, then as given.
    ///
    /// # Panics
    /// If shapes differ or there is no strategy.
    pub fn decide(&self) -> Decision {
        let both = self.costs_and_cases();
        let grid = &self.willingness.grid;
        let noisy: Vec<_> = grid.iter().map(|w| both.net_benefit(*w)).collect();
        let at: Vec<_> = noisy.iter().map(|b| at_willingness(&b.denoised(self.weights), self.weights)).collect();
        let by_strategy = |f: &dyn Fn(usize, usize) -> f64| -> Matrix {
            (0..both.strategies()).map(|k| (0..grid.len()).map(|w| f(w, k)).collect()).collect()
        };
        let evpi: Vec<Worth> = noisy.iter().map(|b| perfect_information(b, self.weights, self.seed).worth).collect();
        let mean: f64 = self.weights.iter().sum::<f64>() / self.weights.len() as f64;
        Decision {
            budget_soles_per_year: self.budget_soles_per_year,
            draws: self.weights.len(),
            effective_draws: effective_size(self.weights),
            view: self.view.name().to_string(),
            strategies: self.strategies(),
            points: (0..both.strategies()).map(|k| both.points(k, self.weights)).collect(),
            weights: self.weights.iter().map(|w| w / mean).collect(),
            willingness: grid.clone(),
            probability_best: by_strategy(&|w, k| at[w].probability_best[k]),
            best: at.iter().map(|a| a.best).collect(),
            expected_loss: by_strategy(&|w, k| at[w].expected_loss[k]),
            largest_regret: by_strategy(&|w, k| at[w].largest_regret[k]),
            minimax_regret: at.iter().map(|a| a.minimax_regret).collect(),
            evppi: self.learning(&noisy.iter().map(|b| b.means.clone()).collect::<Vec<_>>(), &evpi),
            evpi,
            reference_willingness: self.willingness.reference,
        }
    }

    /// Every strategy with its place on the frontier of mean cost (of the view) and mean cases averted.
    fn strategies(&self) -> Vec<Strategy> {
        let mut strategies: Vec<Strategy> = self
            .alternatives
            .iter()
            .map(|a| Strategy {
                policy: a.policy.clone(),
                title: a.title.clone(),
                cost: over_draws(&a.cost, self.weights),
                societal_cost: over_draws(&a.societal_cost, self.weights),
                averted: over_draws(&a.averted, self.weights),
                victim_years_averted: over_draws(&a.victim_years_averted, self.weights),
                standing: super::answers::Standing::Dominated,
                icer: None,
            })
            .collect();
        let cost = |s: &Strategy| match self.view {
            View::Budget => s.cost.mean,
            View::Societal => s.societal_cost.mean,
        };
        let costs: Vec<f64> = strategies.iter().map(cost).collect();
        let averted: Vec<f64> = strategies.iter().map(|s| s.averted.mean).collect();
        for (strategy, (standing, icer)) in strategies.iter_mut().zip(frontier(&costs, &averted)) {
            (strategy.standing, strategy.icer) = (standing, icer);
        }
        strategies
    }

    fn learning(&self, benefit: &[Matrix], evpi: &[Worth]) -> Vec<LearningWorth> {
        let mut all: Vec<LearningWorth> = self
            .groups
            .iter()
            .map(|group| {
                let worth = partial_information(benefit, &group.columns, self.weights, self.seed);
                let capped = worth.iter().zip(evpi).map(|(w, all)| Worth { value: w.value.min(all.value), se: w.se });
                LearningWorth {
                    group: group.words.clone(),
                    parameters: group.parameters.clone(),
                    worth: capped.collect(),
                }
            })
            .collect();
        let grid = &self.willingness.grid;
        let reference = grid.iter().position(|w| *w == self.willingness.reference).unwrap_or(grid.len() - 1);
        let summed = |l: &LearningWorth| l.worth.iter().map(|w| w.value).sum::<f64>();
        all.sort_by(|a, b| {
            let at = |l: &LearningWorth| l.worth[reference].value;
            at(b).total_cmp(&at(a)).then(summed(b).total_cmp(&summed(a)))
        });
        all
    }
}

/// One quantity on which a preference may turn.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// `group.name` of a parameter, or `refilling`.
    pub name: String,
    /// In words, with its unit.
    pub words: String,
    pub unit: String,
    /// Value in each draw.
    pub values: Vec<f64>,
    /// Range examined.
    pub low: f64,
    pub high: f64,
    pub scale: Scale,
}

impl Question<'_> {
    /// The strategy other than `row` and the status quo with the highest expected net benefit at the reference willingness
    /// to pay; `None` where there is none.
    pub fn best_other(&self, row: usize) -> Option<usize> {
        let benefit = self.costs_and_cases().net_benefit(self.willingness.reference);
        let expected = at_willingness(&benefit.means, self.weights).expected;
        (1..expected.len()).filter(|k| *k != row).reduce(|best, k| if expected[k] > expected[best] { k } else { best })
    }

    /// Where a quantity makes strategy `row` preferred to strategy `against` (0 the status quo), at the reference
    /// willingness to pay ([`threshold`]).
    ///
    /// # Panics
    /// As [`threshold`].
    pub fn break_even(&self, row: usize, against: usize, quantity: &Quantity) -> BreakEven {
        let increment = self.costs_and_cases().incremental(row, against, self.willingness.reference);
        let range = (quantity.low, quantity.high);
        let found = threshold(&increment, &quantity.values, self.weights, range, quantity.scale, self.seed);
        BreakEven {
            policy: self.alternatives[row].policy.clone(),
            against: self.alternatives[against].policy.clone(),
            budget_soles_per_year: self.budget_soles_per_year,
            quantity: quantity.name.clone(),
            words: quantity.words.clone(),
            unit: quantity.unit.clone(),
            low: quantity.low,
            high: quantity.high,
            threshold: found.threshold,
            threshold_low: found.low,
            threshold_high: found.high,
            preferred_above: found.preferred_above,
            share_preferred: found.share_preferred,
        }
    }
}
