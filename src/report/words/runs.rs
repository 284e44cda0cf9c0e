//! What was run, and the labels that every chart carries.

use crate::said::runs::{Intervals, Source};

/// What a language says of runs.
pub trait RunsTold {
    /// What the intervals are of, or why there are none.
    fn intervals(&self, of: &Intervals) -> String;
    /// Says on what effects hang; on every chart with one.
    fn conditional(&self) -> &'static str;
    /// The line that names the source.
    fn source(&self, source: &Source) -> String;
    /// The key to the line of the interval over draws.
    fn key_draws(&self) -> &'static str;
    /// The key to the line of the error of the mean.
    fn key_mean(&self) -> &'static str;
}
