//! How different causes must be for matching to gain.

use super::judged::{Judged, judged};
use crate::questions::asked::Question;
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::matching::results::{Gain, HowDifferent, TwoPart};

/// The gain that says whether matching pays where causes differ so much.
fn matching(of: &HowDifferent) -> Option<&Gain> {
    [Question::MatchingIntensity, Question::Matching, Question::Which, Question::Diagnosing]
        .iter()
        .find_map(|q| of.gains.iter().find(|g| g.question == q.name()))
}

/// What matching gains in one baseline.
pub struct In<'a> {
    /// How different causes are in it.
    pub baseline: &'a HowDifferent,
    /// The gain.
    pub gain: &'a Gain,
    /// What it allows to say.
    pub judged: Judged,
}

fn gains(of: &HowDifferent) -> Option<In<'_>> {
    let gain = matching(of)?;
    let judged = judged(&gain.share_of_baseline, (of.draws as f64) < DRAWS_TO_DECIDE);
    Some(In { baseline: of, gain, judged })
}

/// What matching gains in each baseline.
pub fn each(two_part: &TwoPart) -> Vec<In<'_>> {
    two_part.how_different.iter().filter_map(gains).collect()
}

/// From which heterogeneity on matching gains; the numbers are those tried.
pub enum GainsFrom<'a> {
    /// Draws are too few: so many at the fewest.
    Few(usize),
    /// One was tried.
    One(In<'a>),
    /// At none of these.
    Nowhere(Vec<f64>),
    /// At each of these.
    Everywhere(Vec<f64>),
    /// From one on; whether on average only.
    From(f64, bool, Vec<f64>),
    /// None divides them.
    Undivided(Vec<f64>),
}

/// From which heterogeneity on matching gains, the rest being as in the study's own baseline.
pub fn from(two_part: &TwoPart) -> Option<GainsFrom<'_>> {
    let own = two_part.how_different.first()?;
    let alike = |h: &&HowDifferent| {
        h.driver_correlation == own.driver_correlation
            && h.own_weights == own.own_weights
            && h.budget_soles_per_year == own.budget_soles_per_year
    };
    let mut line: Vec<In> = two_part.how_different.iter().filter(alike).filter_map(gains).collect();
    line.sort_by(|a, b| a.baseline.heterogeneity.total_cmp(&b.baseline.heterogeneity));
    if line.iter().any(|i| i.judged == Judged::Few) {
        return Some(GainsFrom::Few(line.iter().map(|i| i.baseline.draws).min().unwrap_or(0)));
    }
    if line.len() < 2 {
        return line.pop().map(GainsFrom::One);
    }
    let tried: Vec<f64> = line.iter().map(|i| i.baseline.heterogeneity).collect();
    let sure = |all: &[In]| all.iter().all(|i| i.judged == Judged::More);
    Some(match line.iter().position(|i| i.judged.gains()) {
        None => GainsFrom::Nowhere(tried),
        Some(0) if sure(&line) => GainsFrom::Everywhere(tried),
        Some(k) if line[k..].iter().all(|i| i.judged.gains()) => GainsFrom::From(tried[k], !sure(&line[k..]), tried),
        Some(_) => GainsFrom::Undivided(tried),
    })
}
