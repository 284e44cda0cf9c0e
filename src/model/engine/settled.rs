//! A world that has burnt in, and is returned to for every run: the short way to simulate from Rust.

use super::simulation::{Interrupt, Simulation, Stopped};
use super::snapshot::Snapshot;
use crate::draws::replicate_key;
use crate::observe::Record;
use crate::policy::Facts;
use crate::scenario::{Intervention, Scenario};
use crate::world::WEEKS_PER_YEAR;
use std::fmt;

/// A world at the end of its burn-in. Every [`SettledWorld::run`] starts there, with the same girls and the same draws, so that
/// two runs differ in their interventions alone.
pub struct SettledWorld {
    simulation: Simulation,
    fork: Snapshot,
    facts: Facts,
}

/// Why a world did not settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// It still drifted after the longest burn-in that its scenario allows, in years.
    Drifts {
        /// Years of that burn-in.
        years: usize,
    },
    /// It was interrupted.
    Stopped,
}

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unsettled::Drifts { years } => write!(f, "the world still drifts after {years} years of burn-in"),
            Unsettled::Stopped => f.write_str("the burn-in was interrupted"),
        }
    }
}

impl std::error::Error for Unsettled {}

impl From<Stopped> for Unsettled {
    fn from(_: Stopped) -> Unsettled {
        Unsettled::Stopped
    }
}

impl SettledWorld {
    /// Fills a world and lets it burn in by its scenario's rule, on one thread. The bits depend on scenario and seed alone; they
    /// are those of the first replicate of a study with this seed.
    ///
    /// # Errors
    /// [`Unsettled::Drifts`] if it never settles.
    pub fn new(scenario: &Scenario, seed: u64) -> Result<SettledWorld, Unsettled> {
        let mut simulation = Simulation::new(scenario, replicate_key(seed, 0), 1);
        let burn_in = simulation.burn_in(&Interrupt::new(false), |_| {})?;
        if !burn_in.settled {
            return Err(Unsettled::Drifts { years: burn_in.years });
        }
        let facts = simulation.facts(&burn_in);
        let fork = simulation.snapshot();
        Ok(SettledWorld { simulation, fork, facts })
    }

    /// Runs whole years from the end of the burn-in with these interventions; none is the baseline. What a week reports is in
    /// [`Record::weeks`], in real persons.
    pub fn run(&mut self, interventions: &[Intervention], years: usize) -> &Record {
        self.simulation.restore(&self.fork);
        self.simulation.begin(interventions, &self.facts);
        for _ in 0..years * WEEKS_PER_YEAR as usize {
            self.simulation.tick();
        }
        self.simulation.record()
    }

    /// The world as its last run left it; at the end of the burn-in if there was none.
    pub fn simulation(&mut self) -> &mut Simulation {
        &mut self.simulation
    }

    /// Facts that planners of policies know at the end of the burn-in.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }
}
