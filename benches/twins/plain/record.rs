//! The weekly and the yearly record.

use super::Plain;
use amparo::observe::{Week, YearByPlace};
use amparo::world::{CaseState, WEEKS_PER_YEAR};

/// One year by community, as [`YearByPlace`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    newly_exploited: Vec<f64>,
    spells_begun: Vec<f64>,
    approaches: Vec<f64>,
    registered: Vec<f64>,
    flows: Vec<f64>,
    newly_exploited_by_group: Vec<f64>,
    spells_begun_by_group: Vec<f64>,
    victims_by_town: Vec<f64>,
    miners_by_town: Vec<f64>,
    brothels_by_town: Vec<f64>,
    places_by_town: Vec<f64>,
    spending: Vec<f64>,
}

impl From<&YearByPlace> for Year {
    fn from(year: &YearByPlace) -> Year {
        let year = year.clone();
        Year {
            newly_exploited: year.newly_exploited,
            spells_begun: year.spells_begun,
            approaches: year.approaches,
            registered: year.registered,
            flows: year.flows,
            newly_exploited_by_group: year.newly_exploited_by_group,
            spells_begun_by_group: year.spells_begun_by_group,
            victims_by_town: year.victims_by_town,
            miners_by_town: year.miners_by_town,
            brothels_by_town: year.brothels_by_town,
            places_by_town: year.places_by_town,
            spending: year.spending,
        }
    }
}

/// Adds counts of simulated persons to sums of persons.
fn add(sums: &mut Vec<f64>, counts: &[u32], scale: f64) {
    sums.resize(counts.len(), 0.0);
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += f64::from(*count) * scale;
    }
}

impl Plain {
    /// Appends this week.
    pub fn observe(&mut self) {
        let (n, t, week) = (self.setting.region.scale, &self.tally, self.clock.week);
        let persons = |count: u32| f64::from(count) * n;
        let (mut victims, mut minors, mut returned) = (0u32, 0u32, 0u32);
        for case in &self.cases.0 {
            let exploited = case.state == CaseState::Exploited;
            victims += u32::from(exploited);
            minors += u32::from(exploited & case.minor(week));
            returned += u32::from(matches!(case.state, CaseState::GoingBack | CaseState::Returned));
        }
        let (mut open, mut places, mut free) = (0u32, 0u32, 0u32);
        let none = vec![0u32; self.towns.len()];
        let (mut by_town, mut open_in, mut places_in) = (none.clone(), none.clone(), none);
        for b in self.brothels.iter().filter(|b| b.open) {
            open += 1;
            places += u32::from(b.places);
            free += u32::from(b.free());
            let k = usize::from(b.town);
            by_town[k] += u32::from(b.occupants);
            open_in[k] += 1;
            places_in[k] += u32::from(b.places);
        }
        let week_of_year = self.weeks.len() as u32 % WEEKS_PER_YEAR;
        self.weeks.push(Week {
            week: self.clock.fork.map_or(0, |fork| week as i32 - fork as i32),
            victims: persons(victims),
            minors: persons(minors),
            returned: persons(returned),
            newly_exploited: persons(t.newly_exploited),
            spells_begun: persons(t.spells_begun),
            went_back: persons(t.went_back),
            escaped: persons(t.escaped),
            released: persons(t.released),
            released_by_closing: persons(t.released_by_closing),
            moved_on: persons(t.moved_on),
            rescued: persons(t.rescued),
            rescued_minors: persons(t.rescued_minors),
            registered_from_raids: persons(t.registered_from_raids),
            registered_from_complaints: persons(t.registered_from_complaints),
            approaches: persons(t.approaches),
            approaches_wasted: persons(t.wasted),
            approaches_stopped: persons(t.stopped),
            offers: persons(t.offers),
            accepted: persons(t.accepted),
            brothels: persons(open),
            places: persons(places),
            vacancies: persons(free),
            brothels_opened: persons(t.brothels_opened),
            brothels_closed: persons(t.brothels_closed),
            recruiters: self.trade.recruiters * n,
            arrests: persons(t.arrests),
            raids: f64::from(t.raids),
            reports: persons(t.reports),
            in_training: self.trainees.len() as f64 * n,
            supported: persons(t.supported),
            extra_places: persons(t.extra_places),
            spending_soles: self.going.this_week.iter().fold(0.0, |sum, soles| sum + soles),
            transfers_soles: self.going.transfers_this_week,
            elsewhere: persons(t.elsewhere),
        });
        if week_of_year == 0 {
            let spending = vec![0.0; self.going.list.len()];
            let none = vec![0.0; self.towns.len()];
            self.years.push(Year {
                victims_by_town: none.clone(),
                miners_by_town: none.clone(),
                brothels_by_town: none.clone(),
                places_by_town: none,
                spending,
                ..Year::default()
            });
        }
        let Some(year) = self.years.last_mut() else { return };
        add(&mut year.newly_exploited, &t.newly_by_community, n);
        add(&mut year.spells_begun, &t.spells_by_community, n);
        add(&mut year.approaches, &t.approaches_by_community().collect::<Vec<_>>(), n);
        add(&mut year.registered, &t.registered_by_community, n);
        add(&mut year.flows, &t.flows, n);
        add(&mut year.newly_exploited_by_group, &t.newly_by_group, n);
        add(&mut year.spells_begun_by_group, &t.spells_by_group, n);
        let weeks = f64::from(week_of_year + 1);
        for (means, counts) in [
            (&mut year.victims_by_town, by_town),
            (&mut year.brothels_by_town, open_in),
            (&mut year.places_by_town, places_in),
        ] {
            means.iter_mut().zip(counts).for_each(|(mean, count)| *mean += (persons(count) - *mean) / weeks);
        }
        for (mean, town) in year.miners_by_town.iter_mut().zip(&self.towns) {
            *mean += (town.miners - *mean) / weeks;
        }
        for (sum, spent) in year.spending.iter_mut().zip(&self.going.this_week) {
            *sum += spent;
        }
    }
}
