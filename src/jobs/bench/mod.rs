//! How fast this machine runs a study: a few figures from a short measurement, each normalised by a plain loop (the sentinel) that is
//! run before, between, and after, and set beside the record shipped for reference.

mod figures;
mod record;
mod sentinel;

pub use figures::{Kind, Parts, Piece, Size, median, median_ratio, normalised, spread, study_takes};
pub use record::{BenchRecord, Better, FORMAT, Figure, Machine, Named, Sentinel};

use self::sentinel::{Beat, beat, speed_up};
use crate::compare::checks::checked;
use crate::pool::in_pool;
use amparo_model::engine::{Interrupt, Simulation, Snapshot};
use amparo_model::policy::Facts;
use amparo_model::scenario::{BurnIn, Policy, Scenario, Study};
use amparo_model::world::{Setting, WEEKS_PER_YEAR};
use amparo_study::cpu::{cpu_seconds, peak_memory_bytes};
use amparo_study::error::StudyError;
use amparo_study::plan::{self, MODEL_VERSION, Unit, units};
use amparo_study::progress::Progress;
use std::time::Instant;

/// How a measurement is made.
#[derive(Clone, Debug)]
pub struct BenchOptions {
    /// Fewer and shorter pieces.
    pub quick: bool,
    /// Worlds at a time that the study's time is estimated for.
    pub jobs: usize,
    /// Threads inside a world.
    pub threads: usize,
    /// Cores this process may use.
    pub cores: usize,
}

/// How much is timed.
struct Plan {
    /// Burn-ins at their shortest, two years, instead of the scenario's.
    short_burn_in: bool,
    spawns: usize,
    /// Times that the baseline and every policy are timed.
    rounds: usize,
    baseline_weeks: u32,
    policy_weeks: u32,
    /// Times that one job and several are timed, in turn.
    turns: usize,
}

const FULL: Plan = Plan { short_burn_in: false, spawns: 5, rounds: 7, baseline_weeks: 260, policy_weeks: 78, turns: 5 };
const QUICK: Plan = Plan { short_burn_in: true, spawns: 3, rounds: 3, baseline_weeks: 104, policy_weeks: 52, turns: 3 };

/// Years of the world whose memory is measured, after its burn-in: those of `amparo run`.
const YEARS: u32 = 5;
/// Policies timed at most, spread over the study's.
const MOST_POLICIES: usize = 6;

/// Figures that are measured, in the order in which they are reported.
pub const FIGURES: [Named; 9] = [
    named("agent_ticks_per_cpu_second", "agent-ticks a processor second, baseline", Better::Higher, Kind::Rate),
    named("approaches_per_cpu_second", "approaches a processor second, baseline", Better::Higher, Kind::Rate),
    named("baseline_week_milliseconds", "a week without policies, ms", Better::Lower, Kind::Time),
    named("policy_week_milliseconds", "a week with a policy (mean over policies), ms", Better::Lower, Kind::Time),
    named("burn_in_week_milliseconds", "a week of the burn-in, ms", Better::Lower, Kind::Time),
    named("spawn_seconds", "spawning everyone, s", Better::Lower, Kind::Time),
    named("fork_milliseconds", "forking a burnt-in world into a standing one, ms", Better::Lower, Kind::Time),
    named("bytes_per_girl", "bytes a girl (peak resident, baseline run)", Better::Lower, Kind::Plain),
    named("speed_up_2_jobs", "speed-up from 1 job to 2", Better::Higher, Kind::Plain),
];

/// The figure that is estimated from the others.
pub const STUDY_SECONDS: Named = named("study_seconds", "the whole study, s", Better::Lower, Kind::Time);

const fn named(name: &'static str, title: &'static str, better: Better, kind: Kind) -> Named {
    Named { name, title, better, kind }
}

