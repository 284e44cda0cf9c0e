//! Which policy keeps most girls from being drawn in.

use crate::kit::names::Title;
use crate::said::by_girls::{Answer, Certainty, Changes, Money, Named};
use amparo_decide::mean::{Assumed, Mean};

/// Fixed texts of its chart and table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfGirls {
    Averted,
    Spells,
    VictimYears,
    Spent,
    Most,
    Axis,
    None,
}

/// What a language says of policies by girls averted.
pub trait Girls {
    /// Fixed texts.
    fn girls(&self, what: OfGirls) -> &'static str;
    /// The answer in a line or two.
    fn girls_answer(&self, answer: &Answer) -> Vec<String>;
    /// The other policies that are told from nothing, and those that add girls.
    fn girls_others(&self, others: &[Named; 2]) -> Option<String>;
    /// How sure, in the word with its meaning.
    fn girls_sure(&self, found: &Certainty) -> String;
    /// The same at length.
    fn girls_certainty(&self, found: &Certainty) -> Vec<String>;
    /// What it costs.
    fn girls_money(&self, money: &Money, budget: f64, funded_years: usize) -> Vec<String>;
    /// What would change it.
    fn girls_change(&self, change: &Changes) -> String;
    /// Title of the chart.
    fn girls_title(&self, answer: &Answer, certainty: Option<&Certainty>) -> String;
    /// Below it.
    fn girls_subtitle(&self, years: usize, budget: f64, draws: usize) -> String;
    /// What lines and marks mean.
    fn girls_key(&self, draws: usize, range: Option<&Assumed>) -> String;
    /// A mean with half of its interval, where a column is narrow.
    fn with_bar_brief(&self, mean: &Mean) -> String;
    /// In how many of 100 draws it clearly averts and clearly adds.
    fn harm(&self, averts: f64, adds: f64) -> String;
    /// What the same study finds at another baseline; `None`: no policy leads there.
    fn girls_elsewhere(&self, baseline: &str, here: Option<&Title>, there: Option<&Certainty>) -> String;
    /// Above the table of girls averted, for whom.
    fn girls_caption(&self, years: usize, budget: f64, draws: usize) -> String;
    /// Above what stands beside.
    fn beside_caption(&self, years: usize) -> String;
    /// Over the first on a terminal.
    fn girls_heading(&self, years: usize, draws: usize) -> String;
    /// Over the second on a terminal.
    fn beside_heading(&self, years: usize) -> String;
    /// A row for those who cannot see it.
    fn girls_alt(&self, policy: &str, girls: &Mean) -> String;
}
