//! What a study does as a whole: units as it runs them, and the tables, charts, and report made of all its cells.

use super::measured::{Measured, Seconds};
use crate::pool::in_pool;
use amparo_model::diagnose::Profiles;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::{BASELINE, Study};
use amparo_model::world::Channels;
use amparo_report::tables::all::tables as all_tables;
use amparo_report::{Language, ReportError, ReportInputs, RunFacts, Told, charts, html};
use amparo_study::cell::Cell;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::plan::{Unit, units};
use amparo_study::progress::Progress;
use amparo_study::rows::Collector;
use amparo_study::unit::{Sink, Task, run_unit, standing_world};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Policies run at most per unit, spread over the study's.
const MOST_POLICIES: usize = 6;

/// The cells of some units, those of the same draw together.
pub(super) type Cells = Vec<Vec<Cell>>;

/// What a unit's cells took one after another.
struct Stamps {
    clock: Clock,
    took: Vec<Seconds>,
    cells: Vec<Cell>,
}

impl Sink for Stamps {
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError> {
        self.took.push(Seconds::since(&self.clock));
        self.cells.push(cell);
        self.clock = Clock::start();
        Ok(())
    }

    fn weeks(&mut self, _: u32) {}

    fn profiles(&mut self, _: Profiles) -> Result<(), StudyError> {
        Ok(())
    }
}

/// Times the burn-in and baseline, and the runs of some policies, of the first draws, and gives their cells.
pub(super) fn run_units(
    m: &mut Measured,
    wanted: usize,
    study: &Study,
    threads: usize,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Cells, StudyError> {
    let arms = some_arms(study);
    let draws = wanted.min(study.draw_count());
    progress.stage("running whole worlds as the study does", draws as u64);
    let mut all = Vec::new();
    for draw in 0..draws {
        let unit = Unit { draw, replicate: 0 };
        let (mut simulation, policies) = standing_world(study, unit, threads);
        let cells = unit.cells(study);
        let wanted: Vec<bool> =
            cells.iter().map(|(id, _)| id.run == Channels::ALL && arms.contains(id.arm.as_str())).collect();
        let task = Task { study, unit, policies: &policies, cells: &cells, wanted: &wanted, want_profiles: false };
        m.beat();
        let mut stamps = Stamps { clock: Clock::start(), took: Vec::new(), cells: Vec::new() };
        run_unit(&task, &mut simulation, interrupt, &mut stamps)?;
        let Some((baseline, policies)) = stamps.took.split_first() else { continue };
        m.unit_baseline.push(m.took(*baseline, 1.0));
        if !policies.is_empty() {
            let wall = policies.iter().map(|took| took.wall).sum();
            let cpu = policies.iter().map(|took| took.cpu).sum();
            m.policy_run.push(m.took(Seconds { wall, cpu }, policies.len() as f64));
        }
        all.push(stamps.cells);
        progress.advance(1);
    }
    progress.done();
    Ok(all)
}

/// The baseline and policies spread over the study's.
fn some_arms(study: &Study) -> BTreeSet<&str> {
    let (all, n) = (study.policies.len(), study.policies.len().min(MOST_POLICIES));
    let some = (0..n).map(|i| study.policies[i * all / n].name.as_str());
    some.chain([BASELINE]).collect()
}

/// Seconds on the wall that the tables, charts, and report of the whole study take: what is timed is made of as many cells as the study
/// has, though only some were simulated, each standing for others, and nothing is written.
pub(super) fn tables(study: &Study, cells: &Cells, jobs: usize, interrupt: &Interrupt) -> Result<f64, StudyError> {
    let started = Instant::now();
    let mut collector = Collector::new(study);
    for (number, unit) in units(study).enumerate() {
        if interrupt.load(Ordering::Relaxed) {
            return Err(StudyError::Interrupted);
        }
        let Some(made) = cells.get(number % cells.len().max(1)) else { break };
        let mut of_unit = Vec::new();
        for (i, (id, key)) in unit.cells(study).into_iter().enumerate() {
            let same = made.iter().find(|cell| cell.id.arm == id.arm);
            let mut cell = same.unwrap_or(&made[i % made.len()]).clone();
            (cell.id, cell.key) = (id, key);
            // Read from a file and summed, as a finished study's are.
            of_unit.push(Cell::from_bytes(&cell.to_bytes()?)?);
        }
        collector.add(unit, &of_unit)?;
    }
    let made = in_pool(jobs, || {
        let tables = collector.into_tables(None, None, &amparo_report::questions::contrasts(), &[]);
        let language = Language::default();
        let told = Told::new(&tables.result, &tables.answers, language);
        let grades = study.scenario.register.grades();
        let inputs = ReportInputs {
            result: &tables.result,
            arms: &tables.arms,
            flows: &tables.flows,
            drivers: &tables.drivers,
            grades: &grades,
            facts: RunFacts::default(),
            planned: None,
            answers: &tables.answers,
            also: Vec::new(),
            language,
        };
        let csv: usize = all_tables(&told).iter().map(|table| table.csv().len()).sum();
        let draw = || -> Result<usize, ReportError> {
            let drawn: Result<Vec<usize>, ReportError> = charts(&inputs)
                .par_iter()
                .map(|chart| Ok(chart.pictures()?.iter().map(|picture| picture.bytes.len()).sum()))
                .collect();
            Ok(drawn?.iter().sum())
        };
        let (drawn, page) = rayon::join(draw, || html(&inputs).len());
        let json = serde_json::to_string_pretty(&tables.result).map_or(0, |text| text.len())
            + serde_json::to_string_pretty(&tables.answers).map_or(0, |text| text.len());
        Ok(drawn.map_err(|e| StudyError::Failed(e.to_string()))? + page + json + csv)
    });
    std::hint::black_box(made?);
    Ok(started.elapsed().as_secs_f64())
}
