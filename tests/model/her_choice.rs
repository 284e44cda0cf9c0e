//! The decision, against arithmetic done by hand, and what drives it, against closed forms.

use crate::common::{Forked, all_kinds, circumstances, larger, run};
use amparo::math::shapley::{COALITIONS, PLAYERS, values};
use amparo::process::decision::{
    Circumstances, Protection, acceptance, acceptance_with_talk, discounted_years, gain_from_accepting,
    ln_acceptance_protected, utilities,
};
use amparo::process::own_weights::Weights;
use amparo::register::{self, Register};
use amparo::world::Whereabouts;
use std::collections::BTreeMap;
use std::f64::consts::LN_2;

/// Round numbers: with β = 0.5, δ = 0.8, H = 2 below, D = 0.5·(0.8 + 0.64) = 0.72.
fn terms() -> (register::Decision, register::Knowledge) {
    let p = Register::built_in().parameters(&BTreeMap::new());
    let decision = register::Decision {
        horizon: 2.0,
        c_min: 0.25,
        w_star: 4.0,
        k0: 0.5,
        loss: 1.0,
        psi: 0.5,
        stigma: 0.3,
        kappa_d: 0.02,
        mu: 2.0,
        theta: 1.0,
        ..p.decision
    };
    (decision, register::Knowledge { pi_consult: 0.5, d_consult: 1.0, ..p.knowledge })
}

/// A girl on the poverty line with prospects of twice that, who thinks the offer as likely to be true as not.
fn girl() -> Circumstances {
    Circumstances {
        income: 1.0,
        prospects: 2.0,
        belief: 0.0,
        violence: false,
        returned: false,
        beta: 0.5,
        delta: 0.8,
        hours: 10.0,
        gain_capped: false,
        weights: Weights::EQUAL,
    }
}

const D: f64 = 0.72;

#[track_caller]
fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() < 5e-7, "{value} instead of {expected}");
}

/// 1/(1 + e^(−x)), in the standard library's words.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[test]
fn a_plain_case_has_the_value_computed_by_hand() {
    let (p, _) = terms();
    // home = ln 1 + 0.72·ln 2 = 0.499066
    // good = ln(4·0.5) + 0.72·ln 4 = 0.693147 + 0.998132 = 1.691279
    // bad  = 0.499066 − 1.72·1 = −1.220934
    let u = utilities(&girl(), &p);
    close(u.home, 0.499_066);
    close(u.good, 1.691_279);
    close(u.bad, -1.220_934);
    // ΔU = 0.5·(1.691279 − 0.499066) − 0.5·1.72·1 − 0.02·10 = 0.596107 − 0.86 − 0.2 = −0.463893
    close(gain_from_accepting(&girl(), &p), -0.463_893);
    // P = logistic((−0.463893 − 1)/2) = logistic(−0.731947) = 0.324787
    close(acceptance(&girl(), &p), logistic(-0.731_946_5));
    assert!((acceptance(&girl(), &p) - 0.3248).abs() < 5e-5);
}

#[test]
fn consumption_below_the_floor_counts_as_the_floor() {
    let (p, _) = terms();
    let starving = Circumstances { income: 0.05, prospects: 0.1, ..girl() };
    // home = ln 0.25 + 0.72·ln 0.25 = 1.72·(−1.386294) = −2.384426
    close(utilities(&starving, &p).home, -2.384_426);
    assert_eq!(acceptance(&starving, &p), acceptance(&Circumstances { income: 0.2, prospects: 0.25, ..girl() }, &p));
    // The first year's promise too: w*(1−k₀) = 4·0.05 = 0.2 → ln 0.25; good = −1.386294 + 0.998132 = −0.388162
    let costly = register::Decision { k0: 0.95, ..p };
    close(utilities(&girl(), &costly).good, -0.388_162);
}

#[test]
fn violence_costs_its_utility_every_year_at_home_and_nothing_away() {
    let (p, _) = terms();
    let beaten = Circumstances { violence: true, ..girl() };
    // home falls by 1.72·0.5 = 0.86, the offer by nothing, what is feared stays a loss against staying.
    close(utilities(&beaten, &p).home, 0.499_066 - 0.86);
    close(utilities(&beaten, &p).good, 1.691_279);
    close(utilities(&beaten, &p).bad, 0.499_066 - 0.86 - 1.72);
    // ΔU rises by (1−b)·0.86 = 0.43: −0.463893 + 0.43 = −0.033893
    close(gain_from_accepting(&beaten, &p), -0.033_893);
    // P = logistic((−0.033893 − 1)/2) = logistic(−0.516947) = 0.373568
    close(acceptance(&beaten, &p), logistic(-0.516_946_5));
}

