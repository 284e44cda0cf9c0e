//! Every table that a study fills. A new table is one new file and one line here.

use super::acceptability::acceptability;
use super::adaptation::waterfalls;
use super::benefits::{by_treatment, who_benefits};
use super::break_evens::break_evens;
use super::decision::decision;
use super::discovery::{discovery, draws};
use super::effects::{effects, summary};
use super::learning::value_of_information;
use super::matching::{forecasts, how_different, skill, strategies_and_gains, survey_sizes};
use super::pairing::pairing;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::TwoPart;
use amparo_decide::result::StudyResult;
use amparo_tables::Table;

const OF_ANSWERS: [fn(&Answers) -> Table; 8] =
    [decision, acceptability, waterfalls, break_evens, value_of_information, who_benefits, by_treatment, pairing];

const OF_MATCHING: [fn(&TwoPart) -> Table; 7] =
    [strategies_and_gains, forecasts, skill, survey_sizes, how_different, discovery, draws];

/// Tables for programs: plain numbers with every digit, one row per fact. A missing cell is "not known" or "fewer than five persons".
pub fn tables(result: &StudyResult, answers: &Answers) -> Vec<Table> {
    [summary(result), effects(result)].into_iter().chain(answer_tables(answers)).collect()
}

/// Those of the answers alone.
pub fn answer_tables(answers: &Answers) -> Vec<Table> {
    let of_matching = |two_part| OF_MATCHING.iter().map(move |table| table(two_part));
    OF_ANSWERS.iter().map(|table| table(answers)).chain(answers.two_part.iter().flat_map(of_matching)).collect()
}