/// Measures how fast this machine runs a study at its own baseline. The first world warms everything up and is not timed. Reads and
/// writes no files but what the system tells of itself.
///
/// # Errors
/// Invalid policies, an interrupt, or threads that cannot be started.
pub fn bench(
    study: &Study,
    options: &BenchOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<BenchRecord, StudyError> {
    checked(study)?;
    let plan = if options.quick { &QUICK } else { &FULL };
    let jobs = options.jobs.clamp(1, units(study).count().max(1));
    let measured = in_pool(options.threads, || measure(study, plan, options, jobs, progress, interrupt))?;
    let record = measured.record(study, options, jobs);
    Ok(match BenchRecord::reference() {
        Some(reference) => record.beside(&reference),
        None => record,
    })
}

/// Pieces of one figure.
type Pieces = Vec<Piece>;

/// Everything that was timed; times in seconds.
#[derive(Default)]
struct Measured {
    girls: usize,
    communities: usize,
    burn_in_weeks: f64,
    peak_bytes: Option<u64>,
    beats: Vec<Beat>,
    spawn: Pieces,
    reseed: Pieces,
    burn_in_week: Pieces,
    baseline_week: Pieces,
    policy_week: Pieces,
    fork: Pieces,
    hash: Pieces,
    agent_ticks: Pieces,
    approaches: Pieces,
    two_jobs: SpeedUp,
    /// Of the jobs asked for, where they are neither 1 nor 2.
    many_jobs: SpeedUp,
}

/// Work that several jobs did in the time of one, turn by turn.
#[derive(Default)]
struct SpeedUp {
    pieces: Pieces,
    /// The sentinel's, just before each.
    sentinel: Vec<f64>,
}

impl SpeedUp {
    /// As a share of the sentinel's: what is lost to memory and waiting, whatever else keeps the cores busy.
    fn share(&self) -> Option<f64> {
        median_ratio(&self.pieces.iter().map(|p| p.value).collect::<Vec<_>>(), &self.sentinel)
    }
}

impl Measured {
    /// Runs the sentinel.
    fn beat(&mut self) {
        self.beats.push(beat());
    }

    /// A piece measured after the sentinel's last run.
    fn piece(&self, value: f64) -> Piece {
        Piece { value, after: self.beats.len().saturating_sub(1) }
    }

    /// The record of it.
    fn record(&self, study: &Study, options: &BenchOptions, jobs: usize) -> BenchRecord {
        let wall: Vec<f64> = self.beats.iter().map(|b| b.wall).collect();
        let cpu: Vec<f64> = self.beats.iter().map(|b| b.cpu.unwrap_or(b.wall)).collect();
        let thousandth =
            |pieces: &Pieces| -> Pieces { pieces.iter().map(|p| Piece { value: p.value * 1e3, ..*p }).collect() };
        let per_girl = self.peak_bytes.map(|bytes| bytes as f64 / self.girls.max(1) as f64);
        let mut figures: Vec<Figure> = FIGURES
            .iter()
            .map(|named| match named.name {
                "agent_ticks_per_cpu_second" => named.measured(&self.agent_ticks, &cpu),
                "approaches_per_cpu_second" => named.measured(&self.approaches, &cpu),
                "baseline_week_milliseconds" => named.measured(&thousandth(&self.baseline_week), &wall),
                "policy_week_milliseconds" => named.measured(&thousandth(&self.policy_week), &wall),
                "burn_in_week_milliseconds" => named.measured(&thousandth(&self.burn_in_week), &wall),
                "spawn_seconds" => named.measured(&self.spawn, &wall),
                "fork_milliseconds" => named.measured(&thousandth(&self.fork), &wall),
                "bytes_per_girl" => named.known(per_girl, per_girl, false),
                _ => Figure { normalised: self.two_jobs.share(), ..named.measured(&self.two_jobs.pieces, &wall) },
            })
            .collect();
        figures.insert(2, self.whole_study(study, jobs, &wall));
        BenchRecord {
            format: FORMAT,
            program: concat!("amparo ", env!("CARGO_PKG_VERSION")).into(),
            model: MODEL_VERSION.into(),
            optimised: !cfg!(debug_assertions),
            machine: Machine::here(options.cores),
            study: study.name.clone(),
            scenario: study.scenario.name.clone(),
            set: study.scenario.set.0.iter().cloned().collect(),
            girls: self.girls,
            communities: self.communities,
            quick: options.quick,
            jobs,
            threads: options.threads,
            sentinel: Sentinel::of(&wall, &self.two_jobs.sentinel),
            figures,
        }
    }

    /// Time that the whole study would take on `jobs` jobs.
    fn whole_study(&self, study: &Study, jobs: usize, wall: &[f64]) -> Figure {
        let units_of = units(study).count();
        let size = Size {
            draws: study.draw_count(),
            units: units_of,
            policy_runs: plan::count_cells(study).saturating_sub(units_of),
            burn_in_weeks: self.burn_in_weeks,
            funded_weeks: f64::from(study.funded_years as u32 * WEEKS_PER_YEAR),
            following_weeks: f64::from(study.following_years as u32 * WEEKS_PER_YEAR),
        };
        let gained = if jobs == 2 { &self.two_jobs } else { &self.many_jobs };
        let (speed_up, of_free_cores) = match jobs {
            1 => (Some(1.0), Some(1.0)),
            _ => (middle(&gained.pieces), gained.share().map(|share| share * jobs as f64)),
        };
        let takes = |part: &dyn Fn(&Pieces) -> Option<f64>, speed_up: Option<f64>| -> Option<f64> {
            let parts = Parts {
                spawn: part(&self.spawn)?,
                reseed: part(&self.reseed)?,
                burn_in_week: part(&self.burn_in_week)?,
                baseline_week: part(&self.baseline_week)?,
                policy_week: part(&self.policy_week)?,
                fork: part(&self.fork)?,
                hash: part(&self.hash)?,
            };
            Some(study_takes(&parts, &size, jobs, speed_up?))
        };
        let seconds = takes(&middle, speed_up);
        let in_sentinels = takes(&|pieces| median(&normalised(pieces, Kind::Time, wall)), of_free_cores);
        STUDY_SECONDS.known(seconds, in_sentinels, true)
    }
}

/// Median of the pieces' values.
fn middle(pieces: &Pieces) -> Option<f64> {
    median(&pieces.iter().map(|p| p.value).collect::<Vec<_>>())
}

/// Seconds that something takes.
fn seconds<R>(work: impl FnOnce() -> R) -> (f64, R) {
    let started = Instant::now();
    let done = work();
    (started.elapsed().as_secs_f64(), done)
}

fn measure(
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
    let mut m = Measured::default();

    progress.stage("warming up: one world, untimed", 0);
    beat();
    let mut simulation = Simulation::new(&scenario, key, options.threads);
    let burn_in = simulation.burn_in(interrupt, |_| {})?;
    simulation.run(YEARS * WEEKS_PER_YEAR, interrupt)?;
    // Before there is a second world or a copy of this one.
    m.peak_bytes = peak_memory_bytes();
    let region = &simulation.world.resource::<Setting>().region;
    (m.girls, m.communities) = (region.girls(), region.communities.len());
    let years = if plan.short_burn_in { study.scenario.burn_in.years } else { burn_in.years };
    m.burn_in_weeks = f64::from(years as u32 * WEEKS_PER_YEAR);
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
            m.two_jobs.sentinel.push(speed_up(2));
            let one = piece.on(&mut worlds[..1], interrupt)?;
            let two = piece.on(&mut worlds[..2], interrupt)?;
            m.two_jobs.pieces.push(m.piece(2.0 * one / two));
            if jobs > 2 {
                m.many_jobs.sentinel.push(speed_up(jobs));
                let many = piece.on(&mut worlds, interrupt)?;
                m.many_jobs.pieces.push(m.piece(jobs as f64 * one / many));
            }
        }
        progress.done();
    }
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
        m.spawn.push(m.piece(took));
        let (took, ()) = seconds(|| standing.reseed(key));
        m.reseed.push(m.piece(took));
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
    let mut started = Instant::now();
    let report = simulation.burn_in(interrupt, |_| {
        let week = started.elapsed().as_secs_f64() / f64::from(WEEKS_PER_YEAR);
        m.burn_in_week.push(m.piece(week));
        m.beat();
        progress.advance(u64::from(WEEKS_PER_YEAR));
        started = Instant::now();
    })?;
    Ok((simulation.facts(&report), simulation.snapshot()))
}

