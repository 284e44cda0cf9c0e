//! What stands on the first page.

use super::break_evens::{break_even, break_evens_of, doubtful};
use super::choice::{best, most_averted};
use super::effects::triple;
use super::learning::learning_title;
use super::shared::{at_worth, averted_in_words, but, effective, strategy};
use crate::kit::answered::{self, Names, Verdict, few};
use crate::kit::format::{count, list, upper_first};
use crate::kit::runs;
use amparo_decide::answers::{Answers, DRAWS_TO_DECIDE, Decision, Strategy};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{Effect, Years};
use amparo_decide::view::View;
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_tables::numbers::{number, percent, persons_in_words, share, soles};

/// The policy that sentences speak of: the best in expectation, otherwise the one that averts most; where draws are too few for
/// a decision, the one with the largest mean fall in spells begun.
pub fn leading<'a>(names: &Names<'a>, answers: &'a Answers) -> Option<&'a str> {
    if let Some(main) = answered::main_decision(answers) {
        let row = answered::best_row(main).filter(|r| *r > 0).or_else(|| answered::ranked(main).first().copied())?;
        return Some(&main.strategies[row].policy);
    }
    let here = |e: &&'a Effect| e.outcome == SPELLS_BEGUN && e.window == Years::Funded && names.at_largest(&e.policy);
    let largest = names.result.effects.iter().filter(here).min_by(|a, b| a.change.mean.total_cmp(&b.change.mean));
    largest.map(|e| e.policy.as_str())
}

/// Said before anything else where draws settle nothing.
pub fn too_few(names: &Names, answers: &Answers) -> Option<String> {
    if answers.draws.used == 1 && names.result.policies.is_empty() {
        return Some("No policy has been compared with the baseline yet.".into());
    }
    if answers.draws.used == 1 {
        return (names.result.replicates < 2).then(|| {
            "Only one replicate has been run: the changes shown may be chance, and no policy can be said to help."
                .into()
        });
    }
    let to_decide = number(DRAWS_TO_DECIDE, 0);
    match answered::main_decision(answers) {
        Some(main) if few(main) => Some(format!(
            "Too few draws to decide: {}; a decision needs at least {to_decide}. The numbers show the form of the answer, not the answer.",
            effective(main)
        )),
        Some(_) => None,
        None if answers.draws.used == 0 => Some("No decision can be told from these draws yet.".into()),
        None => Some(format!(
            "Too few draws to decide: {}; intervals need at least {}, a decision {to_decide}. The numbers are means with simulation noise.",
            count(answers.draws.used, "draw"),
            DRAWS_FOR_AN_INTERVAL
        )),
    }
}

