//! What is timed: spawning, the burn-in, weeks of the baseline and of policies, forking, several jobs beside one, and what a study does
//! as a whole.

use super::measured::{Measured, Seconds, seconds};
use super::options::BenchOptions;
use super::whole::{run_units, tables};
use crate::pool::in_pool;
use amparo_model::engine::{Interrupt, Simulation, Snapshot};
use amparo_model::policy::Facts;
use amparo_model::scenario::{BurnIn, Policy, Scenario, Study};
use amparo_model::world::{Setting, WEEKS_PER_YEAR};
use amparo_study::cpu::{Clock, peak_memory_bytes};
use amparo_study::error::StudyError;
use amparo_study::plan::{self, Unit};
use amparo_study::progress::Progress;
use std::sync::Arc;
use std::time::Instant;

/// How much is timed.
pub(super) struct Plan {
    /// Burn-ins at their shortest, two years, instead of the scenario's.
    pub(super) short_burn_in: bool,
    pub(super) spawns: usize,
    /// Times that the baseline and every policy are timed.
    pub(super) rounds: usize,
    pub(super) baseline_weeks: u32,
    pub(super) policy_weeks: u32,
    /// Times that one job and several are timed, in turn.
    pub(super) turns: usize,
    /// Draws of which the burn-in, the baseline, and some policies are run over the whole horizon, as a study runs them.
    pub(super) units: usize,
    /// Times that the study's tables are made.
    pub(super) tables: usize,
}

pub(super) const FULL: Plan = Plan {
    short_burn_in: false,
    spawns: 5,
    rounds: 7,
    baseline_weeks: 260,
    policy_weeks: 78,
    turns: 5,
    units: 5,
    tables: 3,
};
pub(super) const QUICK: Plan = Plan {
    short_burn_in: true,
    spawns: 3,
    rounds: 3,
    baseline_weeks: 104,
    policy_weeks: 52,
    turns: 3,
    units: 1,
    tables: 1,
};

/// Years of the world whose memory is measured, after its burn-in: those of `amparo run`.
const YEARS: u32 = 5;
/// Policies timed at most, spread over the study's.
const MOST_POLICIES: usize = 6;

