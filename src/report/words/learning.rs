//! What learning more before deciding is worth.

use crate::said::learning::Finding;
use amparo_decide::answers::{Decision, LearningWorth, Worth};

/// What a language says of learning.
pub trait Learning {
    /// Title over the values of information.
    fn learning_title(&self, finding: &Finding) -> String;
    /// Below it.
    fn learning_subtitle(&self, horizon: usize, decision: &Decision) -> String;
    /// The axis.
    fn learning_axis(&self) -> String;
    /// The line of perfect information.
    fn learning_everything(&self, soles: f64) -> String;
    /// The error of a value.
    fn standard_error(&self, soles: f64) -> String;
    /// That chance gives as much.
    fn like_chance(&self) -> &'static str;
    /// What the values say.
    fn learning_limits(&self) -> &'static str;
    /// What they are about.
    fn learning_about(&self) -> &'static str;
    /// Values for those who cannot see them.
    fn learning_alt(&self, title: &str, groups: &[(&LearningWorth, Worth)]) -> String;
    /// Perfect information, as a row of the table.
    fn perfect_information(&self) -> &'static str;
}
