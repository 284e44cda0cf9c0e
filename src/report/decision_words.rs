//! What a study over draws allows to say: titles and sentences made from the tables and hedged by their intervals. The only
//! place that words an answer.

use super::answered::{self, FEWEST_DRAWS, Names, ends, persons_in_words};
use super::by_treatment::Pair;
use super::findings::{self, TRIPLE, Verdict};
use super::format::{count, list, number, percent, persons_change, short, soles, upper_first};
use super::plane;
use crate::decide::answers::{
    Answers, BreakEven, Decision, EffectOverDraws, Estimate, LearningWorth, Standing, Strategy, Waterfall, Worth,
};
use crate::decide::per_case::PerCase;
use crate::decide::result::StudyResult;

/// What nothing further is called in sentences.
pub const NOTHING: &str = "doing nothing further";

/// Whether a list of comparisons is short, for a chart, or with the policy's whole sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    Short,
    Whole,
}

/// A strategy in a sentence; the status quo in words.
fn strategy(names: &Names, decision: &Decision, row: usize) -> String {
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

/// "4,300 spells averted (1,200 to 8,000 over the draws)", with what the interval leaves open.
pub fn averted_in_words(e: &Estimate) -> String {
    let hedge = match answered::verdict(e) {
        Verdict::Unclear => ", which can't be told apart from no effect",
        _ => "",
    };
    match answered::over_draws(e) {
        Some(_) => format!("{} ({} over the draws){hedge}", averted(e), ends(e, persons_in_words)),
        None => format!("{} (too few draws for an interval)", averted(e)),
    }
}

/// "S/ 21,000 a case averted (S/ 12,000 to S/ 75,000)".
pub fn per_case_in_words(case: &PerCase) -> String {
    let Some(value) = case.value else { return "no case averted on average".into() };
    let interval = match case.interval {
        Some([Some(low), Some(high)]) => format!(" ({} to {} over the draws)", soles(low), soles(high)),
        Some([Some(low), None]) => {
            format!(" (at least {}, no upper end: in some draws nothing is averted)", soles(low))
        }
        Some([None, _]) => " (no bound: in most draws nothing is averted)".into(),
        None => String::new(),
    };
    format!("{} a case averted{interval}", soles(value))
}

/// "at S/ 20,000 a case averted".
fn at_worth(decision: &Decision) -> String {
    format!("where a case averted is worth {}", soles(decision.reference_willingness))
}

/// Which strategy is best in expectation, and how surely: "X has the highest expected net benefit … and is best in 62 % …".
fn best(names: &Names, decision: &Decision) -> Option<String> {
    let row = answered::best_row(decision)?;
    let who = strategy(names, decision, row);
    let sure = match answered::probability_best(decision, row) {
        Some(_) if decision.draws < FEWEST_DRAWS => format!("; {}", too_few(decision)),
        Some(p) if p < 0.5 => {
            format!(
                "; best in only {} of the assumptions examined, so which is best is not settled",
                answered::share(p)
            )
        }
        Some(p) => format!("; best in {} of the assumptions examined", answered::share(p)),
        None => String::new(),
    };
    Some(format!("{who} has the highest expected net benefit {}{sure}", at_worth(decision)))
}

/// Says that so few draws settle nothing.
fn too_few(decision: &Decision) -> String {
    let are = if decision.draws == 1 { "is" } else { "are" };
    format!("{} {are} too few to say how surely", count(decision.draws, "draw"))
}

/// Title over the decision.
pub fn decision_title(names: &Names, decision: &Decision) -> String {
    let Some(row) = answered::best_row(decision) else {
        return format!("What policies avert with {} a year", soles(decision.budget_soles_per_year));
    };
    let sure = match answered::probability_best(decision, row) {
        Some(_) if decision.draws < FEWEST_DRAWS => format!("; {}", too_few(decision)),
        Some(p) if p < 0.5 => {
            format!(", but best in only {} of the assumptions examined: not settled", answered::share(p))
        }
        Some(p) => format!(", and best in {} of the assumptions examined", answered::share(p)),
        None => String::new(),
    };
    upper_first(&format!("{} is best on average{sure}", strategy(names, decision, row)))
}

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
    let lead = format!("most on average: {}, {}", names.of(&first.policy), averted(&first.averted));
    let worse = match of(Verdict::Fewer) {
        0 => String::new(),
        1 => "; one makes it worse".into(),
        n => format!("; {n} make it worse"),
    };
    match (of(Verdict::More), of(Verdict::NoInterval)) {
        (_, n) if n == rows.len() => {
            format!("Too few draws to say how uncertain effects are; with {budget} a year {lead}")
        }
        (0, _) => format!(
            "With {budget} a year no policy's cases averted can be told apart from none over the assumptions examined{worse}"
        ),
        (1, _) if rows.len() == 1 => format!(
            "{} averts spells over the assumptions examined: {}",
            names.of(&first.policy),
            ends(&first.averted, persons_in_words)
        ),
        (n, _) => format!(
            "With {budget} a year {n} of {} {} spells over the assumptions examined; {lead}{worse}",
            count(rows.len(), "policy").replace("policys", "policies"),
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
        (_, n) if n == found.len() => format!("Too few draws to say how uncertain changes in spells begun are; {lead}"),
        (0, _) => format!("No policy's change in spells begun can be told apart from no effect over the draws{rise}"),
        (1, _) if found.len() == 1 => format!(
            "{name}: fewer spells begun over the draws, {} on average",
            of_baseline(e.mean, *base).trim_start_matches(" (").trim_end_matches(')')
        ),
        (n, _) => format!(
            "{n} of {} {} spells begun beyond the uncertainty over draws; {lead}{rise}",
            count(found.len(), "policy").replace("policys", "policies"),
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
            change_in_words(e, "victims over the funded years")
        ),
        None => {
            format!("About {} persons are exploited at a time without a policy", number(result.baseline.victims, 0))
        }
    }
}

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
        "{} spells begun a year before adaptation ({}), {} by spatial shift, {} by refilling, {} after adaptation ({})",
        persons_change(w.before.mean),
        ends(&w.before, answered::persons),
        persons_change(w.spatial.mean),
        persons_change(w.refilling.mean),
        persons_change(w.after.mean),
        ends(&w.after, answered::persons)
    )
}

