//! What the subcommands do: comparing, running one world, diagnosing, calibrating, solving, optimising, timing, exporting.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod bench;
pub mod calibrate;
pub mod check;
pub mod compare;
pub mod diagnose;
pub mod export;
pub mod money;
pub mod optimise;
pub mod publish;
pub mod run;
pub mod solve;
pub mod tables;
pub mod trials;

pub use check::{Estimate, check};
pub use compare::{Answer, Manifest, Options, also_directory, checked, compare, in_pool};
pub use diagnose::{DiagnoseOptions, Diagnosed, diagnose};
pub use export::{EXPORT_COLUMNS, export};
pub use money::{warn_of_money, warn_of_money_in_run};
pub use run::{RunAnswer, RunOptions, World, run};
pub use solve::{
    Accepted, FACTORS, Factors, Outcome, RECORD_BEGINS, Sampled, Seen, SolveOptions, SolveSummary, SolvedDraws, draws,
    draws_table, effective_sample_size, no_draws, recorded_worlds, solve_draws, solved_for_this, verify_draws,
    write_record,
};
