//! The decision when an offer comes (docs/odd.md §6): a constrained choice by expected utility.
//!
//! The offer is deceptive whatever she believes; "accepting" is the model's name for being drawn in.

use crate::math::num::{exp, ln, logistic, pow};
use crate::register;

/// What bears on one girl's decision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circumstances {
    /// ỹ: income per head with transfers, × P.
    pub income: f64,
    /// w: her local prospects, × P.
    pub prospects: f64,
    /// logit b: log-odds she gives to the offer ending in exploitation.
    pub belief: f64,
    pub violence: bool,
    /// Came back and not yet reintegrated.
    pub returned: bool,
    /// β, present bias.
    pub beta: f64,
    /// δ, a year.
    pub delta: f64,
    /// Hours to the mining town.
    pub hours: f64,
    /// Upper limit on D·u(w*), where the hoped-for gain is protected.
    pub gain_capped: bool,
}

/// `D = β Σ_{s=1..H} δ^s`; closed form of the geometric sum, so that a horizon need not be whole.
#[inline]
pub fn discounted_years(beta: f64, delta: f64, horizon: f64) -> f64 {
    beta * delta * (1.0 - pow(delta, horizon)) / (1.0 - delta)
}

/// `u(c) = ln max(c, c_min)`.
#[inline]
pub fn utility(consumption: f64, c_min: f64) -> f64 {
    ln(consumption.max(c_min))
}

/// Utilities of staying, of the offer being true, and of it ending in exploitation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Utilities {
    pub home: f64,
    pub good: f64,
    pub bad: f64,
}

/// `home = u(ỹ) + D·u(w) − (1+D)ψv − stigma·[returned]`, `good = u(w*(1−k₀)) + D·u(w*)`, `bad = home − (1+D)L`.
pub fn utilities(c: &Circumstances, p: &register::Decision) -> Utilities {
    utilities_over(discounted_years(c.beta, c.delta, p.horizon), &levels(c, p), c, p)
}

/// What the utilities are made of beside D.
struct Levels {
    income: f64,
    prospects: f64,
    violence: f64,
    /// `u(w*(1−k₀))`.
    first_year: f64,
    /// `u(w*)`.
    promised: f64,
}

#[inline]
fn levels(c: &Circumstances, p: &register::Decision) -> Levels {
    Levels {
        income: utility(c.income, p.c_min),
        prospects: utility(c.prospects, p.c_min),
        violence: f64::from(u8::from(c.violence)) * p.psi,
        first_year: utility(p.w_star * (1.0 - p.k0), p.c_min),
        promised: utility(p.w_star, p.c_min),
    }
}

/// Utilities over these discounted years: linear in them unless the gain is capped.
#[inline]
fn utilities_over(d: f64, at: &Levels, c: &Circumstances, p: &register::Decision) -> Utilities {
    let stigma = f64::from(u8::from(c.returned)) * p.stigma;
    let home = at.income + d * at.prospects - (1.0 + d) * at.violence - stigma;
    let mut gain = d * at.promised;
    if c.gain_capped {
        gain = gain.min(d * (at.prospects - at.violence));
    }
    let good = at.first_year + gain;
    Utilities { home, good, bad: home - (1.0 + d) * p.loss }
}

/// `ΔU = (1−b)(good − home) − b(1+D)L − κ_d·hours`.
pub fn gain_from_accepting(c: &Circumstances, p: &register::Decision) -> f64 {
    gain_at(&utilities(c, p), logistic(c.belief), c, p)
}

/// The same at utilities and b already known.
#[inline]
fn gain_at(u: &Utilities, b: f64, c: &Circumstances, p: &register::Decision) -> f64 {
    (1.0 - b) * (u.good - u.home) + b * (u.bad - u.home) - p.kappa_d * c.hours
}

/// `P(accept) = logistic((ΔU − θ)/μ)`.
#[inline]
pub fn acceptance(c: &Circumstances, p: &register::Decision) -> f64 {
    logistic((gain_from_accepting(c, p) - p.theta) / p.mu)
}

/// An upper bound of [`acceptance`] for whoever has at least this income and belief and a D between these years, and is alike in
/// all else (patience is not read), with room for rounding; `None` where more belief would not lower acceptance, so that
/// there is none.
///
/// `ΔU = (1−b)(good − home) − b(1+D)L − κ_d·hours` falls in income, in b while `good > bad`, and both are linear in D.
#[inline]
pub fn acceptance_at_most(c: &Circumstances, years: [f64; 2], p: &register::Decision) -> Option<f64> {
    let (levels, b) = (levels(c, p), logistic(c.belief));
    let ends = years.map(|d| utilities_over(d, &levels, c, p));
    ends.iter().all(|u| u.good > u.bad).then(|| {
        let [least, most] = ends.map(|u| gain_at(&u, b, c, p));
        logistic((least.max(most) - p.theta) / p.mu) * (1.0 + 1e-9) + 1e-12
    })
}

/// Acceptance averaged over whether she talks it over: with probability `π(1−τ)` she decides with `logit b + Δ_consult`.
pub fn acceptance_with_talk(c: &Circumstances, taboo: f64, p: &register::Decision, k: &register::Knowledge) -> f64 {
    let talks = k.pi_consult * (1.0 - taboo);
    let advised = Circumstances { belief: c.belief + k.d_consult, ..*c };
    (1.0 - talks) * acceptance(c, p) + talks * acceptance(&advised, p)
}

/// A girl's own patience around the median: logit-normal, from two standard normals.
#[inline]
pub fn patience(logit_median: f64, sd: f64, z: f64) -> f64 {
    logistic(logit_median + sd * z)
}

/// Elasticity of P to promised earnings where `w*(1−k₀) > c_min` (docs/odd.md §10): `(1+D)(1−b)(1−P)/μ`.
pub fn earnings_elasticity(c: &Circumstances, p: &register::Decision) -> f64 {
    let d = discounted_years(c.beta, c.delta, p.horizon);
    (1.0 + d) * (1.0 - logistic(c.belief)) * (1.0 - acceptance(c, p)) / p.mu
}

/// Elasticity of P to the believed risk b: `−b(1−P)/μ · (good − home + (1+D)L)`.
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
/// violence, lack of opportunity, hoped-for gain). Protection never harms: levels only move to the safer side.
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

/// Saturating knowledge: `x_max(1 − e^(−x/x_max))`.
#[inline]
pub fn saturating(x: f64, x_max: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x_max * (1.0 - exp(-x / x_max)) }
}
