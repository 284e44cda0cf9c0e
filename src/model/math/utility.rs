//! Utility of consumption and discounting.

use super::num::{ln, pow};

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
