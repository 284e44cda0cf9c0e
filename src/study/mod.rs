//! Plans become cells, cells a store: one world, paired comparisons over replicates, calibration, optimisation.

pub mod calibrate;
mod cell;
mod compare;
mod cpu;
mod error;
mod files;
pub mod optimise;
mod progress;
mod replicate;
mod single;
mod store;
mod tables;

pub use cell::Cell;
pub use compare::{Answer, Manifest, Options, compare};
pub use cpu::cpu_seconds;
pub use error::StudyError;
pub use progress::{Progress, Silent};
pub use replicate::BASELINE;
pub use single::{RunAnswer, RunOptions, World, run};
pub use store::{Store, write_whole};
pub use tables::Tables;
