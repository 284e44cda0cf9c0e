//! A whole decision at one budget: every table of [`super::answers::Decision`] from strategies over draws.

use super::acceptability::at_willingness;
use super::answers::{BreakEven, DRAWS_TO_DECIDE, Decision, Doubt, LearningWorth, Strategy, Worth};
use super::break_even::{Scale, Threshold, threshold};
use super::icer::frontier;
use super::learning::{Averted, Learning};
use super::net_benefit::{Alternative, CostsAndCases, Willingness};
use super::over_draws::over_draws;
use super::per_case::per_case;
use super::ranking::largest;
use super::view::View;
use amparo_model::math::matrix::Matrix;
use amparo_model::math::weighted::effective_size;

/// Parameters that one study would teach together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The study in words.
    pub words: String,
    /// Names of the parameters, `group.name`.
    pub parameters: Vec<String>,
    /// `columns[parameter][draw]`; log-uniform ones on the log scale.
    pub columns: Vec<Vec<f64>>,
}

/// Strategies, draws and views that a decision is made from.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// Which money counts as cost: the programmes' budget, or that without transfers to households.
    pub view: View,
    /// The status quo first ([`Alternative::status_quo`]).
    pub alternatives: &'a [Alternative],
    /// One per draw; any positive scale.
    pub weights: &'a [f64],
    /// Values that a case averted may have, S/.
    pub willingness: &'a Willingness,
    /// Groups of parameters whose learning is valued; none where there is one draw.
    pub groups: &'a [Group],
    /// Of resamples, folds and simulated noise.
    pub seed: u64,
}

impl Choice<'_> {
    /// Costs (of the view) and cases averted of all strategies.
    pub fn costs_and_cases(&self) -> CostsAndCases<'_> {
        let costs = self.alternatives.iter().map(|a| a.cost_in(self.view)).collect();
        let averted = self.alternatives.iter().map(|a| &a.averted[..]).collect();
        CostsAndCases::new(costs, averted)
    }

    /// The decision, from raw draw means throughout.
    ///
    /// Learning is valued as it is in girls ([`super::learning`]), of net benefit instead. Groups are sorted by worth at the reference
    /// willingness, then by worth summed over the grid, then as given.
    ///
    /// # Panics
    /// If shapes differ or there is no strategy.
    pub fn decide(&self) -> Decision {
        let both = self.costs_and_cases();
        let grid = &self.willingness.grid;
        let at: Vec<_> = grid.iter().map(|w| at_willingness(&both.mean_net_benefit(*w), self.weights)).collect();
        let by_strategy = |f: &dyn Fn(usize, usize) -> f64| -> Matrix {
            (0..both.strategies()).map(|k| (0..grid.len()).map(|w| f(w, k)).collect()).collect()
        };
        // Doing nothing, the first strategy, has no net benefit and is always a choice there.
        let gains: Vec<Averted> = grid.iter().map(|w| Averted::new(&both.net_benefit(*w)[1..], self.weights)).collect();
        let evpi: Vec<Worth> = gains.iter().map(|gain| in_money(gain.perfect(self.seed))).collect();
        let mean: f64 = self.weights.iter().sum::<f64>() / self.weights.len() as f64;
        Decision {
            budget_soles_per_year: self.budget_soles_per_year,
            draws: self.weights.len(),
            effective_draws: effective_size(self.weights),
            view: self.view,
            strategies: self.strategies(),
            points: (0..both.strategies()).map(|k| both.points(k)).collect(),
            weights: self.weights.iter().map(|w| w / mean).collect(),
            willingness: grid.clone(),
            probability_best: by_strategy(&|w, k| at[w].probability_best[k]),
            best: at.iter().map(|a| a.best).collect(),
            expected_loss: by_strategy(&|w, k| at[w].expected_loss[k]),
            largest_regret: by_strategy(&|w, k| at[w].largest_regret[k]),
            minimax_regret: at.iter().map(|a| a.minimax_regret).collect(),
            evppi: self.learning(&gains, &evpi),
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
                per_case: per_case(a.cost_in(self.view), &a.averted, self.weights, self.seed),
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

    fn learning(&self, gains: &[Averted], evpi: &[Worth]) -> Vec<LearningWorth> {
        let of = |group: &Group| {
            let at = gains.iter().zip(evpi);
            at.map(|(gain, all)| in_money(gain.partial(&group.columns, all.value, self.seed))).collect()
        };
        let mut all: Vec<LearningWorth> = self
            .groups
            .iter()
            .map(|group| LearningWorth {
                group: group.words.clone(),
                parameters: group.parameters.clone(),
                worth: of(group),
            })
            .collect();
        let grid = &self.willingness.grid;
        let reference =
            grid.iter().position(|w| *w == self.willingness.reference).unwrap_or(grid.len().saturating_sub(1));
        let summed = |l: &LearningWorth| l.worth.iter().map(|w| w.value).sum::<f64>();
        all.sort_by(|a, b| {
            let at = |l: &LearningWorth| l.worth[reference].value;
            at(b).total_cmp(&at(a)).then(summed(b).total_cmp(&summed(a)))
        });
        all
    }
}

/// What was valued was net benefit.
fn in_money(found: Learning) -> Worth {
    Worth { value: found.girls, se: found.se, p: found.p }
}

/// Which way more of a quantity can turn a preference, where that is known beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// A strength of the policy's own: more of it can never make it worse than the status quo.
    Favours,
    /// A cost of the policy's own, or what undoes its effect: more of it can never make it preferred to what does not share it.
    Disfavours,
}

