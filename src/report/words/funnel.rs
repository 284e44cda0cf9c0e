//! From money to girls averted.

use crate::said::funnel::{Ends, Finding};
use crate::said::runs::Runs;
use amparo_decide::funnel::{Bought, Spells};

/// Fixed texts of the funnel's chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfFunnel {
    Reached,
    AtRisk,
    Prevented,
    Averted,
    /// Below a row of spells begun by going back.
    GoingBack,
    Reading,
}

/// What a language says of the way from money to girls averted.
pub trait Funnels {
    /// Fixed texts.
    fn funnel(&self, what: OfFunnel) -> &'static str;
    /// What the money of a policy buys that acts on these spells, in order.
    fn buys(&self, spending: f64, of: &[&Bought]) -> String;
    /// Title of the chart.
    fn funnel_title(&self, found: Option<&Finding>) -> String;
    /// How many of those before get to a step.
    fn funnel_share(&self, of: f64, all: f64) -> String;
    /// The interval of what is averted in all.
    fn funnel_averted(&self, ends: &Ends) -> String;
    /// Below it.
    fn funnel_subtitle(&self, horizon_years: usize, funded_years: usize, over: &Runs) -> String;
    /// One policy's way for those who cannot see it.
    fn funnel_alt(&self, policy: &str, of: Spells, steps: [f64; 4]) -> String;
}
