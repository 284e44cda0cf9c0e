//! From money to girls averted: `funnel.csv`. People see its chart.

use super::estimate::{PARTS, bare};
use amparo_decide::answers::Answers;
use amparo_decide::estimate::Estimate;
use amparo_tables::{Cell, Column, Readers, Table, cells};

/// One row per policy, kind of spell and intervention, then one for all of them together, in which alone refilling and what is averted
/// are known.
pub fn funnel(answers: &Answers) -> Table {
    let columns =
        ["policy", "spells", "intervention", "spending_soles", "units", "unit", "reached", "at_risk", "prevented"];
    let estimate = |name| Column::estimate(name, PARTS).only(Readers::PROGRAMS);
    let columns = columns.map(Column::program).into_iter().chain([estimate("refilled"), estimate("averted")]);
    let mut table = Table::new("funnel", columns);
    for funnel in &answers.funnels {
        for one in &funnel.bought {
            table.row(cells![
                &funnel.policy,
                one.of.name(),
                &one.intervention,
                one.spending,
                one.units,
                one.unit.name(),
                one.reached,
                one.at_risk,
                one.prevented,
                None::<Cell>,
                None::<Cell>,
            ]);
        }
        for steps in &funnel.spells {
            let spending: f64 = funnel.bought.iter().filter(|one| one.of == steps.of).map(|one| one.spending).sum();
            let mean = |e: &Estimate| e.mean;
            table.row(cells![
                &funnel.policy,
                steps.of.name(),
                "",
                spending,
                None::<f64>,
                None::<f64>,
                mean(&steps.reached),
                mean(&steps.at_risk),
                mean(&steps.prevented),
                bare(&steps.refilled),
                bare(&steps.averted),
            ]);
        }
    }
    table
}
