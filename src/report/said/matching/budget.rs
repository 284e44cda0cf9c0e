//! Which budget the chapter speaks of, and what is found there by name.

use super::judged::{Judged, judged};
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{AtBudget, Gain, Strategy, TwoPart};

/// The budget that headline and titles speak of: the largest with draws enough to decide, or else the largest.
pub fn main_budget(two_part: &TwoPart) -> Option<&AtBudget> {
    let decided = two_part.budgets.iter().rfind(|b| !few(b));
    decided.or_else(|| two_part.budgets.last())
}

/// Whether so few draws settle nothing.
pub fn few(at: &AtBudget) -> bool {
    at.effective_draws < DRAWS_TO_DECIDE
}

/// The gain that answers a question.
pub fn gain<'a>(at: &'a AtBudget, question: &str) -> Option<&'a Gain> {
    at.gains.iter().find(|g| g.question == question)
}

/// The strategy of this name.
pub fn strategy<'a>(at: &'a AtBudget, policy: &str) -> Option<&'a Strategy> {
    at.strategies.iter().find(|s| s.policy == policy)
}

/// What an estimate at a budget allows to say.
pub fn judged_at(at: &AtBudget, e: &Estimate) -> Judged {
    judged(e, few(at))
}

/// Draws that a budget's answers rest on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawsOf {
    /// How many they count for.
    pub effective: f64,
    /// All of them.
    pub all: usize,
}

/// Draws that a budget's answers rest on.
pub fn draws(at: &AtBudget) -> DrawsOf {
    DrawsOf { effective: at.effective_draws, all: at.draws }
}

/// The same, where they are too few to decide.
pub fn too_few(at: &AtBudget) -> Option<DrawsOf> {
    few(at).then(|| draws(at))
}
