//! What the subcommands do: writing a project, comparing, running one world, diagnosing, calibrating, solving, optimising, timing, exporting.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod bench;
pub mod calibrate;
pub mod check;
pub mod compare;
pub mod complete;
pub mod diagnose;
pub mod diff;
pub mod explain;
pub mod export;
pub mod export_results;
pub mod init;
pub mod money;
pub mod optimise;
pub mod pool;
pub mod publish;
pub mod rerun;
pub mod run;
pub mod runs;
pub mod solve;
pub mod tables;
pub mod trials;

pub use check::{Requirements, Sharding, Wanted, check, sharding};
pub use compare::checks::checked;
pub use compare::claim::also_directory;
pub use compare::finished::FinishedStudy;
pub use compare::gather::gather;
pub use compare::options::{Extent, Options};
pub use compare::several::{Asked, Overview, several};
pub use compare::shard::{Sharded, shard};
pub use compare::study::compare;
pub use diagnose::{DiagnoseOptions, Diagnosed, diagnose};
pub use export::{EXPORT_COLUMNS, export};
pub use money::{warn_of_money, warn_of_money_in_run};
pub use run::{FinishedWorld, RunFigures, RunOptions, run};
pub use solve::{
    Accepted, Attempt, Check, FACTORS, Factors, Keeping, MOST_LOST, ObservationError, Parameter, Posterior,
    RECORD_BEGINS, Sampled, Seen, SolveOptions, SolveSummary, SolvedDraws, draws, draws_table, effective_sample_size,
    keeping, no_draws, recorded_keeping, recorded_worlds, solve_draws, solved_for_this, verify_draws, write_record,
};
