//! Charts, tables and the report: everything a reader sees, from the tables of [`amparo_decide::result`],
//! [`amparo_decide::answers`] and [`amparo_decide::diagnosis`] alone.
//!
//! A chart is a [`scene::Scene`], plain data in logical units; `paint` turns one scene into SVG and PNG. A new chart is
//! one new file with a function that returns a [`Chart`], and one line in [`charts`].

#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "charts carry no promise of bits")]

mod acceptability;
mod answer_csv;
mod answer_html;
mod answer_text;
mod answered;
pub mod axis;
mod before_after;
mod break_evens;
mod budget_frontier;
mod by_treatment;
mod decision;
mod decision_page;
mod decision_words;
mod diagnosis_page;
mod diagnosis_tables;
mod driver_space;
mod drivers;
mod effects;
mod effects_over_draws;
mod font;
pub mod format;
mod found_frontier;
mod frame;
mod html;
mod html_tables;
mod origins;
mod paint;
mod plane;
pub mod scene;
mod tables;
mod two_part;
mod value_of_information;
mod victims;
mod who_benefits;

pub use acceptability::acceptability;
pub use answer_csv::csv_answers;
pub use answered::{Verdict, verdict};
pub use before_after::before_after;
pub use break_evens::break_evens;
pub use budget_frontier::budget_frontier;
pub use by_treatment::by_treatment;
pub use decision::decision;
pub use diagnosis_page::{SUMMARY as DIAGNOSIS_SUMMARY, diagnosis_page, dominant as dominant_driver};
pub use diagnosis_tables::{csv_profiles, csv_region};
pub use driver_space::driver_space;
pub use drivers::drivers;
pub use effects::effects;
pub use effects_over_draws::effects_over_draws;
pub use found_frontier::found_frontier;
pub use html::html;
pub use origins::origins_and_destinations;
pub use plane::plane;
pub use tables::{csv_effects, csv_summary, text_table, text_table_within};
pub use two_part::{Brief, Said, brief as two_part_brief, charts as two_part_charts, said as two_part_said};
pub use value_of_information::value_of_information;
pub use victims::victims_over_time;
pub use who_benefits::who_benefits;

use amparo_decide::answers::Answers;
pub use amparo_decide::result::SUPPRESS_BELOW;
use amparo_decide::result::{ArmSeries, Drivers, Flows, Grades, StudyResult};
use scene::Scene;

/// Version of the program, as reports name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a run was: shown at the end of the report.
#[derive(Clone, Debug, Default)]
pub struct RunFacts {
    /// Version of the program that ran the study.
    pub version: String,
    /// Worker threads.
    pub threads: usize,
    /// Cells, those taken from an earlier run's store included.
    pub jobs: usize,
    pub wall_seconds: f64,
    pub cpu_seconds: f64,
    /// Hash over everything read.
    pub inputs_hash: String,
    /// Calibration targets of the baseline.
    pub baseline_targets: Vec<BaselineTarget>,
    /// What carries the effects and is assumed, in words.
    pub assumed: Vec<String>,
}

/// One figure the baseline is compared with.
#[derive(Clone, Debug)]
pub struct BaselineTarget {
    /// What it is, as readers name it.
    pub label: String,
    /// The baseline's mean.
    pub value: f64,
    /// The figure in the data.
    pub target: f64,
    /// Unit; `share` prints as a percentage.
    pub unit: String,
    /// Where the target comes from.
    pub source: String,
}

/// Everything charts and report are made of.
#[derive(Clone, Debug)]
pub struct ReportInputs<'a> {
    pub result: &'a StudyResult,
    /// Weekly series; the baseline first.
    pub arms: &'a [ArmSeries],
    pub flows: &'a Flows,
    pub drivers: &'a Drivers,
    pub grades: &'a Grades,
    pub facts: RunFacts,
    /// Replicates the study asks for, where more are to come.
    pub planned: Option<usize>,
    /// What the study answers beside its effects; a study at one parameter vector is one draw.
    pub answers: &'a Answers,
    /// The same study at other baselines.
    pub also: Vec<OtherBaseline<'a>>,
}

/// The same study at another baseline: the first page says whether the conclusion holds there too.
#[derive(Clone, Debug)]
pub struct OtherBaseline<'a> {
    /// The scenario's name, as readers know it.
    pub name: String,
    pub result: &'a StudyResult,
    pub answers: &'a Answers,
}

/// One chart, ready to be painted.
#[derive(Clone, Debug)]
pub struct Chart {
    /// File stem and element id.
    pub name: &'static str,
    /// The finding, hedged as the intervals ask.
    pub title: String,
    /// What a reader who cannot see it needs to know.
    pub alt: String,
    /// The picture as data.
    pub scene: Scene,
}

impl Chart {
    /// The chart as an SVG that stands alone, font inside.
    pub fn svg(&self) -> Result<String, ReportError> {
        paint::svg(&self.scene, self.name, &self.title, &self.alt, true)
    }

    /// The chart as an SVG for a page that has the font already.
    pub fn inline_svg(&self) -> Result<String, ReportError> {
        paint::svg(&self.scene, self.name, &self.title, &self.alt, false)
    }

    /// The chart as files of a directory of results: `charts/<name>.svg` and `.png`, painted from the same scene.
    ///
    /// # Errors
    /// [`ReportError`] if it cannot be painted.
    pub fn pictures(&self) -> Result<[Picture; 2], ReportError> {
        let [svg, png] = self.file_names();
        Ok([
            Picture { name: svg, bytes: self.svg()?.into_bytes() },
            Picture { name: png, bytes: paint::png(&self.scene)? },
        ])
    }

    /// Names of those files.
    pub fn file_names(&self) -> [String; 2] {
        ["svg", "png"].map(|format| format!("charts/{}.{format}", self.name))
    }
}

/// A painted chart.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Name of its file in a directory of results.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Why a chart could not be painted.
#[derive(Debug)]
pub struct ReportError(String);

impl std::fmt::Display for ReportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot draw the chart: {}", self.0)
    }
}

impl std::error::Error for ReportError {}

/// Every chart of a study, in the report's order. Those of one budget show the largest; those that the answers hold nothing
/// for are left out.
pub fn charts(inputs: &ReportInputs) -> Vec<Chart> {
    let (result, arms) = answered::at_largest_budget(inputs);
    let (result, arms) = (result.as_ref(), arms.as_ref());
    let answers = inputs.answers;
    let mut all = Vec::new();
    all.extend(decision(result, answers));
    all.extend(two_part_charts(result, answers));
    all.push(effects(result, answers));
    all.push(victims_over_time(result, arms, inputs.planned, answers));
    all.extend(before_after(result, answers));
    all.extend(by_treatment(result, answers));
    all.extend(effects_over_draws(result, answers));
    all.extend(break_evens(result, answers));
    all.extend(plane(result, answers));
    all.extend(acceptability(result, answers));
    all.extend(budget_frontier(result, answers));
    all.extend(value_of_information(result, answers));
    all.extend(who_benefits(result, answers));
    all.push(origins_and_destinations(result, inputs.flows, answers));
    all.push(drivers(result, inputs.drivers, answers));
    all
}
