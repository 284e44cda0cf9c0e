//! What several sentences about a choice rest on.

use crate::kit::answered::{self, Verdict};
use amparo_decide::answers::Decision;

/// Doing nothing further counts as best in a large share of the draws from here on: a headline then says so.
pub const LARGE_SHARE: f64 = 0.2;

/// What a choice that is best on average leaves open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct But {
    /// It may avert nothing.
    pub unclear: bool,
    /// Share of the draws in which doing nothing further is best, where it is large.
    pub nothing_best: Option<f64>,
}

/// What choosing a row of a decision leaves open.
pub fn but(decision: &Decision, row: usize) -> But {
    But {
        unclear: row > 0
            && !matches!(answered::verdict(&decision.strategies[row].averted), Verdict::More | Verdict::Fewer),
        nothing_best: answered::probability_best(decision, 0).filter(|p| row > 0 && *p >= LARGE_SHARE),
    }
}

/// How many draws a decision rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    /// Their number, or the number they count for.
    pub number: usize,
    /// Whether they count for fewer than there are.
    pub weighted: bool,
}

/// How many draws a decision rests on.
pub fn effective(decision: &Decision) -> Effective {
    let effective = decision.effective_draws.round();
    let weighted = effective + 0.5 < decision.draws as f64;
    Effective { number: if weighted { effective as usize } else { decision.draws }, weighted }
}

/// How many draws a decision rests on, where they are too few for one.
pub fn too_few(decision: &Decision) -> Option<Effective> {
    answered::few(decision).then(|| effective(decision))
}

/// What estimates allow to say, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// All of them.
    pub all: usize,
    /// Below 0.
    pub fewer: usize,
    /// Above 0.
    pub more: usize,
    /// Can't be told apart from 0.
    pub unclear: usize,
    /// Without an interval.
    pub silent: usize,
}

impl Tally {
    /// Counts these.
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Tally {
        let mut tally = Tally { all: 0, fewer: 0, more: 0, unclear: 0, silent: 0 };
        for verdict in verdicts {
            tally.all += 1;
            *match verdict {
                Verdict::Fewer => &mut tally.fewer,
                Verdict::More => &mut tally.more,
                Verdict::Unclear => &mut tally.unclear,
                Verdict::NoInterval => &mut tally.silent,
            } += 1;
        }
        tally
    }

    /// What those of one verdict allow to say of all.
    pub fn clear(&self, n: usize) -> Clear {
        match n {
            _ if self.silent == self.all => Clear::Silent,
            0 => Clear::None,
            1 if self.all == 1 => Clear::TheOnly,
            n => Clear::Some(n),
        }
    }
}

/// How many of all are clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clear {
    /// Nothing has an interval.
    Silent,
    /// None is.
    None,
    /// There is one, and it is.
    TheOnly,
    /// So many are.
    Some(usize),
}
