//! The main job: baseline and policies, paired by replicate.

use super::cell::Cell;
use super::cpu::cpu_seconds;
use super::error::StudyError;
use super::files;
use super::progress::Progress;
use super::replicate::{BASELINE, MODEL_VERSION, Sink, keys, replicate};
use super::store::Store;
use crate::decide::effects::{self, PolicyWindows};
use crate::decide::result::{ArmSeries, DriverProfile, Drivers, Flows, StudyResult};
use crate::diagnose::{Profile, Profiles};
use crate::engine::{Interrupt, Simulation};
use crate::math::statistics::{mean, student_t_interval};
use crate::observe::{Week, Window, window};
use crate::policy;
use crate::register::Diagnostic;
use crate::report::{self, BaselineTarget, ChartFormat, ReportInputs, RunFacts};
use crate::scenario::{Scenario, Study};
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
    pub result: StudyResult,
    pub directory: PathBuf,
    pub manifest: Manifest,
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
    let directory = options.out.clone().unwrap_or_else(|| PathBuf::from(format!("output/{}-{}", study.name, &hash[..8])));
    let store = Store::open(&directory)?;
    store.write("resolved.toml", study.resolved_toml().as_bytes())?;

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

    let simulated = run_missing(study, options, &store, &keys, &missing, &mut cells, &mut drivers, progress, interrupt)?;

    progress.stage("tables, charts and report", 0);
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
    let grades = scenario.register.grades();
    let inputs = ReportInputs {
        result: &tables.result,
        arms: &tables.arms,
        flows: &tables.flows,
        drivers: &tables.drivers,
        grades: &grades,
        facts: facts(&manifest, &tables.result, scenario),
        planned: None,
    };
    files::write_series(&store, study, &settled, &places)?;
    store.write("summary.csv", report::csv_summary(&tables.result).as_bytes())?;
    store.write("effects.csv", report::csv_effects(&tables.result).as_bytes())?;
    let json = serde_json::to_string_pretty(&tables.result).map_err(|e| StudyError::Failed(e.to_string()))?;
    store.write("result.json", json.as_bytes())?;
    report::write_charts(store.root(), &inputs).map_err(|e| StudyError::Failed(e.to_string()))?;
    store.write("report.html", report::html(&inputs).as_bytes())?;
    let json = serde_json::to_string_pretty(&manifest).map_err(|e| StudyError::Failed(e.to_string()))?;
    store.write("manifest.json", json.as_bytes())?;
    progress.done();
    Ok(Answer { result: tables.result, directory, manifest })
}

type Cells = Vec<Vec<Option<Cell>>>;

/// What is stored and still valid; damaged files are named and run again.
fn stored(store: &Store, study: &Study, keys: &[(String, String)], progress: &dyn Progress) -> (Cells, Option<Drivers>) {
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
    let mut first_chart = study.replicates > 1 && cells.iter().all(|arms| arms.iter().any(Option::is_none));
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
                    if first_chart && cells[r].iter().all(Option::is_some) {
                        first_chart = false;
                        early_chart(study, store, &cells[r], progress);
                    }
                }),
                Ok(Message::Profiles(found)) => {
                    let made = driver_tables(study, &found);
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
        None => Ok(Simulated {
            weeks,
            cpu_seconds: cpu_before.zip(cpu_seconds()).map(|(before, after)| after - before),
        }),
    }
}

/// Runs `work` where rayon uses so many threads; on the spot if one.
pub fn in_pool<R: Send>(
    threads: usize,
    work: impl FnOnce() -> Result<R, StudyError> + Send,
) -> Result<R, StudyError> {
    if threads <= 1 {
        return work();
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| StudyError::Failed(format!("cannot start {threads} threads: {e}")))?;
    pool.install(work)
}

/// A first look while the rest runs: victims over time from one replicate. Failing to draw it stops nothing.
fn early_chart(study: &Study, store: &Store, arms: &[Option<Cell>], progress: &dyn Progress) {
    let Some(cells) = arms.iter().cloned().collect::<Option<Vec<Cell>>>() else { return };
    if !cells.iter().all(|c| c.settled) {
        return;
    }
    let tables = Tables::new(study, &[&cells], 0, None);
    let chart = report::victims_over_time(&tables.result, &tables.arms, Some(study.replicates));
    let folder = store.root().join("charts");
    let drawn = chart.write(&folder, ChartFormat::Png).and_then(|file| {
        chart.write(&folder, ChartFormat::Svg)?;
        Ok(file)
    });
    match drawn {
        Ok(file) => progress.note(&format!("first chart (1 of {} replicates): {}", study.replicates, file.path.display())),
        Err(error) => progress.note(&format!("no early chart: {error}")),
    }
}

