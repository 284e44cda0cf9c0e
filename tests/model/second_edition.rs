//! What the second edition of the model mends: a crackdown moves the trade, schooling responds, training reaches whom it should,
//! minors are found less, and what happens at a date happens.

use crate::common::{Forked, crackdown, first_edition, intervention, madre_de_dios, run, second_edition, toy};
use amparo::observe::{Week, Window, window};
use amparo::process::schooling::Schooling;
use amparo::scenario::{Event, EventKind, Extent, Intervention, Scenario, Targeting};
use amparo::world::WEEKS_PER_YEAR;
use amparo::world::{Girl, MiningTown, Setting, YEARS_OF_SCHOOL};

/// Means over whole years after the fork of one replicate.
fn years(forked: &mut Forked, interventions: &[Intervention], years: std::ops::Range<usize>) -> Window {
    let (residents, towns) = (forked.scenario.baseline.residents, forked.scenario.towns.len());
    let sim = forked.begin(interventions);
    run(sim, years.end as u32 * WEEKS_PER_YEAR);
    window(sim.record(), years, residents, towns)
}

/// The largest town loses four fifths of its miners for a year, raids tenfold.
fn struck(scenario: Scenario) -> Scenario {
    let mut scenario = scenario;
    let largest =
        (0..scenario.towns.len()).max_by(|a, b| scenario.towns[*a].miners.total_cmp(&scenario.towns[*b].miners));
    scenario.parameters.crackdown.miners_expelled = 0.8;
    scenario.parameters.crackdown.raid_surge = 10.0;
    scenario.events = vec![Event::crackdown(largest.expect("a town"), 0, 52)];
    scenario
}

/// Victims in the first four years after the start of a crackdown relative to none, in all and in the towns that are not struck; over seeds.
fn after_crackdown(edition: fn(Scenario) -> Scenario) -> (f64, f64) {
    let (mut with, mut without) = (Window::default(), Window::default());
    let place = edition(madre_de_dios(10.0));
    let town = struck(place.clone()).events[0].struck().expect("a town");
    for seed in 0..6 {
        with.add(&years(&mut Forked::new(struck(place.clone()), seed), &[], 0..4), 1.0);
        without.add(&years(&mut Forked::new(place.clone(), seed), &[], 0..4), 1.0);
    }
    let others = |w: &Window| w.victims - w.victims_by_town[town];
    (with.victims / without.victims, others(&with) / others(&without))
}

#[test]
fn a_crackdown_moves_the_trade_to_other_towns_instead_of_ending_it() {
    let (all, others) = after_crackdown(second_edition);
    let (all_before, others_before) = after_crackdown(first_edition);
    assert!(others > 1.02, "other towns gain: {others}");
    assert!(others > others_before + 0.02, "more than where nobody moves there: {others} {others_before}");
    assert!(all > all_before + 0.005 && all < 1.0, "the region loses less than it seemed to: {all} {all_before}");
}

#[test]
fn miners_brothels_and_recruiters_leave_the_town_that_is_struck_and_come_to_others() {
    let mut forked = Forked::new(struck(second_edition(madre_de_dios(10.0))), 3);
    let town = forked.scenario.events[0].struck().expect("a town");
    let before: Vec<MiningTown> = forked.sim.column();
    let w = years(&mut forked, &[], 1..2);
    let after: Vec<MiningTown> = forked.sim.column();
    let miners = |towns: &[MiningTown]| towns.iter().map(|t| t.miners + t.waiting + t.gone).sum::<f64>();
    assert!((miners(&before) / miners(&after) - 1.0).abs() < 1e-9, "nobody is lost");
    for (k, (was, is)) in before.iter().zip(&after).enumerate() {
        let grew = |now: f64, then: f64| if k == town { now < 0.8 * then } else { now > then };
        assert!(grew(w.miners_by_town[k], was.base_miners), "{k}: {:?}", w.miners_by_town);
        assert!(if k == town { is.recruiter_share < 0.8 * was.recruiter_share } else { is.recruiter_share > 0.0 });
    }
    let other: f64 = after.iter().enumerate().filter(|(k, _)| *k != town).map(|(_, t)| t.recruiter_share).sum();
    let then: f64 = before.iter().enumerate().filter(|(k, _)| *k != town).map(|(_, t)| t.recruiter_share).sum();
    assert!(other > then, "recruiters come to other towns");
}

