//! Changes of outcomes over draws, for all and by group.

use super::shared::averted;
use crate::findings::{self, TRIPLE, Verdict};
use crate::kit::answered::{self, Names, Style, ends, persons_in_words};
use crate::kit::format::{count, number, persons_change, signed_percent, soles, upper_first};
use crate::kit::frame;
use amparo_decide::answers::{Answers, Decision, EffectOverDraws, Estimate};
use amparo_decide::result::StudyResult;

/// Title over the draws of cases averted.
pub fn effects_over_draws_title(names: &Names, decision: &Decision) -> String {
    let rows = answered::ranked(decision);
    let Some(first) = rows.first().map(|r| &decision.strategies[*r]) else {
        return "No policy's effects are known yet".into();
    };
    let of = |wanted: Verdict| {
        rows.iter().filter(|r| answered::verdict(&decision.strategies[**r].averted) == wanted).count()
    };
    let budget = soles(decision.budget_soles_per_year);
    let lead = format!("most on average: {}, {} {}", names.of(&first.policy), averted(&first.averted), names.horizon());
    let worse = match of(Verdict::Fewer) {
        0 => String::new(),
        1 => "; one makes it worse".into(),
        n => format!("; {n} make it worse"),
    };
    match (of(Verdict::More), of(Verdict::NoInterval)) {
        (_, n) if n == rows.len() => {
            let why = upper_first(answered::no_interval(decision.draws));
            format!("{why} of what policies avert; with {budget} a year {lead}")
        }
        (0, _) => format!(
            "With {budget} a year no policy's cases averted can be told apart from none over the assumptions examined{worse}"
        ),
        (1, _) if rows.len() == 1 => format!(
            "{} averts spells over the assumptions examined: {} {}",
            names.of(&first.policy),
            ends(&first.averted, Style::Words),
            names.horizon()
        ),
        (n, _) => format!(
            "With {budget} a year {n} of {} {} spells over the assumptions examined; {lead}{worse}",
            count(rows.len(), "policy"),
            if n == 1 { "averts" } else { "avert" }
        ),
    }
}

/// Title over the changes of the three outcomes.
pub fn effects_title(result: &StudyResult, answers: &Answers) -> String {
    let mut found: Vec<(&str, &Estimate, f64)> = result
        .policies
        .iter()
        .filter_map(|p| {
            let e = answered::effect(answers, &p.name, TRIPLE[0].0, "funded")?;
            Some((findings::name(p), &e.change, e.baseline))
        })
        .collect();
    found.sort_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let Some((name, e, base)) = found.first() else {
        return "How uncertain the effects are over draws is not known yet".into();
    };
    let of = |wanted: Verdict| found.iter().filter(|f| answered::verdict(f.1) == wanted).count();
    let rise = match of(Verdict::More) {
        0 => String::new(),
        1 => "; one raises them".into(),
        n => format!("; {n} raise them"),
    };
    let lead = format!("largest mean change: {name}{}", of_baseline(e.mean, *base));
    match (of(Verdict::Fewer), of(Verdict::NoInterval)) {
        (_, n) if n == found.len() => {
            let why = upper_first(answered::no_interval(answers.draws.used));
            format!("{why} of changes in spells begun; {lead}")
        }
        (0, _) => format!("No policy's change in spells begun can be told apart from no effect over the draws{rise}"),
        (1, _) if found.len() == 1 => format!(
            "{name}: fewer spells begun over the draws, {} on average",
            of_baseline(e.mean, *base).trim_start_matches(" (").trim_end_matches(')')
        ),
        (n, _) => format!(
            "{n} of {} {} spells begun beyond the uncertainty over draws; {lead}{rise}",
            count(found.len(), "policy"),
            if n == 1 { "lowers" } else { "lower" }
        ),
    }
}

/// Title over victims in time: the largest mean fall, hedged by its interval over draws.
pub fn victims_title(result: &StudyResult, answers: &Answers) -> String {
    let found = result
        .policies
        .iter()
        .filter_map(|p| answered::effect(answers, &p.name, TRIPLE[2].0, "funded").map(|e| (p, e)));
    match found.min_by(|a, b| a.1.change.mean.total_cmp(&b.1.change.mean)) {
        Some((p, e)) => format!(
            "{}, the largest mean change: {}",
            findings::name(p),
            change_in_words(
                e,
                &format!("victims over {}", frame::years(result.funded_years, "funded")),
                answers.draws.used
            )
        ),
        None => {
            format!("About {} persons are exploited at a time in the baseline", number(result.baseline.victims, 0))
        }
    }
}