#[test]
fn stigma_is_felt_once_at_home_by_those_who_came_back() {
    let (p, _) = terms();
    let back = Circumstances { returned: true, ..girl() };
    close(utilities(&back, &p).home, 0.499_066 - 0.3);
    // (1−b)·0.3 = 0.15: −0.463893 + 0.15
    close(gain_from_accepting(&back, &p), -0.313_893);
}

#[test]
fn every_hour_of_distance_costs_the_same() {
    let (p, _) = terms();
    // 35 hours: 0.596107 − 0.86 − 0.7 = −0.963893
    close(gain_from_accepting(&Circumstances { hours: 35.0, ..girl() }, &p), -0.963_893);
    let near = gain_from_accepting(&Circumstances { hours: 0.0, ..girl() }, &p);
    close(near, -0.263_893);
}

#[test]
fn believed_risk_weighs_gain_against_loss() {
    let (p, _) = terms();
    // b = 3/4 (log-odds ln 3): 0.25·1.192213 − 0.75·1.72 − 0.2 = 0.298053 − 1.29 − 0.2 = −1.191947
    close(gain_from_accepting(&Circumstances { belief: 3f64.ln(), ..girl() }, &p), -1.191_947);
    // b = 0: 1.192213 − 0.2
    close(gain_from_accepting(&Circumstances { belief: -60.0, ..girl() }, &p), 0.992_213);
}

#[test]
fn talking_it_over_mixes_two_decisions_and_taboo_prevents_it() {
    let (p, k) = terms();
    let alone = acceptance(&girl(), &p);
    // Talking moves b from 1/2 to logistic(1) = 0.731059:
    // ΔU = 0.268941·1.192213 − 0.731059·1.72 − 0.2 = 0.320635 − 1.257421 − 0.2 = −1.136785 (unrounded)
    let advised = Circumstances { belief: 1.0, ..girl() };
    close(gain_from_accepting(&advised, &p), -1.136_785);
    // τ = 0.4: she talks with 0.5·0.6 = 0.3; P = 0.7·logistic(−0.731947) + 0.3·logistic(−1.068393)
    close(acceptance_with_talk(&girl(), 0.4, &p, &k), 0.7 * logistic(-0.731_946_5) + 0.3 * logistic(-1.068_393));
    assert_eq!(acceptance_with_talk(&girl(), 1.0, &p, &k), alone);
    close(acceptance_with_talk(&girl(), 0.0, &p, &k), 0.5 * (alone + acceptance(&advised, &p)));
}

#[test]
fn a_capped_gain_is_no_more_than_what_staying_promises() {
    let (p, _) = terms();
    let capped = Circumstances { gain_capped: true, ..girl() };
    // D·u(w*) = 0.998132 is capped at D·u(w) = 0.499066: good = 0.693147 + 0.499066 = 1.192213
    close(utilities(&capped, &p).good, 1.192_213);
    // ... at D·(u(w) − ψ) = 0.72·(0.693147 − 0.5) = 0.139066 with violence: good = 0.832213
    close(utilities(&Circumstances { violence: true, ..capped }, &p).good, 0.832_213);
    // ... and not at all where home promises more than the offer: w = 5, good = 1.691279
    close(utilities(&Circumstances { prospects: 5.0, ..capped }, &p).good, 1.691_279);
    close(utilities(&capped, &p).home, 0.499_066);
}

#[test]
fn discounted_years_are_the_sum_they_stand_for() {
    close(discounted_years(0.5, 0.8, 2.0), D);
    for horizon in 1..12 {
        for (beta, delta) in [(0.4, 0.85), (1.0, 0.99), (0.05, 0.3)] {
            let sum: f64 = (1..=horizon).map(|s| beta * f64::powi(delta, s)).sum();
            assert!((discounted_years(beta, delta, f64::from(horizon)) / sum - 1.0).abs() < 1e-12);
        }
    }
}

/// ln P(accept) of all coalitions of protected drivers.
fn game(
    c: &Circumstances,
    taboo: f64,
    at: &Protection,
    p: &register::Decision,
    k: &register::Knowledge,
) -> [f64; COALITIONS] {
    std::array::from_fn(|coalition| ln_acceptance_protected(c, taboo, coalition, at, p, k))
}

