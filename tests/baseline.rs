//! Promise: the baselines hold by themselves at full scale.
//!
//! Ten seeds that calibration never used, burnt in and run for five years; the bands are those of `docs/odd.md`, section 1.
//! Slow in the dev profile, so ignored there: `cargo test --release --test baseline -- --ignored --nocapture`.

use amparo::decide::effects;
use amparo::draws::replicate_key;
use amparo::engine::{Interrupt, Simulation};
use amparo::files::load_scenario;
use amparo::observe::{Window, window};
use amparo::policy::VOCABULARY;
use amparo::scenario::Scenario;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEEDS: std::ops::Range<u64> = 101..111;
const YEARS: usize = 5;

fn windows(scenario: &Scenario) -> Vec<Window> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let seeds: Vec<u64> = SEEDS.collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut simulation = Simulation::new(scenario, 0, 1);
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let stop = Interrupt::new(false);
                    simulation.reseed(replicate_key(*seed, 0));
                    let burn_in = simulation.burn_in(&stop, |_| {}).unwrap();
                    assert!(burn_in.settled, "seed {seed} never settled: {:?}", burn_in.drift);
                    simulation.run(YEARS as u32 * 52, &stop).unwrap();
                    simulation.conservation().unwrap();
                    let towns = scenario.towns.len();
                    let w = window(simulation.record(), 0..YEARS, scenario.baseline.residents, towns);
                    found.lock().unwrap().push((*seed, burn_in.years, w));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort_by_key(|(seed, ..)| *seed);
    println!(
        "{}\n seed  burn-in  victims  brothels  registered  rescued  minors  years  newly  acceptance",
        scenario.title
    );
    for (seed, years, w) in &found {
        println!(
            "{seed:>5} {years:>8} {:>8.0} {:>9.1} {:>11.1} {:>8.0} {:>7.3} {:>6.2} {:>6.0} {:>11.4}",
            w.victims,
            w.brothels,
            w.registered_per_100k,
            w.rescued_per_year,
            w.minors_share.unwrap_or(f64::NAN),
            w.mean_years_exploited().unwrap_or(f64::NAN),
            w.newly_exploited_per_year,
            w.acceptance
        );
    }
    found.into_iter().map(|(_, _, w)| w).collect()
}

fn holds(file: &str, minors: std::ops::RangeInclusive<f64>) {
    let scenario = load_scenario(Path::new(file), &VOCABULARY, &[]).unwrap();
    let windows = windows(&scenario);
    let departments: Vec<String> = scenario.departments.iter().map(|d| d.name.clone()).collect();
    let whole = Window::mean(&windows);
    let mean = effects::baseline(&[], &[], &whole, &departments);
    println!("{whole:#?}\n{mean:#?}");
    let target = &scenario.baseline;
    let within = |name: &str, value: f64, target: f64, share: f64| {
        assert!((value / target - 1.0).abs() <= share, "{name}: {value} is not within {share} of {target}");
    };
    within("victims", whole.victims, target.victims, 0.05);
    within("brothels", whole.brothels, target.brothels, 0.03);
    within("registered per 100,000", whole.registered_per_100k, target.registered_per_100k, 0.1);
    let share = mean.minors_share.unwrap();
    assert!(minors.contains(&share), "minors: {share}");
    let years = mean.mean_years_exploited.unwrap();
    assert!((0.5..=2.5).contains(&years), "{years} years in exploitation");
    for d in scenario.departments.iter().filter(|d| d.fitted) {
        let share = mean.origin_shares[&d.name].unwrap();
        assert!((share - d.origin_share).abs() <= 0.03, "from {}: {share}, in the data {}", d.name, d.origin_share);
    }
}

#[test]
#[ignore = "full scale: run on the release build"]
fn the_baseline_of_4500_victims_holds_by_itself() {
    holds("scenarios/madre-de-dios/baseline.toml", 0.25..=0.45);
}

#[test]
#[ignore = "full scale: run on the release build"]
fn the_baseline_of_1600_victims_holds_by_itself() {
    holds("scenarios/madre-de-dios/baseline-1600.toml", 0.15..=0.35);
}

#[test]
#[ignore = "full scale: run on the release build"]
fn acceptance_responds_to_earnings_and_risk_as_migration_does() {
    let scenario = load_scenario(Path::new("scenarios/madre-de-dios/baseline.toml"), &VOCABULARY, &[]).unwrap();
    let mut simulation = Simulation::new(&scenario, replicate_key(101, 0), 1);
    let (earnings, belief) = simulation.look(|scene| amparo::diagnose::elasticities(scene, 20));
    println!("elasticity of acceptance to promised earnings {earnings:.2}, to believed risk {belief:.2}");
    assert!((0.4..=0.9).contains(&earnings), "{earnings}");
    assert!((-0.7..=-0.2).contains(&belief), "{belief}");
}

#[test]
#[ignore = "full scale: run on the release build"]
fn everyone_has_the_same_bits_on_one_and_two_threads() {
    let scenario = load_scenario(Path::new("scenarios/madre-de-dios/baseline.toml"), &VOCABULARY, &[]).unwrap();
    let hash = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut simulation = Simulation::new(&scenario, replicate_key(7, 0), threads);
            simulation.run(104, &Interrupt::new(false)).unwrap();
            simulation.state_hash()
        })
    };
    assert_eq!(hash(1), hash(2));
}
