//! Whether forecasts can be trusted.

use super::budget::{DrawsOf, too_few};
use crate::kit::answered::without_budget;
use crate::kit::names::Title;
use amparo_decide::matching::results::{AtBudget, ForecastSkill, Role, TwoPart};

/// Skill at one budget.
pub fn skills<'a>(two_part: &'a TwoPart, at: &AtBudget) -> Vec<&'a ForecastSkill> {
    two_part.skill.iter().filter(|s| s.budget_soles_per_year == at.budget_soles_per_year).collect()
}

/// The forecast that carries most: of the strategy that plans most freely on what a planner can know.
pub fn main_skill<'a>(two_part: &'a TwoPart, at: &AtBudget) -> Option<&'a ForecastSkill> {
    let all = skills(two_part, at);
    let known = all.iter().filter(|s| s.role <= Role::Bundle).max_by_key(|s| s.role);
    known.or_else(|| all.first()).copied()
}

/// The strategy whose forecasts they are.
pub fn of(s: &ForecastSkill) -> Title {
    Title(if s.title.is_empty() { s.policy.clone() } else { without_budget(&s.title).to_owned() })
}

/// What the simulation gives of each case forecast; `None` where none was forecast.
pub fn ratio(s: &ForecastSkill) -> Option<f64> {
    (s.ratio.is_finite() && s.forecast > 0.0).then_some(s.ratio)
}

/// Which way forecasts err.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    /// They can't be compared.
    Unknown,
    /// They promise more than the simulation gives.
    TooMuch,
    /// They promise less.
    TooLittle,
    /// They err both ways.
    BothWays,
}

/// Which way forecasts err, by how much, over how many rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Erring {
    /// Which way.
    pub way: Way,
    /// What the simulation gives of each case forecast: least and most.
    pub range: (f64, f64),
    /// Rules compared.
    pub rules: usize,
    /// Draws that are too few.
    pub few: Option<DrawsOf>,
}

/// Which way forecasts err.
pub fn erring(at: &AtBudget, skills: &[&ForecastSkill]) -> Erring {
    let ratios: Vec<f64> = skills.iter().filter_map(|s| ratio(s)).collect();
    let (low, high) = ratios.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), r| (l.min(*r), h.max(*r)));
    let way = match ratios.as_slice() {
        [] => Way::Unknown,
        _ if high < 1.0 => Way::TooMuch,
        _ if low > 1.0 => Way::TooLittle,
        _ => Way::BothWays,
    };
    Erring { way, range: (low, high), rules: ratios.len(), few: too_few(at) }
}
