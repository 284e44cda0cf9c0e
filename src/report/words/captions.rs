//! What is said above and below the tables of a study's page.

use crate::said::break_evens::Doubtful;
use crate::said::learning::Finding;
use crate::said::runs::Runs;
use amparo_decide::result::{StudyResult, Years};

/// What the intervals below numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// Of the mean over replicates: simulation noise.
    Replicates,
    /// Over draws, then of the mean.
    Draws,
    /// Of the mean over draws alone.
    Mean,
    /// There is one replicate, and none.
    OneReplicate,
    /// There are none.
    Nothing,
}

/// What the caption of the decision says.
pub struct OfDecision {
    /// What intervals are.
    pub below: Below,
    /// Whether other baselines stand beside it.
    pub beside: bool,
    /// Years of the horizon.
    pub horizon: usize,
    /// Whether the best is asked for; whether draws are too few for it.
    pub best: Option<bool>,
}

/// What the caption of effects says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfChanges {
    /// What was run.
    pub runs: Runs,
    /// What intervals are.
    pub below: Below,
    /// Whether something is unclear.
    pub unclear: bool,
    /// Whether noise hides some intervals.
    pub hidden: bool,
    /// The largest budget, where there are several.
    pub largest: Option<f64>,
}

/// A file that holds the other budgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Effects,
    Waterfall,
    BreakEvens,
    Pairing,
}

/// What the caption of steps says.
pub struct OfSteps {
    /// Whether the study is at one parameter vector.
    pub one: bool,
    /// Draws that were run both ways, where there is a policy.
    pub draws: Option<usize>,
    /// Whether there are intervals.
    pub intervals: bool,
    /// Whether refilling is split further.
    pub split: bool,
    /// The largest budget, where there are several.
    pub largest: Option<f64>,
}

/// What a language says above and below tables.
pub trait Captions {
    /// Above the decision.
    fn decision_caption(&self, of: &OfDecision) -> String;
    /// Above changes over so many years of a window. `as_above`: all else is as in the table above.
    fn changes_caption(&self, window: Years, years: usize, of: &OfChanges, as_above: bool) -> String;
    /// Above the steps of the trade's response.
    fn steps_caption(&self, funded_years: usize, of: &OfSteps) -> String;
    /// Above thresholds.
    fn break_evens_caption(&self, largest: Option<f64>) -> String;
    /// How many thresholds are too uncertain to state, and where they are; `None` where none is.
    fn doubtful_are_in_the_file(&self, doubtful: Doubtful) -> Option<String>;
    /// Above what nothing turns.
    fn firm_caption(&self) -> &'static str;
    /// Above spending.
    fn money_caption(&self, result: &StudyResult) -> String;
    /// Above values of information.
    fn learning_caption(&self) -> &'static str;
    /// What is found of learning, and where its estimates are.
    fn learning_is_in_the_file(&self, finding: &Finding) -> String;
    /// Above what pairing saved.
    fn pairing_caption(&self, largest: Option<f64>) -> String;
    /// Above the baseline's targets.
    fn targets_caption(&self) -> &'static str;
    /// Above its figures.
    fn figures_caption(&self) -> &'static str;
    /// Above its drivers.
    fn drivers_caption(&self) -> &'static str;
    /// Above the grades.
    fn grades_caption(&self) -> &'static str;
    /// Above the run.
    fn run_caption(&self) -> &'static str;
    /// Above questions.
    fn questions_caption(&self) -> &'static str;
    /// Above strategies.
    fn strategies_caption(&self, budget: f64) -> String;
    /// Above boxes.
    fn boxes_caption(&self) -> &'static str;
}
