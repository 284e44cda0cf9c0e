//! One intervention or four: what diagnosing communities and matching interventions to them gains, and when
//! (docs/odd.md §8.4). Averted are spells begun over the horizon, discounted, against the baseline of the same draw and replicate.

use super::denoise::Noisy;
use super::estimate::Estimate;
use super::over_draws::{difference, over_draws};
use amparo_model::math::num;
use amparo_model::math::statistics::student_t_quantile;
use amparo_model::math::weighted::{effective_size, weighted_mean};
use serde::Serialize;

/// What a strategy is to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// One intervention, everywhere alike.
    Uniform,
    /// One intervention, communities in order of estimated exposure per sol.
    ByExposure,
    /// From the dominant driver of the surveyed profile to an intervention, by a table.
    DriverMap,
    /// One of the interventions a community, by the forecast, at the register's intensity.
    Effect,
    /// The same, the forecast choosing the intensity too.
    Intensity,
    /// Several interventions at a time in a community, the forecast choosing their intensities too.
    Bundle,
    /// As `Bundle`, with a survey that makes no error and costs nothing; exposure still estimated.
    PerfectSurvey,
    /// As `PerfectSurvey`, with true exposure too.
    TrueProfile,
    /// Found by search in the simulator.
    BestFound,
    /// Any other.
    Other,
}

impl Role {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Uniform => "uniform",
            Role::ByExposure => "by-exposure",
            Role::DriverMap => "driver-map",
            Role::Effect => "effect",
            Role::Intensity => "intensity",
            Role::Bundle => "bundle",
            Role::PerfectSurvey => "perfect-survey",
            Role::TrueProfile => "true-profile",
            Role::BestFound => amparo_model::scenario::BEST_FOUND,
            Role::Other => "other",
        }
    }
}

/// One strategy at one budget. `averted` of the best single interventions is cross-fitted: which one it is was chosen in other
/// replicates than it is scored in.
#[derive(Clone, Debug, Serialize)]
pub struct Strategy {
    /// Name of the policy; `best-uniform` and `best-by-exposure` for what is chosen among several.
    pub policy: String,
    pub title: String,
    pub role: Role,
    pub averted: Estimate,
    /// S/ a year over the funded years, the survey included; means over draws.
    pub spent_soles_per_year: f64,
    pub survey_soles_per_year: f64,
    pub unspent_soles_per_year: f64,
    /// Largest spending of a funded year in any draw, S/.
    pub most_spent_soles_per_year: f64,
    /// Households surveyed a community; 0 where none are.
    pub households: f64,
    /// Whether the planner knows the draw's parameters (true) or plans with the scenario's own.
    pub knows_parameters: bool,
    /// Mean share of communities that get each intervention, by kind; a community with two counts for both.
    pub communities: Vec<(String, f64)>,
    /// How often each single intervention was the one chosen, by policy; only for the best single ones.
    pub chosen: Vec<(String, f64)>,
}

/// One paired difference between two strategies.
#[derive(Clone, Debug, Serialize)]
pub struct Gain {
    /// One of [`QUESTIONS`].
    pub question: String,
    /// Strategies by name: `policy − against`.
    pub policy: String,
    pub against: String,
    /// Further cases averted.
    pub averted: Estimate,
    /// The same as a share of the baseline's spells begun over the horizon.
    pub share_of_baseline: Estimate,
}

/// One survey size.
#[derive(Clone, Debug, Serialize)]
pub struct SurveySize {
    pub policy: String,
    pub households: f64,
    /// S/ for the whole survey, all communities; mean over draws.
    pub cost_soles: f64,
    pub averted: Estimate,
    /// Further cases averted against the smallest survey.
    pub gain: Estimate,
}

