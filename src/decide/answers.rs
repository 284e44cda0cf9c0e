//! What a study answers beyond the effects of [`super::result`], as plain tables: before and after the trade adapts, decisions
//! over willingness to pay, break-evens, what to study first, who benefits.
//!
//! A study at one parameter vector is one draw of weight 1: what needs several draws is empty then, and left out of files.

use super::by_girls::ByGirls;
use super::dose::Dose;
use super::estimate::Estimate;
use super::funnel::Funnel;
use super::learning::TOLD_APART;
use super::named::named;
use super::per_case::PerCase;
use super::result::Years;
use super::targeting::Targeting;
use super::view::View;
use crate::matching::results::TwoPart;
use amparo_model::observe::Outcome;
use serde::Serialize;

/// One outcome of one policy split into what happens before the trade adapts and what its adapting adds. The means of
/// `before`, `spatial` and `refilling` add up to that of `after` exactly.
#[derive(Clone, Debug, Serialize)]
pub struct Waterfall {
    /// Policy (with its budget).
    pub policy: String,
    /// Outcome that is counted.
    pub outcome: &'static Outcome,
    /// Years over which it is a mean per year.
    pub window: Years,
    /// Its unit.
    pub unit: &'static str,
    /// Draws the split was made on.
    pub draws: usize,
    /// The baseline's mean over these draws.
    pub baseline: f64,
    /// Run B: the trade's behaviour held at the baseline's.
    pub before: Estimate,
    /// Run S − run B: recruiters turn to other communities.
    pub spatial: Estimate,
    /// Run A − run S: the trade makes up for what was prevented.
    pub refilling: Estimate,
    /// Run A: everything live.
    pub after: Estimate,
    /// `refilling` split further on a subset of draws, in the order of adding and in the reversed order.
    pub split: Vec<SplitStep>,
}

/// One step of the further split of refilling and scale.
#[derive(Clone, Debug, Serialize)]
pub struct SplitStep {
    /// Order in which responses go live.
    pub order: Order,
    /// Response that goes live in this step.
    pub step: Response,
    /// Change that this step adds.
    pub increment: Estimate,
}

named! {
    /// Order in which the trade's responses go live one after another.
    pub enum Order {
        /// From run S to run A.
        Forward = "forward",
        /// From run B to run A, the other way round.
        Reversed = "reversed",
    }
}

named! {
    /// A part of the trade's response that can be held by itself.
    pub enum Response {
        /// How many girls the trade needs.
        Scale = "scale",
        /// Effort of recruiters, and places of brothels.
        EffortAndPlaces = "effort and places",
        /// Recruiters who enter and leave, and arrests.
        RecruitersAndArrests = "recruiters and arrests",
        /// Communities that recruiters turn to.
        WhereRecruitersGo = "where recruiters go",
    }
}

/// One strategy at one budget: totals over the horizon, discounted.
#[derive(Clone, Debug, Serialize)]
pub struct Strategy {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// Discounted cost over the horizon, S/, budget view.
    pub cost: Estimate,
    /// Discounted cost in the societal view, S/: transfers to households left out.
    pub societal_cost: Estimate,
    /// Spells begun that were averted over the horizon, discounted.
    pub averted: Estimate,
    /// Victim-years averted over the horizon, discounted.
    pub victim_years_averted: Estimate,
    /// Where it stands on the frontier of mean cost and mean cases averted.
    pub standing: Standing,
    /// S/ per case averted against the next cheaper strategy on the frontier; only where `standing` is `Frontier`.
    pub icer: Option<f64>,
    /// S/ per case averted against the status quo.
    pub per_case: PerCase,
}

named! {
    /// Where a strategy stands on the cost-effectiveness frontier.
    pub enum Standing {
        /// The cheapest strategy on the frontier, what the first increment is measured against.
        Reference = "reference",
        /// On the frontier: nothing does at least as well for no more money.
        Frontier = "frontier",
        /// Another strategy does at least as well for no more money.
        Dominated = "dominated",
        /// A mix of two others does at least as well for no more money.
        ExtendedDominated = "extended-dominated",
    }
}