/// Times the fork, some years of the baseline, the hash of the state, and some of every policy.
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
    m.fork.push(m.piece(took));
    let before = cpu_seconds();
    let (wall, ran) = seconds(|| simulation.run(plan.baseline_weeks, interrupt));
    let cpu = before.zip(cpu_seconds()).map(|(before, after)| after - before);
    ran?;
    let weeks = f64::from(plan.baseline_weeks);
    m.baseline_week.push(m.piece(wall / weeks));
    if let Some(cpu) = cpu.filter(|cpu| *cpu > 0.0) {
        let scale = simulation.world.resource::<Setting>().region.scale;
        let record = &simulation.record().weeks;
        let approaches: f64 = record.iter().map(|w| w.approaches + w.approaches_stopped).sum();
        m.agent_ticks.push(m.piece(m.girls as f64 * weeks / cpu));
        m.approaches.push(m.piece(approaches / scale / cpu));
    }
    let (took, _) = seconds(|| simulation.state_hash());
    m.hash.push(m.piece(took));
    m.beat();
    let mut sum = 0.0;
    for policy in policies {
        let (took, ()) = seconds(|| simulation.restore(fork));
        m.fork.push(m.piece(took));
        let (took, ran) = seconds(|| {
            simulation.begin(&policy.interventions, facts);
            simulation.run(plan.policy_weeks, interrupt)
        });
        ran?;
        sum += took;
    }
    // A study whose policies are all matched: its programmes run as any others, a little dearer than none.
    let week =
        if policies.is_empty() { wall / weeks } else { sum / f64::from(plan.policy_weeks) / policies.len() as f64 };
    m.policy_week.push(m.piece(week));
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
        let (took, done) = seconds(|| {
            std::thread::scope(|scope| {
                let running: Vec<_> = worlds
                    .iter_mut()
                    .map(|world| scope.spawn(|| in_pool(self.threads, || self.once(world, interrupt))))
                    .collect();
                let joined = running.into_iter().map(|one| match one.join() {
                    Ok(done) => done,
                    Err(_) => Err(StudyError::Failed("a job ended in an error of the program".into())),
                });
                joined.collect::<Result<Vec<()>, StudyError>>()
            })
        });
        done.map(|_| took)
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
