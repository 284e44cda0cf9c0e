//! The record of a run.

use crate::policy::Programmes;
use crate::world::tables::rows;
use crate::world::{Brothel, CaseState, Cases, Clock, Market, Setting, Tally, Trade, Trainees, WEEKS_PER_YEAR};
use bevy_ecs::prelude::{Query, Res, ResMut, Resource};
use serde::{Deserialize, Serialize};

/// One week of the region, at its end. Counts of people are persons (simulated × scale), flows per week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Week {
    /// Weeks since the burn-in ended; 0 within it.
    pub week: i32,
    pub victims: f64,
    pub minors: f64,
    pub returned: f64,
    pub newly_exploited: f64,
    pub spells_begun: f64,
    pub went_back: f64,
    pub escaped: f64,
    pub released: f64,
    pub released_by_closing: f64,
    /// Moved on out of the region: with those released they left sight, which is never a success.
    pub moved_on: f64,
    pub rescued: f64,
    pub registered_from_raids: f64,
    pub registered_from_complaints: f64,
    pub approaches: f64,
    pub approaches_wasted: f64,
    pub approaches_stopped: f64,
    /// Offers in the simulated departments.
    pub offers: f64,
    /// Offers among them that drew a girl in.
    pub accepted: f64,
    pub brothels: f64,
    pub places: f64,
    pub vacancies: f64,
    pub brothels_opened: f64,
    pub brothels_closed: f64,
    pub recruiters: f64,
    pub arrests: f64,
    pub raids: f64,
    pub reports: f64,
    pub in_training: f64,
    pub supported: f64,
    /// Spells begun in a place that was not free: above 0 only where the trade's effort is held as in the baseline.
    pub extra_places: f64,
    pub spending_soles: f64,
    /// Transfers to households among the spending: they leave the budget, not society.
    pub transfers_soles: f64,
}

/// Makes the list of columns from field names, so that files and readers share one spelling.
macro_rules! columns {
    ($($field:ident),+ $(,)?) => {
        /// Column names of the numbers of a week, in the order of [`Week::values`].
        pub const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

        /// The numbers of a week in the order of [`Week::COLUMNS`].
        pub fn values(&self) -> Vec<f64> {
            vec![$(self.$field),+]
        }

        /// The week of these numbers, in the order of [`Week::COLUMNS`]; numbers that are not there are 0.
        pub fn from_values(values: &[f64]) -> Week {
            let mut rest = values.iter().copied();
            Week { week: 0, $($field: rest.next().unwrap_or(0.0)),+ }
        }
    };
}

impl Week {
    columns!(
        victims,
        minors,
        returned,
        newly_exploited,
        spells_begun,
        went_back,
        escaped,
        released,
        released_by_closing,
        moved_on,
        rescued,
        registered_from_raids,
        registered_from_complaints,
        approaches,
        approaches_wasted,
        approaches_stopped,
        offers,
        accepted,
        brothels,
        places,
        vacancies,
        brothels_opened,
        brothels_closed,
        recruiters,
        arrests,
        raids,
        reports,
        in_training,
        supported,
        extra_places,
        spending_soles,
        transfers_soles,
    );

    /// Those of [`Week::COLUMNS`] that are stocks at the end of the week; all others are flows within it.
    pub const STOCKS: &'static [&'static str] =
        &["victims", "minors", "returned", "brothels", "places", "vacancies", "recruiters", "in_training"];

    /// Everyone who left exploitation this week, by whatever way.
    pub fn exits(&self) -> f64 {
        self.escaped + self.released + self.released_by_closing + self.moved_on + self.rescued
    }

    /// Registered victims this week.
    pub fn registered(&self) -> f64 {
        self.registered_from_raids + self.registered_from_complaints
    }
}

/// One year of every community, outside last, unless a list says otherwise; persons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct YearByPlace {
    pub newly_exploited: Vec<f64>,
    /// All spells begun.
    pub spells_begun: Vec<f64>,
    pub approaches: Vec<f64>,
    pub registered: Vec<f64>,
    /// First spells by department (outside last) × town.
    pub flows: Vec<f64>,
    /// First spells by [`Group`](crate::world::Group).
    pub newly_exploited_by_group: Vec<f64>,
    /// All spells begun by [`Group`](crate::world::Group), of the age then.
    pub spells_begun_by_group: Vec<f64>,
    /// Victims by town, mean over the weeks of the year so far.
    pub victims_by_town: Vec<f64>,
    /// Spending by programme, S/.
    pub spending: Vec<f64>,
    weeks: u32,
}

/// Everything recorded of one world since it was last cleared.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Record {
    pub weeks: Vec<Week>,
    pub years: Vec<YearByPlace>,
}

