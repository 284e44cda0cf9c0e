//! With every part of the second edition switched off the model is the first edition, bit for bit.

use crate::common::{Forked, crackdown, first_edition, intervention, madre_de_dios, run, scattered};
use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::scenario::{Destination, Extent, Intervention, Scenario, Targeting};

/// Kinds that the first edition had.
const KINDS: [&str; 5] = ["information", "app", "community-development", "cct-training", "aftercare"];

/// Hashes of the state that the first edition's laws give: a crackdown with all its interventions, at a coverage and with money; a
/// tenth of Madre de Dios after ten years. Recorded with every part of the second switched off; a change of random numbers that
/// leaves the laws alone records them again.
const COVERED: &str = "3c9bdca27285e876ba998a0a08aaf337";
const WITH_MONEY: &str = "f3b7865d041c88a6b486ac89d8256c26";
const MADRE_DE_DIOS: &str = "fbd29f543c6958e85397b9032919d9fa";

fn interventions(scenario: &Scenario, extent: Extent, targeting: Targeting) -> Vec<Intervention> {
    KINDS.iter().map(|kind| Intervention { targeting, ..intervention(scenario, kind, extent) }).collect()
}

fn hash_under(scenario: &Scenario, extent: Extent) -> String {
    run_under(scenario, extent, Targeting::Uniform).0
}

/// The state after some years, and miners by town on the way there.
fn run_under(scenario: &Scenario, extent: Extent, targeting: Targeting) -> (String, Vec<Vec<f64>>) {
    let mut forked = Forked::new(scenario.clone(), 6);
    let sim = forked.begin(&interventions(scenario, extent, targeting));
    run(sim, 160);
    let miners = sim.record().years.iter().map(|year| year.miners_by_town.clone()).collect();
    (sim.state_hash(), miners)
}

fn struck() -> Scenario {
    let mut scenario = scattered();
    scenario.events.push(crackdown(5, 20));
    scenario
}

#[test]
fn a_crackdown_and_all_interventions_give_the_first_editions_state() {
    let scenario = first_edition(struck());
    assert_eq!(hash_under(&scenario, Extent::Coverage(0.7)), COVERED);
    assert_eq!(hash_under(&scenario, Extent::BudgetSolesPerYear(300_000.0)), WITH_MONEY);
}

#[test]
fn a_tenth_of_madre_de_dios_gives_the_first_editions_state() {
    let mut sim = Simulation::new(&as_first_calibrated(madre_de_dios(10.0)), replicate_key(4, 0), 1);
    run(&mut sim, 520);
    assert_eq!(sim.state_hash(), MADRE_DE_DIOS);
}

/// Madre de Dios with the first edition's model and what that was calibrated to.
fn as_first_calibrated(scenario: Scenario) -> Scenario {
    let mut scenario = first_edition(scenario);
    let p = &mut scenario.parameters;
    (p.decision.theta, p.demand.miners_per_brothel, p.recruiters.kappa_r, p.recruiters.lambda_d) =
        (6.82, 88.14, 6.75, 1.145);
    (p.enforcement.h_complaint, p.enforcement.p_rescue) = (0.00941, 0.1812);
    let attraction = [
        ("Cusco", -0.0216),
        ("Puno", -0.7881),
        ("Apurimac", -0.4345),
        ("Arequipa", -1.0597),
        ("Madre de Dios", 0.5818),
        ("Ucayali", 1.722),
    ];
    for (name, value) in attraction {
        let department = scenario.departments.iter_mut().find(|d| d.name == name);
        department.expect("a department of Madre de Dios").attraction = value;
    }
    scenario
}

/// Each part on its own moves something: none is switched off for good.
#[test]
fn every_part_of_the_second_edition_does_something() {
    type Part = (&'static str, fn(&mut Scenario));
    let parts: [Part; 9] = [
        ("relocation", |s| s.parameters.crackdown.relocate = 0.6),
        ("slow expulsion", |s| s.parameters.crackdown.expel_weeks = 4.0),
        ("brothels leave deserted towns", |s| s.parameters.demand.chi2 = 0.15),
        ("brothels reopen by need", |s| s.parameters.demand.reopen_by_need = 1.0),
        ("recruiters follow places", |s| s.parameters.recruiters.base_share = 0.25),
        ("minors are found less", |s| s.parameters.enforcement.found_minor = 0.2),
        ("minors complain less", |s| s.parameters.enforcement.complaint_minor = 0.1),
        ("training by demand", |s| s.parameters.cct.places_by_demand = 1.0),
        ("terms", |s| s.school_terms = vec![(11, 30), (33, 50)]),
    ];
    let under =
        |scenario: &Scenario| run_under(scenario, Extent::BudgetSolesPerYear(5_000_000.0), Targeting::ByExposure);
    // Raids and complaints are frequent here, so that what changes them shows in a small world of several towns.
    let often = || {
        let mut scenario = first_edition(madre_de_dios(10.0));
        scenario.events.push(crackdown(5, 20));
        (scenario.parameters.enforcement.raids, scenario.parameters.enforcement.h_complaint) = (20.0, 5.0);
        scenario
    };
    let first = under(&often());
    for (name, switch_on) in parts {
        let mut scenario = often();
        switch_on(&mut scenario);
        assert_ne!(under(&scenario), first, "{name}");
    }
}

#[test]
fn destinations_without_competition_leave_the_region_as_it_is_and_are_counted_beside() {
    let alone = first_edition(scattered());
    let mut beside = alone.clone();
    let hours = vec![9.0; beside.communities.as_ref().map_or(beside.departments.len(), Vec::len)];
    beside.destinations.push(Destination { name: "Elsewhere".into(), mass: 30_000.0, hours });
    beside.parameters.recruiters.gamma = 0.0;
    let states = |scenario: &Scenario| {
        let mut forked = Forked::new(scenario.clone(), 6);
        let sim = forked.begin(&[]);
        run(sim, 104);
        let drawn_in: f64 = sim.record().weeks.iter().map(|week| week.elsewhere).sum();
        let mut weeks = sim.record().weeks.clone();
        weeks.iter_mut().for_each(|week| week.elsewhere = 0.0);
        (weeks, drawn_in)
    };
    let (with, without) = (states(&beside), states(&alone));
    assert_eq!(with.0, without.0, "the region is the same week by week");
    assert!(with.1 > 0.0 && without.1 == 0.0);
    beside.parameters.recruiters.gamma = 1.0;
    assert_ne!(states(&beside).0, without.0, "competition takes approaches away");
}
