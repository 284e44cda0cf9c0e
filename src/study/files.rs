//! Series as CSV: weekly for the region, yearly for communities.

use amparo_decide::result::SUPPRESS_BELOW;
use amparo_model::observe::{Record, Week, YearByPlace};
use amparo_model::world::{Community, WEEKS_PER_YEAR};
use amparo_text::csv_field;
use std::fmt::Write;

/// The main series of an arm, persons, one row a week since the burn-in.
pub fn main_series(victims: &[f64], newly: &[f64], spells: &[f64]) -> String {
    let mut text = String::from("week,victims,newly_exploited,spells_begun\n");
    for (week, ((victims, newly), spells)) in victims.iter().zip(newly).zip(spells).enumerate() {
        let _ = writeln!(text, "{week},{},{},{}", plain(*victims), plain(*newly), plain(*spells));
    }
    text
}

/// Every column of a week by year: means over the weeks of a year for stocks, sums for all else.
pub fn yearly(years: &[Vec<f64>]) -> String {
    let mut text = format!("year,{}\n", Week::COLUMNS.join(","));
    for (year, sums) in years.iter().enumerate() {
        let _ = write!(text, "{}", year + 1);
        for (name, sum) in Week::COLUMNS.iter().zip(sums) {
            let _ = write!(text, ",{}", plain(yearly_value(name, *sum)));
        }
        text.push('\n');
    }
    text
}

/// A year's value of a column of a week from its sum over weeks: the mean of stocks, the sum of all else.
pub fn yearly_value(column: &str, sum: f64) -> f64 {
    if Week::STOCKS.contains(&column) { sum / f64::from(WEEKS_PER_YEAR) } else { sum }
}

/// Newly exploited by community and year, those from outside last; small cells are empty.
pub fn newly_by_community(years: &[Vec<f64>], places: &[Community], departments: &[&str], scale: f64) -> String {
    let mut text = String::from("community,department,girls,year,newly_exploited\n");
    for place in 0..=places.len() {
        let (name, department, girls) = label(place, places, departments, scale);
        for (year, counts) in years.iter().enumerate() {
            let _ = writeln!(
                text,
                "{name},{department},{girls},{},{}",
                year + 1,
                shown(counts.get(place).copied().unwrap_or(0.0))
            );
        }
    }
    text
}

/// Name, department and girls of a community as they stand in tables; those from outside behind the last.
fn label(place: usize, places: &[Community], departments: &[&str], scale: f64) -> (String, String, String) {
    let cell = |text: &str| csv_field(text).into_owned();
    match places.get(place) {
        Some(c) => (cell(&c.name), cell(departments[usize::from(c.department)]), plain(f64::from(c.girls) * scale)),
        None => ("outside".into(), "outside".into(), String::new()),
    }
}

/// A count of persons, left empty where it is too small to show.
fn shown(persons: f64) -> String {
    if persons >= SUPPRESS_BELOW { plain(persons) } else { String::new() }
}

/// Weekly means over records, one row a week.
pub fn weekly(records: &[&Record]) -> String {
    let mut text = format!("week,{}\n", Week::COLUMNS.join(","));
    let weeks = records.iter().map(|r| r.weeks.len()).min().unwrap_or(0);
    for i in 0..weeks {
        let mut means = vec![0.0; Week::COLUMNS.len()];
        for record in records {
            for (mean, value) in means.iter_mut().zip(record.weeks[i].values()) {
                *mean += value / records.len() as f64;
            }
        }
        let _ = write!(text, "{}", records[0].weeks[i].week);
        for mean in means {
            let _ = write!(text, ",{}", plain(mean));
        }
        text.push('\n');
    }
    text
}

/// Yearly means over records, one row a community and year, those from outside last; small cells are empty.
pub fn communities(records: &[&Record], places: &[Community], departments: &[&str], scale: f64) -> String {
    let mut text = String::from("community,department,girls,year,newly_exploited,approaches,registered\n");
    let years = records.iter().map(|r| r.years.len()).min().unwrap_or(0);
    let mean = |f: fn(&YearByPlace) -> &Vec<f64>, year: usize, place: usize| {
        records.iter().map(|r| f(&r.years[year])[place]).sum::<f64>() / records.len() as f64
    };
    for place in 0..=places.len() {
        let (name, department, girls) = label(place, places, departments, scale);
        for year in 0..years {
            let mean = |f| shown(mean(f, year, place));
            let _ = writeln!(
                text,
                "{name},{department},{girls},{},{},{},{}",
                year + 1,
                mean(|y| &y.newly_exploited),
                mean(|y| &y.approaches),
                mean(|y| &y.registered),
            );
        }
    }
    text
}

/// A number with at most four decimals and no trailing zeros.
fn plain(x: f64) -> String {
    let rounded = (x * 1e4).round() / 1e4;
    format!("{}", rounded + 0.0)
}
