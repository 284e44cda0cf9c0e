//! Who is drawn in: every spell is counted once, for her community, department, poverty and age.

use crate::common::{Forked, all_kinds, intervention, kinds, larger, run};
use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::observe::Week;
use amparo::process::income::ln_permanent;
use amparo::scenario::{Extent, Scenario};
use amparo::world::{
    AGE_BANDS, ANY_WAY, CaseState, Cases, Channels, Clock, Girl, Group, Household, Reach, Setting, Tally, Terciles,
};
use std::sync::Arc;

/// A toy world with many spells, first and repeated, and women who go back past 25.
fn busy(scale: f64) -> Scenario {
    let mut scenario = larger(3.0);
    let p = &mut scenario.parameters;
    p.population.scale = scale;
    (p.decision.theta, p.decision.stigma, p.knowledge.x_return) = (5.0, 3.0, 0.0);
    (p.returned.p_back_escape, p.returned.back_weeks) = (0.6, 12.0);
    scenario
}

/// ln permanent income of every girl's household.
fn incomes(sim: &mut Simulation) -> Vec<f64> {
    let setting = sim.world.resource::<Setting>().clone();
    let households: Vec<Household> = sim.column();
    let of = |girl: &Girl| {
        let household = &households[girl.household as usize];
        let community = &setting.region.communities[usize::from(household.community)];
        ln_permanent(community, household, &setting.derived)
    };
    sim.column::<Girl>().iter().map(of).collect()
}

#[test]
fn a_third_of_all_girls_is_in_each_third_by_income() {
    let mut sim = Simulation::new(&busy(1.0), replicate_key(1, 0), 1);
    for seed in [1, 2] {
        sim.reseed(replicate_key(seed, 0));
        let (incomes, terciles) = (incomes(&mut sim), *sim.world.resource::<Terciles>());
        let mut counts = [0.0; 3];
        incomes.iter().for_each(|income| counts[terciles.index(*income)] += 1.0);
        // But for sisters at a cut.
        assert!(counts.iter().all(|n| (3.0 * n / incomes.len() as f64 - 1.0).abs() < 0.01), "{counts:?}");
    }
}

#[test]
fn every_spell_is_counted_for_the_group_she_is_of_when_it_begins() {
    let mut forked = Forked::new(busy(1.0), 2);
    let policy = all_kinds(&forked.scenario, 0.5);
    let sim = forked.begin(&policy);
    let region = std::sync::Arc::clone(&sim.world.resource::<Setting>().region);
    let departments = region.departments.len();
    let incomes = incomes(sim);
    let mut sorted = incomes.clone();
    sorted.sort_by(f64::total_cmp);
    let cuts = [sorted[sorted.len() / 3], sorted[2 * sorted.len() / 3]];
    let (mut told_apart, mut past_25, mut from_outside) = (0, 0, 0);
    for _ in 0..260 {
        let before: Vec<Girl> = sim.column();
        let known: Vec<u64> = sim.world.resource::<Cases>().0.iter().map(|case| case.person).collect();
        let week = sim.world.resource::<Clock>().week;
        sim.tick();
        let (mut spells, mut first) = (vec![0; Group::count(departments)], vec![0; Group::count(departments)]);
        let cases = &sim.world.resource::<Cases>().0;
        for case in cases.iter().filter(|case| case.state == CaseState::Exploited && case.since == week) {
            let department_and_tercile = case.slot().map(|(slot, _)| {
                let tercile =
                    usize::from(incomes[slot as usize] >= cuts[0]) + usize::from(incomes[slot as usize] >= cuts[1]);
                (usize::from(region.communities[usize::from(case.community)].department), tercile)
            });
            let years = case.age_years(week);
            let age = if years < 15.0 { 0 } else { 1 + usize::from(years >= 18.0) };
            let group = Group { department_and_tercile, age }.index(departments);
            spells[group] += 1;
            let ever = match case.slot() {
                Some((slot, generation)) => {
                    case.outside_roster || before[slot as usize].of(generation).has(Girl::EVER_EXPLOITED)
                }
                None => known.contains(&case.person),
            };
            first[group] += u32::from(!ever);
            past_25 += u32::from(years >= 25.0);
            from_outside += u32::from(case.slot().is_none());
        }
        let tally = sim.world.resource::<Tally>();
        assert!(spells.iter().zip(&tally.spells_by_group).all(|(seen, counted)| seen <= counted));
        // Some spells end in the week in which they begin; in all other weeks every one is seen.
        if spells.iter().sum::<u32>() == tally.spells_begun {
            assert_eq!(spells, tally.spells_by_group);
            assert_eq!(first, tally.newly_by_group);
            told_apart += tally.spells_begun;
        }
    }
    assert!(told_apart > 500 && past_25 > 0 && from_outside > 0, "{told_apart} {past_25} {from_outside}");
    let seen = sim.record().years.iter().fold([0.0; AGE_BANDS.len()], |mut sums, year| {
        year.spells_begun_by_group.iter().enumerate().for_each(|(i, n)| sums[i % AGE_BANDS.len()] += n);
        sums
    });
    assert!(seen.iter().all(|n| *n > 0.0), "{seen:?}");
}

