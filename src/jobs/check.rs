//! What a study would run: cells, time and disk, from a short trial measured on this machine.

use super::compare::baselines::baselines;
use super::compare::checks::checked;
use super::compare::claim::claim;
use super::compare::options::Options;
use super::compare::shard::known_ahead;
use super::pool::in_pool;
use crate::solve::record::solved_for_this;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::scenario::{BurnIn, Study};
use amparo_model::world::{Channels, WEEKS_PER_YEAR};
use amparo_study::cell::{Cell, CellId, Made};
use amparo_study::directory::Directory;
use amparo_study::error::StudyError;
use amparo_study::plan::{self, BASELINE, Unit, planned, units};
use amparo_study::progress::Progress;
use amparo_study::shards::{MOST, dealt};
use amparo_study::store::Store;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Bytes of disk that files take in whole blocks of.
const BLOCK: u64 = 4096;
/// Bytes of tables, charts and report, about.
const TABLES_AND_CHARTS: u64 = 12_000_000;
/// Weeks of each policy that the trial runs.
const TRIAL_WEEKS: u32 = 26;
/// Policies that the trial runs at most.
const TRIAL_POLICIES: usize = 4;

/// Size, time and disk of a study at one baseline.
#[derive(Clone, Debug, Serialize)]
pub struct Requirements {
    /// Name of the study.
    pub study: String,
    /// Name of the baseline scenario.
    pub scenario: String,
    /// Draws in use; 1 for a study at one parameter vector.
    pub draws: usize,
    /// Draws × replicates: worlds with a burn-in of their own.
    pub worlds: usize,
    /// Policies, every budget counted.
    pub policies: usize,
    /// Cells of the whole study.
    pub cells: usize,
    /// Cells that are stored and valid already.
    pub stored: usize,
    /// Weeks that are left to simulate, burn-ins at their shortest.
    pub weeks: u64,
    /// Measured: seconds per week and job.
    pub seconds_per_week: f64,
    /// Seconds that are left on this many jobs.
    pub seconds: f64,
    /// Jobs that `seconds` is for.
    pub jobs: usize,
    /// Bytes that all cells hold when the study is done.
    pub cell_bytes: u64,
    /// Bytes of disk when it is done: cells in whole blocks, tables, charts and report.
    pub disk_bytes: u64,
    /// With precision on demand: cells of the fewest replicates, where `cells` and all else are those of the most.
    pub cells_at_least: Option<usize>,
    /// Directory of the results.
    pub directory: PathBuf,
    /// Seconds that each unit is left to take on one job, in the order of the plan.
    #[serde(skip)]
    pub left: Vec<f32>,
}

/// Shards of a study: how many, and how long they would take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sharding {
    /// How many.
    pub shards: u32,
    /// Worlds at a time in each.
    pub jobs: usize,
    /// Minutes that the longest of them takes.
    pub minutes: f64,
    /// Minutes that the longest world takes, which no number of shards makes shorter.
    pub minutes_of_a_world: f64,
}

/// How many shards are wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// So many.
    Number(u32),
    /// As few as take so many minutes each.
    Within(f64),
}

/// How long shards of a study would take, all baselines together, on as many jobs each as the estimates are for. No number of shards makes
/// any of them shorter than its longest world: then there are as many as worlds.
///
/// # Errors
/// A study whose parts are not known ahead.
pub fn sharding(
    study: &Study,
    estimates: &[Requirements],
    jobs: usize,
    wanted: Wanted,
) -> Result<Sharding, StudyError> {
    known_ahead(study)?;
    let baselines = baselines(study);
    let left = || estimates.iter().flat_map(|one| &one.left).map(|seconds| f64::from(*seconds));
    let longest = left().fold(0.0, f64::max);
    let minutes = |of: u32| {
        let mut parts = vec![(0.0, 0.0); of as usize];
        for (shards, one) in dealt(&baselines, of).iter().zip(estimates) {
            for (shard, seconds) in shards.iter().zip(&one.left) {
                let (sum, most): &mut (f64, f64) = &mut parts[*shard as usize - 1];
                *sum += f64::from(*seconds);
                *most = most.max(f64::from(*seconds));
            }
        }
        parts.into_iter().map(|(sum, most)| most.max(sum / jobs as f64)).fold(0.0, f64::max) / 60.0
    };
    // Where some worlds are stored, two that are left may be of one part unless there are as many parts as worlds.
    let most = u32::try_from(left().count()).unwrap_or(MOST).clamp(1, MOST);
    let shards = match wanted {
        Wanted::Number(shards) => shards,
        Wanted::Within(limit) => {
            // The sum over all gives the fewest that can be enough; parts are not quite alike, so that some more may be needed.
            let fewest = (left().sum::<f64>() / jobs as f64 / (60.0 * limit)).ceil();
            let mut shards = (fewest.min(f64::from(most)) as u32).max(1);
            while shards < most && minutes(shards) > limit {
                shards = (shards + 1 + shards / 50).min(most);
            }
            shards
        }
    };
    Ok(Sharding { shards, jobs, minutes: minutes(shards), minutes_of_a_world: longest / 60.0 })
}

