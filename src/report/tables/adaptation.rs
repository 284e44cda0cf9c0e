//! Effects before and after the trade adapts, step by step: `waterfall.csv`, and one row per policy for people.

use super::estimate::{PARTS, bare, plain};
use super::heads::{estimate, people};
use crate::charts::before_after;
use crate::told::Told;
use crate::words::adaptation::Step;
use crate::words::tables::Head;
use amparo_decide::answers::{Answers, Order, SplitStep, Waterfall};
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
                bare(e),
            ]);
        };
        for (step, e) in Step::ALL.into_iter().zip(before_after::steps(w)) {
            push(step.name(), "", e);
        }
        for s in &w.split {
            push(s.step.name(), s.order.name(), &s.increment);
        }
    }
    table
}

/// Waterfalls for people: one row per policy. Means add up exactly. Over draws terminals show the interval of the last step alone.
pub(crate) fn steps(told: &Told, shown: &[&Waterfall]) -> Table {
    let (one, words) = (told.one(), told.words);
    let intervals = shown.iter().flat_map(|w| before_after::steps(w)).any(|e| e.interval().is_some());
    let on = |readers: Readers| if intervals { readers } else { Readers::NOBODY };
    let step = |head: Head| {
        let shows = Shows { interval: on(if one { Readers::PEOPLE } else { Readers::PAGES }), ..Shows::MEAN };
        estimate(words, head, PARTS).format(Format::Change).only(Readers::PEOPLE).shows(shows).interval("")
    };
    let further = if shown.iter().any(|w| !w.split.is_empty()) { Readers::PAGES } else { Readers::NOBODY };
    let bar = if one { Readers::NOBODY } else { Readers::TERMINALS };
    let last = Shows { interval: on(Readers::PEOPLE), bar, ..Shows::MEAN };
    let columns = [
        people(words, Head::Policy).brief(""),
        step(Head::StepBefore),
        step(Head::StepSpatial),
        step(Head::StepRefilling),
        step(Head::StepAfter(one)).shows(last),
        people(words, Head::StepsOfRefilling).only(further),
    ];
    let mut table = Table::new("adaptation", columns);
    for w in shown {
        let mut cells = vec![Cell::from(told.of(&w.policy))];
        cells.extend(before_after::steps(w).map(|e| Cell::from(plain(words, e))));
        cells.push(split(told, w));
        table.row(cells);
    }
    table
}

/// Refilling split further, in each order of its steps.
fn split(told: &Told, w: &Waterfall) -> Cell {
    let orders = Order::ALL.iter().filter_map(|order| {
        let steps: Vec<&SplitStep> = w.split.iter().filter(|s| s.order == *order).collect();
        (!steps.is_empty()).then(|| told.words.split_in_order(*order, &steps))
    });
    orders.fold(Cell::from(""), Cell::noted)
}