/// Title over the waterfalls.
pub fn before_after_title(names: &Names, shown: &[&Waterfall]) -> String {
    let Some(w) = shown.first() else { return "No effect before adaptation is known yet".into() };
    let hedge = match answered::verdict(&w.after) {
        Verdict::Unclear => "; what is left can't be told apart from no effect",
        Verdict::NoInterval => "; too few draws to say how uncertain that is",
        _ => "",
    };
    format!(
        "{}: {} spells begun a year before the trade adapts, {} after; on average over the draws {}{hedge}",
        names.of(&w.policy),
        persons_change(w.before.mean),
        persons_change(w.after.mean),
        undone(w)
    )
}

/// Thresholds at the largest budget that turn a preference (those of the best policy first, then the most open ones), and
/// comparisons nothing turns.
pub fn break_evens_of(answers: &Answers) -> (Vec<&BreakEven>, Vec<&BreakEven>) {
    let largest = answers.break_evens.iter().map(|b| b.budget_soles_per_year).fold(f64::NEG_INFINITY, f64::max);
    let here = answers.break_evens.iter().filter(|b| b.budget_soles_per_year == largest);
    let (mut turning, firm): (Vec<_>, Vec<_>) = here.partition(|b| b.threshold.is_some());
    let best = answered::main_decision(answers)
        .and_then(|d| answered::best_row(d).and_then(|r| d.strategies.get(r)))
        .map(|s| s.policy.as_str());
    let openness = |b: &BreakEven| (Some(b.policy.as_str()) != best, (b.share_preferred - 0.5).abs());
    turning.sort_by(|a, b| {
        let (a, b) = (openness(a), openness(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    (turning, firm)
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

/// The number alone, for the ends of an interval behind it.
fn bare_quantity(b: &BreakEven, value: f64) -> String {
    match b.unit.as_str() {
        "share" | "fraction" | "%" => percent(value),
        unit if unit.starts_with("S/") || unit == "soles" => super::format::soles_bare(value),
        _ => short(value),
    }
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
        (Some(low), Some(high)) => format!(" ({} to {})", bare_quantity(b, low), bare_quantity(b, high)),
        _ => String::new(),
    };
    let side = if b.preferred_above { "below" } else { "above" };
    format!("{policy} stops {what} when {} is {side} {}{interval}.", words(b), quantity(b, threshold))
}

/// Title over the thresholds.
pub fn break_evens_title(names: &Names, answers: &Answers, turning: &[&BreakEven]) -> String {
    match turning {
        [] => "Nothing examined turns which policy is preferred".into(),
        [only] => break_even(names, answers, only).trim_end_matches('.').to_owned(),
        [first, rest @ ..] => format!(
            "{}; {} beside it",
            break_even(names, answers, first).trim_end_matches('.'),
            count(rest.len(), "further threshold")
        ),
    }
}

/// One sentence for each policy, rival and side that nothing turns.
pub fn firm(names: &Names, answers: &Answers, firm: &[&BreakEven], how: Compared) -> Vec<String> {
    type Group = (String, Option<String>, bool, Vec<String>);
    let mut groups: Vec<Group> = Vec::new();
    for b in firm {
        let (policy, other) = (names.of(&b.policy), rival(names, answers, b));
        let found = groups.iter_mut().find(|g| (&g.0, &g.1, g.2) == (&policy, &other, b.preferred_above));
        match found {
            Some(group) => group.3.push(words(b).to_owned()),
            None => groups.push((policy, other, b.preferred_above, vec![words(b).to_owned()])),
        }
    }
    let sentence = |(policy, other, preferred, quantities): &Group| {
        let against = other.clone().unwrap_or_else(|| NOTHING.into());
        let verdict = if *preferred { "preferred to" } else { "not preferred to" };
        let over = match how {
            Compared::Whole => format!("of {}", list(quantities)),
            Compared::Short if quantities.len() > 4 => {
                format!("of {} and {} more", quantities[..3].join(", "), quantities.len() - 3)
            }
            Compared::Short => format!("of {}", list(quantities)),
        };
        format!("{policy}: {verdict} {against} over the whole range examined {over}.")
    };
    groups.iter().map(sentence).collect()
}

/// Where a strategy stands, for labels: "on the frontier, S/ 12,000 a case", "dominated".
pub fn standing(s: &Strategy) -> String {
    match (s.standing, s.icer) {
        (Standing::Reference, _) => "the reference".into(),
        (Standing::Frontier, Some(icer)) => format!("frontier, {}", plane::per_case(icer)),
        (Standing::Frontier, None) => "on the frontier".into(),
        (Standing::Dominated, _) => "dominated".into(),
        (Standing::ExtendedDominated, _) => "dominated by a mix".into(),
    }
}

/// Title over the plane.
pub fn plane_title(names: &Names, decision: &Decision) -> String {
    let on: Vec<String> = decision
        .strategies
        .iter()
        .enumerate()
        .filter(|(row, s)| *row > 0 && matches!(s.standing, Standing::Frontier | Standing::Reference))
        .map(|(_, s)| match s.icer {
            Some(icer) => format!("{} ({})", names.of(&s.policy), plane::per_case(icer)),
            None => names.of(&s.policy),
        })
        .collect();
    let off = decision.strategies.len().saturating_sub(on.len() + 1);
    let rest = match off {
        0 => String::new(),
        1 => "; one policy is dominated".into(),
        n => format!("; {n} policies are dominated"),
    };
    let open = decision.strategies.iter().skip(1).any(|s| answered::verdict(&s.averted) == Verdict::Unclear);
    let hedge = if open { "; some may avert nothing" } else { "" };
    match on.as_slice() {
        [] => format!("On average over the draws no policy does better than doing nothing further{rest}"),
        all => format!("On average over the draws the frontier holds {}{rest}{hedge}", list(all)),
    }
}

/// Title over the acceptability curves.
pub fn acceptability_title(names: &Names, decision: &Decision) -> String {
    let mut turns: Vec<(usize, f64)> = Vec::new();
    for (row, w) in decision.best.iter().zip(&decision.willingness) {
        if turns.last().is_none_or(|(last, _)| last != row) {
            turns.push((*row, *w));
        }
    }
    let sure = answered::best_row(decision).and_then(|row| answered::probability_best(decision, row)).map_or(
        String::new(),
        |p| {
            let hedge = if p < 0.5 { ", less often than not" } else { "" };
            format!(
                "; at {} the best is so in {} of the draws{hedge}",
                soles(decision.reference_willingness),
                percent(p)
            )
        },
    );
    let text = match turns.as_slice() {
        [] => "Which strategy is best is not known yet".into(),
        [(row, _)] => format!(
            "{} has the highest expected net benefit whatever a case averted is worth{sure}",
            strategy(names, decision, *row)
        ),
        all => {
            let later: Vec<String> = all[1..]
                .iter()
                .take(2)
                .map(|(row, w)| format!("{} from {} on", strategy(names, decision, *row), soles(*w)))
                .collect();
            let more = if all.len() > 3 { ", others further on" } else { "" };
            format!(
                "Best in expectation: {} while a case averted is worth little, {}{more}{sure}",
                strategy(names, decision, all[0].0),
                list(&later)
            )
        }
    };
    upper_first(&text)
}

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
        "nothing that can be told apart from 0".into()
    }
}

/// Title over the values of information.
pub fn learning_title(decision: &Decision) -> String {
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

/// Strategy that averts most at a decision's budget, with its estimate.
fn most_averted<'a>(names: &Names, decision: &'a Decision) -> Option<(String, &'a Estimate)> {
    let row = *answered::ranked(decision).first()?;
    let s = &decision.strategies[row];
    Some((names.of(&s.policy), &s.averted))
}

/// Title over the budgets.
pub fn frontier_title(names: &Names, answers: &Answers) -> String {
    let all = answered::decisions(answers);
    let found = answers
        .frontier
        .iter()
        .filter(|p| p.optimised)
        .max_by(|a, b| a.budget.total_cmp(&b.budget).then(a.averted.mean.total_cmp(&b.averted.mean)));
    let found = found
        .map_or(String::new(), |p| format!("; search finds {} at {} a year", averted(&p.averted), soles(p.budget)));
    let open = |e: &Estimate| if answered::verdict(e) == Verdict::Unclear { ", perhaps none" } else { "" };
    let ends = all.first().zip(all.last()).and_then(|(a, b)| {
        let (low, high) = (most_averted(names, a)?, most_averted(names, b)?);
        Some(((a.budget_soles_per_year, low), (b.budget_soles_per_year, high)))
    });
    match ends {
        None => match found.strip_prefix("; ") {
            Some(text) => upper_first(text),
            None => "What more money averts is not known yet".into(),
        },
        Some(((_, (name, e)), _)) if all.len() == 1 => format!(
            "With {} a year {name} averts most on average: {}{}{found}",
            soles(all[0].budget_soles_per_year),
            averted(e),
            open(e)
        ),
        Some(((small, (a, low)), (large, (b, high)))) => format!(
            "The most averted on average goes from {} with {} a year ({a}{}) to {} with {} ({b}{}){found}",
            persons_in_words(low.mean),
            soles(small),
            open(low),
            persons_in_words(high.mean),
            soles(large),
            open(high),
        ),
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
            format!("{} ({} to {})", persons_change(e.change.mean), answered::persons(low), answered::persons(high))
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

/// Title over treated and untreated communities.
pub fn treatment_title(names: &Names, pairs: &[Pair]) -> String {
    let after: Vec<_> = pairs.iter().filter_map(|(p, _, after)| after.map(|b| (*p, b))).collect();
    let more: Vec<String> = after
        .iter()
        .filter(|(_, b)| answered::verdict(&b.untreated) == Verdict::More)
        .map(|(p, _)| names.of(p))
        .collect();
    let fewer: Vec<String> = after
        .iter()
        .filter(|(_, b)| answered::verdict(&b.treated) == Verdict::Fewer)
        .map(|(p, _)| names.of(p))
        .collect();
    let treated = match fewer.len() {
        0 => "In treated communities no fall can be told apart from no effect after adaptation".to_owned(),
        n if n == after.len() => "Treated communities see fewer girls newly exploited after adaptation".to_owned(),
        n => format!("Treated communities see fewer girls newly exploited under {n} of {} policies", after.len()),
    };
    let untreated = match more.len() {
        0 => "in untreated ones no rise can be told apart from no effect".to_owned(),
        n if n <= 2 => format!("untreated ones see more under {}", list(&more)),
        n => format!("untreated ones see more under {n} policies"),
    };
    format!("{treated}; {untreated}")
}

/// One policy's treated and untreated communities in words.
pub fn treatment(names: &Names, pair: &Pair) -> String {
    let one = |b: &crate::decide::answers::ByTreatment, when: &str| {
        format!(
            "treated {} and untreated {} girls a year {when} adaptation",
            persons_change(b.treated.mean),
            persons_change(b.untreated.mean)
        )
    };
    let parts: Vec<String> =
        [pair.1.map(|b| one(b, "before")), pair.2.map(|b| one(b, "after"))].into_iter().flatten().collect();
    format!("{}: {}", names.of(pair.0), parts.join(", "))
}

/// Share of a baseline in brackets: " (−4.3 %)".
fn of_baseline(change: f64, baseline: f64) -> String {
    if baseline > 0.0 { format!(" ({})", super::format::signed_percent(change / baseline)) } else { String::new() }
}

/// One clause about one outcome over draws: "120 fewer spells begun a year (−4.3 %; −240 to −10 over the draws)".
pub fn change_in_words(e: &EffectOverDraws, what: &str) -> String {
    let share = of_baseline(e.change.mean, e.baseline);
    let range = match answered::over_draws(&e.change) {
        Some(_) => format!("{} over the draws", ends(&e.change, persons_in_words)),
        None => "too few draws for an interval".into(),
    };
    let size = persons_in_words(e.change.mean.abs());

    match answered::verdict(&e.change) {
        Verdict::Unclear => format!("a change in {what} that can't be told apart from no effect{share}, {range}"),
        _ if e.change.mean > 0.0 => format!("{size} more {what}{share}, {range}"),
        _ => format!("{size} fewer {what}{share}, {range}"),
    }
}

/// The finding at the main budget and at the others, a sentence each.
pub fn finding(names: &Names, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    let Some(main) = answered::main_decision(answers) else {
        return vec!["No decision can be told from these draws yet.".into()];
    };
    if let Some(text) = best(names, main) {
        out.push(format!("With up to {} a year {text}.", soles(main.budget_soles_per_year)));
    }
    let all = answered::decisions(answers);
    let smaller: Vec<String> = all[..all.len().saturating_sub(1)]
        .iter()
        .filter_map(|d| {
            let row = answered::best_row(d)?;
            let p = answered::probability_best(d, row)
                .map_or(String::new(), |p| format!(" (best in {})", answered::share(p)));
            Some(format!("with {} it is {}{p}", soles(d.budget_soles_per_year), strategy(names, d, row)))
        })
        .collect();
    if !smaller.is_empty() {
        out.push(format!("At smaller budgets: {}.", list(&smaller)));
    }
    if let Some((name, e)) = most_averted(names, main) {
        out.push(format!(
            "{name} averts most on average, after adaptation: {} in the years followed.",
            averted_in_words(e)
        ));
    }
    let societal = answers
        .decisions
        .iter()
        .find(|d| d.view == "societal" && d.budget_soles_per_year == main.budget_soles_per_year);
    if let Some((there, here)) = societal.filter(|_| main.view == "budget").and_then(|d| {
        let row = answered::best_row(d)?;
        Some((strategy(names, d, row), strategy(names, main, answered::best_row(main)?)))
    }) {
        out.push(if there == here {
            "Leaving transfers to households out of the cost (societal view) does not change that choice.".into()
        } else {
            format!("Leaving transfers to households out of the cost (societal view) makes it {there}.")
        });
    }
    out
}

/// How much the trade undoes, for the policy of a waterfall in spells begun at the largest budget.
pub fn adaptation(names: &Names, answers: &Answers) -> Option<String> {
    let of = |policy: &str| {
        answers.waterfalls.iter().find(|w| w.policy == policy && w.outcome == TRIPLE[0].0 && w.window == "funded")
    };
    let main = answered::main_decision(answers)?;
    let row = answered::best_row(main).filter(|r| *r > 0).or_else(|| answered::ranked(main).first().copied())?;
    let w = of(&main.strategies[row].policy)?;
    let hedge = match answered::verdict(&w.after) {
        Verdict::Unclear => ": what is left can't be told apart from no effect",
        _ => "",
    };
    Some(format!(
        "Before the trade adapts {} changes spells begun by {} a year ({} over {}); after adaptation by {} ({}), so on average {}{hedge}.",
        names.of(&w.policy),
        persons_change(w.before.mean),
        ends(&w.before, answered::persons),
        count(w.draws, "draw"),
        persons_change(w.after.mean),
        ends(&w.after, answered::persons),
        undone(w)
    ))
}

/// What the same study says at another baseline: whether the conclusion holds there; `None` where no budget can be compared.
pub fn elsewhere(
    names: &Names,
    answers: &Answers,
    other: &str,
    there_names: &Names,
    there: &Answers,
) -> Option<String> {
    let mut parts = Vec::new();
    let mut compared = 0;
    for here in answered::decisions(answers) {
        let budget = here.budget_soles_per_year;
        let Some(same) = answered::decision_at(there, budget) else { continue };
        let (Some(a), Some(b)) = (answered::best_row(here), answered::best_row(same)) else { continue };
        let (own, its) = (strategy(names, here, a), strategy(there_names, same, b));
        compared += 1;
        if own != its {
            let p = answered::probability_best(same, b)
                .map_or(String::new(), |p| format!(" (best in {})", answered::share(p)));
            let worth = if same.reference_willingness == here.reference_willingness {
                String::new()
            } else {
                format!(", {}", at_worth(same))
            };
            parts.push(format!("with {} a year{worth}, it is {its}{p}, not {own}", soles(budget)));
        }
    }
    if compared == 0 {
        return None;
    }
    let main = answered::main_decision(there)?;
    if parts.is_empty() {
        let sure = answered::best_row(main).and_then(|r| answered::probability_best(main, r));
        let sure = sure
            .map_or(String::new(), |p| format!(" (best there in {} of the assumptions examined)", answered::share(p)));
        Some(format!("At the other baseline ({other}) the same choice has the highest expected net benefit{sure}."))
    } else {
        Some(format!("At the other baseline ({other}) the conclusion does not hold throughout: {}.", list(&parts)))
    }
}

/// How sure: draws, policies whose sign is settled, noise against uncertainty, what turns the choice, what to learn.
pub fn certainty(names: &Names, answers: &Answers) -> Vec<String> {
    let mut out = Vec::new();
    let Some(main) = answered::main_decision(answers) else { return out };
    let policies: Vec<&Strategy> = main.strategies.iter().skip(1).collect();
    let verdicts: Vec<Verdict> = policies.iter().map(|s| answered::verdict(&s.averted)).collect();
    let clear = verdicts.iter().filter(|v| **v == Verdict::More).count();
    let none = verdicts.iter().filter(|v| **v == Verdict::NoInterval).count();
    let draws = answered::draws_in_words(answers);
    if none == policies.len() {
        out.push(format!("{}: too few to say how uncertain effects are.", upper_first(&draws)));
    } else {
        let unclear: Vec<String> = policies
            .iter()
            .zip(&verdicts)
            .filter(|(_, v)| **v == Verdict::Unclear)
            .map(|(s, _)| names.of(&s.policy))
            .collect();
        let open = match unclear.len() {
            0 => String::new(),
            n if n <= 3 => format!("; {} can't be told apart from no effect", list(&unclear)),
            n => format!("; {n} can't be told apart from no effect"),
        };
        let who = match (clear, policies.len()) {
            (0, _) => "no policy's cases averted can be told apart from none".to_owned(),
            (n, all) if n == all => {
                format!("{} cases", if n == 1 { "the policy averts" } else { "every policy averts" })
            }
            (n, all) => format!("{n} of {all} policies {} cases", if n == 1 { "averts" } else { "avert" }),
        };
        // Said already where none can be told apart.
        let open = if clear == 0 { String::new() } else { open };
        out.push(format!("Over {draws} of what is assumed {who}{open}."));
    }
    if let Some((name, half, width)) = noise_share(names, main) {
        out.push(format!(
            "Simulation noise (other random numbers) is ±{} for {name}, uncertainty (other assumptions) about ±{}.",
            persons_in_words(half),
            persons_in_words(width)
        ));
    }
    let (turning, _) = break_evens_of(answers);
    match turning.as_slice() {
        [] if answers.break_evens.is_empty() => {}
        [] => out.push("No single assumption, moved over its range, turns which policy is preferred.".into()),
        some => out.extend(some.iter().take(2).map(|b| break_even(names, answers, b))),
    }
    if !main.evppi.is_empty() {
        out.push(format!("{}.", learning_title(main)));
    }
    out
}

/// Half-width of noise and of the interval over draws of the policy that averts most.
fn noise_share(names: &Names, decision: &Decision) -> Option<(String, f64, f64)> {
    let (name, e) = most_averted(names, decision)?;
    let (half, (low, high)) = (answered::noise_half(e)?, answered::over_draws(e)?);
    let width = (high - low) / 2.0;
    (width > 0.0).then_some((name, half, width))
}

/// "128 draws …": how the draws were made.
pub fn draws(answers: &Answers) -> String {
    let d = &answers.draws;
    let rejected = match d.rejected {
        0 => String::new(),
        n => format!(
            " {} left out: {} targets could not be met.",
            count(n, "further draw"),
            if n == 1 { "its" } else { "their" }
        ),
    };
    let solved = match d.solved.len() {
        0 => String::new(),
        n => format!(", with {} more solved to meet each draw's targets", number(n as f64, 0)),
    };
    format!(
        "{} of {} assumed parameters{solved}.{rejected} Largest drift of a baseline: {} a year.",
        upper_first(&answered::draws_in_words(answers)),
        d.sampled.len(),
        percent(d.largest_drift)
    )
}
