//! The decision with the platform's own functions: what it costs to have the same bits everywhere.
#![allow(clippy::disallowed_methods, reason = "measured against the functions that are used")]

use amparo::process::decision::Circumstances;
use amparo::register;

/// `P(accept)` where girls weigh drivers alike and no gain is capped.
pub fn acceptance(c: &Circumstances, p: &register::Decision) -> f64 {
    let utility = |consumption: f64| consumption.max(p.c_min).ln();
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    let d = c.beta * c.delta * (1.0 - c.delta.powf(p.horizon)) / (1.0 - c.delta);
    let hurt = if c.violence { p.psi } else { 0.0 };
    let stigma = if c.returned { p.stigma } else { 0.0 };
    let home = utility(c.income) + d * utility(c.prospects) - (1.0 + d) * hurt - stigma;
    let good = utility(p.w_star * (1.0 - p.k0)) + d * utility(p.w_star);
    let b = logistic(c.belief);
    let gain = (1.0 - b) * (good - home) - b * (1.0 + d) * p.loss - p.kappa_d * c.hours;
    logistic((gain - p.theta) / p.mu)
}