/// What there is to say at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct AtBudget {
    pub budget_soles_per_year: f64,
    pub draws: usize,
    pub effective_draws: f64,
    /// Spells begun in the baseline over the horizon, discounted; mean over draws.
    pub baseline: f64,
    pub strategies: Vec<Strategy>,
    pub gains: Vec<Gain>,
    /// Ascending; empty where only one size was tried.
    pub surveys: Vec<SurveySize>,
}

/// One forecast beside what the simulation then gave, in one draw; means over its replicates. Cases averted over the horizon,
/// not discounted.
#[derive(Clone, Debug, Serialize)]
pub struct Forecast {
    pub policy: String,
    pub role: Role,
    pub budget_soles_per_year: f64,
    /// Number of the draw.
    pub draw: usize,
    pub weight: f64,
    pub forecast: f64,
    /// After adaptation.
    pub simulated: f64,
    /// Before adaptation, on the draws that have run B.
    pub held: Option<f64>,
}

/// How well forecasts did over all draws of one policy.
#[derive(Clone, Debug, Serialize)]
pub struct ForecastSkill {
    pub policy: String,
    pub title: String,
    pub role: Role,
    pub budget_soles_per_year: f64,
    pub forecast: f64,
    pub simulated: f64,
    /// simulated / forecast, ratio of weighted means.
    pub ratio: f64,
    /// Weighted correlation over draws; `None` where one side does not vary.
    pub correlation: Option<f64>,
}

/// How different causes are in one baseline, and what matching gains there.
#[derive(Clone, Debug, Serialize)]
pub struct HowDifferent {
    pub scenario: String,
    pub title: String,
    /// `population.heterogeneity`.
    pub heterogeneity: f64,
    /// `population.driver_correlation`.
    pub driver_correlation: f64,
    /// `decision.own_weights`: 0 where all girls weigh drivers alike, else the Dirichlet's parameter.
    pub own_weights: f64,
    pub budget_soles_per_year: f64,
    pub draws: usize,
    /// `where`, `which` … as in [`Gain`], share of the baseline.
    pub gains: Vec<Gain>,
}

/// One limit of a box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Limit {
    pub parameter: String,
    pub unit: String,
    /// `None`: not restricted on that side.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// How much of what is of interest a box holds. Weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BoxScore {
    /// Draws in the box.
    pub draws: usize,
    /// Share of all draws in the box: how much of what is assumed.
    pub mass: f64,
    /// Share of the draws of interest that are in the box; `None` where none is of interest.
    pub coverage: Option<f64>,
    /// Share of the draws in the box that are of interest; `None` where the box is empty.
    pub density: Option<f64>,
}

/// A box of at most three parameters in which the answer is mostly yes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FoundBox {
    pub limits: Vec<Limit>,
    /// On the draws it was found on.
    pub training: BoxScore,
    /// On draws held out.
    pub held_out: BoxScore,
    /// A sentence an analyst can quote.
    pub words: String,
}

/// What a draw said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    Yes,
    No,
    /// Replicates leave it open.
    Noise,
}

/// When the answer turns: scenario discovery over draws (PRIM, Friedman & Fisher 1999).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Discovery {
    pub budget_soles_per_year: f64,
    /// What is asked, such as "matching beats the best single intervention by more than 2 % of the baseline".
    pub question: String,
    /// Further cases averted asked for, share of the baseline.
    pub threshold: f64,
    /// Draws whose answer noise leaves open, left out.
    pub left_out: usize,
    pub training_draws: usize,
    pub held_out_draws: usize,
    /// Weighted share of yes among the draws used.
    pub base_rate: f64,
    /// Best first; empty where no box tells more than the base rate.
    pub boxes: Vec<FoundBox>,
    /// The two most telling parameters, names and units, and every draw's values with what it said.
    pub telling: Option<Telling>,
}

/// Draws over the two most telling parameters.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Telling {
    pub x: String,
    pub x_unit: String,
    pub y: String,
    pub y_unit: String,
    /// Value on x, value on y, what the draw said, its weight (mean 1).
    pub draws: Vec<(f64, f64, Said, f64)>,
}

