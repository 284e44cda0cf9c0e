//! The outcomes that comparisons report: one list, read wherever outcomes are named, counted or shown.
//!
//! A new outcome is its count where it happens (a column of [`Week`]) and one row of [`OUTCOMES`]: effects, tables, files,
//! pages and the check of a study's `[precision]` follow from the row.

use super::series::Week;
use super::summary::Window;
use crate::scenario::Scenario;
use crate::world::WEEKS_PER_YEAR;
use serde::{Serialize, Serializer};

/// Which way an outcome is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Good {
    /// Less of it is better.
    Less,
    /// More of it is better.
    More,
    /// Neither way: more registered victims can be better protection or more exploitation.
    Neither,
}

/// One window of one world, from which outcomes are read.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Means over the window.
    pub window: &'a Window,
    /// The mean week of the window, every column of the weekly record; persons.
    pub week: Week,
}

impl Seen<'_> {
    /// A flow of the weekly record per year.
    pub fn per_year(&self, flow: impl Fn(&Week) -> f64) -> f64 {
        flow(&self.week) * f64::from(WEEKS_PER_YEAR)
    }
}

/// One outcome. Serialized as its name.
#[derive(Debug)]
pub struct Outcome {
    /// Its name in files.
    pub name: &'static str,
    /// Its unit in files.
    pub unit: &'static str,
    /// Its heading in tables and charts.
    pub label: &'static str,
    /// Its unit below that heading; empty where the heading says it.
    pub per: &'static str,
    /// Its heading where columns are narrow, unit included.
    pub short: &'static str,
    /// Words that follow a number of it in a sentence.
    pub words: &'static str,
    /// What it counts, in a sentence or two.
    pub counts: &'static str,
    /// Which way it is better.
    pub good: Good,
    /// Whether its change is split into before and after the trade adapts.
    pub split: bool,
    /// Whether its level rests on assumptions alone, so that it is told in % of the baseline and in no other unit.
    pub index: bool,
    /// Whether there is anything of it in a world of this scenario.
    pub counted: fn(&Scenario) -> bool,
    /// Its value in a window.
    pub read: fn(&Seen) -> f64,
}

impl PartialEq for Outcome {
    fn eq(&self, other: &Outcome) -> bool {
        self.name == other.name
    }
}

impl Eq for Outcome {}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// Every outcome, in the order of files.
pub static OUTCOMES: [Outcome; 6] = [
    Outcome {
        name: "newly_exploited_per_year",
        unit: "girls per year",
        label: "Newly exploited",
        per: "girls per year",
        short: "newly exploited/year",
        words: "girls newly exploited per year",
        counts: "Girls whose first spell of exploitation begins. Read it beside spells begun and victims: support after return frees places that may fill with girls new to the trade.",
        good: Good::Less,
        split: true,
        index: false,
        counted: |_| true,
        read: |seen| seen.window.newly_exploited_per_year,
    },
    Outcome {
        name: "spells_begun_per_year",
        unit: "spells per year",
        label: "Spells begun",
        per: "per year",
        short: "spells begun/year",
        words: "spells begun per year",
        counts: "Spells of exploitation that begin: first ones, repeated ones, and going back after return. Cases averted are these.",
        good: Good::Less,
        split: true,
        index: false,
        counted: |_| true,
        read: |seen| seen.window.spells_begun_per_year,
    },
    Outcome {
        name: "victims",
        unit: "persons",
        label: "Victims",
        per: "persons at a time",
        short: "victims",
        words: "victims at a time",
        counts: "Persons in exploitation at a time, girls and those who grew up in it; the mean of the weeks of a window.",
        good: Good::Less,
        split: true,
        index: false,
        counted: |_| true,
        read: |seen| seen.window.victims,
    },
    Outcome {
        name: "brothels",
        unit: "brothels",
        label: "Brothels",
        per: "",
        short: "brothels",
        words: "brothels",
        counts: "Brothels that are open; the mean of the weeks of a window.",
        good: Good::Less,
        // Brothels are the trade: there is nothing of them before it adapts.
        split: false,
        index: false,
        counted: |_| true,
        read: |seen| seen.window.brothels,
    },
    Outcome {
        name: "registered_per_100k",
        unit: "per 100,000 residents and year",
        label: "Registered",
        per: "per 100,000 and year",
        short: "registered/100,000/year",
        words: "registered victims per 100,000 residents and year",
        counts: "Victims who become known to the authorities, by raids and by complaints. More of it can be better protection or more exploitation.",
        good: Good::Neither,
        split: true,
        index: false,
        counted: |_| true,
        read: |seen| seen.window.registered_per_100k,
    },
    Outcome {
        name: "drawn_in_elsewhere",
        unit: "% of the baseline",
        label: "Drawn in elsewhere",
        per: "% of the baseline",
        short: "elsewhere, %",
        words: "% of the girls drawn in elsewhere",
        counts: "Girls of the region drawn in at destinations outside it, where the scenario has any. How many they are rests on assumed masses, so that only the change is told.",
        good: Good::Less,
        split: false,
        // How many are drawn in elsewhere is what the masses of destinations are assumed to be.
        index: true,
        counted: |scenario| !scenario.destinations.is_empty(),
        read: |seen| seen.per_year(|week| week.elsewhere),
    },
];

