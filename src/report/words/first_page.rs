//! The first page.

use crate::kit::names::Title;
use crate::said::first_page::Grades;
use crate::said::runs::{LeftOut, Runs};
use amparo_decide::answers::DrawFacts;
use amparo_decide::result::{BaselineSummary, Effect, StudyResult};

/// The parts of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The finding.
    Finding,
    /// How large it is.
    Size,
    /// What would change it.
    Changes,
    /// How sure.
    Certainty,
    /// What it costs.
    Cost,
    /// What it rests on.
    RestsOn,
}

/// What a language says on the first page.
pub trait FirstPage {
    /// Headings of its parts.
    fn part_of_page(&self, part: Part) -> &'static str;
    /// The question: how many policies, S/ per year (the answer is for the last), and for how many years.
    fn question(&self, policies: usize, budgets: &[f64], funded_years: usize) -> String;
    /// That replicates are still to come.
    fn not_finished(&self, done: usize, planned: usize) -> String;
    /// A warning.
    fn warning(&self, text: &str) -> String;
    /// What stands below the chart.
    fn what_it_is_not(&self) -> String;
    /// Levels of the baseline over the funded years.
    fn level(&self, baseline: &BaselineSummary, funded_years: usize) -> String;
    /// The three outcomes under the leading policy, and its spells begun over the following years.
    fn changes_with(
        &self,
        policy: &Title,
        three: &[&Effect; 3],
        later: Option<&Effect>,
        result: &StudyResult,
    ) -> String;
    /// That one set of assumptions was run.
    fn one_set(&self) -> &'static str;
    /// That where the answer turns is too uncertain to state, for too few draws or whatever.
    fn turns_untold(&self, few: bool) -> &'static str;
    /// That no single assumption turns which policy is preferred.
    fn nothing_turns(&self) -> &'static str;
    /// That nothing is compared yet.
    fn nothing_compared(&self) -> &'static str;
    /// How the draws were made.
    fn draws(&self, draws: &DrawFacts, runs: &Runs, missed: Option<&LeftOut>) -> String;
    /// What precision was reached.
    fn precision_reached(&self, reached: &str) -> String;
    /// What all rests on, in a line.
    fn rests_on_briefly(&self, draws: &DrawFacts, runs: &Runs, grades: Option<&Grades>) -> String;
    /// How many warnings more there are.
    fn more_warnings(&self, more: usize) -> String;
    /// How much stands on numbers nobody has measured; `None`: not given.
    fn rests_on(&self, grades: Option<&Grades>, assumed: &[String]) -> String;
}
