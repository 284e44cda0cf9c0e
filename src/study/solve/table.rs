//! The table of solved draws, as it ships.

use super::SolvedDraws;
use super::point::Accepted;
use super::weights::{Factors, normalized};
use crate::scenario::{DRAW_COLUMNS, DrawSample, parameter_columns};
use std::fmt::Write;

/// The table as CSV: one row a draw, columns [`DRAW_COLUMNS`] and the parameters.
pub fn draws_csv(solved: &SolvedDraws, sample: &DrawSample) -> String {
    let parameters = parameter_columns(sample);
    let factors: Vec<Factors> = solved.accepted.iter().map(|(_, a)| a.factors).collect();
    let mut text = DRAW_COLUMNS.join(",");
    for name in &parameters {
        let _ = write!(text, ",{name}");
    }
    text.push('\n');
    for ((number, draw), (factors, weight)) in solved.accepted.iter().zip(normalized(&factors)) {
        let _ = write!(text, "{number},{}", shown(weight));
        for value in factors.into_iter().chain(diagnostics(draw)) {
            let _ = write!(text, ",{}", shown(value));
        }
        for name in &parameters {
            // Every draw has a value for every column: both follow from the sample.
            let _ = write!(text, ",{}", draw.values.get(name).copied().unwrap_or(f64::NAN));
        }
        text.push('\n');
    }
    text
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
