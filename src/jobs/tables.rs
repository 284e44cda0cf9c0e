//! What commands print besides the results of studies, each table once: columns, rows, and how people read them.

use super::calibrate::Calibrated;
use super::check::Requirements;
use super::run::RunFigures;
use crate::bench::{BenchRecord, Better};
use crate::solve::posterior::{Parameter, Posterior};
use crate::solve::predictive::{Check, Error};
use crate::solve::study::SolveSummary;
use amparo_model::observe::outcomes::{BROTHELS, REGISTERED, VICTIMS};
use amparo_model::scenario::Scenario;
use amparo_tables::{Cell, Column, Format, Table, cells};

/// How people read figures of any size: whole from 20 on, three decimals below.
fn figure(x: f64) -> String {
    if x.abs() >= 20.0 { amparo_tables::numbers::number(x, 0) } else { amparo_tables::numbers::number(x, 3) }
}

/// The figures of one world, and the scenario's targets beside those that have one.
pub fn world(answer: &RunFigures, scenario: &Scenario) -> Table {
    let columns = [
        Column::people("mean over the five years"),
        Column::program("name"),
        Column::fact("value").labelled("this world").format(Format::Own(figure)),
        Column::people("target").format(Format::Own(figure)),
    ];
    let mut table = Table::new("world", columns);
    let (b, t) = (&answer.baseline, &scenario.baseline);
    let mut push = |label: &str, name: &str, value: Option<f64>, target: Option<f64>| {
        table.row(cells![label, name, value.map_or(Cell::missing("undefined"), Cell::from), target]);
    };
    let known = [(VICTIMS, t.victims), (BROTHELS, t.brothels), (REGISTERED, t.registered_per_100k)];
    for (outcome, mean) in b.means.0.iter().filter(|(outcome, _)| !outcome.index) {
        let target = known.iter().find(|(of, _)| of == outcome).map(|(_, target)| *target);
        push(outcome.short, outcome.name, Some(*mean), target);
    }
    push("minors, share of victims", "minors_share", b.minors_share, Some(t.minors_share));
    push("minors, share of rescued", "rescued_minors_share", b.rescued_minors_share, None);
    push("not a first spell, share of spells", "reexploited_share", b.reexploited_share, None);
    push("mean years exploited", "mean_years_exploited", b.mean_years_exploited, None);
    for (name, share) in &b.origin_shares {
        let fitted = scenario.departments.iter().find(|d| d.name == *name && d.fitted);
        let target = fitted.map(|d| d.origin_share);
        push(&format!("from {name}, share of new"), &format!("origin_share.{name}"), *share, target);
    }
    table
}

/// How people read what is fitted: whole from 100 on, four decimals below.
fn fit(x: f64) -> String {
    amparo_tables::numbers::number(x, if x.abs() >= 100.0 { 0 } else { 4 })
}

/// Moments that a scenario is calibrated to, with the parameter that each pins.
pub fn fits(found: &Calibrated) -> Table {
    let number = |name: &'static str| Column::fact(name).format(Format::Own(fit));
    let columns = [
        Column::fact("moment"),
        number("observed"),
        number("noise"),
        number("target"),
        Column::fact("parameter"),
        number("value"),
        Column::program("close"),
        Column::people(""),
    ];
    let mut table = Table::new("fits", columns);
    for f in &found.fits {
        let close = match (f.close, f.at_bound) {
            (true, _) => "",
            (false, None) => "not close",
            (false, Some(_)) => "not close, at its bound",
        };
        table.row(cells![&f.moment, f.observed, f.noise, f.target, &f.parameter, f.value, f.close, close]);
    }
    table
}

/// Draws solved, one row per study.
pub fn solved(summaries: &[SolveSummary]) -> Table {
    let columns = [
        "study",
        "scenario",
        "accepted",
        "candidates",
        "rejected",
        "factor",
        "weight_lost",
        "largest_weight",
        "effective_sample_size",
        "mean_steps",
        "wall_seconds",
    ];
    let mut table = Table::new("solved", columns.map(Column::program));
    for s in summaries {
        let rejected: usize = s.rejected.values().sum();
        table.row(cells![
            &s.study,
            &s.scenario,
            s.accepted,
            s.candidates,
            rejected,
            s.factor,
            s.weight_lost,
            s.largest_weight,
            s.effective_sample_size,
            s.mean_steps,
            s.wall_seconds,
        ]);
    }
    table
}

/// Parameters of draws beside their priors.
pub fn posterior(found: &Posterior) -> Table {
    beside_priors(&found.parameters, found.noise)
}

/// Of the drawn ones, those that the targets pin, the furthest from their priors first.
pub fn pinned(found: &Posterior) -> Table {
    let mut pinned: Vec<Parameter> = found.parameters.iter().filter(|p| p.pinned == Some(true)).cloned().collect();
    pinned.sort_by(|a, b| b.distance.total_cmp(&a.distance));
    beside_priors(&pinned, found.noise)
}

