//! The main job: baseline and policies, paired by draw and replicate.

use super::money::{coverage_is_affordable, surveys_are_affordable};
use crate::solve::record::solved_for_this;
use amparo_decide::answers::Answers;
use amparo_decide::net_benefit::Willingness;
use amparo_decide::precision::{Rule, Verdict, verdict};
use amparo_decide::result::{Drivers, StudyResult};
use amparo_files::Resolved;
use amparo_model::diagnose::Profiles;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::policy;
use amparo_model::scenario::{Policy, Precision, Scenario, Study};
use amparo_model::world::synthetic;
use amparo_study::cell::{Cell, CellId};
use amparo_study::cpu::cpu_seconds;
use amparo_study::directory::Claim;
use amparo_study::drivers::driver_tables;
use amparo_study::error::StudyError;
use amparo_study::matching::{differ, how_different};
use amparo_study::plan::{self, BASELINE, Unit, units};
use amparo_study::progress::Progress;
use amparo_study::rows::Collector;
use amparo_study::store::Store;
use amparo_study::tables::Tables;
use amparo_study::unit::{Sink, Task, run_unit, standing_world};
use amparo_text::Diagnostic;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Instant;

/// Joint confidence that all differences whose precision is asked for are as narrow as stated.
const LEVEL: f64 = 0.95;

/// Name of the stored driver profiles.
const DRIVERS: &str = "cells/drivers.cell";

/// How a study is run; none of it changes a number.
#[derive(Clone, Debug)]
pub struct Options {
    /// Units at a time.
    pub jobs: usize,
    /// Threads inside each world.
    pub threads: usize,
    /// Ignore what is stored, and replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-<8 hex of the resolved inputs>`.
    pub out: Option<PathBuf>,
}

impl Options {
    /// Directory of a study's results.
    pub fn directory(&self, study: &Study) -> PathBuf {
        self.out
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("output/{}-{}", study.name, &study.inputs_hash()[..8])))
    }
}

/// Result of a finished study.
pub struct Answer {
    /// Summary tables.
    pub tables: Tables,
    /// What was run, as the manifest says it.
    pub manifest: Manifest,
    /// The study's directory, still held.
    pub store: Store,
    /// The baseline scenario.
    pub scenario: Scenario,
    /// The same study at other baselines.
    pub also: Vec<Answer>,
}

/// Everything a study answers, as one document.
#[derive(Serialize)]
pub struct Whole<'a> {
    /// Effects and baseline.
    #[serde(flatten)]
    pub result: &'a StudyResult,
    /// Before and after adaptation, decisions and what they turn on; a study at one parameter vector is one draw.
    pub answers: &'a Answers,
    /// The same at other baselines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Whole<'a>>,
}

impl Answer {
    /// Writes `result.json`, with what is there of other baselines.
    fn write_result(&self) -> Result<(), StudyError> {
        self.store.write_json("result.json", &self.whole())
    }

    /// Results and answers, of other baselines too.
    pub fn whole(&self) -> Whole<'_> {
        Whole {
            result: &self.tables.result,
            answers: &self.tables.answers,
            also: self.also.iter().map(Answer::whole).collect(),
        }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        for other in &self.also {
            other.finish()?;
        }
        self.store.finish(&self.manifest)
    }
}

/// Facts of a study in its manifest, besides those of every manifest.
#[derive(Clone, Debug, Serialize)]
pub struct Manifest {
    /// Name of the study.
    pub study: String,
    /// 64-hex hash of the resolved inputs; the directory's claim writes it.
    #[serde(skip)]
    pub inputs_hash: String,
    /// Seed of the study.
    pub seed: u64,
    /// Draws in use; 1 for a study at one parameter vector.
    pub draws: usize,
    /// Replicates of a repeated draw.
    pub replicates: usize,
    /// Units run at a time.
    pub jobs: usize,
    /// Threads inside a world.
    pub threads: usize,
    /// Simulated girls of a world.
    pub girls: usize,
    /// Communities of a world.
    pub communities: usize,
    /// Finished cells, and the bytes they take.
    pub cells: usize,
    /// Bytes of the stored cells.
    pub cell_bytes: u64,
    /// Hash over every cell in order: the same for the same results.
    pub cells_hash: String,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
    /// Processor time over all threads, seconds; `None` where the system does not tell.
    pub cpu_seconds: Option<f64>,
    /// Largest resident memory of the process so far, bytes; `None` where the system does not tell.
    pub peak_memory_bytes: Option<u64>,
    /// Weeks simulated by this run, all cells together; 0 if everything was stored already.
    pub weeks_simulated: u64,
    /// Girls × weeks ÷ processor seconds.
    pub agent_ticks_per_second: Option<f64>,
    /// Precision reached, where it was asked for.
    pub precision: Option<String>,
    /// The baseline of every unit.
    pub baselines: Vec<BaselineFacts>,
}

