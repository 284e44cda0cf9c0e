//! A policy that is off is no policy, one that has not begun has done nothing, and one that has ended leaves only what lasts.

use crate::common::{Forked, all_kinds, intervention, kinds, run, scattered, targetings, toy};
use amparo::scenario::Extent;
use amparo::world::{Girl, Household, Levers, RegionLevers, Trainees};

const FIVE_YEARS: u32 = 260;

/// Hashes every 13 weeks over the funded years and one more, and the record.
fn quarters(
    forked: &mut Forked,
    interventions: &[amparo::scenario::Intervention],
) -> (Vec<String>, amparo::observe::Record) {
    let sim = forked.begin(interventions);
    let mut hashes = Vec::new();
    for _ in 0..(FIVE_YEARS + 52) / 13 {
        run(sim, 13);
        hashes.push(sim.state_hash());
    }
    let mut record = sim.record().clone();
    // How many programmes spend nothing is not a difference.
    for year in &mut record.years {
        assert!(year.spending.iter().all(|soles| *soles == 0.0), "{:?}", year.spending);
        year.spending.clear();
    }
    (hashes, record)
}

#[test]
fn every_intervention_at_coverage_0_equals_none_over_its_years_and_after() {
    let mut forked = Forked::new(toy(), 1);
    let none = quarters(&mut forked, &[]);
    for kind in kinds() {
        for targeting in targetings() {
            let mut off = intervention(&forked.scenario, kind, Extent::Coverage(0.0));
            (off.end_week, off.ramp_weeks, off.targeting) = (FIVE_YEARS, 13, targeting);
            assert!(quarters(&mut forked, &[off]) == none, "{kind} {targeting:?}");
        }
    }
}

#[test]
fn every_intervention_without_money_equals_none() {
    let mut forked = Forked::new(toy(), 2);
    let none = quarters(&mut forked, &[]);
    for kind in kinds() {
        for targeting in targetings() {
            let mut off = intervention(&forked.scenario, kind, Extent::BudgetSolesPerYear(0.0));
            (off.end_week, off.targeting) = (FIVE_YEARS, targeting);
            assert!(quarters(&mut forked, &[off]) == none, "{kind} {targeting:?}");
        }
    }
}

#[test]
fn money_that_does_not_pay_the_fixed_cost_buys_nothing_however_weak_the_programme() {
    let mut forked = Forked::new(toy(), 2);
    let none = quarters(&mut forked, &[]);
    for targeting in targetings() {
        let mut app = intervention(&forked.scenario, "app", Extent::BudgetSolesPerYear(1000.0));
        (app.targeting, app.intensity) = (targeting, 0.0);
        assert!(quarters(&mut forked, &[app]) == none, "{targeting:?}");
    }
}

#[test]
fn all_interventions_at_coverage_0_together_equal_none() {
    let mut forked = Forked::new(toy(), 3);
    let none = quarters(&mut forked, &[]);
    let off = all_kinds(&forked.scenario, 0.0);
    assert!(quarters(&mut forked, &off) == none);
}

#[test]
fn nothing_differs_before_a_policy_starts_and_something_does_after() {
    const START: u32 = 26;
    let mut forked = Forked::new(scattered(), 1);
    let none = forked.hashes(&[], 250);
    for kind in kinds() {
        let mut later = intervention(&forked.scenario, kind, Extent::Coverage(1.0));
        (later.start_week, later.end_week) = (START, START + 200);
        let with = forked.hashes(&[later], 250);
        let same = with.iter().zip(&none).take_while(|(a, b)| a == b).count();
        assert!(same >= START as usize, "{kind} changed week {same}");
        // What acts through schooling takes years to show among so few girls (`second_edition.rs`).
        let slow = ["cct-school", "school-programme"].contains(&kind);
        assert!(slow || same < none.len(), "{kind} changed nothing");
        // Where girls need not be met first, the first week already differs.
        if matches!(kind, "app" | "cct-training") {
            assert!(same < START as usize + 4, "{kind} first changed week {same}");
        }
    }
}

#[test]
fn an_ended_policy_leaves_only_what_lasts() {
    const END: u32 = 104;
    let mut forked = Forked::new(toy(), 4);
    let interventions = all_kinds(&forked.scenario, 1.0);
    let delay = forked.scenario.parameters.cdd.delay as u32;
    let sim = forked.begin(&interventions);
    run(sim, END);
    let last: Vec<Levers> = sim.column();
    assert!(last.iter().all(|l| l.contact_rate > 0.0 && l.app_warning > 0.0 && l.support > 0.0));
    assert!(last.iter().all(|l| l.taboo_fall > 0.0 && l.earnings_rise > 0.0 && l.violence_fall > 0.0));
    assert!(!sim.world.resource::<Trainees>().0.is_empty());
    let trained = |sim: &mut amparo::engine::Simulation| {
        sim.column::<Girl>().iter().filter(|girl| girl.has(Girl::TRAINED)).count()
    };
    assert!(trained(sim) > 0);

    // What was done in the last week still has to mature.
    run(sim, delay);
    let matured: Vec<Levers> = sim.column();
    let years = f64::from(END) / 52.0;
    let p = &forked.scenario.parameters;
    for (now, before) in matured.iter().zip(&last) {
        assert!((now.earnings_rise - (p.cdd.growth * years).min(p.cdd.growth_cap)).abs() < 1e-12);
        assert!((now.violence_fall - (p.cdd.v_cdd * years).min(p.cdd.v_cdd_cap)).abs() < 1e-12);
        let sustained = p.info.tau_info * years;
        assert!((now.taboo_fall - (p.cdd.tau_cdd * years + sustained)).abs() < 1e-12);
        assert!(now.taboo_fall > before.taboo_fall);
    }
    run(&mut forked.sim, 300);
    let sim = &mut forked.sim;
    assert_eq!(matured, sim.column::<Levers>(), "what lasts neither grows nor fades");
    for lever in &matured {
        let gone = [lever.contact_rate, lever.app_innovation, lever.app_market, lever.app_warning, lever.app_report];
        assert_eq!(gone, [0.0; 5]);
        assert_eq!((lever.training_offers, lever.support, lever.app_complaint_ratio), (0.0, 0.0, 1.0));
    }
    let region = sim.world.resource::<RegionLevers>().clone();
    assert_eq!((region.training, region.training_places, region.support_slots), (None, 0, 0));
    assert_eq!(region.arrest_per_report, 0.0);
    assert!(sim.world.resource::<Trainees>().0.is_empty());
    assert!(sim.column::<Household>().iter().all(|household| household.in_training == 0));
    assert!(sim.column::<Girl>().iter().all(|girl| !girl.has(Girl::IN_TRAINING)));
    let users = sim.look(|scene| {
        let girls = 0..scene.girls.slots() as u32;
        girls.filter(|slot| scene.has_app(&scene.occupant(*slot), community_of(scene, *slot))).count()
    });
    assert_eq!(users, 0, "the service ends with its funding");
}

fn community_of(scene: &amparo::process::circumstances::Scene, slot: u32) -> usize {
    scene.communities.partition_point(|c| c.first_girl + c.girls <= slot)
}
