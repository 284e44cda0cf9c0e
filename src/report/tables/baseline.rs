//! The baseline on the page: its figures, its targets, its drivers.

use crate::inputs::{BaselineTarget, ReportInputs};
use crate::kit::format::upper_first;
use amparo_decide::result::{BaselineSummary, DRIVERS, Drivers, SUPPRESS_BELOW};
use amparo_tables::numbers::{number, percent, short};
use amparo_tables::{Cell, Column, Format, Table, cells};

/// The baseline beside its targets.
pub fn targets(inputs: &ReportInputs) -> Table {
    let columns = ["Quantity", "Baseline", "Target", "Off by", "Source"].map(Column::people);
    let caption =
        "The baseline against its targets. The model was fitted to some of these, so agreement is no independent test.";
    let mut table = Table::new("targets", columns.map(|c| c.format(Format::SignedPercent))).captioned(caption);
    let shown = |t: &BaselineTarget, v: f64| match t.unit.as_str() {
        "share" => percent(v),
        unit => format!("{} {unit}", short(v)),
    };
    for t in &inputs.facts.baseline_targets {
        let off = (t.target != 0.0).then(|| t.value / t.target - 1.0);
        table.row(cells![upper_first(&t.label), shown(t, t.value), shown(t, t.target), off, &t.source]);
    }
    table
}

/// The baseline's own figures.
pub fn figures(b: &BaselineSummary) -> Table {
    let mut table =
        Table::new("figures", ["Quantity", "Mean"].map(Column::people)).captioned("The baseline's own figures.");
    let minors = b.minors_share.map_or(Cell::missing("undefined"), |share| percent(share).into());
    table.row(cells!["Minors among the victims", minors]);
    for (outcome, mean) in &b.means.0 {
        let size = if mean.abs() >= 99.5 { number(*mean, 0) } else { short(*mean) };
        table.row(cells![outcome.label, format!("{size} {}", outcome.per).trim_end()]);
    }
    if let Some(share) = b.reexploited_share {
        table.row(cells!["Entries that are not a first spell", percent(share)]);
    }
    if let Some(years) = b.mean_years_exploited {
        table.row(cells!["Mean time exploited", format!("{} years", short(years))]);
    }
    table
}

/// Each driver's share with its standard error, by department.
pub fn drivers(drivers: &Drivers) -> Table {
    let shares = DRIVERS.iter().map(|name| Column::people(upper_first(name)).unit("%"));
    let effective = Column::people("Effective drivers").format(Format::Decimals(1));
    let columns = [Column::people("Department")].into_iter().chain(shares).chain([effective]);
    let caption = "Share of each driver by department, %, ± one standard error from sampling girls (not how uncertain the parameters \
                   are). Below 0: the driver protects there, against the level counted as protected.";
    let mut table = Table::new("drivers", columns).captioned(caption);
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
