//! What a search for the best allocation found, scored on worlds kept apart: means over worlds that count differently.

use amparo_model::math::statistics::{mean, student_t_quantile};
use amparo_model::scenario::SetValues;
use serde::Serialize;

/// A mean over worlds with its standard error and 95 % interval; `None` with one world. A world is a seed and, in a study over
/// draws, a parameter vector: this is how well the mean is known, not how much worlds differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Spread {
    /// Weighted mean.
    pub mean: f64,
    /// Its standard error; `None` with one world.
    pub se: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Its upper end.
    pub high: Option<f64>,
}

/// Σwx/Σw with the ratio estimator's variance n/(n − 1)·Σw²(x − x̄)²/(Σw)² (Cochran 1977, §6) and Student's quantile at
/// n − 1 degrees of freedom; with equal weights, Student's interval.
///
/// # Panics
/// If the slices differ in length.
pub fn weighted_mean(values: &[f64], weights: &[f64]) -> Spread {
    assert_eq!(values.len(), weights.len(), "a weight each");
    let sum: f64 = weights.iter().sum();
    if values.is_empty() || sum <= 0.0 {
        return Spread { mean: mean(values), ..Spread::default() };
    }
    let centre = values.iter().zip(weights).map(|(x, w)| w * x).sum::<f64>() / sum;
    if values.len() < 2 {
        return Spread { mean: centre, ..Spread::default() };
    }
    let n = values.len() as f64;
    let squares: f64 = values.iter().zip(weights).map(|(x, w)| w * w * (x - centre) * (x - centre)).sum();
    let se = (n / (n - 1.0) * squares).sqrt() / sum;
    let half = student_t_quantile(0.95, n - 1.0) * se;
    Spread { mean: centre, se: Some(se), low: Some(centre - half), high: Some(centre + half) }
}

/// Weighted mean with its interval where worlds share draws. Worlds of one draw are not independent evidence, so their mean counts
/// once. At one parameter vector every world counts.
pub fn mean_over_draws(values: &[f64], draws: &[usize], weights: &[f64]) -> Spread {
    let mut distinct = draws.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < 2 {
        return weighted_mean(values, weights);
    }
    let of = |draw: usize| (0..values.len()).filter(move |i| draws[*i] == draw);
    let means: Vec<f64> = distinct.iter().map(|d| mean(&of(*d).map(|i| values[i]).collect::<Vec<_>>())).collect();
    let shared: Vec<f64> = distinct.iter().map(|d| of(*d).map(|i| weights[i]).next().unwrap_or(0.0)).collect();
    weighted_mean(&means, &shared)
}

/// A rule's numbers, rounded to what its file says. Each kind of intervention is given as its grain allows: whole communities in
/// the order of exposure^a per sol, coverage per girl in proportion to (exposure per sol)^b, support to persons alike everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Default)]
pub struct Rule {
    /// Share of the budget in thousandths, in the order of [`kinds`](amparo_model::policy::kinds()); together 1000. 0 for what the study does not have.
    pub thousandths: Vec<u32>,
    /// Intensity, in the order of [`kinds`](amparo_model::policy::kinds()).
    pub intensities: Vec<f64>,
    /// a: weight of ln exposure per girl against ln cost per girl in the order of communities.
    pub order: f64,
    /// b: how steeply coverage follows exposure per sol; 0 is the same everywhere.
    pub spread: f64,
}

/// One strategy, scored. Averted is baseline − strategy over the horizon, discounted, per world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scored {
    /// `best-found`, or the name of a policy of the study.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Whether it was chosen by the search.
    pub optimised: bool,
    /// Mean cases averted (spells begun) in the training worlds.
    pub training_averted: f64,
    /// Cases averted (spells begun) in the scoring worlds.
    pub averted: Spread,
    /// Newly exploited averted.
    pub newly_exploited_averted: Spread,
    /// Victim-years averted.
    pub victim_years_averted: Spread,
    /// Mean spending, S/, discounted.
    pub cost_soles: f64,
    /// Mean spending per year over the funded years, S/.
    pub spend_soles_per_year: f64,
    /// Largest spending per year over the funded years in any world, S/.
    pub most_spent_soles_per_year: f64,
}

