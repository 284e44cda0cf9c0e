//! Answers to the questions of the chapter, and what each rests on.

use super::budget::{gain, judged_at, strategy};
use super::called::{Compared, compared};
use super::judged::Judged;
use crate::questions::asked::{Aside, Asked};
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{AtBudget, Gain, Role, Strategy, TwoPart};

/// With which strengths planners plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Planner {
    /// With those of the draw.
    Knows,
    /// One with those of the draw, the other with the scenario's.
    OneKnows,
    /// With the scenario's.
    OwnStrengths,
}

/// With which strengths planners plan; `None` where no strategy compared plans.
pub fn planner(at: &AtBudget, g: &Gain) -> Option<Planner> {
    let plans = |s: &&Strategy| !matches!(s.role, Role::Uniform | Role::ByExposure | Role::DriverMap | Role::BestFound);
    let of = |policy: &str| strategy(at, policy).filter(plans).map(|s| s.knows_parameters);
    let both: Vec<bool> = [of(&g.policy), of(&g.against)].into_iter().flatten().collect();
    match both.as_slice() {
        [] => None,
        all if all.iter().all(|k| *k) => Some(Planner::Knows),
        all if all.iter().any(|k| *k) => Some(Planner::OneKnows),
        _ => Some(Planner::OwnStrengths),
    }
}

/// A gain at another budget.
pub struct AtOther<'a> {
    /// S/ per year.
    pub budget: f64,
    /// The gain.
    pub averted: &'a Estimate,
    /// What it allows to say.
    pub judged: Judged,
}

/// A question's gain at the other budgets.
pub fn elsewhere<'a>(two_part: &'a TwoPart, main: &AtBudget, question: &str) -> Vec<AtOther<'a>> {
    let other = |b: &&AtBudget| b.budget_soles_per_year != main.budget_soles_per_year;
    let of = |b: &'a AtBudget| {
        let averted = &gain(b, question)?.averted;
        Some(AtOther { budget: b.budget_soles_per_year, averted, judged: judged_at(b, averted) })
    };
    two_part.budgets.iter().filter(other).filter_map(of).collect()
}

/// What answers a question.
pub struct Answered<'a> {
    /// S/ per year.
    pub budget: f64,
    /// What the gain allows to say.
    pub judged: Judged,
    /// The gain.
    pub compared: Compared<'a>,
    /// A remark behind it.
    pub aside: Option<Aside>,
    /// The gain at other budgets.
    pub elsewhere: Vec<AtOther<'a>>,
    /// With which strengths planners plan.
    pub planner: Option<Planner>,
}

/// What answers a question at the main budget, and at the others in brief; `None`: it is not in this study.
pub fn answered<'a>(two_part: &'a TwoPart, at: &'a AtBudget, asked: &Asked, horizon: usize) -> Option<Answered<'a>> {
    let g = gain(at, asked.name())?;
    let judged = judged_at(at, &g.averted);
    Some(Answered {
        budget: at.budget_soles_per_year,
        judged,
        compared: compared(at, g, horizon),
        aside: (asked.aside)(at, g, judged),
        elsewhere: elsewhere(two_part, at, asked.name()),
        planner: planner(at, g),
    })
}
