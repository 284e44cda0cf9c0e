//! Series as tables: weekly for the region, yearly for communities. Numbers have at most four decimals.

use amparo_decide::result::SUPPRESS_BELOW;
use amparo_model::observe::{Record, TownYear, Week, YearByPlace};
use amparo_model::scenario::Town;
use amparo_model::world::{Community, WEEKS_PER_YEAR};
use amparo_tables::{Cell, Column, Table, cells};

/// A table of plain facts: these columns, and then each column of a week.
fn by_week(name: &'static str, lead: &'static str) -> Table {
    Table::new(name, std::iter::once(lead).chain(Week::COLUMNS.iter().copied()).map(Column::fact))
}

/// The main series of an arm, persons, one row per week since the burn-in.
pub fn main_series(victims: &[f64], newly: &[f64], spells: &[f64]) -> Table {
    let mut table = Table::new("series", ["week", "victims", "newly_exploited", "spells_begun"].map(Column::fact));
    for (week, ((victims, newly), spells)) in victims.iter().zip(newly).zip(spells).enumerate() {
        table.row(cells![week, plain(*victims), plain(*newly), plain(*spells)]);
    }
    table
}

/// Every column of a week by year: means over the weeks of a year for stocks, sums for all else.
pub fn yearly(years: &[Vec<f64>]) -> Table {
    let mut table = by_week("yearly", "year");
    for (year, sums) in years.iter().enumerate() {
        let values = Week::COLUMNS.iter().zip(sums).map(|(name, sum)| plain(yearly_value(name, *sum)).into());
        table.row(std::iter::once(Cell::from(year + 1)).chain(values));
    }
    table
}

/// A year's value of a column of a week from its sum over weeks: the mean of stocks, the sum of all else.
pub fn yearly_value(column: &str, sum: f64) -> f64 {
    if Week::STOCKS.contains(&column) { sum / f64::from(WEEKS_PER_YEAR) } else { sum }
}

/// Newly exploited by community and year, those from outside last; small cells are missing.
pub fn newly_by_community(years: &[Vec<f64>], places: &[Community], departments: &[&str], scale: f64) -> Table {
    let columns = ["community", "department", "girls", "year", "newly_exploited"];
    let mut table = Table::new("communities", columns.map(Column::fact));
    for place in 0..=places.len() {
        let lead = place_cells(place, places, departments, scale);
        for (year, counts) in years.iter().enumerate() {
            let newly = shown(counts.get(place).copied().unwrap_or(0.0));
            table.row(lead.iter().cloned().chain(cells![year + 1, newly]));
        }
    }
    table
}

/// Name, department and girls of a community as they stand in tables; those from outside behind the last.
fn place_cells(place: usize, places: &[Community], departments: &[&str], scale: f64) -> Vec<Cell> {
    match places.get(place) {
        Some(c) => cells![&c.name, departments[usize::from(c.department)], plain(f64::from(c.girls) * scale)],
        None => cells!["outside", "outside", Cell::UNKNOWN],
    }
}

/// A count of persons, missing where it is too small to show.
fn shown(persons: f64) -> Cell {
    if persons >= SUPPRESS_BELOW { plain(persons).into() } else { Cell::missing("fewer than five") }
}

/// Miners, brothels, places, victims and newly exploited by mining town and year; fewer than five persons are missing.
pub fn by_town(years: &[Vec<TownYear>], towns: &[Town]) -> Table {
    let columns = ["town", "year"].into_iter().chain(TownYear::COLUMNS);
    let mut table = Table::new("towns", columns.map(Column::fact));
    for (k, town) in towns.iter().enumerate() {
        for (year, by_town) in years.iter().enumerate() {
            let of = by_town.get(k).copied().unwrap_or_default();
            let counts = [plain(of.miners).into(), plain(of.brothels).into(), plain(of.places).into()];
            let persons = [shown(of.victims), shown(of.newly_exploited)];
            table.row(cells![&town.name, year + 1].into_iter().chain(counts).chain(persons));
        }
    }
    table
}

/// Weekly means over records, one row per week.
pub fn weekly(records: &[&Record]) -> Table {
    let mut table = by_week("weekly", "week");
    let weeks = records.iter().map(|r| r.weeks.len()).min().unwrap_or(0);
    for i in 0..weeks {
        let mut means = vec![0.0; Week::COLUMNS.len()];
        for record in records {
            for (mean, value) in means.iter_mut().zip(record.weeks[i].values()) {
                *mean += value / records.len() as f64;
            }
        }
        let week = Cell::from(records[0].weeks[i].week);
        table.row(std::iter::once(week).chain(means.into_iter().map(|mean| plain(mean).into())));
    }
    table
}

/// Yearly means over records, one row per community and year, those from outside last; small cells are missing.
pub fn communities(records: &[&Record], places: &[Community], departments: &[&str], scale: f64) -> Table {
    let columns = ["community", "department", "girls", "year", "newly_exploited", "approaches", "registered"];
    let mut table = Table::new("communities", columns.map(Column::fact));
    let years = records.iter().map(|r| r.years.len()).min().unwrap_or(0);
    let mean = |f: fn(&YearByPlace) -> &Vec<f64>, year: usize, place: usize| {
        shown(records.iter().map(|r| f(&r.years[year])[place]).sum::<f64>() / records.len() as f64)
    };
    for place in 0..=places.len() {
        let lead = place_cells(place, places, departments, scale);
        for year in 0..years {
            let counts: [fn(&YearByPlace) -> &Vec<f64>; 3] =
                [|y| &y.newly_exploited, |y| &y.approaches, |y| &y.registered];
            let counts = counts.map(|f| mean(f, year, place));
            table.row(lead.iter().cloned().chain([Cell::from(year + 1)]).chain(counts));
        }
    }
    table
}

/// A number with at most four decimals.
fn plain(x: f64) -> f64 {
    // Adding 0 makes of −0 a 0.
    (x * 1e4).round() / 1e4 + 0.0
}
