//! The chapter's tables as HTML.

use super::discovery::limit_in_words;
use super::shared::{Judged, called, judged, main_budget};
use super::words;
use crate::html_tables::table;
use crate::kit::answered::{self, Style, noise_half, persons_in_words, share};
use crate::kit::format::{escape, number, soles, upper_first};
use amparo_decide::answers::Estimate;
use amparo_decide::result::StudyResult;
use amparo_decide::two_part::{AtBudget, BoxScore, TwoPart};
use std::fmt::Write;

/// An answer with its verdict, all up to the first stop, in bold.
pub fn marked(answer: &str) -> String {
    let stop = [": ", ". "].iter().filter_map(|stop| answer.find(stop)).min();
    match stop {
        Some(at) => format!("<strong>{}</strong>{}", escape(&answer[..at]), escape(&answer[at..])),
        None => escape(answer),
    }
}

/// Every question with its answer and what that rests on.
pub fn questions(result: &StudyResult, two_part: &TwoPart) -> String {
    let mut rows = String::new();
    for s in words::said(result, two_part) {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><small>{}</small></td></tr>",
            escape(&s.question),
            marked(&s.answer),
            if s.rests_on.is_empty() { "–".into() } else { escape(&upper_first(&s.rests_on)) }
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    table(
        "questions",
        "Question by question. Cases are spells begun averted over the horizon, discounted, after adaptation, at the same budget with surveys \
         paid from it. Uncertainty is over draws, that is, other values of what is assumed; simulation noise is other random numbers. Each \
         answer holds for this baseline, under what stands beside it.",
        &["Question", "Answer", "This rests on"],
        &rows,
    )
}

fn averted(at: &AtBudget, e: &Estimate) -> String {
    let sure = matches!(judged(e, crate::two_part::shared::few(at)), Judged::More | Judged::Fewer);
    let noise = noise_half(e).map_or("noise not known".into(), |h| format!("noise ± {}", persons_in_words(h)));
    format!(
        "<td class=\"{}\"><strong>{}</strong><br><small>{}</small><br><small>{noise}</small></td>",
        if sure { "sure" } else { "unsure" },
        persons_in_words(e.mean),
        answered::ends(e, Style::Words)
    )
}

/// "information 42 %, training 18 %".
fn shares(all: &[(String, f64)], name: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> =
        all.iter().filter(|(_, p)| *p > 0.0).map(|(kind, p)| format!("{} {}", name(kind), share(*p))).collect();
    if parts.is_empty() { "–".into() } else { parts.join(", ") }
}

/// What strategies avert, spend and do, at the main budget.
pub fn strategies(two_part: &TwoPart) -> String {
    let Some(at) = main_budget(two_part) else { return String::new() };
    let mut order: Vec<_> = at.strategies.iter().collect();
    order.sort_by_key(|s| s.role);
    let mut rows = String::new();
    for s in order {
        let survey = if s.households > 0.0 {
            format!(
                "{}<br><small>{} households a community</small>",
                soles(s.survey_soles_per_year),
                number(s.households, 0)
            )
        } else {
            "none".into()
        };
        let kinds = shares(&s.communities, |kind| kind.to_owned());
        let does = if s.chosen.is_empty() {
            escape(&kinds)
        } else {
            let chosen = shares(&s.chosen, |policy| called(at, policy));
            format!("<small>chosen:</small> {}", escape(&chosen))
        };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th>{}<td>{}<br><small>most in a year {}</small></td><td>{survey}</td><td>{}</td><td>{does}</td></tr>",
            escape(&upper_first(&called(at, &s.policy))),
            averted(at, &s.averted),
            soles(s.spent_soles_per_year),
            soles(s.most_spent_soles_per_year),
            soles(s.unspent_soles_per_year),
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    table(
        "facts",
        &format!(
            "What each strategy averts and spends with {} a year. Below each number of cases: 95 % interval over draws, then 95 % simulation noise \
             of the mean. Spending: means over draws, the survey included. Does: share of communities with each intervention, a community \
             with two counted for both; for the best single ones how often each was the one chosen. Other budgets are in two_part.csv.",
            soles(at.budget_soles_per_year)
        ),
        &["Strategy", "Cases averted", "Spent a year", "Survey a year", "Unspent a year", "Does"],
        &rows,
    )
}

fn score(s: &BoxScore) -> String {
    format!(
        "{} <small>of {} draws; holds {} of all yes, and {} of all draws</small>",
        s.density.map_or("–".into(), share),
        number(s.draws as f64, 0),
        s.coverage.map_or("–".into(), share),
        share(s.mass)
    )
}

/// Every box found, with its scores where it was found and on draws held out.
pub fn boxes(two_part: &TwoPart) -> String {
    let mut rows = String::new();
    for d in &two_part.discoveries {
        for b in &d.boxes {
            let limits: Vec<String> = b.limits.iter().map(limit_in_words).collect();
            let _ = writeln!(
                rows,
                "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                escape(&upper_first(&d.question)),
                escape(&limits.join("; ")),
                share(d.base_rate),
                score(&b.training),
                score(&b.held_out)
            );
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    table(
        "facts",
        "Boxes: ranges of a few parameters within which the answer is mostly yes (scenario discovery). Yes inside: share of the draws in the box; a \
         box that does much worse on draws held out is chance.",
        &["Yes to", "Where", "Yes among all", "Yes inside, where found", "Yes inside, held out"],
        &rows,
    )
}