#[test]
fn yearly_counts_of_groups_and_communities_sum_to_the_weekly_ones_of_the_region() {
    let mut forked = Forked::new(busy(2.0), 3);
    let policy = all_kinds(&forked.scenario, 0.5);
    run(forked.begin(&policy), 156);
    let sim = &forked.sim;
    let region = &sim.world.resource::<Setting>().region;
    let (departments, towns) = (region.departments.len(), region.towns.len());
    // Sums of whole numbers of persons: exact.
    let by_department = |groups: &[f64]| -> Vec<f64> {
        let mut sums = vec![0.0; departments + 1];
        for (group, count) in Group::all(departments).zip(groups) {
            sums[group.department_and_tercile.map_or(departments, |(department, _)| department)] += count;
        }
        sums
    };
    for (year, weeks) in sim.record().years.iter().zip(sim.record().weeks.chunks(52)) {
        let sum = |f: fn(&Week) -> f64| weeks.iter().map(f).sum::<f64>();
        assert!(sum(|w| w.spells_begun) > sum(|w| w.newly_exploited));
        assert_eq!(year.spells_begun.iter().sum::<f64>(), sum(|w| w.spells_begun));
        assert_eq!(year.spells_begun_by_group.iter().sum::<f64>(), sum(|w| w.spells_begun));
        assert_eq!(year.newly_exploited_by_group.iter().sum::<f64>(), sum(|w| w.newly_exploited));
        let flows: Vec<f64> = year.flows.chunks(towns).map(|row| row.iter().sum()).collect();
        assert_eq!(by_department(&year.newly_exploited_by_group), flows);
        let mut spells = vec![0.0; departments + 1];
        for (place, count) in year.spells_begun.iter().enumerate() {
            spells[region.communities.get(place).map_or(departments, |c| usize::from(c.department))] += count;
        }
        assert_eq!(by_department(&year.spells_begun_by_group), spells);
        let counts = year.newly_exploited.iter().zip(&year.spells_begun);
        assert!(
            counts.clone().all(|(newly, spells)| newly <= spells) && counts.count() == region.communities.len() + 1
        );
    }
}

#[test]
fn a_world_restored_from_another_seed_counts_the_groups_of_that_seed() {
    let mut forked = Forked::new(busy(1.0), 4);
    run(forked.begin(&[]), 52);
    let expected = forked.sim.record().clone();
    let mut other = Simulation::new(&forked.scenario, replicate_key(99, 0), 1);
    assert_ne!(other.world.resource::<Terciles>(), forked.sim.world.resource::<Terciles>());
    other.restore(&forked.at_fork);
    run(&mut other, 52);
    assert!(*other.record() == expected);
}

/// First spells of the simulated communities, week by week.
fn first_spells(sim: &mut Simulation, weeks: u32) -> Vec<u32> {
    let week = |sim: &mut Simulation| {
        sim.tick();
        let by_community = &sim.world.resource::<Tally>().newly_by_community;
        by_community[..by_community.len() - 1].iter().sum()
    };
    (0..weeks).map(|_| week(sim)).collect()
}

