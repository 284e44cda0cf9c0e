//! Which policy, at which budget, and at which worth of a case averted.

use crate::said::choice::{Acceptability, Frontier, Headline, Most};
use crate::said::learning::Perfect;
use amparo_decide::answers::{Decision, Strategy};
use amparo_decide::estimate::Estimate;
use std::borrow::Cow;

/// Fixed texts of the charts of the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfChoice {
    Averted,
    Cost,
    PerCase,
    BestIn,
    NoneAverted,
    ProbabilityBest,
    ExpectedLoss,
    AxisWorth,
    Best,
    CostAxis,
    AxisBudget,
    Joined,
    OverDraws,
}

/// What a language says of the choice.
pub trait Choice {
    /// Fixed texts.
    fn choice(&self, what: OfChoice) -> Cow<'static, str>;
    /// Title over the decision.
    fn decision_title(&self, headline: &Headline) -> String;
    /// Below it; what a case is worth, where that is asked.
    fn decision_subtitle(&self, horizon: usize, budget: f64, worth: Option<f64>) -> String;
    /// What marks and columns mean; share of draws in which doing nothing further is best, where that is asked.
    fn decision_key(&self, horizon: usize, one: bool, nothing: Option<Option<f64>>) -> String;
    /// A strategy for those who cannot see it.
    fn decision_alt(&self, policy: &str, s: &Strategy, best: Option<f64>) -> String;
    /// Title over the curves.
    fn acceptability_title(&self, found: &Acceptability) -> String;
    /// Below it.
    fn acceptability_subtitle(&self, budget: f64) -> String;
    /// What strip and lines mean; what perfect information would be worth.
    fn acceptability_key(&self, worth: f64, perfect: &Perfect) -> String;
    /// How often each strategy is best, for those who cannot see it.
    fn acceptability_alt(&self, title: &str, worth: f64, best: &[(String, f64)]) -> String;
    /// Title over the plane.
    fn plane_title(&self, frontier: &Frontier) -> String;
    /// Below it.
    fn plane_subtitle(&self, horizon: usize, decision: &Decision) -> String;
    /// What points and lines mean; what a case is worth, where that is asked.
    fn plane_key(&self, one: bool, worth: Option<f64>) -> String;
    /// What the cloud is.
    fn plane_cloud(&self, one: bool) -> &'static str;
    /// A strategy for those who cannot see it.
    fn plane_alt(&self, policy: &str, s: &Strategy) -> String;
    /// Where a strategy stands.
    fn standing(&self, s: &Strategy) -> String;
    /// Title over budgets: at the smallest, and at the largest where there are several.
    fn budgets_title(&self, horizon: usize, found: Option<&(Most, Option<Most>)>) -> String;
    /// Below it.
    fn budgets_subtitle(&self, horizon: usize) -> String;
    /// A policy's points for those who cannot see them.
    fn budgets_alt(&self, policy: &str, points: &[(f64, Estimate)]) -> String;
}
