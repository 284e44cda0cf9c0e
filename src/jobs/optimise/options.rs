//! How a study is optimised.

use std::path::PathBuf;

/// How a study's budgets are optimised.
#[derive(Clone, Debug)]
pub struct OptimiseOptions {
    /// Trials the search at each budget may take: one rule in one training world each.
    pub evaluations: usize,
    /// Training worlds.
    pub training: usize,
    /// Worlds kept apart for scoring.
    pub scoring: usize,
    /// One of the study's budgets, S/ per year; `None`: each of them.
    pub budget_soles_per_year: Option<f64>,
    /// Worlds at a time; never changes a number.
    pub jobs: usize,
    /// Replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-optimise-<8 hex of inputs and options>`.
    pub out: Option<PathBuf>,
}
