//! The Python package `amparo`: what the program can do, as Python objects. Everything is checked, computed, and written by the crates of
//! the program; this one turns Python's values into theirs and back.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod columns;
mod document;
mod error;
mod evaluator;
mod policy;
mod results;
mod scenario;
mod simulation;
mod study;
mod table;
mod values;
mod vectors;
mod waiting;

/// What `import amparo` hands on.
#[pyo3::pymodule]
mod _amparo {
    #[pymodule_export]
    use super::error::{InputError, InputWarning, RunError};
    #[pymodule_export]
    use super::evaluator::Evaluator;
    #[pymodule_export]
    use super::policy::Policy;
    #[pymodule_export]
    use super::results::{Chart, Results};
    #[pymodule_export]
    use super::scenario::{Scenario, outcomes};
    #[pymodule_export]
    use super::simulation::Simulation;
    #[pymodule_export]
    use super::study::{Study, compare};
    #[pymodule_export]
    use super::table::Table;

    /// Version of the program, and the hash of its model behind a plus.
    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name of it")]
    const __version__: &str = amparo::study::plan::MODEL_VERSION;
}
