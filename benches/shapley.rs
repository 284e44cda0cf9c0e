//! How long do the exact Shapley values of one girl's six drivers take, beside working out every coalition by itself?

mod twins;

use amparo::diagnose::{LevelSet, sample};
use amparo::math::shapley::{COALITIONS, values};
use amparo::process::decision::{ln_acceptance_of_coalitions, ln_acceptance_protected};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use twins::beside::{Variant, beside, cpu, only_tried};
use twins::{burnt_in, madre_de_dios};

fn shapley(c: &mut Criterion) {
    let mut sim = burnt_in(&madre_de_dios(10.0), 1, 1);
    let girls = sim.look(|scene| sample(scene, 4));
    let at = LevelSet::UpperQuarter.levels(&girls);
    let (p, k) = (sim.scenario().parameters.decision.clone(), sim.scenario().parameters.knowledge.clone());
    let together = || {
        for girl in &girls {
            black_box(values(&ln_acceptance_of_coalitions(&girl.circumstances, girl.taboo, &at, &p, &k)));
        }
    };
    let alone = || {
        for girl in &girls {
            let mut worth = [0.0; COALITIONS];
            for (coalition, worth) in worth.iter_mut().enumerate() {
                *worth = ln_acceptance_protected(&girl.circumstances, girl.taboo, coalition, &at, &p, &k);
            }
            black_box(values(&worth));
        }
    };
    let mut group = c.benchmark_group("shapley");
    group.throughput(Throughput::Elements(girls.len() as u64));
    group.bench_function("coalitions together", |b| b.iter(together));
    group.bench_function("each coalition by itself", |b| b.iter(alone));
    group.finish();
    if only_tried() {
        return;
    }
    let ways: Vec<Variant> = vec![
        ("coalitions together", Box::new(|| cpu(|| (0..10).for_each(|_| together())))),
        ("each coalition by itself", Box::new(|| cpu(|| (0..10).for_each(|_| alone())))),
    ];
    beside("Shapley values", "girl", (10 * girls.len()) as f64, 21, ways);
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = shapley
}
criterion_main!(benches);
