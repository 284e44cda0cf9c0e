//! Twins: the same model written without the ECS ([`plain`]), and with every girl touched every week ([`dense`]).
//!
//! Beside them what benches share: worlds, the schedule taken apart ([`steps`]), and times side by side ([`beside`]).
//!
//! They exist to be measured against, and so are written as someone would who had no ECS, or no laws of time. `tests/model/twins.rs`
//! verifies them: the first gives the same bits, the second the same distribution.
#![allow(dead_code, reason = "each bench and test uses its own part")]

pub mod beside;
pub mod decision;
pub mod dense;
pub mod plain;
pub mod small;
pub mod steps;

use amparo::draws::replicate_key;
use amparo::engine::{Interrupt, Simulation};
use amparo::files::{load_scenario, load_study};
use amparo::policy::VOCABULARY;
use amparo::scenario::{Scenario, Study};
use std::path::{Path, PathBuf};

/// A shipped scenario with some parameters changed.
///
/// # Panics
/// If it does not load.
pub fn scenario(file: &str, set: &[(&str, f64)]) -> Scenario {
    match load_scenario(&shipped(file), &VOCABULARY, &named(set)) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    }
}

/// A shipped study with some parameters changed.
///
/// # Panics
/// If it does not load.
pub fn study(file: &str, set: &[(&str, f64)]) -> Study {
    match load_study(&shipped(file), &VOCABULARY, &named(set)) {
        Ok(study) => study,
        Err(error) => panic!("{error}"),
    }
}

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file)
}

fn named(set: &[(&str, f64)]) -> Vec<(String, f64)> {
    set.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
}

/// The toy world.
pub fn toy() -> Scenario {
    scenario("toy/baseline.toml", &[])
}

/// Madre de Dios with one simulated girl for so many.
pub fn madre_de_dios(scale: f64) -> Scenario {
    scenario("madre-de-dios/baseline.toml", &[("population.scale", scale)])
}

/// A world some times as large: girls, miners, brothels, victims, recruiters, and so approaches.
pub fn larger(mut scenario: Scenario, times: f64) -> Scenario {
    for town in &mut scenario.towns {
        town.miners *= times;
    }
    let b = &mut scenario.baseline;
    for count in [&mut b.victims, &mut b.brothels, &mut b.residents, &mut scenario.parameters.recruiters.number] {
        *count *= times;
    }
    for department in &mut scenario.departments {
        department.population *= times;
    }
    scenario
}

/// Some times as many girls in as many communities, and the same trade: the same brothels, recruiters and approaches.
///
/// The number of approaches is `R_k·κ_R·e_k·(W_k/W₀_k)^ε_o`, in which girls count only as shares of W, so that more of them
/// everywhere change nothing. Only shared knowledge would: it follows speaking girls per 1,000, and so ζ rises as they are fewer.
pub fn more_girls(mut scenario: Scenario, times: f64) -> Scenario {
    for department in &mut scenario.departments {
        department.population *= times;
    }
    scenario.parameters.knowledge.zeta *= times;
    scenario
}

/// A world burnt in.
pub fn burnt_in(scenario: &Scenario, seed: u64, threads: usize) -> Simulation {
    let mut sim = Simulation::new(scenario, replicate_key(seed, 0), threads);
    sim.burn_in(&Interrupt::new(false), |_| {}).expect("nobody interrupts");
    sim
}

/// Few and short samples: a machine that is shared moves more between runs than a longer one would settle.
pub fn criterion() -> criterion::Criterion {
    use std::time::Duration;
    let criterion = criterion::Criterion::default().sample_size(20).without_plots();
    criterion.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2))
}
