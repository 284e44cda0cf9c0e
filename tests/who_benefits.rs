//! Who is drawn in: every spell is counted once, for her community, department, poverty and age.

mod common;

use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::observe::Week;
use amparo::process::income::ln_permanent;
use amparo::scenario::Scenario;
use amparo::world::{AGE_BANDS, CaseState, Cases, Clock, Girl, Group, Household, Setting, Tally, Terciles};
use common::{Forked, all_kinds, larger, run};

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
