//! How fast the program is, record by record, in English.

use super::english::English;
use super::grammar::count;
use crate::speed::{Moved, SpeedOverTime};
use crate::words::speed::SpeedTold;
use amparo_tables::numbers::number;

impl SpeedTold for English {
    fn speed_title(&self, moved: Option<&Moved>) -> String {
        let Some(moved) = moved else { return "No two records of speed can be compared".into() };
        let (figure, times) = (&moved.figure, number(moved.times, 2));
        let figure = figure.strip_suffix(", ms").or(figure.strip_suffix(", s")).unwrap_or(figure);
        format!("Time of {figure}: {times} times what it was {} ago", count(moved.records, "record"))
    }

    fn speed_subtitle(&self, told: &SpeedOverTime) -> String {
        format!(
            "Each figure in units of the sentinel measured around it, as a share of the first record; study {}, {}.",
            told.study, told.machine
        )
    }

    fn speed_note(&self) -> &'static str {
        "Points: medians of the pieces that were timed. Bars: their quartiles. Hollow: the machine was too noisy to compare. Lower is faster."
    }

    fn speed_source(&self, version: &str) -> String {
        format!("Source: amparo bench, amparo {version}.")
    }

    fn speed_line(&self, title: &str, values: &[f64]) -> String {
        let values: Vec<String> = values.iter().map(|value| number(*value, 2)).collect();
        format!("{title}: {}", values.join(", "))
    }
}
