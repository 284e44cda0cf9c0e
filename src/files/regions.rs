//! The region's tables: departments, towns, and communities an analyst gives.

use super::columns::{COMMUNITY_COLUMNS, DEPARTMENT_COLUMNS, TOWN_COLUMNS};
use super::problems::Problems;
use amparo_model::register::{Parameters, Register};
use amparo_model::scenario::{CommunityRow, Department, Town};
use amparo_text::{Diagnostic, Row, Rows, SourceText, nearest_name, one_of};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

const SHARE: RangeInclusive<f64> = 0.0..=1.0;
/// Neither end: median income follows from its quantile.
const POVERTY: RangeInclusive<f64> = 0.0005..=0.9995;
const PERSONS: RangeInclusive<f64> = 0.0..=1e9;
const EARNINGS: RangeInclusive<f64> = 0.01..=100.0;
const HOURS: RangeInclusive<f64> = 0.0..=1000.0;
const LOG_ODDS: RangeInclusive<f64> = -20.0..=20.0;

/// Departments, towns, or communities at most: rows are numbered with 16 bits.
pub const MOST_PLACES: usize = 65_535;
/// Girls simulated in one world at most; 136 bytes each with her household.
pub const MOST_GIRLS: f64 = 2e8;
/// Pairs of a town with a community or department at most: each has its distance and its counts.
pub const MOST_ROUTES: usize = 5_000_000;
/// Victims at the start at most.
pub const MOST_VICTIMS: f64 = 1e6;
/// Brothels at most, at the start or as many as the miners bring.
pub const MOST_BROTHELS: f64 = 50_000.0;
/// Fewest simulated girls of a synthetic community.
const FEWEST_GIRLS: f64 = 3.0;

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

    fn add(&mut self, row: &Row<'_>, column: &str, girls: f64) -> Result<(), Bad> {
        self.girls += girls;
        if self.girls > MOST_GIRLS {
            return Err(Bad::Table(
                row.error(column, format!("the region has {:.0} simulated girls by here", self.girls)).expected(
                    format!("at most {MOST_GIRLS:e} in one world: fewer persons, or a larger population.scale"),
                ),
            ));
        }
        Ok(())
    }
}

/// What is wrong with a row.
enum Bad {
    /// This row; those after it are read.
    Row(Diagnostic),
    /// All rows up to here together; nothing after it can be right.
    Table(Diagnostic),
}

impl From<Diagnostic> for Bad {
    fn from(problem: Diagnostic) -> Bad {
        Bad::Row(problem)
    }
}