impl Scored {
    /// Training mean − scoring mean. Worlds differ in seeds and draws, so that it is not 0 for what nobody chose either.
    pub fn training_minus_scoring(&self) -> f64 {
        self.training_averted - self.averted.mean
    }
}

/// Best rule found at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct AtBudget {
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// The rule found.
    pub rule: Rule,
    /// The rule in words.
    pub words: String,
    /// The rule first, then the study's policies at this budget.
    pub strategies: Vec<Scored>,
    /// How much better the rule looked where it was chosen: its gain over the best of the study's policies in the training
    /// worlds, less that in the scoring worlds (without policies: training mean − scoring mean).
    pub optimism: f64,
    /// The best of the study's policies, by their training means.
    pub best_policy: Option<String>,
    /// Rule − best policy in the scoring worlds, cases averted, paired.
    pub gain: Option<Spread>,
    /// The better of both in the training worlds, its mean in the scoring worlds: a lower bound of the best.
    pub lower_bound: Spread,
    /// The strategy it is from.
    pub lower_bound_from: String,
    /// Trials of the search.
    pub evaluations: usize,
    /// Each new best rule: trials until then and training mean.
    pub steps: Vec<(usize, f64)>,
    /// The rule as a policy file.
    #[serde(skip)]
    pub policy_toml: String,
}

/// Result of optimising a study.
#[derive(Clone, Debug, Serialize)]
pub struct Optimised {
    /// Name of the study.
    pub study: String,
    /// As people read it.
    pub title: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// Name of the scenario.
    pub scenario: String,
    /// Seed of its random numbers.
    pub seed: u64,
    /// Years that are counted.
    pub horizon_years: usize,
    /// Years in which policies have money.
    pub funded_years: usize,
    /// Share per year.
    pub discount_rate: f64,
    /// Numbers a rule consists of.
    pub parameters_of_a_rule: usize,
    /// Worlds that settled, of those asked for.
    pub training_worlds: usize,
    /// Worlds that strategies are scored on.
    pub scoring_worlds: usize,
    /// Worlds left out, whose burn-in never settled.
    pub rejected_worlds: usize,
    /// Parameter vectors in the training and in the scoring worlds; 1 each without draws.
    pub training_draws: usize,
    /// Draws among them.
    pub scoring_draws: usize,
    /// Meaning of the intervals, in words.
    pub intervals: String,
    /// Best rule found at each budget.
    pub budgets: Vec<AtBudget>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::math::statistics::{standard_error, student_t_interval};

    #[test]
    fn equal_weights_give_students_interval() {
        let x = [3.0, 5.0, 4.5, 9.0];
        let found = weighted_mean(&x, &[2.0; 4]);
        let student = student_t_interval(&x, 0.95).unwrap();
        assert!((found.mean - mean(&x)).abs() < 1e-12);
        assert!((found.se.unwrap() - standard_error(&x).unwrap()).abs() < 1e-12);
        assert!((found.low.unwrap() - student.low).abs() < 1e-12 && (found.high.unwrap() - student.high).abs() < 1e-12);
    }

    #[test]
    fn worlds_of_one_draw_count_once() {
        let (values, draws) = ([1.0, 3.0, 7.0, 9.0], [4, 4, 6, 6]);
        let found = mean_over_draws(&values, &draws, &[1.0, 1.0, 3.0, 3.0]);
        assert_eq!(found, weighted_mean(&[2.0, 8.0], &[1.0, 3.0]));
        assert_eq!(mean_over_draws(&values, &[0; 4], &[1.0; 4]), weighted_mean(&values, &[1.0; 4]));
    }

    #[test]
    fn a_world_without_weight_does_not_count_and_one_world_has_no_interval() {
        assert_eq!(weighted_mean(&[1.0, 7.0], &[0.0, 2.0]).mean, 7.0);
        assert_eq!(weighted_mean(&[4.0], &[3.0]), Spread { mean: 4.0, ..Spread::default() });
        assert_eq!(weighted_mean(&[2.0, 8.0], &[1.0, 3.0]).mean, 6.5);
    }
}
