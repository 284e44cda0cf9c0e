//! Plurals, lists, windows, and the few words that many English sentences share.

use crate::kit::answered::{NoInterval, no_interval};
use crate::kit::names::{Title, Who};
use crate::said::shared::{But, Effective};
use amparo_decide::estimate::Estimate;
use amparo_decide::per_case::PerCase;
use amparo_decide::result::Years;
use amparo_tables::Format;
use amparo_tables::numbers::{number, persons_in_words, share, signed_percent, soles};
use amparo_text::money;

/// What nothing further is called in sentences.
pub const NOTHING: &str = "doing nothing further";

/// A count with its noun: "1 replicate", "20 replicates", "2 policies".
pub fn count(n: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        _ if n == 1 => noun.to_owned(),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", number(n as f64, 0))
}

/// "a", "a and b", "a, b and c".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// A title, in quotation marks where a reader could take a part of it for the rest of the sentence.
pub fn title(title: &Title) -> String {
    let Title(text) = title;
    if text.contains([',', ';', ':']) { format!("“{text}”") } else { text.clone() }
}

/// Titles in a row.
pub fn titles(all: &[Title]) -> String {
    list(&all.iter().map(title).collect::<Vec<_>>())
}

/// A strategy in a sentence.
pub fn who(who: &Who) -> String {
    match who {
        Who::Nothing => NOTHING.into(),
        Who::Policy(policy) => title(policy),
        Who::Nobody => "no policy".into(),
    }
}

/// "over 15 years".
pub fn over_years(years: usize) -> String {
    format!("over {}", count(years, "year"))
}

/// "the 5 funded years", "the funded year".
pub fn funded(n: usize) -> String {
    within(n, Years::Funded)
}

/// "the 10 following years", "the following year".
pub fn following(n: usize) -> String {
    within(n, Years::Following)
}

/// "the 5 funded years", "the following year".
pub fn within(n: usize, window: Years) -> String {
    let which = match window {
        Years::Funded => "funded",
        Years::Following => "following",
    };
    if n == 1 { format!("the {which} year") } else { format!("the {n} {which} years") }
}

/// Why an estimate that has no interval has none.
pub fn why_none(e: &Estimate) -> &'static str {
    match no_interval(e) {
        NoInterval::Replicates => silent(1),
        NoInterval::FewDraws => "too few draws for an interval over them",
        NoInterval::Hidden => "noise hides how far the draws differ",
    }
}

/// Why nothing is known of the error of means over this number of draws.
pub fn silent(draws: usize) -> &'static str {
    if draws == 1 {
        "one replicate, or replicates that agree, give no interval"
    } else {
        "these draws give no interval"
    }
}

/// What stands behind both ends of an interval in a sentence.
pub fn of_what(e: &Estimate) -> String {
    match e {
        e if e.at_one_vector() => ", simulation noise".into(),
        e => format!(" {}", over_what(e)),
    }
}

/// Of an interval over draws: "in 95 % of the draws", "over all 24 draws, widened by noise".
pub fn over_what(e: &Estimate) -> String {
    let which =
        if e.is_range() { format!("over all {}", count(e.draws, "draw")) } else { "in 95 % of the draws".into() };
    if e.widened() { format!("{which}, widened by noise") } else { which }
}

/// "300 to 2,300", or that there is none.
pub fn ends(e: &Estimate, style: Format) -> String {
    e.interval().map_or_else(|| "no interval".into(), |(low, high)| style.range(low, high))
}

/// What a change is told apart over: nothing is said of draws where there is one.
pub fn over_draws(one: bool) -> &'static str {
    if one { "" } else { " on average over the draws" }
}

/// "4,300 spells averted" or "120 spells more than without it".
pub fn averted(e: &Estimate) -> String {
    if e.mean >= 0.0 {
        format!("{} spells averted", persons_in_words(e.mean))
    } else {
        format!("{} spells more than without it", persons_in_words(-e.mean))
    }
}

/// Share of a baseline in brackets: " (−4.3 %)".
pub fn of_baseline(change: f64, baseline: f64) -> String {
    if baseline > 0.0 { format!(" ({})", signed_percent(change / baseline)) } else { String::new() }
}

/// "5 effective draws".
pub fn effective(e: &Effective) -> String {
    count(e.number, if e.weighted { "effective draw" } else { "draw" })
}

/// What a choice that is best on average leaves open, in the same breath. `but`: the word it begins with.
pub fn leaving(open: &But, but: &str) -> String {
    let apart = if open.unclear { format!(", {but} it can't be told apart from no effect") } else { String::new() };
    match open.nothing_best {
        Some(p) if open.unclear => format!("{apart}; {NOTHING} is best in {}", share(p)),
        Some(p) => format!(", {but} {NOTHING} is best in {}", share(p)),
        None => apart,
    }
}

/// Millions of soles to a tenth, so that sums in a row or a column read alike.
pub fn spent(x: f64) -> String {
    match x.abs() {
        v if (999.5e3..999.5e6).contains(&v) => format!("{}\u{a0}{}\u{a0}million", money::sign(), number(x / 1e6, 1)),
        _ => soles(x),
    }
}

/// "S/ 21,000 per case averted (95 %: S/ 12,000 to S/ 75,000)".
pub fn per_case(case: &PerCase) -> String {
    let Some(value) = case.value else { return "no case averted on average".into() };
    let interval = match case.ends {
        Some([Some(low), Some(high)]) => format!(" (95 %: {} to {})", soles(low), soles(high)),
        Some([Some(low), None]) => format!(" (at least {}, no upper end: there may be none averted)", soles(low)),
        Some([None, _]) => " (no bound: there may be none averted)".into(),
        None => " (no interval)".into(),
    };
    format!("{} per case averted{interval}", soles(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_in_number() {
        assert_eq!([count(1, "policy"), count(2, "policy"), count(2, "day")], ["1 policy", "2 policies", "2 days"]);
        assert_eq!(count(1, "replicate"), "1 replicate");
    }

    #[test]
    fn a_title_is_quoted_where_a_part_of_it_could_be_taken_for_the_rest_of_the_sentence() {
        let said = |text: &str| title(&Title(text.into()));
        assert_eq!(said("Information"), "Information");
        assert_eq!(said("Information, everywhere"), "“Information, everywhere”");
        assert_eq!(titles(&["A".to_owned(), "B, C".to_owned()].map(Title)), "A and “B, C”");
    }

    #[test]
    fn sums_in_a_row_have_the_same_decimals() {
        let plain = |x: f64| spent(x).replace('\u{a0}', " ");
        assert_eq!([plain(19.0e6), plain(17.9e6)], ["S/ 19.0 million", "S/ 17.9 million"]);
        assert_eq!(plain(240_000.0), "S/ 240,000");
    }
}
