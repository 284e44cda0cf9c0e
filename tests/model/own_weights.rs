//! Girls who weigh the drivers in their own ways: what their weights change, and what they leave.

use crate::common::{Forked, all_kinds, circumstances, intervention, kinds, run, toy};
use amparo::diagnose::profiles;
use amparo::draws::{Draws, Process};
use amparo::math::shapley::{COALITIONS, PLAYERS};
use amparo::process::decision::{
    Circumstances, Protection, acceptance, acceptance_at_most, acceptance_with_talk, belief_elasticity,
    discounted_years, earnings_elasticity, ln_acceptance_protected, talks, utilities, utility,
};
use amparo::process::own_weights::{Weights, own_weights};
use amparo::register::{Parameters, Register};
use amparo::scenario::{Extent, Scenario};
use amparo::world::Bounds;
use std::collections::BTreeMap;

/// The toy world with k exponentials a driver.
fn weighing(k: f64) -> Scenario {
    let mut scenario = toy();
    scenario.parameters.decision.own_weights = k;
    scenario
}

fn parameters() -> Parameters {
    Register::built_in().parameters(&BTreeMap::new())
}

/// Girls of all circumstances, from 0 belief to near certainty, with weights of k exponentials a driver.
fn anybody(n: u64, k: u64) -> Vec<Circumstances> {
    let draws = Draws::new(9).of(Process::DriverSample);
    (0..n)
        .map(|i| {
            let u = |which: u64| draws.with(i).uniform(which);
            Circumstances {
                income: (4.0 * u(0) - 2.0).exp(),
                prospects: (3.0 * u(1) - 1.0).exp(),
                belief: 12.0 * u(2) - 6.0,
                violence: u(3) < 0.5,
                returned: u(4) < 0.2,
                beta: u(5),
                delta: 0.5 + 0.45 * u(6),
                hours: 40.0 * u(7),
                gain_capped: false,
                weights: own_weights(Draws::new(9).of(Process::OwnWeights).with(i), k),
            }
        })
        .collect()
}

#[test]
fn equal_weights_change_no_bit_of_the_plain_decision() {
    let (p, mut turned_round) = (parameters(), 0);
    for c in anybody(20_000, 0) {
        assert_eq!(c.weights, Weights::EQUAL);
        let d = &p.decision;
        let years = discounted_years(c.beta, c.delta, d.horizon);
        let violence = if c.violence { d.psi } else { 0.0 };
        let home = utility(c.income, d.c_min) + years * utility(c.prospects, d.c_min)
            - (1.0 + years) * violence
            - if c.returned { d.stigma } else { 0.0 };
        let good = utility(d.w_star * (1.0 - d.k0), d.c_min) + years * utility(d.w_star, d.c_min);
        let u = utilities(&c, d);
        assert_eq!((u.home, u.good, u.bad), (home, good, home - (1.0 + years) * d.loss));
        turned_round += u32::from(u.bad > u.good);
        for taboo in [0.0, 0.3, 1.0] {
            assert_eq!(talks(&c, taboo, &p.knowledge), p.knowledge.pi_consult * (1.0 - taboo));
        }
    }
    assert!(turned_round > 0, "also where more belief would raise acceptance");
}

#[test]
fn each_weight_multiplies_its_own_drivers_term_and_no_other() {
    let p = parameters();
    let plain = Circumstances {
        income: 0.6,
        prospects: 1.7,
        belief: 0.2,
        violence: true,
        returned: false,
        beta: 0.4,
        delta: 0.85,
        hours: 20.0,
        gain_capped: false,
        weights: Weights::EQUAL,
    };
    let d = discounted_years(plain.beta, plain.delta, p.decision.horizon);
    let changes = |weights: Weights| {
        let (before, c) = (utilities(&plain, &p.decision), Circumstances { weights, ..plain });
        let after = utilities(&c, &p.decision);
        let fall = (before.bad - before.home) - (after.bad - after.home);
        let more_talk = talks(&c, 0.4, &p.knowledge) - talks(&plain, 0.4, &p.knowledge);
        [after.home - before.home, after.good - before.good, fall, more_talk]
    };
    let e = Weights::EQUAL;
    let expected = [
        (Weights { poverty: 2.0, ..e }, [0.6f64.ln(), 0.0, 0.0, 0.0]),
        (Weights { information: 2.0, ..e }, [0.0, 0.0, (1.0 + d) * p.decision.loss, 0.0]),
        (Weights { taboo: 2.0, ..e }, [0.0, 0.0, 0.0, 0.6 * p.knowledge.pi_consult]),
        (Weights { violence: 2.0, ..e }, [-(1.0 + d) * p.decision.psi, 0.0, 0.0, 0.0]),
        (Weights { opportunity: 2.0, ..e }, [d * 1.7f64.ln(), 0.0, 0.0, 0.0]),
        (Weights { gain: 2.0, ..e }, [0.0, d * p.decision.w_star.ln(), 0.0, 0.0]),
    ];
    for (weights, expected) in expected {
        let found = changes(weights);
        assert!(found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-12), "{weights:?}: {found:?}");
    }
    let talkative = Circumstances { weights: Weights { taboo: 6.0, ..e }, ..plain };
    assert_eq!(talks(&talkative, 0.0, &p.knowledge), (6.0 * p.knowledge.pi_consult).min(1.0));
}