/// Programmes that can be seen through the noise of a small world.
fn strong() -> Scenario {
    let mut scenario = busy(1.0);
    let p = &mut scenario.parameters;
    (p.info.rate, p.info.d_info, p.info.x_max) = (6.0, 1.0, 3.0);
    (p.app.p_bass, p.app.m_app, p.app.s_app, p.app.d_app) = (0.5, 0.9, 0.9, 3.0);
    (p.cct.train_cost, p.cct.offers, p.cct.targeting_error, p.cct.poor_cutoff) = (0.0, 4.0, 0.0, 2.0);
    scenario
}

#[test]
fn girls_at_risk_are_those_whom_the_baseline_draws_in_while_the_trade_is_held() {
    const WEEKS: u32 = 150;
    let mut forked = Forked::new(strong(), 5);
    let sim = forked.begin(&[]);
    sim.record_trace();
    let baseline = first_spells(sim, WEEKS);
    let trace = Arc::new(sim.take_trace());
    for kind in kinds() {
        let policy = [intervention(&forked.scenario, kind, Extent::Coverage(1.0))];
        let sim = forked.begin(&policy);
        sim.replay(Arc::clone(&trace), Channels::NONE);
        let (mut kept, mut alike) = (0, true);
        for (week, before) in baseline.iter().enumerate() {
            let now: u32 = first_spells(sim, 1)[0];
            let seen = sim.world.resource::<Tally>().at_risk;
            assert_eq!(seen.drawn_in, now, "{kind}, week {week}");
            kept += seen.all - seen.drawn_in.min(seen.all);
            alike &= now == *before;
            if kept == 0 && alike {
                // Nobody was kept from it yet: this week is the baseline's, girl by girl.
                assert_eq!(seen.all, *before, "{kind}, week {week}");
            }
        }
        let years = &sim.record().years;
        let (at_risk, drawn_in): (f64, f64) =
            (years.iter().map(|y| y.funnel.at_risk).sum(), years.iter().map(|y| y.funnel.drawn_in).sum());
        let all: u32 = baseline.iter().sum();
        assert!(all > 100, "{all} are too few to tell");
        // Girls who are kept from it and approached again count once; who was with her then may differ.
        assert!((at_risk - f64::from(all)).abs() <= 0.02 * f64::from(all), "{kind}: {at_risk} at risk of {all}");
        assert!((f64::from(all) - drawn_in - (at_risk - drawn_in)).abs() <= 0.02 * f64::from(all), "{kind}");
    }
}

#[test]
fn each_kind_reaches_girls_in_its_own_way_and_keeps_nobody_whom_it_does_not_reach() {
    let mut forked = Forked::new(strong(), 6);
    for kind in kinds() {
        let policy = [intervention(&forked.scenario, kind, Extent::Coverage(0.6))];
        let way = amparo::policy::reaches_by(&policy[0]).expect("a kind").0;
        let sim = forked.begin(&policy);
        run(sim, 104);
        let mut sums = amparo::observe::FunnelYear::default();
        sim.record().years.iter().for_each(|year| sums.sum(&year.funnel, 1.0));
        assert!(sums.reached[way.row()] > 0.0, "{kind} reaches nobody");
        assert!(sums.bought[0].units > 0.0 && sums.bought[0].kind == kind, "{kind}");
        let prevented = |way: usize| sums.at_risk_by_reach[way] - sums.drawn_in_by_reach[way];
        if way == Reach::Support {
            assert!(prevented(way.row()) > 0.0 && sums.reached[way.row()] >= sums.at_risk_by_reach[way.row()]);
            continue;
        }
        assert!(sums.reached[ANY_WAY] >= sums.reached[way.row()], "{kind}");
        assert!(sums.at_risk >= sums.at_risk_by_reach[ANY_WAY], "{kind}");
        // Whoever is kept from it is reached: beside those reached nobody is kept.
        let all = sums.at_risk - sums.drawn_in;
        assert!((all - prevented(ANY_WAY)).abs() <= 0.05 * all.max(20.0), "{kind}: {all}, {}", prevented(ANY_WAY));
    }
}

#[test]
fn without_coverage_nobody_is_reached_or_kept() {
    let mut forked = Forked::new(busy(1.0), 7);
    let policy = all_kinds(&forked.scenario, 0.0);
    let sim = forked.begin(&policy);
    run(sim, 60);
    for year in &sim.record().years {
        assert_eq!(year.funnel.at_risk, year.funnel.drawn_in);
        assert!(year.funnel.reached.iter().all(|n| *n == 0.0));
    }
}
