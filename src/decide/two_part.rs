//! One intervention or four: what diagnosing communities and matching interventions to them gains, and when
//! (docs/odd.md §8.4). Averted are spells begun over the horizon, discounted, against the baseline of the same draw and replicate.

use super::answers::Estimate;
use serde::{Deserialize, Serialize};

/// What a strategy is to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

/// One strategy at one budget. `averted` of the best single interventions is cross-fitted: which one it is was chosen in other
/// replicates than it is scored in.
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gain {
    /// `diagnosing`, `where`, `which`, `how-much`, `together`, `matching`, `driver-map`, `perfect-survey`, `true-profile`,
    /// `best-found`, or `not-knowing`.
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    pub parameter: String,
    pub unit: String,
    /// `None`: not restricted on that side.
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// How much of what is of interest a box holds. Weighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    Yes,
    No,
    /// Replicates leave it open.
    Noise,
}

/// When the answer turns: scenario discovery over draws (PRIM, Friedman & Fisher 1999).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    pub x: String,
    pub x_unit: String,
    pub y: String,
    pub y_unit: String,
    /// Value on x, value on y, what the draw said, its weight (mean 1).
    pub draws: Vec<(f64, f64, Said, f64)>,
}

/// Everything there is to say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TwoPart {
    /// Budgets ascending.
    pub budgets: Vec<AtBudget>,
    pub forecasts: Vec<Forecast>,
    pub skill: Vec<ForecastSkill>,
    /// This baseline first, then the others of the study that differ in how different causes are.
    pub how_different: Vec<HowDifferent>,
    /// At the largest budget with enough draws: does matching beat the best single one, does it lose.
    pub discoveries: Vec<Discovery>,
}
