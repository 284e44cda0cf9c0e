//! Every chart, one file each. A new chart is one new file and one line in [`CHARTS`]: SVG, PNG, and its place
//! in the report follow.

pub mod acceptability;
pub mod before_after;
pub mod break_evens;
pub mod budget_frontier;
pub mod by_girls;
pub mod by_town;
pub mod by_treatment;
pub mod decision;
pub mod discovery;
pub mod dose;
pub mod driver_space;
pub mod drivers;
pub mod effects;
pub mod effects_over_draws;
pub mod forecast_calibration;
pub mod found_frontier;
pub mod funnel;
pub mod how_different;
pub mod origins;
pub mod plane;
pub mod speed;
pub mod steps;
pub mod strategies;
pub mod survey_size;
pub mod trials;
pub mod value_of_information;
pub mod victims;
pub mod who_benefits;

use crate::inputs::ReportInputs;
use crate::kit::chart::Chart;
use crate::largest::at_largest_budget;
use crate::told::Told;
use amparo_decide::matching::results::TwoPart;
use amparo_decide::result::ArmSeries;

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
    /// Variants of one policy.
    Dose,
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
    /// The result at the largest budget and the answers at every budget, in the report's language.
    pub told: Told<'a>,
    /// Weekly series at the largest budget.
    pub arms: &'a [ArmSeries],
}

impl Shown<'_> {
    /// A chart of the chapter; `None` where the study matches nothing.
    fn matching(&self, chart: fn(&Told, &TwoPart) -> Option<Chart>) -> Option<Chart> {
        chart(&self.told, self.told.answers.two_part.as_ref()?)
    }
}

/// Makes a chart; `None` where the answers hold nothing for it.
pub type Make = fn(&Shown) -> Option<Chart>;

/// Every chart, in the report's order.
pub const CHARTS: &[(Section, Make)] = &[
    (Section::First, |s| by_girls::by_girls(&s.told)),
    (Section::Choice, |s| decision::decision(&s.told)),
    (Section::Matching, |s| s.matching(steps::steps)),
    (Section::Matching, |s| s.matching(strategies::strategies)),
    (Section::Matching, |s| s.matching(survey_size::survey_size)),
    (Section::Matching, |s| s.matching(forecast_calibration::forecast_calibration)),
    (Section::Matching, |s| s.matching(how_different::how_different)),
    (Section::Matching, |s| s.matching(discovery::discovery)),
    (Section::Dose, |s| dose::dose(&s.told, 0)),
    (Section::Dose, |s| dose::dose(&s.told, 1)),
    (Section::Dose, |s| dose::dose(&s.told, 2)),
    (Section::Dose, |s| dose::dose(&s.told, 3)),
    (Section::Dose, |s| dose::dose(&s.told, 4)),
    (Section::Dose, |s| dose::dose(&s.told, 5)),
    (Section::Effects, |s| Some(effects::effects(&s.told))),
    (Section::Effects, |s| Some(victims::victims_over_time(&s.told, s.arms, s.inputs.planned))),
    (Section::Effects, |s| funnel::funnel(&s.told)),
    (Section::Adaptation, |s| before_after::before_after(&s.told)),
    (Section::Adaptation, |s| by_treatment::by_treatment(&s.told)),
    (Section::Assumptions, |s| effects_over_draws::effects_over_draws(&s.told)),
    (Section::Assumptions, |s| break_evens::break_evens(&s.told)),
    (Section::Choice, |s| plane::plane(&s.told)),
    (Section::Choice, |s| acceptability::acceptability(&s.told)),
    (Section::Choice, |s| budget_frontier::budget_frontier(&s.told)),
    (Section::Learning, |s| value_of_information::value_of_information(&s.told)),
    (Section::Benefits, |s| who_benefits::who_benefits(&s.told)),
    (Section::Baseline, |s| Some(origins::origins_and_destinations(&s.told, s.inputs.flows))),
    (Section::Baseline, |s| by_town::by_town(&s.told, s.inputs.flows, s.arms)),
    (Section::Baseline, |s| Some(drivers::drivers(&s.told, s.inputs.drivers))),
];

/// Every chart of a study with its section, in the report's order; those that the answers hold nothing for are left out.
pub fn by_section(inputs: &ReportInputs) -> Vec<(Section, Chart)> {
    made(inputs, CHARTS)
}

/// Charts of any list.
pub fn made(inputs: &ReportInputs, list: &[(Section, Make)]) -> Vec<(Section, Chart)> {
    let (result, arms) = at_largest_budget(inputs);
    let told = Told::new(result.as_ref(), inputs.answers, inputs.language);
    let shown = Shown { inputs, told, arms: arms.as_ref() };
    list.iter().filter_map(|(section, make)| Some((*section, make(&shown)?))).collect()
}

/// Every chart of a study, in the report's order.
pub fn charts(inputs: &ReportInputs) -> Vec<Chart> {
    by_section(inputs).into_iter().map(|(_, chart)| chart).collect()
}
