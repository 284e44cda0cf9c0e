//! The decision when an offer comes (docs/odd.md §6): a constrained choice by expected utility.
//!
//! The offer is deceptive whatever she believes; "accepting" is the model's name for being drawn in.

use crate::math::num::{exp, ln, logistic};
use crate::math::shapley::COALITIONS;
pub use crate::math::utility::{discounted_years, utility};
use crate::process::own_weights::Weights;
use crate::register;
use crate::world::Bounds;

/// Circumstances that one girl's decision depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circumstances {
    /// ỹ: income per head with transfers, × P.
    pub income: f64,
    /// w: her local prospects, × P.
    pub prospects: f64,
    /// logit b: log-odds she gives to the offer ending in exploitation.
    pub belief: f64,
    /// Whether there is violence in her household.
    pub violence: bool,
    /// Came back and not yet reintegrated.
    pub returned: bool,
    /// β, present bias.
    pub beta: f64,
    /// δ, per year.
    pub delta: f64,
    /// Hours to the mining town.
    pub hours: f64,
    /// Upper limit on D·u(w*), where the hoped-for gain is protected.
    pub gain_capped: bool,
    /// a: how much each driver matters to her.
    pub weights: Weights,
}

/// Utilities of staying, of the offer being true, and of it ending in exploitation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utilities {
    /// Utility of staying at home.
    pub home: f64,
    /// Utility of going if the offer is true.
    pub good: f64,
    /// Utility of going if the offer ends in exploitation.
    pub bad: f64,
}

/// `home = a₁u(ỹ) + D·a₅u(w) − (1+D)a₄ψv − stigma·[returned]`, `good = u(w*(1−k₀)) + D·a₆u(w*)`, `bad = home − a₂(1+D)L`;
/// a: her weights of the drivers, all 1 where girls weigh alike. A capped gain is at most `D·(a₅u(w) − a₄ψv)`: what staying
/// promises, as she weighs it.
///
/// Where they weigh in their own ways, `bad` is at most `good`: weights as far apart as theirs would else leave many girls who
/// expect less from a true offer than from a false one, and whom knowledge would draw in.
pub fn utilities(c: &Circumstances, p: &register::Decision) -> Utilities {
    utilities_over(discounted_years(c.beta, c.delta, p.horizon), &levels(c, p), c, p)
}

/// Parts of the utilities other than D, each times her own weight.
struct Levels {
    income: f64,
    prospects: f64,
    violence: f64,
    /// `u(w*(1−k₀))`.
    first_year: f64,
    /// `a₆u(w*)`.
    promised: f64,
}

#[inline]
fn levels(c: &Circumstances, p: &register::Decision) -> Levels {
    let first_year = utility(p.w_star * (1.0 - p.k0), p.c_min);
    levels_at(utility(c.income, p.c_min), first_year, utility(p.w_star, p.c_min), c, p)
}

/// [`levels`] where the utilities of income, of the first year and of the promised earnings are known already.
#[inline]
fn levels_at(u_income: f64, u_first_year: f64, u_promised: f64, c: &Circumstances, p: &register::Decision) -> Levels {
    let a = &c.weights;
    Levels {
        income: a.poverty * u_income,
        prospects: a.opportunity * utility(c.prospects, p.c_min),
        violence: a.violence * (f64::from(u8::from(c.violence)) * p.psi),
        first_year: u_first_year,
        promised: a.gain * u_promised,
    }
}

/// Utilities over these discounted years: linear in them unless the gain is capped or `bad` is at `good`.
#[inline]
fn utilities_over(d: f64, at: &Levels, c: &Circumstances, p: &register::Decision) -> Utilities {
    let stigma = f64::from(u8::from(c.returned)) * p.stigma;
    let home = at.income + d * at.prospects - (1.0 + d) * at.violence - stigma;
    let mut gain = d * at.promised;
    if c.gain_capped {
        gain = gain.min(d * (at.prospects - at.violence));
    }
    let good = at.first_year + gain;
    let mut bad = home - c.weights.information * ((1.0 + d) * p.loss);
    if bad > good && c.weights != Weights::EQUAL {
        bad = good;
    }
    Utilities { home, good, bad }
}

/// `ΔU = (1−b)(good − home) − b·a₂(1+D)L − κ_d·hours`.
pub fn gain_from_accepting(c: &Circumstances, p: &register::Decision) -> f64 {
    gain_at(&utilities(c, p), logistic(c.belief), c.hours, p)
}

/// [`gain_from_accepting`] where the utilities and b are known already.
#[inline]
fn gain_at(u: &Utilities, b: f64, hours: f64, p: &register::Decision) -> f64 {
    (1.0 - b) * (u.good - u.home) + b * (u.bad - u.home) - p.kappa_d * hours
}