/// One quantity on which a preference may turn.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// `group.name` of a parameter, or `refilling`.
    pub name: String,
    /// In words, with its unit.
    pub words: String,
    /// Unit that sentences show.
    pub unit: String,
    /// Value in each draw.
    pub values: Vec<f64>,
    /// Range examined.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How values of it are spaced.
    pub scale: Scale,
    /// Which way more of it can turn the preference against this rival; `None`: either.
    pub direction: Option<Direction>,
}

/// Reason why a threshold is not stated as a finding. `found` without a threshold is doubted for few draws alone.
fn doubt(found: &Threshold, quantity: &Quantity, effective_draws: f64) -> Option<Doubt> {
    let wrong = match quantity.direction {
        Some(Direction::Favours) => !found.preferred_above,
        Some(Direction::Disfavours) => found.preferred_above,
        None => false,
    };
    // The bootstrap cuts at the ends of the range, so that an interval that reaches one is not bounded there.
    let margin = 1e-9 * (quantity.high - quantity.low);
    let inside = |low: f64, high: f64| low > quantity.low + margin && high < quantity.high - margin;
    let turns = found.threshold.is_some();
    match () {
        () if effective_draws < DRAWS_TO_DECIDE => Some(Doubt::FewDraws),
        () if turns && wrong => Some(Doubt::WrongSign),
        () if turns && !found.low.zip(found.high).is_some_and(|(low, high)| inside(low, high)) => {
            Some(Doubt::Unbounded)
        }
        () => None,
    }
}

impl Choice<'_> {
    /// The strategy other than `row` and the status quo with the highest expected net benefit at the reference willingness
    /// to pay; `None` where there is none.
    pub fn best_other(&self, row: usize) -> Option<usize> {
        let benefit = self.costs_and_cases().mean_net_benefit(self.willingness.reference);
        let expected = at_willingness(&benefit, self.weights).expected;
        largest((1..expected.len()).filter(|k| *k != row), |k| expected[k])
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
            doubt: doubt(&found, quantity, effective_size(self.weights)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(direction: Option<Direction>) -> Quantity {
        Quantity {
            name: "info.cost_contact".into(),
            words: "the cost of a campaign contact".into(),
            unit: "S/".into(),
            values: vec![],
            low: 2.0,
            high: 20.0,
            scale: Scale::Linear,
            direction,
        }
    }

    fn found(low: f64, high: f64, preferred_above: bool) -> Threshold {
        Threshold { threshold: Some(9.0), low: Some(low), high: Some(high), preferred_above, share_preferred: 0.5 }
    }

    #[test]
    fn a_threshold_is_clear_inside_the_range_with_the_right_sign_and_enough_draws() {
        let of = |f: &Threshold, d, draws| doubt(f, &quantity(d), draws);
        let inside = found(5.0, 15.0, false);
        assert_eq!(of(&inside, None, 30.0), None);
        assert_eq!(of(&inside, None, 29.9), Some(Doubt::FewDraws));
        for (low, high) in [(2.0, 15.0), (5.0, 20.0), (2.0, 20.0)] {
            assert_eq!(of(&found(low, high, false), None, 100.0), Some(Doubt::Unbounded), "{low} to {high}");
        }
        assert_eq!(of(&inside, Some(Direction::Disfavours), 100.0), None, "dearer is worse");
        assert_eq!(of(&inside, Some(Direction::Favours), 100.0), Some(Doubt::WrongSign), "stronger is not");
        let above = found(5.0, 15.0, true);
        assert_eq!(of(&above, Some(Direction::Disfavours), 100.0), Some(Doubt::WrongSign), "dearer is not better");
        assert_eq!(of(&above, Some(Direction::Favours), 100.0), None);
        let firm = Threshold { threshold: None, low: None, high: None, preferred_above: true, share_preferred: 1.0 };
        assert_eq!(of(&firm, Some(Direction::Disfavours), 100.0), None, "without a threshold no side is turned to");
        assert_eq!(of(&firm, None, 5.0), Some(Doubt::FewDraws));
    }
}
