//! Effects before and after the trade adapts, step by step: `waterfall.csv`, and one row per policy for people.

use super::estimate::{PARTS, plain};
use crate::charts::before_after::{self, STEPS};
use crate::kit::answered::Names;
use amparo_decide::answers::{Answers, Order, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_tables::{Cell, Column, Format, Readers, Shows, Table, cells};

/// `waterfall.csv`: one row per policy, outcome, window and step; the order of the further split beside its steps.
pub fn waterfalls(answers: &Answers) -> Table {
    let columns = ["policy", "outcome", "window", "unit", "draws", "baseline", "step", "order"].map(Column::program);
    let estimate = Column::estimate("", PARTS).only(Readers::PROGRAMS);
    let mut table = Table::new("waterfall", columns.into_iter().chain([estimate]));
    for w in &answers.waterfalls {
        let mut push = |step: &str, order: &str, e: &Estimate| {
            table.row(cells![
                &w.policy,
                w.outcome.name,
                w.window.name(),
                w.unit,
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
            push(s.step.name(), s.order.name(), &s.increment);
        }
    }
    table
}

/// Waterfalls for people: one row per policy. Means add up exactly. Over draws terminals show the interval of the last step alone.
pub fn steps(names: &Names, shown: &[&Waterfall], one: bool) -> Table {
    let intervals = shown.iter().flat_map(|w| before_after::steps(w)).any(|e| e.interval().is_some());
    let on = |readers: Readers| if intervals { readers } else { Readers::NOBODY };
    let step = |label: &'static str, brief: &'static str| {
        let shows = Shows { interval: on(if one { Readers::PEOPLE } else { Readers::PAGES }), ..Shows::MEAN };
        let estimate = Column::estimate(label, PARTS).brief(brief).format(Format::Change).only(Readers::PEOPLE);
        estimate.shows(shows).interval("")
    };
    let further = if shown.iter().any(|w| !w.split.is_empty()) { Readers::PAGES } else { Readers::NOBODY };
    let noise = if one { Readers::NOBODY } else { Readers::TERMINALS };
    let last = Shows { interval: on(Readers::PEOPLE), noise, ..Shows::MEAN };
    let columns = [
        Column::people("Policy").brief(""),
        step("Before", "before"),
        step("Spatial shift", "spatial"),
        step("Refilling", "refilling"),
        step("After", if one { "after adaptation" } else { "after (draws)" }).shows(last),
        Column::people("Refilling, step by step").only(further),
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
    let orders = Order::ALL.iter().filter_map(|order| {
        let steps: Vec<String> = w
            .split
            .iter()
            .filter(|s| s.order == *order)
            .map(|s| format!("{} {}", s.step.name(), Format::Change.one(s.increment.mean)))
            .collect();
        (!steps.is_empty()).then(|| format!("{}: {}", order.name(), steps.join("; ")))
    });
    orders.fold(Cell::from(""), Cell::noted)
}
