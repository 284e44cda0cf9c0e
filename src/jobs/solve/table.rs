//! The table of solved draws, as it ships.

use super::point::Accepted;
use super::study::SolvedDraws;
use super::weights::{Factors, normalized};
use amparo_files::{DRAW_COLUMNS, parameter_columns};
use amparo_model::scenario::{Draw, DrawSample};
use amparo_tables::{Cell, Column, Table};

/// The table: one row per draw, columns [`DRAW_COLUMNS`] and the parameters.
pub fn draws_table(solved: &SolvedDraws, sample: &DrawSample) -> Table {
    let parameters = parameter_columns(sample);
    let factors: Vec<Factors> = solved.accepted.iter().map(|(_, a)| a.factors).collect();
    let columns = DRAW_COLUMNS.iter().map(|name| (*name).to_owned()).chain(parameters.iter().cloned());
    let mut table = Table::new("draws", columns.map(Column::fact));
    for ((number, draw), (factors, weight)) in solved.accepted.iter().zip(normalized(&factors)) {
        let seen = [weight].into_iter().chain(factors).chain(diagnostics(draw)).map(|x| shown(x).into());
        let solved = values(draw, &parameters).into_iter().map(Cell::from);
        table.row([Cell::from(*number)].into_iter().chain(seen).chain(solved));
    }
    table
}

/// Rows of the table of draws, as a study reads them.
pub fn draws(solved: &SolvedDraws, sample: &DrawSample) -> Vec<Draw> {
    let parameters = parameter_columns(sample);
    let factors: Vec<Factors> = solved.accepted.iter().map(|(_, a)| a.factors).collect();
    let rows = solved.accepted.iter().zip(normalized(&factors));
    rows.map(|((number, draw), (_, weight))| Draw {
        number: *number,
        weight: shown(weight),
        values: parameters.iter().cloned().zip(values(draw, &parameters)).collect(),
    })
    .collect()
}

/// Cells of a row that its point alone decides, by column: all but the weight, which depends on the others.
pub fn cells(draw: &Accepted, sample: &DrawSample) -> Vec<(String, f64)> {
    let parameters = parameter_columns(sample);
    let seen = DRAW_COLUMNS[6..].iter().map(|name| (*name).to_owned()).zip(diagnostics(draw).map(shown));
    seen.chain(parameters.iter().cloned().zip(values(draw, &parameters))).collect()
}

/// Every draw has a value for every column: both follow from the sample.
fn values(draw: &Accepted, parameters: &[String]) -> Vec<f64> {
    parameters.iter().map(|name| draw.values.get(name).copied().unwrap_or(f64::NAN)).collect()
}

/// The columns after the factors, up to the parameters.
fn diagnostics(draw: &Accepted) -> [f64; 18] {
    let (t, s) = (&draw.targets, &draw.seen);
    [
        draw.factors.saturation,
        draw.elasticities.0,
        draw.elasticities.1,
        draw.turned_round,
        t.victims,
        t.brothels,
        t.rescued_per_year,
        t.registered_per_100k,
        s.victims,
        s.brothels,
        s.acceptance,
        s.rescued_per_year,
        s.registered_per_100k,
        s.minors_share,
        s.burn_in_years as f64,
        s.drift_victims,
        s.drift_brothels,
        draw.steps.len() as f64,
    ]
}

/// Five significant figures.
fn shown(x: f64) -> f64 {
    format!("{x:.4e}").parse().unwrap_or(x)
}