/// System: appends this week.
#[allow(clippy::too_many_arguments, reason = "a report reads everything and changes nothing")]
pub fn observe(
    setting: Res<Setting>,
    clock: Res<Clock>,
    cases: Res<Cases>,
    tally: Res<Tally>,
    trade: Res<Trade>,
    market: Res<Market>,
    trainees: Res<Trainees>,
    programmes: Res<Programmes>,
    brothels: Query<&Brothel>,
    mut record: ResMut<Record>,
) {
    let n = setting.region.scale;
    let (mut victims, mut minors, mut returned) = (0u32, 0u32, 0u32);
    for case in &cases.0 {
        // Without branches: states follow each other in no order.
        let exploited = case.state == CaseState::Exploited;
        victims += u32::from(exploited);
        minors += u32::from(exploited & case.minor(clock.week));
        returned += u32::from(matches!(case.state, CaseState::GoingBack | CaseState::Returned));
    }
    let (mut open, mut places, mut free) = (0u32, 0u32, 0u32);
    let mut by_town = vec![0u32; setting.region.towns.len()];
    for b in rows(&brothels).iter().filter(|b| b.open) {
        open += 1;
        places += u32::from(b.places);
        free += u32::from(b.free());
        by_town[usize::from(b.town)] += u32::from(b.occupants);
    }
    let persons = |count: u32| f64::from(count) * n;
    debug_assert_eq!(market.free.len(), setting.region.towns.len());
    record.weeks.push(Week {
        week: clock.fork.map_or(0, |fork| clock.week as i32 - fork as i32),
        victims: persons(victims),
        minors: persons(minors),
        returned: persons(returned),
        newly_exploited: persons(tally.newly_exploited),
        spells_begun: persons(tally.spells_begun),
        went_back: persons(tally.went_back),
        escaped: persons(tally.escaped),
        released: persons(tally.released),
        released_by_closing: persons(tally.released_by_closing),
        moved_on: persons(tally.moved_on),
        rescued: persons(tally.rescued),
        registered_from_raids: persons(tally.registered_from_raids),
        registered_from_complaints: persons(tally.registered_from_complaints),
        approaches: persons(tally.approaches),
        approaches_wasted: persons(tally.wasted),
        approaches_stopped: persons(tally.stopped),
        offers: persons(tally.offers),
        accepted: persons(tally.accepted),
        brothels: persons(open),
        places: persons(places),
        vacancies: persons(free),
        brothels_opened: persons(tally.brothels_opened),
        brothels_closed: persons(tally.brothels_closed),
        recruiters: trade.recruiters * n,
        arrests: persons(tally.arrests),
        raids: f64::from(tally.raids),
        reports: persons(tally.reports),
        in_training: trainees.0.len() as f64 * n,
        supported: persons(tally.supported),
        extra_places: persons(tally.extra_places),
        spending_soles: programmes.this_week.iter().fold(0.0, |sum, soles| sum + soles),
        transfers_soles: programmes.transfers_this_week,
    });
    if record.years.last().is_none_or(|year| year.weeks == WEEKS_PER_YEAR) {
        let by_community = vec![0.0; tally.newly_by_community.len()];
        record.years.push(YearByPlace {
            newly_exploited: by_community.clone(),
            spells_begun: by_community.clone(),
            approaches: by_community.clone(),
            registered: by_community,
            flows: vec![0.0; tally.flows.len()],
            newly_exploited_by_group: vec![0.0; tally.newly_by_group.len()],
            spells_begun_by_group: vec![0.0; tally.spells_by_group.len()],
            victims_by_town: vec![0.0; setting.region.towns.len()],
            spending: vec![0.0; programmes.list.len()],
            weeks: 0,
        });
    }
    if let Some(year) = record.years.last_mut() {
        year.weeks += 1;
        for (sums, counts) in [
            (&mut year.newly_exploited, &tally.newly_by_community),
            (&mut year.spells_begun, &tally.spells_by_community),
            (&mut year.registered, &tally.registered_by_community),
            (&mut year.flows, &tally.flows),
            (&mut year.newly_exploited_by_group, &tally.newly_by_group),
            (&mut year.spells_begun_by_group, &tally.spells_by_group),
        ] {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += persons(*count);
            }
        }
        for (sum, count) in year.approaches.iter_mut().zip(tally.approaches_by_community()) {
            *sum += persons(count);
        }
        for (mean, count) in year.victims_by_town.iter_mut().zip(by_town) {
            *mean += (persons(count) - *mean) / f64::from(year.weeks);
        }
        for (sum, spent) in year.spending.iter_mut().zip(&programmes.this_week) {
            *sum += spent;
        }
    }
}
