//! The record of a run.

use crate::policy::Programmes;
use crate::world::tables::rows;
use crate::world::{
    AtRisk, Brothel, ByWay, CaseState, Cases, Clock, Market, MiningTown, Reach, Setting, Tally, Trade, Trainees, WAYS,
    WEEKS_PER_YEAR,
};
use bevy_ecs::prelude::{Query, Res, ResMut, Resource};
use serde::{Deserialize, Serialize};

/// One week of the region, at its end. Counts of people are persons (simulated × scale), flows per week.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Week {
    /// Weeks since the burn-in ended; 0 within it.
    pub week: i32,
    /// Persons exploited.
    pub victims: f64,
    /// Persons exploited who are under 18.
    pub minors: f64,
    /// Persons back from exploitation and not yet reintegrated, those who will go back included.
    pub returned: f64,
    /// First spells begun.
    pub newly_exploited: f64,
    /// All spells begun: first, repeated by a new offer, and going back.
    pub spells_begun: f64,
    /// Spells begun by going back, without a new offer.
    pub went_back: f64,
    /// Spells ended by escape.
    pub escaped: f64,
    /// Spells ended by release.
    pub released: f64,
    /// Spells ended because the brothel closed.
    pub released_by_closing: f64,
    /// Moved on out of the region: with those released they left sight, which is never a success.
    pub moved_on: f64,
    /// Spells ended by rescue in a raid.
    pub rescued: f64,
    /// Minors among them.
    pub rescued_minors: f64,
    /// Victims registered after a raid freed them.
    pub registered_from_raids: f64,
    /// Victims registered after they filed a complaint.
    pub registered_from_complaints: f64,
    /// Approaches made, wasted ones included.
    pub approaches: f64,
    /// Approaches to a slot whose girl was away.
    pub approaches_wasted: f64,
    /// Approaches not made because the town was full.
    pub approaches_stopped: f64,
    /// Offers in the simulated departments.
    pub offers: f64,
    /// Offers among them that drew a girl in.
    pub accepted: f64,
    /// Open brothels.
    pub brothels: f64,
    /// Places in open brothels.
    pub places: f64,
    /// Free places in open brothels.
    pub vacancies: f64,
    /// Brothels that opened, those that moved to another town included.
    pub brothels_opened: f64,
    /// Brothels that closed.
    pub brothels_closed: f64,
    /// Recruiters in the trade, those under arrest included.
    pub recruiters: f64,
    /// Recruiters arrested.
    pub arrests: f64,
    /// Raids on mining towns.
    pub raids: f64,
    /// Approaches that girls reported through the app.
    pub reports: f64,
    /// Girls in training.
    pub in_training: f64,
    /// Persons taken into support as they came back.
    pub supported: f64,
    /// Spells begun in a place that was not free: above 0 only where the trade's effort is held as in the baseline.
    pub extra_places: f64,
    /// Spending on all programmes, S/ per week.
    pub spending_soles: f64,
    /// Transfers to households among the spending: they leave the budget, not society.
    pub transfers_soles: f64,
    /// Girls drawn in for the first time at destinations outside the region: counted beside, and meant as a relative change.
    pub elsewhere: f64,
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
        rescued_minors,
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
        elsewhere,
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
    /// First spells begun.
    pub newly_exploited: Vec<f64>,
    /// All spells begun.
    pub spells_begun: Vec<f64>,
    /// Approaches made.
    pub approaches: Vec<f64>,
    /// Registered victims, by community of origin.
    pub registered: Vec<f64>,
    /// First spells by department (outside last) × town.
    pub flows: Vec<f64>,
    /// First spells by [`Group`](crate::world::Group).
    pub newly_exploited_by_group: Vec<f64>,
    /// All spells begun by [`Group`](crate::world::Group), of the age then.
    pub spells_begun_by_group: Vec<f64>,
    /// Victims by town, mean over the weeks of the year so far.
    pub victims_by_town: Vec<f64>,
    /// Miners by town, guests included; mean.
    pub miners_by_town: Vec<f64>,
    /// Open brothels by town; mean.
    pub brothels_by_town: Vec<f64>,
    /// Places in open brothels by town; mean.
    pub places_by_town: Vec<f64>,
    /// Spending by programme, S/.
    pub spending: Vec<f64>,
    /// What programmes did for whom; of a baseline nothing.
    pub funnel: FunnelYear,
    weeks: u32,
}

/// One year of a policy, from what it bought to whom it kept from being drawn in; persons. Lists by way are those of [`ByWay`].
///
/// Support counts spells begun by going back, everything else first spells begun by an offer in the simulated departments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FunnelYear {
    /// By kind of intervention, in the order of the policy.
    pub bought: Vec<Bought>,
    /// Girls reached in the middle of the year, by way; support: persons taken in over the year.
    pub reached: ByWay<f64>,
    /// Girls who would have been drawn in by the offers that were made, had there been no programme.
    pub at_risk: f64,
    /// Girls who were.
    pub drawn_in: f64,
    /// As `at_risk`, among girls reached, by way.
    pub at_risk_by_reach: ByWay<f64>,
    /// As `drawn_in`, among girls reached, by way.
    pub drawn_in_by_reach: ByWay<f64>,
}

/// What the money for one kind of intervention bought.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bought {
    /// Name of the kind.
    pub kind: String,
    /// In the unit of its mechanism.
    pub units: f64,
    /// S/.
    pub spending: f64,
}

impl Bought {
    fn add(&mut self, units: f64, spending: f64) {
        self.units += units;
        self.spending += spending;
    }
}

