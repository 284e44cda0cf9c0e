//! How long does a decision take, and what does it cost that it has the same bits on every machine?

mod twins;

use amparo::diagnose::sample;
use amparo::process::decision::{acceptance, acceptance_at_most};
use amparo::world::Bounds;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use twins::beside::{beside, cpu, only_tried};
use twins::{burnt_in, madre_de_dios};

fn decision(c: &mut Criterion) {
    let mut sim = burnt_in(&madre_de_dios(10.0), 1, 1);
    let p = sim.scenario().parameters.decision.clone();
    let bounds = Bounds::new(&sim.scenario().parameters);
    let girls = sim.look(|scene| sample(scene, 8));
    let mean = |f: &dyn Fn(&amparo::process::decision::Circumstances) -> f64| {
        black_box(girls.iter().map(|girl| f(&girl.circumstances)).sum::<f64>())
    };
    let exact = || mean(&|c| acceptance(c, &p));
    let bound = || mean(&|c| acceptance_at_most(c, [0.0, 20.0], &bounds, &p).unwrap_or(1.0));
    let platform = || mean(&|c| twins::decision::acceptance(c, &p));
    let mut group = c.benchmark_group("decision");
    group.throughput(Throughput::Elements(girls.len() as u64));
    group.bench_function("P(accept)", |b| b.iter(exact));
    group.bench_function("its upper bound", |b| b.iter(bound));
    group.bench_function("with the platform's functions", |b| b.iter(platform));
    // All that an approach looks up of a girl, one roster after another.
    let looked_up = sim.look(|scene| {
        group.bench_function("everything that bears on it, looked up", |b| {
            b.iter(|| sample(scene, 8).len());
        });
        scene.communities.len()
    });
    group.finish();
    assert!(looked_up * 8 == girls.len());
    if only_tried() {
        return;
    }
    beside(
        "A decision",
        "decision",
        (100 * girls.len()) as f64,
        31,
        vec![
            ("P(accept)", Box::new(|| cpu(|| (0..100).for_each(|_| _ = exact())))),
            ("its upper bound", Box::new(|| cpu(|| (0..100).for_each(|_| _ = bound())))),
            ("with the platform's functions", Box::new(|| cpu(|| (0..100).for_each(|_| _ = platform())))),
        ],
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = decision
}
criterion_main!(benches);
