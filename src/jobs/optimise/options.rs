//! How a study is optimised.

use amparo_decide::search::Goal;
use std::path::PathBuf;

/// What each search chooses from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kinds {
    /// How the budget is split over all kinds of intervention that the study has.
    #[default]
    Together,
    /// The best form of one kind.
    One(String),
    /// The best form of every kind, each by a search of its own.
    Each,
}

/// How a study's budgets are optimised.
#[derive(Clone, Debug)]
pub struct OptimiseOptions {
    /// What each search chooses from.
    pub kinds: Kinds,
    /// What is counted.
    pub goal: Goal,
    /// Trials each search may take: one rule in one training world each; `None`: [`TRIALS`] for each kind it chooses from.
    pub evaluations: Option<usize>,
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

/// Trials of a search for each kind it chooses from, unless it is told: the same for every kind.
pub const TRIALS: usize = 400;
