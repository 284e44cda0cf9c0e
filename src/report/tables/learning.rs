//! What learning is worth: `value_of_information.csv`, and one column per budget for people.

use super::heads::people;
use crate::kit::answered;
use crate::kit::format::upper_first;
use crate::said::learning::learning;
use crate::told::Told;
use crate::words::tables::Head;
use crate::words::voice::Words;
use amparo_decide::answers::{Answers, Decision, Worth};
use amparo_tables::{Cell, Column, Format, Table, cells};

/// One row per view, budget, willingness to pay and group of parameters; `everything` is perfect information.
pub fn value_of_information(answers: &Answers) -> Table {
    let columns = [
        "view",
        "budget_soles_per_year",
        "willingness_soles_per_spell",
        "group",
        "parameters",
        "value_soles",
        "se_soles",
        "p",
    ];
    let mut table = Table::new("value_of_information", columns.map(Column::program));
    let mut push = |d: &Decision, group: &str, parameters: String, worth: &[Worth]| {
        for (w, value) in d.willingness.iter().zip(worth) {
            table.row(cells![
                d.view.name(),
                d.budget_soles_per_year,
                *w,
                group,
                &parameters,
                value.value,
                value.se,
                value.p,
            ]);
        }
    };
    for d in &answers.decisions {
        push(d, "everything", String::new(), &d.evpi);
        for g in &d.evppi {
            push(d, &g.group, g.parameters.join(" "), &g.worth);
        }
    }
    table
}

/// What learning each group is worth by budget, at the worth of a case that each decision is stated at; the most valuable group at
/// the largest budget first.
pub fn by_budget(told: &Told) -> Table {
    let (answers, words) = (told.answers, told.words);
    let decisions = answered::decisions(answers);
    let budgets =
        decisions.iter().map(|d| Column::people(words.yearly_budget(d.budget_soles_per_year)).format(Format::Soles));
    let names = people(words, Head::Learned);
    let parameters = people(words, Head::Parameters).code();
    let mut table = Table::new("value_of_information", [names].into_iter().chain(budgets).chain([parameters]));
    let Some(main) = answered::main_decision(answers) else { return table };
    let at = |d: &Decision, worth: &[Worth]| answered::at_reference(d).and_then(|k| worth.get(k).copied());
    let mut row = |what: String, of: &dyn Fn(&Decision) -> Option<Worth>, parameters: &str| {
        let mut cells = vec![Cell::from(what)];
        cells.extend(decisions.iter().map(|d| worth(words, of(d))));
        cells.push(Cell::from("").noted(parameters));
        table.row(cells);
    };
    row(words.perfect_information().into(), &|d| at(d, &d.evpi), "");
    for (g, _) in learning(main) {
        let of = |d: &Decision| d.evppi.iter().find(|o| o.group == g.group).and_then(|o| at(d, &o.worth));
        row(upper_first(&g.group), &of, &g.parameters.join(", "));
    }
    table
}

fn worth(words: &dyn Words, worth: Option<Worth>) -> Cell {
    match worth {
        Some(w) if w.told_apart() => Cell::from(w.value).noted(words.standard_error(w.se)),
        Some(w) => Cell::from(w.value).unsure(true).noted(words.standard_error(w.se)).noted(words.like_chance()),
        None => Cell::UNKNOWN,
    }
}