/// Estimates a study at its own baseline.
///
/// # Errors
/// Invalid policies, a directory of other inputs, or an interrupt.
pub fn check(
    study: &Study,
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Requirements, StudyError> {
    checked(study)?;
    solved_for_this(study, progress)?;
    let mut most = study.clone();
    let mut cells_at_least = None;
    if let Some(precision) = &study.precision {
        most.replicates = precision.block.min(precision.most);
        cells_at_least = Some(plan::count_cells(&most));
        most.replicates = precision.most;
    }
    let study = &most;
    let directory = options.directory(study);
    let store = Store::look(&directory);
    Directory::look(&directory, &claim(study))?;
    let cells = plan::count_cells(study);
    let (mut stored, mut weeks, mut open_worlds) = (0, 0, 0);
    let mut of_units = Vec::new();
    for (_, of_unit) in planned(study) {
        let there: Vec<bool> = of_unit.iter().map(|(id, key)| matches!(store.get(id, key), Ok(Some(_)))).collect();
        let missing = there.iter().filter(|there| !**there).count();
        stored += there.len() - missing;
        if missing > 0 {
            open_worlds += 1;
            let replays = (1..of_unit.len()).any(|i| !there[i] && plan::replayed(of_unit[i].0.run));
            let policies = missing - usize::from(!there[0]);
            let of_unit = plan::weeks(study, policies, !there[0] || replays);
            weeks += of_unit;
            of_units.push(of_unit);
        } else {
            of_units.push(0);
        }
    }
    let jobs = options.jobs.min(open_worlds.max(1));
    progress.stage("a short trial", 0);
    let trials = std::thread::scope(|scope| {
        let running: Vec<_> = (0..jobs)
            .map(|_| scope.spawn(|| in_pool(options.threads, || trial(study, options.threads, interrupt))))
            .collect();
        let joined = running.into_iter().map(|one| match one.join() {
            Ok(done) => done,
            Err(_) => Err(StudyError::Failed("the trial ended in an error of the program".into())),
        });
        joined.collect::<Result<Vec<Trial>, StudyError>>()
    });
    let trials = trials.inspect_err(|_| progress.stopped())?;
    progress.done();
    let over = |f: fn(&Trial) -> f64| trials.iter().map(f).sum::<f64>() / trials.len().max(1) as f64;
    let seconds_per_week = over(|t| t.seconds_per_week);
    let years = (study.funded_years + study.following_years) as f64;
    let bytes_of_cell = over(|t| t.bytes_of_one_year) + (years - 1.0) * over(|t| t.bytes_a_year);
    let spawning = over(|t| t.seconds_to_spawn);
    let seconds = |weeks: &u64| match weeks {
        0 => 0.0,
        weeks => (*weeks as f64 * seconds_per_week + spawning) as f32,
    };
    Ok(Requirements {
        left: of_units.iter().map(seconds).collect(),
        study: study.name.clone(),
        scenario: study.scenario.name.clone(),
        draws: study.draw_count(),
        worlds: units(study).count(),
        policies: study.policies.len(),
        cells,
        stored,
        weeks,
        seconds_per_week,
        seconds: (weeks as f64 * seconds_per_week + open_worlds as f64 * spawning) / jobs as f64,
        jobs,
        cell_bytes: (cells as f64 * bytes_of_cell) as u64,
        disk_bytes: cells as u64 * (bytes_of_cell as u64).next_multiple_of(BLOCK) + TABLES_AND_CHARTS,
        cells_at_least,
        directory,
    })
}

/// Measurements of a trial.
struct Trial {
    seconds_to_spawn: f64,
    seconds_per_week: f64,
    bytes_of_one_year: f64,
    bytes_a_year: f64,
}

/// One world: a year of burn-in, two of the baseline, half a year of some of the policies.
fn trial(study: &Study, threads: usize, interrupt: &Interrupt) -> Result<Trial, StudyError> {
    let unit = Unit { draw: 0, replicate: 0 };
    let (mut scenario, policies) = plan::at(study, unit);
    scenario.burn_in = BurnIn { years: 1, max_years: 1, drift_years: 1, drift_per_year: f64::MAX };
    let started = Instant::now();
    let mut simulation = Simulation::new(&scenario, unit.world_key(study), threads);
    let seconds_to_spawn = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let burn_in = simulation.burn_in(interrupt, |_| {})?;
    let facts = simulation.facts(&burn_in);
    let fork = simulation.snapshot();
    let mut bytes = [0.0; 2];
    for (year, size) in bytes.iter_mut().enumerate() {
        simulation.run(WEEKS_PER_YEAR, interrupt)?;
        let cell = Cell::new(Made {
            id: CellId { draw: 0, replicate: 0, arm: BASELINE.into(), run: Channels::ALL },
            key: "0".repeat(80),
            settled: true,
            burn_in_years: 1,
            drift: 0.0,
            hash_after_funded: None,
            hash_at_end: "0".repeat(32),
            record: simulation.record(),
            funded_years: year + 1,
            following_years: 0,
            residents: scenario.baseline.residents,
            towns: scenario.towns.len(),
            scale: scenario.parameters.population.scale,
            treated: &[],
            matched: None,
        });
        *size = cell.to_bytes()?.len() as f64;
    }
    let mut weeks = 3 * WEEKS_PER_YEAR;
    // Matching takes a moment per world; its programmes run as any others.
    for policy in policies.iter().rev().filter(|p| p.matching.is_none()).take(TRIAL_POLICIES) {
        simulation.restore(&fork);
        simulation.begin(&policy.interventions, &facts);
        simulation.run(TRIAL_WEEKS, interrupt)?;
        weeks += TRIAL_WEEKS;
    }
    Ok(Trial {
        seconds_to_spawn,
        seconds_per_week: started.elapsed().as_secs_f64() / f64::from(weeks),
        bytes_of_one_year: bytes[0],
        bytes_a_year: bytes[1] - bytes[0],
    })
}
