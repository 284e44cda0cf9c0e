//! The region's tables: departments, towns, communities an analyst gives, and destinations.

use super::columns::{COMMUNITIES, DEPARTMENTS, DESTINATIONS, TOWNS};
use super::limits::{MOST_BROTHELS, MOST_GIRLS, MOST_PLACES, MOST_ROUTES};
use super::line::{Line, Read, each, rows};
use super::problems::Problems;
use amparo_model::register::{Parameters, Register};
use amparo_model::scenario::{CommunityRow, Department, FEWEST_GIRLS, Town};
use amparo_text::{Diagnostic, Row, Rows, SourceText, nearest_name, one_of};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow::{Break, Continue};

/// What the tables of a region are made from and counted against, so that a world too large is refused at the row that makes it so.
pub(super) struct Scale {
    /// Persons one simulated girl stands for.
    persons: f64,
    /// Girls as a share of the population, at most.
    girl_share: f64,
    /// Brothels a miner brings, at most.
    brothels_per_miner: f64,
    /// Whether communities are made from departments.
    synthetic: bool,
    /// Simulated girls so far.
    girls: f64,
    departments: usize,
}

impl Scale {
    /// None of the tables read yet. What draws may change is taken at its worst.
    pub fn new(register: &Register, parameters: &Parameters, synthetic: bool) -> Scale {
        let bound = |name: &str, high: bool| register.get(name).map_or(1.0, |e| if high { e.high } else { e.low });
        Scale {
            persons: parameters.population.scale.max(1.0),
            girl_share: bound("population.girl_share", true),
            brothels_per_miner: bound("demand.gold", true).max(1.0) / bound("demand.miners_per_brothel", false),
            synthetic,
            girls: 0.0,
            departments: 0,
        }
    }

    fn add(&mut self, row: &Row<'_>, column: &str, girls: f64) -> Result<(), Diagnostic> {
        self.girls += girls;
        if self.girls > MOST_GIRLS {
            return Err(row
                .error(column, format!("the region has {:.0} simulated girls by here", self.girls))
                .expected(format!(
                    "at most {MOST_GIRLS:e} in one world: fewer persons, or a larger population.scale"
                )));
        }
        Ok(())
    }
}

/// The rows of a table and what they say, one for one.
pub(super) struct Listed<T> {
    pub items: Vec<T>,
    pub rows: Rows,
}

impl<T> Listed<T> {
    fn of(rows: Rows, items: Vec<T>, what: &str, problems: &Problems) -> Option<Listed<T>> {
        if items.is_empty() {
            problems
                .push(rows.error(format!("there is no {what} in this file")).expected(format!("at least one {what}")));
            return None;
        }
        Some(Listed { items, rows })
    }

    /// An error that points at the row of an item.
    pub fn error(&self, item: usize, message: impl Into<String>) -> Diagnostic {
        match self.rows.row(item) {
            Some(row) => row.error_row(message),
            None => self.rows.error(message),
        }
    }
}

/// Ends reading where something is wrong that nothing after it can be right with.
macro_rules! or_end {
    ($result:expr) => {
        if let Err(problem) = $result {
            return Break(problem);
        }
    };
}

/// A declared value, or no item for this row.
macro_rules! or_skip {
    ($($value:ident),+) => {
        $(let Some($value) = $value else { return Continue(None) };)+
    };
}

pub(super) fn departments(source: SourceText, scale: &mut Scale, problems: &Problems) -> Option<Listed<Department>> {
    let rows = rows(source, &DEPARTMENTS, problems)?;
    let mut known = BTreeSet::new();
    let (mut origins, mut all_districts) = (0.0, 0);
    let with_hours = rows.has("hours_to_gateway");
    let items = each(&rows, &DEPARTMENTS, problems, |line, departments: &[Department]| -> Read<Department> {
        or_end!(countable(&line.row, departments.len(), "department"));
        let name = line.unique("department", &mut known);
        let origin_share = line.number("origin_share");
        origins += origin_share.unwrap_or(0.0);
        if origins > 1.0 + 1e-9 {
            let problem = line.row.error("origin_share", format!("`origin_share` sums to {origins} here"));
            return Break(problem.expected("shares that sum to at most 1"));
        }
        let (population, districts) = (line.number("population"), line.whole("districts"));
        if scale.synthetic
            && let Some(districts) = districts
        {
            all_districts += districts;
            if all_districts > MOST_PLACES {
                let problem = line.row.error("districts", format!("`districts` sums to {all_districts} here"));
                return Break(problem.expected(format!("at most {MOST_PLACES} communities in all")));
            }
            let girls = population.unwrap_or(0.0) * scale.girl_share / scale.persons;
            or_end!(scale.add(&line.row, "population", girls.max(FEWEST_GIRLS * districts as f64)));
        }
        let [poverty_rate, taboo, violence_share, adult_earnings, phone_share, in_school_at_12] =
            ["poverty_rate", "taboo", "violence_share", "adult_earnings", "phone_share", "in_school_at_12"]
                .map(|column| line.number(column));
        let hours_to_gateway = hours(line, "hours_to_gateway", with_hours);
        let fitted = line.word("fitted");
        or_skip!(name, population, districts, origin_share, poverty_rate, taboo, violence_share, adult_earnings);
        or_skip!(phone_share, hours_to_gateway, in_school_at_12, fitted);
        Continue(Some(Department {
            name,
            population,
            districts,
            poverty_rate,
            taboo,
            violence_share,
            adult_earnings,
            phone_share,
            hours_to_gateway,
            in_school_at_12,
            origin_share,
            fitted: fitted == "yes",
            attraction: 0.0,
        }))
    })?;
    scale.departments = items.len().max(all_districts);
    Listed::of(rows, items, "department", problems)
}