/// Everything that tables, charts and the report show.
struct Tables {
    result: StudyResult,
    arms: Vec<ArmSeries>,
    flows: Flows,
    drivers: Drivers,
}

impl Tables {
    fn new(study: &Study, replicates: &[&Vec<Cell>], rejected: usize, drivers: Option<Drivers>) -> Tables {
        let scenario = &study.scenario;
        let (funded, following) = (study.funded_years, study.following_years);
        let over = |years: std::ops::Range<usize>| -> Vec<Vec<Window>> {
            (0..study.policies.len() + 1)
                .map(|arm| {
                    let of = |cells: &&Vec<Cell>| {
                        window(&cells[arm].record, years.clone(), scenario.baseline.residents, scenario.towns.len())
                    };
                    replicates.iter().map(of).collect()
                })
                .collect()
        };
        let first = over(0..funded);
        let then = if following > 0 { over(funded..funded + following) } else { Vec::new() };
        let refs = |windows: &'_ [Vec<Window>], arm: usize| -> Vec<Window> {
            windows.get(arm).cloned().unwrap_or_default()
        };
        let departments: Vec<String> = scenario.departments.iter().map(|d| d.name.clone()).collect();
        let base_first: Vec<&Window> = first[0].iter().collect();
        let base_then = refs(&then, 0);
        let base_then: Vec<&Window> = base_then.iter().collect();
        let policies = study
            .policies
            .iter()
            .enumerate()
            .map(|(i, p)| {
                let then = refs(&then, i + 1);
                let windows = PolicyWindows {
                    name: &p.name,
                    title: &p.title,
                    kinds: p.interventions.iter().map(|one| one.kind.as_str()).collect(),
                    funded: first[i + 1].iter().collect(),
                    following: then.iter().collect(),
                };
                effects::policy_result(&windows, &base_first, &base_then, study.budget_soles_per_year)
            })
            .collect();
        let result = StudyResult {
            study: study.name.clone(),
            title: study.title.clone(),
            scenario: scenario.name.clone(),
            seed: study.seed,
            replicates: replicates.len(),
            rejected,
            funded_years: funded,
            following_years: following,
            budget_soles_per_year: study.budget_soles_per_year,
            intervals: "95 % simulation noise at one parameter vector; conditional on the assumed response of the trade"
                .into(),
            adaptation: "after adaptation".into(),
            baseline: effects::baseline(&base_first, &departments),
            baseline_sd: effects::baseline_sd(&base_first),
            policies,
        };
        Tables {
            arms: arm_series(study, replicates),
            flows: flows(scenario, &first[0]),
            drivers: drivers.unwrap_or_else(|| Drivers {
                sampled_girls: 0,
                departments: Vec::new(),
                communities: Vec::new(),
                one_alone: 0.0,
                all_act: 0.0,
            }),
            result,
        }
    }
}

/// Weekly means of every arm, with half-widths of noise: of the level for the baseline, of the paired difference for policies.
fn arm_series(study: &Study, replicates: &[&Vec<Cell>]) -> Vec<ArmSeries> {
    let names = [(BASELINE, "Baseline")].into_iter().chain(study.policies.iter().map(|p| (&*p.name, &*p.title)));
    let weeks = replicates.iter().map(|cells| cells[0].record.weeks.len()).min().unwrap_or(0);
    names
        .enumerate()
        .map(|(arm, (name, title))| {
            let by_week = |f: &dyn Fn(&Week) -> f64, week: usize, arm: usize| -> Vec<f64> {
                replicates.iter().map(|cells| f(&cells[arm].record.weeks[week])).collect()
            };
            let half = |week: usize| {
                let level = by_week(&|w| w.victims, week, arm);
                let values: Vec<f64> = if arm == 0 {
                    level
                } else {
                    level.iter().zip(by_week(&|w| w.victims, week, 0)).map(|(p, b)| p - b).collect()
                };
                student_t_interval(&values, effects::LEVEL).map_or(0.0, |i| (i.high - i.low) / 2.0)
            };
            ArmSeries {
                name: name.to_string(),
                title: title.to_string(),
                victims: (0..weeks).map(|week| mean(&by_week(&|w| w.victims, week, arm))).collect(),
                victims_half_width: (0..weeks).map(half).collect(),
                spells: (0..weeks).map(|week| mean(&by_week(&|w| w.spells_begun, week, arm))).collect(),
            }
        })
        .collect()
}

