//! The baseline: where girls come from, where victims are held, what drives.

use crate::said::baseline::{ComeFrom, Origin, Weighs};
use crate::said::runs::{Runs, World};
use crate::target::Target;
use amparo_decide::result::{DriverProfile, Drivers};

/// Fixed texts of the charts of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfBaseline {
    Homes,
    Towns,
    AxisOrigins,
    AxisVictims,
    Under5,
    Diamonds,
    ByDepartment,
    EffectiveDrivers,
    TooFewCommunities,
    AxisDriver,
    ProtectedLevels,
}

/// What a language says of the baseline.
pub trait Baseline {
    /// Fixed texts.
    fn baseline(&self, what: OfBaseline) -> &'static str;
    /// A driver; its index in the list of drivers.
    fn driver(&self, driver: usize) -> &'static str;
    /// Stands for the source of a target where the scenario gives none.
    fn no_source(&self) -> &'static str;
    /// A figure that has a target.
    fn target(&self, of: &Target) -> String;
    /// A home; `None`: outside the simulated departments.
    fn home(&self, name: Option<&str>) -> String;
    /// Title over homes and towns.
    fn origins_title(&self, world: World, from: &ComeFrom, town: Option<(&str, f64)>) -> String;
    /// Below it; whether worlds were run by themselves.
    fn origins_subtitle(&self, alone: bool, runs: &Runs) -> String;
    /// Girls of a home and their share.
    fn origins_number(&self, share: f64, girls: f64) -> String;
    /// Victims of a town and their share.
    fn town_number(&self, victims: f64, share: f64) -> String;
    /// What the picture rests on.
    fn origins_assumed(&self, one: bool) -> &'static str;
    /// Homes and towns for those who cannot see them.
    fn origins_alt(&self, title: &str, origins: &[Origin], towns: &[(&str, Option<f64>)]) -> String;
    /// Title over drivers.
    fn drivers_title(&self, weighs: Option<&Weighs>) -> String;
    /// Below it.
    fn drivers_subtitle(&self, world: World, sampled: usize) -> String;
    /// What bars and ranges are; departments that are not shown, and the largest error, in points.
    fn drivers_note(&self, drivers: &Drivers, hidden: usize, error: f64) -> String;
    /// How many communities differ.
    fn communities_differ(&self, communities: usize) -> String;
    /// Shares for those who cannot see them.
    fn drivers_alt(&self, title: &str, shown: &[&DriverProfile]) -> String;
}
