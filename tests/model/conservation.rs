//! Nobody is lost and nobody is counted twice, in every week, whatever happens at once.

use crate::common::{Forked, all_kinds, crackdown, larger, run};
use amparo::engine::Simulation;
use amparo::scenario::{Extent, Intervention, Scenario};
use amparo::world::{Brothel, CaseState, Cases, Girl, Whereabouts};

/// All interventions, one after the other set off with and without money, over three years.
fn everything(scenario: &Scenario) -> Vec<Intervention> {
    let mut interventions = all_kinds(scenario, 0.8);
    for (i, one) in interventions.iter_mut().enumerate() {
        (one.start_week, one.end_week, one.ramp_weeks) = (4 * i as u32, 104 + 4 * i as u32, 9);
        if matches!(one.kind.as_str(), "cct-training" | "aftercare") {
            one.extent = Extent::BudgetSolesPerYear(60_000.0);
        }
    }
    interventions
}

/// A busy toy world: larger, many spells, raids and closures every week, a crackdown.
fn busy(scale: f64) -> Scenario {
    let mut scenario = larger(3.0);
    scenario.events.push(crackdown(10, 60));
    let p = &mut scenario.parameters;
    p.population.scale = scale;
    p.decision.theta = 5.0;
    p.enforcement.raids = 12.0;
    p.enforcement.raid_share = 0.1;
    p.enforcement.p_close = 0.6;
    // Many who are about to go back are offered training first.
    (p.cct.train_cost, p.cct.offers, p.cct.targeting_error, p.cct.poor_cutoff) = (0.0, 4.0, 0.0, 2.0);
    (p.returned.p_back_escape, p.returned.back_weeks) = (0.5, 12.0);
    scenario
}

fn holds_every_week(scenario: Scenario) {
    let interventions = everything(&scenario);
    let mut forked = Forked::new(scenario, 6);
    let sim = forked.begin(&interventions);
    for _ in 0..208 {
        sim.tick();
        if let Err(error) = sim.conservation() {
            panic!("{error}");
        }
        places_hold_what_they_hold(sim);
        nobody_trains_in_exploitation(sim);
    }
    let sum = |f: fn(&amparo::observe::Week) -> f64| sim.record().weeks.iter().map(f).sum::<f64>();
    for (what, seen) in [
        ("newly exploited", sum(|w| w.newly_exploited)),
        ("gone back", sum(|w| w.went_back)),
        ("escaped", sum(|w| w.escaped)),
        ("released", sum(|w| w.released)),
        ("left sight", sum(|w| w.moved_on)),
        ("rescued", sum(|w| w.rescued)),
        ("opened", sum(|w| w.brothels_opened)),
        ("closed", sum(|w| w.brothels_closed)),
        ("supported", sum(|w| w.supported)),
        ("in training", sum(|w| w.in_training)),
        ("registered", sum(|w| w.registered())),
    ] {
        assert!(seen > 0.0, "the test sees nobody {what}");
    }
}

fn places_hold_what_they_hold(sim: &mut Simulation) {
    let brothels: Vec<Brothel> = sim.column();
    let inside: u32 = brothels.iter().map(|b| u32::from(b.occupants)).sum();
    let cases = &sim.world.resource::<Cases>().0;
    let exploited = cases.iter().filter(|case| case.state == CaseState::Exploited);
    for case in exploited.clone() {
        assert!(brothels[case.brothel as usize].open, "someone is in a closed brothel");
    }
    let exploited = exploited.count() as u32;
    assert_eq!(inside, exploited);
    assert!(brothels.iter().all(|b| (b.open && b.occupants <= b.places) || (!b.open && b.occupants == 0)));
    assert!(brothels.iter().all(|b| (0.0..=1.0).contains(&b.occupancy)));
    let n = sim.scenario().parameters.population.scale;
    let week = *sim.record().weeks.last().expect("a week");
    assert_eq!(week.victims, f64::from(exploited) * n);
    assert_eq!(week.places - week.vacancies, week.victims);
    assert!(week.minors <= week.victims);
    assert_eq!(week.brothels, brothels.iter().filter(|b| b.open).count() as f64 * n);
}