/// Everything there is to say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TwoPart {
    /// Budgets ascending.
    pub budgets: Vec<AtBudget>,
    pub forecasts: Vec<Forecast>,
    pub skill: Vec<ForecastSkill>,
    /// This baseline first, then the others of the study that differ in how different causes are.
    pub how_different: Vec<HowDifferent>,
    /// At every budget, ascending: does matching beat the best single one by so much?
    pub discoveries: Vec<Discovery>,
}

/// What is asked of every budget, and the strategies compared: `policy − against`.
pub const QUESTIONS: [(&str, &str, &str); 16] = [
    ("diagnosing", "bundle", BEST_UNIFORM),
    ("matching", "bundle", BEST_BY_EXPOSURE),
    ("best-single", "bundle", BEST_SINGLE),
    ("matching-intensity", "bundle", BEST_BY_EXPOSURE_INTENSITY),
    ("where", BEST_BY_EXPOSURE, BEST_UNIFORM),
    ("which", "effect", BEST_BY_EXPOSURE),
    ("how-much", "intensity", "effect"),
    ("together", "bundle", "intensity"),
    ("intensity-alone", BEST_BY_EXPOSURE_INTENSITY, BEST_BY_EXPOSURE),
    ("driver-map", "driver-map", BEST_BY_EXPOSURE),
    ("perfect-survey", "perfect-survey", "bundle"),
    ("true-profile", "true-profile", "bundle"),
    ("best-found", amparo_model::scenario::BEST_FOUND, "bundle"),
    ("best-found-single", amparo_model::scenario::BEST_FOUND, BEST_SINGLE),
    ("not-knowing", "not-knowing", "bundle"),
    ("not-knowing-single", "not-knowing", BEST_SINGLE_OVER_ALL),
];

pub use amparo_model::scenario::{
    BEST_BY_EXPOSURE, BEST_BY_EXPOSURE_INTENSITY, BEST_SINGLE, BEST_SINGLE_OVER_ALL, BEST_UNIFORM,
};

/// By how much simulation noise is larger where the best single intervention is chosen in the other replicates: replicates of a draw
/// then choose for each other, so that their scatter tells too little of the noise of their mean; 1.22 at worst, where two
/// are equally good.
pub const CROSS_FITTED: f64 = 1.22;

/// One policy at one budget as the question sees it; lists are `[draw][replicate]`.
#[derive(Clone, Debug)]
pub struct Arm {
    pub policy: String,
    pub title: String,
    pub role: Role,
    /// Cases averted over the horizon, discounted.
    pub averted: Vec<Vec<f64>>,
    /// S/ a year over the funded years.
    pub spent: Vec<Vec<f64>>,
    /// Largest spending of a funded year, S/.
    pub most_spent: f64,
    pub survey_soles_per_year: f64,
    pub survey_soles: f64,
    /// 0 where nobody is surveyed.
    pub households: f64,
    /// Whether that is what the register says, or nobody is surveyed.
    pub usual_survey: bool,
    /// Whether every intervention runs at the register's intensity, or a rule decides it.
    pub usual_intensity: bool,
    pub knows_parameters: bool,
    pub communities: Vec<(String, f64)>,
}

/// Everything asked at one budget.
pub struct Question<'a> {
    pub budget_soles_per_year: f64,
    pub arms: &'a [Arm],
    /// Of each draw.
    pub weights: &'a [f64],
    /// Spells begun in the baseline over the horizon, discounted, `[draw][replicate]`.
    pub baseline: &'a [Vec<f64>],
}

/// One side of a question.
struct Compared<'a> {
    policy: &'a str,
    averted: &'a [Vec<f64>],
    /// Whether what it was for each replicate was chosen in the others.
    cross_fitted: bool,
}

