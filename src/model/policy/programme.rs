//! Programmes under way: their timing, the systems that let them write levers and count their costs.

use super::mechanism::{Activity, Mechanism, Money, Place};
use super::timing::Timing;
use crate::world::tables::rows_mut;
use crate::world::{
    Clock, Levers, PickedContacts, RegionLevers, SchoolHistory, SchoolYear, Setting, Tally, Trainees, WEEKS_PER_YEAR,
};
use bevy_ecs::prelude::{Query, Res, ResMut, Resource};
use std::sync::Arc;

/// One intervention with its communities chosen.
#[derive(Clone)]
pub struct Programme {
    /// Name of its kind, under which its spending is told.
    pub kind: String,
    /// Weeks after the fork.
    pub start_week: u32,
    /// Weeks after the fork, exclusive.
    pub end_week: u32,
    /// Weeks over which it grows to its full strength.
    pub ramp_weeks: u32,
    /// S/ per year it may spend; `None`: whatever its coverage costs.
    pub budget: Option<f64>,
    /// Girls at a time, or persons per year, it may be given to; `None`: as its coverage or budget says.
    pub girls: Option<f64>,
    /// Spending per year besides what is counted as it happens, S/.
    pub beside: f64,
    /// Its effect on the levers, and its costs.
    pub mechanism: Arc<dyn Mechanism>,
    /// Coverage by community, 0 to 1.
    pub coverage: Arc<Vec<f64>>,
    /// Share of the girls it is meant for, by community, 0 to 1; empty: everyone.
    pub shares: Arc<Vec<f64>>,
    /// Coverage of those from outside (only what is given to persons reaches them).
    pub outside: f64,
    /// Covered communities with what their costs depend on.
    pub covered: Arc<Vec<(Place, f64)>>,
}

/// Everything under way in a world, and what was spent. Not part of the state's hash.
#[derive(Resource, Clone, Default)]
pub struct Programmes {
    /// The programmes, in the order of the policy.
    pub list: Vec<Programme>,
    /// Spent in each programme's own current year, S/.
    pub spent_this_year: Vec<f64>,
    /// Spent this week by programme, S/.
    pub this_week: Vec<f64>,
    /// What was bought this week by programme, in the unit of its mechanism.
    pub units_this_week: Vec<f64>,
    /// What was bought in each programme's own current year, in the unit of its mechanism.
    pub units_this_year: Vec<f64>,
    /// Transfers to households among it, S/.
    pub transfers_this_week: f64,
}

impl Programmes {
    /// These programmes, with nothing spent yet.
    pub fn new(list: Vec<Programme>) -> Self {
        let none = vec![0.0; list.len()];
        Programmes {
            spent_this_year: none.clone(),
            this_week: none.clone(),
            units_this_week: none.clone(),
            units_this_year: none,
            list,
            ..Self::default()
        }
    }
}

impl Programme {
    /// Money there is in a week of its year, when so much is spent and so many units are bought.
    pub fn money(&self, week_of_year: u32, spent: f64, bought: f64, scale: f64) -> Money {
        let accrued = |a_year: f64| a_year * f64::from(week_of_year + 1) / f64::from(WEEKS_PER_YEAR);
        Money {
            per_year: self.budget,
            available: self.budget.map(|b| accrued(b) - spent),
            beside: self.beside,
            girls_per_year: self.girls,
            available_girls: self.girls.map(|n| accrued(n) - bought),
            scale,
        }
    }
}

/// Writes a programme's part of the levers; `row`: its position among programmes.
pub fn write(one: &Programme, row: usize, t: &Timing, levers: &mut [Levers], region: &mut RegionLevers) {
    let share = |c: usize| one.shares.get(c).copied().unwrap_or(1.0);
    for (c, (lever, coverage)) in levers.iter_mut().zip(one.coverage.iter()).enumerate() {
        if *coverage > 0.0 {
            one.mechanism.write_among(t, *coverage, share(c), lever);
        }
    }
    if one.outside > 0.0 {
        one.mechanism.write(t, one.outside, &mut region.outside);
    }
    if t.strength > 0.0 && one.mechanism.picked_contacts(t, 1.0).is_some() {
        let contacts = |coverage: &f64| one.mechanism.picked_contacts(t, *coverage).unwrap_or_default();
        let by_community = one.coverage.iter().map(contacts).collect();
        region.picked.push(PickedContacts { programme: row, whom: one.mechanism.whom(), by_community });
    }
}

