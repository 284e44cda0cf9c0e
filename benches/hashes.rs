//! What do the manifest's hashes cost: a unit of a study (one burn-in, the baseline and every policy) with and without them?

mod twins;

use amparo::draws::replicate_key;
use amparo::engine::{Interrupt, Simulation};
use amparo::files::{Resolved, cell_hashes};
use amparo::jobs::{Options, compare};
use amparo::scenario::Study;
use amparo::study::{Silent, Store};
use amparo::world::WEEKS_PER_YEAR;
use criterion::{Criterion, criterion_group, criterion_main};
use std::cell::{Cell, RefCell};
use std::hint::black_box;
use std::path::Path;
use twins::beside::{Variant, beside, cpu, only_tried};

/// The study that speed is measured on, with one replicate; of few girls and years if it is only tried.
fn study() -> Study {
    let scale: &[_] = if only_tried() { &[("population.scale", 10.0)] } else { &[] };
    let mut study = twins::study("madre-de-dios/standard.toml", scale);
    study.replicates = 1;
    if only_tried() {
        (study.funded_years, study.following_years) = (1, 1);
    }
    study
}

/// The files of a study's cells, as it stores them.
fn cells(study: &Study) -> Vec<Vec<u8>> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hashes");
    let options = Options { jobs: 1, threads: 1, fresh: true, out: Some(out.clone()) };
    if let Err(error) = compare(study, &[], &options, &Silent, &Interrupt::new(false)) {
        panic!("{error}");
    }
    let read = |file: &String| std::fs::read(out.join("cells").join(file)).expect("a cell");
    Store::look(&out).cell_files().iter().map(read).collect()
}

/// What a study hashes beside the state: every file it read; its resolved inputs, for the directory and for the manifest; what
/// its cells depend on; every cell when it is stored, when it is read again, and for the hash over all of them.
fn of_inputs_and_cells(study: &Study, cells: &[Vec<u8>]) {
    for (path, _) in &study.inputs {
        black_box(blake3::hash(&std::fs::read(path).expect("an input")));
    }
    black_box((study.inputs_hash(), study.inputs_hash(), cell_hashes(study, 0)));
    for _ in 0..3 {
        for cell in cells {
            black_box(blake3::hash(cell));
        }
    }
}

/// CPU seconds of hashes within a unit.
#[derive(Default)]
struct Spent {
    state: Cell<f64>,
    rest: Cell<f64>,
}

/// One unit, as a study runs it; `spent` if it is hashed. The state is hashed where a study does: after the funded years of the
/// baseline, and at every end.
fn unit(sim: &mut Simulation, study: &Study, cells: &[Vec<u8>], spent: Option<&Spent>) {
    let interrupt = Interrupt::new(false);
    let add = |to: &Cell<f64>, seconds: f64| to.set(to.get() + seconds);
    let hash = |sim: &mut Simulation| {
        if let Some(spent) = spent {
            add(&spent.state, cpu(|| _ = black_box(sim.state_hash())));
        }
    };
    let years = |sim: &mut Simulation, years: usize| {
        sim.run(years as u32 * WEEKS_PER_YEAR, &interrupt).expect("nobody interrupts");
    };
    sim.reseed(replicate_key(study.seed, 0));
    let burn_in = sim.burn_in(&interrupt, |_| {}).expect("nobody interrupts");
    let (facts, fork) = (sim.facts(&burn_in), sim.snapshot());
    years(sim, study.funded_years);
    hash(sim);
    years(sim, study.following_years);
    hash(sim);
    for policy in &study.policies {
        sim.restore(&fork);
        sim.begin(&policy.interventions, &facts);
        years(sim, study.funded_years + study.following_years);
        hash(sim);
    }
    if let Some(spent) = spent {
        add(&spent.rest, cpu(|| of_inputs_and_cells(study, cells)));
    }
}

fn hashes(c: &mut Criterion) {
    let study = study();
    let cells = cells(&study);
    let mut sim = Simulation::new(&study.scenario, replicate_key(study.seed, 0), 1);
    let mut group = c.benchmark_group("hashes");
    group.bench_function("state", |b| b.iter(|| sim.state_hash()));
    group.bench_function("inputs and cells", |b| b.iter(|| of_inputs_and_cells(&study, &cells)));
    group.finish();
    if only_tried() {
        return unit(&mut sim, &study, &cells, Some(&Spent::default()));
    }
    // One world, so that memory lies alike, and the same unit each turn.
    let (sim, spent, all) = (RefCell::new(sim), Spent::default(), Cell::new(0.0));
    let off = || cpu(|| unit(&mut sim.borrow_mut(), &study, &cells, None));
    let on = || {
        let seconds = cpu(|| unit(&mut sim.borrow_mut(), &study, &cells, Some(&spent)));
        all.set(all.get() + seconds);
        seconds
    };
    let variants: Vec<Variant> = vec![("off", Box::new(off)), ("on", Box::new(on))];
    beside("Hashes", "unit", 1.0, 11, variants);
    let share = |of: &Cell<f64>| 100.0 * of.get() / all.get();
    println!(
        "  timed within the unit: the state {:.2} % of its time, inputs and {} cells {:.2} %",
        share(&spent.state),
        cells.len(),
        share(&spent.rest)
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = hashes
}
criterion_main!(benches);
