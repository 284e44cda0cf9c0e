//! Programmes under way: their timing, the systems that let them write levers and count their costs.

use super::{Activity, Mechanism, Money, Place};
use crate::world::tables::rows_mut;
use crate::world::{Clock, Levers, RegionLevers, Setting, Tally, Trainees, WEEKS_PER_YEAR};
use bevy_ecs::prelude::{Query, Res, ResMut, Resource};
use std::sync::Arc;

/// Where a programme is in its time, in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// Weeks since it started; this week is the first, 0.
    weeks: u32,
    /// How long it runs.
    length: u32,
    ramp: u32,
    /// Share of its full strength this week: 0 after its end.
    pub strength: f64,
}

impl Timing {
    /// `None` before the start. All weeks since the fork, the end exclusive.
    pub fn new(since_fork: u32, start: u32, end: u32, ramp: u32) -> Option<Timing> {
        let weeks = since_fork.checked_sub(start)?;
        let length = end - start;
        let strength = if weeks >= length {
            0.0
        } else if weeks >= ramp {
            1.0
        } else {
            f64::from(weeks + 1) / f64::from(ramp)
        };
        Some(Timing { weeks, length, ramp, strength })
    }

    /// Years at full strength it has run so far, this week included, leaving out the first `delay_weeks`: what lasting
    /// effects grow with.
    pub fn strength_years(&self, delay_weeks: f64) -> f64 {
        let run = f64::from((self.weeks + 1).min(self.length));
        let ramp = f64::from(self.ramp);
        // Σ_{i=1..n} min(1, i/ramp).
        let sum = |n: f64| {
            let rising = n.min(ramp);
            let risen = if ramp > 0.0 { rising * (rising + 1.0) / (2.0 * ramp) } else { 0.0 };
            risen + (n - ramp).max(0.0)
        };
        // What was done in the week w works from week w + delay on, whether or not the programme has ended since.
        let matured = (f64::from(self.weeks + 1) - delay_weeks).clamp(0.0, run);
        sum(matured.floor()) / f64::from(WEEKS_PER_YEAR)
    }
}

/// One intervention with its communities chosen.
#[derive(Clone)]
pub struct Programme {
    pub kind: String,
    pub start_week: u32,
    pub end_week: u32,
    pub ramp_weeks: u32,
    pub budget: Option<f64>,
    pub mechanism: Arc<dyn Mechanism>,
    /// Coverage by community, 0 to 1.
    pub coverage: Arc<Vec<f64>>,
    /// Coverage of those from outside (only what is given to persons reaches them).
    pub outside: f64,
    /// Covered communities with what their costs depend on.
    pub covered: Arc<Vec<(Place, f64)>>,
}

/// Everything under way in a world, and what was spent. Not part of the state's hash.
#[derive(Resource, Clone, Default)]
pub struct Programmes {
    pub list: Vec<Programme>,
    /// Spent in each programme's own current year, S/.
    pub spent_this_year: Vec<f64>,
    /// Spent this week by programme, S/.
    pub this_week: Vec<f64>,
    /// Transfers to households among it, S/.
    pub transfers_this_week: f64,
}

impl Programmes {
    pub fn new(list: Vec<Programme>) -> Self {
        Programmes { spent_this_year: vec![0.0; list.len()], this_week: vec![0.0; list.len()], list, ..Self::default() }
    }
}

/// System: programmes write this week's levers.
pub fn programmes(
    setting: Res<Setting>,
    clock: Res<Clock>,
    mut programmes: ResMut<Programmes>,
    mut levers: Query<&mut Levers>,
    mut region: ResMut<RegionLevers>,
) {
    let Some(since) = clock.since_fork() else { return };
    if programmes.list.is_empty() {
        return;
    }
    let levers = rows_mut(&mut levers);
    levers.fill(Levers::default());
    *region = RegionLevers::default();
    let Programmes { list, spent_this_year, .. } = &mut *programmes;
    for (one, spent) in list.iter().zip(spent_this_year) {
        let Some(t) = Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) else { continue };
        if one.covered.is_empty() && one.outside <= 0.0 {
            continue;
        }
        for (lever, coverage) in levers.iter_mut().zip(one.coverage.iter()) {
            if *coverage > 0.0 {
                one.mechanism.write(&t, *coverage, lever);
            }
        }
        if one.outside > 0.0 {
            one.mechanism.write(&t, one.outside, &mut region.outside);
        }
        // A year's money accrues week by week and lapses at its end.
        let week_of_year = t.weeks % WEEKS_PER_YEAR;
        if week_of_year == 0 {
            *spent = 0.0;
        }
        let accrued = |budget: f64| budget * f64::from(week_of_year + 1) / f64::from(WEEKS_PER_YEAR);
        let money = Money {
            per_year: one.budget,
            available: one.budget.map(|b| accrued(b) - *spent),
            scale: setting.region.scale,
        };
        one.mechanism.write_region(&t, &money, &mut region);
    }
}

/// System: what this week cost, by programme.
pub fn costs(
    setting: Res<Setting>,
    clock: Res<Clock>,
    tally: Res<Tally>,
    trainees: Res<Trainees>,
    mut programmes: ResMut<Programmes>,
) {
    let Some(since) = clock.since_fork() else { return };
    let activity = Activity::new(&tally, trainees.0.len(), setting.region.scale);
    let Programmes { list, spent_this_year, this_week, transfers_this_week } = &mut *programmes;
    *transfers_this_week = 0.0;
    for ((one, this_year), week) in list.iter().zip(spent_this_year).zip(this_week) {
        *week = match Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) {
            Some(t) if t.strength > 0.0 && (!one.covered.is_empty() || one.outside > 0.0) => {
                let full = one.mechanism.spending(&one.covered, &activity);
                let transfers = one.mechanism.transfers(&activity);
                let strength = if one.mechanism.ramps_spending() { t.strength } else { 1.0 };
                *transfers_this_week += transfers * strength;
                full * strength
            }
            _ => 0.0,
        };
        *this_year += *week;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_rises_over_the_ramp_and_ends() {
        assert_eq!(Timing::new(9, 10, 20, 4), None);
        let at = |week| Timing::new(week, 10, 20, 4).unwrap().strength;
        assert_eq!([at(10), at(12), at(13), at(19), at(20)], [0.25, 0.75, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn strength_years_are_the_sum_of_weekly_strengths() {
        for ramp in [0, 1, 5] {
            let mut sum = 0.0;
            for week in 0..60 {
                let t = Timing::new(week, 3, 40, ramp);
                sum += t.map_or(0.0, |t| t.strength / 52.0);
                if let Some(t) = t {
                    assert!((t.strength_years(0.0) - sum).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_delay_moves_the_effect_not_its_size() {
        let t = |week| Timing::new(week, 0, 104, 0).unwrap();
        assert_eq!(t(51).strength_years(52.0), 0.0);
        assert_eq!(t(103).strength_years(52.0), 1.0);
        assert_eq!(t(155).strength_years(52.0), 2.0);
        assert_eq!(t(400).strength_years(52.0), 2.0);
    }
}
