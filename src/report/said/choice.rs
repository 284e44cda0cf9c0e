//! Which policy, at which budget, and at which worth of a case averted.

use super::shared::{But, Clear, Effective, Tally, but, too_few};
use crate::kit::answered::{self, Verdict};
use crate::kit::names::{Names, Title, Who};
use amparo_decide::answers::{Decision, Standing, Strategy};
use amparo_decide::estimate::Estimate;

/// Which strategy is best in expectation, and how surely.
pub struct Best {
    /// The strategy.
    pub who: Who,
    /// Share of the draws in which it is best.
    pub share: Option<f64>,
    /// Whether it is best in less than half of them.
    pub unsettled: bool,
    /// What the choice leaves open.
    pub but: But,
}

/// Which strategy is best in expectation; `None` where that is not asked.
pub fn best(names: &Names, decision: &Decision) -> Option<Best> {
    let row = answered::best_row(decision)?;
    let share = answered::probability_best(decision, row);
    Some(Best {
        who: names.who(decision, row),
        share,
        unsettled: share.is_some_and(|p| p < 0.5),
        but: but(decision, row),
    })
}

/// The policy that averts most at a decision's budget.
pub fn most_averted<'a>(names: &Names, decision: &'a Decision) -> Option<(Title, &'a Estimate)> {
    let s = &decision.strategies[*answered::ranked(decision).first()?];
    Some((names.title(&s.policy), &s.averted))
}

/// What stands over the decision.
pub enum Headline<'a> {
    /// What is best on average; draws that are too few.
    Best(Best, Option<Effective>),
    /// What averts most, where nothing says which to choose: S/ per year, policy, draws, and whether any is clear.
    Averting(f64, Option<(Title, &'a Estimate)>, usize, Clear),
}

/// What stands over the decision.
pub fn headline<'a>(names: &Names, decision: &'a Decision) -> Headline<'a> {
    match best(names, decision) {
        Some(best) => Headline::Best(best, too_few(decision)),
        None => {
            let rows = answered::ranked(decision);
            let tally = Tally::of(rows.iter().map(|r| answered::verdict(&decision.strategies[*r].averted)));
            Headline::Averting(
                decision.budget_soles_per_year,
                most_averted(names, decision),
                decision.draws,
                tally.clear(tally.more),
            )
        }
    }
}

/// What stands over the plane.
pub struct Frontier {
    /// Policies on the frontier, with S/ per case against the next cheaper one.
    pub on: Vec<(Title, Option<f64>)>,
    /// Policies that are dominated.
    pub off: Vec<Title>,
    /// Whether some may avert nothing.
    pub open: bool,
    /// Whether there is one draw.
    pub one: bool,
}

/// What stands over the plane.
pub fn frontier(names: &Names, decision: &Decision) -> Frontier {
    let policies = || decision.strategies.iter().skip(1);
    let on: Vec<(Title, Option<f64>)> = policies()
        .filter(|s| matches!(s.standing, Standing::Frontier | Standing::Reference))
        .map(|s| (names.title(&s.policy), s.icer))
        .collect();
    let off = |s: &&Strategy| matches!(s.standing, Standing::Dominated | Standing::ExtendedDominated);
    Frontier {
        off: policies().filter(off).map(|s| names.title(&s.policy)).collect(),
        open: policies().any(|s| answered::verdict(&s.averted) == Verdict::Unclear),
        one: decision.draws == 1,
        on,
    }
}

/// What stands over the curves of acceptability.
pub struct Acceptability {
    /// Strategies with the highest expected net benefit, and S/ per case from which on.
    pub turns: Vec<(Who, f64)>,
    /// What a case averted is worth, S/, which is best there, and the share of the draws in which it is so.
    pub sure: Option<(f64, Who, f64)>,
    /// Draws that are too few.
    pub few: Option<Effective>,
}

/// What stands over the curves of acceptability.
pub fn acceptability(names: &Names, decision: &Decision) -> Acceptability {
    let best = answered::best_row(decision);
    let sure = best.and_then(|row| Some((names.who(decision, row), answered::probability_best(decision, row)?)));
    Acceptability {
        turns: answered::turns(decision).into_iter().map(|(row, from)| (names.who(decision, row), from)).collect(),
        sure: sure.map(|(who, p)| (decision.reference_willingness, who, p)),
        few: too_few(decision),
    }
}

/// What averts most at a budget.
pub struct Most<'a> {
    /// S/ per year.
    pub budget: f64,
    /// The policy.
    pub policy: Title,
    /// What it averts.
    pub averted: &'a Estimate,
    /// Whether that may be nothing.
    pub open: bool,
}

/// What averts most at the smallest budget and, where there are several, at the largest; `None` where nothing is known.
pub fn by_budget<'a>(names: &Names<'a>) -> Option<(Most<'a>, Option<Most<'a>>)> {
    let all = answered::decisions(names.answers);
    let most = |d: &'a Decision| {
        let (policy, averted) = most_averted(names, d)?;
        let open = answered::verdict(averted) == Verdict::Unclear;
        Some(Most { budget: d.budget_soles_per_year, policy, averted, open })
    };
    let (first, last) = (most(all.first()?)?, most(all.last()?)?);
    Some((first, (all.len() > 1).then_some(last)))
}
