//! A girl's draws are hers: the same under every policy, whatever happens elsewhere, however often she is looked at.

use crate::common::{Forked, intervention, run, scattered, toy};
use amparo::draws::{Draws, Process, replicate_key};
use amparo::engine::Simulation;
use amparo::math::poisson;
use amparo::process::circumstances::Scene;
use amparo::process::girl::Occupant;
use amparo::process::knowledge::campaign_knowledge;
use amparo::scenario::{Extent, Intervention, Scenario};
use amparo::world::{Cases, Setting, Tally, WEEKS_IN_ROSTER, Whereabouts};
use std::collections::BTreeSet;

/// A world in which the first week shows who is approached: nobody is away, every approach makes an offer that is accepted, and
/// there are places for all.
fn telling() -> Scenario {
    let mut scenario = scattered();
    scenario.baseline.victims = 0.0;
    let p = &mut scenario.parameters;
    (p.decision.theta, p.approach.phi_school, p.demand.places) = (-1e4, 0.0, 5_000.0);
    (p.exploitation.h_escape, p.exploitation.h_release, p.exploitation.h_moved) = (0.0, 0.0, 0.0);
    p.enforcement.raids = 0.0;
    scenario
}

/// Slots approached in the first week, by community, and approaches counted.
fn first_week(scenario: &Scenario) -> (Vec<BTreeSet<u32>>, Vec<u32>) {
    let mut sim = Simulation::new(scenario, replicate_key(11, 0), 1);
    sim.tick();
    let communities = sim.world.resource::<Setting>().region.communities.len();
    let mut slots = vec![BTreeSet::new(); communities];
    for case in &sim.world.resource::<Cases>().0 {
        if let Some((slot, _)) = case.slot() {
            slots[usize::from(case.community)].insert(slot);
        }
    }
    (slots, sim.world.resource::<Tally>().approaches_by_community().collect())
}

#[test]
fn more_approaches_in_one_department_leave_those_elsewhere_the_same_or_fewer_of_the_same() {
    let before = telling();
    let mut after = before.clone();
    after.departments[1].attraction += 1.0;
    let ((was, was_made), (is, is_made)) = (first_week(&before), first_week(&after));
    let raised = before.departments[0].districts..before.departments[0].districts + before.departments[1].districts;
    let (mut more, mut fewer) = (0, 0);
    for c in 0..was.len() {
        if raised.contains(&c) {
            assert!(is[c].is_superset(&was[c]) && is_made[c] >= was_made[c], "community {c}");
            more += is[c].len() - was[c].len();
        } else {
            assert!(is[c].is_subset(&was[c]) && is_made[c] <= was_made[c], "community {c}");
            fewer += was[c].len() - is[c].len();
        }
    }
    assert!(more > 0 && fewer > 0, "{more} more, {fewer} fewer: the change shows nothing");
}

#[test]
fn an_approach_more_in_the_trade_takes_nothing_from_those_already_made() {
    let mut scenario = telling();
    let mut last: Option<Vec<BTreeSet<u32>>> = None;
    for kappa in [0.5, 1.0, 1.01, 1.5, 3.0] {
        scenario.parameters.recruiters.kappa_r = kappa;
        let (slots, _) = first_week(&scenario);
        if let Some(last) = last {
            assert!(slots.iter().zip(&last).all(|(now, before)| now.is_superset(before)), "at {kappa}");
            let count = |all: &[BTreeSet<u32>]| all.iter().map(BTreeSet::len).sum::<usize>();
            assert!(kappa == 1.01 || count(&slots) > count(&last));
        }
        last = Some(slots);
    }
}

#[test]
fn who_is_approached_does_not_depend_on_what_they_decide() {
    let willing = telling();
    let mut unwilling = willing.clone();
    unwilling.parameters.decision.theta = 1e4;
    assert_eq!(first_week(&willing).1[..60], first_week(&unwilling).1[..60]);
}

#[test]
fn counts_by_inversion_are_nested_when_rates_rise() {
    let stream = Draws::new(3).of(Process::Approaches);
    for key in 0..2_000 {
        let u = stream.uniform(key);
        let counts: Vec<u32> = (0..60).map(|i| poisson::inverse(u, 0.02 * 1.3f64.powi(i))).collect();
        // Above 400 a count is approximate: monotone on either side.
        assert!(counts.windows(2).all(|pair| pair[0] <= pair[1]) || counts.iter().any(|c| *c > 350), "{counts:?}");
    }
}

fn community_of(scene: &Scene, slot: u32) -> usize {
    scene.communities.partition_point(|c| c.first_girl + c.girls <= slot)
}

/// Campaign knowledge of every girl, by slot.
fn knowledge(sim: &mut Simulation) -> Vec<f64> {
    sim.look(|scene| {
        let of = |slot: u32| {
            campaign_knowledge(
                &scene.occupant(slot),
                community_of(scene, slot),
                scene.communities.len(),
                scene.week,
                scene.campaign,
                scene.setting.draws,
                &scene.setting.derived,
                &scene.setting.parameters.knowledge,
                |_, _| true,
            )
        };
        (0..scene.girls.slots() as u32).map(of).collect()
    })
}

