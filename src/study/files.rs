//! Series as CSV: weekly for the region, yearly for communities.

use super::cell::Cell;
use super::error::StudyError;
use super::store::Store;
use crate::decide::result::SUPPRESS_BELOW;
use crate::observe::{Record, Week, YearByPlace};
use crate::scenario::Study;
use crate::world::Community;
use std::fmt::Write;

/// `series/<arm>-weekly.csv` and `series/<arm>-communities.csv` for every arm: means over replicates.
///
/// # Errors
/// As [`Store::write`].
pub fn write_series(
    store: &Store,
    study: &Study,
    replicates: &[&Vec<Cell>],
    places: &[Community],
) -> Result<(), StudyError> {
    for arm in 0..study.policies.len() + 1 {
        let Some(first) = replicates.first() else { continue };
        let name = &first[arm].arm;
        let records: Vec<&Record> = replicates.iter().map(|cells| &cells[arm].record).collect();
        store.write(&format!("series/{name}-weekly.csv"), weekly(&records).as_bytes())?;
        let departments: Vec<&str> = study.scenario.departments.iter().map(|d| d.name.as_str()).collect();
        let scale = study.scenario.parameters.population.scale;
        let table = communities(&records, places, &departments, scale);
        store.write(&format!("series/{name}-communities.csv"), table.as_bytes())?;
    }
    Ok(())
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
        let (name, department, girls) = match places.get(place) {
            Some(c) => (c.name.as_str(), departments[usize::from(c.department)], f64::from(c.girls) * scale),
            None => ("outside", "outside", 0.0),
        };
        for year in 0..years {
            let shown = |f: fn(&YearByPlace) -> &Vec<f64>| match mean(f, year, place) {
                value if value >= SUPPRESS_BELOW => plain(value),
                _ => String::new(),
            };
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{}",
                quoted(name),
                quoted(department),
                if girls > 0.0 { plain(girls) } else { String::new() },
                year + 1,
                shown(|y| &y.newly_exploited),
                shown(|y| &y.approaches),
                shown(|y| &y.registered),
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

/// A CSV field.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_string() }
}
