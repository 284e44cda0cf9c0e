//! What does a second thread give: to a study, whose worlds run beside each other, and to one world of ten million girls?

mod twins;

use amparo::engine::{Interrupt, Simulation};
use amparo::policy::VOCABULARY;
use amparo::scenario::{Study, load_study};
use amparo::study::{Options, Silent, compare};
use amparo::world::Setting;
use criterion::{Criterion, criterion_group, criterion_main};
use std::path::Path;
use twins::beside::{Variant, beside, only_tried, wall};
use twins::{larger, madre_de_dios};

/// The toy study, or baseline and policies at a fifth of the girls.
fn study() -> Study {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let (file, set, replicates) = if only_tried() {
        ("toy/study.toml", vec![], 2)
    } else {
        ("madre-de-dios/study.toml", vec![("population.scale".to_owned(), 5.0)], 4)
    };
    let mut study = match load_study(&scenarios.join(file), &VOCABULARY, &set) {
        Ok(study) => study,
        Err(error) => panic!("{error}"),
    };
    study.replicates = replicates;
    if let Some(plan) = &mut study.draws {
        (plan.used, plan.repeated) = (1, 1);
    }
    study
}

/// A study from nothing to its tables.
fn answered(study: &Study, jobs: usize) {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("study-{jobs}"));
    let options = Options { jobs, threads: 1, fresh: true, out: Some(out) };
    if let Err(error) = compare(study, &options, &Silent, &Interrupt::new(false)) {
        panic!("{error}");
    }
}

/// What two threads give to arithmetic that shares nothing: on a machine with other work, less than two.
fn sentinel(rounds: usize) {
    let spin = || (0..100_000_000u64).fold(1u64, |x, i| std::hint::black_box(x ^ i).rotate_left(7));
    let one = || wall(|| _ = std::hint::black_box((spin(), spin())));
    let two = || wall(|| _ = std::hint::black_box(rayon::join(spin, spin)));
    let variants: Vec<Variant> = vec![("one", Box::new(one)), ("two", Box::new(two))];
    beside("Plain arithmetic on one and two threads, wall time", "turn", 1.0, rounds, variants);
}

fn study_scaling(c: &mut Criterion) {
    let study = study();
    if only_tried() {
        let mut group = c.benchmark_group("study");
        group.bench_function("two jobs", |b| b.iter(|| answered(&study, 2)));
        return group.finish();
    }
    sentinel(9);
    beside(
        "A study on one and two threads, wall time",
        "study",
        1.0,
        3,
        vec![("one", Box::new(|| wall(|| answered(&study, 1)))), ("two", Box::new(|| wall(|| answered(&study, 2))))],
    );
}

/// Weeks a turn.
const WEEKS: u32 = 13;

fn one_world(_: &mut Criterion) {
    if only_tried() {
        return;
    }
    // 890,000 girls, times this; everything of the trade with them.
    let scenario = larger(madre_de_dios(1.0), 11.3);
    let mut sim = Simulation::new(&scenario, 1, 1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    (0..104).for_each(|_| sim.tick());
    let sim = std::cell::RefCell::new(sim);
    let turn = |threads: usize| {
        let sim: &mut Simulation = &mut sim.borrow_mut();
        sim.world.resource_mut::<Setting>().threads = threads;
        wall(|| pool.install(|| (0..WEEKS).for_each(|_| sim.tick())))
    };
    let variants: Vec<Variant> = vec![("one", Box::new(|| turn(1))), ("two", Box::new(|| turn(2)))];
    beside("A week of ten million girls on one and two threads, wall time", "week", f64::from(WEEKS), 15, variants);
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = study_scaling, one_world
}
criterion_main!(benches);