/// One baseline in the manifest.
#[derive(Clone, Debug, Serialize)]
pub struct BaselineFacts {
    /// Number of the draw.
    pub draw: usize,
    /// Number of the replicate, from 0.
    pub replicate: usize,
    /// Years burnt in.
    pub burn_in_years: usize,
    /// False: the burn-in never settled; the replicate is left out.
    pub settled: bool,
    /// Largest slope at the end of the burn-in, share per year.
    pub drift: f64,
    /// Hash of the world after the funded years.
    pub hash_after_funded_years: Option<String>,
    /// Hash of the world at the end.
    pub hash_at_end: String,
}

/// Messages of workers.
enum Message {
    Cell(Box<Cell>),
    Profiles(Box<Profiles>),
    Weeks(u32),
    Failed(StudyError),
}

struct Post(mpsc::SyncSender<Message>);

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

/// Cells under way between a worker and the disk.
const IN_HAND: usize = 64;

/// Runs a study, or what of it is not stored yet, at every baseline it names, and writes its directory.
///
/// # Errors
/// Invalid policies, a directory of other inputs, failed writes, or an interrupt; finished cells are kept.
pub fn compare(
    study: &Study,
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Answer, StudyError> {
    for one in [study].into_iter().chain(&study.also) {
        checked(one)?;
        solved_for_this(one, progress)?;
    }
    let directory = options.directory(study);
    let store = Store::claim(&directory, claim(study), options.fresh)?;
    let mut stores = Vec::new();
    for other in &study.also {
        match Store::claim(&also_directory(&directory, other), claim(other), options.fresh) {
            Ok(at) => stores.push(at),
            Err(error) => {
                stores.into_iter().for_each(Store::abandon);
                store.abandon();
                return Err(error);
            }
        }
    }
    // Only now, that all of it is ours.
    let store = match store.begun() {
        Ok(store) => store,
        Err(error) => {
            stores.into_iter().for_each(Store::abandon);
            return Err(error);
        }
    };
    let stores = stores.into_iter().map(Store::begun).collect::<Result<Vec<Store>, StudyError>>()?;
    let mut answer = at_one_baseline(study, store, options, None, progress, interrupt)?;
    for (other, store) in study.also.iter().zip(stores) {
        progress.note(&format!("the same at another baseline: {}", other.scenario.title));
        let worth = answer.tables.worth();
        let other = at_one_baseline(other, store, options, worth.as_ref(), progress, interrupt)?;
        answer.also.push(other);
    }
    if !answer.also.is_empty() {
        compare_causes(&mut answer, study);
        answer.write_result()?;
    }
    Ok(answer)
}

/// Tables that a study may write at the top of its directory.
const TABLES: [&str; 19] = [
    "report.html",
    "result.json",
    "summary.csv",
    "effects.csv",
    "decision.csv",
    "acceptability.csv",
    "waterfall.csv",
    "break_evens.csv",
    "value_of_information.csv",
    "who_benefits.csv",
    "by_treatment.csv",
    "pairing.csv",
    "two_part.csv",
    "forecasts.csv",
    "forecast_skill.csv",
    "survey_sizes.csv",
    "how_different.csv",
    "discovery.csv",
    "discovery_draws.csv",
];

/// What a study's directory is of.
pub fn claim(study: &Study) -> Claim {
    Claim {
        command: "compare",
        name: study.name.clone(),
        resolved: study.resolved_toml(),
        inputs: study.inputs.clone(),
        set: study.scenario.set.clone(),
        tables: TABLES.map(String::from).into(),
        sealed: &["cells"],
        also: study.also.iter().map(|other| other.scenario.name.clone()).collect(),
    }
}

/// Where the study's baselines differ in how different causes are, what matching gains in each stands beside each other.
fn compare_causes(answer: &mut Answer, study: &Study) {
    let of = |answer: &Answer| {
        let found = answer.tables.answers.two_part.as_ref();
        found.map_or_else(Vec::new, |found| how_different(&answer.scenario, &found.budgets))
    };
    let mut rows = of(answer);
    for (other, _) in answer.also.iter().zip(&study.also).filter(|(_, other)| differ(study, other)) {
        rows.extend(of(other));
    }
    let several = rows.iter().any(|row| row.scenario != answer.scenario.name);
    if let Some(found) = answer.tables.answers.two_part.as_mut()
        && several
    {
        found.how_different = rows;
    }
}

/// What only the interventions themselves, or a table still to be made, can tell is wrong with a study.
///
/// # Errors
/// Invalid policies, or draws that are not there.
pub fn checked(study: &Study) -> Result<(), StudyError> {
    let named = |message: &str| Diagnostic::new(message).in_file(study.file.display().to_string());
    for one in &study.policies {
        policy::check(one).map_err(|unfit| named(&unfit.to_string()))?;
    }
    surveys_are_affordable(study)?;
    coverage_is_affordable(study)?;
    if study.draw_count() == 0 {
        return Err(named("the study has no draws to use".into())
            .expected("a table of draws, made with `amparo calibrate STUDY --write`")
            .into());
    }
    Ok(())
}

/// Directory of the same study at another baseline.
pub fn also_directory(directory: &Path, other: &Study) -> PathBuf {
    directory.join("also").join(&other.scenario.name)
}

/// Everything of a study at its own baseline; `worth` as in [`Collector::into_tables`].
fn at_one_baseline(
    study: &Study,
    store: Store,
    options: &Options,
    worth: Option<&Willingness>,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Answer, StudyError> {
    let started = Instant::now();
    let mut run = Running { study, options, store: &store, progress, interrupt, drivers: None, shown: false };
    run.drivers = run.stored_drivers();
    let mut simulated = Simulated::default();
    let mut grown = study.clone();
    let outcome = match &study.precision {
        None => {
            run.all(study, &mut simulated)?;
            None
        }
        Some(rule) => Some(run.until_precise(&mut grown, rule, &mut simulated)?),
    };
    let study = &grown;
    let collected = run.collect(study)?;
    let drivers = run.drivers.take();
    let facts = collected.facts;
    if facts.baselines.iter().all(|b| !b.settled) {
        return Err(StudyError::Failed(format!(
            "no replicate settled: {} were still drifting after {} years of burn-in",
            facts.baselines.len(),
            study.scenario.burn_in.max_years
        )));
    }
    let mut tables = collected.collector.into_tables(drivers, worth, &amparo_report::questions::contrasts());
    tables.result.precision = outcome.clone();
    let places = synthetic::communities(&study.scenario);
    let girls: usize = places.iter().map(|c| c.girls as usize).sum();
    let manifest = Manifest {
        study: study.name.clone(),
        inputs_hash: study.inputs_hash(),
        seed: study.seed,
        draws: study.draw_count(),
        replicates: study.replicates,
        jobs: options.jobs,
        threads: options.threads,
        girls,
        communities: places.len(),
        cells: facts.cells,
        cell_bytes: facts.bytes,
        cells_hash: facts.hash,
        wall_seconds: started.elapsed().as_secs_f64(),
        cpu_seconds: simulated.cpu_seconds,
        peak_memory_bytes: amparo_study::cpu::peak_memory_bytes(),
        weeks_simulated: simulated.weeks,
        agent_ticks_per_second: simulated
            .cpu_seconds
            .filter(|s| *s > 0.0 && simulated.weeks > 0)
            .map(|s| girls as f64 * simulated.weeks as f64 / s),
        precision: outcome,
        baselines: facts.baselines,
    };
    tables.write_series(&store, &places, &study.scenario)?;
    let answer = Answer { tables, manifest, store, scenario: study.scenario.clone(), also: Vec::new() };
    answer.write_result()?;
    Ok(answer)
}

/// Weeks that were simulated, and the processor time they took.
#[derive(Default)]
struct Simulated {
    weeks: u64,
    /// Processor seconds while cells were run.
    cpu_seconds: Option<f64>,
}

/// A unit with the cells of it that are missing.
struct Missing {
    unit: Unit,
    wanted: Vec<bool>,
}

/// A study being run.
struct Running<'a> {
    study: &'a Study,
    options: &'a Options,
    store: &'a Store,
    progress: &'a dyn Progress,
    interrupt: &'a Interrupt,
    drivers: Option<Drivers>,
    /// Whether a first chart was shown.
    shown: bool,
}

/// Result of reading every cell once.
struct Collected<'a> {
    collector: Collector<'a>,
    facts: CellFacts,
}

