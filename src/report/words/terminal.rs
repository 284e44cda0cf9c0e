//! What is said on a terminal alone.

use crate::said::runs::Runs;
use amparo_decide::answers::Decision;
use amparo_decide::result::{BaselineSummary, Years};

/// What stands over steps before and after adaptation.
pub struct OfSteps {
    /// Funded years.
    pub funded_years: usize,
    /// Draws run both ways; `None` at one parameter vector.
    pub draws: Option<usize>,
    /// Whether there are several budgets.
    pub largest: bool,
}

/// What a language says on a terminal.
pub trait Terminal {
    /// What was run, with its seed and its years.
    fn ran(&self, runs: &Runs, seed: u64, funded_years: usize, following_years: usize) -> String;
    /// Worlds that never settled, in a line.
    fn left_out_line(&self, worlds: usize) -> String;
    /// Levels of the baseline.
    fn baseline_line(&self, baseline: &BaselineSummary) -> String;
    /// Over the table of a decision; `asked`: whether a choice is, by what a case is worth.
    fn decision_heading(&self, d: &Decision, asked: bool, horizon: usize) -> String;
    /// Over steps.
    fn steps_heading(&self, of: &OfSteps) -> String;
    /// Over changes; whether there are several budgets.
    fn changes_heading(&self, window: Years, years: usize, largest: bool) -> String;
    /// Over money: funded years where all policies have money in the same.
    fn money_heading(&self, funded_years: Option<usize>, largest: bool) -> String;
    /// What stands below the answer alone.
    fn answer_notes(&self) -> String;
    /// What marks and brackets are.
    fn notes(&self, one: bool, intervals: bool) -> String;
}
