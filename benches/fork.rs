//! How long does it take to begin a policy from a burnt-in world, beside copying plain vectors?

mod twins;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use twins::beside::{beside, cpu, only_tried};
use twins::plain::Plain;
use twins::{burnt_in, madre_de_dios};

fn fork(c: &mut Criterion) {
    let mut sim = burnt_in(&madre_de_dios(if only_tried() { 10.0 } else { 1.0 }), 1, 1);
    let snapshot = sim.snapshot();
    let plain = Plain::of(&mut sim);
    let mut other = plain.clone();
    let mut group = c.benchmark_group("fork, everyone");
    group.bench_function("restoring a standing world", |b| b.iter(|| sim.restore(&snapshot)));
    group.bench_function("copying plain vectors", |b| b.iter(|| other = black_box(&plain).clone()));
    group.bench_function("copying the state out", |b| b.iter(|| sim.snapshot()));
    group.finish();
    if only_tried() {
        return;
    }
    beside(
        "Forking everyone",
        "fork",
        1.0,
        41,
        vec![
            ("restoring a standing world", Box::new(|| cpu(|| sim.restore(&snapshot)))),
            ("copying plain vectors", Box::new(|| cpu(|| other = black_box(&plain).clone()))),
        ],
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = fork
}
criterion_main!(benches);
