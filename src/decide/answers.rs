//! What a study over draws answers beyond the effects of [`super::result`], as plain tables: before and after the trade
//! adapts, decisions over willingness to pay, break-evens, what to study first, who benefits.
//!
//! Two things never share a field: *simulation noise* (what other random numbers would have given: `mc_se`) and
//! *uncertainty* (what other parameter vectors of the prior give: `low`, `high` of an [`Estimate`]).

use super::two_part::TwoPart;
use serde::{Deserialize, Serialize};

/// A mean over draws with its simulation noise and its interval over draws.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Weighted mean over draws.
    pub mean: f64,
    /// Standard error of `mean` from simulation noise alone; `None` where nothing is known of the noise: no draw has a second
    /// replicate, or none of those that have one happened to differ although draws do.
    pub mc_se: Option<f64>,
    /// Half of the 95 % interval of simulation noise: `mc_se` times Student's t at the degrees of freedom that repeated draws
    /// give.
    pub mc_half: Option<f64>,
    /// 95 % interval over draws (weighted quantiles of denoised values): uncertainty. `None` with fewer than 8 draws, and where
    /// noise accounts for all of their spread.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Weighted share of draws in which it is below 0; `None` with one draw, and where noise accounts for all of the spread.
    pub below_zero: Option<f64>,
}

impl Estimate {
    /// The same in another unit: `change` of every number but the share of draws below 0.
    pub fn each(&self, change: impl Fn(f64) -> f64) -> Estimate {
        Estimate {
            mean: change(self.mean),
            mc_se: self.mc_se.map(&change),
            mc_half: self.mc_half.map(&change),
            low: self.low.map(&change),
            high: self.high.map(&change),
            below_zero: self.below_zero,
        }
    }
}

/// One outcome of one policy split into what happens before the trade adapts and what its adapting adds. The means of
/// `before`, `spatial` and `refilling` add up to that of `after` exactly.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Waterfall {
    /// Policy (with its budget).
    pub policy: String,
    /// One of [`super::result::OUTCOMES`].
    pub outcome: String,
    /// `funded` or `following`.
    pub window: String,
    pub unit: String,
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
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SplitStep {
    /// `forward` or `reversed`.
    pub order: String,
    /// What goes live in this step, such as `scale`, `effort and places`, `recruiters and arrests`.
    pub step: String,
    pub increment: Estimate,
}

/// One strategy at one budget: totals over the horizon, discounted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Strategy {
    pub policy: String,
    pub title: String,
    /// Discounted cost over the horizon, S/, budget view.
    pub cost: Estimate,
    /// The same in the societal view: transfers to households left out.
    pub societal_cost: Estimate,
    /// Spells begun that were averted over the horizon, discounted.
    pub averted: Estimate,
    /// Victim-years averted over the horizon, discounted.
    pub victim_years_averted: Estimate,
    pub standing: Standing,
    /// S/ per case averted against the next cheaper strategy on the frontier; only where `standing` is `Frontier`.
    pub icer: Option<f64>,
}

/// Where a strategy stands on the cost-effectiveness frontier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The cheapest strategy on the frontier, what the first increment is measured against.
    Reference,
    Frontier,
    /// Another strategy does at least as well for no more money.
    Dominated,
    /// A mix of two others does at least as well for no more money.
    ExtendedDominated,
}

/// A decision at one budget: which strategy, over a range of willingness to pay per case averted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// S/ a year available to every policy.
    pub budget_soles_per_year: f64,
    /// Draws the decision rests on, and their effective number.
    pub draws: usize,
    pub effective_draws: f64,
    /// `budget` or `societal`.
    pub view: String,
    /// The status quo first.
    pub strategies: Vec<Strategy>,
    /// (cost, spells averted) of each strategy in each draw, denoised: the points of the plane. `points[strategy][draw]`.
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

/// A value of information with its standard error; 0 where its interval covers 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// S/ over the horizon, after the rule of zero.
    pub value: f64,
    /// The estimate before the rule of zero, S/.
    pub estimate: f64,
    pub se: f64,
}

/// The worth of learning one group of parameters.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LearningWorth {
    /// What would be studied, in words, such as `what a campaign contact teaches`.
    pub group: String,
    pub parameters: Vec<String>,
    /// By willingness to pay.
    pub worth: Vec<Worth>,
}

/// The value of one assumed quantity at which one policy stops (or starts) being preferred.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BreakEven {
    pub policy: String,
    /// What it is compared with: the status quo, or the best other policy at the same budget.
    pub against: String,
    pub budget_soles_per_year: f64,
    /// `group.name` of a parameter, or `refilling` (the share of the prevented that the trade makes up for).
    pub quantity: String,
    /// The quantity in words, with its unit.
    pub words: String,
    pub unit: String,
    /// Range examined.
    pub low: f64,
    pub high: f64,
    /// The threshold; `None`: it holds over the whole range.
    pub threshold: Option<f64>,
    /// 95 % interval of the threshold (bootstrap over draws); ends at the range's ends are cut there.
    pub threshold_low: Option<f64>,
    pub threshold_high: Option<f64>,
    /// True: preferred above the threshold; false: below. Without a threshold: whether it is preferred throughout.
    pub preferred_above: bool,
    /// Share of the draws (weighted) whose quantity lies on the side where the policy is preferred. Not the share of draws
    /// that prefer it: in a draw the other quantities count too.
    pub share_preferred: f64,
    /// What keeps it from being stated as a finding; `None`: nothing.
    pub doubt: Option<Doubt>,
}