/// System: programmes write this week's levers.
pub fn programmes(
    setting: Res<Setting>,
    clock: Res<Clock>,
    mut programmes: ResMut<Programmes>,
    mut levers: Query<&mut Levers>,
    mut region: ResMut<RegionLevers>,
    mut school: ResMut<SchoolHistory>,
) {
    let Some(since) = clock.since_fork() else { return };
    if programmes.list.is_empty() {
        return;
    }
    plan_school_year(&programmes.list, &setting, clock.week, since, &mut school);
    let levers = rows_mut(&mut levers);
    levers.fill(Levers::default());
    *region = RegionLevers::default();
    let Programmes { list, spent_this_year, units_this_year, .. } = &mut *programmes;
    for (row, ((one, spent), bought)) in list.iter().zip(spent_this_year).zip(units_this_year).enumerate() {
        let Some(t) = Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) else { continue };
        if one.covered.is_empty() && one.outside <= 0.0 {
            continue;
        }
        write(one, row, &t, levers, &mut region);
        // A year's money accrues week by week and lapses at its end.
        let week_of_year = t.weeks % WEEKS_PER_YEAR;
        if week_of_year == 0 {
            (*spent, *bought) = (0.0, 0.0);
        }
        let money = one.money(week_of_year, *spent, *bought, setting.region.scale);
        one.mechanism.write_region(&t, &money, &mut region);
    }
    levers.iter_mut().for_each(Levers::settle);
}

/// When a year begins, what programmes mean to do to schooling in it is recorded, community by community.
pub fn plan_school_year(list: &[Programme], setting: &Setting, week: u32, since_fork: u32, school: &mut SchoolHistory) {
    if !week.is_multiple_of(WEEKS_PER_YEAR) {
        return;
    }
    let region = &setting.region;
    let mut planned = vec![SchoolYear::default(); region.communities.len()];
    let weeks: Vec<u32> = (0..WEEKS_PER_YEAR).filter(|w| region.in_term(week + w)).collect();
    for one in list {
        if one.start_week > since_fork || one.covered.is_empty() {
            continue;
        }
        let strength = |w: &u32| {
            Timing::new(since_fork + w, one.start_week, one.end_week, one.ramp_weeks).map_or(0.0, |t| t.strength)
        };
        let mean = weeks.iter().map(strength).sum::<f64>() / weeks.len() as f64;
        if mean > 0.0 {
            for (year, coverage) in planned.iter_mut().zip(one.coverage.iter()).filter(|(_, c)| **c > 0.0) {
                one.mechanism.plan_year(mean, *coverage, year);
            }
        }
    }
    if school.rows.is_empty() {
        if planned.iter().all(|year| *year == SchoolYear::default()) {
            return;
        }
        school.first_year = week / WEEKS_PER_YEAR;
    }
    school.rows.extend(planned);
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
    let Programmes { list, spent_this_year, this_week, units_this_week, units_this_year, transfers_this_week } =
        &mut *programmes;
    *transfers_this_week = 0.0;
    let weeks = this_week.iter_mut().zip(units_this_week);
    for (((one, this_year), bought), (week, units)) in list.iter().zip(spent_this_year).zip(units_this_year).zip(weeks)
    {
        *units = 0.0;
        *week = match Timing::new(since, one.start_week, one.end_week, one.ramp_weeks) {
            Some(t) if t.strength > 0.0 && (!one.covered.is_empty() || one.outside > 0.0) => {
                *transfers_this_week += one.mechanism.transfers(&one.covered, &activity, t.strength);
                *units = one.mechanism.units(&one.covered, &activity, t.strength);
                one.mechanism.spending(&one.covered, &activity, t.strength)
            }
            _ => 0.0,
        };
        *this_year += *week;
        *bought += *units;
    }
}
