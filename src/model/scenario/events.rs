//! Dated events: what happens in the region at a time, the same in the baseline and under every policy (docs/odd.md §6, events).

use serde::Serialize;

/// What happens while an event lasts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum EventKind {
    /// A surge of raids on one town, which also expels miners.
    Crackdown {
        /// Index into [`Scenario::towns`](super::Scenario::towns).
        town: usize,
    },
    /// The gold index is another one.
    Gold {
        /// Index in place of `demand.gold`.
        index: f64,
    },
    /// People move less, or more.
    Movement {
        /// Factor on approaches.
        approaches: f64,
        /// Factor on travel hours.
        travel: f64,
    },
    /// Victims reach the authorities more, or less.
    Reporting {
        /// Factor on complaints and on the chance that a rescued person is registered, which never exceeds 1.
        factor: f64,
    },
}

/// An event with its time, in weeks since the burn-in ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Event {
    /// First week.
    pub start_week: u32,
    /// The week after the last.
    pub end_week: u32,
    /// Weeks in which it grows to its full strength; 0: at once.
    pub ramp_weeks: u32,
    /// What happens.
    #[serde(flatten)]
    pub kind: EventKind,
}

impl Event {
    /// A crackdown on a town, at full strength from its first week.
    pub fn crackdown(town: usize, start_week: u32, end_week: u32) -> Event {
        Event { start_week, end_week, ramp_weeks: 0, kind: EventKind::Crackdown { town } }
    }

    /// Its strength in a week since the burn-in ended, 0 to 1: `(weeks run, this one included)/ramp`, at most 1; 0 before and after.
    pub fn strength(&self, week: u32) -> f64 {
        if !(self.start_week..self.end_week).contains(&week) {
            return 0.0;
        }
        let run = week - self.start_week;
        if run >= self.ramp_weeks { 1.0 } else { f64::from(run + 1) / f64::from(self.ramp_weeks) }
    }

    /// The town it strikes, if it is a crackdown.
    pub fn struck(&self) -> Option<usize> {
        self.kind.town()
    }
}

impl EventKind {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Crackdown { .. } => "crackdown",
            EventKind::Gold { .. } => "gold",
            EventKind::Movement { .. } => "movement",
            EventKind::Reporting { .. } => "reporting",
        }
    }

    /// The town it happens in, index into [`Scenario::towns`](super::Scenario::towns); `None`: everywhere.
    pub fn town(self) -> Option<usize> {
        match self {
            EventKind::Crackdown { town } => Some(town),
            _ => None,
        }
    }
}

/// What events make of one week of the whole region: the factors and the gold index that hold in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weather {
    /// Gold index G; `None` where no event sets it.
    pub gold: Option<f64>,
    /// Factor on approaches.
    pub approaches: f64,
    /// Factor on travel hours.
    pub travel: f64,
    /// Factor on complaints and registration.
    pub reporting: f64,
}

impl Default for Weather {
    fn default() -> Weather {
        Weather { gold: None, approaches: 1.0, travel: 1.0, reporting: 1.0 }
    }
}

impl Weather {
    /// Of a week since the burn-in ended; `None`: during the burn-in, when nothing happens. `gold` is the index outside of events.
    pub fn of(events: &[Event], week: Option<u32>, gold: f64) -> Weather {
        let mut weather = Weather::default();
        let Some(week) = week else { return weather };
        for event in events {
            let strength = event.strength(week);
            if strength <= 0.0 {
                continue;
            }
            // A factor grows from 1 to what it is; the index from what it was.
            let factor = |full: f64| 1.0 + strength * (full - 1.0);
            match event.kind {
                EventKind::Crackdown { .. } => {}
                EventKind::Gold { index } => weather.gold = Some(gold + strength * (index - gold)),
                EventKind::Movement { approaches, travel } => {
                    weather.approaches *= factor(approaches);
                    weather.travel *= factor(travel);
                }
                EventKind::Reporting { factor: full } => weather.reporting *= factor(full),
            }
        }
        weather
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_grows_over_its_ramp_and_ends() {
        let event = Event { start_week: 10, end_week: 20, ramp_weeks: 4, kind: EventKind::Gold { index: 2.0 } };
        let at = |week| event.strength(week);
        assert_eq!([at(9), at(10), at(12), at(13), at(19), at(20)], [0.0, 0.25, 0.75, 1.0, 1.0, 0.0]);
        assert_eq!(Weather::of(&[event], Some(11), 1.0).gold, Some(1.5));
        assert_eq!(Weather::of(&[event], None, 1.0), Weather::default());
        assert_eq!(Weather::of(&[event], Some(20), 1.0), Weather::default());
    }

    #[test]
    fn factors_of_events_at_the_same_time_multiply() {
        let of = |kind| Event { start_week: 0, end_week: 5, ramp_weeks: 0, kind };
        let events = [
            of(EventKind::Movement { approaches: 0.5, travel: 2.0 }),
            of(EventKind::Movement { approaches: 0.5, travel: 1.0 }),
            of(EventKind::Reporting { factor: 3.0 }),
        ];
        let weather = Weather::of(&events, Some(0), 1.0);
        assert_eq!(weather, Weather { gold: None, approaches: 0.25, travel: 2.0, reporting: 3.0 });
    }
}