#[derive(Default)]
struct CellFacts {
    cells: usize,
    bytes: u64,
    hash: String,
    baselines: Vec<BaselineFacts>,
}

impl Running<'_> {
    /// The key of the first unit's baseline, which driver profiles are made of.
    fn drivers_key(&self) -> String {
        let (_, key) = Unit { draw: 0, replicate: 0 }.cells(self.study).swap_remove(0);
        key
    }

    fn stored_drivers(&self) -> Option<Drivers> {
        match self.store.read_checked(DRIVERS) {
            Ok(text) => serde_json::from_str::<(String, Drivers)>(&text?)
                .ok()
                .filter(|(key, _)| *key == self.drivers_key())
                .map(|(_, drivers)| drivers),
            Err(damage) => {
                self.progress.note(&format!("{damage}; making it again"));
                None
            }
        }
    }

    /// Runs every cell that is not stored.
    fn all(&mut self, study: &Study, simulated: &mut Simulated) -> Result<(), StudyError> {
        let missing = self.missing(study)?;
        self.run(study, &missing, simulated)
    }

    /// Runs blocks of replicates until every difference is narrow enough or the limit is reached; says which. `study` then
    /// has as many replicates as were run.
    fn until_precise(
        &mut self,
        study: &mut Study,
        wanted: &Precision,
        simulated: &mut Simulated,
    ) -> Result<String, StudyError> {
        let rule = Rule {
            half_width: wanted.half_width,
            relative: wanted.relative,
            block: wanted.block,
            most: wanted.most,
            level: LEVEL,
        };
        study.replicates = rule.looks()[0];
        loop {
            self.all(study, simulated)?;
            let collector = self.collect(study)?.collector;
            let Some((differences, baseline)) = collector.differences(&wanted.outcome) else {
                return Err(StudyError::Failed(format!("`{}` is no outcome of a comparison", wanted.outcome)));
            };
            match verdict(&differences, &baseline, &rule) {
                // Replicates that never settled do not count, so that more are run for them.
                Verdict::Continue { until } if collector.rejected < rule.most => {
                    study.replicates = until + collector.rejected;
                    self.progress
                        .note(&format!("differences are not narrow enough yet: {} replicates", study.replicates));
                }
                verdict => return Ok(precision_words(study, wanted, &verdict)),
            }
        }
    }

    /// Units with cells that are not stored or not valid; damaged files are named.
    fn missing(&self, study: &Study) -> Result<Vec<Missing>, StudyError> {
        let mut missing = Vec::new();
        for unit in units(study) {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            let wanted: Vec<bool> =
                unit.cells(study).iter().map(|(id, key)| self.stored(id, key, true).is_none()).collect();
            let first = unit == Unit { draw: 0, replicate: 0 };
            if wanted.contains(&true) || (first && self.drivers.is_none()) {
                missing.push(Missing { unit, wanted });
            }
        }
        Ok(missing)
    }

    /// A stored, valid cell; with `tell`, damage is named.
    fn stored(&self, id: &CellId, key: &str, tell: bool) -> Option<Cell> {
        self.store.get(id, key).unwrap_or_else(|damage| {
            if tell {
                self.progress.note(&format!("{damage}; running it again"));
            }
            None
        })
    }

    /// Runs missing cells on `options.jobs` workers, a world each.
    fn run(&mut self, study: &Study, missing: &[Missing], simulated: &mut Simulated) -> Result<(), StudyError> {
        if missing.is_empty() {
            self.progress.note("every cell was stored already");
            simulated.cpu_seconds.get_or_insert(0.0);
            return Ok(());
        }
        let jobs = self.options.jobs.min(missing.len());
        let expected: u64 = missing.iter().map(|one| expected_weeks(study, one)).sum();
        let cells: usize = missing.iter().map(|one| one.wanted.iter().filter(|w| **w).count()).sum();
        let counted = |n: usize, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
        let stage =
            format!("{} in {} on {}", counted(cells, "cell"), counted(missing.len(), "world"), counted(jobs, "job"));
        self.progress.stage(&stage, expected);
        let cpu_before = cpu_seconds();
        let next = AtomicUsize::new(0);
        // Raised by the first failure, so that the other workers stop as promptly as on an interrupt.
        let stop = AtomicBool::new(false);
        // Bounded, so that a slow disk holds the workers up and not the memory.
        let (sender, receiver) = mpsc::sync_channel(IN_HAND);
        let want_profiles = self.drivers.is_none();
        let mut failure = None;
        let threads = self.options.threads;
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                let mut post = Post(sender.clone());
                let (next, stop) = (&next, &stop);
                scope.spawn(move || {
                    let outcome =
                        in_pool(threads, || work(study, missing, next, want_profiles, threads, stop, &mut post));
                    if let Err(error) = outcome {
                        // If nobody listens any more, the run has ended already.
                        let _ = post.send(Message::Failed(error));
                    }
                });
            }
            drop(sender);
            loop {
                if self.interrupt.load(Ordering::Relaxed) && !stop.swap(true, Ordering::Relaxed) {
                    failure = Some(StudyError::Interrupted);
                }
                let handled = match receiver.recv_timeout(std::time::Duration::from_millis(50)) {
                    Ok(Message::Weeks(n)) => {
                        simulated.weeks += u64::from(n);
                        self.progress.advance(u64::from(n));
                        Ok(())
                    }
                    Ok(Message::Cell(cell)) => self.store.put(&cell).map(|()| self.first_look(study, &cell.id)),
                    Ok(Message::Profiles(found)) => self.keep_drivers(study, &found),
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
        match failure {
            None => self.progress.done(),
            Some(_) => self.progress.stopped(),
        }
        let spent = cpu_before.zip(cpu_seconds()).map(|(before, after)| after - before);
        simulated.cpu_seconds = match (simulated.cpu_seconds, spent) {
            (Some(sum), Some(spent)) => Some(sum + spent),
            (None, spent) => spent,
            _ => None,
        };
        failure.map_or(Ok(()), Err)
    }

    fn keep_drivers(&mut self, study: &Study, found: &Profiles) -> Result<(), StudyError> {
        let made = driver_tables(&study.scenario, found);
        let text =
            serde_json::to_string(&(&self.drivers_key(), &made)).map_err(|e| StudyError::Failed(e.to_string()))?;
        self.drivers = Some(made);
        self.store.write_checked(DRIVERS, &text)
    }

    /// Hands over what the first whole unit shows, while more are to come.
    fn first_look(&mut self, study: &Study, latest: &CellId) {
        let whole = units(study).count();
        if self.shown || whole < 2 {
            return;
        }
        let Some(unit) = units(study).find(|u| u.number(study) == latest.draw && u.replicate == latest.replicate)
        else {
            return;
        };
        let planned = unit.cells(study);
        if planned.last().is_none_or(|(id, _)| id != latest) {
            return;
        }
        self.shown = true;
        let cells: Option<Vec<Cell>> = planned.iter().map(|(id, key)| self.stored(id, key, false)).collect();
        if let Some(cells) = cells.filter(|cells| cells.iter().all(|c| c.settled)) {
            let mut collector = Collector::new(study);
            if collector.add(unit, &cells).is_ok() {
                self.progress.first_look(&collector.into_tables(None, None, &[]), whole, self.store);
            }
        }
    }

    /// Reads every cell once, in order, and keeps of it what tables need.
    fn collect<'s>(&self, study: &'s Study) -> Result<Collected<'s>, StudyError> {
        let mut collector = Collector::new(study);
        let mut facts = CellFacts::default();
        let mut hasher = blake3::Hasher::new();
        for unit in units(study) {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            let mut cells = Vec::new();
            for (id, key) in unit.cells(study) {
                let Some(cell) = self.stored(&id, &key, false) else {
                    return Err(StudyError::Failed(format!(
                        "cell {} is gone from {} or was damaged while the study ran; run it again",
                        id.file_name(),
                        self.store.root().display()
                    )));
                };
                facts.cells += 1;
                let bytes = cell.to_bytes()?;
                facts.bytes += bytes.len() as u64;
                hasher.update(&bytes);
                cells.push(cell);
            }
            let baseline = &cells[0];
            facts.baselines.push(BaselineFacts {
                draw: baseline.id.draw,
                replicate: baseline.id.replicate,
                burn_in_years: baseline.burn_in_years,
                settled: baseline.settled,
                drift: baseline.drift,
                hash_after_funded_years: baseline.hash_after_funded.clone(),
                hash_at_end: baseline.hash_at_end.clone(),
            });
            collector.add(unit, &cells)?;
        }
        facts.hash = hasher.finalize().to_hex()[..32].to_string();
        Ok(Collected { collector, facts })
    }
}

