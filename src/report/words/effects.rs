//! Changes of outcomes over draws, for all and by group.

use super::shared::averted;
use crate::kit::answered::{self, Names, Verdict, ends};
use crate::kit::format::{count, upper_first};
use crate::kit::runs;
use amparo_decide::answers::{Answers, Decision, Dimension};
use amparo_decide::result::{ArmSeries, Effect, PolicyResult, StudyResult, Years};
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::{SPELLS_BEGUN, TOGETHER, VICTIMS};
use amparo_tables::Format;
use amparo_tables::numbers::{number, persons_change, persons_in_words, signed_percent, soles};

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
            format!("{why} of what policies avert; with {budget} per year {lead}")
        }
        (0, _) => format!(
            "With {budget} per year no policy's cases averted can be told apart from none over the assumptions examined{worse}"
        ),
        (1, _) if rows.len() == 1 => format!(
            "{} averts spells over the assumptions examined: {} {}",
            names.of(&first.policy),
            ends(&first.averted, Format::Words),
            names.horizon()
        ),
        (n, _) => format!(
            "With {budget} per year {n} of {} {} spells over the assumptions examined; {lead}{worse}",
            count(rows.len(), "policy"),
            if n == 1 { "averts" } else { "avert" }
        ),
    }
}

/// Policies by their change in spells begun over the funded years, most averted first; those without one last.
pub fn by_spells_averted(result: &StudyResult) -> Vec<&PolicyResult> {
    let key =
        |p: &PolicyResult| result.effect(&p.name, SPELLS_BEGUN, Years::Funded).map_or(f64::INFINITY, |e| e.change.mean);
    let mut policies: Vec<&PolicyResult> = result.policies.iter().collect();
    policies.sort_by(|a, b| key(a).total_cmp(&key(b)));
    policies
}

/// Title over the changes of the three outcomes.
pub fn effects_title(result: &StudyResult, answers: &Answers) -> String {
    let one = runs::at_one_vector(answers);
    let found: Vec<(&str, &Effect)> = by_spells_averted(result)
        .into_iter()
        .filter_map(|p| Some((answered::name(p), result.effect(&p.name, SPELLS_BEGUN, Years::Funded)?)))
        .collect();
    let Some((name, e)) = found.first() else { return "No policy's effects are known yet".into() };
    let of = |wanted: Verdict| found.iter().filter(|f| answered::verdict(&f.1.change) == wanted).count();
    let rise = match of(Verdict::More) {
        0 => String::new(),
        1 => "; one raises them".into(),
        n => format!("; {n} raise them"),
    };
    let lead = format!("largest mean change: {name}{}", of_baseline(e.change.mean, e.baseline));
    let beyond = if one { "simulation noise" } else { "the uncertainty over draws" };
    match (of(Verdict::Fewer), of(Verdict::NoInterval)) {
        (_, n) if n == found.len() && one => {
            "One replicate: how far these changes are more than chance can't be said yet".into()
        }
        (_, n) if n == found.len() => {
            let why = upper_first(answered::no_interval(answers.draws.used));
            format!("{why} of changes in spells begun; {lead}")
        }
        (0, _) => format!(
            "No policy's change in spells begun can be told apart from no effect{}{rise}",
            runs::over_the_draws(answers)
        ),
        (1, _) if found.len() == 1 => format!(
            "{name}: fewer spells begun{}, {} on average",
            runs::over_the_draws(answers),
            of_baseline(e.change.mean, e.baseline).trim_start_matches(" (").trim_end_matches(')')
        ),
        (n, _) => format!(
            "{n} of {} {} spells begun beyond {beyond}; {lead}{rise}",
            count(found.len(), "policy"),
            if n == 1 { "lowers" } else { "lower" }
        ),
    }
}

/// Title over victims in time: the largest mean fall, hedged by its interval. `planned`: replicates the study asks for, where more
/// are to come.
pub fn victims_title(result: &StudyResult, arms: &[ArmSeries], planned: Option<usize>) -> String {
    if let Some(planned) = planned.filter(|p| *p > result.replicates) {
        return format!("First look at victims over time: {} of {planned} replicates so far", result.replicates);
    }
    let found = result.policies.iter().filter_map(|p| result.effect(&p.name, VICTIMS, Years::Funded).map(|e| (p, e)));
    let what = format!("victims over {}", runs::years(result.funded_years, Years::Funded));
    match found.min_by(|a, b| a.1.change.mean.total_cmp(&b.1.change.mean)) {
        Some((p, e)) if answered::verdict(&e.change) == Verdict::Unclear => {
            let largest = if result.policies.len() > 1 { "Largest mean change" } else { "Mean change" };
            let share = of_baseline(e.change.mean, e.baseline);
            format!("{largest} in {what}: {}{share}, which can't be told apart from no effect", answered::name(p))
        }
        Some((p, e)) => {
            let largest = if result.policies.len() > 1 { ", the largest mean change" } else { "" };
            format!("{}{largest}: {}", answered::name(p), change_in_words(e, &what))
        }
        None => format!(
            "{}: about {} persons are exploited at a time",
            arms.first().map_or("Baseline", answered::arm_name),
            result.baseline.of(VICTIMS).map_or("–".into(), |victims| number(victims, 0))
        ),
    }
}