fn nobody_trains_in_exploitation(sim: &mut Simulation) {
    let girls: Vec<Girl> = sim.column();
    let exploited =
        girls.iter().position(|girl| girl.whereabouts == Whereabouts::Exploited && girl.has(Girl::IN_TRAINING));
    assert_eq!(exploited, None, "in training and in exploitation at once");
}

#[test]
fn counts_conserve_every_week_with_all_interventions_and_a_crackdown() {
    holds_every_week(busy(1.0));
}

#[test]
fn a_girl_who_goes_back_leaves_her_training() {
    let scenario = busy(1.0);
    let training = [crate::common::intervention(&scenario, "cct-training", Extent::Coverage(1.0))];
    let mut forked = Forked::new(scenario, 6);
    let sim = forked.begin(&training);
    let mut seen = 0;
    for _ in 0..104 {
        sim.tick();
        nobody_trains_in_exploitation(sim);
        let cases = sim.world.resource::<Cases>().0.clone();
        let girls: Vec<Girl> = sim.column();
        let about_to_go = cases.iter().filter(|case| case.state == CaseState::GoingBack && !case.outside_roster);
        seen += about_to_go
            .filter_map(|case| case.slot())
            .filter(|(slot, _)| girls[*slot as usize].has(Girl::IN_TRAINING))
            .count();
    }
    assert!(seen > 0, "nobody about to go back was in training");
}

#[test]
fn counts_conserve_every_week_when_one_stands_for_two() {
    holds_every_week(busy(2.0));
}

#[test]
fn victims_this_week_are_those_of_last_week_and_spells_begun_less_exits() {
    for scale in [1.0, 2.0] {
        let scenario = busy(scale);
        let interventions = everything(&scenario);
        let mut forked = Forked::new(scenario, 7);
        run(forked.begin(&interventions), 260);
        let weeks = &forked.sim.record().weeks;
        assert_eq!(weeks.len(), 260);
        for pair in weeks.windows(2) {
            let expected = pair[0].victims + pair[1].spells_begun - pair[1].exits();
            assert_eq!(pair[1].victims, expected, "week {}", pair[1].week);
            assert!(pair[1].newly_exploited + pair[1].went_back <= pair[1].spells_begun);
            assert_eq!(
                pair[1].brothels,
                pair[0].brothels + pair[1].brothels_opened - pair[1].brothels_closed,
                "week {}",
                pair[1].week
            );
        }
    }
}

#[test]
fn yearly_counts_of_communities_sum_to_the_weekly_ones_of_the_region() {
    let scenario = busy(2.0);
    let interventions = everything(&scenario);
    let mut forked = Forked::new(scenario, 8);
    run(forked.begin(&interventions), 156);
    let record = forked.sim.record();
    assert_eq!(record.years.len(), 3);
    for (year, weeks) in record.years.iter().zip(record.weeks.chunks(52)) {
        let sum = |f: fn(&amparo::observe::Week) -> f64| weeks.iter().map(f).sum::<f64>();
        assert_eq!(year.newly_exploited.iter().sum::<f64>(), sum(|w| w.newly_exploited));
        assert_eq!(year.flows.iter().sum::<f64>(), sum(|w| w.newly_exploited));
        assert_eq!(year.approaches.iter().sum::<f64>(), sum(|w| w.approaches));
        assert_eq!(year.registered.iter().sum::<f64>(), sum(|w| w.registered()));
        let spending = year.spending.iter().sum::<f64>();
        assert!((spending - sum(|w| w.spending_soles)).abs() < 1e-6 * spending);
    }
}

