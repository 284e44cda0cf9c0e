//! What does keying every draw cost, beside a plain small generator: a word, and a week of the model?
//!
//! For the second question the model is compiled again from its own source, with `twins/in_sequence.rs` in the place of
//! `src/model/draws.rs`: nothing else differs.
#![allow(
    dead_code,
    unused_imports,
    clippy::disallowed_methods,
    clippy::module_inception,
    reason = "the model's modules are compiled here for what the bench uses of them"
)]

mod twins;

// The reader of files is compiled again too: it fills the types of the model compiled here.
extern crate self as amparo_model;

#[path = "../src/model/diagnose/mod.rs"]
mod diagnose;
#[path = "twins/in_sequence.rs"]
mod draws;
#[path = "../src/model/engine/mod.rs"]
mod engine;
#[path = "../src/files/lib.rs"]
mod files;
#[path = "../src/model/math/mod.rs"]
mod math;
#[path = "../src/model/observe/mod.rs"]
mod observe;
#[path = "../src/model/policy/mod.rs"]
mod policy;
#[path = "../src/model/process/mod.rs"]
mod process;
#[path = "../src/model/register/mod.rs"]
mod register;
#[path = "../src/model/scenario/mod.rs"]
mod scenario;
#[path = "../src/model/world/mod.rs"]
mod world;

use amparo::draws::{Draws, Process};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::hint::black_box;
use std::path::Path;
use twins::beside::{Variant, beside, cpu, only_tried};
use twins::small::Small;
use twins::{burnt_in, madre_de_dios};

/// Persons a turn.
const PERSONS: u64 = 10_000;

/// The sum of a word for each person.
fn sum(word: impl FnMut(u64) -> u64) -> u64 {
    black_box((0..PERSONS).map(word).fold(0, u64::wrapping_add))
}

fn words(c: &mut Criterion) {
    let keyed = Draws::new(1).of(Process::Exit);
    let mut small = Small::new(1);
    let mut stream = ChaCha8Rng::seed_from_u64(1);
    let mut group = c.benchmark_group("draws");
    group.throughput(Throughput::Elements(PERSONS));
    group.bench_function("a word keyed by (person, week)", |b| b.iter(|| sum(|i| keyed.with(i).word(7))));
    group.bench_function("a word of a small generator", |b| b.iter(|| sum(|_| small.word())));
    group.bench_function("a word of one ChaCha8 stream", |b| b.iter(|| sum(|_| stream.next_u64())));
    group.bench_function("a ChaCha8 made for each person", |b| {
        b.iter(|| sum(|i| ChaCha8Rng::seed_from_u64(i).next_u64()));
    });
    group.bench_function("a normal keyed by (person, week)", |b| {
        b.iter(|| black_box((0..PERSONS).map(|i| keyed.with(i).normal(7)).sum::<f64>()));
    });
    group.finish();
}

/// Weeks a turn.
const WEEKS: u32 = 26;

/// The same scenario, read by the model compiled here.
fn in_sequence(scale: f64) -> engine::Simulation {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/madre-de-dios/baseline.toml");
    let set = [("population.scale".to_owned(), scale)];
    let scenario = match files::load_scenario(&path, &policy::VOCABULARY, &set) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    };
    let mut sim = engine::Simulation::new(&scenario, draws::replicate_key(1, 0), 1);
    sim.burn_in(&engine::Interrupt::new(false), |_| {}).expect("nobody interrupts");
    sim
}

fn weeks(c: &mut Criterion) {
    let scale = if only_tried() { 10.0 } else { 1.0 };
    let mut keyed = burnt_in(&madre_de_dios(scale), 1, 1);
    let mut plain = in_sequence(scale);
    let mut group = c.benchmark_group("a week's draws");
    group.bench_function("keyed", |b| b.iter(|| keyed.tick()));
    group.bench_function("in sequence", |b| b.iter(|| plain.tick()));
    group.finish();
    if only_tried() {
        return;
    }
    let variants: Vec<Variant> = vec![
        ("in sequence", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| plain.tick())))),
        ("keyed", Box::new(|| cpu(|| (0..WEEKS).for_each(|_| keyed.tick())))),
    ];
    beside("A week with draws keyed and in sequence", "week", f64::from(WEEKS), 41, variants);
    // They are two worlds: what is done in them must be about the same.
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
        sum / n
    };
    let of_keyed = mean(&mut keyed.record().weeks.iter().map(|w| w.approaches));
    let of_plain = mean(&mut plain.record().weeks.iter().map(|w| w.approaches));
    println!("  approaches a week: {of_keyed:.0} keyed, {of_plain:.0} in sequence");
}

criterion_group! {
    name = benches;
    config = twins::criterion();
    targets = words, weeks
}
criterion_main!(benches);
