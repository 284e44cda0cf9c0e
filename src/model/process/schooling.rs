//! Schooling: a stateless law of the girl and her age (docs/odd.md §6).

use crate::math::num::ln;
use crate::register;
use crate::world::{WEEKS_PER_YEAR, YEARS_OF_SCHOOL};

/// Schooling of a girl at some age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schooling {
    /// Attends school.
    InSchool,
    /// Left school before completing it, or was not in it at twelve.
    Left,
    /// Completed school.
    Completed,
}

/// Cumulative hazard of having left by some years after 12: `∫ h e^(g a) da · poor = h·poor·(e^(g·years) − 1)/g`; `growth` is
/// `e^(g·years) − 1`, which [`Derived::leaving`](crate::world::Derived::leaving) holds by week.
#[inline]
pub fn leaving_hazard(growth: f64, poor: bool, p: &register::School) -> f64 {
    let ratio = if poor { p.poor_leave } else { 1.0 };
    p.h_leave * ratio * growth / p.g_leave
}

/// Schooling at an age, from two uniforms: never in school at 12 if `started ≥ in_school_at_12`; left once the hazard so far
/// exceeds her own exponential −ln u; completed at 17 otherwise.
#[inline]
pub fn schooling(
    weeks_since_12: u32,
    started: f64,
    u: f64,
    in_school_at_12: f64,
    poor: bool,
    leaving: &[f64],
    p: &register::School,
) -> Schooling {
    if started >= in_school_at_12 {
        return Schooling::Left;
    }
    let school_ends = YEARS_OF_SCHOOL * WEEKS_PER_YEAR;
    let hazard = leaving_hazard(leaving[weeks_since_12.min(school_ends) as usize], poor, p);
    // e^(−H) ≥ 1 − H: most girls need no logarithm.
    if u > 1.0 - hazard && -ln(u) < hazard {
        Schooling::Left
    } else if weeks_since_12 < school_ends {
        Schooling::InSchool
    } else {
        Schooling::Completed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: register::School = register::School { h_leave: 0.02, g_leave: 0.35, poor_leave: 1.8 };

    fn leaving() -> Vec<f64> {
        (0..=260).map(|week| (P.g_leave * f64::from(week) / 52.0).exp() - 1.0).collect()
    }

    #[test]
    fn nobody_comes_back_to_school_and_it_ends_at_17() {
        for u in [0.999, 0.98, 0.9, 0.6] {
            let mut left = false;
            for week in 0..676 {
                match schooling(week, 0.1, u, 0.95, true, &leaving(), &P) {
                    Schooling::Left => left = true,
                    Schooling::InSchool => assert!(!left && week < 260),
                    Schooling::Completed => assert!(!left && week >= 260),
                }
            }
        }
    }

    #[test]
    fn the_hazard_integrates_the_yearly_rate() {
        let n = 100_000;
        let step = 5.0 / f64::from(n);
        let sum: f64 = (0..n).map(|i| P.h_leave * (P.g_leave * (f64::from(i) + 0.5) * step).exp() * step).sum();
        assert!((sum - leaving_hazard(leaving()[260], false, &P)).abs() < 1e-9);
    }
}
