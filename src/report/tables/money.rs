//! What policies spend, for people. `summary.csv` has the numbers.

use crate::kit::answered::{Names, name};
use crate::words::effects::by_spells_averted;
use amparo_decide::result::{PolicyResult, StudyResult};
use amparo_tables::numbers::soles;
use amparo_tables::{Cell, Column, Format, Readers, Table, cells};

/// Where policies have money in other years than the funded ones, what they spend in those has a column of its own.
fn columns(alike: bool) -> Vec<Column> {
    let money = |label: &'static str, brief: &'static str| Column::people(label).brief(brief).format(Format::Soles);
    let mut columns = vec![Column::people("Policy").brief("")];
    if alike {
        columns.push(money("Spent per year", "spent/year"));
    } else {
        columns.push(money("Spent per funded year", "funded/year"));
        columns.push(money("Spent per following year", "following/year"));
        columns.push(Column::people("Years of money").only(Readers::PAGES));
    }
    columns.push(money(if alike { "Unspent per year" } else { "Unspent per year of money" }, "unspent/year"));
    columns
}

fn table<'a>(
    result: &StudyResult,
    policies: impl Iterator<Item = &'a PolicyResult>,
    row: impl Fn(&PolicyResult) -> (String, Cell),
) -> Table {
    let alike = result.all_funded_alike();
    let mut table = Table::new("money", columns(alike));
    for p in policies {
        let (name, spent) = row(p);
        let mut cells = cells![name, spent];
        if !alike {
            cells.extend(cells![p.following_spend_soles_per_year, p.years_of_money]);
        }
        cells.push(p.unspent_soles_per_year.into());
        table.row(cells);
    }
    table
}

/// Spending of each policy, with what each intervention costs below it.
pub fn by_intervention(result: &StudyResult) -> Table {
    table(result, by_spells_averted(result).into_iter(), |p| {
        let by = p.spend_by_intervention.iter().filter(|(_, s)| **s > 0.0);
        let by: Vec<String> = by.map(|(kind, s)| format!("{kind} {}", soles(*s))).collect();
        (name(p).to_owned(), Cell::from(p.spend_soles_per_year).noted(by.join("; ")))
    })
}

/// Spending of the policies at the largest budget.
pub fn at_largest(names: &Names) -> Table {
    let here = by_spells_averted(names.result).into_iter().filter(|p| names.at_largest(&p.name));
    table(names.result, here, |p| (names.of(&p.name), p.spend_soles_per_year.into()))
}
