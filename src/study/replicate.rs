//! One replicate: a burn-in, then the baseline and every policy forked from it.

use super::cell::Cell;
use super::error::StudyError;
use crate::diagnose::{Profiles, profiles};
use crate::draws::replicate_key;
use crate::engine::{Interrupt, Simulation};
use crate::observe::Record;
use crate::scenario::Study;
use crate::world::WEEKS_PER_YEAR;

/// Name of the arm without a policy.
pub const BASELINE: &str = "baseline";

/// Girls sampled a community for driver profiles.
pub const PROFILE_SAMPLE: u32 = 40;

/// Version of the program and of the model's source.
pub const MODEL_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("AMPARO_MODEL"));

/// Keys of the cells of a study: what each cell's result depends on, the model's source included.
pub fn keys(study: &Study) -> Vec<(String, String)> {
    let key = |inputs: String| format!("{MODEL_VERSION} {inputs}");
    let baseline = (BASELINE.to_string(), key(study.cell_hash(0, None)));
    let policies = study.policies.iter().map(|p| (p.name.clone(), key(study.cell_hash(0, Some(p)))));
    [baseline].into_iter().chain(policies).collect()
}

/// What a finished piece of a replicate is handed to.
pub trait Sink {
    /// A cell is finished.
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError>;
    /// Weeks were simulated.
    fn weeks(&mut self, weeks: u32);
    /// Driver profiles of the burnt-in world, where they were asked for.
    fn profiles(&mut self, profiles: Profiles) -> Result<(), StudyError>;
}

/// Runs the arms of one replicate that are wanted, in a standing world.
///
/// # Errors
/// [`StudyError::Interrupted`], or what the sink says.
pub fn replicate(
    study: &Study,
    replicate: usize,
    wanted: &[bool],
    keys: &[(String, String)],
    want_profiles: bool,
    simulation: &mut Simulation,
    interrupt: &Interrupt,
    sink: &mut dyn Sink,
) -> Result<(), StudyError> {
    simulation.reseed(replicate_key(study.seed, replicate as u64));
    let burn_in = simulation.burn_in(interrupt, |_| sink.weeks(WEEKS_PER_YEAR))?;
    if want_profiles {
        let found = simulation.look(|scene| profiles(scene, PROFILE_SAMPLE));
        sink.profiles(found)?;
    }
    let facts = simulation.facts(&burn_in);
    let fork = simulation.snapshot();
    let years = study.funded_years + study.following_years;
    for (arm, (name, key)) in keys.iter().enumerate() {
        if !wanted[arm] {
            continue;
        }
        simulation.restore(&fork);
        let mut hash_after_funded = None;
        if arm > 0 {
            simulation.begin(&study.policies[arm - 1].interventions, &facts);
        }
        // A replicate whose burn-in never settled is rejected: nothing after it would mean anything.
        for year in 0..if burn_in.settled { years } else { 0 } {
            simulation.run(WEEKS_PER_YEAR, interrupt)?;
            sink.weeks(WEEKS_PER_YEAR);
            if arm == 0 && year + 1 == study.funded_years {
                hash_after_funded = Some(simulation.state_hash());
            }
        }
        sink.cell(Cell {
            arm: name.clone(),
            replicate,
            key: key.clone(),
            settled: burn_in.settled,
            burn_in_years: burn_in.years,
            hash_after_funded,
            hash_at_end: simulation.state_hash(),
            record: Record::clone(simulation.record()),
        })?;
    }
    Ok(())
}
