//! How long does filling a world take, for the first seed and for the next, beside filling plain vectors?

mod twins;

use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use twins::beside::{beside, cpu, only_tried};
use twins::madre_de_dios;
use twins::plain::Plain;

fn spawn(c: &mut Criterion) {
    let scenario = madre_de_dios(if only_tried() { 10.0 } else { 1.0 });
    let mut sim = Simulation::new(&scenario, 1, 1);
    let mut group = c.benchmark_group("spawn, everyone");
    group.sample_size(10);
    // A world is dropped outside the measured time, as a study does.
    group.bench_function("amparo", |b| {
        b.iter_batched(|| (), |()| Simulation::new(&scenario, 1, 1), BatchSize::PerIteration);
    });
    group.bench_function("without the ECS", |b| {
        b.iter_batched(|| (), |()| Plain::new(&scenario, 1), BatchSize::PerIteration);
    });
    let mut seed = 0;
    group.bench_function("the next seed of a standing world", |b| {
        b.iter(|| {
            seed += 1;
            sim.reseed(replicate_key(1, seed));
        });
    });
    group.finish();
    if only_tried() {
        return;
    }
    let girls: usize = sim.column::<amparo::world::Girl>().len();
    beside(
        "Spawning everyone",
        "girl",
        girls as f64,
        11,
        vec![
            (
                "amparo",
                Box::new(|| {
                    let mut made = None;
                    cpu(|| made = Some(Simulation::new(&scenario, 1, 1)))
                }),
            ),
            (
                "without the ECS",
                Box::new(|| {
                    let mut made = None;
                    cpu(|| made = black_box(Some(Plain::new(&scenario, 1))))
                }),
            ),
            ("the next seed of a standing world", Box::new(|| cpu(|| sim.reseed(7)))),
        ],
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = spawn
}
criterion_main!(benches);
