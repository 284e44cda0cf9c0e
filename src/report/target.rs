//! Figures that a baseline was fitted to, or is compared with.

use amparo_model::observe::Outcome;

/// What a figure of the baseline is.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An outcome.
    Outcome(&'static Outcome),
    /// Minors among the victims.
    Minors,
    /// The newly exploited who come from a department.
    From(String),
}