/// Times everything that the plan says.
pub(super) fn measure(
    study: &Study,
    plan: &Plan,
    options: &BenchOptions,
    jobs: usize,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Measured, StudyError> {
    let unit = Unit { draw: 0, replicate: 0 };
    let (mut scenario, policies) = plan::at(study, unit);
    if plan.short_burn_in {
        scenario.burn_in = BurnIn { years: 2, max_years: 2, drift_years: 1, drift_per_year: f64::MAX };
    }
    let key = unit.world_key(study);
    let policies = timed_policies(&policies);

    progress.stage("warming up: one world, untimed", 0);
    let mut simulation = Simulation::new(&scenario, key, options.threads);
    simulation.burn_in(interrupt, |_| {})?;
    simulation.run(YEARS * WEEKS_PER_YEAR, interrupt)?;
    // Before there is a second world, a copy of this one, or the sentinel's table.
    let peak_bytes = peak_memory_bytes();
    let mut m = Measured::new(options.threads);
    m.peak_bytes = peak_bytes;
    m.beat();
    m.beats.clear();
    let region = &simulation.world.resource::<Setting>().region;
    (m.girls, m.communities) = (region.girls(), region.communities.len());
    progress.done();

    let weeks_of_round = plan.baseline_weeks + policies.len() as u32 * plan.policy_weeks;
    let years = scenario.burn_in.years as u32;
    let all = plan.spawns as u32 + years * WEEKS_PER_YEAR + plan.rounds as u32 * weeks_of_round;
    progress.stage("timing spawns, the baseline, and policies", u64::from(all));
    spawns(&mut m, plan, &scenario, key, &mut simulation, options.threads, interrupt, progress)?;
    let (facts, fork) = burn_in_by_year(&mut m, &mut simulation, interrupt, progress)?;
    for _ in 0..plan.rounds {
        round(&mut m, plan, &mut simulation, &fork, &facts, &policies, interrupt)?;
        progress.advance(u64::from(weeks_of_round));
    }
    progress.done();

    if options.cores >= 2 || jobs >= 2 {
        let most = jobs.max(2);
        progress.stage("timing one job beside several", 0);
        let mut worlds = vec![simulation];
        while worlds.len() < most {
            stopped(interrupt)?;
            worlds.push(Simulation::new(&scenario, key, options.threads));
        }
        let piece = JobPiece { fork: &fork, facts: &facts, policies: &policies, plan, threads: options.threads };
        for _ in 0..plan.turns {
            m.two_jobs.sentinel.push(m.sentinel_speed_up(2));
            let one = piece.on(&mut worlds[..1], interrupt)?;
            let two = piece.on(&mut worlds[..2], interrupt)?;
            m.two_jobs.pieces.push(m.piece(2.0 * one / two));
            if jobs > 2 {
                m.many_jobs.sentinel.push(m.sentinel_speed_up(jobs));
                let many = piece.on(&mut worlds, interrupt)?;
                m.many_jobs.pieces.push(m.piece(jobs as f64 * one / many));
            }
        }
        progress.done();
    } else {
        drop(simulation);
    }

    // What follows is a study's own work, with worlds of its own.
    drop(fork);
    let cells = run_units(&mut m, plan.units, study, options.threads, progress, interrupt)?;
    progress.stage("making the study's tables, charts, and report", plan.tables as u64);
    for _ in 0..plan.tables {
        m.beat();
        let took = tables(study, &cells, jobs, interrupt)?;
        m.tables.push(m.piece(took));
        progress.advance(1);
    }
    progress.done();
    m.beat();
    Ok(m)
}

/// Policies that are timed: those that need no matching, at most [`MOST_POLICIES`], spread over all.
fn timed_policies(policies: &[Policy]) -> Vec<&Policy> {
    let plain: Vec<&Policy> = policies.iter().filter(|p| p.matching.is_none()).collect();
    let n = plain.len().min(MOST_POLICIES);
    (0..n).map(|i| plain[i * plain.len() / n]).collect()
}

/// An error once a stop was asked for.
fn stopped(interrupt: &Interrupt) -> Result<(), StudyError> {
    if interrupt.load(std::sync::atomic::Ordering::Relaxed) { Err(StudyError::Interrupted) } else { Ok(()) }
}

/// Times spawning a second world beside the standing one, and filling the standing one again.
fn spawns(
    m: &mut Measured,
    plan: &Plan,
    scenario: &Scenario,
    key: u64,
    standing: &mut Simulation,
    threads: usize,
    interrupt: &Interrupt,
    progress: &dyn Progress,
) -> Result<(), StudyError> {
    for _ in 0..plan.spawns {
        stopped(interrupt)?;
        m.beat();
        let (took, world) = seconds(|| Simulation::new(scenario, key, threads));
        drop(world);
        m.spawn.push(m.took(took, 1.0));
        standing.reseed(key);
        progress.advance(1);
    }
    Ok(())
}

/// Times a burn-in year by year; what planners know at its end, and the burnt-in world.
fn burn_in_by_year(
    m: &mut Measured,
    simulation: &mut Simulation,
    interrupt: &Interrupt,
    progress: &dyn Progress,
) -> Result<(Facts, Snapshot), StudyError> {
    m.beat();
    let mut clock = Clock::start();
    let report = simulation.burn_in(interrupt, |_| {
        m.burn_in_week.push(m.took(Seconds::since(&clock), f64::from(WEEKS_PER_YEAR)));
        m.beat();
        progress.advance(u64::from(WEEKS_PER_YEAR));
        clock = Clock::start();
    })?;
    Ok((simulation.facts(&report), simulation.snapshot()))
}

/// Times the fork, some years of the baseline, and some of every policy, which recalls the baseline's approaches as in a study.
fn round(
    m: &mut Measured,
    plan: &Plan,
    simulation: &mut Simulation,
    fork: &Snapshot,
    facts: &Facts,
    policies: &[&Policy],
    interrupt: &Interrupt,
) -> Result<(), StudyError> {
    m.beat();
    let (took, ()) = seconds(|| simulation.restore(fork));
    m.fork.push(m.took(took, 1.0));
    simulation.record_approaches();
    let (took, ran) = seconds(|| simulation.run(plan.baseline_weeks, interrupt));
    ran?;
    let then = simulation.take_approaches().map(Arc::new);
    let weeks = f64::from(plan.baseline_weeks);
    m.baseline_week.push(m.took(took, weeks));
    if let Some(cpu) = took.cpu.filter(|cpu| *cpu > 0.0) {
        let scale = simulation.world.resource::<Setting>().region.scale;
        let record = &simulation.record().weeks;
        let approaches: f64 = record.iter().map(|w| w.approaches + w.approaches_stopped).sum();
        m.agent_ticks.push(m.piece(m.girls as f64 * weeks / cpu));
        m.approaches.push(m.piece(approaches / scale / cpu));
    }
    // A study whose policies are all matched has none here: their weeks are in its whole runs.
    if policies.is_empty() {
        return Ok(());
    }
    m.beat();
    let (mut wall, mut cpu) = (0.0, Some(0.0));
    for policy in policies {
        let (took, ()) = seconds(|| simulation.restore(fork));
        m.fork.push(m.took(took, 1.0));
        let (took, ran) = seconds(|| {
            simulation.begin(&policy.interventions, facts);
            if let Some(then) = &then {
                simulation.recall(Arc::clone(then));
            }
            simulation.run(plan.policy_weeks, interrupt)
        });
        ran?;
        wall += took.wall;
        cpu = cpu.zip(took.cpu).map(|(sum, cpu)| sum + cpu);
    }
    let weeks = f64::from(plan.policy_weeks) * policies.len() as f64;
    m.policy_week.push(m.took(Seconds { wall, cpu }, weeks));
    Ok(())
}

/// Work of one job where several are timed side by side: the same in each.
struct JobPiece<'a> {
    fork: &'a Snapshot,
    facts: &'a Facts,
    policies: &'a [&'a Policy],
    plan: &'a Plan,
    threads: usize,
}

impl JobPiece<'_> {
    /// Seconds until all of these worlds are done, each on a job of its own.
    fn on(&self, worlds: &mut [Simulation], interrupt: &Interrupt) -> Result<f64, StudyError> {
        let started = Instant::now();
        let done = std::thread::scope(|scope| {
            let running: Vec<_> = worlds
                .iter_mut()
                .map(|world| scope.spawn(|| in_pool(self.threads, || self.once(world, interrupt))))
                .collect();
            let joined = running.into_iter().map(|one| match one.join() {
                Ok(done) => done,
                Err(_) => Err(StudyError::Failed("a job ended in an error of the program".into())),
            });
            joined.collect::<Result<Vec<()>, StudyError>>()
        });
        done.map(|_| started.elapsed().as_secs_f64())
    }

    fn once(&self, world: &mut Simulation, interrupt: &Interrupt) -> Result<(), StudyError> {
        world.restore(self.fork);
        world.run(self.plan.baseline_weeks, interrupt)?;
        for policy in self.policies.iter().take(2) {
            world.restore(self.fork);
            world.begin(&policy.interventions, self.facts);
            world.run(self.plan.policy_weeks, interrupt)?;
        }
        Ok(())
    }
}
