//! From money to girls averted: what a policy buys, whom that reaches, who of them would be drawn in, and what becomes of it
//! (docs/odd.md §9, the funnel).

use super::estimate::Estimate;
use super::named::named;
use amparo_model::policy::Unit;
use serde::Serialize;

/// One policy's way from money to girls averted, after adaptation, over the whole horizon, not discounted.
#[derive(Clone, Debug, Serialize)]
pub struct Funnel {
    /// Name of the policy, with its budget.
    pub policy: String,
    /// Years over which is counted.
    pub horizon_years: usize,
    /// Years of them in which it is paid for: girls reached are a mean over these.
    pub funded_years: usize,
    /// What it spends, S/.
    pub spending: f64,
    /// What that buys, by kind of intervention.
    pub bought: Vec<Bought>,
    /// What happens to those reached, by kind of spell.
    pub spells: Vec<Steps>,
}

/// What the money for one kind of intervention buys, means over draws.
#[derive(Clone, Debug, Serialize)]
pub struct Bought {
    /// Name of the kind.
    pub intervention: String,
    /// What sentences call it.
    pub label: String,
    /// S/ over the horizon.
    pub spending: f64,
    /// In `unit`, over the horizon.
    pub units: f64,
    /// What is counted.
    pub unit: Unit,
    /// Spells that it can keep from beginning.
    pub of: Spells,
    /// Girls reached at a time, mean over the funded years; with support persons taken in over the horizon.
    pub reached: f64,
    /// Spells that would begin among those reached were there no programme at all.
    pub at_risk: f64,
    /// Those of them that do not begin. Who is reached by two interventions counts in both.
    pub prevented: f64,
}

named! {
    /// Spells that are counted.
    pub enum Spells {
        /// First spells, begun by an offer.
        First = "first",
        /// Spells begun by going back.
        Repeated = "repeated",
    }
}

/// What happens to those whom a policy reaches, whatever reaches them.
#[derive(Clone, Debug, Serialize)]
pub struct Steps {
    /// Spells that are counted.
    pub of: Spells,
    /// Girls reached at a time, mean over the funded years; with support persons taken in over the horizon.
    pub reached: Estimate,
    /// Spells that would begin among those reached were there no programme.
    pub at_risk: Estimate,
    /// Those of them that do not begin.
    pub prevented: Estimate,
    /// Those that begin instead, elsewhere or later: `prevented` − `averted`; below 0 where more is averted than prevented.
    pub refilled: Estimate,
    /// Fewer spells than in the baseline, in all.
    pub averted: Estimate,
}
