//! Every table that a study fills. A new table is one new file and one line here.

use super::acceptability::acceptability;
use super::adaptation::waterfalls;
use super::benefits::{by_treatment, who_benefits};
use super::break_evens::break_evens;
use super::by_girls::by_girls;
use super::decision::decision;
use super::discovery::{discovery, draws};
use super::dose::{by_axis, sweep};
use super::effects::{effects, summary};
use super::funnel::funnel;
use super::learning::value_of_information;
use super::matching::{forecasts, how_different, skill, strategies_and_gains, survey_sizes};
use super::money::by_year;
use super::pairing::pairing;
use super::targeting::targeting;
use crate::told::Told;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::TwoPart;
use amparo_tables::Table;

const OF_ANSWERS: [fn(&Told) -> Table; 11] = [
    |told| by_girls(told.answers),
    targeting,
    decision,
    |told| acceptability(told.answers),
    |told| waterfalls(told.answers),
    |told| funnel(told.answers),
    break_evens,
    |told| value_of_information(told.answers),
    |told| who_benefits(told.answers),
    |told| by_treatment(told.answers),
    pairing,
];

const OF_MATCHING: [fn(&Told, &TwoPart) -> Table; 7] = [
    |_, two_part| strategies_and_gains(two_part),
    |_, two_part| forecasts(two_part),
    |_, two_part| skill(two_part),
    |_, two_part| survey_sizes(two_part),
    |_, two_part| how_different(two_part),
    discovery,
    |_, two_part| draws(two_part),
];

/// Those of studies with sweeps.
const OF_SWEEPS: [fn(&Answers) -> Table; 2] = [sweep, by_axis];

/// Tables for programs: plain numbers with every digit, one row per fact. A missing cell is "not known" or "fewer than five persons".
pub fn tables(told: &Told) -> Vec<Table> {
    [summary(told.result), by_year(told.result), effects(told.result)].into_iter().chain(answer_tables(told)).collect()
}

/// Those of the answers alone.
pub fn answer_tables(told: &Told) -> Vec<Table> {
    let of_matching = |two_part| OF_MATCHING.iter().map(move |table| table(told, two_part));
    let two_part = told.answers.two_part.iter().flat_map(of_matching);
    let sweeps = OF_SWEEPS.iter().filter(|_| !told.answers.doses.is_empty()).map(|table| table(told.answers));
    OF_ANSWERS.iter().map(|table| table(told)).chain(sweeps).chain(two_part).collect()
}
