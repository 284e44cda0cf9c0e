//! The table of solved draws, as it ships.

use super::point::{Accepted, Attempt};
use super::study::SolvedDraws;
use amparo_files::{DRAW_COLUMNS, UNSOLVED_COLUMN, parameter_columns};
use amparo_model::scenario::{Draw, DrawSample};
use amparo_tables::{Cell, Column, Table};

/// Weight of every draw: what was kept counts alike.
const WEIGHT: f64 = 1.0;

/// The table: one row per draw, columns [`DRAW_COLUMNS`], [`UNSOLVED_COLUMN`] and the parameters. A row follows from the candidates up to it and
/// the rule that the first of them fixed, so that more draws add rows and change none.
pub fn draws_table(solved: &SolvedDraws, sample: &DrawSample) -> Table {
    let parameters = parameter_columns(sample);
    let fixed = DRAW_COLUMNS.iter().chain([&UNSOLVED_COLUMN]).map(|name| (*name).to_owned());
    let mut table = Table::new("draws", fixed.chain(parameters.iter().cloned()).map(Column::fact));
    for ((number, draw), unsolved) in solved.drawn().zip(unsolved(solved)) {
        let factors = draw.factors.values().into_iter().zip(solved.keeping.means).map(|(factor, mean)| factor / mean);
        let seen = [WEIGHT].into_iter().chain(factors).chain(diagnostics(draw)).map(|x| shown(x).into());
        let values = values(draw, &parameters).into_iter().map(Cell::from);
        table.row([Cell::from(number)].into_iter().chain(seen).chain([Cell::from(unsolved)]).chain(values));
    }
    table
}

/// Rows of the table of draws, as a study reads them.
pub fn draws(solved: &SolvedDraws, sample: &DrawSample) -> Vec<Draw> {
    let parameters = parameter_columns(sample);
    let rows = solved.drawn().zip(unsolved(solved));
    rows.map(|((number, draw), unsolved)| Draw {
        number,
        unsolved,
        weight: WEIGHT,
        values: parameters.iter().cloned().zip(values(draw, &parameters)).collect(),
    })
    .collect()
}

/// For each draw, the candidates since the draw before that could not be solved.
fn unsolved(solved: &SolvedDraws) -> impl Iterator<Item = usize> {
    let mut from = 0;
    solved.draws.iter().map(move |number| {
        let between = &solved.candidates[from..*number];
        from = number + 1;
        between.iter().filter(|one| matches!(one, Attempt::Rejected(_))).count()
    })
}

/// Cells of a row that its point alone decides, by column.
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
