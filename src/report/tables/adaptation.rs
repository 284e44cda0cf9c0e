//! Effects before and after the trade adapts, step by step: `waterfall.csv`, and one row per policy for people.

use super::estimate::{OVER_DRAWS, plain};
use crate::kit::answered::Names;
use crate::charts::before_after::{self, STEPS};
use amparo_decide::answers::{Answers, Estimate, Waterfall};
use amparo_tables::{Cell, Column, Format, Readers, Shows, Table, cells};

/// `waterfall.csv`: one row per policy, outcome, window and step; the order of the further split beside its steps.
pub fn waterfalls(answers: &Answers) -> Table {
    let columns = ["policy", "outcome", "window", "unit", "draws", "baseline", "step", "order"].map(Column::program);
    let estimate = Column::estimate("", OVER_DRAWS).only(Readers::PROGRAMS);
    let mut table = Table::new("waterfall", columns.into_iter().chain([estimate]));
    for w in &answers.waterfalls {
        let mut push = |step: &str, order: &str, e: &Estimate| {
            table.row(cells![
                &w.policy,
                &w.outcome,
                &w.window,
                &w.unit,
                w.draws,
                w.baseline,
                step,
                order,
                plain(e),
            ]);
        };
        for (step, e) in STEPS.iter().zip(before_after::steps(w)) {
            push(step, "", e);
        }
        for s in &w.split {
            push(&s.step, &s.order, &s.increment);
        }
    }
    table
}

/// Waterfalls for people: one row per policy. Means add up exactly. Pages show the interval of each step (where `intervals` holds),
/// terminals that of the last.
pub fn steps(names: &Names, shown: &[&Waterfall], intervals: bool) -> Table {
    let on = |readers: Readers| if intervals { readers } else { Readers::NOBODY };
    let step = |label: &'static str, brief: &'static str| {
        let shows = Shows { interval: on(Readers::PAGES), ..Shows::MEAN };
        Column::estimate(label, OVER_DRAWS).brief(brief).format(Format::Change).shows(shows).only(Readers::PEOPLE)
    };
    let last = Shows { interval: on(Readers::PEOPLE), noise: Readers::TERMINALS, ..Shows::MEAN };
    let columns = [
        Column::people("Policy").brief(""),
        step("Before", "before"),
        step("Spatial shift", "spatial"),
        step("Refilling", "refilling"),
        step("After", "after").shows(last),
        Column::people("Refilling, step by step").only(Readers::PAGES),
    ];
    let mut table = Table::new("adaptation", columns);
    for w in shown {
        let mut cells = vec![Cell::from(names.of(&w.policy))];
        cells.extend(before_after::steps(w).map(|e| Cell::from(plain(e))));
        cells.push(split(w));
        table.row(cells);
    }
    table
}

/// Refilling split further, in each order of its steps.
fn split(w: &Waterfall) -> Cell {
    let orders = ["forward", "reversed"].into_iter().filter_map(|order| {
        let steps: Vec<String> = w
            .split
            .iter()
            .filter(|s| s.order == order)
            .map(|s| format!("{} {}", s.step, Format::Change.one(s.increment.mean)))
            .collect();
        (!steps.is_empty()).then(|| format!("{order}: {}", steps.join("; ")))
    });
    orders.fold(Cell::from(""), Cell::noted)
}
