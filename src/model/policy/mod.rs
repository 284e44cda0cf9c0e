//! Interventions: one file each, with what it costs and what it writes to the levers. None knows the science behind them.
//!
//! A new intervention is one new file and one line in [`KINDS`].

pub mod aftercare;
pub mod allocation;
pub mod app;
pub mod at_most;
pub mod cct;
pub mod cdd;
pub mod information;
pub mod plan;
pub mod programme;

pub use allocation::{Allocation, Allotment};
pub use at_most::{bought_nothing, most_soles_per_year};
pub use plan::{Facts, compile, estimated_exposure};
pub use programme::{Programme, Programmes, Timing, costs, programmes};

use crate::scenario::{Intervention, Objection, Policy};
use crate::world::{Levers, RegionLevers, Tally, TrainingTerms, WEEKS_PER_YEAR};

/// Whether an intervention is given girl by girl or community by community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A budget thins coverage everywhere.
    Girl,
    /// A budget buys whole communities.
    Community,
}

/// What a mechanism is told about a community.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Girls aged 12 to 24, persons.
    pub girls: f64,
    pub phone_share: f64,
    /// Expected girls in training at any time if every eligible girl were offered a place as often as the register says.
    pub training_demand: f64,
    /// Expected persons who come back from exploitation a year.
    pub returns_per_year: f64,
}

/// What a mechanism counts its costs from, in persons.
#[derive(Clone, Copy, Debug, Default)]
pub struct Activity {
    /// Girls who attended training this week.
    pub in_training: f64,
    /// Persons newly supported this week.
    pub supported: f64,
}

impl Activity {
    /// From simulated to real persons. Who completed or left training this week attended it this week.
    pub fn new(tally: &Tally, still_in_training: usize, scale: f64) -> Self {
        let attended = still_in_training as f64 + f64::from(tally.completed_training + tally.dropped_out);
        Activity { in_training: attended * scale, supported: f64::from(tally.supported) * scale }
    }
}

/// One intervention's mechanism and costs. Money is in S/, time in years unless named otherwise.
pub trait Mechanism: Send + Sync {
    /// What its coverage is counted in.
    fn grain(&self) -> Grain;

    /// Cost a year of running it at all, S/.
    fn fixed_cost(&self) -> f64 {
        0.0
    }

    /// Expected cost a year of full coverage of a community, S/.
    fn cost(&self, place: &Place) -> f64;

    /// Writes its part of a community's levers; called with coverage above 0 only, from the start on, after the end too.
    fn write(&self, t: &Timing, coverage: f64, levers: &mut Levers);

    /// Writes its part of the region's levers. `budget` is what it may have spent so far less what it has, S/.
    fn write_region(&self, _t: &Timing, _money: &Money, _region: &mut RegionLevers) {}

    /// Spending this week at full strength, S/; `covered` lists communities with their coverage.
    fn spending(&self, covered: &[(Place, f64)], _activity: &Activity) -> f64 {
        let by_place: f64 = covered.iter().map(|(place, coverage)| coverage * self.cost(place)).sum();
        (by_place + self.fixed_cost()) / f64::from(WEEKS_PER_YEAR)
    }

    /// What of [`Mechanism::spending`] this week is a transfer to households, S/: it leaves the budget, not society.
    fn transfers(&self, _activity: &Activity) -> f64 {
        0.0
    }

    /// Terms of training and offers per girl and year, if demand for training has to be forecast.
    fn training(&self) -> Option<(TrainingTerms, f64)> {
        None
    }

    /// Whether it is given to persons wherever they are from, so that it reaches those from outside too.
    fn follows_persons(&self) -> bool {
        false
    }

    /// Whether [`Mechanism::spending`] (and what of it is transfers) shrinks with the ramp; what is counted from activity does not.
    fn ramps_spending(&self) -> bool {
        true
    }
}

/// What a programme may still spend.
#[derive(Clone, Copy, Debug)]
pub struct Money {
    /// Budget a year, if it has one, S/.
    pub per_year: Option<f64>,
    /// Accrued in the programme's current year and not yet spent, S/; unlimited without a budget.
    pub available: Option<f64>,
    /// Persons one simulated person stands for.
    pub scale: f64,
}

/// A kind of intervention: its name in files, its parameter group, and how to make it from data.
pub struct Kind {
    pub name: &'static str,
    pub group: &'static str,
    /// What it does, in a line.
    pub does: &'static str,
    build: fn(&Intervention) -> Box<dyn Mechanism>,
}

/// Every kind of intervention.
pub const KINDS: &[Kind] = &[information::KIND, app::KIND, cdd::KIND, cct::KIND, aftercare::KIND];

const NAMES: [(&str, &str); KINDS.len()] = {
    let mut names = [("", ""); KINDS.len()];
    let mut i = 0;
    while i < KINDS.len() {
        names[i] = (KINDS[i].name, KINDS[i].group);
        i += 1;
    }
    names
};

/// The names and parameter groups of all kinds, for reading files.
pub const VOCABULARY: crate::scenario::Vocabulary =
    crate::scenario::Vocabulary { interventions: &NAMES, check: check_one };

/// The mechanism an intervention names.
pub(crate) fn mechanism(intervention: &Intervention) -> Option<Box<dyn Mechanism>> {
    KINDS.iter().find(|kind| kind.name == intervention.kind).map(|kind| (kind.build)(intervention))
}

/// What an intervention's coverage is counted in, and whether it is given to persons wherever they are from; `None` of an
/// unknown kind.
pub fn given_to(intervention: &Intervention) -> Option<(Grain, bool)> {
    mechanism(intervention).map(|one| (one.grain(), one.follows_persons()))
}

/// What only the interventions themselves can tell of one that a file describes: more contacts than the candidate process has
/// would be paid and not made, and what is given to persons wherever they are is matched to no community.
fn check_one(one: &Intervention, matched: bool) -> Result<(), Objection> {
    let (rate, most) = (one.parameters.info.rate * one.intensity, one.parameters.knowledge.max_contacts);
    if one.kind == information::KIND.name && rate > most {
        let message = format!(
            "`{}` makes {rate} campaign contacts per girl and year, more than knowledge.max_contacts = {most}",
            one.kind
        );
        return Err(("intensity", message));
    }
    if matched && given_to(one).is_some_and(|(_, to_persons)| to_persons) {
        let message =
            format!("`{}` is given to persons wherever they are, so it cannot be matched to communities", one.kind);
        return Err(("kind", message));
    }
    Ok(())
}

/// The same of a policy whose interventions no file describes, or whose parameters a draw has set.
///
/// # Errors
/// Names the policy and the kind.
pub fn check(policy: &Policy) -> Result<(), String> {
    for one in &policy.interventions {
        check_one(one, policy.matching.is_some()).map_err(|(_, why)| format!("in policy `{}` {why}", policy.name))?;
    }
    Ok(())
}
