//! What does a second thread give to a study, whose worlds run beside each other?

mod twins;

use amparo::engine::Interrupt;
use amparo::jobs::{Options, compare};
use amparo::scenario::Study;
use amparo::study::Silent;
use criterion::{Criterion, criterion_group, criterion_main};
use std::path::Path;
use twins::beside::{beside, only_tried, two_threads, wall};

/// The toy study, or baseline and policies at a fifth of the girls.
fn study() -> Study {
    let (mut study, replicates) = if only_tried() {
        (twins::study("toy/study.toml", &[]), 2)
    } else {
        (twins::study("madre-de-dios/study.toml", &[("population.scale", 5.0)]), 4)
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
    if let Err(error) = compare(study, &[], &options, &Silent, &Interrupt::new(false)) {
        panic!("{error}");
    }
}

fn study_scaling(c: &mut Criterion) {
    let study = study();
    if only_tried() {
        let mut group = c.benchmark_group("study");
        group.bench_function("two jobs", |b| b.iter(|| answered(&study, 2)));
        return group.finish();
    }
    two_threads(9);
    beside(
        "A study on one and two threads, wall time",
        "study",
        1.0,
        3,
        vec![("one", Box::new(|| wall(|| answered(&study, 1)))), ("two", Box::new(|| wall(|| answered(&study, 2))))],
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = study_scaling
}
criterion_main!(benches);
