//! The same inputs give the same bits: on any number of threads, after any history of the program.

use crate::common::{Forked, all_kinds, crackdown, madre_de_dios, run, scattered, toy};
use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::scenario::{Intervention, Scenario};

/// Hashes at the fork and after some weeks, run by so many threads.
fn hashes_on(threads: usize, scenario: &Scenario, interventions: &[Intervention]) -> Vec<String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
    pool.install(|| {
        let mut forked = Forked::with_threads(scenario.clone(), 5, threads);
        let sim = forked.begin(interventions);
        let mut hashes = vec![sim.state_hash()];
        for weeks in [1, 12, 39, 104] {
            run(sim, weeks);
            hashes.push(sim.state_hash());
        }
        hashes
    })
}

#[test]
fn one_two_and_seven_threads_give_the_same_state_without_a_policy() {
    let scenario = scattered();
    let one = hashes_on(1, &scenario, &[]);
    assert_eq!(one, hashes_on(2, &scenario, &[]));
    assert_eq!(one, hashes_on(7, &scenario, &[]));
}

#[test]
fn one_two_and_seven_threads_give_the_same_state_with_every_intervention_and_a_crackdown() {
    let mut scenario = scattered();
    scenario.events.push(crackdown(5, 20));
    let interventions = all_kinds(&scenario, 0.7);
    let one = hashes_on(1, &scenario, &interventions);
    assert_eq!(one, hashes_on(2, &scenario, &interventions));
    assert_eq!(one, hashes_on(7, &scenario, &interventions));
    assert_ne!(one[1..], hashes_on(1, &scenario, &[])[1..], "the interventions do something");
}

/// Only so many persons in the trade are more than a thread takes at a time.
#[test]
fn everyone_in_madre_de_dios_has_the_same_bits_on_one_and_on_three_threads() {
    let scenario = madre_de_dios(1.0);
    let hashes = [1, 3].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| {
            let mut sim = Simulation::new(&scenario, replicate_key(4, 0), threads);
            [1, 25, 50].map(|weeks| {
                run(&mut sim, weeks);
                sim.state_hash()
            })
        })
    });
    assert_eq!(hashes[0], hashes[1]);
}

#[test]
fn the_hash_tells_one_week_from_the_next_and_one_seed_from_another() {
    let mut hashes = Vec::new();
    for seed in 1..4 {
        let mut sim = Simulation::new(&toy(), replicate_key(seed, 0), 1);
        for _ in 0..3 {
            hashes.push(sim.state_hash());
            sim.tick();
        }
    }
    let all = hashes.len();
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), all);
    assert!(hashes.iter().all(|hash| hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit())));
}

#[test]
fn a_reseeded_world_is_a_fresh_one() {
    let scenario = toy();
    let (old, new) = (replicate_key(1, 0), replicate_key(1, 1));
    let mut used = Forked::new(scenario.clone(), 1);
    run(used.begin(&all_kinds(&scenario, 1.0)), 60);
    used.sim.reseed(new);
    let mut fresh = Simulation::new(&scenario, new, 1);
    assert_eq!(used.sim.state_hash(), fresh.state_hash());
    run(&mut used.sim, 80);
    run(&mut fresh, 80);
    assert_eq!(used.sim.state_hash(), fresh.state_hash());
    assert_eq!(used.sim.record(), fresh.record());
    used.sim.reseed(old);
    assert_ne!(used.sim.state_hash(), fresh.state_hash());
}

#[test]
fn a_world_restored_in_the_midst_of_a_policy_goes_on_as_it_did() {
    let scenario = toy();
    let mut forked = Forked::new(scenario.clone(), 2);
    let sim = forked.begin(&all_kinds(&scenario, 1.0));
    run(sim, 40);
    let halfway = sim.snapshot();
    let at_halfway = sim.state_hash();
    run(sim, 100);
    let (first, record) = (sim.state_hash(), sim.record().clone());
    for _ in 0..2 {
        sim.restore(&halfway);
        assert_eq!(sim.state_hash(), at_halfway);
        run(sim, 100);
        assert_eq!(sim.state_hash(), first);
        assert_eq!(*sim.record(), record);
    }
}

#[test]
fn a_snapshot_goes_on_the_same_in_a_world_that_ran_another_seed() {
    let scenario = toy();
    let mut forked = Forked::new(scenario.clone(), 3);
    let sim = forked.begin(&all_kinds(&scenario, 1.0));
    let snapshot = sim.snapshot();
    run(sim, 30);
    let expected = sim.state_hash();
    let mut other = Simulation::new(&scenario, replicate_key(99, 0), 1);
    run(&mut other, 17);
    other.restore(&snapshot);
    run(&mut other, 30);
    assert_eq!(other.state_hash(), expected);
}

#[test]
fn a_replicates_key_is_a_pure_function_and_neighbours_share_nothing() {
    let mut keys = Vec::new();
    for seed in 0..40 {
        for replicate in 0..40 {
            let key = replicate_key(seed, replicate);
            assert_eq!(key, replicate_key(seed, replicate));
            keys.push(key);
        }
    }
    let differing: u32 = keys.windows(2).map(|pair| (pair[0] ^ pair[1]).count_ones()).sum();
    let mean = f64::from(differing) / (keys.len() - 1) as f64;
    assert!((mean - 32.0).abs() < 1.0, "{mean} of 64 bits differ");
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 1600);
}
