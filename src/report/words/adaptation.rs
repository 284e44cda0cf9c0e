//! Before and after the trade adapts, in treated and untreated communities.

use crate::kit::names::Title;
use crate::said::adaptation::{ByCommunity, Pair};
use crate::said::runs::Runs;
use amparo_decide::answers::{Order, SplitStep, Waterfall};
use amparo_decide::result::Effect;

/// The steps of a waterfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before adaptation.
    Before,
    /// Recruiters turn to other communities.
    Spatial,
    /// The trade replaces girls kept from it.
    Refilling,
    /// After adaptation.
    After,
}

impl Step {
    /// From top to bottom.
    pub const ALL: [Step; 4] = [Step::Before, Step::Spatial, Step::Refilling, Step::After];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Step::Before => "before adaptation",
            Step::Spatial => "spatial shift",
            Step::Refilling => "refilling",
            Step::After => "after adaptation",
        }
    }
}

/// Fixed texts of the charts of adaptation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfAdaptation {
    AxisSpells,
    Treated,
    Untreated,
}

/// What a language says of adaptation.
pub trait Adaptation {
    /// Fixed texts.
    fn adaptation(&self, what: OfAdaptation) -> &'static str;
    /// The order of a further split.
    fn order(&self, order: Order) -> &'static str;
    /// Steps of a further split in a cell.
    fn split_in_order(&self, order: Order, steps: &[&SplitStep]) -> String;
    /// A step.
    fn step(&self, step: Step) -> &'static str;
    /// How much the trade undoes, for the policy that the page speaks of; `of`: draws of the study.
    fn undone_by_the_trade(&self, w: &Waterfall, policy: &Title, funded_years: usize, of: usize) -> String;
    /// Title over the waterfalls.
    fn before_after_title(&self, first: Option<(&Waterfall, &Title)>) -> String;
    /// Below it; with the budget where a decision has one.
    fn before_after_subtitle(&self, funded_years: usize, over: &Runs, budget: Option<f64>) -> String;
    /// What the steps are; whether numbers have intervals.
    fn before_after_steps(&self, one: bool, intervals: bool) -> String;
    /// What the split rests on.
    fn before_after_split(&self, one: bool) -> &'static str;
    /// Heading of the further split.
    fn split_heading(&self, one: bool) -> String;
    /// Steps of the further split in a row.
    fn split_steps(&self, steps: &[&SplitStep]) -> String;
    /// A waterfall for those who cannot see it.
    fn waterfall(&self, policy: &str, w: &Waterfall) -> String;
    /// Title over treated and untreated communities.
    fn by_treatment_title(&self, found: &ByCommunity) -> String;
    /// Below it.
    fn by_treatment_subtitle(&self, funded_years: usize, over: &Runs, budget: Option<f64>) -> String;
    /// Newly exploited in the baseline, treated and untreated.
    fn by_treatment_baseline(&self, treated: f64, untreated: f64) -> String;
    /// What marks mean; whether there are changes before adaptation.
    fn by_treatment_key(&self, before: bool) -> String;
    /// The three outcomes of all communities together; over these draws.
    fn by_treatment_together(&self, three: &[(&str, Option<[&Effect; 3]>)], over: Option<&Runs>) -> String;
    /// A policy's communities for those who cannot see them.
    fn by_treatment_alt(&self, policy: &str, pair: &Pair) -> String;
}
