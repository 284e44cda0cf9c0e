//! What the chapter's words, charts and tables share: which budget they speak of, and what an estimate allows to say.

use crate::kit::answered::{noise_half, over_draws, without_budget};
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{AtBudget, Gain, Role, Strategy, TwoPart};
use amparo_model::scenario::{
    BEST_BY_EXPOSURE, BEST_BY_EXPOSURE_INTENSITY, BEST_SINGLE, BEST_SINGLE_OVER_ALL, BEST_UNIFORM,
};
use amparo_tables::numbers::{number, short};

/// The budget that headline and titles speak of: the largest with draws enough to decide, or else the largest.
pub fn main_budget(two_part: &TwoPart) -> Option<&AtBudget> {
    let decided = two_part.budgets.iter().rfind(|b| !few(b));
    decided.or_else(|| two_part.budgets.last())
}

/// Whether so few draws settle nothing.
pub fn few(at: &AtBudget) -> bool {
    at.effective_draws < DRAWS_TO_DECIDE
}

/// The gain that answers a question.
pub fn gain<'a>(at: &'a AtBudget, question: &str) -> Option<&'a Gain> {
    at.gains.iter().find(|g| g.question == question)
}

pub fn strategy<'a>(at: &'a AtBudget, policy: &str) -> Option<&'a Strategy> {
    at.strategies.iter().find(|s| s.policy == policy)
}

/// The best single interventions in a sentence.
pub const SINGLES: [(&str, &str); 5] = [
    (BEST_UNIFORM, "the best single intervention everywhere"),
    (BEST_BY_EXPOSURE, "the best single intervention by exposure"),
    (BEST_BY_EXPOSURE_INTENSITY, "the best single intervention by exposure, at its best intensity"),
    (BEST_SINGLE, "the best single intervention of all"),
    (BEST_SINGLE_OVER_ALL, "the best single intervention whatever is assumed"),
];

/// A strategy in a sentence: by what it is where only one of that kind is compared, otherwise by its title.
pub fn called(at: &AtBudget, policy: &str) -> String {
    let of_role = |role: Role| match role {
        Role::DriverMap => Some("the map from the dominant driver"),
        Role::Effect => Some("matching one intervention to each community"),
        Role::Intensity => Some("matching one intervention and its intensity"),
        Role::Bundle => Some("matching several interventions to each community"),
        Role::PerfectSurvey => Some("matching with a perfect survey"),
        Role::TrueProfile => Some("matching with true profiles and exposure"),
        Role::BestFound => Some("the best found by search"),
        Role::Uniform | Role::ByExposure | Role::Other => None,
    };
    if let Some((_, words)) = SINGLES.iter().find(|(name, _)| *name == policy) {
        return (*words).into();
    }
    let Some(s) = strategy(at, policy) else { return policy.to_owned() };
    let compared = |name: &str| at.gains.iter().any(|g| g.policy == name || g.against == name);
    let alike = |o: &&Strategy| o.role == s.role && o.knows_parameters == s.knows_parameters;
    let all: Vec<&str> = at.strategies.iter().filter(alike).map(|o| o.policy.as_str()).collect();
    let named: Vec<&str> = all.iter().copied().filter(|p| compared(p)).collect();
    let alone = all == [policy] || named == [policy];
    match of_role(s.role).filter(|_| alone) {
        // Told apart from the planner who knows only where both are there.
        Some(words) if !s.knows_parameters && at.strategies.iter().any(|o| o.role == s.role && o.knows_parameters) => {
            format!("{words}, planned with the scenario's own strengths")
        }
        Some(words) => words.to_owned(),
        None if s.title.is_empty() => s.policy.clone(),
        None => without_budget(&s.title).to_owned(),
    }
}

/// What an estimate of a difference allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Fewer effective draws than a decision needs.
    Few,
    /// Simulation noise of the mean covers 0, or is not known.
    Untold,
    /// Clear of noise, and the interval over draws leaves 0 out.
    More,
    Fewer,
    /// Clear of noise on average; the interval over draws holds 0, or there is none.
    MoreOnAverage,
    FewerOnAverage,
}

pub fn judged(e: &Estimate, few: bool) -> Judged {
    if few {
        return Judged::Few;
    }
    match (noise_half(e).is_some_and(|half| e.mean.abs() > half), over_draws(e)) {
        (false, _) => Judged::Untold,
        (true, Some((low, _))) if low > 0.0 => Judged::More,
        (true, Some((_, high))) if high < 0.0 => Judged::Fewer,
        (true, _) if e.mean > 0.0 => Judged::MoreOnAverage,
        (true, _) => Judged::FewerOnAverage,
    }
}

/// About three digits, at least two of a small number, which a parameter may be, and no idle zeros.
pub fn fine(x: f64) -> String {
    let text = match x.abs() {
        v if v >= 0.1 || v == 0.0 => short(x),
        v => number(x, (1.0 - v.log10().floor()).clamp(0.0, 9.0) as usize),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