impl Question<'_> {
    /// Strategies, gains and survey sizes; `None` without draws or arms.
    pub fn answer(&self) -> Option<AtBudget> {
        if self.weights.is_empty() || self.arms.is_empty() {
            return None;
        }
        let singles = self.singles();
        let mut strategies: Vec<Strategy> = singles.iter().map(|(_, s)| s.clone()).collect();
        strategies.extend(self.arms.iter().map(|arm| self.strategy(arm)));
        let gains = QUESTIONS.iter().filter_map(|(question, policy, against)| {
            let (policy, against) = (self.named(policy, &singles)?, self.named(against, &singles)?);
            Some(self.gain(question, &policy, &against))
        });
        Some(AtBudget {
            budget_soles_per_year: self.budget_soles_per_year,
            draws: self.weights.len(),
            effective_draws: effective_size(self.weights),
            baseline: over_draws(self.baseline, self.weights).mean,
            gains: gains.collect(),
            surveys: self.surveys(),
            strategies,
        })
    }

    /// Further cases averted by matching (several at a time) over the best single intervention, `[draw][replicate]`; `None`
    /// where there is not both.
    pub fn matching_over_single(&self) -> Option<Vec<Vec<f64>>> {
        let singles = self.singles();
        let (policy, against) = (self.named("bundle", &singles)?, self.named(BEST_SINGLE, &singles)?);
        Some(difference(policy.averted, against.averted))
    }

    /// What a question names.
    fn named<'b>(&'b self, name: &str, singles: &'b [(Vec<Vec<f64>>, Strategy)]) -> Option<Compared<'b>> {
        if let Some((averted, single)) = singles.iter().find(|(_, s)| s.policy == name) {
            return Some(Compared { policy: &single.policy, averted, cross_fitted: true });
        }
        // A planner who knows no better than the register bundles as others do.
        let (role, knows) = if name == "not-knowing" { (Role::Bundle.name(), false) } else { (name, true) };
        let arm = self.arms.iter().find(|a| a.role.name() == role && a.knows_parameters == knows && a.usual_survey)?;
        Some(Compared { policy: &arm.policy, averted: &arm.averted, cross_fitted: false })
    }

    /// The best single interventions that can be told, each with its cases averted.
    fn singles(&self) -> Vec<(Vec<Vec<f64>>, Strategy)> {
        let both = [Role::Uniform, Role::ByExposure];
        let any = |_: &Arm| true;
        let usual: fn(&Arm) -> bool = |arm| arm.usual_intensity;
        let unusual = self.arms.iter().any(|a| a.role == Role::ByExposure && !a.usual_intensity);
        let of_single = [
            (BEST_UNIFORM, "Best single intervention, everywhere alike", &both[..1], usual, false),
            (BEST_BY_EXPOSURE, "Best single intervention, where most are exposed", &both[1..], usual, false),
            (
                BEST_BY_EXPOSURE_INTENSITY,
                "Best single intervention, where most are exposed, at the best intensity",
                &both[1..],
                any,
                false,
            ),
            (BEST_SINGLE, "Best single intervention", &both[..], any, false),
            (BEST_SINGLE_OVER_ALL, "Best single intervention, the same whatever is assumed", &both[..], any, true),
        ];
        of_single
            .into_iter()
            .filter(|(name, ..)| *name != BEST_BY_EXPOSURE_INTENSITY || unusual)
            .filter_map(|(name, title, roles, wanted, over_all)| {
                let among: Vec<&Arm> = self.arms.iter().filter(|a| roles.contains(&a.role) && wanted(a)).collect();
                if among.is_empty() {
                    return None;
                }
                let averted: Vec<&[Vec<f64>]> = among.iter().map(|a| a.averted.as_slice()).collect();
                let chosen =
                    if over_all { chosen_over_all(&averted, self.weights) } else { chosen(&averted, self.weights) };
                let of = |values: fn(&Arm) -> &Vec<Vec<f64>>| -> Vec<Vec<f64>> {
                    chosen
                        .iter()
                        .enumerate()
                        .map(|(d, picks)| picks.iter().enumerate().map(|(r, arm)| values(among[*arm])[d][r]).collect())
                        .collect()
                };
                let (averted, spent) = (of(|a| &a.averted), of(|a| &a.spent));
                let spent = over_draws(&spent, self.weights).mean;
                let how_often = |arm: usize| {
                    let shares: Vec<f64> = chosen
                        .iter()
                        .map(|picks| picks.iter().filter(|p| **p == arm).count() as f64 / picks.len() as f64)
                        .collect();
                    weighted_mean(&shares, self.weights)
                };
                let strategy = Strategy {
                    policy: name.to_owned(),
                    title: title.to_owned(),
                    role: among[0].role,
                    averted: over_draws(&averted, self.weights),
                    spent_soles_per_year: spent,
                    survey_soles_per_year: 0.0,
                    unspent_soles_per_year: self.budget_soles_per_year - spent,
                    most_spent_soles_per_year: among.iter().map(|a| a.most_spent).fold(0.0, f64::max),
                    households: 0.0,
                    knows_parameters: !over_all,
                    communities: Vec::new(),
                    chosen: among.iter().enumerate().map(|(i, a)| (a.policy.clone(), how_often(i))).collect(),
                };
                Some((averted, strategy))
            })
            .collect()
    }

    fn strategy(&self, arm: &Arm) -> Strategy {
        let spent = over_draws(&arm.spent, self.weights).mean;
        Strategy {
            policy: arm.policy.clone(),
            title: arm.title.clone(),
            role: arm.role,
            averted: over_draws(&arm.averted, self.weights),
            spent_soles_per_year: spent,
            survey_soles_per_year: arm.survey_soles_per_year,
            unspent_soles_per_year: self.budget_soles_per_year - spent,
            most_spent_soles_per_year: arm.most_spent,
            households: arm.households,
            knows_parameters: arm.knows_parameters,
            communities: arm.communities.clone(),
            chosen: Vec::new(),
        }
    }

    fn gain(&self, question: &str, policy: &Compared, against: &Compared) -> Gain {
        let mut averted = over_draws(&difference(policy.averted, against.averted), self.weights);
        if policy.cross_fitted || against.cross_fitted {
            averted.mc_se = averted.mc_se.map(|se| CROSS_FITTED * se);
            averted.noise_half = averted.noise_half.map(|half| CROSS_FITTED * half);
        }
        let base = over_draws(self.baseline, self.weights).mean;
        Gain {
            question: question.to_owned(),
            policy: policy.policy.to_owned(),
            against: against.policy.to_owned(),
            share_of_baseline: averted.each(|x| x / base),
            averted,
        }
    }

    /// Survey sizes under the same rule, ascending.
    fn surveys(&self) -> Vec<SurveySize> {
        let mut arms: Vec<&Arm> = self.arms.iter().filter(|a| a.role == Role::Bundle && a.knows_parameters).collect();
        arms.sort_by(|a, b| a.households.total_cmp(&b.households));
        if arms.len() < 2 {
            return Vec::new();
        }
        arms.iter()
            .map(|arm| SurveySize {
                policy: arm.policy.clone(),
                households: arm.households,
                cost_soles: arm.survey_soles,
                averted: over_draws(&arm.averted, self.weights),
                gain: over_draws(&difference(&arm.averted, &arms[0].averted), self.weights),
            })
            .collect()
    }
}

