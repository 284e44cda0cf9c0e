//! Schooling: a stateless law of the girl and her age (docs/odd.md §6).

use crate::math::num::{self, ln};
use crate::register;
use crate::world::{WEEKS_PER_YEAR, YEARS_OF_SCHOOL};

/// Weeks in a year.
const YEAR: i32 = WEEKS_PER_YEAR as i32;

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

/// Hazard of leaving that programmes spare her by an age: `h·poor·Σ_y (1 − m_y)(G[b_y] − G[a_y])/g`, over the years y that overlap her
/// school ages, `G` being [`Derived::leaving`](crate::world::Derived::leaving). `spared` gives 1 − m_y of a year of the world; `years` are
/// those on record, at an age in weeks since 12; `by_age`: whether it differs by age in a year, where ages are whole years. One
/// exponential per girl stays all there is to draw.
pub fn spared_hazard(
    twelve_in: i32,
    weeks_since_12: u32,
    poor: bool,
    leaving: &[f64],
    p: &register::School,
    years: std::ops::Range<u32>,
    by_age: impl Fn(u32) -> bool,
    spared: impl Fn(u32, i32) -> f64,
) -> f64 {
    let until = weeks_since_12.min(YEARS_OF_SCHOOL * WEEKS_PER_YEAR) as i32;
    let mut growth = 0.0;
    for year in years {
        let from = (year * WEEKS_PER_YEAR) as i32 - twelve_in;
        let (a, b) = (from.clamp(0, until), (from + WEEKS_PER_YEAR as i32).clamp(0, until));
        if b > a {
            let birthday = (a / YEAR + 1) * YEAR;
            if birthday < b && by_age(year) {
                growth += spared(year, a) * (leaving[birthday as usize] - leaving[a as usize]);
                growth += spared(year, birthday) * (leaving[b as usize] - leaving[birthday as usize]);
            } else {
                growth += spared(year, a) * (leaving[b as usize] - leaving[a as usize]);
            }
        }
    }
    leaving_hazard(growth, poor, p)
}

/// Yearly multiplier of the hazard of leaving under a transfer: `(1 − d)^√(x/0.1)`, x the transfer per head over permanent income.
#[inline]
pub fn under_transfer(d: f64, share_of_income: f64) -> f64 {
    num::pow(1.0 - d, num::sqrt(share_of_income / 0.1))
}

/// Schooling at an age, from two uniforms: never in school at 12 if `started ≥ in_school_at_12`; left once the hazard so far
/// exceeds her own exponential −ln u; completed at 17 otherwise. `spared` is the part of that hazard that programmes spare her,
/// asked for only where it may matter.
#[inline]
pub fn schooling(
    weeks_since_12: u32,
    started: f64,
    u: f64,
    in_school_at_12: f64,
    poor: bool,
    leaving: &[f64],
    p: &register::School,
    spared: impl FnOnce() -> f64,
) -> Schooling {
    if started >= in_school_at_12 {
        return Schooling::Left;
    }
    let school_ends = YEARS_OF_SCHOOL * WEEKS_PER_YEAR;
    let hazard = leaving_hazard(leaving[weeks_since_12.min(school_ends) as usize], poor, p);
    // e^(−H) ≥ 1 − H: most girls need no logarithm.
    if u > 1.0 - hazard && -ln(u) < hazard && -ln(u) < hazard - spared() {
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

    const P: register::School = register::School { h_leave: 0.02, g_leave: 0.35, poor_leave: 1.8, d_transfer: 0.25 };

    fn leaving() -> Vec<f64> {
        (0..=260).map(|week| (P.g_leave * f64::from(week) / 52.0).exp() - 1.0).collect()
    }

    #[test]
    fn nobody_comes_back_to_school_and_it_ends_at_17() {
        for u in [0.999, 0.98, 0.9, 0.6] {
            let mut left = false;
            for week in 0..676 {
                match schooling(week, 0.1, u, 0.95, true, &leaving(), &P, || 0.0) {
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

    #[test]
    fn a_multiplier_in_every_year_multiplies_the_hazard() {
        let table = leaving();
        for (twelve_in, weeks) in [(-30, 17), (0, 260), (115, 200), (-400, 400)] {
            let all = leaving_hazard(table[weeks.min(260) as usize], true, &P);
            // Years from before her birthday until after it; her school ages lie within them.
            let shifted = twelve_in + 1_040;
            let spared = spared_hazard(shifted, weeks, true, &table, &P, 0..60, |_| true, |_, _| 0.4);
            assert!((spared - 0.4 * all).abs() < 1e-15, "{twelve_in} {weeks}");
        }
    }

    #[test]
    fn only_years_on_record_that_overlap_her_school_ages_count() {
        let table = leaving();
        // She turned 12 in week 100: the second year of the world begins in her week 4 and ends in her week 56.
        let spared = spared_hazard(100, 300, false, &table, &P, 2..3, |_| false, |_, _| 1.0);
        assert!((spared - P.h_leave / P.g_leave * (table[56] - table[4])).abs() < 1e-15);
        assert_eq!(spared_hazard(100, 300, false, &table, &P, 8..40, |_| false, |_, _| 1.0), 0.0);
        assert_eq!(spared_hazard(100, 300, false, &table, &P, 0..1, |_| false, |_, _| 1.0), 0.0);
    }

    #[test]
    fn a_programme_for_some_ages_spares_girls_the_hazard_of_these_ages_alone() {
        let table = leaving();
        for twelve_in in [0, 17, 52, 83] {
            let at_14 = |_, age: i32| f64::from(u8::from((104..156).contains(&age)));
            let spared = spared_hazard(twelve_in, 300, false, &table, &P, 0..20, |_| true, at_14);
            let expected = P.h_leave / P.g_leave * (table[156] - table[104]);
            assert!((spared - expected).abs() < 1e-15, "{twelve_in}");
        }
    }

    #[test]
    fn a_transfer_of_a_tenth_of_income_lowers_the_hazard_by_d() {
        assert!((under_transfer(0.25, 0.1) - 0.75).abs() < 1e-15);
        assert_eq!(under_transfer(0.25, 0.0), 1.0);
        assert!((under_transfer(0.25, 0.4) - 0.5625).abs() < 1e-15);
    }
}