#[test]
fn with_constant_hazards_the_stock_is_the_inflow_times_the_mean_length_of_a_spell() {
    let mut scenario = larger(4.0);
    let p = &mut scenario.parameters;
    p.decision.theta = 6.0;
    p.enforcement.raids = 0.0;
    // Places enough, and a fixed number of brothels: nobody is released because a brothel closes.
    (p.demand.places, p.demand.chi0, p.demand.chi1, p.demand.a_in) = (60.0, 0.0, 0.0, 0.0);
    p.recruiters.feedback = 0.0;
    let hazard = p.exploitation.h_escape + p.exploitation.h_release + p.exploitation.h_moved;
    let mut forked = Forked::new(scenario, 9);
    run(forked.begin(&[]), 40 * 52);
    let weeks = &forked.sim.record().weeks;
    let n = weeks.len() as f64;
    let stock = weeks.iter().map(|w| w.victims).sum::<f64>() / n;
    let inflow = weeks.iter().map(|w| w.spells_begun).sum::<f64>() / n;
    let exits = weeks.iter().map(amparo::observe::Week::exits).sum::<f64>();
    // A spell that begins in a week may end in it: weeks counted are geometric from 0, mean (1−p)/p.
    let p_exit = 1.0 - (-hazard / 52.0).exp();
    let length = (1.0 - p_exit) / p_exit;
    assert!(exits > 5_000.0, "{exits} exits are too few to tell");
    // Each exit carries a geometric length: relative standard error about 1/√exits.
    let tolerance = 4.0 / exits.sqrt();
    assert!((stock / (inflow * length) - 1.0).abs() < tolerance, "{stock} {inflow} {length}");
    // Ways out share in proportion to their hazards: binomial.
    let escaped = weeks.iter().map(|w| w.escaped).sum::<f64>() / exits;
    let share = forked.scenario.parameters.exploitation.h_escape / hazard;
    assert!((escaped - share).abs() < 4.0 * (share * (1.0 - share) / exits).sqrt(), "{escaped} {share}");
    assert!(weeks.iter().all(|w| w.released_by_closing == 0.0 && w.brothels == weeks[0].brothels));
}

#[test]
fn smoothed_occupancy_follows_the_occupants() {
    let mut forked = Forked::new(larger(3.0), 10);
    let sim = forked.begin(&[]);
    let weeks = sim.scenario().parameters.demand.f_weeks;
    for _ in 0..60 {
        let before: Vec<Brothel> = sim.column();
        sim.tick();
        let after: Vec<Brothel> = sim.column();
        for (a, b) in before.iter().zip(&after).filter(|(a, b)| a.open && b.open && a.places == b.places) {
            let smoothed = a.occupancy + (f64::from(a.occupants) / f64::from(a.places) - a.occupancy) / weeks;
            let fresh = sim.scenario().parameters.demand.f_star;
            assert!(b.occupancy == smoothed || b.occupancy == fresh, "{} {smoothed}", b.occupancy);
        }
    }
}

#[test]
fn when_a_town_is_full_the_weeks_remaining_approaches_there_are_not_made() {
    let mut scenario = larger(2.0);
    let p = &mut scenario.parameters;
    // Few places, many approaches, most accepted.
    (p.demand.places, p.demand.places_sd, p.decision.theta, p.recruiters.v_ref) = (11.0, 0.0, 0.0, 0.01);
    // Those from outside are not offered anything one by one.
    p.population.outside_origin = 0.0;
    let mut forked = Forked::new(scenario, 12);
    let sim = forked.begin(&[]);
    let mut stopped = 0.0;
    for _ in 0..104 {
        sim.tick();
        sim.conservation().expect("counts conserve");
        let week = *sim.record().weeks.last().expect("a week");
        stopped += week.approaches_stopped;
        // Whoever was offered a place and began no spell declined: what is stopped is neither.
        assert!(week.spells_begun - week.went_back <= week.offers);
    }
    assert!(stopped > 100.0, "{stopped} approaches were stopped");
}