#[test]
fn fewer_minors_are_found_than_there_are() {
    let mut scenario = second_edition(madre_de_dios(10.0));
    (scenario.parameters.enforcement.raids, scenario.parameters.enforcement.raid_share) = (12.0, 0.1);
    let w = years(&mut Forked::new(scenario, 3), &[], 0..5);
    let (found, there) = (w.rescued_minors_per_year / w.rescued_per_year, w.minors_share.expect("victims"));
    // Of those found in one visit, μ·0.4/(1 − μ + μ·0.4).
    let expected = there * 0.4 / (1.0 - there + there * 0.4);
    assert!((found - expected).abs() < 0.05 && found < there - 0.05, "{found} {expected} {there}");
}

/// Girls of school age who attend school, and all of them, by whether their community is the first.
fn attending(forked: &mut Forked) -> (f64, f64) {
    forked.sim.look(|scene| {
        let (mut attending, mut all) = (0.0, 0.0);
        for (c, place) in scene.communities.iter().enumerate() {
            for slot in place.first_girl..place.first_girl + place.girls {
                let her = scene.occupant(slot);
                if her.weeks_since_12 < YEARS_OF_SCHOOL * WEEKS_PER_YEAR {
                    let girl: Girl = scene.girl(&her);
                    all += 1.0;
                    attending += f64::from(u8::from(scene.schooling(&her, &girl, c) == Schooling::InSchool));
                }
            }
        }
        (attending, all)
    })
}

#[test]
fn programmes_for_schools_keep_girls_in_school_and_what_was_stays() {
    for kind in ["cct-school", "school-programme"] {
        let mut forked = Forked::new(toy(), 2);
        let mut one = intervention(&forked.scenario, kind, Extent::Coverage(1.0));
        one.parameters.school.d_transfer = 0.45;
        one.parameters.school_programme.effect = 0.4;
        (one.start_week, one.end_week) = (60, 60 + 5 * 52);
        let mut at = |interventions: &[Intervention], weeks: u32| {
            forked.begin(interventions);
            run(&mut forked.sim, weeks);
            attending(&mut forked)
        };
        // It begins with the year after the one in which it is meant to start: until then nothing differs.
        assert_eq!(at(&[one.clone()], 104), at(&[], 104), "{kind}");
        let (with, without) = (at(&[one.clone()], 260), at(&[], 260));
        assert!(with.1 == without.1 && with.0 > without.0, "{kind}: {with:?} {without:?}");
        let ended = at(&[one.clone()], 60 + 6 * 52 + 1);
        assert!(ended.0 >= at(&[], 60 + 6 * 52 + 1).0, "{kind}: nobody who was kept in school has left before");
    }
}

#[test]
fn more_coverage_of_a_school_transfer_never_takes_a_girl_out_of_school() {
    let mut forked = Forked::new(toy(), 4);
    let mut before = 0.0;
    for coverage in [0.0, 0.3, 0.6, 1.0] {
        let mut one = intervention(&forked.scenario, "cct-school", Extent::Coverage(coverage));
        one.end_week = 5 * 52;
        forked.begin(&[one]);
        run(&mut forked.sim, 4 * 52);
        let now = attending(&mut forked).0;
        assert!(now >= before, "{coverage}: {now} {before}");
        before = now;
    }
}

