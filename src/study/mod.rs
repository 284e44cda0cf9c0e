//! Plans become cells, cells a store: one world, paired comparisons over replicates, calibration, optimisation.

mod answers;
pub mod bench;
pub mod calibrate;
mod cell;
mod check;
mod compare;
mod cpu;
mod diagnosis;
mod drivers;
mod error;
mod export;
mod files;
mod learn;
pub mod optimise;
mod plan;
mod progress;
mod single;
mod solve;
mod store;
mod tables;
mod two_part;
mod unit;

pub use cell::{Cell, CellId};
pub use check::{Estimate, check};
pub use compare::{Answer, Manifest, Options, also_directory, compare, in_pool};
pub use cpu::{cpu_seconds, peak_memory_bytes};
pub use diagnosis::{DiagnoseOptions, Diagnosed, diagnose};
pub use error::StudyError;
pub use export::{EXPORT_COLUMNS, export};
pub use learn::sampled;
pub use plan::{BASELINE, Unit};
pub use progress::{Progress, Silent};
pub use single::{RunAnswer, RunOptions, World, run};
pub use solve::{
    Accepted, FACTORS, Factors, Outcome, Sampled, Seen, SolveOptions, SolveSummary, SolvedDraws, draws, draws_csv,
    effective_sample_size, no_draws, recorded_worlds, solve_draws, solved_for_this, verify_draws, write_record,
};
pub use store::{Store, write_whole};
pub use tables::Tables;
