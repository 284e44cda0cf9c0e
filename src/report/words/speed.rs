//! How fast the program is, record by record.

use crate::speed::{Moved, SpeedOverTime};

/// What a language says of speed over time.
pub trait SpeedTold {
    /// Title of the chart.
    fn speed_title(&self, moved: Option<&Moved>) -> String;
    /// Below it.
    fn speed_subtitle(&self, told: &SpeedOverTime) -> String;
    /// How to read it.
    fn speed_note(&self) -> &'static str;
    /// What it was measured by.
    fn speed_source(&self, version: &str) -> String;
    /// A line for those who cannot see it: a figure and its values, the first being 1.
    fn speed_line(&self, title: &str, values: &[f64]) -> String;
}