/// Which of several strategies is chosen for each draw and replicate, from the other replicates of the same draw, each
/// strategy's values shrunk towards its mean over draws by how much of their spread is noise: `[draw][replicate]`. A draw with
/// one replicate gets what does best over the other draws.
///
/// # Panics
/// If shapes differ or there is no strategy.
pub fn chosen(averted: &[&[Vec<f64>]], weights: &[f64]) -> Vec<Vec<usize>> {
    let shrinkage: Vec<Shrinkage> = averted.iter().map(|values| Shrinkage::of(values, weights)).collect();
    (0..weights.len())
        .map(|d| {
            let replicates = averted[0][d].len();
            (0..replicates)
                .map(|r| {
                    best(averted.iter().zip(&shrinkage).map(|(values, s)| {
                        let others: Vec<f64> =
                            values[d].iter().enumerate().filter(|(i, _)| *i != r).map(|(_, x)| *x).collect();
                        s.expected(&others, mean_elsewhere(values, weights, d, r))
                    }))
                })
                .collect()
        })
        .collect()
}

/// The same where one strategy has to serve in every draw: chosen by its mean over draws in the other replicates (the other
/// draws, where there is one replicate).
pub fn chosen_over_all(averted: &[&[Vec<f64>]], weights: &[f64]) -> Vec<Vec<usize>> {
    (0..weights.len())
        .map(|d| {
            (0..averted[0][d].len())
                .map(|r| best(averted.iter().map(|values| mean_elsewhere(values, weights, d, r))))
                .collect()
        })
        .collect()
}

