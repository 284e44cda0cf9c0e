//! Which driver weighs most in which communities.

use amparo_decide::diagnosis::{Diagnosis, Place, PlaceSeen};
use amparo_decide::result::DRIVERS;

/// A community that is shown.
pub struct Dot<'a> {
    /// The community.
    pub place: &'a Place,
    /// How it was seen.
    pub seen: &'a PlaceSeen,
    /// Index of its dominant driver.
    pub driver: usize,
}

/// Communities as surveyed, against the first set of protected levels, the most exposed first.
pub fn dots(diagnosis: &Diagnosis) -> Vec<Dot<'_>> {
    let Some(set) = diagnosis.level_sets.first() else { return Vec::new() };
    let dot = |c: usize| {
        let seen = set.estimated.communities[c].as_ref()?;
        let driver = DRIVERS.iter().position(|d| *d == seen.dominant)?;
        Some(Dot { place: &diagnosis.communities[c], seen, driver })
    };
    diagnosis.by_exposure().into_iter().filter_map(dot).collect()
}

/// Communities by their largest driver, most first.
pub fn counts(dots: &[Dot]) -> Vec<(usize, usize)> {
    let mut counts: Vec<(usize, usize)> =
        (0..DRIVERS.len()).map(|k| (k, dots.iter().filter(|d| d.driver == k).count())).filter(|c| c.1 > 0).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// What weighs most.
pub enum Finding<'a> {
    /// No community can be shown.
    Unknown,
    /// One driver in the only community.
    Only(usize, &'a str),
    /// One driver in all.
    All(usize),
    /// One driver in most, another in some: drivers with their communities.
    Most([(usize, usize); 2]),
    /// They differ.
    Differ([(usize, usize); 2]),
}

/// The finding, communities shown, and those whose largest driver is ahead of the others by more than the error.
pub struct Weighing<'a> {
    /// The finding.
    pub finding: Finding<'a>,
    /// Communities shown.
    pub shown: usize,
    /// Those where the largest driver is clear.
    pub clear: usize,
}

/// What weighs most in communities.
pub fn weighing<'a>(dots: &[Dot<'a>]) -> Weighing<'a> {
    let shown = dots.len();
    let finding = match counts(dots)[..] {
        [] => Finding::Unknown,
        [(driver, _)] if shown == 1 => Finding::Only(driver, &dots[0].place.name),
        [(driver, _)] => Finding::All(driver),
        [first, second, ..] if 3 * first.1 >= 2 * shown => Finding::Most([first, second]),
        [first, second, ..] => Finding::Differ([first, second]),
    };
    Weighing { finding, shown, clear: dots.iter().filter(|d| d.seen.clear).count() }
}
