//! Where preference turns, in English.

use super::english::English;
use super::grammar::{count, list, title, who};
use crate::kit::names::Who;
use crate::said::break_evens::{Doubtful, Firm, Turn};
use crate::words::break_evens::{BreakEvens, OfBreakEvens};
use amparo_decide::answers::{BreakEven, DRAWS_TO_DECIDE};
use amparo_tables::numbers::{number, number_like, percent, short, soles, soles_bare};
use amparo_text::money;

/// Both ends of an interval behind a value, without the unit, with like decimals.
fn bare_range(b: &BreakEven, low: f64, high: f64) -> String {
    let size = low.abs().max(high.abs());
    let bare = |value: f64| match b.unit.as_str() {
        "share" | "fraction" | "%" => {
            let decimals = if 100.0 * size >= 9.95 { 0 } else { 1 };
            format!("{}\u{a0}%", number(100.0 * value, decimals))
        }
        unit if money::after_money(unit).is_some() && size >= 99.5 => soles_bare(value),
        _ => number_like(value, size),
    };
    format!("{} to {}", bare(low), bare(high))
}

/// The quantity in words without the unit that its values carry.
fn phrase(b: &BreakEven) -> &str {
    let text = b.words.trim();
    let stripped = text
        .strip_suffix(&format!("({})", b.unit))
        .or_else(|| text.strip_suffix(&format!(", {}", b.unit)))
        .filter(|_| !b.unit.is_empty());
    stripped.unwrap_or(text).trim()
}

/// "Information stops being worth its cost when the cost of a contact is above S/ 9.50 (7.00 to 13.0)."
fn stops(policy: &str, turn: &Turn, interval: bool) -> String {
    let b = turn.at;
    let what = match &turn.against {
        Who::Nothing if turn.priced => "being worth its cost".to_owned(),
        Who::Nothing => "averting girls".to_owned(),
        other => format!("being preferred to {}", who(other)),
    };
    let Some(threshold) = b.threshold else {
        let verb = if b.preferred_above { "is never without" } else { "nowhere comes to" };
        let over = format!("from {} to {}", English.quantity(b, b.low), English.quantity(b, b.high));
        return format!("{policy} {verb} {what} with {} {over}.", phrase(b));
    };
    let interval = match (b.threshold_low, b.threshold_high) {
        (Some(low), Some(high)) if interval => format!(" ({})", bare_range(b, low, high)),
        _ => String::new(),
    };
    let side = if b.preferred_above { "below" } else { "above" };
    format!("{policy} stops {what} when {} is {side} {}{interval}.", phrase(b), English.quantity(b, threshold))
}

impl BreakEvens for English {
    fn break_evens(&self, what: OfBreakEvens) -> &'static str {
        match what {
            OfBreakEvens::Preferred => "the policy is preferred",
            OfBreakEvens::Other => "what it is compared with is preferred",
            OfBreakEvens::Threshold => "threshold",
            OfBreakEvens::OnThatSide => "of draws lie on that side",
            OfBreakEvens::NothingTurns => "Nothing examined turns these",
            OfBreakEvens::Key => {
                "Bracket: 95 % interval of the threshold (bootstrap over draws), cut at the range's ends. Each bar has its own scale. A \
                 threshold says where the model's answer turns, not what the true value is."
            }
        }
    }

    fn break_even(&self, turn: &Turn) -> String {
        stops(&title(&turn.policy), turn, true)
    }

    fn break_even_briefly(&self, turn: &Turn, again: bool) -> String {
        if again { stops("it", turn, false) } else { stops(&title(&turn.policy), turn, false) }
    }

    fn doubtful(&self, doubtful: Doubtful) -> Option<String> {
        let (unbounded, wrong_sign, all, beside_others) = match doubtful {
            Doubtful::None => return None,
            Doubtful::FewDraws => {
                return Some(format!(
                    "Where preference turns is too uncertain to state: fewer than {} effective draws",
                    number(DRAWS_TO_DECIDE, 0)
                ));
            }
            Doubtful::Some { unbounded, wrong_sign, all, beside_others } => (unbounded, wrong_sign, all, beside_others),
        };
        let reasons: Vec<String> = [
            (unbounded, "with an interval that reaches an end of the range examined"),
            (wrong_sign, "on a side to which no cost or strength can turn it"),
        ]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, why)| format!("{} {why}", number(*n as f64, 0)))
        .collect();
        let are = if all == 1 { "is" } else { "are" };
        let noun = if beside_others { "further threshold" } else { "threshold" };
        Some(format!("{} {are} too uncertain to state: {}", count(all, noun), list(&reasons)))
    }

    /// "X: preferred to doing nothing further whatever value any of 12 assumed quantities takes; not preferred to Y whatever value the
    /// cost of a contact takes."
    fn firm(&self, firm: &Firm) -> String {
        let clause = |(other, preferred, quantities): &(Who, bool, Vec<&BreakEven>)| {
            let verdict = if *preferred { "preferred to" } else { "not preferred to" };
            let over = match quantities.as_slice() {
                [one] => format!("whatever value {} takes", phrase(one)),
                all => format!("whatever value any one of {} takes", count(all.len(), "assumed quantity")),
            };
            format!("{verdict} {} {over}", who(other))
        };
        let clauses: Vec<String> = firm.against.iter().map(clause).collect();
        format!("{}: {}.", title(&firm.policy), clauses.join("; "))
    }

    fn quantity(&self, b: &BreakEven, value: f64) -> String {
        match b.unit.as_str() {
            "share" | "fraction" | "%" => percent(value).replace(".0\u{a0}", "\u{a0}"),
            "" => short(value),
            unit => match money::after_money(unit) {
                Some("") => soles(value),
                Some(rest) => format!("{} {rest}", soles(value)),
                None => format!("{} {unit}", short(value)),
            },
        }
    }

    fn range_examined(&self, b: &BreakEven) -> String {
        format!("{} to {}", self.quantity(b, b.low), self.quantity(b, b.high))
    }

    fn break_evens_title(&self, first: Option<&Turn>, more: usize, doubtful: Doubtful) -> String {
        let first = first.map(|turn| self.break_even(turn).trim_end_matches('.').to_owned());
        match (first, more) {
            (None, _) => {
                self.doubtful(doubtful).unwrap_or_else(|| "Nothing examined turns which policy is preferred".into())
            }
            (Some(only), 0) => only,
            (Some(first), n) => format!("{first}; {} beside it", count(n, "further threshold")),
        }
    }

    fn break_evens_subtitle(&self, decided: Option<(f64, f64)>) -> String {
        // Without a price of a case girls are counted, and nothing is worth anything.
        let worth = decided.map_or(String::new(), |(budget, worth)| match worth > 0.0 {
            true => format!("; {} per year, a case averted being worth {}", soles(budget), soles(worth)),
            false => format!("; by girls averted, {} per year", soles(budget)),
        });
        format!(
            "Value of each assumed quantity at which preference turns, over the range examined, other quantities as assumed{worth}"
        )
    }

    fn further_thresholds(&self, n: usize) -> String {
        format!("{} in the report's table.", count(n, "further threshold"))
    }

    fn further_policies(&self, n: usize) -> String {
        format!("{} in the report.", count(n, "further policy"))
    }

    fn break_evens_alt(&self, title: &str, turns: &[Turn]) -> String {
        let words: Vec<String> = turns.iter().map(|turn| self.break_even(turn)).collect();
        format!("{title}. {}", words.join(" "))
    }
}