/// Weighted mean over draws of what is not this replicate: replicates of other numbers, and other draws' single ones.
fn mean_elsewhere(values: &[Vec<f64>], weights: &[f64], d: usize, r: usize) -> f64 {
    let (mut sum, mut mass) = (0.0, 0.0);
    for (i, (replicates, weight)) in values.iter().zip(weights).enumerate() {
        let others: Vec<f64> = replicates
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != r || (i != d && replicates.len() == 1))
            .map(|(_, x)| *x)
            .collect();
        if !others.is_empty() {
            sum += weight * others.iter().sum::<f64>() / others.len() as f64;
            mass += weight;
        }
    }
    if mass > 0.0 { sum / mass } else { 0.0 }
}

/// Position of the largest; the first of equals.
fn best(values: impl Iterator<Item = f64>) -> usize {
    values.enumerate().fold((0, f64::NEG_INFINITY), |b, (i, x)| if x > b.1 { (i, x) } else { b }).0
}

/// How much of a strategy's spread over draws is noise.
struct Shrinkage {
    between: f64,
    /// Noise variance of one replicate.
    noise: f64,
}

impl Shrinkage {
    fn of(values: &[Vec<f64>], weights: &[f64]) -> Shrinkage {
        let noisy = Noisy::of_one(values);
        let noise = noisy.noise().map_or(0.0, |noise| noise[0][0]);
        let means: Vec<f64> = noisy.means.iter().map(|row| row[0]).collect();
        let centre = weighted_mean(&means, weights);
        let spread = weighted_mean(&means.iter().map(|m| (m - centre) * (m - centre)).collect::<Vec<_>>(), weights);
        let of_means: Vec<f64> = noisy.counts.iter().map(|n| noise / n).collect();
        Shrinkage { between: (spread - weighted_mean(&of_means, weights)).max(0.0), noise }
    }

    /// The expected value in a draw, from some of its replicates and the mean over draws.
    fn expected(&self, replicates: &[f64], centre: f64) -> f64 {
        if replicates.is_empty() {
            return centre;
        }
        let n = replicates.len() as f64;
        let all = self.between + self.noise / n;
        let kept = if all > 0.0 { self.between / all } else { 0.0 };
        centre + kept * (replicates.iter().sum::<f64>() / n - centre)
    }
}

