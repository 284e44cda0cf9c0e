//! One unit: a burn-in, then the baseline and every policy forked from it, run as often as the study asks.

use super::cell::{Cell, CellId, Made};
use super::error::StudyError;
use super::plan::{self, Unit, replayed};
use amparo_model::diagnose::{Desk, MatchFacts, Matched, Profiles, Seen, profiles};
use amparo_model::engine::{BurnInReport, Interrupt, Simulation};
use amparo_model::policy::Facts;
use amparo_model::scenario::{Policy, Study};
use amparo_model::world::WEEKS_PER_YEAR;
use std::sync::Arc;

/// Girls sampled per community for driver profiles.
pub const PROFILE_SAMPLE: u32 = 40;

/// Receiver of the finished pieces of a unit.
pub trait Sink {
    /// A cell is finished.
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError>;
    /// Weeks were simulated.
    fn weeks(&mut self, weeks: u32);
    /// Driver profiles of the burnt-in world, where they were asked for.
    fn profiles(&mut self, profiles: Profiles) -> Result<(), StudyError>;
}

/// A unit to be run.
pub struct Task<'a> {
    /// The study it belongs to.
    pub study: &'a Study,
    /// Draw and replicate.
    pub unit: Unit,
    /// Its policies with the draw's parameters in place.
    pub policies: &'a [Policy],
    /// Every cell with its key, the baseline first.
    pub cells: &'a [(CellId, String)],
    /// Which of them are wanted.
    pub wanted: &'a [bool],
    /// Whether the driver profiles of its baseline are wanted too.
    pub want_profiles: bool,
}

/// The world of a unit's draw, to be run with any replicate's key, and its policies there.
pub fn standing_world(study: &Study, unit: Unit, threads: usize) -> (Simulation, Vec<Policy>) {
    let (scenario, policies) = plan::at(study, unit);
    (Simulation::new(&scenario, 0, threads), policies)
}

/// Runs the cells of a unit that are wanted in a world of its draw.
///
/// # Errors
/// [`StudyError::Interrupted`], or what the sink says.
pub fn run_unit(
    task: &Task,
    simulation: &mut Simulation,
    interrupt: &Interrupt,
    sink: &mut dyn Sink,
) -> Result<(), StudyError> {
    let study = task.study;
    simulation.reseed(task.unit.world_key(study));
    let burn_in = simulation.burn_in(interrupt, |_| sink.weeks(WEEKS_PER_YEAR))?;
    if task.want_profiles {
        let found = simulation.look(|scene| profiles(scene, PROFILE_SAMPLE));
        sink.profiles(found)?;
    }
    let facts = simulation.facts(&burn_in);
    let approaches = simulation.approaches_by_community();
    let mut desk = Desk::default();
    let fork = simulation.snapshot();
    let wanted = |i: usize| task.wanted[i];
    let replays = (0..task.cells.len()).any(|i| wanted(i) && replayed(task.cells[i].0.run));
    // The baseline is run without being asked for where something is replayed from it.
    let (mut trace, mut approaches_then) = (None, None);
    let policies = (1..task.cells.len()).any(wanted);
    if wanted(0) || replays {
        if replays {
            simulation.record_trace();
        }
        if policies {
            simulation.record_approaches();
        }
        let hash = years(task, simulation, &burn_in, true, interrupt, sink)?;
        if replays {
            trace = Some(Arc::new(simulation.take_trace()));
        }
        approaches_then = simulation.take_approaches().map(Arc::new);
        if wanted(0) {
            sink.cell(finished(task, 0, simulation, &burn_in, hash, &[], None))?;
        }
    }
    for i in (1..task.cells.len()).filter(|i| wanted(*i)) {
        let id = &task.cells[i].0;
        let Some(policy) = task.policies.iter().find(|p| p.name == id.arm) else {
            unreachable!("cells are those of the study's policies");
        };
        simulation.restore(&fork);
        let matched =
            policy.matching.as_ref().map(|_| match_policy(&mut desk, policy, study, simulation, &facts, &approaches));
        match &matched {
            Some(matched) => simulation.begin_allocated(&matched.allocation, &facts),
            None => simulation.begin(&policy.interventions, &facts),
        }
        if let Some(trace) = trace.as_ref().filter(|_| replayed(id.run)) {
            simulation.replay(Arc::clone(trace), id.run);
        }
        if let Some(then) = &approaches_then {
            simulation.recall(Arc::clone(then));
        }
        let treated = simulation.treated();
        years(task, simulation, &burn_in, false, interrupt, sink)?;
        sink.cell(finished(task, i, simulation, &burn_in, None, &treated, matched.map(|m| m.facts)))?;
    }
    Ok(())
}

/// Diagnoses the world as it is at the fork and matches the policy's interventions to its communities.
fn match_policy(
    desk: &mut Desk,
    policy: &Policy,
    study: &Study,
    simulation: &mut Simulation,
    facts: &Facts,
    approaches: &[f64],
) -> Matched {
    simulation.look(|scene| {
        let seen = Seen {
            scene,
            facts,
            baseline: &study.scenario.baseline,
            approaches,
            funded_weeks: study.funded_years as u32 * WEEKS_PER_YEAR,
            horizon_weeks: study.horizon_weeks(),
        };
        desk.matched(policy, &seen)
    })
}

/// Runs the horizon; the hash of the world after the funded years for the baseline. A unit whose burn-in never
/// settled is rejected: nothing after it would mean anything.
fn years(
    task: &Task,
    simulation: &mut Simulation,
    burn_in: &BurnInReport,
    baseline: bool,
    interrupt: &Interrupt,
    sink: &mut dyn Sink,
) -> Result<Option<String>, StudyError> {
    let study = task.study;
    let mut hash = None;
    for year in 0..if burn_in.settled { study.funded_years + study.following_years } else { 0 } {
        simulation.run(WEEKS_PER_YEAR, interrupt)?;
        sink.weeks(WEEKS_PER_YEAR);
        if year + 1 == study.funded_years && baseline {
            hash = Some(simulation.state_hash());
        }
    }
    Ok(hash)
}

fn finished(
    task: &Task,
    i: usize,
    simulation: &mut Simulation,
    burn_in: &BurnInReport,
    hash_after_funded: Option<String>,
    treated: &[bool],
    matched: Option<MatchFacts>,
) -> Cell {
    let study = task.study;
    let (id, key) = task.cells[i].clone();
    // Hashing everyone takes a while; a replayed run follows from runs that are hashed.
    let hash_at_end = if replayed(id.run) { String::new() } else { simulation.state_hash() };
    Cell::new(Made {
        id,
        key,
        settled: burn_in.settled,
        burn_in_years: burn_in.years,
        drift: burn_in.drift.largest(),
        hash_after_funded,
        hash_at_end,
        record: simulation.record(),
        funded_years: study.funded_years,
        following_years: study.following_years,
        residents: study.scenario.baseline.residents,
        towns: study.scenario.towns.len(),
        scale: study.scenario.parameters.population.scale,
        treated,
        matched,
    })
}
