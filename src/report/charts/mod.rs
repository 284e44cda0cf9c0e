//! Every chart, one file each, its title inside. A new chart is one new file and one line in [`CHARTS`]: SVG, PNG, and its place
//! in the report follow.

pub mod acceptability;
pub mod before_after;
pub mod break_evens;
pub mod budget_frontier;
pub mod by_treatment;
pub mod decision;
pub mod discovery;
pub mod driver_space;
pub mod drivers;
pub mod effects;
pub mod effects_over_draws;
pub mod forecast_calibration;
pub mod found_frontier;
pub mod how_different;
pub mod origins;
pub mod plane;
pub mod steps;
pub mod strategies;
pub mod survey_size;
pub mod trials;
pub mod value_of_information;
pub mod victims;
pub mod who_benefits;

use crate::inputs::ReportInputs;
use crate::kit::answered;
use crate::kit::chart::Chart;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::TwoPart;
use amparo_decide::result::{ArmSeries, StudyResult};

/// A section of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The first page.
    First,
    /// The chapter "One intervention or four?".
    Matching,
    /// Effects.
    Effects,
    /// Before and after adaptation.
    Adaptation,
    /// Uncertainty over what is assumed.
    Assumptions,
    /// Cost and choice.
    Choice,
    /// What to study first.
    Learning,
    /// Who benefits.
    Benefits,
    /// The baseline.
    Baseline,
}

/// What charts of a study are made of; those of one budget show the largest.
pub struct Shown<'a> {
    /// The report's inputs as they are.
    pub inputs: &'a ReportInputs<'a>,
    /// The result at the largest budget.
    pub result: &'a StudyResult,
    /// Weekly series at the largest budget.
    pub arms: &'a [ArmSeries],
    /// The answers, at every budget.
    pub answers: &'a Answers,
}

impl Shown<'_> {
    /// A chart of the chapter; `None` where the study matches nothing.
    fn matching(&self, chart: fn(&StudyResult, &Answers, &TwoPart) -> Option<Chart>) -> Option<Chart> {
        chart(self.result, self.answers, self.answers.two_part.as_ref()?)
    }
}

/// Makes a chart; `None` where the answers hold nothing for it.
pub type Make = fn(&Shown) -> Option<Chart>;

/// Every chart, in the report's order.
pub const CHARTS: &[(Section, Make)] = &[
    (Section::First, |s| decision::decision(s.result, s.answers)),
    (Section::Matching, |s| s.matching(steps::steps)),
    (Section::Matching, |s| s.matching(strategies::strategies)),
    (Section::Matching, |s| s.matching(survey_size::survey_size)),
    (Section::Matching, |s| s.matching(forecast_calibration::forecast_calibration)),
    (Section::Matching, |s| s.matching(how_different::how_different)),
    (Section::Matching, |s| s.matching(discovery::discovery)),
    (Section::Effects, |s| Some(effects::effects(s.result, s.answers))),
    (Section::Effects, |s| Some(victims::victims_over_time(s.result, s.arms, s.inputs.planned, s.answers))),
    (Section::Adaptation, |s| before_after::before_after(s.result, s.answers)),
    (Section::Adaptation, |s| by_treatment::by_treatment(s.result, s.answers)),
    (Section::Assumptions, |s| effects_over_draws::effects_over_draws(s.result, s.answers)),
    (Section::Assumptions, |s| break_evens::break_evens(s.result, s.answers)),
    (Section::Choice, |s| plane::plane(s.result, s.answers)),
    (Section::Choice, |s| acceptability::acceptability(s.result, s.answers)),
    (Section::Choice, |s| budget_frontier::budget_frontier(s.result, s.answers)),
    (Section::Learning, |s| value_of_information::value_of_information(s.result, s.answers)),
    (Section::Benefits, |s| who_benefits::who_benefits(s.result, s.answers)),
    (Section::Baseline, |s| Some(origins::origins_and_destinations(s.result, s.inputs.flows, s.answers))),
    (Section::Baseline, |s| Some(drivers::drivers(s.result, s.inputs.drivers, s.answers))),
];

/// Every chart of a study with its section, in the report's order; those that the answers hold nothing for are left out.
pub fn by_section(inputs: &ReportInputs) -> Vec<(Section, Chart)> {
    made(inputs, CHARTS)
}

/// Charts of any list.
pub fn made(inputs: &ReportInputs, list: &[(Section, Make)]) -> Vec<(Section, Chart)> {
    let (result, arms) = answered::at_largest_budget(inputs);
    let shown = Shown { inputs, result: result.as_ref(), arms: arms.as_ref(), answers: inputs.answers };
    list.iter().filter_map(|(section, make)| Some((*section, make(&shown)?))).collect()
}

/// Every chart of a study, in the report's order.
pub fn charts(inputs: &ReportInputs) -> Vec<Chart> {
    by_section(inputs).into_iter().map(|(_, chart)| chart).collect()
}
