//! Where preference turns: `break_evens.csv`, and the clear thresholds on the page.

use super::heads::{fact, people};
use crate::said::break_evens::turn;
use crate::told::Told;
use crate::words::tables::Head;
use crate::words::voice::Words;
use amparo_decide::answers::BreakEven;
use amparo_tables::{Cell, Column, Format, Table, cells};

fn columns(words: &dyn Words) -> Vec<Column> {
    vec![
        people(words, Head::Threshold),
        people(words, Head::RangeExamined),
        Column::program("policy"),
        Column::program("against"),
        Column::program("budget_soles_per_year"),
        Column::program("quantity"),
        Column::program("words"),
        Column::program("unit"),
        Column::program("examined_low"),
        Column::program("examined_high"),
        Column::program("threshold"),
        Column::program("threshold_low"),
        Column::program("threshold_high"),
        Column::program("preferred_above"),
        fact(words, "share_of_draws_on_preferred_side", Head::PreferredSide).format(Format::Share),
        Column::program("clear"),
        Column::program("doubt"),
    ]
}

fn row(b: &BreakEven, threshold: Cell, range: Cell) -> Vec<Cell> {
    cells![
        threshold,
        range,
        &b.policy,
        &b.against,
        b.budget_soles_per_year,
        &b.quantity,
        &b.words,
        &b.unit,
        b.low,
        b.high,
        b.threshold,
        b.threshold_low,
        b.threshold_high,
        b.preferred_above,
        b.share_preferred,
        b.clear(),
        b.doubt.map_or("", |doubt| doubt.name()),
    ]
}

/// One row per policy, rival, budget and quantity.
pub fn break_evens(told: &Told) -> Table {
    let mut table = Table::new("break_evens", columns(told.words));
    for b in &told.answers.break_evens {
        table.row(row(b, Cell::UNKNOWN, Cell::UNKNOWN));
    }
    table
}

/// The thresholds that are told to people, each in a sentence.
pub fn told(told: &Told, thresholds: &[&BreakEven]) -> Table {
    let mut table = Table::new("break_evens", columns(told.words));
    for b in thresholds {
        let range = told.words.range_examined(b);
        table.row(row(b, told.words.break_even(&turn(told, b)).into(), range.into()));
    }
    table
}
