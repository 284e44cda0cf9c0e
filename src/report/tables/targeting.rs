//! What putting a kind of intervention where most are exposed is worth: `targeting.csv`, the page, the terminal.

use super::heads::{fact, people};
use crate::told::Told;
use crate::words::tables::Head;
use amparo_decide::mean::Mean;
use amparo_decide::targeting::Targeting;
use amparo_tables::{Cell, Column, Format, Table, cells};

/// What programs get of each mean.
fn parts(of: impl Fn(&Targeting) -> Option<Mean>, one: &Targeting) -> [Cell; 4] {
    let mean = of(one);
    [
        mean.map(|x| x.mean).into(),
        mean.and_then(|x| x.se).into(),
        mean.and_then(|x| x.noise).into(),
        mean.and_then(|x| x.bar).into(),
    ]
}

/// One row per budget and kind that a study gives in both forms.
pub fn targeting(told: &Told) -> Table {
    let words = told.words;
    let columns = [
        Column::program("budget_soles_per_year"),
        Column::program("kind"),
        Column::program("everywhere"),
        Column::program("by_exposure"),
        people(words, Head::Policy).brief(""),
        people(words, Head::TargetingWorth),
        fact(words, "everywhere_spent_soles", Head::EverywhereSpent).format(Format::Own(words.spent())),
        fact(words, "by_exposure_spent_soles", Head::ByExposureSpent).format(Format::Own(words.spent())),
        Column::program("comparable"),
    ];
    const MEANS: [&str; 8] = [
        "girls",
        "girls_se",
        "girls_noise_se",
        "girls_bar",
        "girls_undiscounted",
        "girls_undiscounted_se",
        "girls_undiscounted_noise_se",
        "girls_undiscounted_bar",
    ];
    let mut table = Table::new("targeting", columns.into_iter().chain(MEANS.map(Column::program)));
    for one in &told.answers.targeting {
        let mut row = cells![
            one.budget_soles_per_year,
            &one.kind,
            &one.everywhere,
            &one.by_exposure,
            words.of_kind_at(told.label(&one.kind), one.budget_soles_per_year),
            words.targeting_worth(one.worth.as_ref().map(|worth| &worth.girls_undiscounted)),
            one.everywhere_spent,
            one.by_exposure_spent,
            one.worth.is_some().to_string(),
        ];
        row.extend(parts(|one| one.worth.map(|worth| worth.girls), one));
        row.extend(parts(|one| one.worth.map(|worth| worth.girls_undiscounted), one));
        table.row(row);
    }
    table
}
