//! The page and the chart of a diagnosis.

use crate::said::diagnosis::Weighing;
use amparo_decide::diagnosis::{Diagnosis, View};

/// Fixed texts of the page and the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfDiagnosis {
    /// Heading of the finding.
    Finding,
    /// Heading of communities.
    Communities,
    /// Axis of money.
    AxisMoney,
    /// The upper left corner.
    NotKnowing,
    /// Axis of not knowing.
    AxisNotKnowing,
    /// The lower right corner.
    Money,
    /// Drivers of that corner.
    MoneyDrivers,
    /// The lower left corner, first line.
    Neither,
    /// Its second line.
    NeitherMore,
    /// Heading of the key.
    LargestDriver,
    /// Column of communities.
    CommunitiesColumn,
    /// What size means.
    Size,
    /// Below it.
    SizeIs,
    /// What the cross means.
    Cross,
    /// Below it.
    CrossIs,
    /// Too few answers for an interval.
    TooFewAnswers,
    /// The point where all drivers weigh alike.
    Alike,
    /// Caption of the summary.
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
    fn driver_space_reading(&self, estimated: &View, hidden: usize) -> String;
    /// How sure it is.
    fn driver_space_certainty(&self, weighing: &Weighing) -> String;
    /// Communities by driver for those who cannot see them.
    fn driver_space_alt(&self, title: &str, counts: &[(usize, usize)]) -> String;
    /// The line that names the source.
    fn diagnosis_source(&self, version: &str, diagnosis: &Diagnosis) -> String;
    /// The largest driver of a community: index, per cent, and half of its interval.
    fn dominant(&self, driver: &str, percent: f64, half: Option<f64>) -> String;
}
