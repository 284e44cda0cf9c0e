//! What do reports cost: the same weeks with and without the weekly and yearly record?

mod twins;

use amparo::engine::Simulation;
use criterion::{Criterion, criterion_group, criterion_main};
use twins::beside::{Variant, beside, cpu, only_tried};
use twins::steps::Steps;
use twins::{burnt_in, madre_de_dios};

/// Weeks a turn.
const WEEKS: u32 = 52;

fn reports(c: &mut Criterion) {
    let scenario = madre_de_dios(if only_tried() { 10.0 } else { 1.0 });
    let mut sim = burnt_in(&scenario, 1, 1);
    let (mut with, mut without) = (Steps::default(), Steps::without_reports());
    let mut group = c.benchmark_group("reports");
    group.bench_function("on", |b| b.iter(|| with.tick(&mut sim, |_, step| step())));
    group.bench_function("off", |b| b.iter(|| without.tick(&mut sim, |_, step| step())));
    group.finish();
    if only_tried() {
        return;
    }
    // One world, so that memory lies alike, and the same weeks each turn.
    let begun = sim.snapshot();
    let sim = std::cell::RefCell::new(sim);
    let turn = |steps: &mut Steps| {
        let sim: &mut Simulation = &mut sim.borrow_mut();
        sim.restore(&begun);
        cpu(|| (0..WEEKS).for_each(|_| steps.tick(sim, |_, step| step())))
    };
    let variants: Vec<Variant> = vec![("off", Box::new(|| turn(&mut without))), ("on", Box::new(|| turn(&mut with)))];
    beside("Reports", "week", f64::from(WEEKS), 101, variants);
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = reports
}
criterion_main!(benches);
