//! The mining towns over the years.

use crate::said::runs::{Runs, World};
use crate::said::towns::{OverYears, Shift};

/// Fixed texts of the chart of towns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfTowns {
    Miners,
    Brothels,
    Victims,
    NewlyExploited,
    AxisYear,
    Reading,
}

/// What a language says of the mining towns over the years.
pub trait Towns {
    /// Fixed texts.
    fn towns(&self, what: OfTowns) -> &'static str;
    /// A town; `None`: the others together.
    fn town(&self, name: Option<&str>) -> String;
    /// Title of the chart.
    fn towns_title(&self, world: World, shift: &Shift) -> String;
    /// Below it; whether worlds were run by themselves.
    fn towns_subtitle(&self, alone: bool, runs: &Runs) -> String;
    /// Victims by town and year for those who cannot see them.
    fn towns_alt(&self, title: &str, towns: &[OverYears]) -> String;
}