impl BreakEven {
    /// Whether it may be stated as a finding.
    pub fn clear(&self) -> bool {
        self.doubt.is_none()
    }
}

/// Why a break-even is too uncertain to state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// Fewer than [`DRAWS_TO_DECIDE`] effective draws.
    FewDraws,
    /// The interval of the threshold reaches an end of the range examined.
    Unbounded,
    /// A cost of the policy would make it preferred by rising, or a strength of its own by falling: chance, since neither can.
    WrongSign,
}

impl Doubt {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Doubt::FewDraws => "few-draws",
            Doubt::Unbounded => "unbounded",
            Doubt::WrongSign => "wrong-sign",
        }
    }
}

/// Effective draws below which nothing is decided: no break-even is stated, and no value of information.
pub const DRAWS_TO_DECIDE: f64 = 30.0;

/// The change among one group of girls.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Benefit {
    pub policy: String,
    /// `department`, `poverty` (terciles of household income) or `age` (at recruitment).
    pub dimension: String,
    pub group: String,
    /// Newly exploited a year in the baseline over the funded years, persons; `None` below five persons.
    pub baseline: Option<f64>,
    /// Change a year; `None` where suppressed.
    pub change: Option<Estimate>,
}

/// Newly exploited in treated and untreated communities, where some are untreated in some draw. Before and after adaptation on
/// the same draws: those run both ways where there are any, otherwise all, after adaptation alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ByTreatment {
    pub policy: String,
    /// `before` or `after` adaptation.
    pub adaptation: String,
    /// Draws it rests on.
    pub draws: usize,
    pub treated_baseline: f64,
    pub treated: Estimate,
    pub untreated_baseline: f64,
    pub untreated: Estimate,
}

/// What pairing saved for one policy and outcome.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pairing {
    pub policy: String,
    pub outcome: String,
    /// Correlation of policy and baseline over replicates of the same draw (pooled).
    pub correlation: f64,
    /// Replicates an unpaired comparison would have needed for the same precision, per paired replicate.
    pub unpaired_per_paired: f64,
}

/// The change of one outcome under one policy over the draws, after adaptation: what [`super::result::Effect`] says of
/// simulation noise, said of uncertainty.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EffectOverDraws {
    /// Policy (with its budget).
    pub policy: String,
    /// One of [`super::result::OUTCOMES`].
    pub outcome: String,
    /// `funded` or `following`.
    pub window: String,
    pub unit: String,
    /// The baseline's weighted mean over the same draws and window.
    pub baseline: f64,
    /// Policy − baseline.
    pub change: Estimate,
}

/// Cases averted with a budget: a policy of the study, or what a search found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FrontierPoint {
    /// S/ a year.
    pub budget: f64,
    /// What charts call it; points of the same label are joined.
    pub label: String,
    /// Spells begun that were averted over the horizon, discounted, on worlds the search never saw.
    pub averted: Estimate,
    /// Whether a search found it (a lower bound of the best) or a study names it.
    pub optimised: bool,
}

/// How the draws were made and how much they count.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DrawFacts {
    /// True: the study has no draws, and its one parameter vector is the scenario's own. There is no uncertainty over draws then,
    /// only simulation noise.
    pub at_one_vector: bool,
    pub used: usize,
    /// Sampled points rejected when solving, up to the last one in use: out of the register's bounds, not settled, or without
    /// a solution. Of `used + rejected` points so many could not meet their targets.
    pub rejected: usize,
    pub effective: f64,
    /// Largest absolute drift of a used burn-in, share a year.
    pub largest_drift: f64,
    /// Drift up to which the burn-in rule calls a world settled, share a year.
    pub drift_limit: f64,
    /// Parameters sampled from their priors.
    pub sampled: Vec<String>,
    /// Parameters solved for each draw's own targets.
    pub solved: Vec<String>,
    /// The table of draws was taken as given: nothing says that its draws meet any targets, or follow any priors, and `rejected`
    /// and `solved` are empty.
    #[serde(default)]
    pub as_given: bool,
    /// With `as_given`, the parameters of the table beside those that are sampled otherwise.
    #[serde(default)]
    pub given: Vec<String>,
}

/// Everything a study over draws answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Answers {
    pub draws: DrawFacts,
    pub effects: Vec<EffectOverDraws>,
    pub waterfalls: Vec<Waterfall>,
    /// One per budget and view.
    pub decisions: Vec<Decision>,
    pub break_evens: Vec<BreakEven>,
    pub benefits: Vec<Benefit>,
    pub by_treatment: Vec<ByTreatment>,
    pub pairing: Vec<Pairing>,
    /// Cases averted by budget beside those of `decisions`, such as allocations found by search; may be empty.
    pub frontier: Vec<FrontierPoint>,
    /// One intervention or four; only of studies that match interventions to communities.
    pub two_part: Option<TwoPart>,
}
