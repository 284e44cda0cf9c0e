//! The finding of the chapter: whether diagnosing pays, whichever way it falls.

use super::budget::{DrawsOf, draws, gain, judged_at, main_budget, strategy};
use super::called::{Compared, compared};
use super::judged::Judged;
use crate::questions::asked::Question;
use amparo_decide::matching::results::{AtBudget, Gain, Role, TwoPart};

/// What pays where diagnosing gains against one intervention everywhere, but not against the same one put where exposure is high.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnlyWhere {
    /// Whether matching adds to it cannot be told.
    Untold,
    /// Matching on top of it loses.
    Loses,
    /// The same on average.
    LosesOnAverage,
    /// Matching adds the smaller part.
    SmallerPart,
}

/// The finding.
pub enum Headline<'a> {
    /// There is no budget.
    Unknown,
    /// The study does not ask, with so much per year.
    NotAsked(f64),
    /// What pays is where the money goes.
    OnlyWhere {
        /// What matching adds.
        finding: OnlyWhere,
        /// S/ per year.
        budget: f64,
        /// What diagnosing gains.
        gain: Compared<'a>,
        /// What it gains beyond choosing where.
        beyond: Compared<'a>,
    },
    /// What diagnosing gains.
    Gains {
        /// What that allows to say.
        judged: Judged,
        /// S/ per year.
        budget: f64,
        /// The gain.
        gain: Compared<'a>,
        /// Draws it rests on.
        draws: DrawsOf,
    },
}

/// The gain that the finding is of.
pub fn main_gain(at: &AtBudget) -> Option<&Gain> {
    gain(at, Question::Diagnosing.name()).or_else(|| gain(at, Question::Matching.name()))
}

/// The finding.
pub fn headline(two_part: &TwoPart, horizon: usize) -> Headline<'_> {
    let Some(at) = main_budget(two_part) else { return Headline::Unknown };
    let budget = at.budget_soles_per_year;
    let Some(g) = main_gain(at) else { return Headline::NotAsked(budget) };
    let gain = compared(at, g, horizon);
    match only_where(at, g) {
        Some((finding, beyond)) => Headline::OnlyWhere { finding, budget, gain, beyond: compared(at, beyond, horizon) },
        None => Headline::Gains { judged: judged_at(at, &g.averted), budget, gain, draws: draws(at) },
    }
}

/// Where diagnosing gains against one intervention everywhere, but matching does not against the same one put where exposure is
/// high: the finding, and the difference that shows it.
pub fn only_where<'a>(at: &'a AtBudget, diagnosing: &Gain) -> Option<(OnlyWhere, &'a Gain)> {
    let gains = |g: &Gain| judged_at(at, &g.averted).gains();
    let place = gain(at, Question::Where.name())?;
    let beyond = beyond_where(at)?;
    if !gains(diagnosing) || !gains(place) {
        return None;
    }
    let smaller = beyond.averted.mean < 0.5 * diagnosing.averted.mean;
    let finding = match judged_at(at, &beyond.averted) {
        Judged::Untold => OnlyWhere::Untold,
        Judged::Fewer => OnlyWhere::Loses,
        Judged::FewerOnAverage => OnlyWhere::LosesOnAverage,
        // Gains that one intervention has as well are not diagnosing's.
        Judged::More | Judged::MoreOnAverage if beyond.question == Question::MatchingIntensity.name() && smaller => {
            OnlyWhere::SmallerPart
        }
        _ => return None,
    };
    Some((finding, beyond))
}

/// What diagnosing gains over one intervention put where exposure is high: at the best of the same intensities, or, where only the
/// register's was tried, at that.
fn beyond_where(at: &AtBudget) -> Option<&Gain> {
    let by_exposure = |g: &&Gain| strategy(at, &g.against).is_some_and(|s| s.role == Role::ByExposure);
    [Question::MatchingIntensity, Question::Matching, Question::Which]
        .into_iter()
        .find_map(|question| gain(at, question.name()).filter(by_exposure))
}

/// What gains beside choosing where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rather {
    /// Where gains; whether which adds to it cannot be told.
    WhereWhichUntold,
    /// Where gains; which loses.
    WhereWhichLoses,
    /// Which gains; where does not.
    Which,
}

/// That it is where money goes that gains, not what it buys, where the draws say so and the headline does not.
pub fn rather(at: &AtBudget) -> Option<Rather> {
    if gain(at, Question::Diagnosing.name()).is_some_and(|g| only_where(at, g).is_some()) {
        return None;
    }
    let of = |question: Question| gain(at, question.name()).map(|g| judged_at(at, &g.averted));
    let (place, which) = (of(Question::Where)?, of(Question::Which)?);
    match (place.gains(), which) {
        (true, Judged::Untold) => Some(Rather::WhereWhichUntold),
        (true, Judged::Fewer | Judged::FewerOnAverage) => Some(Rather::WhereWhichLoses),
        (false, j) if j.gains() && place != Judged::Few => Some(Rather::Which),
        _ => None,
    }
}
