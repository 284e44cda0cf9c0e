//! The main job: baseline and policies, paired by replicate.

use super::cell::Cell;
use super::cpu::cpu_seconds;
use super::error::StudyError;
use super::files;
use super::progress::Progress;
use super::replicate::{MODEL_VERSION, Sink, keys, replicate};
use super::store::Store;
use super::tables::{Tables, driver_tables};
use crate::decide::result::Drivers;
use crate::diagnose::Profiles;
use crate::engine::{Interrupt, Simulation};
use crate::policy;
use crate::register::Diagnostic;
use crate::scenario::Study;
use crate::world::{WEEKS_PER_YEAR, synthetic};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// Name of the stored driver profiles.
const DRIVERS: &str = "cells/drivers.cell";

/// How a study is run; none of it changes a number.
#[derive(Clone, Debug)]
pub struct Options {
    /// Replicates at a time.
    pub jobs: usize,
    /// Threads inside each world.
    pub threads: usize,
    /// Ignore what is stored.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-<8 hex of the resolved inputs>`.
    pub out: Option<PathBuf>,
}

/// What a finished study hands back.
pub struct Answer {
    pub tables: Tables,
    pub manifest: Manifest,
    /// The study's directory, still held.
    pub store: Store,
}

impl Answer {
    /// Writes the manifest: the last file, once all others are there.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn finish(&self) -> Result<(), StudyError> {
        let json = serde_json::to_string_pretty(&self.manifest).map_err(|e| StudyError::Failed(e.to_string()))?;
        self.store.write("manifest.json", json.as_bytes())
    }
}

/// What was run: written beside the results.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    pub program: String,
    pub version: String,
    /// Version and hash of the model's source.
    pub model: String,
    pub study: String,
    /// 64-hex hash of the resolved inputs.
    pub inputs_hash: String,
    /// Every file read, with the hash of its bytes.
    pub inputs: Vec<(String, String)>,
    pub seed: u64,
    pub replicates: usize,
    pub jobs: usize,
    pub threads: usize,
    pub girls: usize,
    pub communities: usize,
    pub wall_seconds: f64,
    pub cpu_seconds: Option<f64>,
    /// Weeks simulated by this run, all cells together; 0 if everything was stored already.
    pub weeks_simulated: u64,
    /// Girls × weeks ÷ processor seconds.
    pub agent_ticks_per_second: Option<f64>,
    pub cells: Vec<CellFacts>,
}

/// One cell in the manifest.
#[derive(Clone, Debug, Serialize)]
pub struct CellFacts {
    pub arm: String,
    pub replicate: usize,
    pub burn_in_years: usize,
    pub settled: bool,
    pub hash_after_funded_years: Option<String>,
    pub hash_at_end: String,
}

/// Messages of workers.
enum Message {
    Cell(Box<Cell>),
    Profiles(Box<Profiles>),
    Weeks(u32),
    Failed(StudyError),
}

struct Post(mpsc::Sender<Message>);

impl Post {
    fn send(&self, message: Message) -> Result<(), StudyError> {
        self.0.send(message).map_err(|_| StudyError::Interrupted)
    }
}

impl Sink for Post {
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError> {
        self.send(Message::Cell(Box::new(cell)))
    }

    fn weeks(&mut self, weeks: u32) {
        // A receiver that is gone has stopped the run already.
        let _ = self.send(Message::Weeks(weeks));
    }

    fn profiles(&mut self, profiles: Profiles) -> Result<(), StudyError> {
        self.send(Message::Profiles(Box::new(profiles)))
    }
}

