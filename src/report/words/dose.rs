//! Variants of one policy.

use crate::said::dose::{Leader, Returning};
use amparo_decide::dose::{Axis, Dose, MainEffect, Per, Point, Unit, Value};
use amparo_decide::mean::Assumed;
use amparo_decide::per_case::PerCase;

/// Fixed texts of its charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDose {
    /// The section.
    Heading,
    /// Axis of girls averted.
    Girls,
    /// Axis of what a further S/ million averts.
    PerSol,
    /// Axis of what a further unit averts.
    PerUnit,
    /// The line at half of the first step.
    Half,
    /// That contours join equal means.
    Contours,
    /// That no contours are drawn, since no variant is told from another.
    NoContours,
    /// That each axis is shown by itself.
    ByItself,
    /// What bold numbers are.
    Bold,
}

/// What a language says of sweeps.
pub trait Doses {
    /// Fixed texts.
    fn dose(&self, what: OfDose) -> &'static str;
    /// A value of an axis, where the axis is named.
    fn dose_value(&self, unit: &Unit, value: &Value) -> String;
    /// An axis with its unit.
    fn dose_axis(&self, axis: &Axis) -> String;
    /// The same below a chart; whether values stand at equal ratios.
    fn dose_axis_scaled(&self, axis: &Axis, ratio: bool) -> String;
    /// A variant by its values.
    fn dose_variant(&self, dose: &Dose, point: &Point) -> String;
    /// What is varied, and with how much money.
    fn dose_intro(&self, dose: &Dose) -> String;
    /// Which variant averts most; `None`: none is told from nothing.
    fn dose_leader(&self, dose: &Dose, leader: Option<&Leader>) -> String;
    /// What is told of returns.
    fn dose_returns(&self, dose: &Dose, found: &Returning) -> String;
    /// Title of the chart: the finding.
    fn dose_title(&self, dose: &Dose, found: Option<&Returning>, leader: Option<&Leader>) -> String;
    /// The same as a sentence.
    fn dose_finding(&self, dose: &Dose, found: Option<&Returning>, leader: Option<&Leader>) -> String;
    /// Below it.
    fn dose_subtitle(&self, dose: &Dose) -> String;
    /// Above the table; how many variants it leaves out.
    fn dose_caption(&self, dose: &Dose, left_out: usize) -> String;
    /// Over it on a terminal.
    fn dose_heading(&self, dose: &Dose) -> String;
    /// What a step averts, by what it is counted by.
    fn dose_rate(&self, rate: f64, per: Per) -> String;
    /// What is assumed may make of girls averted.
    fn dose_range(&self, range: &Assumed) -> String;
    /// What a girl averted costs, with its interval.
    fn dose_per_girl(&self, soles: f64, case: &PerCase) -> String;
    /// Girls averted at one value, averaged over the values of the other axes.
    fn dose_main_effect(&self, dose: &Dose, effect: &MainEffect) -> String;
    /// What points and lines are.
    fn dose_key(&self, draws: usize, range: Option<&Assumed>) -> String;
    /// A variant for those who cannot see the chart.
    fn dose_alt(&self, dose: &Dose, point: &Point) -> String;
}
