//! What a search for the best form of a kind, or the best allocation, found, scored on worlds kept apart: means over worlds that count
//! differently.

use amparo_model::math::num::sqrt;
use amparo_model::math::statistics::{mean, student_t_quantile};
use amparo_model::scenario::SetValues;
use serde::Serialize;

/// What is counted as averted where rules are compared, discounted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// Newly exploited girls.
    #[default]
    Girls,
    /// Girls and repeated spells, each counting one: all spells begun.
    GirlsAndRepeated,
}

impl Goal {
    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Goal::Girls => "girls",
            Goal::GirlsAndRepeated => "girls-and-repeated",
        }
    }
}

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
    /// Degrees of freedom of the standard error; 0 with one world.
    #[serde(skip)]
    pub degrees: f64,
}

impl Spread {
    /// Student's interval around a mean.
    fn student(mean: f64, se: f64, degrees: f64) -> Spread {
        let half = if se > 0.0 { student_t_quantile(0.95, degrees) * se } else { 0.0 };
        Spread { mean, se: Some(se), low: Some(mean - half), high: Some(mean + half), degrees }
    }

    /// Half of the interval.
    pub fn bar(&self) -> Option<f64> {
        self.high.map(|high| high - self.mean)
    }

    /// This mean less another over other worlds, with Welch's interval (1947; degrees of freedom by Satterthwaite 1946); none where
    /// the error of either is unknown.
    #[must_use]
    pub fn less(&self, other: &Spread) -> Spread {
        let mean = self.mean - other.mean;
        let (Some(a), Some(b)) = (self.se, other.se) else { return Spread { mean, ..Spread::default() } };
        let (a, b) = (a * a, b * b);
        let parts = a * a / self.degrees + b * b / other.degrees;
        let degrees = if parts > 0.0 { (a + b) * (a + b) / parts } else { self.degrees + other.degrees };
        Spread::student(mean, sqrt(a + b), degrees)
    }
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
    let se = sqrt(n / (n - 1.0) * squares) / sum;
    Spread::student(centre, se, n - 1.0)
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
    /// The searched rule's name, that of a form of its kind, or that of a policy of the study.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Whether it is what the search offers: the best of a kind's forms in the training worlds, or the rule over several kinds.
    pub optimised: bool,
    /// What the search counts, in the training worlds.
    pub training: Spread,
    /// What the search counts, in the scoring worlds.
    pub averted: Spread,
    /// Newly exploited girls averted in the scoring worlds.
    pub girls: Spread,
    /// Repeated spells averted there: all spells less first ones.
    pub repeated: Spread,
    /// Victim-years averted there.
    pub victim_years: Spread,
    /// Mean spending, S/, discounted.
    pub cost_soles: f64,
    /// Mean spending per year over the funded years, S/.
    pub spend_soles_per_year: f64,
    /// Largest spending per year over the funded years in any world, S/.
    pub most_spent_soles_per_year: f64,
}

impl Scored {
    /// Training mean − scoring mean: of what was chosen in the training worlds, its *optimism*. Worlds differ in seeds and draws, so
    /// that it is not 0 for what nobody chose either.
    pub fn optimism(&self) -> Spread {
        self.training.less(&self.averted)
    }
}

/// What was found at one budget, for one kind of intervention or over several.
#[derive(Clone, Debug, Serialize)]
pub struct Searched {
    /// The kind; `None`: the budget is split over all kinds that the study has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// The searched rule.
    pub rule: Rule,
    /// The searched rule in words.
    pub words: String,
    /// The searched rule first, then what it is compared with: the other forms of its kind, or the study's policies at this budget.
    pub strategies: Vec<Scored>,
    /// Of those without the rule, the best by their training means.
    pub rival: Option<String>,
    /// Rule − rival in the scoring worlds, paired.
    pub gain: Option<Spread>,
    /// The best of all of them in the training worlds: its scoring mean is a lower bound of the best.
    pub best: String,
    /// Trials of the search.
    pub evaluations: usize,
    /// Each new best rule: trials until then and training mean.
    pub steps: Vec<(usize, f64)>,
    /// Hash of everything that the search reads.
    pub fingerprint: String,
    /// What was found as a policy file.
    #[serde(skip)]
    pub policy_toml: String,
}

impl Searched {
    /// What was found: of one kind the best of its forms in the training worlds, else the rule.
    pub fn found(&self) -> Option<&Scored> {
        self.strategies.iter().find(|one| one.optimised)
    }

    /// The best of all in the training worlds.
    pub fn best_in_training(&self) -> Option<&Scored> {
        self.strategies.iter().find(|one| one.policy == self.best)
    }
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
    /// What is counted.
    pub objective: Goal,
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
    /// What was found, by budget and, within one, by kind.
    pub searches: Vec<Searched>,
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
    fn a_difference_of_two_sets_of_worlds_has_welchs_interval() {
        // Means 4 and 10, variances of the means 1/6 and 4/3.
        let (a, b) = (weighted_mean(&[3.0, 4.0, 4.0, 5.0], &[1.0; 4]), weighted_mean(&[8.0, 10.0, 12.0], &[1.0; 3]));
        let found = a.less(&b);
        let (va, vb): (f64, f64) = (2.0 / 3.0 / 4.0, 4.0 / 3.0);
        let degrees = (va + vb) * (va + vb) / (va * va / 3.0 + vb * vb / 2.0);
        assert!((found.mean + 6.0).abs() < 1e-12 && (found.se.unwrap() - (va + vb).sqrt()).abs() < 1e-12);
        assert!((found.bar().unwrap() / found.se.unwrap() - student_t_quantile(0.95, degrees)).abs() < 1e-9);
        assert_eq!(weighted_mean(&[4.0], &[1.0]).less(&b).se, None, "one world has no error");
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