fn beside_priors(parameters: &[Parameter], noise: f64) -> Table {
    let columns = [
        Column::fact("parameter"),
        Column::program("kind"),
        Column::program("prior"),
        Column::fact("prior_low").labelled("from"),
        Column::fact("prior_high").labelled("to"),
        Column::fact("low").labelled("2.5 %"),
        Column::fact("median"),
        Column::fact("high").labelled("97.5 %"),
        Column::program("level"),
        Column::fact("sd_ratio").labelled("spread left").format(Format::Percent),
        Column::fact("distance").format(Format::Decimals(2)),
        Column::program("noise"),
        Column::program("pinned"),
    ];
    let mut table = Table::new("draws_posterior", columns);
    for p in parameters {
        let kind = if p.solved { "solved" } else { "drawn" };
        let noise = if p.solved { Cell::UNKNOWN } else { Cell::from(noise) };
        let pinned = p.pinned.map_or(Cell::UNKNOWN, Cell::Yes);
        table.row(cells![
            &p.name,
            kind,
            p.prior.to_string(),
            p.prior_low,
            p.prior_high,
            p.low,
            p.median,
            p.high,
            p.level,
            p.sd_ratio,
            p.distance,
            noise,
            pinned,
        ]);
    }
    table
}

/// Every target of draws beside what their worlds would show.
pub fn predictive(found: &[Check]) -> Table {
    let columns = [
        Column::people("target"),
        Column::program("target"),
        Column::program("fitted"),
        Column::people("observed"),
        Column::program("observed_low"),
        Column::program("observed_high"),
        Column::program("error"),
        Column::program("error_size"),
        Column::fact("low").labelled("2.5 %"),
        Column::fact("median"),
        Column::fact("high").labelled("97.5 %"),
        Column::fact("below").labelled("below observed").brief("below").format(Format::Decimals(2)),
        Column::fact("above").labelled("above observed").brief("above").format(Format::Decimals(2)),
        Column::people(""),
    ];
    let mut table = Table::new("draws_predictive", columns);
    for c in found {
        let (error, size) = match c.error {
            Error::None => ("none", None),
            Error::Normal(sd) => ("normal", Some(sd)),
            Error::Lognormal(cv) => ("lognormal", Some(cv)),
        };
        let observed = if c.observed_low == c.observed_high {
            Format::Short.one(c.observed_low)
        } else {
            Format::Short.range(c.observed_low, c.observed_high)
        };
        let test = if c.fitted { "" } else { "not fitted by draws" };
        table.row(cells![
            &c.label,
            &c.target,
            c.fitted,
            observed,
            c.observed_low,
            c.observed_high,
            error,
            size,
            c.low,
            c.median,
            c.high,
            c.below,
            c.above,
            test,
        ]);
    }
    table
}

/// Table of the cells that studies would run, one row per study and baseline.
pub fn estimates<'a>(all: impl IntoIterator<Item = &'a Requirements>) -> Table {
    let columns = [
        "study",
        "scenario",
        "draws",
        "worlds",
        "policies",
        "cells",
        "stored",
        "weeks",
        "seconds",
        "jobs",
        "cell_bytes",
        "disk_bytes",
    ];
    let mut table = Table::new("estimates", columns.map(Column::program));
    for e in all {
        table.row(cells![
            &e.study,
            &e.scenario,
            e.draws,
            e.worlds,
            e.policies,
            e.cells,
            e.stored,
            e.weeks,
            e.seconds,
            e.jobs,
            e.cell_bytes,
            e.disk_bytes,
        ]);
    }
    table
}

/// Three digits, in millions where there are as many.
fn short(x: f64) -> String {
    let (x, unit) = if x >= 1e6 { (x / 1e6, " M") } else { (x, "") };
    let digits = match x {
        _ if x >= 100.0 => 0,
        _ if x >= 10.0 => 1,
        _ if x >= 1.0 => 2,
        _ => 4,
    };
    format!("{x:.digits$}{unit}")
}

/// Table of the figures measured on a machine.
pub fn bench(record: &BenchRecord) -> Table {
    let columns = [
        Column::people("median"),
        Column::program("figure"),
        Column::fact("value").labelled("here").format(Format::Own(short)),
        Column::people("pieces"),
        Column::program("lowest"),
        Column::program("highest"),
        Column::program("pieces"),
        Column::program("better"),
        Column::program("estimate"),
        Column::program("normalised"),
        Column::fact("reference").format(Format::Own(short)),
        Column::fact("relative").format(Format::Decimals(2)),
    ];
    let mut table = Table::new("bench", columns);
    for f in &record.figures {
        let title = if f.estimate { format!("{}, an estimate", f.title) } else { f.title.clone() };
        let range = match (f.lowest, f.highest) {
            (Some(low), Some(high)) if f.pieces.len() > 1 => format!("{} to {}", short(low), short(high)),
            _ => String::new(),
        };
        let better = match f.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
        };
        table.row(cells![
            title,
            &f.name,
            f.value.map_or(Cell::missing("unknown"), Cell::from),
            range,
            f.lowest,
            f.highest,
            f.pieces.len(),
            better,
            f.estimate,
            f.normalised,
            f.reference,
            f.relative,
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_shown_with_three_digits() {
        let shown = [914_234_567.0, 12_345_678.0, 12_345.0, 123.4, 12.34, 1.234, 0.1234].map(short);
        assert_eq!(shown, ["914 M", "12.3 M", "12345", "123", "12.3", "1.23", "0.1234"]);
    }
}
