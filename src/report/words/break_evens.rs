//! Where preference turns.

use super::shared::NOTHING;
use crate::kit::answered::{self, Names};
use crate::kit::format::{count, list};
use amparo_decide::answers::{Answers, BreakEven, DRAWS_TO_DECIDE, Doubt};
use amparo_tables::numbers::{number, number_like, percent, short, soles, soles_bare};

/// Break-evens at the largest budget by what they allow to say.
pub struct BreakEvens<'a> {
    /// Clear thresholds: those of the best policy first, then the most open ones.
    pub turning: Vec<&'a BreakEven>,
    /// Comparisons that no value examined turns, of draws enough.
    pub firm: Vec<&'a BreakEven>,
    /// Too uncertain to state.
    pub doubtful: Vec<&'a BreakEven>,
}

impl BreakEvens<'_> {
    /// Whether there are too few draws to state any.
    pub fn few(&self) -> bool {
        self.doubtful.iter().any(|b| b.doubt == Some(Doubt::FewDraws))
    }
}

/// Those at the largest budget, sorted.
pub fn break_evens_of(answers: &Answers) -> BreakEvens<'_> {
    let largest = answers.break_evens.iter().map(|b| b.budget_soles_per_year).fold(f64::NEG_INFINITY, f64::max);
    let here = answers.break_evens.iter().filter(|b| b.budget_soles_per_year == largest);
    let (clear, doubtful): (Vec<_>, Vec<_>) = here.partition(|b| b.clear());
    let (mut turning, firm): (Vec<_>, Vec<_>) = clear.into_iter().partition(|b| b.threshold.is_some());
    let best = answered::main_decision(answers)
        .and_then(|d| answered::best_row(d).and_then(|r| d.strategies.get(r)))
        .map(|s| s.policy.as_str());
    let openness = |b: &BreakEven| (Some(b.policy.as_str()) != best, (b.share_preferred - 0.5).abs());
    turning.sort_by(|a, b| {
        let (a, b) = (openness(a), openness(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    BreakEvens { turning, firm, doubtful }
}

/// How many thresholds are too uncertain to state, and why; `None` where there is none.
pub fn doubtful(found: &BreakEvens) -> Option<String> {
    if found.few() {
        return Some(format!(
            "Where preference turns is too uncertain to state: fewer than {} effective draws",
            number(DRAWS_TO_DECIDE, 0)
        ));
    }
    let of = |doubt: Doubt| found.doubtful.iter().filter(|b| b.doubt == Some(doubt)).count();
    let reasons: Vec<String> = [
        (of(Doubt::Unbounded), "with an interval that reaches an end of the range examined"),
        (of(Doubt::WrongSign), "on a side to which no cost or strength can turn it"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, why)| format!("{} {why}", number(*n as f64, 0)))
    .collect();
    let n = found.doubtful.len();
    (n > 0).then(|| {
        let are = if n == 1 { "is" } else { "are" };
        let further = if found.turning.is_empty() { "threshold" } else { "further threshold" };
        format!("{} {are} too uncertain to state: {}", count(n, further), list(&reasons))
    })
}

/// A value of a break-even's quantity with its unit.
pub fn quantity(b: &BreakEven, value: f64) -> String {
    match b.unit.as_str() {
        "share" | "fraction" | "%" => percent(value).replace(".0\u{a0}", "\u{a0}"),
        "" => short(value),
        "S/" | "soles" => soles(value),
        unit => match unit.strip_prefix("S/") {
            Some(rest) => format!("{} {}", soles(value), rest.trim()),
            None => format!("{} {unit}", short(value)),
        },
    }
}

/// Both ends of an interval behind a value, without the unit, with like decimals.
fn bare_range(b: &BreakEven, low: f64, high: f64) -> String {
    let size = low.abs().max(high.abs());
    let bare = |value: f64| match b.unit.as_str() {
        "share" | "fraction" | "%" => {
            let decimals = if 100.0 * size >= 9.95 { 0 } else { 1 };
            format!("{}\u{a0}%", number(100.0 * value, decimals))
        }
        unit if (unit.starts_with("S/") || unit == "soles") && size >= 99.5 => soles_bare(value),
        _ => number_like(value, size),
    };
    format!("{} to {}", bare(low), bare(high))
}

/// The quantity in words without the unit that its values carry.
fn words(b: &BreakEven) -> &str {
    let text = b.words.trim();
    let stripped = text
        .strip_suffix(&format!("({})", b.unit))
        .or_else(|| text.strip_suffix(&format!(", {}", b.unit)))
        .filter(|_| !b.unit.is_empty());
    stripped.unwrap_or(text).trim()
}

/// What a policy is compared with; `None` for the status quo.
fn rival(names: &Names, answers: &Answers, b: &BreakEven) -> Option<String> {
    let status_quo = answers.decisions.iter().filter_map(|d| d.strategies.first());
    let plain = b.against.to_lowercase().replace(['-', '_'], " ");
    let nothing = plain == "status quo"
        || plain == "baseline"
        || status_quo.clone().any(|s| s.policy == b.against || s.title == b.against);
    (!nothing).then(|| names.of(&b.against))
}

/// "Information stops being worth its cost when the cost of a contact is above S/ 9.50 (7.00 to 13.0)."
pub fn break_even(names: &Names, answers: &Answers, b: &BreakEven) -> String {
    let policy = names.of(&b.policy);
    let what = match rival(names, answers, b) {
        None => "being worth its cost".to_owned(),
        Some(other) => format!("being preferred to {other}"),
    };
    let Some(threshold) = b.threshold else {
        let verb = if b.preferred_above { "is never without" } else { "nowhere comes to" };
        let over = format!("from {} to {}", quantity(b, b.low), quantity(b, b.high));
        return format!("{policy} {verb} {what} with {} {over}.", words(b));
    };
    let interval = match (b.threshold_low, b.threshold_high) {
        (Some(low), Some(high)) => format!(" ({})", bare_range(b, low, high)),
        _ => String::new(),
    };
    let side = if b.preferred_above { "below" } else { "above" };
    format!("{policy} stops {what} when {} is {side} {}{interval}.", words(b), quantity(b, threshold))
}

/// Title over the thresholds.
pub fn break_evens_title(names: &Names, answers: &Answers, found: &BreakEvens) -> String {
    match found.turning.as_slice() {
        [] if !found.doubtful.is_empty() => doubtful(found).unwrap_or_default(),
        [] => "Nothing examined turns which policy is preferred".into(),
        [only] => break_even(names, answers, only).trim_end_matches('.').to_owned(),
        [first, rest @ ..] => format!(
            "{}; {} beside it",
            break_even(names, answers, first).trim_end_matches('.'),
            count(rest.len(), "further threshold")
        ),
    }
}

/// One sentence a policy on what nothing examined turns: "X: preferred to doing nothing further whatever value any of 12
/// assumed quantities takes; not preferred to Y whatever value the cost of a contact takes."
pub fn firm(names: &Names, answers: &Answers, firm: &[&BreakEven]) -> Vec<String> {
    type Compared<'a> = (Option<String>, bool, Vec<&'a str>);
    let mut policies: Vec<(String, Vec<Compared>)> = Vec::new();
    for b in firm {
        let (policy, other) = (names.of(&b.policy), rival(names, answers, b));
        let at = policies.iter().position(|p| p.0 == policy).unwrap_or_else(|| {
            policies.push((policy, Vec::new()));
            policies.len() - 1
        });
        let groups = &mut policies[at].1;
        match groups.iter_mut().find(|g| (&g.0, g.1) == (&other, b.preferred_above)) {
            Some(group) => group.2.push(words(b)),
            None => groups.push((other, b.preferred_above, vec![words(b)])),
        }
    }
    let clause = |(other, preferred, quantities): &Compared| {
        let verdict = if *preferred { "preferred to" } else { "not preferred to" };
        let over = match quantities.as_slice() {
            [one] => format!("whatever value {one} takes"),
            all => format!("whatever value any one of {} takes", count(all.len(), "assumed quantity")),
        };
        format!("{verdict} {} {over}", other.clone().unwrap_or_else(|| NOTHING.into()))
    };
    policies
        .iter()
        .map(|(policy, groups)| format!("{policy}: {}.", groups.iter().map(clause).collect::<Vec<_>>().join("; ")))
        .collect()
}
