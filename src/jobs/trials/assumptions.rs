//! Draws of what the trials of information test: the mechanism's parameters and the two that say how choices follow belief.

use crate::solve::acceptance::{AcceptanceSample, Accepting, Aim, elasticity_weight, solve};
use amparo_model::diagnose::Reached;
use amparo_model::math::sobol::{self, POINTS};
use amparo_model::policy::information::{CEILING, GAIN};
use amparo_model::register::Parameters;
use amparo_model::scenario::Scenario;
use amparo_model::world::Community;
use std::collections::BTreeMap;

/// Parameters drawn from their priors. The world before a campaign depends on none but the last two; for those θ is solved so
/// that as many offers are accepted as in the scenario, and the points are thinned to the elasticities that are known.
pub const DRAWN: [&str; 6] = [GAIN, CEILING, "knowledge.h_x", "knowledge.eta", "decision.mu", "decision.loss"];

/// Points looked at for each draw wanted, at most.
const MOST_POINTS_A_DRAW: usize = 64;

/// A point of the priors.
#[derive(Clone, Debug)]
pub struct Point {
    /// The scenario's parameters with the drawn ones in place; θ is still to be solved.
    pub parameters: Parameters,
    /// The point's last coordinate, by which it is kept or not.
    pub lot: f64,
}

/// The point of this number.
pub fn point(scenario: &Scenario, seed: u64, number: u32) -> Point {
    let mut values: BTreeMap<String, f64> = scenario.overrides.clone();
    for (dimension, name) in (0..).zip(DRAWN) {
        if let Some(entry) = scenario.register.get(name) {
            values.insert(name.to_owned(), entry.quantile(sobol::point(number, dimension, seed)));
        }
    }
    Point { parameters: scenario.register.parameters(&values), lot: sobol::point(number, DRAWN.len() as u32, seed) }
}

/// Numbers of the points that may be looked at for so many draws.
pub fn numbers(draws: usize) -> std::ops::Range<u32> {
    let most = draws.saturating_mul(MOST_POINTS_A_DRAW).min(POINTS as usize);
    0..u32::try_from(most).unwrap_or(POINTS)
}

/// Where offers are made, and to whom.
pub struct Offers<'a> {
    /// Communities of the region.
    pub communities: &'a [Community],
    /// Share of approaches by community while all yield alike.
    pub gravity: &'a [f64],
    /// First spells per year, persons.
    pub newly_exploited: f64,
    /// Persons one simulated girl stands for.
    pub scale: f64,
}

impl Offers<'_> {
    /// Acceptance of these girls, whose beliefs hold what their communities know already.
    pub fn accepting(&self, girls: &[Reached], parameters: &Parameters, aim: Aim) -> Accepting {
        solve(&AcceptanceSample {
            girls,
            communities: self.communities,
            gravity: self.gravity,
            parameters,
            aim,
            returns_per_year: 0.0,
            going_back: 0.0,
            newly_exploited: self.newly_exploited,
            scale: self.scale,
        })
    }
}

/// Whether a point is kept: with the chance that its elasticities have beside what is known, so that those kept weigh alike.
pub fn kept(point: &Point, accepting: &Accepting) -> bool {
    point.lot < elasticity_weight(accepting.elasticities)
}
