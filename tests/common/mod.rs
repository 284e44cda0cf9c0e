//! What the promises share: the toy world and its variations, interventions made in code, worlds burnt in once.
#![allow(dead_code, reason = "each test file uses its own part")]

use amparo::draws::replicate_key;
use amparo::engine::{BurnInReport, Interrupt, Simulation, Snapshot};
use amparo::files::load_scenario;
use amparo::policy::{Facts, KINDS, VOCABULARY};
use amparo::process::circumstances::Scene;
use amparo::process::decision::Circumstances;
use amparo::scenario::{Event, Extent, Index, Intervention, Scenario, Targeting, Where, Whom};
use std::collections::BTreeMap;
use std::path::Path;

/// A shipped scenario with some parameters changed.
fn shipped(file: &str, set: &[(String, f64)]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    match load_scenario(&path, &VOCABULARY, set) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    }
}

/// The shipped toy world.
pub fn toy() -> Scenario {
    shipped("toy/baseline.toml", &[])
}

/// Madre de Dios with one simulated girl for so many.
pub fn madre_de_dios(scale: f64) -> Scenario {
    shipped("madre-de-dios/baseline.toml", &[("population.scale".to_owned(), scale)])
}

/// The toy world with ten times as many communities, so that several chunks of them are worked on at once.
pub fn scattered() -> Scenario {
    let mut scenario = toy();
    for department in &mut scenario.departments {
        department.districts *= 10;
    }
    scenario
}

/// A toy world some times as large: girls, places and approaches alike, with offers accepted more often.
pub fn larger(times: f64) -> Scenario {
    let mut scenario = toy();
    for department in &mut scenario.departments {
        department.population *= times;
    }
    for town in &mut scenario.towns {
        town.miners *= times;
    }
    let b = &mut scenario.baseline;
    for count in [&mut b.victims, &mut b.brothels, &mut b.residents, &mut scenario.parameters.recruiters.number] {
        *count *= times;
    }
    scenario
}

/// A dated surge of raids on the first town.
pub fn crackdown(start_week: u32, end_week: u32) -> Event {
    Event::crackdown(0, start_week, end_week)
}

/// A scenario with every part of the second edition at what makes it the first.
pub fn first_edition(mut scenario: Scenario) -> Scenario {
    let p = &mut scenario.parameters;
    let c = &mut p.crackdown;
    (c.relocate, c.wait, c.expel_weeks, c.r_wait) = (0.0, 1.0, 1.0, 0.01);
    (p.demand.chi2, p.demand.reopen_by_need, p.recruiters.base_share) = (0.0, 0.0, 1.0);
    (p.enforcement.found_minor, p.enforcement.complaint_minor) = (1.0, 1.0);
    p.cct.places_by_demand = 0.0;
    scenario.school_terms.clear();
    scenario.destinations.clear();
    scenario
}

/// A scenario with every part of the second edition that has a value at its own, but terms and destinations.
pub fn second_edition(mut scenario: Scenario) -> Scenario {
    let p = &mut scenario.parameters;
    let c = &mut p.crackdown;
    (c.relocate, c.wait, c.expel_weeks, c.r_wait) = (0.6, 0.5, 4.0, 0.05);
    (p.demand.chi2, p.demand.reopen_by_need, p.recruiters.base_share) = (0.05, 1.0, 0.25);
    (p.enforcement.found_minor, p.enforcement.complaint_minor) = (0.4, 0.4);
    scenario
}

/// The names of every kind of intervention.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

/// Every way of choosing communities.
pub fn targetings() -> [Targeting; 3] {
    let index = Index { exposure: 1.5, cost: -1.0, phone: 0.5, ..Index::default() };
    [Targeting::Uniform, Targeting::ByExposure, Targeting::Index(index)]
}

/// One intervention from week 0 to week 104, uniform, at once, in the terms of the scenario's parameters.
pub fn intervention(scenario: &Scenario, kind: &str, extent: Extent) -> Intervention {
    assert!(kinds().any(|known| known == kind), "{kind}");
    Intervention {
        kind: kind.to_owned(),
        custom: None,
        start_week: 0,
        end_week: 104,
        ramp_weeks: 0,
        extent,
        targeting: Targeting::Uniform,
        within: Where::default(),
        whom: Whom::EVERYONE,
        intensity: 1.0,
        parameters: Box::new(scenario.parameters.clone()),
        overrides: BTreeMap::new(),
    }
}

/// All kinds of intervention at one coverage.
pub fn all_kinds(scenario: &Scenario, coverage: f64) -> Vec<Intervention> {
    kinds().map(|kind| intervention(scenario, kind, Extent::Coverage(coverage))).collect()
}

/// A world that has burnt in, and a copy of it to begin each policy from.
pub struct Forked {
    pub scenario: Scenario,
    pub sim: Simulation,
    pub at_fork: Snapshot,
    pub facts: Facts,
    pub report: BurnInReport,
}

impl Forked {
    /// Burns in replicate `seed` of a scenario.
    pub fn new(scenario: Scenario, seed: u64) -> Forked {
        Forked::with_threads(scenario, seed, 1)
    }

    pub fn with_threads(scenario: Scenario, seed: u64, threads: usize) -> Forked {
        let mut sim = Simulation::new(&scenario, replicate_key(seed, 0), threads);
        let report = sim.burn_in(&Interrupt::new(false), |_| {}).expect("nobody interrupts");
        let facts = sim.facts(&report);
        let at_fork = sim.snapshot();
        Forked { scenario, sim, at_fork, facts, report }
    }

    /// Back to the fork, with these interventions under way.
    pub fn begin(&mut self, interventions: &[Intervention]) -> &mut Simulation {
        self.sim.restore(&self.at_fork);
        self.sim.begin(interventions, &self.facts);
        &mut self.sim
    }

    /// Hashes after `week` + 1 weeks for every week up to `weeks`, with these interventions.
    pub fn hashes(&mut self, interventions: &[Intervention], weeks: u32) -> Vec<String> {
        let sim = self.begin(interventions);
        (0..weeks)
            .map(|_| {
                sim.tick();
                sim.state_hash()
            })
            .collect()
    }
}

/// So many weeks; nobody interrupts.
pub fn run(sim: &mut Simulation, weeks: u32) {
    sim.run(weeks, &Interrupt::new(false)).expect("nobody interrupts");
}

/// A girl's circumstances in the first town, and her community's taboo.
pub fn circumstances(scene: &Scene, slot: u32) -> (Circumstances, f64) {
    let c = scene.communities.partition_point(|c| c.first_girl + c.girls <= slot);
    let her = scene.occupant(slot);
    let girl = scene.girl(&her);
    let schooling = scene.schooling(&her, &girl, c);
    (scene.circumstances(&her, &girl, c, schooling, scene.communities[c].hours[0]), scene.taboo(c))
}
