//! Plans become cells, cells a store: one world, paired comparisons over replicates, calibration, optimisation.

mod answers;
pub mod bench;
pub mod calibrate;
mod cell;
mod check;
mod compare;
mod cpu;
mod diagnosis;
mod differences;
mod directory;
mod drivers;
mod error;
mod export;
mod files;
mod learn;
mod manifest;
mod money;
pub mod optimise;
mod plan;
mod progress;
mod seal;
mod single;
mod solve;
mod store;
mod tables;
mod target;
mod two_part;
mod unit;
mod write;
mod writing;

pub use cell::{Cell, CellId};
pub use check::{Estimate, check};
pub use compare::{Answer, Manifest, Options, also_directory, checked, compare, in_pool};
pub use cpu::{cpu_seconds, peak_memory_bytes};
pub use diagnosis::{DiagnoseOptions, Diagnosed, diagnose};
pub use directory::{Claim, Directory};
pub use error::StudyError;
pub use export::{EXPORT_COLUMNS, export};
pub use learn::sampled;
pub use money::{warn_of_money, warn_of_money_in_run};
pub use plan::{BASELINE, Unit};
pub use progress::{Progress, Silent};
pub use single::{RunAnswer, RunOptions, World, run};
pub use solve::{
    Accepted, FACTORS, Factors, Outcome, RECORD_BEGINS, Sampled, Seen, SolveOptions, SolveSummary, SolvedDraws, draws,
    draws_csv, effective_sample_size, no_draws, recorded_worlds, solve_draws, solved_for_this, verify_draws,
    write_record,
};
pub use store::Store;
pub use tables::Tables;
pub use target::{Target, is_as_signed, signed};
pub use write::{replace_keeping_previous, write_whole};
pub use writing::{Writing, close, files_written, writing};
