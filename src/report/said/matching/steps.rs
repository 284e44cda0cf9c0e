//! Steps from one intervention to several, and what lies beyond them.

use super::budget::{DrawsOf, gain, judged_at, too_few};
use super::called::{Called, called};
use super::judged::Judged;
use crate::questions::QUESTIONS;
use crate::questions::asked::{Asked, Question};
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{AtBudget, Role, Strategy};

/// What one question gains.
pub struct Gained<'a> {
    /// The question.
    pub question: Question,
    /// The gain.
    pub averted: &'a Estimate,
    /// What it allows to say.
    pub judged: Judged,
}

fn gained(at: &AtBudget, question: Question) -> Option<Gained<'_>> {
    let averted = &gain(at, question.name())?.averted;
    Some(Gained { question, averted, judged: judged_at(at, averted) })
}

/// Questions whose gains add up, in their order.
pub fn adding_up() -> impl Iterator<Item = &'static Asked> {
    QUESTIONS.iter().filter(|asked| asked.adds_up)
}

/// What each step gains at a budget.
pub fn steps(at: &AtBudget) -> Vec<Gained<'_>> {
    adding_up().filter_map(|asked| gained(at, asked.question)).collect()
}

/// What is beyond reach.
pub struct Beyond<'a> {
    /// A perfect survey, or the best found.
    pub gained: Gained<'a>,
    /// What it is compared with.
    pub against: Called,
}

/// What a survey without error and the best found would gain.
pub fn beyond(at: &AtBudget) -> Vec<Beyond<'_>> {
    let of = |question: Question| {
        let against = called(at, &gain(at, question.name())?.against);
        Some(Beyond { gained: gained(at, question)?, against })
    };
    [Question::PerfectSurvey, Question::BestFound].into_iter().filter_map(of).collect()
}

/// What stands over the steps.
pub struct Title<'a> {
    /// S/ per year.
    pub budget: f64,
    /// Draws that are too few.
    pub few: Option<DrawsOf>,
    /// The first two steps; diagnosing where no step is known.
    pub steps: Vec<Gained<'a>>,
}

/// What stands over the steps.
pub fn title(at: &AtBudget) -> Title<'_> {
    let mut steps: Vec<Gained> = adding_up().take(2).filter_map(|asked| gained(at, asked.question)).collect();
    if steps.is_empty() {
        steps.extend(gained(at, Question::Diagnosing));
    }
    Title { budget: at.budget_soles_per_year, few: too_few(at), steps }
}

/// What stands over the strategies.
pub struct Best<'a> {
    /// S/ per year.
    pub budget: f64,
    /// Draws that are too few.
    pub few: Option<DrawsOf>,
    /// What averts most of what can be done: strategy, cases, and what they allow to say.
    pub best: Option<(Called, &'a Estimate, Judged)>,
    /// Years of the horizon.
    pub horizon: usize,
}

/// What stands over the strategies.
pub fn best(at: &AtBudget, horizon: usize) -> Best<'_> {
    let within_reach = |s: &&Strategy| !matches!(s.role, Role::PerfectSurvey | Role::TrueProfile | Role::BestFound);
    let best = at.strategies.iter().filter(within_reach).max_by(|a, b| a.averted.mean.total_cmp(&b.averted.mean));
    Best {
        budget: at.budget_soles_per_year,
        few: too_few(at),
        best: best.map(|s| (called(at, &s.policy), &s.averted, judged_at(at, &s.averted))),
        horizon,
    }
}
