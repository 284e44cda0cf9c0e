//! The region's tables: departments, towns, and communities an analyst gives.

use super::tree::{CommunityRow, Department, Town};
use crate::register::{Diagnostic, Row, Rows, SourceText, nearest_name};
use std::ops::RangeInclusive;

/// The columns of `departments.csv`.
pub const DEPARTMENT_COLUMNS: [&str; 12] = [
    "name",
    "population",
    "districts",
    "poverty_rate",
    "taboo",
    "violence_share",
    "adult_earnings",
    "phone_share",
    "hours_to_mazuko",
    "in_school_at_12",
    "origin_share",
    "fitted",
];

/// The columns of `towns.csv`.
pub const TOWN_COLUMNS: [&str; 3] = ["name", "miners", "hours_beyond_mazuko"];

/// The columns of `communities.csv`.
pub const COMMUNITY_COLUMNS: [&str; 10] = [
    "name",
    "department",
    "girls",
    "poverty_rate",
    "taboo",
    "violence_share",
    "adult_earnings",
    "phone_share",
    "belief",
    "hours_to_mazuko",
];

const SHARE: RangeInclusive<f64> = 0.0..=1.0;
/// Neither end: median income follows from its quantile.
const POVERTY: RangeInclusive<f64> = 0.0005..=0.9995;
const PERSONS: RangeInclusive<f64> = 0.0..=1e9;
const EARNINGS: RangeInclusive<f64> = 0.01..=100.0;
const HOURS: RangeInclusive<f64> = 0.0..=1000.0;
const LOG_ODDS: RangeInclusive<f64> = -20.0..=20.0;

pub(super) fn departments(source: SourceText) -> Result<Vec<Department>, Diagnostic> {
    let rows = Rows::parse(source, &DEPARTMENT_COLUMNS, false)?;
    let mut departments: Vec<Department> = Vec::new();
    let mut origins = 0.0;
    for row in rows.iter() {
        let name = unique(&row, "department", departments.iter().map(|d| &d.name))?;
        let origin_share = row.number_in("origin_share", SHARE)?;
        origins += origin_share;
        if origins > 1.0 + 1e-9 {
            return Err(row
                .error("origin_share", format!("`origin_share` sums to {origins} here"))
                .expected("shares that sum to at most 1"));
        }
        departments.push(Department {
            name,
            population: row.number_in("population", 1.0..=1e9)?,
            districts: row.whole_in("districts", 1..=100_000)?,
            poverty_rate: row.number_in("poverty_rate", POVERTY)?,
            taboo: row.number_in("taboo", SHARE)?,
            violence_share: row.number_in("violence_share", SHARE)?,
            adult_earnings: row.number_in("adult_earnings", EARNINGS)?,
            phone_share: row.number_in("phone_share", SHARE)?,
            hours_to_mazuko: row.number_in("hours_to_mazuko", HOURS)?,
            in_school_at_12: row.number_in("in_school_at_12", SHARE)?,
            origin_share,
            fitted: yes_or_no(&row, "fitted")?,
            attraction: 0.0,
        });
    }
    filled(&rows, departments, "department")
}

pub(super) fn towns(source: SourceText) -> Result<Vec<Town>, Diagnostic> {
    let rows = Rows::parse(source, &TOWN_COLUMNS, false)?;
    let mut towns: Vec<Town> = Vec::new();
    for row in rows.iter() {
        towns.push(Town {
            name: unique(&row, "town", towns.iter().map(|t| &t.name))?,
            miners: row.number_in("miners", PERSONS)?,
            hours_beyond_mazuko: row.number_in("hours_beyond_mazuko", HOURS)?,
        });
    }
    filled(&rows, towns, "town")
}

pub(super) fn communities(source: SourceText, departments: &[Department]) -> Result<Vec<CommunityRow>, Diagnostic> {
    let rows = Rows::parse(source, &COMMUNITY_COLUMNS, false)?;
    let mut communities: Vec<CommunityRow> = Vec::new();
    for row in rows.iter() {
        let home = row.text("department");
        let Some(department) = departments.iter().position(|d| d.name == home) else {
            return Err(row
                .error("department", format!("unknown department `{home}`"))
                .expected(one_of(departments.iter().map(|d| d.name.as_str())))
                .nearest(nearest_name(home, departments.iter().map(|d| d.name.as_str()))));
        };
        // Two departments may each have a Santa Rosa; one may not.
        let namesakes = communities.iter().filter(|c| c.department == department);
        let name = unique(&row, "community", namesakes.map(|c| &c.name))?;
        communities.push(CommunityRow {
            name,
            department,
            girls: row.number_in("girls", 1.0..=1e7)?,
            poverty_rate: row.number_in("poverty_rate", POVERTY)?,
            taboo: row.number_in("taboo", SHARE)?,
            violence_share: row.number_in("violence_share", SHARE)?,
            adult_earnings: row.number_in("adult_earnings", EARNINGS)?,
            phone_share: row.number_in("phone_share", SHARE)?,
            belief: row.number_in("belief", LOG_ODDS)?,
            hours_to_mazuko: row.number_in("hours_to_mazuko", HOURS)?,
        });
    }
    filled(&rows, communities, "community")
}

/// Names as an error lists them.
pub(super) fn one_of<'a>(names: impl Iterator<Item = &'a str>) -> String {
    format!("one of: {}", names.collect::<Vec<_>>().join(", "))
}

fn unique<'a>(row: &Row<'_>, what: &str, mut others: impl Iterator<Item = &'a String>) -> Result<String, Diagnostic> {
    let name = row.name("name")?;
    if others.any(|other| other == name) {
        return Err(row.error("name", format!("{what} `{name}` appears twice")).expected(format!("each {what} once")));
    }
    Ok(name.to_owned())
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