#[test]
fn drivers_that_act_additively_get_their_closed_form() {
    let (p, k) = terms();
    // θ so high that ln P = (ΔU − θ)/μ; no talking, belief already protected, and a promise of 1.5 that is no gain over
    // what she has at home even with violence: D·ln 1.5 < D·(ln 3 − 0.5).
    let p = register::Decision { theta: 90.0, w_star: 1.5, ..p };
    let k = register::Knowledge { pi_consult: 0.0, ..k };
    let c = Circumstances { income: 0.5, prospects: 3.0, belief: 0.4, violence: true, ..girl() };
    let at = Protection { income: 2.0, belief: 0.4, taboo: 0.1, prospects: 6.0 };
    let phi = values(&game(&c, 0.6, &at, &p, &k));
    let unconvinced = 1.0 - logistic(0.4);
    let expected = [
        -unconvinced * 4f64.ln() / p.mu,         // poverty: from 0.5 to 2
        0.0,                                     // information
        0.0,                                     // taboo
        -unconvinced * (1.0 + D) * p.psi / p.mu, // violence, every year
        -unconvinced * D * LN_2 / p.mu,          // opportunity: from 3 to 6
        0.0,                                     // hoped-for gain
    ];
    for (driver, (value, closed)) in phi.iter().zip(expected).enumerate() {
        assert!((value - closed).abs() < 1e-12, "driver {driver}: {value} instead of {closed}");
    }
}

#[test]
fn a_driver_that_acts_alone_gets_the_whole() {
    let (p, k) = terms();
    // Everything else is at its protected level already; the gain is capped by prospects no lower than the promise.
    let c = Circumstances { prospects: 5.0, ..girl() };
    let at = Protection { income: 1.0, belief: 1.5, taboo: 0.4, prospects: 5.0 };
    let game = game(&c, 0.4, &at, &p, &k);
    let phi = values(&game);
    let total = game[COALITIONS - 1] - game[0];
    assert!(total < -0.1);
    assert!((phi[1] - total).abs() < 1e-12, "{phi:?}");
    assert!(phi.iter().enumerate().all(|(i, v)| i == 1 || v.abs() < 1e-12), "{phi:?}");
}

fn quantile(mut values: Vec<f64>, q: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(q * (values.len() - 1) as f64) as usize]
}

#[test]
fn protection_never_harms_any_of_a_few_thousand_girls_and_values_sum_to_the_total() {
    for policy in [false, true] {
        let mut forked = Forked::new(larger(2.0), 3);
        let interventions = if policy { all_kinds(&forked.scenario, 1.0) } else { Vec::new() };
        run(forked.begin(&interventions), 60);
        let p = forked.scenario.parameters.clone();
        let girls: Vec<(Circumstances, f64)> = forked.sim.look(|scene| {
            (0..scene.girls.slots() as u32)
                .filter(|slot| scene.girl(&scene.occupant(*slot)).whereabouts != Whereabouts::Exploited)
                .map(|slot| circumstances(scene, slot))
                .collect()
        });
        let of = |f: fn(&(Circumstances, f64)) -> f64| girls.iter().map(f).collect::<Vec<_>>();
        let at = Protection {
            income: quantile(of(|g| g.0.income), 0.75),
            belief: quantile(of(|g| g.0.belief), 0.75),
            taboo: quantile(of(|g| g.1), 0.25),
            prospects: quantile(of(|g| g.0.prospects), 0.75),
        };
        assert!(girls.len() > 1000 && girls.iter().any(|g| g.0.violence) && girls.iter().any(|g| g.0.returned));
        let mut seen = [false; PLAYERS];
        for (c, taboo) in &girls {
            let game = game(c, *taboo, &at, &p.decision, &p.knowledge);
            for coalition in 0..COALITIONS {
                for (driver, seen) in seen.iter_mut().enumerate() {
                    let change = game[coalition | 1 << driver] - game[coalition];
                    assert!(change <= 1e-12, "driver {driver} beside {coalition:06b}: {change}, {c:?}");
                    *seen |= change < -1e-3;
                }
            }
            let phi = values(&game);
            let total = game[COALITIONS - 1] - game[0];
            assert!((phi.iter().sum::<f64>() - total).abs() < 1e-10, "{phi:?} {total}");
        }
        assert_eq!(seen, [true; PLAYERS], "every driver acts on somebody");
    }
}
