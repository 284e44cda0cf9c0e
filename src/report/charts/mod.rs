//! Every chart, one file each, its title inside. A new chart is one new file and one line in [`charts`].

pub mod acceptability;
pub mod before_after;
pub mod break_evens;
pub mod budget_frontier;
pub mod by_treatment;
pub mod decision;
pub mod driver_space;
pub mod drivers;
pub mod effects;
pub mod effects_over_draws;
pub mod found_frontier;
pub mod origins;
pub mod plane;
pub mod value_of_information;
pub mod victims;
pub mod who_benefits;

use crate::inputs::ReportInputs;
use crate::kit::answered;
use crate::kit::chart::Chart;
use crate::two_part;
use amparo_decide::answers::Answers;
use amparo_decide::result::StudyResult;

/// Every chart of a study, in the report's order. Those of one budget show the largest; those that the answers hold nothing
/// for are left out.
pub fn charts(inputs: &ReportInputs) -> Vec<Chart> {
    let (result, arms) = answered::at_largest_budget(inputs);
    let (result, arms) = (result.as_ref(), arms.as_ref());
    let answers = inputs.answers;
    let mut all = Vec::new();
    all.extend(decision::decision(result, answers));
    all.extend(of_matching(result, answers));
    all.push(effects::effects(result, answers));
    all.push(victims::victims_over_time(result, arms, inputs.planned, answers));
    all.extend(before_after::before_after(result, answers));
    all.extend(by_treatment::by_treatment(result, answers));
    all.extend(effects_over_draws::effects_over_draws(result, answers));
    all.extend(break_evens::break_evens(result, answers));
    all.extend(plane::plane(result, answers));
    all.extend(acceptability::acceptability(result, answers));
    all.extend(budget_frontier::budget_frontier(result, answers));
    all.extend(value_of_information::value_of_information(result, answers));
    all.extend(who_benefits::who_benefits(result, answers));
    all.push(origins::origins_and_destinations(result, inputs.flows, answers));
    all.push(drivers::drivers(result, inputs.drivers, answers));
    all
}

/// Every chart of the chapter, in its order; those that the answers hold nothing for are left out.
pub fn of_matching(result: &StudyResult, answers: &Answers) -> Vec<Chart> {
    let Some(two_part) = &answers.two_part else { return Vec::new() };
    [
        two_part::steps::steps(result, answers, two_part),
        two_part::strategies::strategies(result, answers, two_part),
        two_part::survey_size::survey_size(result, answers, two_part),
        two_part::forecast_calibration::forecast_calibration(result, answers, two_part),
        two_part::how_different::how_different(result, answers, two_part),
        two_part::discovery::discovery(result, answers, two_part),
    ]
    .into_iter()
    .flatten()
    .collect()
}