impl FunnelYear {
    /// Adds another, weighted.
    pub fn sum(&mut self, other: &FunnelYear, weight: f64) {
        let one = |sums: &mut [f64], values: &[f64]| {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += weight * value)
        };
        for bought in &other.bought {
            self.of(&bought.kind).add(weight * bought.units, weight * bought.spending);
        }
        one(&mut self.reached, &other.reached);
        one(&mut self.at_risk_by_reach, &other.at_risk_by_reach);
        one(&mut self.drawn_in_by_reach, &other.drawn_in_by_reach);
        self.at_risk += weight * other.at_risk;
        self.drawn_in += weight * other.drawn_in;
    }

    /// What was bought of a kind.
    fn of(&mut self, kind: &str) -> &mut Bought {
        let at = self.bought.iter().position(|bought| bought.kind == kind).unwrap_or(self.bought.len());
        if at == self.bought.len() {
            self.bought.push(Bought { kind: kind.to_owned(), ..Bought::default() });
        }
        &mut self.bought[at]
    }

    /// Adds a week.
    fn add(&mut self, week: &AtRisk, programmes: &Programmes, persons: impl Fn(u32) -> f64) {
        self.at_risk += persons(week.all);
        self.drawn_in += persons(week.drawn_in);
        for way in 0..WAYS {
            let each = if way == Reach::Support.row() { 1 } else { week.each };
            self.reached[way] += persons(week.reached[way] * each);
            self.at_risk_by_reach[way] += persons(week.by_reach[way]);
            self.drawn_in_by_reach[way] += persons(week.drawn_in_by_reach[way]);
        }
        for (i, programme) in programmes.list.iter().enumerate() {
            let (units, spent) = (programmes.units_this_week[i], programmes.this_week[i]);
            if units > 0.0 || spent > 0.0 {
                self.of(&programme.kind).add(units, spent);
            }
        }
    }
}

/// One year of one mining town.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TownYear {
    /// Miners, guests included, mean; persons.
    pub miners: f64,
    /// Open brothels, mean.
    pub brothels: f64,
    /// Places in open brothels, mean.
    pub places: f64,
    /// Victims, mean stock; persons.
    pub victims: f64,
    /// First spells begun here; persons.
    pub newly_exploited: f64,
}

impl TownYear {
    /// Names of its numbers, in the order of [`TownYear::values`].
    pub const COLUMNS: [&'static str; 5] = ["miners", "brothels", "places", "victims", "newly_exploited"];

    /// Its numbers, in the order of [`TownYear::COLUMNS`].
    pub fn values(&self) -> [f64; 5] {
        [self.miners, self.brothels, self.places, self.victims, self.newly_exploited]
    }

    /// Adds another, weighted.
    pub fn add(&mut self, other: &TownYear, weight: f64) {
        let sums =
            [&mut self.miners, &mut self.brothels, &mut self.places, &mut self.victims, &mut self.newly_exploited];
        for (sum, value) in sums.into_iter().zip(other.values()) {
            *sum += weight * value;
        }
    }
}

impl YearByPlace {
    /// The year of every mining town.
    pub fn towns(&self) -> Vec<TownYear> {
        let n = self.victims_by_town.len();
        let town = |k: usize| TownYear {
            miners: self.miners_by_town[k],
            brothels: self.brothels_by_town[k],
            places: self.places_by_town[k],
            victims: self.victims_by_town[k],
            newly_exploited: self.flows.iter().skip(k).step_by(n).sum(),
        };
        (0..n).map(town).collect()
    }
}

/// Everything recorded of one world since it was last cleared.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// One entry per week, oldest first.
    pub weeks: Vec<Week>,
    /// One entry per year, oldest first; the last may be incomplete.
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
    (brothels, towns): (Query<&Brothel>, Query<&MiningTown>),
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
    let n_towns = setting.region.towns.len();
    let (mut by_town, mut open_in, mut places_in) = (vec![0u32; n_towns], vec![0u32; n_towns], vec![0u32; n_towns]);
    for b in rows(&brothels).iter().filter(|b| b.open) {
        open += 1;
        places += u32::from(b.places);
        free += u32::from(b.free());
        let town = usize::from(b.town);
        by_town[town] += u32::from(b.occupants);
        open_in[town] += 1;
        places_in[town] += u32::from(b.places);
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
        rescued_minors: persons(tally.rescued_minors),
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
        elsewhere: persons(tally.elsewhere),
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
            victims_by_town: vec![0.0; n_towns],
            miners_by_town: vec![0.0; n_towns],
            brothels_by_town: vec![0.0; n_towns],
            places_by_town: vec![0.0; n_towns],
            spending: vec![0.0; programmes.list.len()],
            funnel: FunnelYear::default(),
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
        let weeks = f64::from(year.weeks);
        for (means, counts) in [
            (&mut year.victims_by_town, by_town),
            (&mut year.brothels_by_town, open_in),
            (&mut year.places_by_town, places_in),
        ] {
            for (mean, count) in means.iter_mut().zip(counts) {
                *mean += (persons(count) - *mean) / weeks;
            }
        }
        for (mean, town) in year.miners_by_town.iter_mut().zip(rows(&towns)) {
            *mean += (town.miners - *mean) / weeks;
        }
        for (sum, spent) in year.spending.iter_mut().zip(&programmes.this_week) {
            *sum += spent;
        }
        year.funnel.add(&tally.at_risk, &programmes, persons);
    }
}
