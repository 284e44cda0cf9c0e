//! The page and the chart of a diagnosis.

use crate::said::diagnosis::Weighing;
use amparo_decide::diagnosis::{Diagnosis, RegionSeen};

/// Fixed texts of the page and the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDiagnosis {
    Finding,
    Communities,
    AxisMoney,
    NotKnowing,
    AxisNotKnowing,
    Money,
    MoneyDrivers,
    Neither,
    NeitherMore,
    LargestDriver,
    CommunitiesColumn,
    Size,
    SizeIs,
    Cross,
    CrossIs,
    TooFewAnswers,
    Alike,
    SummaryCaption,
}

/// What a language says of a diagnosis.
pub trait Diagnosed {
    /// Fixed texts.
    fn diagnosis(&self, what: OfDiagnosis) -> &'static str;
    /// Title of the page.
    fn diagnosis_title(&self, world: &str) -> String;
    /// Who was asked, and what is called true.
    fn diagnosis_asked(&self, diagnosis: &Diagnosis) -> String;
    /// Caption of the communities; so many are shown.
    fn diagnosis_caption(&self, shown: usize, levels: &str) -> String;
    /// Title of the chart.
    fn driver_space_title(&self, weighing: &Weighing) -> String;
    /// Below it.
    fn driver_space_subtitle(&self, diagnosis: &Diagnosis, levels: &str) -> String;
    /// How to read the chart; communities that are not shown.
    fn driver_space_reading(&self, estimated: &RegionSeen, hidden: usize) -> String;
    /// How sure it is.
    fn driver_space_certainty(&self, weighing: &Weighing) -> String;
    /// Communities by driver for those who cannot see them.
    fn driver_space_alt(&self, title: &str, counts: &[(usize, usize)]) -> String;
    /// The line that names the source.
    fn diagnosis_source(&self, version: &str, diagnosis: &Diagnosis) -> String;
    /// The largest driver of a community: index, per cent, and half of its interval.
    fn dominant(&self, driver: &str, percent: f64, half: Option<f64>) -> String;
}
