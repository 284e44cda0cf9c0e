//! Draws of a study, each solved for its own targets (docs/odd.md §13): candidates of a scrambled sequence are sampled, solved or rejected,
//! and kept or passed by one by one, each by itself, so that any number of workers gives the same table.
//!
//! Finished points are kept in a directory of their own and never solved twice.

pub mod acceptance;
pub mod balance;
pub mod behaviour;
pub mod keeping;
pub mod point;
pub mod posterior;
pub mod predictive;
pub mod record;
pub mod study;
pub mod table;
pub mod targets;
pub mod verify;
pub mod weights;

pub use keeping::{Keeping, MOST_LOST};
pub use point::{Accepted, Attempt, Sampled, Seen};
pub use posterior::{Parameter, Posterior};
pub use predictive::{Check, Error as ObservationError};
pub use record::{BEGINS as RECORD_BEGINS, keeping, recorded_keeping, recorded_worlds, solved_for_this, write_record};
pub use study::{SolveOptions, SolveSummary, SolvedDraws, no_draws, solve_draws};
pub use table::{draws, draws_table};
pub use verify::verify_draws;
pub use weights::{FACTORS, Factors, effective_sample_size};
