//! What bears on a decision, held between values from tables: enough to decline most offers by.

use crate::math::monotone::Monotone;
use crate::math::utility::{discounted_years, utility};
use crate::math::{normal, num};
use crate::register::Parameters;

/// Cells of a table over a uniform; a power of two, so that no uniform is rounded into another cell.
const UNIFORM_CELLS: usize = 256;
/// Standard deviations beyond which the quantile of a 53-bit uniform never lies.
const FURTHEST_OUT: f64 = 9.0;
/// Log-odds on either side that are tabulated, and cells for each: a bound is at most 3.2 % off.
const LOG_ODDS: f64 = 16.0;
const CELLS_PER_LOG_ODDS: usize = 32;

/// Tables and constants that bound a girl's decision.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Log-odds to probability.
    pub logistic: Monotone,
    /// A standard normal by the uniform it is drawn with.
    pub normal: Monotone,
    /// β by its uniform.
    beta: Monotone,
    /// `Σ_{s=1..H} δ^s` by the uniform of δ.
    years: Monotone,
    /// `u(c_min)`, the least utility of income.
    pub u_floor: f64,
    /// `u(w*(1−k₀))`: of the first year, if the offer is true.
    pub u_first_year: f64,
    /// `u(w*)`.
    pub u_promised: f64,
}

impl Bounds {
    /// Tables of these parameters.
    pub fn new(p: &Parameters) -> Self {
        let (d, h) = (&p.decision, p.population.heterogeneity);
        let z = |u: f64| normal::quantile(u).clamp(-FURTHEST_OUT, FURTHEST_OUT);
        let by_uniform = |f: &dyn Fn(f64) -> f64| {
            Monotone::new(0.0, 1.0, UNIFORM_CELLS, [f(-FURTHEST_OUT), f(FURTHEST_OUT)], |u| f(z(u)))
        };
        let logit_normal = |median: f64, sd: f64| {
            let (middle, spread) = (num::logit(median), h * sd);
            move |z: f64| num::logistic(middle + spread * z)
        };
        let delta = logit_normal(d.delta, d.sd_delta);
        let years = |z: f64| {
            let delta = delta(z);
            if delta < 1.0 { discounted_years(1.0, delta, d.horizon) } else { d.horizon }
        };
        let cells = 2 * LOG_ODDS as usize * CELLS_PER_LOG_ODDS;
        Bounds {
            logistic: Monotone::new(-LOG_ODDS, LOG_ODDS, cells, [0.0, 1.0], num::logistic),
            normal: by_uniform(&|z| z),
            beta: by_uniform(&logit_normal(d.beta, d.sd_beta)),
            years: by_uniform(&years),
            u_floor: utility(d.c_min, d.c_min),
            u_first_year: utility(d.w_star * (1.0 - d.k0), d.c_min),
            u_promised: utility(d.w_star, d.c_min),
        }
    }

    /// The least and the most years ahead that count, `D = β·Σ_{s=1..H} δ^s`, of a girl with these uniforms for β and δ, up to
    /// rounding: both factors rise with theirs.
    #[inline]
    pub fn discounted_years(&self, for_beta: f64, for_delta: f64) -> [f64; 2] {
        [
            self.beta.at_least(for_beta) * self.years.at_least(for_delta),
            self.beta.at_most(for_beta) * self.years.at_most(for_delta),
        ]
    }
}
