//! Where preference turns: `break_evens.csv`, and the clear thresholds on the page.

use crate::kit::answered::Names;
use crate::words;
use amparo_decide::answers::{Answers, BreakEven};
use amparo_tables::{Cell, Column, Format, Table, cells};

fn columns() -> Vec<Column> {
    vec![
        Column::people("Threshold"),
        Column::people("Range examined"),
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
        Column::fact("share_of_draws_on_preferred_side")
            .labelled("Of draws lie on the preferred side")
            .format(Format::Share),
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
pub fn break_evens(answers: &Answers) -> Table {
    let mut table = Table::new("break_evens", columns());
    for b in &answers.break_evens {
        table.row(row(b, Cell::UNKNOWN, Cell::UNKNOWN));
    }
    table
}

/// The thresholds that are told to people, each in a sentence.
pub fn told(names: &Names, answers: &Answers, thresholds: &[&BreakEven]) -> Table {
    let mut table = Table::new("break_evens", columns());
    for b in thresholds {
        let range = format!("{} to {}", words::quantity(b, b.low), words::quantity(b, b.high));
        table.row(row(b, words::break_even(names, answers, b).into(), range.into()));
    }
    table
}
