//! What learning more before deciding is worth.

use super::shared::{Effective, effective, too_few};
use crate::kit::answered::{self, few};
use amparo_decide::answers::{Decision, LearningWorth, Worth};

/// Groups of parameters with what learning them is worth at the reference, most first.
pub fn learning(decision: &Decision) -> Vec<(&LearningWorth, Worth)> {
    let Some(at) = answered::at_reference(decision) else { return Vec::new() };
    let mut found: Vec<_> = decision.evppi.iter().filter_map(|g| g.worth.get(at).map(|w| (g, *w))).collect();
    found.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    found
}

/// Whether some group's value is told from chance by draws enough: otherwise there is nothing to draw.
pub fn worth_learning(decision: &Decision) -> bool {
    !few(decision) && learning(decision).iter().any(|(_, w)| w.told_apart())
}

/// What perfect information would be worth at the reference.
fn everything(decision: &Decision) -> Option<Worth> {
    answered::at_reference(decision).and_then(|k| decision.evpi.get(k)).copied()
}

/// What perfect information would be worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Perfect {
    /// Draws are too few to say.
    Few(Effective),
    /// So much.
    Worth(Worth),
    /// It is not known.
    Unknown,
}

/// What perfect information would be worth.
pub fn perfect(decision: &Decision) -> Perfect {
    match everything(decision) {
        _ if few(decision) => Perfect::Few(effective(decision)),
        Some(w) => Perfect::Worth(w),
        None => Perfect::Unknown,
    }
}

/// What stands over the values of information.
pub enum Finding<'a> {
    /// Draws are too few to say.
    Few(Effective),
    /// One group is worth most.
    Most {
        /// The group.
        group: &'a LearningWorth,
        /// Its worth.
        worth: Worth,
        /// Whether the next lies within the error of both.
        close: bool,
        /// Groups that are not told from chance.
        zero: usize,
    },
    /// No group alone, but all together.
    Together(Worth),
    /// Nothing.
    Nothing,
}

/// What stands over the values of information.
pub fn finding(decision: &Decision) -> Finding<'_> {
    if let Some(few) = too_few(decision) {
        return Finding::Few(few);
    }
    let groups = learning(decision);
    match groups.iter().find(|(_, w)| w.told_apart()) {
        Some((group, w)) => Finding::Most {
            group,
            worth: *w,
            close: groups
                .iter()
                .filter(|(_, o)| o.told_apart())
                .nth(1)
                .is_some_and(|(_, o)| w.value - o.value < 1.96 * w.se.hypot(o.se)),
            zero: groups.iter().filter(|(_, w)| !w.told_apart()).count(),
        },
        _ => everything(decision).filter(|w| w.value > 0.0).map_or(Finding::Nothing, Finding::Together),
    }
}
