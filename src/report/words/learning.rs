//! What learning more before deciding is worth.

use super::shared::effective;
use crate::kit::answered::{self, few};
use crate::kit::format::upper_first;
use amparo_decide::answers::{Decision, LearningWorth, Worth};
use amparo_tables::numbers::soles;

/// Groups of parameters with what learning them is worth at the reference, most first.
pub fn learning(decision: &Decision) -> Vec<(&LearningWorth, Worth)> {
    let Some(at) = answered::at_reference(decision) else { return Vec::new() };
    let mut found: Vec<_> = decision.evppi.iter().filter_map(|g| g.worth.get(at).map(|w| (g, *w))).collect();
    found.sort_by(|a, b| b.1.value.total_cmp(&a.1.value));
    found
}

/// "S/ 3.2 million (standard error 0.4 million)", or that it can't be told apart from 0.
pub fn worth(w: &Worth) -> String {
    if w.value > 0.0 {
        format!("{} (standard error {})", soles(w.value), soles(w.se))
    } else {
        format!(
            "nothing that can be told apart from 0 (estimate {}, standard error {})",
            soles(w.estimate),
            soles(w.se)
        )
    }
}

/// Whether some group's value can be told apart from 0 by draws enough: otherwise there is nothing to draw.
pub fn worth_learning(decision: &Decision) -> bool {
    !few(decision) && learning(decision).iter().any(|(_, w)| w.value > 0.0)
}

/// What perfect information would be worth at the reference: its estimate, and what the rule of zero makes of it.
pub fn perfect(decision: &Decision) -> String {
    let found = answered::at_reference(decision).and_then(|k| decision.evpi.get(k));
    match found {
        _ if few(decision) => format!("{} are too few to say how much that is", effective(decision)),
        Some(w) if w.value > 0.0 => {
            format!("{} (standard error {}) at the upright line", soles(w.estimate), soles(w.se))
        }
        Some(w) => format!(
            "{} (standard error {}) at the upright line, which can't be told apart from 0 and counts as 0",
            soles(w.estimate),
            soles(w.se)
        ),
        None => "not known here".into(),
    }
}

/// Title over the values of information.
pub fn learning_title(decision: &Decision) -> String {
    if few(decision) {
        return format!(
            "{} are too few to say what learning more before deciding is worth",
            upper_first(&effective(decision))
        );
    }
    let groups = learning(decision);
    let zero = groups.iter().filter(|(_, w)| w.value <= 0.0).count();
    let zeros = match zero {
        0 => String::new(),
        1 => "; one group can't be told apart from 0".into(),
        n => format!("; {n} groups can't be told apart from 0"),
    };
    let all = answered::at_reference(decision).and_then(|k| decision.evpi.get(k));
    match groups.first() {
        Some((group, w)) if w.value > 0.0 => {
            let close = groups.get(1).is_some_and(|(_, o)| w.value - o.value < 1.96 * w.se.hypot(o.se));
            let hedge = if close && groups[1].1.value > 0.0 { ", though the next is within its error" } else { "" };
            format!("Most worth learning: {}, at most {}{hedge}{zeros}", group.group, soles(w.value))
        }
        _ => match all {
            Some(w) if w.value > 0.0 => format!(
                "No single group is worth learning that can be told apart from 0; learning everything would be worth {}",
                soles(w.value)
            ),
            _ => "Learning more before deciding is worth nothing that can be told apart from 0 at this price".into(),
        },
    }
}
