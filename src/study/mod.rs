//! Plans become cells, cells a store: one world, paired comparisons over replicates, calibration.

pub mod calibrate;
mod cell;
mod compare;
mod cpu;
mod error;
mod files;
mod progress;
mod replicate;
mod single;
mod solve;
mod store;
mod tables;

pub use cell::Cell;
pub use compare::{Answer, Manifest, Options, compare};
pub use cpu::cpu_seconds;
pub use error::StudyError;
pub use progress::{Progress, Silent};
pub use replicate::BASELINE;
pub use single::{RunAnswer, RunOptions, World, run};
pub use solve::{
    Accepted, FACTORS, Factors, Outcome, Sampled, Seen, SolveOptions, SolveSummary, SolvedDraws, draws_csv,
    effective_sample_size, solve_draws,
};
pub use store::{Store, write_whole};
pub use tables::Tables;