/// Precision reached on demand, in words.
fn precision_words(study: &Study, wanted: &Precision, verdict: &Verdict) -> String {
    let outcome = wanted.outcome.replace('_', " ");
    let asked = match (wanted.half_width, wanted.relative) {
        (Some(width), _) => format!("±{width}"),
        (None, Some(share)) => format!("±{} % of the baseline", 100.0 * share),
        (None, None) => "narrow enough".into(),
    };
    let name = |i: &usize| study.policies.get(*i).map_or("", |p| p.name.as_str());
    match verdict {
        Verdict::Enough { replicates } => {
            format!("every difference of {outcome} is known to {asked} after {replicates} replicates")
        }
        Verdict::GiveUp { replicates, too_wide, alike } => {
            let wide: Vec<&str> = too_wide.iter().map(name).collect();
            let pairs: Vec<String> =
                alike.iter().map(|(i, j)| format!("{} and {}", i.as_ref().map_or(BASELINE, name), name(j))).collect();
            let alike = if pairs.is_empty() {
                "all can be told apart".to_string()
            } else {
                format!("these can't be told apart: {}", pairs.join("; "))
            };
            format!(
                "after {replicates} replicates, the limit given, differences of {outcome} are still wider than {asked} for {}; {alike}",
                wide.join(", ")
            )
        }
        Verdict::Continue { .. } => {
            format!("too many burn-ins never settled to know {outcome} to {asked}")
        }
    }
}