/// Runs a study, or what of it is not stored yet, and writes its directory.
///
/// # Errors
/// Invalid policies, failed writes, or an interrupt; finished cells are kept.
pub fn compare(
    study: &Study,
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Answer, StudyError> {
    for one in &study.policies {
        policy::check(one).map_err(|message| Diagnostic::new(message).in_file(study.file.display().to_string()))?;
    }
    let started = Instant::now();
    let hash = study.inputs_hash();
    let directory =
        options.out.clone().unwrap_or_else(|| PathBuf::from(format!("output/{}-{}", study.name, &hash[..8])));
    let store = Store::open(&directory)?;
    if store.begin(&study.resolved_toml())? {
        progress.note(&format!("{} held results of other inputs; they are replaced", directory.display()));
    }

    let keys = keys(study);
    let mut cells: Vec<Vec<Option<Cell>>> = vec![vec![None; keys.len()]; study.replicates];
    let mut drivers = None;
    if !options.fresh {
        (cells, drivers) = stored(&store, study, &keys, progress);
    }
    let missing: Vec<(usize, Vec<bool>)> = cells
        .iter()
        .enumerate()
        .map(|(r, arms)| (r, arms.iter().map(Option::is_none).collect::<Vec<_>>()))
        .filter(|(r, wanted)| wanted.contains(&true) || (*r == 0 && drivers.is_none()))
        .collect();

    let simulated =
        run_missing(study, options, &store, &keys, &missing, &mut cells, &mut drivers, progress, interrupt)?;

    let finished: Vec<Vec<Cell>> = cells.into_iter().filter_map(|arms| arms.into_iter().collect()).collect();
    let settled: Vec<&Vec<Cell>> = finished.iter().filter(|arms| arms.iter().all(|c| c.settled)).collect();
    if settled.is_empty() {
        return Err(StudyError::Failed(format!(
            "no replicate settled: {} were still drifting after {} years of burn-in",
            finished.len(),
            study.scenario.burn_in.max_years
        )));
    }
    let tables = Tables::new(study, &settled, finished.len() - settled.len(), drivers);
    let scenario = &study.scenario;
    let places = synthetic::communities(scenario);
    let girls: usize = places.iter().map(|c| c.girls as usize).sum();
    let cpu = simulated.cpu_seconds;
    let manifest = Manifest {
        program: "amparo".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        model: MODEL_VERSION.into(),
        study: study.name.clone(),
        inputs_hash: hash.clone(),
        inputs: study.inputs.iter().map(|(path, hash)| (path.display().to_string(), hash.clone())).collect(),
        seed: study.seed,
        replicates: study.replicates,
        jobs: options.jobs,
        threads: options.threads,
        girls,
        communities: places.len(),
        wall_seconds: started.elapsed().as_secs_f64(),
        cpu_seconds: cpu,
        weeks_simulated: simulated.weeks,
        agent_ticks_per_second: cpu
            .filter(|s| *s > 0.0 && simulated.weeks > 0)
            .map(|s| girls as f64 * simulated.weeks as f64 / s),
        cells: finished
            .iter()
            .flatten()
            .map(|c| CellFacts {
                arm: c.arm.clone(),
                replicate: c.replicate,
                burn_in_years: c.burn_in_years,
                settled: c.settled,
                hash_after_funded_years: c.hash_after_funded.clone(),
                hash_at_end: c.hash_at_end.clone(),
            })
            .collect(),
    };
    files::write_series(&store, study, &settled, &places)?;
    let json = serde_json::to_string_pretty(&tables.result).map_err(|e| StudyError::Failed(e.to_string()))?;
    store.write("result.json", json.as_bytes())?;
    Ok(Answer { tables, manifest, store })
}

type Cells = Vec<Vec<Option<Cell>>>;

/// What is stored and still valid; damaged files are named and run again.
fn stored(
    store: &Store,
    study: &Study,
    keys: &[(String, String)],
    progress: &dyn Progress,
) -> (Cells, Option<Drivers>) {
    let cells = (0..study.replicates)
        .map(|r| {
            keys.iter()
                .map(|(arm, key)| {
                    store.get(arm, r, key).unwrap_or_else(|damage| {
                        progress.note(&format!("{damage}; running it again"));
                        None
                    })
                })
                .collect()
        })
        .collect();
    let drivers = match store.read_checked(DRIVERS) {
        Ok(Some(text)) => serde_json::from_str::<(String, Drivers)>(&text)
            .ok()
            .filter(|(key, _)| *key == keys[0].1)
            .map(|(_, drivers)| drivers),
        Ok(None) => None,
        Err(damage) => {
            progress.note(&format!("{damage}; making it again"));
            None
        }
    };
    (cells, drivers)
}

/// What running took.
struct Simulated {
    weeks: u64,
    /// Processor seconds of the runs, spawning excluded where only one job ran.
    cpu_seconds: Option<f64>,
}

/// Runs the missing cells on `options.jobs` workers, a standing world each.
fn run_missing(
    study: &Study,
    options: &Options,
    store: &Store,
    keys: &[(String, String)],
    missing: &[(usize, Vec<bool>)],
    cells: &mut Cells,
    drivers: &mut Option<Drivers>,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Simulated, StudyError> {
    if missing.is_empty() {
        progress.note("every cell was stored already");
        return Ok(Simulated { weeks: 0, cpu_seconds: Some(0.0) });
    }
    let years = study.funded_years + study.following_years;
    let weeks_of = |wanted: &[bool]| {
        let arms = wanted.iter().filter(|w| **w).count();
        ((study.scenario.burn_in.years + arms * years) * WEEKS_PER_YEAR as usize) as u64
    };
    let expected: u64 = missing.iter().map(|(_, wanted)| weeks_of(wanted)).sum();
    progress.stage(
        &format!("{} replicates × {} arms on {} jobs", missing.len(), keys.len(), options.jobs.min(missing.len())),
        expected,
    );
    let cpu_before = cpu_seconds();
    let next = AtomicUsize::new(0);
    // Raised by the first failure, so that the other workers stop as promptly as on an interrupt.
    let stop = AtomicBool::new(false);
    let (sender, receiver) = mpsc::channel();
    let want_profiles = drivers.is_none();
    let mut weeks = 0;
    let mut failure = None;
    let mut first = study.replicates > 1 && cells.iter().all(|arms| arms.iter().any(Option::is_none));
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.min(missing.len()) {
            let mut post = Post(sender.clone());
            let (next, stop) = (&next, &stop);
            scope.spawn(move || {
                let outcome = in_pool(options.threads, || {
                    let mut simulation = Simulation::new(&study.scenario, 0, options.threads);
                    while let Some((r, wanted)) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let profiles = want_profiles && *r == 0;
                        replicate(study, *r, wanted, keys, profiles, &mut simulation, stop, &mut post)?;
                    }
                    Ok(())
                });
                if let Err(error) = outcome {
                    // If nobody listens any more, the run has ended already.
                    let _ = post.send(Message::Failed(error));
                }
            });
        }
        drop(sender);
        loop {
            if interrupt.load(Ordering::Relaxed) && !stop.swap(true, Ordering::Relaxed) {
                failure = Some(StudyError::Interrupted);
            }
            let handled = match receiver.recv_timeout(std::time::Duration::from_millis(50)) {
                Ok(Message::Weeks(n)) => {
                    weeks += u64::from(n);
                    progress.advance(u64::from(n));
                    Ok(())
                }
                Ok(Message::Cell(cell)) => store.put(&cell).map(|()| {
                    let arm = keys.iter().position(|(name, _)| *name == cell.arm).unwrap_or(0);
                    let r = cell.replicate;
                    cells[r][arm] = Some(*cell);
                    if first && cells[r].iter().all(Option::is_some) {
                        first = false;
                        first_look(study, store, &cells[r], progress);
                    }
                }),
                Ok(Message::Profiles(found)) => {
                    let made = driver_tables(&study.scenario, &found);
                    let text = serde_json::to_string(&(&keys[0].1, &made));
                    *drivers = Some(made);
                    text.map_err(|e| StudyError::Failed(e.to_string()))
                        .and_then(|text| store.write_checked(DRIVERS, &text))
                }
                Ok(Message::Failed(error)) => Err(error),
                Err(mpsc::RecvTimeoutError::Timeout) => Ok(()),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            };
            if let Err(error) = handled {
                stop.store(true, Ordering::Relaxed);
                // The first reason is the one to tell; what follows is the others stopping.
                failure.get_or_insert(error);
            }
        }
    });
    progress.done();
    match failure {
        Some(error) => Err(error),
        None => {
            Ok(Simulated { weeks, cpu_seconds: cpu_before.zip(cpu_seconds()).map(|(before, after)| after - before) })
        }
    }
}

/// Runs `work` where rayon uses so many threads; on the spot if one.
pub fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> Result<R, StudyError> + Send) -> Result<R, StudyError> {
    if threads <= 1 {
        return work();
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| StudyError::Failed(format!("cannot start {threads} threads: {e}")))?;
    pool.install(work)
}

/// Hands over what one replicate shows.
fn first_look(study: &Study, store: &Store, arms: &[Option<Cell>], progress: &dyn Progress) {
    let Some(cells) = arms.iter().cloned().collect::<Option<Vec<Cell>>>() else { return };
    if cells.iter().all(|c| c.settled) {
        progress.first_look(&Tables::new(study, &[&cells], 0, None), study.replicates, store.root());
    }
}