/// What each draw says to "more than `threshold` of the baseline": no answer where noise leaves it open at 95 %, with the noise
/// variance of one replicate pooled over draws, and [`CROSS_FITTED`].
pub fn said(more: &[Vec<f64>], baseline: &[Vec<f64>], threshold: f64) -> Vec<Said> {
    let noisy = Noisy::of_one(more);
    let Some(noise) = noisy.noise() else { return vec![Said::Noise; more.len()] };
    let sd = CROSS_FITTED * num::sqrt(noise[0][0]);
    let t = student_t_quantile(0.95, noisy.degrees());
    noisy
        .means
        .iter()
        .zip(&noisy.counts)
        .zip(baseline)
        .map(|((more, n), base)| {
            let over = more[0] - threshold * base.iter().sum::<f64>() / base.len() as f64;
            if over.abs() <= t * sd / num::sqrt(*n) {
                Said::Noise
            } else if over > 0.0 {
                Said::Yes
            } else {
                Said::No
            }
        })
        .collect()
}

/// How well forecasts of one policy did, from (weight, forecast, simulated) of each draw; `None` without draws.
pub fn skill(of: &Forecast, title: &str, draws: &[(f64, f64, f64)]) -> Option<ForecastSkill> {
    let weights: Vec<f64> = draws.iter().map(|d| d.0).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = draws.iter().map(|d| (d.1, d.2)).unzip();
    if draws.is_empty() {
        return None;
    }
    let (forecast, simulated) = (weighted_mean(&x, &weights), weighted_mean(&y, &weights));
    let moment = |f: &dyn Fn(usize) -> f64| weighted_mean(&(0..draws.len()).map(f).collect::<Vec<_>>(), &weights);
    let covariance = moment(&|i| (x[i] - forecast) * (y[i] - simulated));
    let (vx, vy) =
        (moment(&|i| (x[i] - forecast) * (x[i] - forecast)), moment(&|i| (y[i] - simulated) * (y[i] - simulated)));
    Some(ForecastSkill {
        policy: of.policy.clone(),
        title: title.to_owned(),
        role: of.role,
        budget_soles_per_year: of.budget_soles_per_year,
        forecast,
        simulated,
        ratio: simulated / forecast,
        correlation: (vx > 0.0 && vy > 0.0).then(|| covariance / num::sqrt(vx * vy)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two strategies, each best in half of the draws by far more than noise.
    fn two() -> [Vec<Vec<f64>>; 2] {
        let noise = [3.0, -3.0];
        let of = |first: bool| {
            (0..20)
                .map(|d| noise.iter().map(|n| if (d % 2 == 0) == first { 100.0 + n } else { n - 20.0 }).collect())
                .collect()
        };
        [of(true), of(false)]
    }

    #[test]
    fn the_best_single_one_is_chosen_draw_by_draw_from_other_replicates() {
        let [a, b] = two();
        let picks = chosen(&[&a, &b], &[1.0; 20]);
        assert!(picks.iter().enumerate().all(|(d, p)| *p == vec![d % 2; 2]), "{picks:?}");
    }

    #[test]
    fn choosing_by_noise_earns_nothing_where_it_is_scored() {
        // Ten strategies that do nothing: the best of them in its own replicate would look good.
        let mut state = 7u64;
        let mut u = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64 - 0.5
        };
        let arms: Vec<Vec<Vec<f64>>> = (0..10).map(|_| (0..400).map(|_| vec![u(), u()]).collect()).collect();
        let views: Vec<&[Vec<f64>]> = arms.iter().map(Vec::as_slice).collect();
        let picks = chosen(&views, &[1.0; 400]);
        let scored: f64 = picks
            .iter()
            .enumerate()
            .flat_map(|(d, p)| p.iter().enumerate().map(move |(r, a)| (d, r, *a)))
            .map(|(d, r, a)| arms[a][d][r])
            .sum::<f64>()
            / 800.0;
        let peeked: f64 =
            (0..400).map(|d| (0..10).map(|a| arms[a][d][0]).fold(f64::MIN, f64::max)).sum::<f64>() / 400.0;
        assert!(scored.abs() < 0.04 && peeked > 0.3, "{scored} {peeked}");
    }

    #[test]
    fn a_single_replicate_is_never_chosen_by_itself() {
        let (a, b) = (vec![vec![1.0], vec![1.0], vec![900.0]], vec![vec![2.0], vec![2.0], vec![0.0]]);
        // The third draw's own value would choose the first; the others say the second.
        assert_eq!(chosen(&[&a, &b], &[1.0; 3])[2], vec![1]);
        assert_eq!(chosen_over_all(&[&a, &b], &[1.0; 3])[2], vec![1]);
    }

    #[test]
    fn what_noise_leaves_open_is_neither_yes_nor_no() {
        let more = [vec![90.0, 110.0], vec![10.0, -10.0], vec![20.0, 0.0], vec![-90.0, -110.0]];
        let base = vec![vec![1000.0; 2]; 4];
        let found = said(&more, &base, 0.02);
        assert_eq!(found, [Said::Yes, Said::Noise, Said::Noise, Said::No]);
    }

    #[test]
    fn where_which_how_much_and_together_add_up_to_diagnosing() {
        let arm = |policy: &str, role: Role, value: f64| Arm {
            policy: policy.into(),
            title: policy.into(),
            role,
            averted: (0..9).map(|d| vec![value + f64::from(d), value - f64::from(d)]).collect(),
            spent: vec![vec![1.0; 2]; 9],
            most_spent: 1.0,
            survey_soles_per_year: 0.0,
            survey_soles: 0.0,
            households: 0.0,
            usual_survey: true,
            usual_intensity: true,
            knows_parameters: true,
            communities: Vec::new(),
        };
        let arms = [
            arm("a", Role::Uniform, 10.0),
            arm("b", Role::Uniform, 50.0),
            arm("c", Role::ByExposure, 120.0),
            arm("d", Role::Effect, 110.0),
            arm("e", Role::Intensity, 140.0),
            arm("f", Role::Bundle, 200.0),
        ];
        let (weights, baseline) = (vec![1.0; 9], vec![vec![1000.0; 2]; 9]);
        let question = Question { budget_soles_per_year: 2.0, arms: &arms, weights: &weights, baseline: &baseline };
        let found = question.answer().unwrap();
        let of = |name: &str| found.gains.iter().find(|g| g.question == name).unwrap().averted.mean;
        let sum: f64 = ["where", "which", "how-much", "together"].into_iter().map(of).sum();
        assert!((sum - of("diagnosing")).abs() < 1e-9 && (of("diagnosing") - 150.0).abs() < 1e-9);
        assert!((of("which") + 10.0).abs() < 1e-9 && (of("matching") - 80.0).abs() < 1e-9);
        assert!(found.gains.iter().all(|g| g.question != "best-found"), "nobody searched");
        // Noise is taken larger where a side was chosen in other replicates, whatever policies are called.
        let averted = (0..9).map(|d| vec![210.0 + 3.0 * f64::from(d), 210.0]).collect();
        let searched = [arms.to_vec(), vec![Arm { averted, ..arm("best-found-2M", Role::BestFound, 210.0) }]].concat();
        let found = Question { arms: &searched, ..question }.answer().unwrap();
        let of = |name: &str| found.gains.iter().find(|g| g.question == name).unwrap().averted;
        let plain = over_draws(&difference(&searched[6].averted, &searched[5].averted), &weights);
        assert_eq!((of("best-found").noise_half, of("best-found").mean), (plain.noise_half, plain.mean));
        assert!(plain.noise_half.unwrap() > 0.0);
        // Here the best single one is always the same, so that only its having been chosen makes a difference.
        let against_single = over_draws(&difference(&searched[6].averted, &searched[2].averted), &weights);
        let ratio = of("best-found-single").noise_half.unwrap() / against_single.noise_half.unwrap();
        assert!((ratio - CROSS_FITTED).abs() < 1e-12, "{ratio}");
        let chosen = &found.strategies[0].chosen;
        assert!(chosen[0] == ("a".to_owned(), 0.0) && chosen[1].0 == "b" && (chosen[1].1 - 1.0).abs() < 1e-12);
    }
}
