//! Changes of outcomes, for all and by group.

use crate::said::effects::{Benefits, Changes, OverDraws, Victims};
use crate::said::runs::Runs;
use amparo_decide::answers::{Benefit, Decision, Dimension};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::Effect;
use amparo_model::observe::Outcome;

/// Fixed texts of the charts of effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfEffects {
    AxisPercent,
    BaselineIsZero,
    OnlyTogether,
    NoPolicy,
    SpellsAverted,
    NotAtBudget,
    AxisGirls,
    FewerThanFive,
    NoSeries,
    VictimsLevel,
    VictimsDifference,
    FundedYears,
    YearsSinceFunding,
    YearsSinceBurnIn,
}

/// What bands in the chart of victims show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bands {
    /// Lines are means over these draws; whether they have bands.
    OverDraws(Runs, bool),
    /// Of the level alone.
    Level,
    /// Of the level and of differences.
    Differences,
    /// There are none, and one world is shown.
    World,
    /// There are none, since there is one replicate.
    OneReplicate,
}

/// What a language says of changes.
pub trait Effects {
    /// Fixed texts.
    fn effects(&self, what: OfEffects) -> &'static str;
    /// Clauses about several outcomes.
    fn changes(&self, all: &[&Effect]) -> String;
    /// The three outcomes that are never shown apart, in a row.
    fn all_three(&self, three: Option<[&Effect; 3]>) -> String;
    /// Title over the changes of the three outcomes.
    fn effects_title(&self, changes: Option<&Changes>) -> String;
    /// Below it.
    fn effects_subtitle(&self, funded_years: usize, runs: &Runs, budget: f64) -> String;
    /// The baseline of an outcome, where it is known.
    fn effects_baseline(&self, outcome: &Outcome, baseline: Option<f64>) -> String;
    /// What marks mean, at one parameter vector with this number of replicates.
    fn effects_key(&self, one: bool, replicates: usize) -> String;
    /// Title over the draws of cases averted.
    fn over_draws_title(&self, found: Option<&OverDraws>) -> String;
    /// Below it.
    fn over_draws_subtitle(&self, horizon: usize) -> String;
    /// What marks mean: one draw in how many is drawn, and whether smaller budgets are left out.
    fn over_draws_key(&self, one_in: usize, smaller: bool) -> String;
    /// A strategy of the chart for those who cannot see it.
    fn over_draws_alt(&self, policy: &str, averted: &Estimate, decision: &Decision) -> String;
    /// Title over victims in time.
    fn victims_title(&self, victims: &Victims) -> String;
    /// Below it; `so_far`: replicates run of those planned; `years`: funded and following ones, where there are policies.
    fn victims_subtitle(&self, runs: &Runs, so_far: Option<(usize, usize)>, years: Option<(usize, usize)>) -> String;
    /// What bands are.
    fn victims_bands(&self, bands: Bands) -> String;
    /// The level at the end of a line.
    fn victims_level(&self, persons: f64) -> String;
    /// The mean difference over the funded years, and the last.
    fn victims_differences(&self, funded: f64, end: f64) -> String;
    /// Lines with their last values, for those who cannot see them.
    fn victims_alt(&self, title: &str, years: usize, ends: &[(&str, f64)]) -> String;
    /// Title over the groups that benefit.
    fn benefits_title(&self, benefits: &Benefits) -> String;
    /// Below it; with the budget where a decision has one.
    fn benefits_subtitle(&self, funded_years: usize, budget: Option<f64>) -> String;
    /// A policy's three outcomes, above its groups.
    fn benefits_policy(&self, policy: &str, three: Option<[&Effect; 3]>) -> String;
    /// What marks mean.
    fn benefits_key(&self, one: bool) -> String;
    /// Heading of a dimension.
    fn dimension(&self, dimension: Dimension) -> &'static str;
    /// Girls of a group in the baseline.
    fn of_girls(&self, girls: f64) -> String;
    /// What policies change in groups, for those who cannot see it.
    fn benefits_alt(&self, title: &str, found: &[(&Benefit, &str, &Estimate)]) -> String;
}
