//! What a search found: `frontier.csv`, `steps.csv`, and the strategies scored at one budget.

use super::heads::{fact, named_estimate};
use crate::words::language::Language;
use crate::words::tables::{Head, IntervalOf};
use crate::words::voice::Words;
use amparo_decide::search::{AtBudget, Optimised, Scored, Spread};
use amparo_tables::{Cell, Column, Estimate, Format, Part, Parts, Shows, Table, cells};

/// What programs get of the cases averted.
const AVERTED: Parts =
    &[("mean", Part::Mean), ("se", Part::NoiseSe), ("low", Part::DrawsLow), ("high", Part::DrawsHigh)];

/// What programs get of other means.
const ENDS: Parts = &[("mean", Part::Mean), ("low", Part::DrawsLow), ("high", Part::DrawsHigh)];

fn columns(words: &dyn Words) -> Vec<Column> {
    let mean = |name: &'static str, parts: Parts, head: Head| {
        let label = words.head(head);
        named_estimate(words, name, head, parts)
            .brief(label.brief.unwrap_or(label.full))
            .format(Format::Persons)
            .shows(Shows::INTERVAL)
            .interval(words.interval_of(IntervalOf::Scoring))
    };
    vec![
        Column::program("budget_soles_per_year"),
        Column::fact("policy").labelled(""),
        Column::program("optimised"),
        mean("averted", AVERTED, Head::CasesAverted),
        Column::program("training_averted"),
        Column::program("training_minus_scoring"),
        mean("newly_exploited_averted", ENDS, Head::NewlyAverted),
        mean("victim_years_averted", ENDS, Head::VictimYearsAverted),
        Column::program("cost_soles"),
        fact(words, "spend_soles_per_year", Head::SpentInSearch).format(Format::Own(words.spent())),
        Column::program("most_spent_soles_per_year"),
        Column::program("intervals"),
    ]
}

/// The interval is of other random numbers and, in a study over draws, of other draws too: `intervals` says which.
fn spread(x: &Spread) -> Estimate {
    Estimate { mean: x.mean, noise_se: x.se, draws_low: x.low, draws_high: x.high, sure: true, ..Estimate::default() }
}

fn row(at: &AtBudget, s: &Scored, intervals: &str) -> Vec<Cell> {
    cells![
        at.budget_soles_per_year,
        &s.policy,
        s.optimised,
        spread(&s.averted),
        s.training_averted,
        s.training_minus_scoring(),
        spread(&s.newly_exploited_averted),
        spread(&s.victim_years_averted),
        s.cost_soles,
        s.spend_soles_per_year,
        s.most_spent_soles_per_year,
        intervals,
    ]
}

/// One row per strategy and budget.
pub fn frontier(found: &Optimised, language: Language) -> Table {
    let mut table = Table::new("frontier", columns(language.words()));
    for at in &found.budgets {
        at.strategies.iter().for_each(|s| table.row(row(at, s, &found.intervals)));
    }
    table
}

/// The strategies at one budget.
pub fn scored(found: &Optimised, at: &AtBudget, language: Language) -> Table {
    let mut table = Table::new("frontier", columns(language.words()));
    at.strategies.iter().for_each(|s| table.row(row(at, s, &found.intervals)));
    table
}

/// One row per budget and improvement of the search.
pub fn steps(found: &Optimised) -> Table {
    let columns = ["budget_soles_per_year", "evaluations", "training_averted"];
    let mut table = Table::new("steps", columns.map(Column::program));
    for at in &found.budgets {
        for (evaluations, value) in &at.steps {
            table.row(cells![at.budget_soles_per_year, *evaluations, *value]);
        }
    }
    table
}