fn campaign(scenario: &Scenario, coverage: f64, intensity: f64) -> Vec<Intervention> {
    let mut one = intervention(scenario, "information", Extent::Coverage(coverage));
    one.intensity = intensity;
    vec![one]
}

#[test]
fn every_girl_knows_as_much_or_more_where_a_campaign_covers_more_or_contacts_more() {
    let mut forked = Forked::new(scattered(), 2);
    for (less, more) in
        [((0.3, 1.0), (0.6, 1.0)), ((0.6, 1.0), (1.0, 1.0)), ((1.0, 0.5), (1.0, 1.0)), ((1.0, 1.0), (1.0, 3.0))]
    {
        let (a, b) = (campaign(&forked.scenario, less.0, less.1), campaign(&forked.scenario, more.0, more.1));
        for weeks in [1, 30, 104, 150] {
            run(forked.begin(&a), weeks);
            let little = knowledge(&mut forked.sim);
            run(forked.begin(&b), weeks);
            let much = knowledge(&mut forked.sim);
            assert!(little.iter().zip(&much).all(|(x, y)| x <= y), "{less:?} and {more:?} after {weeks} weeks");
            assert!(weeks == 1 || little.iter().sum::<f64>() < much.iter().sum::<f64>());
        }
    }
}

#[test]
fn contacts_come_at_the_rate_of_the_campaign() {
    let mut forked = Forked::new(scattered(), 2);
    let mut scenario = forked.scenario.clone();
    // Each contact adds 1, and halves every h_x weeks.
    scenario.parameters.info.d_info = 1.0;
    let campaign = campaign(&scenario, 1.0, 1.0);
    run(forked.begin(&campaign), 26);
    let p = forked.scenario.parameters.clone();
    let known = knowledge(&mut forked.sim);
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    // Σ over 26 weeks of rate/52 · 2^(−age/h_x), less the weeks before she turned 12 (under 2 % of girls).
    let expected: f64 = (1..=26).map(|age| p.info.rate / 52.0 * (-f64::from(age) / p.knowledge.h_x).exp2()).sum();
    // Poisson: standard error at most √(expected/girls).
    let error = 4.0 * (expected / known.len() as f64).sqrt() + 0.02 * expected;
    assert!((mean - expected).abs() < error, "{mean} instead of {expected}");
}

#[test]
fn knowledge_and_all_else_do_not_depend_on_when_they_were_last_looked_at() {
    let mut forked = Forked::new(toy(), 3);
    let all = crate::common::all_kinds(&forked.scenario, 1.0);
    run(forked.begin(&all), 80);
    let unseen = (knowledge(&mut forked.sim), everything(&mut forked.sim), forked.sim.state_hash());
    forked.begin(&all);
    for _ in 0..80 {
        everything(&mut forked.sim);
        forked.sim.tick();
        knowledge(&mut forked.sim);
    }
    let seen = (knowledge(&mut forked.sim), everything(&mut forked.sim), forked.sim.state_hash());
    assert!(unseen == seen);
    assert!(unseen.0.iter().any(|x| *x > 0.0));
}

/// Circumstances of everyone and whether she has the app.
fn everything(sim: &mut Simulation) -> Vec<(amparo::process::decision::Circumstances, bool)> {
    sim.look(|scene| (0..scene.girls.slots() as u32).map(|slot| of_slot(scene, slot)).collect())
}

fn of_slot(scene: &Scene, slot: u32) -> (amparo::process::decision::Circumstances, bool) {
    let c = community_of(scene, slot);
    let her = scene.occupant(slot);
    let girl = scene.girl(&her);
    let schooling = scene.schooling(&her, &girl, c);
    (scene.circumstances(&her, &girl, c, schooling, scene.communities[c].hours[0]), scene.has_app(&her, c))
}

#[test]
fn a_girls_own_traits_are_the_same_under_every_policy() {
    let mut forked = Forked::new(toy(), 5);
    let traits = |sim: &mut Simulation| {
        sim.look(|scene| {
            let of = |slot| (scene.occupant(slot).key(), scene.patience(&scene.occupant(slot)));
            (0..scene.girls.slots() as u32).map(of).collect::<Vec<_>>()
        })
    };
    run(forked.begin(&[]), 150);
    let none = traits(&mut forked.sim);
    let all = crate::common::all_kinds(&forked.scenario, 1.0);
    run(forked.begin(&all), 150);
    assert!(none == traits(&mut forked.sim));
}

