//! From pieces that were timed to the figures of a record: pure functions.

use serde::{Deserialize, Serialize};

/// The middle value, or the mean of the two in the middle; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some((low + high) / 2.0)
}

/// How far the slowest of these is above the fastest, as a share of the fastest; 0 of fewer than two.
pub fn spread(seconds: &[f64]) -> f64 {
    let (low, high) = seconds.iter().fold((f64::INFINITY, 0.0f64), |(low, high), s| (low.min(*s), high.max(*s)));
    if high > low && low > 0.0 { high / low - 1.0 } else { 0.0 }
}

/// A piece that was measured.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// What was measured, in the unit of its figure.
    pub value: f64,
    /// Number of the sentinel's last run before it; the next run came after it.
    pub after: usize,
}

/// How a figure follows the speed of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A time: divided by the sentinel's.
    Time,
    /// A number per second: multiplied by the sentinel's.
    Rate,
    /// Neither.
    Plain,
}

impl Kind {
    /// A value in units of the sentinel, which took `sentinel` seconds.
    pub fn normalised(self, value: f64, sentinel: f64) -> f64 {
        match self {
            Kind::Time => value / sentinel,
            Kind::Rate => value * sentinel,
            Kind::Plain => value,
        }
    }
}

/// Each piece in units of the sentinel's runs just before and after it (their mean): what slows the machine for a while cancels.
/// `sentinel` are its runs in order, seconds; a piece without a run before it is left out.
pub fn normalised(pieces: &[Piece], kind: Kind, sentinel: &[f64]) -> Vec<f64> {
    let around = |after: usize| {
        let before = *sentinel.get(after)?;
        Some((before + sentinel.get(after + 1).copied().unwrap_or(before)) / 2.0)
    };
    pieces.iter().filter_map(|piece| Some(kind.normalised(piece.value, around(piece.after)?))).collect()
}

/// Ratios pair by pair, their median; `None` of nothing.
///
/// # Panics
/// If the slices differ in length.
pub fn median_ratio(numerators: &[f64], denominators: &[f64]) -> Option<f64> {
    assert_eq!(numerators.len(), denominators.len(), "ratios are of pairs");
    median(&numerators.iter().zip(denominators).map(|(n, d)| n / d).collect::<Vec<_>>())
}

/// Time of the parts of a study on one job, all in seconds or all in units of the sentinel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// Spawning a world.
    pub spawn: f64,
    /// The burn-in and the baseline of one draw and replicate.
    pub baseline: f64,
    /// One run of a policy over the horizon.
    pub policy_run: f64,
    /// Tables, charts, and the report of the whole study, on all jobs.
    pub tables: f64,
}

/// How much a study is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Draws: worlds that are spawned, each standing for all its replicates.
    pub draws: usize,
    /// Draws × replicates: burn-ins.
    pub units: usize,
    /// Runs of policies in all.
    pub policy_runs: usize,
}

/// Time of a whole study on `jobs` jobs, in the unit of `parts`; an estimate. Every job spawns a world of its own. `speed_up` is the
/// work that `jobs` jobs do in the time in which one does 1; the last jobs to finish are waited for, and tables come after all of them.
pub fn study_takes(parts: &Parts, size: &Size, jobs: usize, speed_up: f64) -> f64 {
    let units = size.units.max(1);
    let jobs = jobs.clamp(1, units);
    let unit = parts.baseline + size.policy_runs as f64 / units as f64 * parts.policy_run;
    let spawns = (size.draws as f64 / jobs as f64).max(1.0);
    let turns = units.div_ceil(jobs) as f64;
    (spawns * parts.spawn + turns * unit) * jobs as f64 / speed_up + parts.tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_whatever_the_order() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[3.0]), Some(3.0));
        assert_eq!(median(&[9.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 100.0, 2.0]), Some(3.0));
    }

    #[test]
    fn a_ratio_is_taken_within_each_pair() {
        assert_eq!(median_ratio(&[], &[]), None);
        // The machine gave less and less, the ratio stayed.
        assert_eq!(median_ratio(&[1.8, 1.35, 0.9], &[2.0, 1.5, 1.0]), Some(0.9));
    }

    #[test]
    fn spread_is_how_much_longer_the_slowest_took() {
        assert_eq!(spread(&[]), 0.0);
        assert_eq!(spread(&[2.0]), 0.0);
        assert_eq!(spread(&[2.0, 3.0, 2.5]), 0.5);
    }

    #[test]
    fn a_machine_that_slows_down_changes_no_normalised_figure() {
        // Twice as slow from the third run of the sentinel on.
        let sentinel = [1.0, 1.0, 2.0, 2.0];
        let times = [Piece { value: 8.0, after: 0 }, Piece { value: 12.0, after: 1 }, Piece { value: 16.0, after: 2 }];
        assert_eq!(normalised(&times, Kind::Time, &sentinel), [8.0; 3]);
        let rates = [Piece { value: 6.0, after: 0 }, Piece { value: 4.0, after: 1 }, Piece { value: 3.0, after: 2 }];
        assert_eq!(normalised(&rates, Kind::Rate, &sentinel), [6.0; 3]);
        assert_eq!(normalised(&rates, Kind::Plain, &sentinel), [6.0, 4.0, 3.0]);
        // Nothing after the last run: it stands alone.
        assert_eq!(normalised(&[Piece { value: 4.0, after: 3 }], Kind::Time, &sentinel), [2.0]);
    }

    const PARTS: Parts = Parts { spawn: 1000.0, baseline: 300.0, policy_run: 70.0, tables: 900.0 };
    const SIZE: Size = Size { draws: 1, units: 4, policy_runs: 8 };

    #[test]
    fn a_study_takes_the_sum_of_its_parts_shared_among_jobs_and_tables_are_made_once() {
        let unit = 300.0 + 2.0 * 70.0;
        assert_eq!(study_takes(&PARTS, &SIZE, 1, 1.0), 1000.0 + 4.0 * unit + 900.0);
        // Two jobs spawn one world each and do half of the units each.
        assert_eq!(study_takes(&PARTS, &SIZE, 2, 2.0), 1000.0 + 2.0 * unit + 900.0);
        assert_eq!(study_takes(&PARTS, &SIZE, 2, 1.0), 2.0 * (1000.0 + 2.0 * unit) + 900.0);
    }

    #[test]
    fn three_jobs_wait_for_the_fourth_unit_and_more_jobs_than_units_help_nothing() {
        let two = study_takes(&PARTS, &SIZE, 2, 2.0);
        assert_eq!(study_takes(&PARTS, &SIZE, 3, 3.0), two);
        assert_eq!(study_takes(&PARTS, &SIZE, 9, 4.0), study_takes(&PARTS, &SIZE, 4, 4.0));
    }

    #[test]
    fn a_study_twice_as_slow_in_every_part_takes_twice_as_long() {
        let p = PARTS;
        let slow = Parts {
            spawn: 2.0 * p.spawn,
            baseline: 2.0 * p.baseline,
            policy_run: 2.0 * p.policy_run,
            tables: 2.0 * p.tables,
        };
        assert_eq!(study_takes(&slow, &SIZE, 2, 1.9), 2.0 * study_takes(&PARTS, &SIZE, 2, 1.9));
    }
}