#[test]
fn a_budget_for_training_is_spent_where_girls_are_most_exposed() {
    let spent = |by_demand: f64| {
        let mut scenario = madre_de_dios(10.0);
        scenario.parameters.cct.places_by_demand = by_demand;
        let budget = 2_000_000.0;
        let mut one = intervention(&scenario, "cct-training", Extent::BudgetSolesPerYear(budget));
        (one.targeting, one.end_week) = (Targeting::ByExposure, 5 * 52);
        let w = years(&mut Forked::new(scenario, 5), &[one], 1..5);
        w.spending_per_year / budget
    };
    let (by_demand, alike) = (spent(1.0), spent(0.0));
    assert!(by_demand > alike + 0.1 && by_demand > 0.8, "{by_demand} {alike}");
}

fn weeks_under(kind: EventKind) -> (Vec<Week>, Vec<Week>) {
    let mut scenario = toy();
    let run_on = |scenario: &Scenario| {
        let mut forked = Forked::new(scenario.clone(), 3);
        run(forked.begin(&[]), 104);
        forked.sim.record().weeks.clone()
    };
    let without = run_on(&scenario);
    scenario.events = vec![Event { start_week: 10, end_week: 104, ramp_weeks: 0, kind }];
    (run_on(&scenario), without)
}

#[test]
fn nothing_differs_before_an_event_starts_and_each_kind_does_what_it_says() {
    let sum = |weeks: &[Week], f: fn(&Week) -> f64| weeks[10..].iter().map(f).sum::<f64>();
    let events = [
        EventKind::Gold { index: 3.0 },
        EventKind::Movement { approaches: 0.0, travel: 1.0 },
        EventKind::Movement { approaches: 1.0, travel: 20.0 },
        EventKind::Reporting { factor: 0.0 },
    ];
    for kind in events {
        let (with, without) = weeks_under(kind);
        assert_eq!(with[..10], without[..10], "{kind:?}");
        match kind {
            EventKind::Gold { .. } => assert!(with[103].places > without[103].places),
            EventKind::Movement { approaches: 0.0, .. } => {
                assert_eq!(sum(&with, |w| w.approaches), 0.0);
                assert_eq!(sum(&with, |w| w.newly_exploited), 0.0);
            }
            EventKind::Movement { .. } => {
                assert!(sum(&with, |w| w.accepted) < 0.8 * sum(&without, |w| w.accepted), "a long way deters");
            }
            _ => assert_eq!(sum(&with, |w| w.registered()), 0.0),
        }
    }
}

#[test]
fn school_terms_give_recruitment_its_season() {
    let mut scenario = madre_de_dios(10.0);
    scenario.school_terms = vec![(10, 30), (32, 50)];
    scenario.parameters.approach.phi_school = 0.9;
    let mut forked = Forked::new(scenario, 3);
    run(forked.begin(&[]), 10 * 52);
    let setting = forked.sim.world.resource::<Setting>().clone();
    let (mut within, mut outside) = ((0.0, 0.0), (0.0, 0.0));
    for (i, week) in forked.sim.record().weeks.iter().enumerate() {
        let sums = if setting.region.in_term(i as u32) { &mut within } else { &mut outside };
        sums.0 += week.offers;
        sums.1 += week.approaches;
    }
    let (within, outside) = (within.0 / within.1, outside.0 / outside.1);
    assert!(outside > 1.1 * within, "{outside} {within}");
    assert!((setting.region.term_share() - 38.0 / 52.0).abs() < 1e-15);
}

#[test]
fn every_crackdown_starts_when_it_says() {
    let mut scenario = second_edition(toy());
    scenario.events = vec![crackdown(30, 40)];
    let (mut with, mut without) =
        (Forked::new(scenario.clone(), 1), Forked::new(Scenario { events: vec![], ..scenario }, 1));
    let run_on = |forked: &mut Forked, weeks| {
        run(forked.begin(&[]), weeks);
        forked.sim.state_hash()
    };
    assert_eq!(run_on(&mut with, 30), run_on(&mut without, 30));
    assert_ne!(run_on(&mut with, 31), run_on(&mut without, 31));
}