/// The rows of a table, each read with those before it at hand; the first problem of each row is kept.
fn each<T>(rows: &Rows, problems: &Problems, mut read: impl FnMut(&Row<'_>, &[T]) -> Result<T, Bad>) -> Option<Vec<T>> {
    let (mut items, mut whole) = (Vec::new(), true);
    for row in rows.iter() {
        match read(&row, &items) {
            Ok(item) => items.push(item),
            Err(Bad::Row(problem)) => {
                problems.push(problem);
                whole = false;
                if problems.full() {
                    return None;
                }
            }
            Err(Bad::Table(problem)) => {
                problems.push(problem);
                return None;
            }
        }
    }
    whole.then_some(items)
}

pub(super) fn departments(source: SourceText, scale: &mut Scale, problems: &Problems) -> Option<Vec<Department>> {
    let rows = problems.keep(Rows::parse(source, &DEPARTMENT_COLUMNS, false))?;
    let mut known = BTreeSet::new();
    let (mut origins, mut districts) = (0.0, 0);
    let departments = each(&rows, problems, |row, departments: &[Department]| {
        countable(row, departments.len(), "department")?;
        let name = unique(row, "department", &mut known)?;
        let origin_share = row.number_in("origin_share", SHARE)?;
        origins += origin_share;
        if origins > 1.0 + 1e-9 {
            return Err(Bad::Table(
                row.error("origin_share", format!("`origin_share` sums to {origins} here"))
                    .expected("shares that sum to at most 1"),
            ));
        }
        let one = Department {
            name,
            population: row.persons_in("population", 1.0..=1e9)?,
            districts: row.whole_in("districts", 1..=MOST_PLACES)?,
            poverty_rate: row.number_in("poverty_rate", POVERTY)?,
            taboo: row.number_in("taboo", SHARE)?,
            violence_share: row.number_in("violence_share", SHARE)?,
            adult_earnings: row.number_in("adult_earnings", EARNINGS)?,
            phone_share: row.number_in("phone_share", SHARE)?,
            hours_to_mazuko: row.number_in("hours_to_mazuko", HOURS)?,
            in_school_at_12: row.number_in("in_school_at_12", SHARE)?,
            origin_share,
            fitted: yes_or_no(row, "fitted")?,
            attraction: 0.0,
        };
        if scale.synthetic {
            districts += one.districts;
            if districts > MOST_PLACES {
                return Err(Bad::Table(
                    row.error("districts", format!("`districts` sums to {districts} here"))
                        .expected(format!("at most {MOST_PLACES} communities in all")),
                ));
            }
            let girls = one.population * scale.girl_share / scale.persons;
            scale.add(row, "population", girls.max(FEWEST_GIRLS * one.districts as f64))?;
        }
        Ok(one)
    })?;
    scale.departments = departments.len().max(districts);
    problems.keep(filled(&rows, departments, "department"))
}

pub(super) fn towns(source: SourceText, scale: &Scale, problems: &Problems) -> Option<Vec<Town>> {
    let rows = problems.keep(Rows::parse(source, &TOWN_COLUMNS, false))?;
    let mut known = BTreeSet::new();
    let mut miners = 0.0;
    let towns = each(&rows, problems, |row, towns: &[Town]| {
        countable(row, towns.len(), "town")?;
        let one = Town {
            name: unique(row, "town", &mut known)?,
            miners: row.persons_in("miners", PERSONS)?,
            hours_beyond_mazuko: row.number_in("hours_beyond_mazuko", HOURS)?,
        };
        miners += one.miners;
        let most = (MOST_BROTHELS / scale.brothels_per_miner).floor();
        if miners > most {
            return Err(Bad::Table(row.error("miners", format!("`miners` sums to {miners} here")).expected(format!(
                "at most {most} in all: more could bring above {MOST_BROTHELS} brothels within the register's bounds"
            ))));
        }
        within_routes(row, (towns.len() + 1) * scale.departments)?;
        Ok(one)
    })?;
    problems.keep(filled(&rows, towns, "town"))
}

pub(super) fn communities(
    source: SourceText,
    departments: &[Department],
    towns: &[Town],
    scale: &mut Scale,
    problems: &Problems,
) -> Option<Vec<CommunityRow>> {
    let rows = problems.keep(Rows::parse(source, &COMMUNITY_COLUMNS, false))?;
    let homes: BTreeMap<&str, usize> = departments.iter().enumerate().map(|(i, d)| (d.name.as_str(), i)).collect();
    // Two departments may each have a Santa Rosa; one may not.
    let mut known: Vec<BTreeSet<String>> = vec![BTreeSet::new(); departments.len()];
    let communities = each(&rows, problems, |row, communities: &[CommunityRow]| {
        countable(row, communities.len(), "community")?;
        let home = row.text("department");
        let Some(&department) = homes.get(home) else {
            return Err(Bad::Row(
                row.error("department", format!("unknown department `{home}`"))
                    .expected(one_of(departments.iter().map(|d| d.name.as_str())))
                    .nearest(nearest_name(home, departments.iter().map(|d| d.name.as_str()))),
            ));
        };
        let one = CommunityRow {
            name: unique(row, "community", &mut known[department])?,
            department,
            girls: row.persons_in("girls", 1.0..=1e7)?,
            poverty_rate: row.number_in("poverty_rate", POVERTY)?,
            taboo: row.number_in("taboo", SHARE)?,
            violence_share: row.number_in("violence_share", SHARE)?,
            adult_earnings: row.number_in("adult_earnings", EARNINGS)?,
            phone_share: row.number_in("phone_share", SHARE)?,
            belief: row.number_in("belief", LOG_ODDS)?,
            hours_to_mazuko: row.number_in("hours_to_mazuko", HOURS)?,
        };
        scale.add(row, "girls", (one.girls / scale.persons).max(1.0))?;
        within_routes(row, (communities.len() + 1) * towns.len())?;
        Ok(one)
    })?;
    problems.keep(filled(&rows, communities, "community"))
}

/// Checks that another row may follow `rows` rows.
fn countable(row: &Row<'_>, rows: usize, what: &str) -> Result<(), Bad> {
    if rows < MOST_PLACES {
        return Ok(());
    }
    Err(Bad::Table(
        row.error_row(format!("the table has more rows than a {what} can be numbered by"))
            .expected(format!("at most {MOST_PLACES}")),
    ))
}

fn within_routes(row: &Row<'_>, routes: usize) -> Result<(), Bad> {
    if routes <= MOST_ROUTES {
        return Ok(());
    }
    Err(Bad::Table(
        row.error_row(format!("there are {routes} pairs of a town with a community or department by here"))
            .expected(format!("at most {MOST_ROUTES} pairs")),
    ))
}

fn unique(row: &Row<'_>, what: &str, known: &mut BTreeSet<String>) -> Result<String, Diagnostic> {
    let name = row.name("name")?.to_owned();
    if !known.insert(name.clone()) {
        return Err(row.error("name", format!("{what} `{name}` appears twice")).expected(format!("each {what} once")));
    }
    Ok(name)
}

fn yes_or_no(row: &Row<'_>, column: &str) -> Result<bool, Diagnostic> {
    match row.text(column) {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(row.error(column, format!("`{column}` is `{other}`")).expected("yes or no")),
    }
}

fn filled<T>(rows: &Rows, items: Vec<T>, what: &str) -> Result<Vec<T>, Diagnostic> {
    if items.is_empty() {
        return Err(rows.error(format!("there is no {what} in this file")).expected(format!("at least one {what}")));
    }
    Ok(items)
}
