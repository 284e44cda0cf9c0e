//! Before and after the trade adapts, in treated and untreated communities.

use super::first_page::leading;
use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names, ends};
use crate::kit::format::{count, upper_first};
use amparo_decide::answers::{Answers, ByTreatment, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::Years;
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_tables::Format;
use amparo_tables::numbers::{percent, persons_change};

/// A policy with its rows before and after adaptation.
pub type Pair<'a> = (&'a str, Option<&'a ByTreatment>, Option<&'a ByTreatment>);

/// What the trade's adapting does to what was prevented, in means: "the trade undoes 62 % of it".
pub fn undone(w: &Waterfall) -> String {
    let (before, after) = (w.before.mean, w.after.mean);
    if before >= 0.0 {
        return "nothing is prevented even before the trade adapts".into();
    }
    let share = (after - before) / -before;
    match share {
        s if s < -0.005 => format!("the trade's adapting adds {} to it", percent(-s)),
        s if s < 0.005 => "the trade's adapting changes little of it".into(),
        s if s >= 1.0 => "the trade undoes all of it".into(),
        s => format!("the trade undoes {} of it", percent(s)),
    }
}

/// "−312 before adaptation, +20 by spatial shift, +172 by refilling, −120 after adaptation (−240 to −10)".
pub fn waterfall(w: &Waterfall) -> String {
    format!(
        "{} spells begun per year before adaptation ({}), {} by spatial shift, {} by refilling, {} after adaptation ({})",
        persons_change(w.before.mean),
        ends(&w.before, Format::Persons),
        persons_change(w.spatial.mean),
        persons_change(w.refilling.mean),
        persons_change(w.after.mean),
        ends(&w.after, Format::Persons)
    )
}

/// Title over the waterfalls.
pub fn before_after_title(names: &Names, shown: &[&Waterfall]) -> String {
    let Some(w) = shown.first() else { return "No effect before adaptation is known yet".into() };
    let hedge = match answered::verdict(&w.after) {
        Verdict::Unclear => "; what is left can't be told apart from no effect".to_owned(),
        Verdict::NoInterval if (2..DRAWS_FOR_AN_INTERVAL).contains(&w.draws) => {
            "; too few draws to say how uncertain that is".to_owned()
        }
        Verdict::NoInterval => format!("; {}", answered::no_interval(w.draws)),
        Verdict::Fewer | Verdict::More => String::new(),
    };
    let on_average =
        if w.draws == 1 { "on average".into() } else { format!("on average over {}", count(w.draws, "draw")) };
    format!(
        "{}: {} spells begun per year before the trade adapts, {} after; {on_average} {}{hedge}",
        names.of(&w.policy),
        persons_change(w.before.mean),
        persons_change(w.after.mean),
        undone(w)
    )
}

/// Title over treated and untreated communities, after adaptation. The largest mean change is named first, and hedged where its
/// interval is not clear.
pub fn treatment_title(names: &Names, pairs: &[Pair]) -> String {
    let after: Vec<(&str, &ByTreatment)> = pairs.iter().filter_map(|(p, _, after)| after.map(|b| (*p, b))).collect();
    let side = |of: fn(&ByTreatment) -> &Estimate, sign: f64, wanted: Verdict| {
        let clear = |b: &ByTreatment| answered::verdict(of(b)) == wanted;
        let n = after.iter().filter(|(_, b)| clear(b)).count();
        let largest = after.iter().max_by(|a, b| (sign * of(a.1).mean).total_cmp(&(sign * of(b.1).mean)));
        let most = match largest.filter(|(_, b)| sign * of(b).mean > 0.0) {
            Some((policy, b)) => {
                // Before the name, since a long title may be cut.
                let most = if n > 0 && !clear(b) { "most, not clear" } else { "most" };
                format!(" ({most}: {}, {} per year)", names.of(policy), persons_change(of(b).mean))
            }
            None => String::new(),
        };
        (n, most)
    };
    let (falls, fall) = side(|b| &b.treated, -1.0, Verdict::Fewer);
    let (rises, rise) = side(|b| &b.untreated, 1.0, Verdict::More);
    let silent = |e: &Estimate| answered::verdict(e) == Verdict::NoInterval;
    if let Some((_, first)) =
        after.first().filter(|_| after.iter().all(|(_, b)| silent(&b.treated) && silent(&b.untreated)))
    {
        return format!(
            "{}: whether newly exploited fall in treated communities{fall} and rise in untreated ones{rise} can't be said",
            upper_first(answered::no_interval(first.treated.draws))
        );
    }
    let treated = match (falls, after.len()) {
        (0, _) => format!("no fall in treated communities can be told apart from no effect{fall}"),
        (_, 1) => format!("newly exploited fall in treated communities{fall}"),
        (n, all) => format!("newly exploited fall in treated communities under {n} of {}{fall}", count(all, "policy")),
    };
    let untreated = match (rises, after.len()) {
        (0, _) => format!("no rise in untreated ones can be told apart from no effect{rise}"),
        (_, 1) => format!("they rise in untreated ones{rise}"),
        (n, _) => format!("they rise in untreated ones under {n}{rise}"),
    };
    format!("After adaptation {treated}; {untreated}")
}

/// One policy's treated and untreated communities in words.
pub fn treatment(names: &Names, pair: &Pair) -> String {
    let one = |b: &ByTreatment, when: &str| {
        format!(
            "treated {} and untreated {} girls per year {when} adaptation",
            persons_change(b.treated.mean),
            persons_change(b.untreated.mean)
        )
    };
    let parts: Vec<String> =
        [pair.1.map(|b| one(b, "before")), pair.2.map(|b| one(b, "after"))].into_iter().flatten().collect();
    format!("{}: {}", names.of(pair.0), parts.join(", "))
}

/// How much the trade undoes, for the leading policy in spells begun.
pub fn adaptation(names: &Names, answers: &Answers) -> Option<String> {
    let policy = leading(names, answers)?;
    let w = answers
        .waterfalls
        .iter()
        .find(|w| w.policy == policy && w.outcome == SPELLS_BEGUN && w.window == Years::Funded)?;
    let hedge = match answered::verdict(&w.after) {
        Verdict::Unclear => ": what is left can't be told apart from no effect",
        _ => "",
    };
    let interval = |e: &Estimate| match e.interval() {
        Some(_) if e.at_one_vector() => format!(" ({}, simulation noise)", ends(e, Format::Persons)),
        Some(_) => format!(" ({} over these draws)", ends(e, Format::Persons)),
        None => String::new(),
    };
    let which = if w.draws < answers.draws.used {
        format!(" (in the {} run both ways)", count(w.draws, "draw"))
    } else {
        String::new()
    };
    let why =
        if w.after.interval().is_none() { format!("; {}", answered::no_interval(w.draws)) } else { String::new() };
    Some(format!(
        "Before the trade adapts {} changes spells begun by {} per year {}{which}{}; after adaptation by {}{}, so on average {}{hedge}{why}.",
        names.of(&w.policy),
        persons_change(w.before.mean),
        names.funded(),
        interval(&w.before),
        persons_change(w.after.mean),
        interval(&w.after),
        undone(w)
    ))
}
