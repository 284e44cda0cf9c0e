//! Where preference turns.

use crate::said::break_evens::{Doubtful, Firm, Turn};
use amparo_decide::answers::BreakEven;

/// Fixed texts of the chart of thresholds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfBreakEvens {
    Preferred,
    Other,
    Threshold,
    OnThatSide,
    NothingTurns,
    Key,
}

/// What a language says of thresholds.
pub trait BreakEvens {
    /// Fixed texts.
    fn break_evens(&self, what: OfBreakEvens) -> &'static str;
    /// A threshold as a sentence.
    fn break_even(&self, turn: &Turn) -> String;
    /// The same without the interval; `again`: of the policy that was spoken of just before.
    fn break_even_briefly(&self, turn: &Turn, again: bool) -> String;
    /// How many are too uncertain to state, without a full stop; `None` where none is.
    fn doubtful(&self, doubtful: Doubtful) -> Option<String>;
    /// What nothing turns, of one policy.
    fn firm(&self, firm: &Firm) -> String;
    /// A value of the quantity with its unit.
    fn quantity(&self, b: &BreakEven, value: f64) -> String;
    /// The range of the quantity that was examined.
    fn range_examined(&self, b: &BreakEven) -> String;
    /// Title over the thresholds: the first of them, and how many more there are.
    fn break_evens_title(&self, first: Option<&Turn>, more: usize, doubtful: Doubtful) -> String;
    /// Below it; budget and worth of a case, where a decision has them.
    fn break_evens_subtitle(&self, decided: Option<(f64, f64)>) -> String;
    /// Thresholds that the chart has no room for.
    fn further_thresholds(&self, n: usize) -> String;
    /// Policies that the chart has no room for.
    fn further_policies(&self, n: usize) -> String;
    /// The chart for those who cannot see it.
    fn break_evens_alt(&self, title: &str, turns: &[Turn]) -> String;
}