/// Weeks that the missing cells of a unit take.
fn expected_weeks(study: &Study, one: &Missing) -> u64 {
    let cells = one.unit.cells(study);
    let wanted = |i: usize| one.wanted[i];
    let policies = (1..cells.len()).filter(|i| wanted(*i)).count();
    let replays = (1..cells.len()).any(|i| wanted(i) && plan::replayed(cells[i].0.run));
    plan::weeks(study, policies, wanted(0) || replays)
}

/// One worker: takes units until there are none. Replicates of one draw share a standing world.
fn work(
    study: &Study,
    missing: &[Missing],
    next: &AtomicUsize,
    want_profiles: bool,
    threads: usize,
    stop: &Interrupt,
    post: &mut Post,
) -> Result<(), StudyError> {
    let mut standing: Option<(usize, Simulation, Vec<Policy>)> = None;
    while let Some(one) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
        if standing.as_ref().is_none_or(|(draw, ..)| *draw != one.unit.draw) {
            // The old world goes before the new one comes: two would not be needed at a time.
            drop(standing.take());
            let (simulation, policies) = standing_world(study, one.unit, threads);
            standing = Some((one.unit.draw, simulation, policies));
        }
        let Some((_, simulation, policies)) = &mut standing else { continue };
        let cells = one.unit.cells(study);
        let task = Task {
            study,
            unit: one.unit,
            policies,
            cells: &cells,
            wanted: &one.wanted,
            want_profiles: want_profiles && one.unit == Unit { draw: 0, replicate: 0 },
        };
        run_unit(&task, simulation, stop, post)?;
    }
    Ok(())
}

/// Runs `work` where rayon uses `threads` threads, at least one.
///
/// # Errors
/// Those of `work`; [`StudyError::Failed`] if threads cannot be started.
pub fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> Result<R, StudyError> + Send) -> Result<R, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|e| StudyError::Failed(format!("cannot start {threads} threads: {e}")))?;
    pool.install(work)
}
