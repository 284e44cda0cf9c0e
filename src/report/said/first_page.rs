//! What stands on the first page besides the answer ([`super::by_girls`]): the policy that sentences speak of, and what all rests on.

use super::by_girls;
use crate::kit::answered;
use crate::kit::names::Names;
use amparo_decide::result::{self, Effect, Years};
use amparo_model::observe::outcomes::SPELLS_BEGUN;

/// The policy that sentences speak of: the one that averts most girls; where nothing is ranked, the one with the largest mean fall in
/// spells begun.
pub fn leading<'a>(names: &Names<'a>) -> Option<&'a str> {
    if let Some(first) = by_girls::main(names).and_then(|found| found.rows.first()) {
        return Some(&first.policy);
    }
    let here = |e: &&'a Effect| e.outcome == SPELLS_BEGUN && e.window == Years::Funded && names.at_largest(&e.policy);
    let largest = names.result.effects.iter().filter(here).min_by(|a, b| a.change.mean.total_cmp(&b.change.mean));
    largest.map(|e| e.policy.as_str())
}

/// How many parameters rest on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grades {
    /// All of them.
    pub all: usize,
    /// Assumed, or not yet verified.
    pub weak: usize,
    /// From a published source.
    pub published: usize,
}

/// How many parameters rest on what; `None` where that was not given.
pub fn grades(grades: &result::Grades) -> Option<Grades> {
    let of = |grade: &str| grades.get(grade).copied().unwrap_or(0);
    let all = grades.values().sum();
    (all > 0).then(|| Grades { all, weak: of("assumed") + of("unverified"), published: of("published") })
}

/// Policies compared at the largest budget.
pub fn policies(names: &Names) -> usize {
    match answered::main_decision(names.answers) {
        Some(d) => d.strategies.len().saturating_sub(1),
        None => names.result.policies.iter().filter(|p| names.largest().is_none() || names.at_largest(&p.name)).count(),
    }
}
