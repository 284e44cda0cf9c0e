//! What pairing by common random numbers saved: `pairing.csv` and the page.

use super::heads::{fact, people};
use crate::told::Told;
use crate::words::tables::Head;
use amparo_decide::answers::Pairing;
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_tables::{Column, Format, Table, cells};

fn table<'a>(told: &Told, pairings: impl Iterator<Item = &'a Pairing>, called: impl Fn(&str) -> String) -> Table {
    let words = told.words;
    let mut table = Table::new(
        "pairing",
        [
            people(words, Head::Policy),
            Column::program("policy"),
            Column::program("outcome"),
            fact(words, "correlation", Head::Correlation).format(Format::Decimals(3)),
            fact(words, "unpaired_per_paired", Head::Unpaired),
        ],
    );
    for p in pairings {
        table.row(cells![called(&p.policy), &p.policy, p.outcome.name, p.correlation, p.unpaired_per_paired]);
    }
    table
}

/// One row per policy and outcome.
pub fn pairing(told: &Told) -> Table {
    table(told, told.answers.pairing.iter(), str::to_owned)
}

/// Spells begun alone, at the largest budget.
pub fn of_spells(told: &Told) -> Table {
    let shown = |p: &&Pairing| p.outcome == SPELLS_BEGUN && told.at_largest(&p.policy);
    table(told, told.answers.pairing.iter().filter(shown), |policy| told.of(policy))
}