/// A decision at one budget: which strategy, over a range of willingness to pay per case averted. With fewer than 8 draws there
/// are strategies and nothing to choose them by: `willingness` and what goes by it are empty.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// S/ per year available to every policy.
    pub budget_soles_per_year: f64,
    /// Draws the decision rests on, and their effective number.
    pub draws: usize,
    /// Their effective number, where weights differ.
    pub effective_draws: f64,
    /// Which money counts as cost.
    pub view: View,
    /// The status quo first.
    pub strategies: Vec<Strategy>,
    /// (cost, spells averted) of each strategy in each draw, in this view: the points of the plane. `points[strategy][draw]`.
    pub points: Vec<Vec<(f64, f64)>>,
    /// Weight of each draw, mean 1.
    pub weights: Vec<f64>,
    /// S/ per case averted, ascending.
    pub willingness: Vec<f64>,
    /// `probability_best[strategy][willingness]`.
    pub probability_best: Vec<Vec<f64>>,
    /// Row of the strategy with the highest expected net benefit at each willingness to pay.
    pub best: Vec<usize>,
    /// Expected loss of choosing each strategy, S/: `[strategy][willingness]`.
    pub expected_loss: Vec<Vec<f64>>,
    /// Largest regret of each strategy over draws, S/: `[strategy][willingness]`.
    pub largest_regret: Vec<Vec<f64>>,
    /// Row of the strategy whose largest regret is smallest.
    pub minimax_regret: Vec<usize>,
    /// Expected value of perfect information by willingness to pay, S/.
    pub evpi: Vec<Worth>,
    /// Expected value of learning one group of parameters, best first at `reference_willingness`.
    pub evppi: Vec<LearningWorth>,
    /// The willingness to pay at which words and break-evens are stated, S/ per case averted.
    pub reference_willingness: f64,
}

/// What knowing more is worth in money ([`super::learning`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Worth {
    /// S/ over the horizon.
    pub value: f64,
    /// Its standard error, by resampling draws.
    pub se: f64,
    /// How often chance gives as much; `None` of perfect information.
    pub p: Option<f64>,
}

impl Worth {
    /// Whether it is told from what chance brings.
    pub fn told_apart(&self) -> bool {
        self.value > 0.0 && self.p.is_none_or(|p| p <= TOLD_APART)
    }
}

/// The worth of learning one group of parameters.
#[derive(Clone, Debug, Serialize)]
pub struct LearningWorth {
    /// The study in words, such as `what a campaign contact teaches`.
    pub group: String,
    /// Names of the parameters, `group.name`.
    pub parameters: Vec<String>,
    /// By willingness to pay.
    pub worth: Vec<Worth>,
}

/// The value of one assumed quantity at which one policy stops (or starts) being preferred.
#[derive(Clone, Debug, Serialize)]
pub struct BreakEven {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Strategy it is compared with: the status quo, or the best other policy at the same budget.
    pub against: String,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// `group.name` of a parameter, or `refilling` (the share of the prevented that the trade makes up for).
    pub quantity: String,
    /// The quantity in words, with its unit.
    pub words: String,
    /// The quantity's unit.
    pub unit: String,
    /// Range examined.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The threshold; `None`: it holds over the whole range.
    pub threshold: Option<f64>,
    /// 95 % interval of the threshold (bootstrap over draws); ends at the range's ends are cut there.
    pub threshold_low: Option<f64>,
    /// Its upper end.
    pub threshold_high: Option<f64>,
    /// True: preferred above the threshold; false: below. Without a threshold: whether it is preferred throughout.
    pub preferred_above: bool,
    /// Share of the draws (weighted) whose quantity lies on the side where the policy is preferred. Not the share of draws
    /// that prefer it: in a draw the other quantities count too.
    pub share_preferred: f64,
    /// Reason why it is not stated as a finding; `None`: it is.
    pub doubt: Option<Doubt>,
}

impl BreakEven {
    /// Whether it may be stated as a finding.
    pub fn clear(&self) -> bool {
        self.doubt.is_none()
    }
}

named! {
    /// Why a break-even is too uncertain to state.
    pub enum Doubt {
        /// Fewer than [`DRAWS_TO_DECIDE`] effective draws.
        FewDraws = "few-draws",
        /// The interval of the threshold reaches an end of the range examined.
        Unbounded = "unbounded",
        /// A cost of the policy would make it preferred by rising, or a strength of its own by falling: chance, since neither can.
        WrongSign = "wrong-sign",
    }
}

