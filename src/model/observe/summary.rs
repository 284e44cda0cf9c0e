//! Means over a window of weeks: the outcomes every comparison uses.

use super::series::{Record, Week, YearByPlace};
use crate::world::WEEKS_PER_YEAR;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Outcomes over some whole years.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Mean stock, persons.
    pub victims: f64,
    /// Mean number open.
    pub brothels: f64,
    /// Registered victims per 100,000 residents and year.
    pub registered_per_100k: f64,
    /// Minors among the victims; `None` without victims.
    pub minors_share: Option<f64>,
    /// First spells begun, persons per year.
    pub newly_exploited_per_year: f64,
    /// All spells begun, persons per year.
    pub spells_begun_per_year: f64,
    /// Spells ended in any way, persons per year.
    pub exits_per_year: f64,
    /// Persons rescued in raids per year.
    pub rescued_per_year: f64,
    /// Approaches made, persons per week.
    pub approaches_per_week: f64,
    /// Offers in the simulated departments, persons per week.
    pub offers_per_week: f64,
    /// Accepted offers ÷ offers, in the simulated departments.
    pub acceptance: f64,
    /// Spending on all programmes, S/ per year.
    pub spending_per_year: f64,
    /// Transfers to households among the spending, S/.
    pub transfers_per_year: f64,
    /// Minors rescued in raids per year, persons.
    pub rescued_minors_per_year: f64,
    /// Girls drawn in for the first time per year at destinations outside the region: meant as a relative change.
    pub elsewhere_per_year: f64,
    /// Spells begun per year in places that were not free; above 0 only where the trade's effort is held.
    pub extra_places_per_year: f64,
    /// First spells per year by department, outside last.
    pub newly_by_department: Vec<f64>,
    /// First spells per year by department (outside last) × town.
    pub flows: Vec<f64>,
    /// First spells per year by [`Group`](crate::world::Group).
    pub newly_by_group: Vec<f64>,
    /// All spells begun per year by [`Group`](crate::world::Group).
    pub spells_by_group: Vec<f64>,
    /// Mean stock by town, persons.
    pub victims_by_town: Vec<f64>,
    /// Miners by town, mean.
    pub miners_by_town: Vec<f64>,
    /// Open brothels by town, mean.
    pub brothels_by_town: Vec<f64>,
    /// Places in open brothels by town, mean.
    pub places_by_town: Vec<f64>,
    /// Spending per year by programme, S/.
    pub spending_by_programme: Vec<f64>,
}

impl Window {
    /// Adds another window, weighted, to sums that [`Window::divide`] turns into means.
    ///
    /// Ratios become ratios of sums: minors weigh with the victims they are a share of, acceptance with offers.
    pub fn add(&mut self, other: &Window, weight: f64) {
        let (victims, offers) = (self.victims, self.offers_per_week);
        let minors =
            self.minors_share.unwrap_or(0.0) * victims + weight * other.minors_share.unwrap_or(0.0) * other.victims;
        let accepted = self.acceptance * offers + weight * other.acceptance * other.offers_per_week;
        let mut other = other.clone();
        for (sum, value) in self.numbers().into_iter().zip(other.numbers()) {
            *sum += weight * *value;
        }
        for (sums, values) in self.lists().into_iter().zip(other.lists()) {
            sums.resize(values.len().max(sums.len()), 0.0);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += weight * *value;
            }
        }
        self.minors_share = (self.victims > 0.0).then(|| minors / self.victims);
        self.acceptance = if self.offers_per_week > 0.0 { accepted / self.offers_per_week } else { 0.0 };
    }

    /// The mean of windows, ratios as in [`Window::add`].
    pub fn mean(windows: &[Window]) -> Window {
        let mut sum = Window::default();
        windows.iter().for_each(|w| sum.add(w, 1.0));
        sum.divide(windows.len().max(1) as f64);
        sum
    }

    /// Turns sums into means.
    pub fn divide(&mut self, weight: f64) {
        self.numbers().into_iter().for_each(|sum| *sum /= weight);
        self.lists().into_iter().flatten().for_each(|sum| *sum /= weight);
    }

    /// Every number that adds up.
    fn numbers(&mut self) -> [&mut f64; 14] {
        [
            &mut self.victims,
            &mut self.brothels,
            &mut self.registered_per_100k,
            &mut self.newly_exploited_per_year,
            &mut self.spells_begun_per_year,
            &mut self.exits_per_year,
            &mut self.rescued_per_year,
            &mut self.approaches_per_week,
            &mut self.offers_per_week,
            &mut self.spending_per_year,
            &mut self.transfers_per_year,
            &mut self.rescued_minors_per_year,
            &mut self.elsewhere_per_year,
            &mut self.extra_places_per_year,
        ]
    }

    /// Every list that adds up.
    fn lists(&mut self) -> [&mut Vec<f64>; 9] {
        [
            &mut self.newly_by_department,
            &mut self.flows,
            &mut self.newly_by_group,
            &mut self.spells_by_group,
            &mut self.victims_by_town,
            &mut self.miners_by_town,
            &mut self.brothels_by_town,
            &mut self.places_by_town,
            &mut self.spending_by_programme,
        ]
    }

    /// Share of entries that are not a first spell; `None` without entries.
    pub fn reexploited_share(&self) -> Option<f64> {
        (self.spells_begun_per_year > 0.0).then(|| 1.0 - self.newly_exploited_per_year / self.spells_begun_per_year)
    }

    /// First spells per year by town, persons.
    pub fn newly_by_town(&self) -> Vec<f64> {
        let towns = self.victims_by_town.len().max(1);
        let mut sums = vec![0.0; towns];
        for row in self.flows.chunks(towns) {
            for (sum, flow) in sums.iter_mut().zip(row) {
                *sum += flow;
            }
        }
        sums
    }

    /// Mean stock ÷ yearly exits; `None` without exits.
    pub fn mean_years_exploited(&self) -> Option<f64> {
        (self.exits_per_year > 0.0).then(|| self.victims / self.exits_per_year)
    }
}

