//! What benches measure against is the same model: the twin without the ECS gives the same bits, the twin that touches every girl
//! every week the same distribution.

use crate::common::{Forked, all_kinds, crackdown, run, scattered};
use crate::twin::dense::Dense;
use crate::twin::plain::{Plain, Year};
use crate::twin::steps::Steps;
use crate::twin::{larger, madre_de_dios, toy};
use amparo::diagnose::sample;
use amparo::draws::replicate_key;
use amparo::engine::{STEPS, Simulation};
use amparo::observe::Week;
use amparo::policy::Programmes;
use amparo::process::decision::acceptance;
use amparo::scenario::Scenario;
use amparo::world::{
    Brothel, Cases, Clock, CommunityState, Girl, Household, Levers, MiningTown, Recruiter, Trade, Trainees,
};
use rayon::prelude::*;

/// Everything that changes in a world is the same in its twin, and so are its records.
fn assert_same(sim: &mut Simulation, plain: &Plain) {
    let week = sim.world.resource::<Clock>().week;
    assert_eq!(*sim.world.resource::<Clock>(), plain.clock);
    // Whom a policy kept from it is counted beside, in the program alone.
    let girls = sim.column::<Girl>();
    assert_eq!(girls.len(), plain.girls.len());
    let same = |(girl, twin): (&Girl, &Girl)| {
        let kept = if girl.has(Girl::KEPT) { twin.of(girl.generation) } else { *twin };
        Girl { flags: girl.flags & !Girl::KEPT, ..*girl } == kept
    };
    assert!(girls.iter().zip(&plain.girls).all(same), "girls differ in week {week}");
    assert!(sim.column::<Household>() == plain.households, "households differ in week {week}");
    let mut states = sim.column::<CommunityState>();
    states.iter_mut().zip(&plain.states).for_each(|(state, twin)| state.shared_without = twin.shared_without);
    assert!(states == plain.states, "communities differ in week {week}");
    assert!(sim.column::<Levers>() == plain.levers, "levers differ in week {week}");
    assert!(sim.column::<Recruiter>() == plain.people, "recruiters differ in week {week}");
    assert!(sim.column::<MiningTown>() == plain.towns, "towns differ in week {week}");
    assert!(sim.column::<Brothel>() == plain.brothels, "brothels differ in week {week}");
    assert!(*sim.world.resource::<Cases>() == plain.cases, "cases differ in week {week}");
    assert_eq!(sim.world.resource::<Trainees>().0, plain.trainees);
    assert_eq!(*sim.world.resource::<Trade>(), plain.trade);
    let years: Vec<Year> = sim.record().years.iter().map(Year::from).collect();
    assert!(sim.record().weeks == plain.weeks, "weekly records differ up to week {week}");
    assert!(years == plain.years, "yearly records differ up to week {week}");
}

/// A world and its twin burn in and go on for so many weeks without a policy.
fn assert_same_baseline(scenario: &Scenario, weeks: u32) {
    let mut forked = Forked::new(scenario.clone(), 4);
    let mut plain = Plain::new(scenario, replicate_key(4, 0));
    for _ in 0..forked.report.years * 52 {
        plain.tick();
    }
    assert!(plain.weeks.iter().any(|week| week.newly_exploited > 0.0));
    plain.fork();
    assert_same(&mut forked.sim, &plain);
    for _ in 0..weeks {
        plain.tick();
    }
    run(&mut forked.sim, weeks);
    assert_same(&mut forked.sim, &plain);
}

#[test]
fn without_the_ecs_the_toy_world_has_the_same_bits() {
    assert_same_baseline(&toy(), 520);
}

#[test]
fn without_the_ecs_a_tenth_of_madre_de_dios_has_the_same_bits() {
    assert_same_baseline(&madre_de_dios(10.0), 260);
}

#[test]
fn without_the_ecs_every_intervention_and_a_crackdown_have_the_same_bits() {
    let mut scenario = scattered();
    scenario.events.push(crackdown(5, 20));
    let interventions = all_kinds(&scenario, 0.7);
    let mut forked = Forked::new(scenario, 6);
    let sim = forked.begin(&interventions);
    let mut plain = Plain::of(sim);
    assert_eq!(plain.going.list.len(), sim.world.resource::<Programmes>().list.len());
    for _ in 0..160 {
        plain.tick();
    }
    run(sim, 160);
    assert_same(sim, &plain);
    let kinds: [fn(&Week) -> f64; 3] = [|week| week.in_training, |week| week.reports, |week| week.supported];
    assert!(kinds.iter().all(|of| plain.weeks.iter().any(|week| of(week) > 0.0)));
}

