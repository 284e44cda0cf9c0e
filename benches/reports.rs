//! What do reports cost: the same weeks with and without the weekly and yearly record?

mod twins;

use criterion::{Criterion, criterion_group, criterion_main};
use twins::beside::{beside, cpu, only_tried};
use twins::steps::Steps;
use twins::{burnt_in, madre_de_dios};

/// Weeks a turn.
const WEEKS: u32 = 52;

fn reports(c: &mut Criterion) {
    let scenario = madre_de_dios(if only_tried() { 10.0 } else { 1.0 });
    let mut reporting = burnt_in(&scenario, 1, 1);
    let mut silent = burnt_in(&scenario, 1, 1);
    let (mut with, mut without) = (Steps::default(), Steps::without_reports());
    let mut group = c.benchmark_group("reports");
    group.bench_function("on", |b| b.iter(|| with.tick(&mut reporting, |_, step| step())));
    group.bench_function("off", |b| b.iter(|| without.tick(&mut silent, |_, step| step())));
    group.finish();
    if only_tried() {
        return;
    }
    // Both from one state again, so that they do the same weeks.
    silent.restore(&reporting.snapshot());
    beside(
        "Reports",
        "week",
        f64::from(WEEKS),
        41,
        vec![
            ("off", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| without.tick(&mut silent, |_, step| step()))))),
            ("on", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| with.tick(&mut reporting, |_, step| step()))))),
        ],
    );
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = reports
}
criterion_main!(benches);