/// The finding at the main budget and at the others, a sentence each.
pub fn finding(names: &Names, answers: &Answers) -> Vec<String> {
    let mut out: Vec<String> = too_few(names, answers).into_iter().collect();
    let Some(main) = answered::main_decision(answers) else { return out };
    if let Some(text) = best(names, main) {
        out.push(format!("With up to {} per year {text}.", soles(main.budget_soles_per_year)));
    }
    let all = answered::decisions(answers);
    let smaller: Vec<String> = all[..all.len().saturating_sub(1)]
        .iter()
        .filter_map(|d| {
            let row = answered::best_row(d)?;
            let p = answered::probability_best(d, row).map_or(String::new(), |p| format!(" (best in {})", share(p)));
            Some(format!("with {} it is {}{p}{}", soles(d.budget_soles_per_year), strategy(names, d, row), but(d, row)))
        })
        .collect();
    if !smaller.is_empty() {
        out.push(format!("At smaller budgets: {}.", smaller.join("; ")));
    }
    if let Some((name, e)) = most_averted(names, main) {
        out.push(format!("{name} averts most on average, after adaptation: {}.", averted_in_words(names, main, e)));
    }
    out.extend(not_settled(names, main));
    out.extend(opposed(names));
    let societal = answers
        .decisions
        .iter()
        .find(|d| d.view == View::Societal && d.budget_soles_per_year == main.budget_soles_per_year);
    if let Some((there, here)) = societal.filter(|_| main.view == View::Budget).and_then(|d| {
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

/// At one parameter vector, where nothing says how often a policy is best: which others' intervals overlap with that of the one
/// that averts most.
fn not_settled(names: &Names, decision: &Decision) -> Option<String> {
    let rows: Vec<&Strategy> = answered::ranked(decision).into_iter().map(|r| &decision.strategies[r]).collect();
    let first = rows.first().filter(|s| s.averted.at_one_vector())?;
    let (low, _) = first.averted.interval().filter(|_| answered::verdict(&first.averted) == Verdict::More)?;
    let overlaps = |s: &&&Strategy| s.averted.interval().is_some_and(|(_, high)| high >= low);
    let rivals: Vec<String> = rows[1..].iter().filter(overlaps).map(|s| names.of(&s.policy)).collect();
    (!rivals.is_empty()).then(|| {
        format!(
            "Its interval overlaps with that of {}, so which of them averts most is not settled by these runs.",
            list(&rivals)
        )
    })
}

/// Policies under which fewer spells begin although more girls are newly exploited.
fn opposed(names: &Names) -> Option<String> {
    let here = names.result.policies.iter().filter(|p| names.at_largest(&p.name));
    let crossed = |policy: &str| {
        triple(names.result, policy).is_some_and(|[spells, newly, _]| {
            answered::verdict(&spells.change) == Verdict::Fewer && answered::verdict(&newly.change) == Verdict::More
        })
    };
    let found: Vec<String> = here.filter(|p| crossed(&p.name)).map(|p| names.of(&p.name)).collect();
    (!found.is_empty()).then(|| {
        format!(
            "With {}, fewer spells begin although more girls are newly exploited: read the three numbers together.",
            list(&found)
        )
    })
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
            let p = answered::probability_best(same, b).map_or(String::new(), |p| format!(" (best in {})", share(p)));
            let worth = if same.reference_willingness == here.reference_willingness {
                String::new()
            } else {
                format!(", {}", at_worth(same))
            };
            parts.push(format!("with {} per year{worth}, it is {its}{p}, not {own}", soles(budget)));
        }
    }
    if compared == 0 {
        return None;
    }
    let main = answered::main_decision(there)?;
    if parts.is_empty() {
        let sure = answered::best_row(main).and_then(|r| answered::probability_best(main, r));
        let sure = sure.map_or(String::new(), |p| format!(" (best there in {} of the assumptions examined)", share(p)));
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
    let one = runs::at_one_vector(answers);
    let over = if one {
        format!("In {} at one parameter vector", runs::runs(names.result))
    } else {
        format!("Over {} of what is assumed", runs::draws_in_words(answers))
    };
    if none == policies.len() {
        out.push(format!("{over}: {}.", answered::no_interval(main.draws)));
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
            n if n + clear == policies.len() => format!("; the other {n} can't be told apart from no effect"),
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
        out.push(format!("{over} {who}{open}."));
    }
    if let Some((name, half, width)) = noise_share(names, main) {
        out.push(format!(
            "Simulation noise (other random numbers) is ±{} spells averted {} for {name}, uncertainty (other assumptions) about ±{}.",
            persons_in_words(half),
            names.horizon(),
            persons_in_words(width)
        ));
    }
    if one {
        out.push(format!(
            "How uncertain this is over what is assumed is not shown: every interval is simulation noise {}, so the true uncertainty is \
             larger, possibly much larger. A study over draws shows it.",
            if answers.draws.at_one_vector { "at the scenario's own parameters" } else { "at one draw of the parameters" }
        ));
    }
    let found = break_evens_of(answers);
    match found.turning.as_slice() {
        [] if answers.break_evens.is_empty() => {}
        [] if !found.doubtful.is_empty() => out.extend(doubtful(&found).map(|text| format!("{text}."))),
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
    let beyond = if d.drift_limit > 0.0 && d.largest_drift > d.drift_limit {
        format!(
            ", above the {} that the burn-in rule allows: that baseline still moves by itself, and effects in it may be off",
            percent(d.drift_limit)
        )
    } else {
        String::new()
    };
    let drift = format!("Largest drift of a baseline: {} per year{beyond}.", percent(d.largest_drift));
    if d.at_one_vector {
        return format!("One parameter vector: every parameter has the scenario's own value. {drift}");
    }
    let rejected = runs::rejected(answers).map_or(String::new(), |words| format!(" Rejected: {words}."));
    let more = |n: usize| if n == 0 { String::new() } else { format!(", with {} more", number(n as f64, 0)) };
    let solved = if d.as_given {
        format!(
            "{}, all taken as the table of draws gives them, which nothing says agree with what is known",
            more(d.given.len())
        )
    } else if d.solved.is_empty() {
        String::new()
    } else {
        format!("{} solved to meet each draw's targets", more(d.solved.len()))
    };
    format!(
        "{} of {}{solved}.{rejected} {drift}",
        upper_first(&runs::draws_in_words(answers)),
        count(d.sampled.len(), "assumed parameter")
    )
}
