//! What a search found: `frontier.csv`, `steps.csv`, and the strategies scored at one budget.

use super::heads::{fact, named_estimate};
use crate::words::language::Language;
use crate::words::tables::{Head, IntervalOf};
use crate::words::voice::Words;
use amparo_decide::search::{Goal, Optimised, Scored, Searched, Spread};
use amparo_tables::{Cell, Column, Estimate, Format, Part, Parts, Readers, Shows, Table, cells};

/// What programs get of what is counted.
const COUNTED: Parts =
    &[("mean", Part::Mean), ("se", Part::NoiseSe), ("low", Part::DrawsLow), ("high", Part::DrawsHigh)];

/// What programs get of other means.
const ENDS: Parts = &[("mean", Part::Mean), ("low", Part::DrawsLow), ("high", Part::DrawsHigh)];

fn columns(words: &dyn Words, goal: Goal) -> Vec<Column> {
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
        Column::program("kind"),
        Column::fact("policy").labelled(""),
        Column::program("optimised"),
        Column::program("objective"),
        mean("averted", COUNTED, if goal == Goal::Girls { Head::GirlsAverted } else { Head::SpellsAverted }),
        mean("training", COUNTED, Head::InTraining),
        mean("optimism", COUNTED, Head::Optimism),
        Column::estimate("girls", ENDS).only(Readers::PROGRAMS),
        mean("repeated", ENDS, Head::RepeatedAverted),
        mean("victim_years", ENDS, Head::VictimYearsAverted),
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

fn row(found: &Optimised, at: &Searched, s: &Scored) -> Vec<Cell> {
    cells![
        at.budget_soles_per_year,
        at.kind.as_deref().unwrap_or(""),
        &s.policy,
        s.optimised,
        found.objective.name(),
        spread(&s.averted),
        spread(&s.training),
        spread(&s.optimism()),
        spread(&s.girls),
        spread(&s.repeated),
        spread(&s.victim_years),
        s.cost_soles,
        s.spend_soles_per_year,
        s.most_spent_soles_per_year,
        &found.intervals,
    ]
}

/// One row per strategy and search.
pub fn frontier(found: &Optimised, language: Language) -> Table {
    let mut table = Table::new("frontier", columns(language.words(), found.objective));
    for at in &found.searches {
        at.strategies.iter().for_each(|s| table.row(row(found, at, s)));
    }
    table
}

/// The strategies of one search.
pub fn scored(found: &Optimised, at: &Searched, language: Language) -> Table {
    let mut table = Table::new("frontier", columns(language.words(), found.objective));
    at.strategies.iter().for_each(|s| table.row(row(found, at, s)));
    table
}

/// One row per improvement of each search.
pub fn steps(found: &Optimised) -> Table {
    let columns = ["budget_soles_per_year", "kind", "evaluations", "training"];
    let mut table = Table::new("steps", columns.map(Column::program));
    for at in &found.searches {
        for (evaluations, value) in &at.steps {
            table.row(cells![at.budget_soles_per_year, at.kind.as_deref().unwrap_or(""), *evaluations, *value]);
        }
    }
    table
}
