//! How large a survey pays for itself.

use super::budget::{DrawsOf, judged_at, too_few};
use super::judged::Judged;
use amparo_decide::matching::results::{AtBudget, SurveySize};

/// Which size of survey does best.
pub enum Sizes<'a> {
    /// Only one was tried.
    One(&'a SurveySize),
    /// The best of the larger ones against the smallest.
    Best {
        /// The best of the larger ones.
        best: &'a SurveySize,
        /// The smallest.
        smallest: &'a SurveySize,
        /// What the gain allows to say.
        judged: Judged,
        /// Whether it gains on average.
        gains: bool,
        /// Draws that are too few.
        few: Option<DrawsOf>,
    },
}

/// Which size of survey does best, and whether that can be told from the smallest; `None` where none was tried.
pub fn sizes(at: &AtBudget) -> Option<Sizes<'_>> {
    let (smallest, rest) = at.surveys.split_first()?;
    let Some(best) = rest.iter().max_by(|a, b| a.gain.mean.total_cmp(&b.gain.mean)) else {
        return Some(Sizes::One(smallest));
    };
    Some(Sizes::Best {
        best,
        smallest,
        judged: judged_at(at, &best.gain),
        gains: best.gain.mean > 0.0,
        few: too_few(at),
    })
}
