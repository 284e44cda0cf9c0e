//! Changes against the baseline over draws: `effects_over_draws.csv`, the tables of the page, and the three outcomes for terminals.

use super::estimate::{OVER_DRAWS, cell, plain};
use crate::findings::TRIPLE;
use crate::kit::answered::{self, Names};
use crate::words::triple;
use amparo_decide::answers::{Answers, EffectOverDraws};
use amparo_tables::{Cell, Column, Estimate, Format, Readers, Shows, Table, cells};

/// One row per policy, window and outcome.
pub fn over_draws(answers: &Answers) -> Table {
    let columns = ["policy", "window", "outcome", "unit", "baseline"].map(Column::program);
    let estimate = Column::estimate("", OVER_DRAWS).only(Readers::PROGRAMS);
    let mut table = Table::new("effects_over_draws", columns.into_iter().chain([estimate]));
    for e in &answers.effects {
        table.row(cells![&e.policy, &e.window, &e.outcome, &e.unit, e.baseline, plain(&e.change)]);
    }
    table
}

/// Outcomes as people see them: name, label, unit.
const SHOWN: [(&str, &str, &str); 5] = [
    (TRIPLE[0].0, "Spells begun", "per year"),
    (TRIPLE[1].0, "Newly exploited", "girls per year"),
    (TRIPLE[2].0, "Victims", "persons at a time"),
    ("brothels", "Brothels", ""),
    ("registered_per_100k", "Registered", "per 100,000 and year"),
];

/// A change with what it is of its baseline.
fn change(e: &EffectOverDraws) -> Estimate {
    Estimate { relative: (e.baseline > 0.0).then(|| e.change.mean / e.baseline), ..cell(&e.change) }
}

/// One row per policy at the largest budget, one column per outcome. Newly exploited, spells begun and victims stand together or not
/// at all. `intervals` says whether any estimate has an interval over draws.
pub fn changes(names: &Names, answers: &Answers, window: &str, intervals: bool) -> Table {
    let interval = if intervals { Readers::PAGES } else { Readers::NOBODY };
    let shows = Shows { interval, noise: Readers::PAGES, relative: true };
    let outcomes = SHOWN.iter().enumerate().map(|(k, (_, label, unit))| {
        let format = if k < TRIPLE.len() { Format::Change } else { Format::Signed };
        Column::estimate(*label, OVER_DRAWS).unit(*unit).format(format).shows(shows).only(Readers::PAGES)
    });
    let mut table = Table::new("effects", [Column::people("Policy")].into_iter().chain(outcomes));
    let mut policies: Vec<&str> = Vec::new();
    for e in answers.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy)) {
        if !policies.contains(&e.policy.as_str()) {
            policies.push(&e.policy);
        }
    }
    for policy in policies {
        let find = |outcome: &str| answered::effect(answers, policy, outcome, window);
        let together = TRIPLE.iter().all(|(outcome, _)| find(outcome).is_some());
        let mut row = vec![Cell::from(names.of(policy))];
        row.extend(SHOWN.iter().enumerate().map(|(k, (outcome, ..))| {
            find(outcome).filter(|_| together || k >= TRIPLE.len()).map(change).into()
        }));
        table.row(row);
    }
    table
}

/// Spells begun, newly exploited and victims side by side, never one alone; policies in the order of the decision at the largest
/// budget.
pub fn three(names: &Names, answers: &Answers) -> Table {
    let columns = ["spells begun/year", "newly exploited/year", "victims"].map(|label| {
        let estimate = Column::estimate(label, OVER_DRAWS).only(Readers::TERMINALS);
        estimate.format(Format::Change).shows(Shows::INTERVAL).interval("")
    });
    let mut table = Table::new("effects", [Column::people("Policy").brief("")].into_iter().chain(columns));
    let policies: Vec<String> = match answered::main_decision(answers) {
        Some(d) => answered::ranked(d).into_iter().map(|r| d.strategies[r].policy.clone()).collect(),
        None => {
            let here = names.result.policies.iter().filter(|p| names.at_largest(&p.name));
            here.filter(|_| !answers.effects.is_empty()).map(|p| p.name.clone()).collect()
        }
    };
    for policy in policies {
        let mut row = vec![Cell::from(names.of(&policy))];
        match triple(answers, &policy) {
            Some(three) => row.extend(three.map(|e| Cell::from(plain(&e.change)))),
            None => row.extend(vec![Cell::missing("not shown"); 3]),
        }
        table.row(row);
    }
    table
}
