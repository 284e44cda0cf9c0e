//! The main job: baseline and policies, paired by draw and replicate.

use super::baselines::{all_held, directories, runnable};
use super::claim::claim;
use super::finished::FinishedStudy;
use super::options::Options;
use super::running::Running;
use super::workers::Simulated;
use amparo_decide::net_benefit::Willingness;
use amparo_files::{Resolved, Sweep};
use amparo_model::engine::Interrupt;
use amparo_model::scenario::Study;
use amparo_model::world::synthetic;
use amparo_study::cpu::peak_memory_bytes;
use amparo_study::error::StudyError;
use amparo_study::manifest::{CellFacts, ManifestFacts, Size, Work};
use amparo_study::matching::{differ, how_different};
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use std::time::Instant;

/// Runs a study, or what of it is not stored yet, at every baseline it names, and writes its directory. `sweeps` says which of its policies
/// are forms of one, for what is told of them.
///
/// # Errors
/// Invalid policies, a directory of other inputs, failed writes, or an interrupt; finished cells are kept.
pub fn compare(
    study: &Study,
    sweeps: &[Sweep],
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<FinishedStudy, StudyError> {
    let all = runnable(study, progress)?;
    let roots = directories(study, &options.directory(study));
    let claims = all.iter().zip(&roots).map(|(one, root)| Store::claim(root, claim(one), options.fresh));
    let mut stores = all_held(claims)?;
    let store = stores.remove(0);
    // Only now, that all of it is ours.
    let store = match store.begun() {
        Ok(store) => store,
        Err(error) => {
            stores.into_iter().for_each(Store::abandon);
            return Err(error);
        }
    };
    let stores = stores.into_iter().map(Store::begun).collect::<Result<Vec<Store>, StudyError>>()?;
    let how = How { sweeps, options, progress, interrupt, runs: true };
    at_all_baselines(study, store, stores, how)
}

/// Everything of a study at all its baselines, each with the directory that is held for it.
pub(super) fn at_all_baselines(
    study: &Study,
    store: Store,
    stores: Vec<Store>,
    how: How<'_>,
) -> Result<FinishedStudy, StudyError> {
    let mut answer = at_one_baseline(study, store, how, None)?;
    for (other, store) in study.also.iter().zip(stores) {
        how.progress.note(&format!("the same at another baseline: {}", other.scenario.title));
        let worth = answer.tables.worth();
        let other = at_one_baseline(other, store, how, worth.as_ref())?;
        answer.also.push(other);
    }
    if !answer.also.is_empty() {
        compare_causes(&mut answer, study);
        answer.write_result()?;
    }
    Ok(answer)
}

/// Where the study's baselines differ in how different causes are, what matching gains in each stands beside each other.
fn compare_causes(answer: &mut FinishedStudy, study: &Study) {
    let of = |answer: &FinishedStudy| {
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

/// How a study is run and told, the same at every baseline.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    pub(super) sweeps: &'a [Sweep],
    pub(super) options: &'a Options,
    pub(super) progress: &'a dyn Progress,
    pub(super) interrupt: &'a Interrupt,
    /// Whether what is missing is run; else all of it is there.
    pub(super) runs: bool,
}

/// Everything of a study at its own baseline; `worth` as in [`Collector::into_tables`].
fn at_one_baseline(
    study: &Study,
    store: Store,
    How { sweeps, options, progress, interrupt, runs }: How<'_>,
    worth: Option<&Willingness>,
) -> Result<FinishedStudy, StudyError> {
    let started = Instant::now();
    let mut run = Running { study, options, store: &store, progress, interrupt, drivers: None, shown: false };
    run.drivers = run.stored_drivers();
    let mut simulated = Simulated::default();
    let mut grown = study.clone();
    let outcome = match &study.precision {
        _ if !runs => {
            simulated.cpu_seconds = Some(0.0);
            None
        }
        None => {
            run.all(study, &mut simulated)?;
            None
        }
        Some(rule) => Some(run.until_precise(&mut grown, rule, &mut simulated)?),
    };
    let study = &grown;
    let collected = run.gathered(study)?;
    store.count_packs()?;
    let drivers = run.drivers.take();
    let sums = collected.sums;
    if sums.baselines.iter().all(|b| !b.burn_in.settled) {
        return Err(StudyError::Failed(format!(
            "no replicate settled: {} were still drifting after {} years of burn-in",
            sums.baselines.len(),
            study.scenario.burn_in.max_years
        )));
    }
    let mut tables = collected.collector.into_tables(drivers, worth, &amparo_report::questions::contrasts(), sweeps);
    tables.result.precision = outcome.clone();
    let places = synthetic::communities(&study.scenario);
    let girls: usize = places.iter().map(|c| c.girls as usize).sum();
    // Of all runs that made cells: one that only made tables again tells nothing of them.
    let took = store.took().and(started.elapsed().as_secs_f64(), simulated.cpu_seconds, simulated.weeks > 0);
    let work = Work {
        jobs: options.jobs,
        threads: options.threads,
        wall_seconds: took.wall_seconds,
        cpu_seconds: simulated.cpu_seconds.map(|_| took.cpu_seconds),
        peak_memory_bytes: peak_memory_bytes(),
        agent_ticks_per_second: simulated
            .cpu_seconds
            .filter(|s| *s > 0.0 && simulated.weeks > 0)
            .map(|s| girls as f64 * simulated.weeks as f64 / s),
    };
    let facts = ManifestFacts {
        study: Some(study.name.clone()),
        seed: Some(study.seed),
        work,
        size: Some(Size { girls, communities: places.len() }),
        cells: Some(CellFacts {
            draws: study.draw_count(),
            replicates: study.replicates,
            cells: sums.cells,
            cell_bytes: sums.bytes,
            cells_hash: sums.hash,
            weeks_simulated: simulated.weeks,
            precision: outcome,
            baselines: sums.baselines,
        }),
        ..ManifestFacts::default()
    };
    tables.write_series(&store, &places, &study.scenario)?;
    let answer = FinishedStudy {
        tables,
        facts,
        inputs_hash: study.inputs_hash(),
        store,
        scenario: study.scenario.clone(),
        also: Vec::new(),
        kept: None,
    };
    answer.write_result()?;
    Ok(answer)
}
