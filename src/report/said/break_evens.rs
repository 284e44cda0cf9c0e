//! Where preference turns: which thresholds are told.

use crate::kit::answered;
use crate::kit::names::{Names, Title, Who};
use amparo_decide::answers::{Answers, BreakEven, Doubt};

/// Break-evens at the largest budget by what they allow to say.
pub struct BreakEvens<'a> {
    /// Clear thresholds: those of the best policy first, then the most open ones.
    pub turning: Vec<&'a BreakEven>,
    /// Comparisons that no value examined turns, of draws enough.
    pub firm: Vec<&'a BreakEven>,
    /// Too uncertain to state.
    pub doubtful: Vec<&'a BreakEven>,
}

/// How many thresholds are too uncertain to state, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubtful {
    /// None is.
    None,
    /// Draws are too few to state any.
    FewDraws,
    /// Some are.
    Some {
        /// Intervals that reach an end of the range examined.
        unbounded: usize,
        /// On a side to which no cost or strength can turn it.
        wrong_sign: usize,
        /// All of them.
        all: usize,
        /// Whether others are stated.
        beside_others: bool,
    },
}

impl BreakEvens<'_> {
    /// How many are too uncertain to state.
    pub fn doubtful(&self) -> Doubtful {
        let of = |doubt: Doubt| self.doubtful.iter().filter(|b| b.doubt == Some(doubt)).count();
        match self.doubtful.len() {
            _ if of(Doubt::FewDraws) > 0 => Doubtful::FewDraws,
            0 => Doubtful::None,
            all => Doubtful::Some {
                unbounded: of(Doubt::Unbounded),
                wrong_sign: of(Doubt::WrongSign),
                all,
                beside_others: !self.turning.is_empty(),
            },
        }
    }
}

/// Those at the largest budget, sorted.
pub fn break_evens(answers: &Answers) -> BreakEvens<'_> {
    let largest = answers.break_evens.iter().map(|b| b.budget_soles_per_year).fold(f64::NEG_INFINITY, f64::max);
    let here = answers.break_evens.iter().filter(|b| b.budget_soles_per_year == largest);
    let (clear, doubtful): (Vec<_>, Vec<_>) = here.partition(|b| b.clear());
    let (mut turning, firm): (Vec<_>, Vec<_>) = clear.into_iter().partition(|b| b.threshold.is_some());
    let by_money = answered::main_decision(answers).and_then(|d| d.strategies.get(answered::best_row(d)?));
    let by_girls = answers.by_girls.last().and_then(|found| found.rows.first());
    let best = by_money.map(|s| s.policy.as_str()).or(by_girls.map(|row| row.policy.as_str()));
    let openness = |b: &BreakEven| (Some(b.policy.as_str()) != best, (b.share_preferred - 0.5).abs());
    turning.sort_by(|a, b| {
        let (a, b) = (openness(a), openness(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    BreakEvens { turning, firm, doubtful }
}

/// Of two statements that one quantity turns the preference between the same two policies, the first alone.
pub fn once_each(turning: Vec<&BreakEven>) -> Vec<&BreakEven> {
    let mut out: Vec<&BreakEven> = Vec::new();
    for b in turning {
        let mirrored = |a: &&BreakEven| a.quantity == b.quantity && a.policy == b.against && a.against == b.policy;
        if !out.iter().any(mirrored) {
            out.push(b);
        }
    }
    out
}

/// Where preference between two strategies turns.
pub struct Turn<'a> {
    /// The policy.
    pub policy: Title,
    /// What it is compared with.
    pub against: Who,
    /// The quantity with its threshold.
    pub at: &'a BreakEven,
    /// Whether a case has a price, and preference is of net benefit; else it is of girls averted.
    pub priced: bool,
}

/// What a policy is compared with.
fn rival(names: &Names, b: &BreakEven) -> Who {
    let mut status_quo = names.answers.decisions.iter().filter_map(|d| d.strategies.first());
    let plain = b.against.to_lowercase().replace([' ', '_'], "-");
    let nothing = ["status-quo", "baseline"].contains(&plain.as_str())
        || status_quo.any(|s| s.policy == b.against || s.title == b.against);
    if nothing { Who::Nothing } else { Who::Policy(names.title(&b.against)) }
}

/// Where preference turns, with both strategies as people name them.
pub fn turn<'a>(names: &Names, b: &'a BreakEven) -> Turn<'a> {
    let priced = names.answers.decisions.iter().any(|d| !d.willingness.is_empty());
    Turn { policy: names.title(&b.policy), against: rival(names, b), at: b, priced }
}

/// What nothing examined turns, of one policy.
pub struct Firm<'a> {
    /// The policy.
    pub policy: Title,
    /// Rivals, whether the policy is preferred to them, and the quantities examined.
    pub against: Vec<(Who, bool, Vec<&'a BreakEven>)>,
}

/// What nothing examined turns, policy by policy.
pub fn firm<'a>(names: &Names, firm: &[&'a BreakEven]) -> Vec<Firm<'a>> {
    let mut policies: Vec<Firm> = Vec::new();
    for b in firm {
        let (policy, other) = (names.title(&b.policy), rival(names, b));
        let at = policies.iter().position(|p| p.policy == policy).unwrap_or_else(|| {
            policies.push(Firm { policy, against: Vec::new() });
            policies.len() - 1
        });
        let groups = &mut policies[at].against;
        match groups.iter_mut().find(|g| (&g.0, g.1) == (&other, b.preferred_above)) {
            Some(group) => group.2.push(b),
            None => groups.push((other, b.preferred_above, vec![b])),
        }
    }
    policies
}