/// Effective draws below which nothing is decided: no break-even is stated, and no value of information.
pub const DRAWS_TO_DECIDE: f64 = 30.0;

named! {
    /// What groups of girls are told apart by.
    pub enum Dimension {
        /// Department of origin.
        Department = "department",
        /// Terciles of household income.
        Poverty = "poverty",
        /// Age at recruitment.
        Age = "age",
    }
}

named! {
    /// The trade's response to a policy, held or live.
    pub enum Adaptation {
        /// Held as in the baseline.
        Before = "before",
        /// Live.
        After = "after",
    }
}

/// The change among one group of girls.
#[derive(Clone, Debug, Serialize)]
pub struct Benefit {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// What its group is told apart by.
    pub dimension: Dimension,
    /// The group's name.
    pub group: String,
    /// Newly exploited per year in the baseline over the funded years, persons; `None` below five persons.
    pub baseline: Option<f64>,
    /// Change per year; `None` where suppressed.
    pub change: Option<Estimate>,
}

/// Newly exploited in treated and untreated communities, where some are untreated in some draw. Before and after adaptation on
/// the same draws: those run both ways where there are any, otherwise all, after adaptation alone.
#[derive(Clone, Debug, Serialize)]
pub struct ByTreatment {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Whether the trade's response is held or live.
    pub adaptation: Adaptation,
    /// Draws it rests on.
    pub draws: usize,
    /// Newly exploited per year in the baseline in communities that have a programme, persons.
    pub treated_baseline: f64,
    /// Its change per year.
    pub treated: Estimate,
    /// Newly exploited per year in the baseline in communities that have no programme, persons.
    pub untreated_baseline: f64,
    /// Its change per year.
    pub untreated: Estimate,
}

/// Variance that pairing saved for one policy and outcome.
#[derive(Clone, Debug, Serialize)]
pub struct Pairing {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Outcome that is counted.
    pub outcome: &'static Outcome,
    /// Correlation of policy and baseline over replicates of the same draw (pooled).
    pub correlation: f64,
    /// Replicates an unpaired comparison would have needed for the same precision, per paired replicate.
    pub unpaired_per_paired: f64,
}

/// How the draws were made and how much they count.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DrawFacts {
    /// Whether the study has no draws: its one parameter vector is the scenario's own, and there is no uncertainty over draws,
    /// only simulation noise.
    pub at_one_vector: bool,
    /// Draws in use.
    pub used: usize,
    /// Points looked at when the table was made, up to the last draw in use.
    pub points: usize,
    /// Of them, those that could not meet their targets: out of the register's bounds, not settled, or without a solution.
    pub rejected: usize,
    /// Their effective number, by their weights.
    pub effective: f64,
    /// Largest absolute drift of a used burn-in, share per year.
    pub largest_drift: f64,
    /// Drift up to which the burn-in rule calls a world settled, share per year.
    pub drift_limit: f64,
    /// Parameters sampled from their priors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sampled: Vec<String>,
    /// Parameters solved for each draw's own targets.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub solved: Vec<String>,
    /// The table of draws was taken as given: nothing says that its draws meet any targets, or follow any priors, and `rejected`
    /// and `solved` are empty.
    pub as_given: bool,
    /// With `as_given`, the table's parameters and those that are sampled otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
}

/// Everything a study answers besides its effects. Parts that are empty are left out of files.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Answers {
    /// How the draws were made.
    pub draws: DrawFacts,
    /// Before and after the trade adapts, by policy, outcome and window.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waterfalls: Vec<Waterfall>,
    /// Policies in the order of girls averted, one per budget.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_girls: Vec<ByGirls>,
    /// What the forms of a policy avert that a sweep makes, by sweep and budget.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doses: Vec<Dose>,
    /// What targeting is worth, of every kind in both forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub targeting: Vec<Targeting>,
    /// One per budget and view.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Where preferences turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub break_evens: Vec<BreakEven>,
    /// Who benefits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<Benefit>,
    /// Communities with a programme beside those without.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_treatment: Vec<ByTreatment>,
    /// From money to girls averted, by policy.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funnels: Vec<Funnel>,
    /// Variance that common random numbers saved, by policy and outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairing: Vec<Pairing>,
    /// One intervention or four; only of studies that match interventions to communities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_part: Option<TwoPart>,
}