/// Names of [`OUTCOMES`], in their order.
pub static OUTCOME_NAMES: [&str; OUTCOMES.len()] = {
    let mut names = [""; OUTCOMES.len()];
    let mut i = 0;
    while i < OUTCOMES.len() {
        names[i] = OUTCOMES[i].name;
        i += 1;
    }
    names
};

/// First spells of exploitation.
pub static NEWLY_EXPLOITED: &Outcome = row("newly_exploited_per_year");
/// All spells of exploitation: first, repeated, and going back.
pub static SPELLS_BEGUN: &Outcome = row("spells_begun_per_year");
/// Persons exploited at a time.
pub static VICTIMS: &Outcome = row("victims");
/// Brothels open.
pub static BROTHELS: &Outcome = row("brothels");
/// Registered victims.
pub static REGISTERED: &Outcome = row("registered_per_100k");

/// The outcomes that are never shown apart, in reading order: newly exploited alone can have the wrong sign.
pub static TOGETHER: [&Outcome; 3] = [SPELLS_BEGUN, NEWLY_EXPLOITED, VICTIMS];

/// The outcome of a name; `None` where there is none.
pub fn outcome(name: &str) -> Option<&'static Outcome> {
    OUTCOMES.iter().find(|row| row.name == name)
}

/// The row of a name: a name that is in no row does not compile.
const fn row(name: &str) -> &'static Outcome {
    let mut at = 0;
    while at < OUTCOMES.len() {
        if same(OUTCOMES[at].name.as_bytes(), name.as_bytes()) {
            return &OUTCOMES[at];
        }
        at += 1;
    }
    panic!("no outcome has this name");
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_outcome_has_a_name_of_its_own_a_unit_and_words() {
        let names: BTreeSet<&str> = OUTCOMES.iter().map(|o| o.name).collect();
        assert_eq!(names.len(), OUTCOMES.len());
        for one in &OUTCOMES {
            assert!(outcome(one.name) == Some(one), "{}", one.name);
            for text in [one.unit, one.label, one.short, one.words] {
                assert!(!text.is_empty(), "{}", one.name);
            }
        }
        assert_eq!(outcome("victim"), None);
    }

    #[test]
    fn a_column_of_the_weekly_record_is_read_per_year() {
        let window = Window::default();
        let week = Week { went_back: 2.0, ..Week::default() };
        assert_eq!(Seen { window: &window, week }.per_year(|week| week.went_back), 104.0);
    }
}
