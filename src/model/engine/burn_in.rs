//! Burning in: on until the baseline holds by itself (docs/odd.md §5).

use crate::math::statistics;
use crate::observe::Week;
use crate::scenario::BurnIn;
use crate::world::WEEKS_PER_YEAR;

/// Regression slopes over the last years, as shares of the mean per year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// Slope of the stock of victims, share of its mean per year.
    pub victims: f64,
    /// Slope of the number of open brothels, share of its mean per year.
    pub brothels: f64,
    /// Slope of the number of recruiters, share of its mean per year.
    pub recruiters: f64,
}

impl Drift {
    /// Slopes over the last `years` of a weekly record.
    pub fn of(weeks: &[Week], years: usize) -> Drift {
        let last = &weeks[weeks.len().saturating_sub(years * WEEKS_PER_YEAR as usize)..];
        let slope = |f: fn(&Week) -> f64| yearly_slope(&last.iter().map(f).collect::<Vec<_>>());
        Drift { victims: slope(|w| w.victims), brothels: slope(|w| w.brothels), recruiters: slope(|w| w.recruiters) }
    }

    /// The largest of them in absolute value.
    pub fn largest(&self) -> f64 {
        [self.victims, self.brothels, self.recruiters].iter().fold(0.0, |most, slope| most.max(slope.abs()))
    }

    /// Whether all are within the limit.
    pub fn settled(&self, limit: f64) -> bool {
        self.largest() < limit
    }
}

/// Least-squares slope of a weekly series, as a share of its mean per year; 0 for a series of zeros.
fn yearly_slope(y: &[f64]) -> f64 {
    match (statistics::ols_slope(y), statistics::mean(y)) {
        (Some(slope), mean) if mean != 0.0 => slope * f64::from(WEEKS_PER_YEAR) / mean,
        _ => 0.0,
    }
}

/// How a burn-in went.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnInReport {
    /// Years burnt in.
    pub years: usize,
    /// Drift at the end of the burn-in.
    pub drift: Drift,
    /// False: still drifting at the longest burn-in allowed; the replicate is rejected and counted.
    pub settled: bool,
    /// Registered victims by community over its last five years, persons.
    pub registered: Vec<f64>,
}

/// Whether to go on after `years`: `None` to go on, else whether it settled.
pub fn verdict(weeks: &[Week], years: usize, rule: &BurnIn) -> Option<(Drift, bool)> {
    if years < rule.years {
        return None;
    }
    let drift = Drift::of(weeks, rule.drift_years);
    let settled = drift.settled(rule.drift_per_year);
    (settled || years >= rule.max_years).then_some((drift, settled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_of_a_line_is_found_as_a_share_of_its_mean() {
        let line: Vec<f64> = (0..416).map(|i| 1000.0 + f64::from(i)).collect();
        let mean = 1000.0 + 415.0 / 2.0;
        assert!((yearly_slope(&line) - 52.0 / mean).abs() < 1e-12);
        assert_eq!(yearly_slope(&[0.0; 20]), 0.0);
    }
}