#[test]
fn a_girl_has_the_same_weights_under_every_policy_and_her_successor_has_her_own() {
    const WEEKS: u32 = 520;
    let mut forked = Forked::new(weighing(1.0), 1);
    let all = all_kinds(&forked.scenario, 1.0);
    let of = |forked: &mut Forked| {
        forked.sim.look(|scene| {
            let girls = (0..scene.girls.slots() as u32).map(|slot| scene.occupant(slot));
            girls.map(|her| (her.key(), scene.weights(&her).values())).collect::<Vec<_>>()
        })
    };
    forked.begin(&[]);
    let at_first = of(&mut forked);
    run(&mut forked.sim, WEEKS);
    let without = of(&mut forked);
    run(forked.begin(&all), WEEKS);
    assert_eq!(of(&mut forked), without);
    let (mut same, mut succeeded) = (0, 0);
    for (before, after) in at_first.iter().zip(&without) {
        if before.0 == after.0 {
            assert_eq!(before.1, after.1);
            same += 1;
        } else {
            assert!(before.1.iter().zip(after.1).all(|(a, b)| *a != b));
            succeeded += 1;
        }
    }
    assert!(same > 50 && succeeded > 50, "{same} {succeeded}");
}

#[test]
fn one_driver_alone_is_decisive_more_often_the_further_apart_the_weights_are() {
    let alone = |k: f64| {
        let mut sim = amparo::engine::Simulation::new(&weighing(k), 3, 1);
        sim.look(|scene| profiles(scene, 400)).one_alone
    };
    let (far, near) = (alone(1.0), alone(20.0));
    assert!(far > 2.0 * near, "{far} with k = 1, {near} with k = 20");
}

#[test]
fn acceptance_at_most_bounds_whoever_has_more_income_and_belief_however_she_weighs() {
    let p = parameters();
    let bounds = Bounds::new(&p);
    let draws = Draws::new(4).of(Process::DriverSample);
    let mut tight = 0;
    let mut unbounded = [0u32; 2];
    for k in [0, 1, 2, 5] {
        for (i, riskiest) in (0..).zip(anybody(20_000, k)) {
            // Her own D lies somewhere between two that are known.
            let d = discounted_years(riskiest.beta, riskiest.delta, p.decision.horizon);
            let u = |which: u64| draws.with(i).with(99).uniform(which);
            let years = [d * u(0), d * (1.0 + 0.3 * u(1))];
            let Some(most) = acceptance_at_most(&riskiest, years, &bounds, &p.decision) else {
                unbounded[usize::from(k > 0)] += 1;
                continue;
            };
            for more in 0..8 {
                let u = |which: u64| draws.with(i).with(more).uniform(which);
                let income = riskiest.income * (3.0 * u(0)).exp();
                let c = Circumstances { income, belief: riskiest.belief + 8.0 * u(1) * u(1), ..riskiest };
                let p = acceptance(&c, &p.decision);
                assert!(p <= most, "{p} above {most}: {c:?}");
                tight += u32::from(p > 0.9 * most);
            }
        }
    }
    assert!(tight > 1000, "a bound that is never near bounds anything");
    assert!(unbounded[1] < 12_000, "most of those who weigh in their own ways are bounded: {unbounded:?}");
}

#[test]
fn protection_never_harms_anybody_who_weighs_in_her_own_way() {
    let mut p = parameters();
    p.knowledge.pi_consult = 0.4;
    let at = Protection { income: 1.4, belief: 0.3, taboo: 0.3, prospects: 2.5 };
    let (mut seen, mut held) = ([false; PLAYERS], 0);
    for c in anybody(4_000, 1) {
        let u = utilities(&c, &p.decision);
        held += u32::from(u.good == u.bad);
        let game: [f64; COALITIONS] =
            std::array::from_fn(|of| ln_acceptance_protected(&c, 0.6, of, &at, &p.decision, &p.knowledge));
        for coalition in 0..COALITIONS {
            for (driver, seen) in seen.iter_mut().enumerate() {
                let change = game[coalition | 1 << driver] - game[coalition];
                assert!(change <= 1e-12, "driver {driver} beside {coalition:06b}: {change}, {c:?}");
                *seen |= change < -1e-3;
            }
        }
    }
    assert_eq!(seen, [true; PLAYERS], "every driver acts on somebody");
    assert!(held > 50, "{held} girls would accept for knowing more, were it not for the limit");
}

