//! Running a world: the schedule as one printable list, burn in, fork, run.

mod burn_in;
mod schedule;
mod simulation;
mod snapshot;

pub use burn_in::{BurnInReport, Drift};
pub use schedule::{STEPS, Step, printed};
pub use simulation::{Interrupt, Simulation, Stopped};
pub use snapshot::Snapshot;