/// Spells begun, newly exploited and victims over the funded years; `None` unless all three are there.
pub fn triple<'a>(answers: &'a Answers, policy: &str) -> Option<[&'a EffectOverDraws; 3]> {
    let of = |k: usize| answered::effect(answers, policy, TRIPLE[k].0, "funded");
    Some([of(0)?, of(1)?, of(2)?])
}

/// "−120 spells begun a year, −98 newly exploited, −210 victims".
pub fn all_three(answers: &Answers, policy: &str) -> String {
    let Some([spells, newly, victims]) = triple(answers, policy) else { return "not all outcomes known".into() };
    let one = |e: &EffectOverDraws| match answered::over_draws(&e.change) {
        Some((low, high)) => {
            format!("{} ({})", persons_change(e.change.mean), Style::Persons.range(low, high))
        }
        None => persons_change(e.change.mean),
    };
    format!("{} spells begun a year, {} newly exploited, {} victims", one(spells), one(newly), one(victims))
}

/// Title over the groups that benefit.
pub fn benefits_title(names: &Names, answers: &Answers, policies: &[&str]) -> String {
    let Some(policy) = policies.first() else { return "Who benefits is not known yet".into() };
    let shown: Vec<_> = answers
        .benefits
        .iter()
        .filter(|b| b.policy == *policy)
        .filter_map(|b| answered::benefit(b).map(|e| (b, e)))
        .collect();
    let of = |v: Verdict| shown.iter().filter(|(_, e)| answered::verdict(e) == v).count();
    let (fewer, more) = (of(Verdict::Fewer), of(Verdict::More));
    let rise = match more {
        0 => String::new(),
        1 => "; it rises in one".into(),
        n => format!("; it rises in {n}"),
    };
    let largest = shown.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    match largest {
        Some((b, e)) if fewer > 0 => format!(
            "Under {} being newly exploited falls in {fewer} of {} groups shown beyond the uncertainty over draws, most by {} girls a year ({}){rise}",
            names.of(policy),
            shown.len(),
            persons_change(e.mean),
            group_in_words(&b.dimension, &b.group)
        ),
        Some(_) => {
            format!("Under {} no group's fall can be told apart from no effect over the draws{rise}", names.of(policy))
        }
        None => format!("Under {} every group has fewer than five girls: none is shown", names.of(policy)),
    }
}

fn group_in_words(dimension: &str, group: &str) -> String {
    match dimension {
        "age" => format!("age {group}"),
        "poverty" => format!("household income: {group}"),
        _ => group.to_owned(),
    }
}

/// Share of a baseline in brackets: " (−4.3 %)".
fn of_baseline(change: f64, baseline: f64) -> String {
    if baseline > 0.0 { format!(" ({})", signed_percent(change / baseline)) } else { String::new() }
}

/// Clauses about several outcomes, the reason why there is no interval said once where it is the same for all.
pub fn changes_in_words(all: &[(&EffectOverDraws, &str)], draws: usize) -> String {
    let none = all.iter().all(|(e, _)| answered::over_draws(&e.change).is_none());
    let reason = format!(", {}", answered::no_interval(draws));
    let clauses: Vec<String> = all
        .iter()
        .map(|(e, what)| {
            let text = change_in_words(e, what, draws);
            if none { text.trim_end_matches(&reason).to_owned() } else { text }
        })
        .collect();
    format!("{}{}", clauses.join("; "), if none { reason } else { String::new() })
}

/// One clause about one outcome over so many draws: "120 fewer spells begun a year (−4.3 %; −240 to −10 over the draws)".
pub fn change_in_words(e: &EffectOverDraws, what: &str, draws: usize) -> String {
    let share = of_baseline(e.change.mean, e.baseline);
    let range = match answered::over_draws(&e.change) {
        Some(_) => format!("{} over the draws", ends(&e.change, Style::Words)),
        None => answered::no_interval(draws).into(),
    };
    let size = persons_in_words(e.change.mean.abs());
    match answered::verdict(&e.change) {
        Verdict::Unclear => format!("a change in {what} that can't be told apart from no effect{share}, {range}"),
        _ if e.change.mean > 0.0 => format!("{size} more {what}{share}, {range}"),
        _ => format!("{size} fewer {what}{share}, {range}"),
    }
}
