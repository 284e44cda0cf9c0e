//! Records of speed as a chart needs them.

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedRecord {
    /// Its day and commit, in short.
    pub label: String,
    /// The machine was too noisy to compare.
    pub noisy: bool,
}

/// One figure over all records: lower quartile, median, and upper quartile of its pieces in units of the sentinel; `None` where a
/// record lacks it. More is slower.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedLine {
    /// Title of the figure.
    pub title: String,
    /// By record.
    pub values: Vec<Option<[f64; 3]>>,
}

/// Records of one study on one machine, the oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeedOverTime {
    /// The study.
    pub study: String,
    /// The machine.
    pub machine: String,
    /// The records.
    pub records: Vec<SpeedRecord>,
    /// The figures.
    pub lines: Vec<SpeedLine>,
}

/// How far a figure moved since the first record.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Title of the figure.
    pub figure: String,
    /// The last value over the first.
    pub times: f64,
    /// Records between.
    pub records: usize,
}
