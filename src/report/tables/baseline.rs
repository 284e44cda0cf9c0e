//! The baseline on the page: its figures, its targets, its drivers.

use super::heads::people;
use crate::inputs::{BaselineTarget, ReportInputs};
use crate::kit::format::upper_first;
use crate::words::tables::{Blank, Head, RowName};
use crate::words::voice::Words;
use amparo_decide::result::{BaselineSummary, DRIVERS, Drivers, SUPPRESS_BELOW};
use amparo_tables::numbers::{number, percent, short};
use amparo_tables::{Cell, Column, Format, Table, cells};

/// The baseline beside its targets.
pub fn targets(inputs: &ReportInputs) -> Table {
    let words = inputs.language.words();
    let heads = [Head::Quantity, Head::Baseline, Head::Target, Head::OffBy, Head::Source];
    let columns = heads.map(|head| people(words, head).format(Format::SignedPercent));
    let mut table = Table::new("targets", columns).captioned(words.targets_caption());
    let shown = |t: &BaselineTarget, v: f64| match t.unit.as_str() {
        "share" => percent(v),
        unit => format!("{} {unit}", short(v)),
    };
    let source = |t: &BaselineTarget| t.source.clone().unwrap_or_else(|| words.no_source().to_owned());
    for t in &inputs.facts.baseline_targets {
        let off = (t.target != 0.0).then(|| t.value / t.target - 1.0);
        table.row(cells![upper_first(&words.target(&t.of)), shown(t, t.value), shown(t, t.target), off, source(t)]);
    }
    table
}

/// The baseline's own figures.
pub(crate) fn figures(words: &dyn Words, b: &BaselineSummary) -> Table {
    let columns = [Head::Quantity, Head::Mean].map(|head| people(words, head));
    let mut table = Table::new("figures", columns).captioned(words.figures_caption());
    let undefined = || Cell::missing(words.blank(Blank::Undefined));
    let minors = b.minors_share.map_or_else(undefined, |share| percent(share).into());
    table.row(cells![words.row_name(RowName::Minors), minors]);
    if let Some(share) = b.rescued_minors_share {
        table.row(cells![words.row_name(RowName::RescuedMinors), percent(share)]);
    }
    for (outcome, mean) in b.means.0.iter().filter(|(outcome, _)| !outcome.index) {
        let size = if mean.abs() >= 99.5 { number(*mean, 0) } else { short(*mean) };
        table.row(cells![words.outcome(outcome), format!("{size} {}", words.outcome_unit(outcome)).trim_end()]);
    }
    if let Some(share) = b.reexploited_share {
        table.row(cells![words.row_name(RowName::Reexploited), percent(share)]);
    }
    if let Some(years) = b.mean_years_exploited {
        table.row(cells![words.row_name(RowName::MeanTime), words.years(years)]);
    }
    table
}

/// Each driver's share with its standard error, by department.
pub(crate) fn drivers(words: &dyn Words, drivers: &Drivers) -> Table {
    let driver = |k: usize| Column::people(upper_first(words.driver(k))).unit("%");
    let shares = (0..DRIVERS.len()).map(driver);
    let effective = people(words, Head::EffectiveDrivers).format(Format::Decimals(1));
    let columns = [people(words, Head::Department)].into_iter().chain(shares).chain([effective]);
    let mut table = Table::new("drivers", columns).captioned(words.drivers_caption());
    for profile in drivers.departments.iter().filter(|d| d.girls >= SUPPRESS_BELOW) {
        let mut row = vec![Cell::from(&profile.place)];
        row.extend(profile.shares.iter().zip(profile.se).map(|(share, se)| {
            let decimals = if se < 0.000_95 { 2 } else { 1 };
            Cell::from(number(100.0 * share, 1)).noted(format!("±\u{a0}{}", number(100.0 * se, decimals)))
        }));
        row.push(profile.effective_drivers.into());
        table.row(row);
    }
    table
}
