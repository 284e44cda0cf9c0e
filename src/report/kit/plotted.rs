//! The numbers that a chart draws, as they are drawn: written beside its picture as CSV.

use amparo_tables::{Column, Table, cells};

/// One number that is drawn, with the intervals drawn around it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plotted {
    /// The part of the picture it is in; empty where there is one.
    pub panel: String,
    /// Whose number it is: the name of its row, line, or kind of point.
    pub series: String,
    /// Where it lies along an axis of numbers, and what that counts.
    pub at: Option<(f64, String)>,
    /// The number.
    pub value: f64,
    /// What it counts.
    pub unit: String,
    /// 95 % interval of the mean, where it is drawn.
    pub mean: Option<(f64, f64)>,
    /// What draws give, where that is drawn.
    pub draws: Option<(f64, f64)>,
}

impl Plotted {
    /// A number without intervals.
    pub fn new(panel: impl Into<String>, series: impl Into<String>, unit: impl Into<String>, value: f64) -> Plotted {
        Plotted { panel: panel.into(), series: series.into(), unit: unit.into(), value, ..Plotted::default() }
    }

    /// At a place along an axis.
    #[must_use]
    pub fn at(self, at: f64, unit: impl Into<String>) -> Plotted {
        Plotted { at: Some((at, unit.into())), ..self }
    }

    /// With the intervals that are drawn around it: of the mean, and over draws.
    #[must_use]
    pub fn within(self, mean: Option<(f64, f64)>, draws: Option<(f64, f64)>) -> Plotted {
        Plotted { mean, draws, ..self }
    }
}

/// The numbers of a chart as a table: one row a number, with what it counts.
pub fn table(name: &'static str, plotted: &[Plotted]) -> Table {
    let names =
        ["panel", "series", "at", "at_unit", "value", "unit", "mean_low", "mean_high", "draws_low", "draws_high"];
    let mut table = Table::new(name, names.map(Column::program));
    for one in plotted {
        table.row(cells![
            &one.panel,
            &one.series,
            one.at.as_ref().map(|(at, _)| *at),
            one.at.as_ref().map(|(_, unit)| unit.clone()),
            one.value,
            &one.unit,
            one.mean.map(|(low, _)| low),
            one.mean.map(|(_, high)| high),
            one.draws.map(|(low, _)| low),
            one.draws.map(|(_, high)| high),
        ]);
    }
    table
}
