//! How does the time of a week grow with the population, while the trade stays as it is: the same brothels, recruiters, approaches?

mod twins;

use amparo::engine::Simulation;
use amparo::world::Girl;
use criterion::{Criterion, criterion_group, criterion_main};
use twins::beside::{beside, cpu, only_tried};
use twins::dense::Dense;
use twins::plain::Plain;
use twins::{burnt_in, madre_de_dios, more_girls};

/// Weeks a turn.
const WEEKS: u32 = 52;

fn run(sim: &mut Simulation) {
    (0..WEEKS).for_each(|_| sim.tick());
}

fn population_scaling(c: &mut Criterion) {
    // A tenth of the girls in the same trade, everyone, ten times everyone.
    let sizes = if only_tried() { vec![0.1] } else { vec![0.1, 1.0, 10.0] };
    let mut worlds = Vec::new();
    for times in sizes {
        let mut sim = burnt_in(&more_girls(madre_de_dios(1.0), times), 1, 1);
        worlds.push((format!("{} girls", sim.column::<Girl>().len()), sim));
    }
    let mut group = c.benchmark_group("tick as the population grows, the trade held");
    for (size, sim) in &mut worlds {
        group.bench_function(size.as_str(), |b| b.iter(|| sim.tick()));
    }
    group.finish();
    if only_tried() {
        return;
    }
    let variants = worlds.iter_mut().map(|(size, sim)| {
        let work = move || cpu(|| run(sim));
        (size.as_str(), Box::new(work) as Box<dyn FnMut() -> f64>)
    });
    beside("A week as the population grows, the trade held", "week", f64::from(WEEKS), 21, variants.collect());
    println!("  means over the last ten years: approaches a week, brothels, victims, newly exploited a week");
    for (size, sim) in &worlds {
        let weeks = &sim.record().weeks;
        let last = &weeks[weeks.len() - 520..];
        let mean = |f: fn(&amparo::observe::Week) -> f64| last.iter().map(f).sum::<f64>() / last.len() as f64;
        let (approaches, brothels) = (mean(|w| w.approaches), mean(|w| w.brothels));
        let (victims, newly) = (mean(|w| w.victims), mean(|w| w.newly_exploited));
        println!("  {size:<18}{approaches:>8.0}{brothels:>8.0}{victims:>8.0}{newly:>8.1}");
    }
    // A dense program's time grows with everyone.
    let mut dense: Vec<(String, Dense)> =
        worlds.iter_mut().take(2).map(|(size, sim)| (format!("dense, {size}"), Dense::of(Plain::of(sim), 1))).collect();
    let variants = dense.iter_mut().map(|(size, dense)| {
        let work = move || cpu(|| (0..WEEKS).for_each(|_| dense.tick()));
        (size.as_str(), Box::new(work) as Box<dyn FnMut() -> f64>)
    });
    beside("A dense week as the population grows, the trade held", "week", f64::from(WEEKS), 9, variants.collect());
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = population_scaling
}
criterion_main!(benches);
