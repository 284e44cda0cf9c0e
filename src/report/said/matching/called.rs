//! How strategies are called: by what they are where only one of that kind is compared, otherwise by their titles.

use super::budget::strategy;
use crate::kit::answered::without_budget;
use crate::kit::names::Title;
use amparo_decide::matching::results::{AtBudget, Gain, Role, Strategy};
use amparo_model::scenario::{
    BEST_BY_EXPOSURE, BEST_BY_EXPOSURE_INTENSITY, BEST_SINGLE, BEST_SINGLE_OVER_ALL, BEST_UNIFORM,
};

/// The best of single interventions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Single {
    /// Everywhere alike.
    Uniform,
    /// By exposure.
    ByExposure,
    /// By exposure, at its best intensity.
    ByExposureIntensity,
    /// Of all.
    OfAll,
    /// Of all, the same whatever is assumed.
    OverAll,
}

const SINGLES: [(&str, Single); 5] = [
    (BEST_UNIFORM, Single::Uniform),
    (BEST_BY_EXPOSURE, Single::ByExposure),
    (BEST_BY_EXPOSURE_INTENSITY, Single::ByExposureIntensity),
    (BEST_SINGLE, Single::OfAll),
    (BEST_SINGLE_OVER_ALL, Single::OverAll),
];

/// A strategy that is alone of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From the dominant driver to an intervention.
    DriverMap,
    /// One intervention per community.
    Effect,
    /// One intervention and its intensity.
    Intensity,
    /// Several interventions.
    Bundle,
    /// The same with a perfect survey.
    PerfectSurvey,
    /// The same with true profiles and exposure.
    TrueProfile,
    /// Found by search.
    BestFound,
}

/// How a strategy is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The best of single interventions.
    Single(Single),
    /// By its kind; whether that it is planned with the scenario's own strengths must be said.
    Kind(Kind, bool),
    /// By its title.
    Title(Title),
}

fn kind(role: Role) -> Option<Kind> {
    match role {
        Role::DriverMap => Some(Kind::DriverMap),
        Role::Effect => Some(Kind::Effect),
        Role::Intensity => Some(Kind::Intensity),
        Role::Bundle => Some(Kind::Bundle),
        Role::PerfectSurvey => Some(Kind::PerfectSurvey),
        Role::TrueProfile => Some(Kind::TrueProfile),
        Role::BestFound => Some(Kind::BestFound),
        Role::Uniform | Role::ByExposure | Role::Other => None,
    }
}

/// How a strategy is called.
pub fn called(at: &AtBudget, policy: &str) -> Called {
    if let Some((_, single)) = SINGLES.iter().find(|(name, _)| *name == policy) {
        return Called::Single(*single);
    }
    let Some(s) = strategy(at, policy) else { return Called::Title(Title(policy.into())) };
    let compared = |name: &str| at.gains.iter().any(|g| g.policy == name || g.against == name);
    let alike = |o: &&Strategy| o.role == s.role && o.knows_parameters == s.knows_parameters;
    let all: Vec<&str> = at.strategies.iter().filter(alike).map(|o| o.policy.as_str()).collect();
    let named: Vec<&str> = all.iter().copied().filter(|p| compared(p)).collect();
    let alone = all == [policy] || named == [policy];
    match kind(s.role).filter(|_| alone) {
        // Told apart from the planner who knows only where both are there.
        Some(kind) => Called::Kind(
            kind,
            !s.knows_parameters && at.strategies.iter().any(|o| o.role == s.role && o.knows_parameters),
        ),
        None if s.title.is_empty() => Called::Title(Title(s.policy.clone())),
        None => Called::Title(Title(without_budget(&s.title).into())),
    }
}

/// A paired difference between two strategies.
pub struct Compared<'a> {
    /// What gains.
    pub policy: Called,
    /// What it is compared with.
    pub against: Called,
    /// The difference.
    pub gain: &'a Gain,
    /// Years of the horizon.
    pub horizon: usize,
}

/// A paired difference with both strategies as they are called.
pub fn compared<'a>(at: &AtBudget, gain: &'a Gain, horizon: usize) -> Compared<'a> {
    let (policy, against) = (called(at, &gain.policy), called(at, &gain.against));
    Compared { policy, against, gain, horizon }
}
