//! What the chapter "One intervention or four?" answers: plain tables.

use crate::discovery::results::Discovery;
use crate::estimate::Estimate;
use crate::named::named;
use serde::Serialize;

named! {
    /// Part that a strategy plays in the questions about matching.
    pub enum Role {
        /// One intervention, everywhere alike.
        Uniform = "uniform",
        /// One intervention, communities in order of estimated exposure per sol.
        ByExposure = "by-exposure",
        /// From the dominant driver of the surveyed profile to an intervention, by a table.
        DriverMap = "driver-map",
        /// One of the interventions per community, by the forecast, at the register's intensity.
        Effect = "effect",
        /// One of the interventions per community; the forecast chooses its intensity too.
        Intensity = "intensity",
        /// Several interventions at a time in a community, the forecast choosing their intensities too.
        Bundle = "bundle",
        /// As `Bundle`, with a survey that makes no error and costs nothing; exposure still estimated.
        PerfectSurvey = "perfect-survey",
        /// As `PerfectSurvey`, with true exposure too.
        TrueProfile = "true-profile",
        /// Found by search in the simulator.
        BestFound = amparo_model::scenario::BEST_FOUND,
        /// Any other.
        Other = "other",
    }
}

/// One strategy at one budget. `averted` of the best single interventions is cross-fitted: which one it is was chosen in other
/// replicates than it is scored in.
#[derive(Clone, Debug, Serialize)]
pub struct Strategy {
    /// Name of the policy; `best-uniform` and `best-by-exposure` for what is chosen among several.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Part that the policy plays in the questions.
    pub role: Role,
    /// Cases averted against the baseline.
    pub averted: Estimate,
    /// S/ per year over the funded years, the survey included; means over draws.
    pub spent_soles_per_year: f64,
    /// Of it for the survey, S/ per funded year.
    pub survey_soles_per_year: f64,
    /// Budget less spending, S/ per funded year.
    pub unspent_soles_per_year: f64,
    /// Largest spending of a funded year in any draw, S/.
    pub most_spent_soles_per_year: f64,
    /// Households surveyed per community; 0 where none are.
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
    /// Name of the question (`Contrast::name`).
    pub question: String,
    /// Strategies by name: `policy − against`.
    pub policy: String,
    /// Strategy it is compared with.
    pub against: String,
    /// Further cases averted.
    pub averted: Estimate,
    /// Further cases averted as a share of the baseline's spells begun over the horizon.
    pub share_of_baseline: Estimate,
}

/// One survey size.
#[derive(Clone, Debug, Serialize)]
pub struct SurveySize {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Households surveyed per community.
    pub households: f64,
    /// S/ for the whole survey, all communities; mean over draws.
    pub cost_soles: f64,
    /// Cases averted against the baseline.
    pub averted: Estimate,
    /// Further cases averted against the smallest survey.
    pub gain: Estimate,
}

/// Strategies, gains and survey sizes at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct AtBudget {
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// Draws it rests on.
    pub draws: usize,
    /// Their effective number, where weights differ.
    pub effective_draws: f64,
    /// Spells begun in the baseline over the horizon, discounted; mean over draws.
    pub baseline: f64,
    /// Every policy, and the best single ones.
    pub strategies: Vec<Strategy>,
    /// Every paired difference.
    pub gains: Vec<Gain>,
    /// Ascending; empty where only one size was tried.
    pub surveys: Vec<SurveySize>,
}

/// One forecast beside what the simulation then gave, in one draw; means over its replicates. Cases averted over the horizon,
/// not discounted.
#[derive(Clone, Debug, Serialize)]
pub struct Forecast {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Part that the policy plays in the questions.
    pub role: Role,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// Number of the draw.
    pub draw: usize,
    /// Weight of the draw.
    pub weight: f64,
    /// Cases averted as forecast.
    pub forecast: f64,
    /// After adaptation.
    pub simulated: f64,
    /// Before adaptation, on the draws that have run B.
    pub held: Option<f64>,
}

/// How well forecasts did over all draws of one policy.
#[derive(Clone, Debug, Serialize)]
pub struct ForecastSkill {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Part that the policy plays in the questions.
    pub role: Role,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// Cases averted as forecast.
    pub forecast: f64,
    /// Cases averted as simulated.
    pub simulated: f64,
    /// simulated / forecast, ratio of weighted means.
    pub ratio: f64,
    /// Weighted correlation over draws; `None` where one side does not vary.
    pub correlation: Option<f64>,
}

/// How different causes are in one baseline, and what matching gains there.
#[derive(Clone, Debug, Serialize)]
pub struct HowDifferent {
    /// Name of the scenario.
    pub scenario: String,
    /// As people read it.
    pub title: String,
    /// `population.heterogeneity`.
    pub heterogeneity: f64,
    /// `population.driver_correlation`.
    pub driver_correlation: f64,
    /// `decision.own_weights`: 0 where all girls weigh drivers alike, else the Dirichlet's parameter.
    pub own_weights: f64,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// Draws it rests on.
    pub draws: usize,
    /// `where`, `which` … as in [`Gain`], share of the baseline.
    pub gains: Vec<Gain>,
}

/// Everything there is to say.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TwoPart {
    /// Budgets ascending.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<AtBudget>,
    /// Forecasts beside what was simulated, draw by draw.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forecasts: Vec<Forecast>,
    /// How well forecasts did, by policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skill: Vec<ForecastSkill>,
    /// This baseline first, then the others of the study that differ in how different causes are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub how_different: Vec<HowDifferent>,
    /// At every budget, ascending: does matching beat the best single one by so much?
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discoveries: Vec<Discovery>,
}
