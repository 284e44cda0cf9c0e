//! Running a world: the schedule as one printable list, burn in, fork, run.

pub mod burn_in;
pub mod schedule;
pub mod settled;
pub mod simulation;
pub mod snapshot;

pub use burn_in::{BurnInReport, Drift};
pub use schedule::{STEPS, Step, printed};
pub use settled::{SettledWorld, Unsettled};
pub use simulation::{Interrupt, Simulation, Stopped};
pub use snapshot::Snapshot;
