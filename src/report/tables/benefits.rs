//! Who benefits: `who_benefits.csv` and `by_treatment.csv`. People see their charts.

use super::estimate::{PARTS, bare};
use crate::kit::answered;
use amparo_decide::answers::Answers;
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_model::observe::outcomes::NEWLY_EXPLOITED;
use amparo_tables::{Column, Readers, Table, cells};

/// One row per policy, dimension and group; numbers are missing where a group has fewer than five persons.
pub fn who_benefits(answers: &Answers) -> Table {
    let columns = ["policy", "dimension", "group", "outcome", "unit", "baseline"].map(Column::program);
    let estimate = Column::estimate("", PARTS).only(Readers::PROGRAMS);
    let mut table = Table::new("who_benefits", columns.into_iter().chain([estimate]));
    for b in &answers.benefits {
        table.row(cells![
            &b.policy,
            b.dimension.name(),
            &b.group,
            NEWLY_EXPLOITED.name,
            NEWLY_EXPLOITED.unit,
            b.baseline.filter(|n| *n >= SUPPRESS_BELOW),
            answered::benefit(b).map(bare),
        ]);
    }
    table
}

/// One row per policy, adaptation and kind of community; numbers are missing where there are fewer than five persons.
pub fn by_treatment(answers: &Answers) -> Table {
    let columns = ["policy", "adaptation", "communities", "outcome", "unit", "baseline"].map(Column::program);
    let estimate = Column::estimate("", PARTS).only(Readers::PROGRAMS);
    let columns = columns.into_iter().chain([estimate, Column::program("draws")]);
    let mut table = Table::new("by_treatment", columns);
    for b in &answers.by_treatment {
        for (communities, baseline, e) in
            [("treated", b.treated_baseline, &b.treated), ("untreated", b.untreated_baseline, &b.untreated)]
        {
            let shown = baseline >= SUPPRESS_BELOW;
            table.row(cells![
                &b.policy,
                b.adaptation.name(),
                communities,
                NEWLY_EXPLOITED.name,
                NEWLY_EXPLOITED.unit,
                shown.then_some(baseline),
                shown.then(|| bare(e)),
                b.draws,
            ]);
        }
    }
    table
}