/// Spells begun, newly exploited and victims over the funded years; `None` unless all three are there, since newly exploited
/// alone can have the wrong sign.
pub fn triple<'a>(result: &'a StudyResult, policy: &str) -> Option<[&'a Effect; 3]> {
    let of = |outcome: &Outcome| result.effect(policy, outcome, Years::Funded);
    let [spells, newly, victims] = TOGETHER;
    Some([of(spells)?, of(newly)?, of(victims)?])
}

/// "−120 spells begun a year, −98 newly exploited, −210 victims".
pub fn all_three(result: &StudyResult, policy: &str) -> String {
    let Some([spells, newly, victims]) = triple(result, policy) else { return "not all outcomes known".into() };
    let one = |e: &Effect| match e.change.interval() {
        Some((low, high)) => {
            format!("{} ({})", persons_change(e.change.mean), Format::Persons.range(low, high))
        }
        None => persons_change(e.change.mean),
    };
    format!("{} spells begun per year, {} newly exploited, {} victims", one(spells), one(newly), one(victims))
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
            "Under {} being newly exploited falls in {fewer} of {} groups shown beyond {}, most by {} girls per year ({}){rise}",
            names.of(policy),
            shown.len(),
            if runs::at_one_vector(answers) { "simulation noise" } else { "the uncertainty over draws" },
            persons_change(e.mean),
            group_in_words(b.dimension, &b.group)
        ),
        Some((b, e)) if shown.iter().all(|(_, e)| answered::verdict(e) == Verdict::NoInterval) => format!(
            "{}: under {} being newly exploited changes most, on average by {} girls per year ({})",
            upper_first(answered::no_interval(e.draws)),
            names.of(policy),
            persons_change(e.mean),
            group_in_words(b.dimension, &b.group)
        ),
        Some(_) => {
            let over = runs::over_the_draws(answers);
            format!("Under {} no group's fall can be told apart from no effect{over}{rise}", names.of(policy))
        }
        None => format!("Under {} every group has fewer than five girls: none is shown", names.of(policy)),
    }
}

fn group_in_words(dimension: Dimension, group: &str) -> String {
    match dimension {
        Dimension::Age => format!("age {group}"),
        Dimension::Poverty => format!("household income: {group}"),
        Dimension::Department => group.to_owned(),
    }
}

/// Share of a baseline in brackets: " (−4.3 %)".
fn of_baseline(change: f64, baseline: f64) -> String {
    if baseline > 0.0 { format!(" ({})", signed_percent(change / baseline)) } else { String::new() }
}

/// Clauses about several outcomes, the reason why there is no interval said once where it is the same for all.
pub fn changes_in_words(all: &[&Effect]) -> String {
    let none = all.iter().all(|e| e.change.interval().is_none());
    let reason = all.first().map_or(String::new(), |e| format!(", {}", answered::no_interval(e.change.draws)));
    let clauses: Vec<String> = all
        .iter()
        .map(|e| {
            let text = change_in_words(e, e.outcome.words);
            if none { text.trim_end_matches(&reason).to_owned() } else { text }
        })
        .collect();
    format!("{}{}", clauses.join("; "), if none { reason } else { String::new() })
}

/// One clause about one outcome: "120 fewer spells begun a year (−4.3 %), −240 to −10 over the draws".
pub fn change_in_words(e: &Effect, what: &str) -> String {
    let share = of_baseline(e.change.mean, e.baseline);
    let range = match e.change.interval() {
        Some(_) => format!("{}{}", ends(&e.change, Format::Words), answered::of_what(&e.change)),
        None => answered::no_interval(e.change.draws).into(),
    };
    let size = persons_in_words(e.change.mean.abs());
    match answered::verdict(&e.change) {
        Verdict::Unclear => {
            format!("no clear change in {what}: {}{share}, {range}", Format::ChangeInWords.one(e.change.mean))
        }
        _ if e.change.mean > 0.0 => format!("{size} more {what}{share}, {range}"),
        _ => format!("{size} fewer {what}{share}, {range}"),
    }
}