#[test]
fn her_successor_is_another_girl_with_draws_of_her_own() {
    let mut forked = Forked::new(toy(), 6);
    let look = |sim: &mut Simulation| {
        sim.look(|scene| {
            let of = |slot| {
                let her = scene.occupant(slot);
                (her, scene.girl(&her), scene.patience(&her), of_slot(scene, slot).0.belief)
            };
            (0..scene.girls.slots() as u32).map(of).collect::<Vec<_>>()
        })
    };
    let before = look(&mut forked.sim);
    run(&mut forked.sim, WEEKS_IN_ROSTER);
    let after = look(&mut forked.sim);
    let mut away = 0;
    for (old, new) in before.iter().zip(&after) {
        let (old_her, new_her): (Occupant, Occupant) = (old.0, new.0);
        assert_eq!(new_her.generation, old_her.generation + 1);
        assert_eq!(new_her.weeks_since_12, old_her.weeks_since_12);
        assert_ne!(new_her.key(), old_her.key());
        assert_ne!(old.2, new.2, "patience is inherited");
        assert_ne!(old.3, new.3, "belief is inherited");
        assert_eq!(old.1.household, new.1.household, "the household stays");
        away += usize::from(old.1.whereabouts == Whereabouts::LeftSight);
        if old.1.whereabouts == Whereabouts::LeftSight {
            assert!(new.1.generation == new_her.generation);
        }
    }
    assert!(away > 0, "nobody left sight");
    // Correlation of patience between a girl and her successor: none.
    let pairs: Vec<(f64, f64)> = before.iter().zip(&after).map(|(a, b)| (a.2.0, b.2.0)).collect();
    let n = pairs.len() as f64;
    let (mx, my) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let cov = |f: fn((f64, f64)) -> f64| pairs.iter().map(|p| f((p.0 - mx, p.1 - my))).sum::<f64>();
    let r = cov(|(x, y)| x * y) / (cov(|(x, _)| x * x) * cov(|(_, y)| y * y)).sqrt();
    assert!(r.abs() < 4.0 / n.sqrt(), "{r}");
}

#[test]
fn a_newcomer_is_at_home_whatever_became_of_the_girl_before_her() {
    let mut forked = Forked::new(telling(), 7);
    let sim = &mut forked.sim;
    let mut followed_someone_away = 0;
    for _ in 0..26 {
        let before = sim.look(|scene| {
            (0..scene.girls.slots() as u32)
                .map(|slot| scene.girl(&scene.occupant(slot)))
                .map(|girl| (girl.generation, girl.whereabouts))
                .collect::<Vec<_>>()
        });
        sim.tick();
        sim.look(|scene| {
            for (slot, (generation, whereabouts)) in before.iter().enumerate() {
                let girl = scene.girl(&scene.occupant(slot as u32));
                if girl.generation != *generation {
                    assert_eq!((girl.whereabouts, girl.flags), (Whereabouts::AtHome, 0), "slot {slot}");
                    followed_someone_away += usize::from(*whereabouts != Whereabouts::AtHome);
                }
            }
        });
        sim.conservation().expect("counts conserve");
    }
    assert!(followed_someone_away > 0);
}

#[test]
fn more_promotion_never_means_fewer_who_have_installed_the_app() {
    let mut scenario = scattered();
    let p = &mut scenario.parameters;
    // Nobody drops it: who uses it is who has installed it.
    (p.app.h_drop_app, p.app.m_app, p.app.p_bass) = (0.0, 1.0, 0.003);
    let mut forked = Forked::new(scenario, 8);
    let users = |sim: &mut Simulation| {
        sim.look(|scene| {
            let has = |slot: &u32| scene.has_app(&scene.occupant(*slot), community_of(scene, *slot));
            (0..scene.girls.slots() as u32).filter(has).collect::<BTreeSet<u32>>()
        })
    };
    for weeks in [1, 20, 60, 104] {
        let mut last = BTreeSet::new();
        for (coverage, intensity) in [(0.2, 0.5), (0.7, 0.5), (0.7, 1.0), (1.0, 4.0)] {
            let mut app = intervention(&forked.scenario, "app", Extent::Coverage(coverage));
            app.intensity = intensity;
            run(forked.begin(&[app]), weeks);
            let now = users(&mut forked.sim);
            assert!(now.is_superset(&last), "after {weeks} weeks at {coverage}, {intensity}");
            last = now;
        }
        assert!(!last.is_empty());
    }
}

#[test]
fn as_many_use_the_app_as_the_share_of_its_market_says() {
    let mut scenario = scattered();
    let p = &mut scenario.parameters;
    (p.app.m_app, p.app.p_bass) = (0.8, 0.01);
    let mut forked = Forked::new(scenario, 9);
    let app = [intervention(&forked.scenario, "app", Extent::Coverage(1.0))];
    run(forked.begin(&app), 78);
    let (users, expected, girls) = forked.sim.look(|scene| {
        let mut expected = 0.0;
        for (c, state) in scene.communities.iter().zip(scene.states) {
            expected += f64::from(c.girls) * c.phone_share * 0.8 * state.app_using;
        }
        let has = |slot: &u32| scene.has_app(&scene.occupant(*slot), community_of(scene, *slot));
        let girls = scene.girls.slots() as u32;
        ((0..girls).filter(has).count() as f64, expected, f64::from(girls))
    });
    // Binomial; girls enter and leave the market evenly in the mean field, weekly in the roster.
    assert!(expected > 50.0);
    assert!((users - expected).abs() < 4.0 * (expected * (1.0 - expected / girls)).sqrt(), "{users} of {expected}");
}
