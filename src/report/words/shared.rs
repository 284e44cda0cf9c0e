//! What the words of the decision share.

use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names, ends};
use crate::kit::format::count;
use amparo_decide::answers::{Decision, PerCase};
use amparo_decide::estimate::Estimate;
use amparo_tables::Format;
use amparo_tables::numbers::{persons_in_words, share, soles};

/// What nothing further is called in sentences.
pub const NOTHING: &str = "doing nothing further";

/// Doing nothing further counts as best in a large share of the draws from here on: a headline then says so.
pub const LARGE_SHARE: f64 = 0.2;

/// A strategy in a sentence; the status quo in words.
pub fn strategy(names: &Names, decision: &Decision, row: usize) -> String {
    match (row, decision.strategies.get(row)) {
        (0, _) => NOTHING.into(),
        (_, Some(s)) => names.of(&s.policy),
        (_, None) => "no policy".into(),
    }
}

/// "4,300 spells averted" or "120 spells more than without it".
pub fn averted(e: &Estimate) -> String {
    if e.mean >= 0.0 {
        format!("{} spells averted", persons_in_words(e.mean))
    } else {
        format!("{} spells more than without it", persons_in_words(-e.mean))
    }
}

/// "4,300 spells averted over 15 years, discounted (1,200 to 8,000 over the draws)", with what the interval leaves open.
pub fn averted_in_words(names: &Names, decision: &Decision, e: &Estimate) -> String {
    let hedge = match answered::verdict(e) {
        Verdict::Unclear => ", which can't be told apart from no effect",
        _ => "",
    };
    let size = format!("{} {}, discounted", averted(e), names.horizon());
    match e.interval() {
        Some(_) => format!("{size} ({}{}){hedge}", ends(e, Format::Words), answered::of_what(e)),
        None => format!("{size} ({}){hedge}", answered::no_interval(decision.draws)),
    }
}

/// "S/ 21,000 a case averted (S/ 12,000 to S/ 75,000 over the draws)"; at one parameter vector with the interval of noise.
pub fn per_case_in_words(case: &PerCase, draws: usize) -> String {
    let Some(value) = case.value else { return "no case averted on average".into() };
    let one = draws == 1;
    let of_what = if one { ", simulation noise" } else { " over the draws" };
    let interval = match case.interval() {
        Some([Some(low), Some(high)]) => format!(" ({} to {}{of_what})", soles(low), soles(high)),
        Some([Some(low), None]) if one => {
            format!(" (at least {}, no upper end: noise could account for all that is averted)", soles(low))
        }
        Some([Some(low), None]) if case.drowned => {
            format!(" (at least {}, no upper end: noise could account for all that is averted)", soles(low))
        }
        Some([Some(low), None]) => {
            format!(" (at least {}, no upper end: in some draws nothing is averted)", soles(low))
        }
        Some([None, _]) if case.drowned || one => " (no bound: noise could account for all that is averted)".into(),
        Some([None, _]) => " (no bound: in most draws nothing is averted)".into(),
        None => format!(" ({})", answered::no_interval(draws)),
    };
    format!("{} per case averted{interval}", soles(value))
}

/// "at S/ 20,000 a case averted".
pub fn at_worth(decision: &Decision) -> String {
    format!("where a case averted is worth {}", soles(decision.reference_willingness))
}

/// What a choice that is best on average leaves open, in the same breath: that it may avert nothing, and that doing nothing
/// further is best in many draws.
pub fn but(decision: &Decision, row: usize) -> String {
    let unclear =
        row > 0 && !matches!(answered::verdict(&decision.strategies[row].averted), Verdict::More | Verdict::Fewer);
    let nothing = answered::probability_best(decision, 0).filter(|p| row > 0 && *p >= LARGE_SHARE);
    let apart = if unclear { ", but it can't be told apart from no effect" } else { "" };
    match nothing {
        Some(p) if unclear => format!("{apart}; {NOTHING} is best in {}", share(p)),
        Some(p) => format!(", but {NOTHING} is best in {}", share(p)),
        None => apart.to_owned(),
    }
}

/// "5 effective draws": how many a decision rests on.
pub fn effective(decision: &Decision) -> String {
    let effective = decision.effective_draws.round();
    if effective + 0.5 < decision.draws as f64 {
        count(effective as usize, "effective draw")
    } else {
        count(decision.draws, "draw")
    }
}
