//! What policies spend: `money.csv` year by year over the whole horizon, and the table for people.

use super::heads::people;
use crate::kit::answered::name;
use crate::said::effects::by_spells_averted;
use crate::told::Told;
use crate::words::tables::Head;
use crate::words::voice::Words;
use amparo_decide::result::{PolicyResult, StudyResult, Years};
use amparo_tables::{Cell, Column, Format, Readers, Table, cells};

/// Where policies have money in other years than the funded ones, what they spend in those has a column of its own.
fn columns(words: &dyn Words, alike: bool) -> Vec<Column> {
    let money = |head: Head| people(words, head).format(Format::Own(words.spent()));
    let mut columns = vec![people(words, Head::Policy).brief("")];
    if alike {
        columns.push(money(Head::SpentPerYear));
    } else {
        columns.push(money(Head::SpentFunded));
        columns.push(money(Head::SpentFollowing));
        columns.push(people(words, Head::YearsOfMoney).only(Readers::PAGES));
        columns.push(money(Head::SpentInAll));
    }
    columns.push(money(if alike { Head::UnspentPerYear } else { Head::UnspentPerYearOfMoney }));
    columns
}

fn table<'a>(
    told: &Told,
    policies: impl Iterator<Item = &'a PolicyResult>,
    row: impl Fn(&PolicyResult) -> (String, Cell),
) -> Table {
    let alike = told.result.all_funded_alike();
    let mut table = Table::new("money", columns(told.words, alike));
    for p in policies {
        let (name, spent) = row(p);
        let mut cells = cells![name, spent];
        if !alike {
            cells.extend(cells![p.following_spend_soles_per_year, p.years_of_money, p.spend_soles_over_the_horizon()]);
        }
        cells.push(p.unspent_soles_per_year.into());
        table.row(cells);
    }
    table
}

/// `money.csv`: one row per policy and year of the horizon, funded or not; means over draws and replicates, not discounted.
pub fn by_year(result: &StudyResult) -> Table {
    let names = ["policy", "title", "budget_soles_per_year", "year", "window", "spent_soles"];
    let mut table = Table::new("money", names.map(Column::program));
    for p in &result.policies {
        for (at, spent) in p.spend_soles_by_year.iter().enumerate() {
            let window = if at < result.funded_years { Years::Funded } else { Years::Following };
            table.row(cells![&p.name, &p.title, p.budget_soles_per_year, at + 1, window.name(), *spent]);
        }
    }
    table
}

/// Spending of each policy, with what each intervention costs below it, and each year.
pub fn by_intervention(told: &Told) -> Table {
    table(told, by_spells_averted(told.result).into_iter(), |p| {
        let by = p.spend_by_intervention.iter().filter(|(_, s)| **s > 0.0);
        let by: Vec<(&str, f64)> = by.map(|(kind, s)| (told.label(kind), *s)).collect();
        let spent = Cell::from(p.spend_soles_per_year).noted(told.words.interventions_paid(&by));
        (name(p).to_owned(), spent.noted(told.words.years_paid(&p.spend_soles_by_year)))
    })
}

/// Spending of the policies at the largest budget.
pub fn at_largest(told: &Told) -> Table {
    let here = by_spells_averted(told.result).into_iter().filter(|p| told.at_largest(&p.name));
    table(told, here, |p| (told.of(&p.name), p.spend_soles_per_year.into()))
}