pub(super) fn towns(source: SourceText, scale: &Scale, problems: &Problems) -> Option<Listed<Town>> {
    let rows = rows(source, &TOWNS, problems)?;
    let mut known = BTreeSet::new();
    let mut all_miners = 0.0;
    let with_hours = rows.has("hours_beyond_gateway");
    let items = each(&rows, &TOWNS, problems, |line, towns: &[Town]| -> Read<Town> {
        or_end!(countable(&line.row, towns.len(), "town"));
        let (name, miners) = (line.unique("town", &mut known), line.number("miners"));
        let hours_beyond_gateway = hours(line, "hours_beyond_gateway", with_hours);
        all_miners += miners.unwrap_or(0.0);
        let most = (MOST_BROTHELS / scale.brothels_per_miner).floor();
        if all_miners > most {
            let problem = line.row.error("miners", format!("`miners` sums to {all_miners} here"));
            return Break(problem.expected(format!(
                "at most {most} in all: more could bring above {MOST_BROTHELS} brothels within the register's bounds"
            )));
        }
        or_end!(within_routes(&line.row, "town", (towns.len() + 1) * scale.departments));
        or_skip!(name, miners, hours_beyond_gateway);
        Continue(Some(Town { name, miners, hours_beyond_gateway }))
    })?;
    Listed::of(rows, items, "town", problems)
}

pub(super) fn communities(
    source: SourceText,
    departments: &[Department],
    towns: &[Town],
    scale: &mut Scale,
    problems: &Problems,
) -> Option<Listed<CommunityRow>> {
    let rows = rows(source, &COMMUNITIES, problems)?;
    let homes: BTreeMap<&str, usize> = departments.iter().enumerate().map(|(i, d)| (d.name.as_str(), i)).collect();
    // Two departments may each have a Santa Rosa; one may not.
    let mut known: Vec<BTreeSet<String>> = vec![BTreeSet::new(); departments.len()];
    let with_hours = rows.has("hours_to_gateway");
    let items = each(&rows, &COMMUNITIES, problems, |line, communities: &[CommunityRow]| -> Read<CommunityRow> {
        or_end!(countable(&line.row, communities.len(), "community"));
        let home = line.row.text("department");
        let department = homes.get(home).copied().or_else(|| {
            line.wrong(
                line.row
                    .error("department", format!("unknown department `{home}`"))
                    .expected(one_of(departments.iter().map(|d| d.name.as_str())))
                    .nearest(nearest_name(home, departments.iter().map(|d| d.name.as_str()))),
            )
        });
        let name = match department {
            Some(department) => line.unique("community", &mut known[department]),
            None => line.name("name").map(str::to_owned),
        };
        let girls = line.number("girls");
        let [poverty_rate, taboo, violence_share, adult_earnings, phone_share, belief] =
            ["poverty_rate", "taboo", "violence_share", "adult_earnings", "phone_share", "belief"]
                .map(|column| line.number(column));
        let hours_to_gateway = hours(line, "hours_to_gateway", with_hours);
        if let Some(girls) = girls {
            or_end!(scale.add(&line.row, "girls", (girls / scale.persons).max(1.0)));
        }
        or_end!(within_routes(&line.row, "town", (communities.len() + 1) * towns.len()));
        or_skip!(name, department, girls, poverty_rate, taboo, violence_share, adult_earnings, phone_share, belief);
        or_skip!(hours_to_gateway);
        Continue(Some(CommunityRow {
            name,
            department,
            girls,
            poverty_rate,
            taboo,
            violence_share,
            adult_earnings,
            phone_share,
            belief,
            hours_to_gateway,
        }))
    })?;
    Listed::of(rows, items, "community", problems)
}

/// A place that competes with the region's mining towns; its hours are a matter of routes.
pub(super) struct Rival {
    pub name: String,
    pub mass: f64,
}

pub(super) fn destinations(
    source: SourceText,
    towns: &[Town],
    origins: usize,
    problems: &Problems,
) -> Option<Listed<Rival>> {
    let rows = rows(source, &DESTINATIONS, problems)?;
    let mut known = BTreeSet::new();
    let items = each(&rows, &DESTINATIONS, problems, |line, others: &[Rival]| -> Read<Rival> {
        or_end!(countable(&line.row, others.len(), "destination"));
        or_end!(within_routes(&line.row, "destination", (others.len() + 1) * origins));
        let (name, mass) = (line.unique("destination", &mut known), line.number("mass"));
        or_skip!(name, mass);
        if towns.iter().any(|town| town.name == name) {
            let problem = line.row.error("name", format!("`{name}` is a mining town of the region"));
            return Continue(line.wrong(problem.expected("a place outside towns.csv")));
        }
        Continue(Some(Rival { name, mass }))
    })?;
    Listed::of(rows, items, "destination", problems)
}

/// Hours of a column that may be left out; the outer `None` where they are wrong.
fn hours(line: &Line<'_>, column: &str, there: bool) -> Option<Option<f64>> {
    if there { line.number(column).map(Some) } else { Some(None) }
}

/// Checks that another row may follow `rows` rows.
fn countable(row: &Row<'_>, rows: usize, what: &str) -> Result<(), Diagnostic> {
    if rows < MOST_PLACES {
        return Ok(());
    }
    Err(row
        .error_row(format!("the table has more rows than a {what} can be numbered by"))
        .expected(format!("at most {MOST_PLACES}")))
}

fn within_routes(row: &Row<'_>, what: &str, routes: usize) -> Result<(), Diagnostic> {
    if routes <= MOST_ROUTES {
        return Ok(());
    }
    Err(row
        .error_row(format!("there are {routes} pairs of a {what} with a community or department by here"))
        .expected(format!("at most {MOST_ROUTES} pairs")))
}