/// Summarises the years `years` of a record (year 0 is its first).
pub fn window(record: &Record, years: Range<usize>, residents: f64, towns: usize) -> Window {
    let w = WEEKS_PER_YEAR as usize;
    let weeks = &record.weeks[(years.start * w).min(record.weeks.len())..(years.end * w).min(record.weeks.len())];
    let count = weeks.len() as f64;
    let n_years = count / f64::from(WEEKS_PER_YEAR);
    let sum = |f: fn(&Week) -> f64| weeks.iter().map(f).sum::<f64>();
    let per_year = |f: fn(&Week) -> f64| sum(f) / n_years;
    let victims = sum(|x| x.victims);
    let by_place = &record.years[years.start.min(record.years.len())..years.end.min(record.years.len())];
    let yearly = |f: fn(&YearByPlace) -> &Vec<f64>| {
        let mut mean = vec![0.0; by_place.first().map_or(0, |y| f(y).len())];
        for year in by_place {
            for (m, x) in mean.iter_mut().zip(f(year)) {
                *m += x / by_place.len() as f64;
            }
        }
        mean
    };
    let flows = yearly(|y| &y.flows);
    let offers = sum(|x| x.offers);
    let accepted = sum(|x| x.accepted);
    Window {
        victims: victims / count,
        brothels: sum(|x| x.brothels) / count,
        registered_per_100k: per_year(Week::registered) / residents * 1e5,
        minors_share: (victims > 0.0).then(|| sum(|x| x.minors) / victims),
        newly_exploited_per_year: per_year(|x| x.newly_exploited),
        spells_begun_per_year: per_year(|x| x.spells_begun),
        exits_per_year: per_year(Week::exits),
        rescued_per_year: per_year(|x| x.rescued),
        approaches_per_week: sum(|x| x.approaches) / count,
        offers_per_week: offers / count,
        acceptance: if offers > 0.0 { accepted / offers } else { 0.0 },
        spending_per_year: per_year(|x| x.spending_soles),
        transfers_per_year: per_year(|x| x.transfers_soles),
        rescued_minors_per_year: per_year(|x| x.rescued_minors),
        elsewhere_per_year: per_year(|x| x.elsewhere),
        extra_places_per_year: per_year(|x| x.extra_places),
        newly_by_department: flows.chunks(towns.max(1)).map(|row| row.iter().sum()).collect(),
        flows,
        newly_by_group: yearly(|y| &y.newly_exploited_by_group),
        spells_by_group: yearly(|y| &y.spells_begun_by_group),
        victims_by_town: yearly(|y| &y.victims_by_town),
        miners_by_town: yearly(|y| &y.miners_by_town),
        brothels_by_town: yearly(|y| &y.brothels_by_town),
        places_by_town: yearly(|y| &y.places_by_town),
        spending_by_programme: yearly(|y| &y.spending),
    }
}