/// Origins and destinations of the newly exploited in the baseline over the funded years.
pub fn flows(scenario: &Scenario, windows: &[Window]) -> Flows {
    let towns = scenario.towns.len();
    let rows = scenario.departments.len() + 1;
    let mut flows = vec![vec![0.0; towns]; rows];
    for window in windows {
        for (row, counts) in flows.iter_mut().zip(window.flows.chunks(towns)) {
            for (sum, count) in row.iter_mut().zip(counts) {
                *sum += count / windows.len() as f64;
            }
        }
    }
    let by_town = |k: usize| mean(&windows.iter().map(|w| w.victims_by_town[k]).collect::<Vec<_>>());
    Flows {
        origins: scenario.departments.iter().map(|d| d.name.clone()).chain(["outside".into()]).collect(),
        towns: scenario.towns.iter().map(|t| t.name.clone()).collect(),
        origin_target: scenario
            .departments
            .iter()
            .map(|d| Some(d.origin_share))
            .chain([Some(scenario.parameters.population.outside_origin)])
            .collect(),
        victims_by_town: (0..towns).map(by_town).collect(),
        flows,
    }
}

/// Driver profiles as tables.
fn driver_tables(study: &Study, found: &Profiles) -> Drivers {
    let scenario = &study.scenario;
    let places = synthetic::communities(scenario);
    let scale = scenario.parameters.population.scale;
    let profile = |place: String, department: String, girls: f64, p: &Profile| DriverProfile {
        place,
        department,
        girls,
        shares: p.shares,
        se: p.se,
        effective_drivers: p.effective_drivers,
    };
    let name_of = |d: usize| scenario.departments[d].name.clone();
    Drivers {
        sampled_girls: found.sampled,
        departments: found
            .departments
            .iter()
            .enumerate()
            .filter_map(|(d, p)| {
                let girls: f64 = places
                    .iter()
                    .filter(|c| usize::from(c.department) == d)
                    .map(|c| f64::from(c.girls) * scale)
                    .sum();
                Some(profile(name_of(d), name_of(d), girls, p.as_ref()?))
            })
            .collect(),
        communities: found
            .communities
            .iter()
            .zip(&places)
            .filter_map(|(p, c)| {
                let department = name_of(usize::from(c.department));
                Some(profile(c.name.clone(), department, f64::from(c.girls) * scale, p.as_ref()?))
            })
            .collect(),
        one_alone: found.one_alone,
        all_act: found.all_act,
    }
}

/// What the report says of the run and of the baseline's targets.
fn facts(manifest: &Manifest, result: &StudyResult, scenario: &Scenario) -> RunFacts {
    let (b, t) = (&result.baseline, &scenario.baseline);
    let target = |label: &str, value, target, unit: &str, source: &str| BaselineTarget {
        label: label.into(),
        value,
        target,
        unit: unit.into(),
        source: source.into(),
    };
    let mut baseline_targets = vec![
        target("victims", b.victims, t.victims, "persons", "CHS Alternativo's estimate of the stock"),
        target("brothels", b.brothels, t.brothels, "brothels", "CHS Alternativo"),
        target(
            "registered victims",
            b.registered_per_100k,
            t.registered_per_100k,
            "per 100,000 residents and year",
            "prosecutors' register, half of it sexual exploitation",
        ),
        target("minors among the victims", b.minors_share, t.minors_share, "share", "case files; soft"),
    ];
    baseline_targets.extend(scenario.departments.iter().filter(|d| d.fitted).map(|d| {
        let share = b.origin_shares.get(&d.name).copied().unwrap_or(0.0);
        target(&format!("from {}", d.name), share, d.origin_share, "share", "registered victims by origin")
    }));
    RunFacts {
        version: manifest.version.clone(),
        threads: manifest.threads * manifest.jobs,
        jobs: manifest.cells.len(),
        wall_seconds: manifest.wall_seconds,
        cpu_seconds: manifest.cpu_seconds.unwrap_or(0.0),
        inputs_hash: manifest.inputs_hash.clone(),
        baseline_targets,
        ..RunFacts::default()
    }
}
