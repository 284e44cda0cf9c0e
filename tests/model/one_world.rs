//! A world from Rust in a few lines does what a study does.

use crate::common::{Forked, run, toy};
use amparo::engine::{SettledWorld, Unsettled};
use amparo::scenario::Intervention;

#[test]
fn every_run_of_a_settled_world_starts_at_the_end_of_its_burn_in() {
    let scenario = toy();
    let mut world = SettledWorld::new(&scenario, 1).expect("the toy world settles");
    let mut hash = |given: &[Intervention]| {
        world.run(given, 1);
        world.simulation().state_hash()
    };
    let baseline = hash(&[]);
    let campaign = hash(&[Intervention::covering("information", 0.8, &scenario)]);
    assert_ne!(campaign, baseline);
    assert_eq!(hash(&[]), baseline);
    // A programme that covers nobody is none.
    assert_eq!(hash(&[Intervention::covering("information", 0.0, &scenario)]), baseline);
    // And it is the world that studies fork.
    let mut forked = Forked::new(scenario, 1);
    run(forked.begin(&[]), 52);
    assert_eq!(forked.sim.state_hash(), baseline);
}

#[test]
fn a_world_that_never_settles_is_an_error_and_says_for_how_long_it_drifted() {
    let mut scenario = toy();
    scenario.burn_in.drift_per_year = 0.0;
    let error = SettledWorld::new(&scenario, 1).err();
    let years = scenario.burn_in.max_years;
    assert_eq!(error, Some(Unsettled::Drifts { years }));
    assert!(error.is_some_and(|error| error.to_string().contains(&format!("after {years} years"))));
}

/// The examples say how they are run, and are.
#[test]
fn one_world_in_ten_lines_runs() {
    crate::example::main().expect("the example runs");
}
