//! What pairing by common random numbers saved: `pairing.csv` and the page.

use crate::kit::answered::Names;
use amparo_decide::answers::{Answers, Pairing};
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_tables::{Column, Format, Table, cells};

fn table<'a>(pairings: impl Iterator<Item = &'a Pairing>, called: impl Fn(&str) -> String) -> Table {
    let mut table = Table::new(
        "pairing",
        [
            Column::people("Policy"),
            Column::program("policy"),
            Column::program("outcome"),
            Column::fact("correlation").labelled("Correlation with the baseline").format(Format::Decimals(3)),
            Column::fact("unpaired_per_paired").labelled("Unpaired replicates for one paired"),
        ],
    );
    for p in pairings {
        table.row(cells![called(&p.policy), &p.policy, p.outcome.name, p.correlation, p.unpaired_per_paired]);
    }
    table
}

/// One row per policy and outcome.
pub fn pairing(answers: &Answers) -> Table {
    table(answers.pairing.iter(), str::to_owned)
}

/// Spells begun alone, at the largest budget.
pub fn of_spells(names: &Names, answers: &Answers) -> Table {
    let shown = |p: &&Pairing| p.outcome == SPELLS_BEGUN && names.at_largest(&p.policy);
    table(answers.pairing.iter().filter(shown), |policy| names.of(policy))
}