/// `P(accept) = logistic((ΔU − θ)/μ)`.
#[inline]
pub fn acceptance(c: &Circumstances, p: &register::Decision) -> f64 {
    acceptance_of_gain(gain_from_accepting(c, p), p)
}

#[inline]
fn acceptance_of_gain(gain: f64, p: &register::Decision) -> f64 {
    logistic((gain - p.theta) / p.mu)
}

/// An upper bound of [`acceptance`] for whoever has at least this income and belief and a D between these years, and is alike in
/// all else (patience is not read), with room for rounding; from tables `at` of these parameters. `None` where more belief would
/// raise acceptance, or where D decides whether `bad` is at `good`, so that there is none.
///
/// `ΔU = (1−b)(good − home) + b(bad − home) − κ_d·hours` falls in income, whatever its weight, and in b unless `good < bad`, and it
/// is linear in D. Where more income turns that round, ΔU is at most `bad − home − κ_d·hours`, and so still below.
#[inline]
pub fn acceptance_at_most(c: &Circumstances, years: [f64; 2], at: &Bounds, p: &register::Decision) -> Option<f64> {
    let u_income = if c.income <= p.c_min { at.u_floor } else { utility(c.income, p.c_min) };
    let levels = levels_at(u_income, at.u_first_year, at.u_promised, c, p);
    let b = at.logistic.at_least(c.belief);
    let [short, long] = [utilities_over(years[0], &levels, c, p), utilities_over(years[1], &levels, c, p)];
    let linear = if c.weights == Weights::EQUAL {
        short.good > short.bad && long.good > long.bad
    } else {
        // `bad` is never above `good`; at it over all of the years, or over none.
        (short.bad < short.good) == (long.bad < long.good)
    };
    linear.then(|| {
        let [least, most] = [gain_at(&short, b, c.hours, p), gain_at(&long, b, c.hours, p)];
        at.logistic.at_most((least.max(most) - p.theta) / p.mu) * (1.0 + 1e-9) + 1e-12
    })
}

/// Probability that she talks an offer over: `min(1, a₃π(1−τ))`, a₃ her weight of taboo.
#[inline]
pub fn talks(c: &Circumstances, taboo: f64, k: &register::Knowledge) -> f64 {
    (c.weights.taboo * (k.pi_consult * (1.0 - taboo))).min(1.0)
}

/// Acceptance averaged over whether she talks it over ([`talks`]): then she decides with `logit b + Δ_consult`.
pub fn acceptance_with_talk(c: &Circumstances, taboo: f64, p: &register::Decision, k: &register::Knowledge) -> f64 {
    let talks = talks(c, taboo, k);
    let advised = Circumstances { belief: c.belief + k.d_consult, ..*c };
    (1.0 - talks) * acceptance(c, p) + talks * acceptance(&advised, p)
}

/// A girl's own patience around the median: logit-normal, from two standard normals.
#[inline]
pub fn patience(logit_median: f64, sd: f64, z: f64) -> f64 {
    logistic(logit_median + sd * z)
}

/// `∂ good/∂ ln w*` where `w*(1−k₀) > c_min`: `1 + a₆D`, years that count of a promise.
#[inline]
pub fn promise_years(c: &Circumstances, p: &register::Decision) -> f64 {
    1.0 + c.weights.gain * discounted_years(c.beta, c.delta, p.horizon)
}

/// How much of a promise's utility counts, given b and both ends of an offer: 1 − b; all of it where `bad` is held at `good`.
#[inline]
pub fn promise_counts(b: f64, good: f64, bad: f64) -> f64 {
    if good == bad { 1.0 } else { 1.0 - b }
}

/// Elasticity of P to promised earnings where `w*(1−k₀) > c_min` (docs/odd.md §10): `(1 + a₆D)(1−b)(1−P)/μ`, without (1−b) where
/// `bad` is held at `good`.
pub fn earnings_elasticity(c: &Circumstances, p: &register::Decision) -> f64 {
    let u = utilities(c, p);
    promise_years(c, p) * promise_counts(logistic(c.belief), u.good, u.bad) * (1.0 - acceptance(c, p)) / p.mu
}

/// Elasticity of P to the believed risk b: `−b(1−P)/μ · (good − bad)`, good − bad = `good − home + a₂(1+D)L`.
pub fn belief_elasticity(c: &Circumstances, p: &register::Decision) -> f64 {
    let u = utilities(c, p);
    let b = logistic(c.belief);
    -b * (1.0 - acceptance(c, p)) / p.mu * (u.good - u.bad)
}

