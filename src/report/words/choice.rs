//! Which policy, at which budget and at which worth of a case averted.

use super::shared::at_worth;
use super::shared::averted;
use super::shared::but;
use super::shared::effective;
use super::shared::strategy;
use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names, few};
use crate::kit::format::{list, upper_first};
use amparo_decide::answers::{Answers, Decision, Standing, Strategy};
use amparo_decide::estimate::Estimate;
use amparo_tables::numbers::{persons_in_words, share, soles, soles_bare};

/// Which strategy is best in expectation, and how surely: "X has the highest expected net benefit … and is best in 62 % …".
pub(crate) fn best(names: &Names, decision: &Decision) -> Option<String> {
    let row = answered::best_row(decision)?;
    let who = strategy(names, decision, row);
    let sure = match answered::probability_best(decision, row) {
        Some(p) if p < 0.5 => format!(
            "; best in only {} of the assumptions examined{}: which is best is not settled",
            share(p),
            and(decision, row)
        ),
        Some(p) => format!("; best in {} of the assumptions examined{}", share(p), but(decision, row)),
        None => but(decision, row),
    };
    Some(format!("{who} has the highest expected net benefit {}{sure}", at_worth(decision)))
}

/// What [`but`] says, behind something that already speaks against the choice.
fn and(decision: &Decision, row: usize) -> String {
    but(decision, row).replacen(", but", ", and", 1)
}

/// Title over the decision.
pub fn decision_title(names: &Names, decision: &Decision) -> String {
    let Some(row) = answered::best_row(decision) else { return averting_title(names, decision) };
    let lead =
        if few(decision) { format!("Too few draws to decide ({}): ", effective(decision)) } else { String::new() };
    let sure = match answered::probability_best(decision, row) {
        Some(p) if p < 0.5 => {
            format!(", but best in only {} of the assumptions examined{}: not settled", share(p), and(decision, row))
        }
        Some(p) => format!(", and best in {} of the assumptions examined{}", share(p), but(decision, row)),
        None => but(decision, row),
    };
    upper_first(&format!("{lead}{} is best on average{sure}", strategy(names, decision, row)))
}

/// Title over what policies avert where nothing says which to choose: what averts most, and what its interval leaves open.
fn averting_title(names: &Names, decision: &Decision) -> String {
    let budget = soles(decision.budget_soles_per_year);
    let rows: Vec<&Strategy> = answered::ranked(decision).into_iter().map(|r| &decision.strategies[r]).collect();
    let Some(first) = rows.first() else { return format!("What policies avert with {budget} per year") };
    let clear = rows.iter().filter(|s| answered::verdict(&s.averted) == Verdict::More).count();
    let lead = format!(
        "with {budget} per year {} averts most on average: {}",
        names.of(&first.policy),
        averted(&first.averted)
    );
    match rows.iter().all(|s| answered::verdict(&s.averted) == Verdict::NoInterval) {
        true => format!("{}: {lead}", upper_first(answered::no_interval(decision.draws))),
        false if clear == 0 => format!("With {budget} per year no policy's cases averted can be told apart from none"),
        false if answered::verdict(&first.averted) == Verdict::More => upper_first(&lead),
        false => format!("{}, which can't be told apart from no effect", upper_first(&lead)),
    }
}

/// Where a strategy stands, for labels: "on the frontier, S/ 12,000 a case", "dominated".
pub fn standing(s: &Strategy) -> String {
    match (s.standing, s.icer) {
        (Standing::Reference, _) => "the reference".into(),
        (Standing::Frontier, Some(icer)) => format!("frontier, {}", per_case_at(icer)),
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
            Some(icer) => format!("{} ({})", names.of(&s.policy), per_case_at(icer)),
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
    let over = if decision.draws == 1 { "" } else { " over the draws" };
    match on.as_slice() {
        [] => format!("On average{over} no policy does better than doing nothing further{rest}"),
        all => format!("On average{over} the frontier holds {}{rest}{hedge}", list(all)),
    }
}

/// Title over the acceptability curves.
pub fn acceptability_title(names: &Names, decision: &Decision) -> String {
    let sure = answered::best_row(decision).and_then(|row| answered::probability_best(decision, row)).map_or(
        String::new(),
        |p| {
            let hedge = if p < 0.5 { ", less often than not" } else { "" };
            format!("; at {} the best is so in {} of the draws{hedge}", soles(decision.reference_willingness), share(p))
        },
    );
    let text = match answered::turns(decision).as_slice() {
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
    if few(decision) {
        // How often the best is so is said by the curves: what is said first must not be cut off.
        let short = text.strip_suffix(&sure).unwrap_or(&text);
        return format!("Too few draws to decide ({}). {}", effective(decision), upper_first(short));
    }
    upper_first(&text)
}

/// Strategy that averts most at a decision's budget, with its estimate.
pub(crate) fn most_averted<'a>(names: &Names, decision: &'a Decision) -> Option<(String, &'a Estimate)> {
    let row = *answered::ranked(decision).first()?;
    let s = &decision.strategies[row];
    Some((names.of(&s.policy), &s.averted))
}

/// Title over the budgets.
pub fn frontier_title(names: &Names, answers: &Answers) -> String {
    let all = answered::decisions(answers);
    let open = |e: &Estimate| if answered::verdict(e) == Verdict::Unclear { ", perhaps none" } else { "" };
    let ends = all.first().zip(all.last()).and_then(|(a, b)| {
        let (low, high) = (most_averted(names, a)?, most_averted(names, b)?);
        Some(((a.budget_soles_per_year, low), (b.budget_soles_per_year, high)))
    });
    match ends {
        None => "What more money averts is not known yet".into(),
        Some(((_, (name, e)), _)) if all.len() == 1 => format!(
            "With {} per year {name} averts most on average: {} {}{}",
            soles(all[0].budget_soles_per_year),
            averted(e),
            names.horizon(),
            open(e)
        ),
        Some(((small, (a, low)), (large, (b, high)))) => format!(
            "The most averted on average {} goes from {} with {} per year ({a}{}) to {} with {} ({b}{})",
            names.horizon(),
            persons_in_words(low.mean),
            soles(small),
            open(low),
            persons_in_words(high.mean),
            soles(large),
            open(high),
        ),
    }
}

/// "12,000 a case" for the labels of the frontier.
pub fn per_case_at(x: f64) -> String {
    format!("S/ {} per case", soles_bare(x).replace("million", "m").replace("billion", "bn"))
}