#[test]
fn with_certain_belief_in_a_boundless_loss_nobody_accepts_but_who_gives_it_no_weight() {
    let mut p = parameters();
    p.decision.theta = 0.0;
    let girls: Vec<Circumstances> =
        anybody(20_000, 1).into_iter().map(|c| Circumstances { belief: 60.0, ..c }).collect();
    let mut means = Vec::new();
    for loss in [1e1, 1e3, 1e5, 1e7] {
        p.decision.loss = loss;
        means.push(girls.iter().map(|c| acceptance(c, &p.decision)).sum::<f64>() / girls.len() as f64);
    }
    // Who accepts weighs the loss at about μ/L: a share of girls that falls as 1/L.
    assert!(means.windows(2).all(|pair| pair[1] < 0.05 * pair[0]), "{means:?}");
    let careless = Weights { information: 0.0, ..girls[0].weights };
    let c = Circumstances { weights: careless, income: 0.5, prospects: 0.5, violence: true, ..girls[0] };
    assert!(acceptance(&c, &p.decision) > 0.3, "without weight on it no loss deters");
}

#[test]
fn elasticities_with_own_weights_are_those_of_finite_differences() {
    let mut forked = Forked::new(weighing(1.0), 4);
    let d = forked.scenario.parameters.decision.clone();
    let girls: Vec<Circumstances> =
        forked.sim.look(|scene| (0..400).map(|slot| circumstances(scene, slot * 3).0).collect());
    let mut held = 0;
    for c in &girls {
        let u = utilities(c, &d);
        held += u32::from(u.good == u.bad);
        let h = 1e-5;
        let ln_p = |w: f64| acceptance(c, &amparo::register::Decision { w_star: w, ..d.clone() }).ln();
        let numeric = (ln_p(d.w_star * (1.0 + h)) - ln_p(d.w_star * (1.0 - h))) / (2.0 * h);
        assert!((earnings_elasticity(c, &d) - numeric).abs() < 1e-6, "{numeric}");
        let b = 1.0 / (1.0 + (-c.belief).exp());
        let logit = |b: f64| (b / (1.0 - b)).ln();
        let step = h * (1.0 - b);
        let ln_p = |b: f64| acceptance(&Circumstances { belief: logit(b), ..*c }, &d).ln();
        let numeric = (ln_p(b * (1.0 + step)) - ln_p(b * (1.0 - step))) / (2.0 * step);
        assert!((belief_elasticity(c, &d) - numeric).abs() < 1e-5 * (1.0 + numeric.abs()), "{numeric}");
        assert!(belief_elasticity(c, &d) <= 0.0);
    }
    assert!(held > 0, "also where the feared end is held at the promised one");
}

#[test]
fn with_own_weights_every_intervention_at_coverage_0_equals_none() {
    let mut forked = Forked::new(weighing(1.0), 1);
    let none = forked.hashes(&[], 260);
    for kind in kinds() {
        let off = intervention(&forked.scenario, kind, Extent::Coverage(0.0));
        assert!(forked.hashes(&[off], 260) == none, "{kind}");
        // What acts through schooling takes years to show among so few girls (`second_edition.rs`).
        let on = intervention(&forked.scenario, kind, Extent::Coverage(1.0));
        assert!(["cct-school", "school-programme"].contains(&kind) || forked.hashes(&[on], 260) != none, "{kind}");
    }
}

#[test]
fn mean_acceptance_in_a_world_is_about_that_of_the_plain_decision() {
    // Weights have mean 1: they spread acceptance around what it is without them, and change no order of magnitude.
    let mean = |k: f64| {
        let scenario = weighing(k);
        let p = scenario.parameters.clone();
        let mut sim = amparo::engine::Simulation::new(&scenario, 2, 1);
        sim.look(|scene| {
            let n = scene.girls.slots() as u32;
            let of = |slot| {
                let (c, taboo) = circumstances(scene, slot);
                acceptance_with_talk(&c, taboo, &p.decision, &p.knowledge)
            };
            (0..n).map(of).sum::<f64>() / f64::from(n)
        })
    };
    let (plain, far) = (mean(0.0), mean(1.0));
    assert!(far > 0.5 * plain && far < 2.0 * plain, "{far} {plain}");
}

#[test]
fn only_a_whole_number_of_exponentials_is_valid() {
    let register = Register::built_in();
    for k in [0.0, 1.0, 20.0] {
        assert!(register.check("decision.own_weights", k).is_ok(), "{k}");
    }
    for k in [0.5, -1.0, 21.0] {
        assert!(register.check("decision.own_weights", k).is_err(), "{k}");
    }
}