/// Levels the six drivers are protected at, frozen when policies fork.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Protection {
    /// Upper quartile of ỹ in the region.
    pub income: f64,
    /// Upper quartile of logit b.
    pub belief: f64,
    /// Lower quartile of τ.
    pub taboo: f64,
    /// Upper quartile of w.
    pub prospects: f64,
}

/// ln P(accept) with the drivers in `coalition` protected (bit i = driver i: extreme poverty, lack of information, taboo,
/// violence, lack of opportunity, hoped-for gain). Protection never harms: levels only move to the safer side (more belief is
/// safer unless `good < bad`).
pub fn ln_acceptance_protected(
    c: &Circumstances,
    taboo: f64,
    coalition: usize,
    at: &Protection,
    p: &register::Decision,
    k: &register::Knowledge,
) -> f64 {
    let on = |driver: usize| coalition >> driver & 1 == 1;
    let mut c = *c;
    let mut taboo = taboo;
    if on(0) {
        c.income = c.income.max(at.income);
    }
    if on(1) {
        c.belief = c.belief.max(at.belief);
    }
    if on(2) {
        taboo = taboo.min(at.taboo);
    }
    if on(3) {
        c.violence = false;
    }
    if on(4) {
        c.prospects = c.prospects.max(at.prospects);
    }
    c.gain_capped = on(5);
    ln(acceptance_with_talk(&c, taboo, p, k).max(f64::MIN_POSITIVE))
}

/// [`ln_acceptance_protected`] of every coalition, bit for bit: what coalitions share is worked out once.
pub fn ln_acceptance_of_coalitions(
    c: &Circumstances,
    taboo: f64,
    at: &Protection,
    p: &register::Decision,
    k: &register::Knowledge,
) -> [f64; COALITIONS] {
    let d = discounted_years(c.beta, c.delta, p.horizon);
    let safer = c.belief.max(at.belief);
    // Own belief without and with advice, then the protected one.
    let beliefs = [c.belief, c.belief + k.d_consult, safer, safer + k.d_consult].map(logistic);
    let talks = [taboo, taboo.min(at.taboo)].map(|taboo| talks(c, taboo, k));
    let mut out = [0.0; COALITIONS];
    // The four drivers that change utilities; belief and taboo change how they are weighed.
    for rest in (0..COALITIONS).filter(|coalition| coalition & 0b110 == 0) {
        let on = |driver: usize| rest >> driver & 1 == 1;
        let her = Circumstances {
            income: if on(0) { c.income.max(at.income) } else { c.income },
            violence: c.violence && !on(3),
            prospects: if on(4) { c.prospects.max(at.prospects) } else { c.prospects },
            gain_capped: on(5),
            ..*c
        };
        let u = utilities_over(d, &levels(&her, p), &her, p);
        let accepts = beliefs.map(|b| acceptance_of_gain(gain_at(&u, b, c.hours, p), p));
        for informed in 0..2 {
            for (open, talks) in talks.iter().enumerate() {
                let mean = (1.0 - talks) * accepts[2 * informed] + talks * accepts[2 * informed + 1];
                out[rest | informed << 1 | open << 2] = ln(mean.max(f64::MIN_POSITIVE));
            }
        }
    }
    out
}

/// Saturating knowledge: `x_max(1 − e^(−x/x_max))`.
#[inline]
pub fn saturating(x: f64, x_max: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x_max * (1.0 - exp(-x / x_max)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Process};
    use crate::register::Register;
    use std::collections::BTreeMap;

    #[test]
    fn coalitions_together_have_the_bits_of_each_by_itself() {
        let p = Register::built_in().parameters(&BTreeMap::new());
        let draws = Draws::new(1).of(Process::DriverSample);
        for girl in 0..50u64 {
            let of = |i: u64| draws.with(girl).normal(i);
            let her = Circumstances {
                income: exp(of(0)),
                prospects: exp(of(1)),
                belief: of(2),
                violence: of(3) > 0.0,
                returned: of(4) > 1.0,
                beta: logistic(of(5)),
                delta: logistic(of(6)),
                hours: 10.0 * exp(of(7)),
                gain_capped: false,
                weights: Weights::EQUAL,
            };
            let taboo = logistic(of(8));
            let at = Protection { income: 1.5, belief: 0.5, taboo: 0.4, prospects: 1.5 };
            let together = ln_acceptance_of_coalitions(&her, taboo, &at, &p.decision, &p.knowledge);
            for (coalition, value) in together.iter().enumerate() {
                let alone = ln_acceptance_protected(&her, taboo, coalition, &at, &p.decision, &p.knowledge);
                assert_eq!(value.to_bits(), alone.to_bits(), "{girl} {coalition:b}");
            }
        }
    }
}
