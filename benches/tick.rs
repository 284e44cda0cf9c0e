//! How long does a week take, beside the same model without the ECS, and beside one that touches every girl every week?

mod twins;

use amparo::world::Girl;
use criterion::{Criterion, criterion_group, criterion_main};
use twins::beside::{beside, cpu, in_words, only_tried};
use twins::dense::Dense;
use twins::plain::Plain;
use twins::{burnt_in, madre_de_dios};

/// Weeks a turn.
const WEEKS: u32 = 26;

fn tick(c: &mut Criterion) {
    for (size, scale, rounds) in [("a tenth", 10.0, 41), ("everyone", 1.0, 21)] {
        if only_tried() && scale == 1.0 {
            continue;
        }
        let mut sim = burnt_in(&madre_de_dios(scale), 1, 1);
        let mut plain = Plain::of(&mut sim);
        let mut dense = Dense::of(plain.clone(), 1);
        let mut group = c.benchmark_group(format!("tick, {size}"));
        group.bench_function("amparo", |b| b.iter(|| sim.tick()));
        group.bench_function("without the ECS", |b| b.iter(|| plain.tick()));
        group.bench_function("dense", |b| b.iter(|| dense.tick()));
        group.finish();
        if only_tried() {
            continue;
        }
        // All three from one state again, so that they do the same weeks.
        let girls = sim.column::<Girl>().len() as f64;
        plain = Plain::of(&mut sim);
        dense = Dense::of(plain.clone(), 2);
        let mut seconds = Vec::new();
        let world = &mut sim;
        beside(
            &format!("A week, {size}"),
            "week",
            f64::from(WEEKS),
            rounds,
            vec![
                (
                    "amparo",
                    Box::new(|| {
                        let took = cpu(|| (0..WEEKS).for_each(|_| world.tick()));
                        seconds.push(took / f64::from(WEEKS));
                        took
                    }),
                ),
                ("without the ECS", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| plain.tick())))),
                ("dense", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| dense.tick())))),
            ],
        );
        seconds.sort_by(f64::total_cmp);
        let week = seconds[seconds.len() / 2];
        let last = &sim.record().weeks[sim.record().weeks.len() - 520..];
        let approaches = last.iter().map(|w| w.approaches).sum::<f64>() / 520.0 / scale;
        println!(
            "  {girls} girls: {:.2e} girl-weeks a CPU second; {approaches:.0} approaches a week, {:.2e} a CPU second, {} each",
            girls / week,
            approaches / week,
            in_words(week / approaches)
        );
    }
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = tick
}
criterion_main!(benches);
