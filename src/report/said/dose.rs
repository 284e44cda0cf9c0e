//! What a sweep finds: the variant that averts most, and where a further sol averts less.

use crate::kit::names::Names;
use amparo_decide::dose::{Dose, Finding, Per, Point, Returns, Step};

/// Sweeps that are drawn at most.
pub const MOST_DRAWN: usize = 6;
/// Forms that a table of a page shows at most: those that avert most.
pub const MOST_ROWS: usize = 30;

/// How a sweep is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Along one axis of ascending numbers.
    Curve,
    /// Side by side: one axis of words, or values that stand side by side.
    Classes,
    /// Two axes, each value of one with each of the other.
    Map,
    /// More of them: each by itself.
    Several,
}

/// How a sweep is shown.
pub fn shown(dose: &Dose) -> Shown {
    match (dose.axes.as_slice(), dose.crossed) {
        ([axis], _) if axis.ascending().is_some() => Shown::Curve,
        ([_], _) | (_, false) => Shown::Classes,
        ([_, _], true) => Shown::Map,
        (_, true) => Shown::Several,
    }
}

/// Sweeps at the largest budget.
pub fn main<'a>(names: &Names<'a>) -> Vec<&'a Dose> {
    let all = &names.answers.doses;
    let largest = all.iter().map(|dose| dose.budget_soles_per_year).fold(0.0, f64::max);
    all.iter().filter(|dose| dose.budget_soles_per_year == largest).collect()
}

/// The variant that averts most.
pub struct Leader<'a> {
    /// It.
    pub point: &'a Point,
    /// Forms that it does not beat.
    pub not_beaten: Vec<&'a Point>,
    /// Forms beside it.
    pub others: usize,
}

/// The variant that averts most; `None`: what it averts is not told from nothing.
pub fn leader(dose: &Dose) -> Option<Leader<'_>> {
    let most = dose.most.as_ref()?;
    let named = |name: &String| dose.points.iter().find(|point| point.policy == *name);
    Some(Leader {
        point: named(&most.policy)?,
        not_beaten: most.not_beaten.iter().filter_map(named).collect(),
        others: dose.points.len().saturating_sub(1),
    })
}

/// Whether the variant that averts most beats any other: else differences between variants are not told from noise.
pub fn any_beaten(dose: &Dose) -> bool {
    leader(dose).is_some_and(|found| found.not_beaten.len() < found.others)
}

/// What is told of returns.
pub enum Returning<'a> {
    /// From this step on, a further sol averts less than half of what it averts in the first.
    Diminish {
        /// The first step.
        first: &'a Step,
        /// That step.
        step: &'a Step,
        /// What is counted by.
        per: Per,
    },
    /// Every step averts more than half of what the first one averts.
    HoldUp(Per),
    /// Neither is told.
    Untold(Per),
    /// What the first step averts is not told from nothing.
    NothingFirst(&'a Step),
    /// Draws or replicates are too few.
    TooFew,
}

/// What is told of returns; `None` where they are not asked for.
pub fn returning(dose: &Dose) -> Option<Returning<'_>> {
    let found: &Returns = dose.returns.as_ref()?;
    let first = found.steps.first()?;
    Some(match (found.finding, found.diminished()) {
        (Finding::Diminish, Some(step)) => Returning::Diminish { first, step, per: found.per },
        (Finding::HoldUp, _) => Returning::HoldUp(found.per),
        (Finding::NothingFirst, _) => Returning::NothingFirst(first),
        (Finding::TooFew, _) => Returning::TooFew,
        (Finding::Untold | Finding::Diminish, _) => Returning::Untold(found.per),
    })
}

/// Forms in the order of a table: as the sweep lists them; where they are many, those that avert most, first.
pub fn rows(dose: &Dose) -> Vec<&Point> {
    let mut all: Vec<&Point> = dose.points.iter().collect();
    if all.len() > MOST_ROWS {
        all.sort_by(|a, b| b.girls.mean.total_cmp(&a.girls.mean));
        all.truncate(MOST_ROWS);
    }
    all
}