#[test]
fn the_twins_steps_are_those_of_the_schedule() {
    assert!(STEPS.iter().map(|step| step.name).eq(crate::twin::plain::STEPS.iter().map(|step| step.0)));
}

#[test]
fn the_schedule_taken_apart_has_the_same_bits() {
    let mut whole = Forked::new(scattered(), 7);
    let interventions = all_kinds(&whole.scenario, 0.7);
    let mut apart = Steps::default();
    let mut other = Simulation::new(&whole.scenario, replicate_key(7, 0), 1);
    let sim = whole.begin(&interventions);
    other.restore(&sim.snapshot());
    for _ in 0..60 {
        apart.tick(&mut other, |_, step| step());
    }
    run(sim, 60);
    assert_eq!(other.state_hash(), sim.state_hash());
    assert_eq!(other.record(), sim.record());
}

#[test]
fn a_decision_with_the_platforms_functions_is_the_same_but_for_rounding() {
    let mut sim = crate::twin::burnt_in(&toy(), 1, 1);
    let p = sim.scenario().parameters.decision.clone();
    let girls = sim.look(|scene| sample(scene, 50));
    for girl in girls {
        let (one, other) =
            (acceptance(&girl.circumstances, &p), crate::twin::decision::acceptance(&girl.circumstances, &p));
        assert!((one - other).abs() < 1e-12, "{one} {other}");
    }
}

type Measure = (&'static str, fn(&Week) -> f64);

/// What is summed over weeks and compared.
const MEASURES: [Measure; 6] = [
    ("newly exploited", |w| w.newly_exploited),
    ("victims", |w| w.victims),
    ("approaches", |w| w.approaches),
    ("wasted", |w| w.approaches_wasted),
    ("offers", |w| w.offers),
    ("accepted", |w| w.accepted),
];

/// Sums over so many weeks from one burnt-in world of a seed, touched where something happens and everywhere.
fn sums(scenario: &Scenario, seed: u64, weeks: u32) -> [(f64, f64); MEASURES.len()] {
    let mut sparse = Plain::of(&mut crate::twin::burnt_in(scenario, seed, 1));
    let mut dense = Dense::of(sparse.clone(), seed);
    for _ in 0..weeks {
        sparse.tick();
        dense.tick();
    }
    MEASURES.map(|(_, of)| (sparse.weeks.iter().map(of).sum(), dense.plain.weeks.iter().map(of).sum()))
}

/// Compares means over the seeds at 3.5 standard errors, which must be small enough for newly exploited.
fn assert_alike(scenario: &Scenario, seeds: u32, weeks: u32, finest: f64) {
    let all: Vec<_> = (0..seeds).into_par_iter().map(|seed| sums(scenario, seed.into(), weeks)).collect();
    let n = f64::from(seeds);
    for (i, (name, _)) in MEASURES.iter().enumerate() {
        let mean = all.iter().map(|of| of[i].0).sum::<f64>() / n;
        let gaps: Vec<f64> = all.iter().map(|of| (of[i].1 - of[i].0) / mean).collect();
        let gap = gaps.iter().sum::<f64>() / n;
        let error = (gaps.iter().map(|g| (g - gap) * (g - gap)).sum::<f64>() / (n - 1.0) / n).sqrt();
        println!("{name}: {:+.3} % ± {:.3} %", 100.0 * gap, 100.0 * error);
        assert!(gap.abs() < 3.5 * error, "{name}: {gap} ± {error}");
        assert!(i > 0 || error < finest, "{name}: {error} is too coarse");
    }
}

#[test]
fn touching_every_girl_every_week_leaves_newly_exploited_the_same_within_a_few_in_a_hundred() {
    assert_alike(&larger(toy(), 10.0), 10, 520, 0.01);
}

/// A bias of 1 % would be five standard errors.
#[test]
#[ignore = "takes 45 CPU seconds: cargo test --test model -- --ignored --nocapture"]
fn touching_every_girl_every_week_leaves_newly_exploited_the_same_within_one_in_a_hundred() {
    assert_alike(&larger(toy(), 20.0), 48, 1040, 0.002);
}
