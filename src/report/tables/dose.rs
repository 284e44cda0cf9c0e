//! Variants of one policy: `sweep.csv`, `sweep_axes.csv`, and for people each sweep by itself.

use super::heads::people;
use crate::said::dose::{main, rows};
use crate::told::Told;
use crate::words::tables::Head;
use amparo_decide::answers::Answers;
use amparo_decide::dose::{Dose, Point, Step, Value};
use amparo_decide::mean::Mean;
use amparo_tables::{Cell, Column, Table, cells};

/// What programs call the column of an axis: `vary_` and its name in the file, marks as underscores.
fn column(key: &str) -> String {
    let name: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("vary_{name}")
}

/// The axes of all sweeps, each name once.
fn axes(answers: &Answers) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for axis in answers.doses.iter().flat_map(|dose| &dose.axes) {
        let name = column(&axis.key);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// Names of a mean's parts behind its own.
const PARTS: [&str; 4] = ["", "_se", "_noise_se", "_bar"];

fn parts(mean: Option<&Mean>) -> [Cell; 4] {
    let of = |part: fn(&Mean) -> Option<f64>| mean.and_then(part).into();
    [of(|m| Some(m.mean)), of(|m| m.se), of(|m| m.noise), of(|m| m.bar)]
}

fn value(value: Option<&Value>) -> Cell {
    match value {
        Some(Value::Number(number)) => (*number).into(),
        Some(Value::Word(word)) => word.as_str().into(),
        None => Cell::UNKNOWN,
    }
}

/// One row per sweep, budget, and variant. Axes that a sweep has not are empty in its rows; the step that leads to a variant stands with it.
pub fn sweep(answers: &Answers) -> Table {
    let axes = axes(answers);
    let first = ["sweep", "budget_soles_per_year", "policy", "horizon_years"].map(Column::program);
    let named = axes.iter().map(|name| Column::program(name.clone()));
    let means = ["girls", "girls_undiscounted", "step_girls"];
    let mean = |name: &'static str| PARTS.map(|part| Column::program(format!("{name}{part}")));
    let of = |names: &[&'static str]| names.iter().map(|name| Column::program(*name)).collect::<Vec<Column>>();
    let columns = first
        .into_iter()
        .chain(named)
        .chain(mean(means[0]))
        .chain(mean(means[1]))
        .chain(of(&[
            "girls_assumed_low",
            "girls_assumed_high",
            "girls_assumed_holds",
            "cost_soles",
            "spent_soles",
            "spent_share",
            "soles_per_girl",
            "soles_per_girl_low",
            "soles_per_girl_high",
            "word",
            "not_beaten",
            "step_from",
        ]))
        .chain(mean(means[2]))
        .chain(of(&["step_cost_soles", "step_per", "step_girls_per", "diminished", "returns", "effective_draws"]));
    let mut table = Table::new("sweep", columns);
    for dose in &answers.doses {
        for point in &dose.points {
            table.row(row(dose, point, &axes));
        }
    }
    table
}

fn row(dose: &Dose, point: &Point, axes: &[String]) -> Vec<Cell> {
    let mut row = cells![&dose.policy, dose.budget_soles_per_year, &point.policy, dose.horizon_years];
    row.extend(axes.iter().map(|name| {
        let at = dose.axes.iter().position(|axis| column(&axis.key) == *name);
        value(at.and_then(|at| point.values.get(at)))
    }));
    row.extend(parts(Some(&point.girls)));
    row.extend(parts(Some(&point.girls_undiscounted)));
    let most = dose.most.as_ref().filter(|most| most.policy == point.policy);
    let [low, high] = point.per_girl.ends.unwrap_or_default();
    let returns = dose.returns.as_ref();
    let leads_here = |step: &&Step| point.values.first().and_then(Value::number) == Some(step.to);
    let step = returns.and_then(|found| found.steps.iter().find(leads_here));
    row.extend(cells![
        point.assumed.map(|range| range.low),
        point.assumed.map(|range| range.high),
        point.assumed.map(|range| range.holds),
        point.cost,
        point.spent,
        point.spent_share,
        point.per_girl.value,
        low,
        high,
        most.map_or("", |most| most.word.name()),
        most.map_or(String::new(), |most| most.not_beaten.join("; ")),
        step.map(|step| step.from),
    ]);
    row.extend(parts(step.map(|step| &step.girls)));
    row.extend(cells![
        step.map(|step| step.cost.mean),
        step.and(returns).map_or("", |found| found.per.name()),
        step.map(|step| step.girls_per),
        step.map_or(String::new(), |step| step.diminished.to_string()),
        returns.map_or("", |found| found.finding.name()),
        dose.effective_draws,
    ]);
    row
}

/// One row per value of every axis, where several are crossed: the mean over the values of the others.
pub fn by_axis(answers: &Answers) -> Table {
    let first = ["sweep", "budget_soles_per_year", "axis", "value"].map(Column::program);
    let girls = PARTS.map(|part| Column::program(format!("girls_undiscounted{part}")));
    let mut table = Table::new("sweep_axes", first.into_iter().chain(girls).chain([Column::program("spent_soles")]));
    for dose in &answers.doses {
        for effect in &dose.main_effects {
            let Some(axis) = dose.axes.get(effect.axis) else { continue };
            let mut row = cells![&dose.policy, dose.budget_soles_per_year, &axis.key];
            row.push(value(Some(&effect.value)));
            row.extend(parts(Some(&effect.girls)));
            row.push(effect.spent.into());
            table.row(row);
        }
    }
    table
}

/// A sweep for people: a row per variant, where they are many of those that avert most.
pub fn variants(told: &Told, dose: &Dose) -> Table {
    let words = told.words;
    let heads = [Head::Variant, Head::GirlsAverted, Head::Assumed, Head::SpentOver, Head::PerGirl];
    let columns = heads.map(|head| people(words, head));
    let mut table = Table::new("sweep_variants", columns);
    for point in rows(dose) {
        let girls = &point.girls_undiscounted;
        table.row(cells![
            words.dose_variant(dose, point),
            Cell::from(words.with_bar_brief(girls)).unsure(girls.sign().is_none()),
            point.assumed.map_or(Cell::UNKNOWN, |range| words.dose_range(&range).into()),
            words.spent_brief(point.spent),
            match point.per_girl.value {
                Some(soles) =>
                    Cell::from(words.dose_per_girl(soles, &point.per_girl)).unsure(point.per_girl.perhaps_none),
                None => Cell::UNKNOWN,
            },
        ]);
    }
    table
}

/// The sweeps at the largest budget, each with its table and how many of its variants that leaves out.
pub fn told<'a>(told: &Told<'a>) -> Vec<(&'a Dose, Table, usize)> {
    main(told).into_iter().map(|dose| (dose, variants(told, dose), dose.points.len() - rows(dose).len())).collect()
}
