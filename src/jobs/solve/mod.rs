//! Draws of a study, each solved for its own targets (docs/odd.md §13): points of a scrambled sequence are sampled,
//! solved or rejected one by one, each by itself, so that any number of workers gives the same table.
//!
//! Finished points are kept in a directory of their own and never solved twice.

pub mod acceptance;
pub mod balance;
pub mod behaviour;
pub mod point;
pub mod record;
pub mod study;
pub mod table;
pub mod targets;
pub mod verify;
pub mod weights;

pub use point::{Accepted, Attempt, Sampled, Seen};
pub use record::{BEGINS as RECORD_BEGINS, recorded_worlds, solved_for_this, write_record};
pub use study::{SolveOptions, SolveSummary, SolvedDraws, no_draws, solve_draws};
pub use table::{draws, draws_table};
pub use verify::verify_draws;
pub use weights::{FACTORS, Factors, effective_sample_size};
