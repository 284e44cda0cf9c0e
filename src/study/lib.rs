//! Plans become cells, cells a store: one world, paired comparisons over replicates, calibration, optimisation.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod answers;
pub mod cell;
pub mod claim;
pub mod cpu;
pub mod differences;
pub mod directory;
pub mod drivers;
pub mod error;
pub mod files;
pub mod learn;
mod lock;
pub mod manifest;
pub mod matching;
pub mod pack;
pub mod packs;
pub mod plan;
pub mod progress;
pub mod rows;
pub mod seal;
pub mod shards;
pub mod store;
pub mod tables;
pub mod target;
pub mod unit;
pub mod write;
pub mod writing;

pub use cell::{Cell, CellId};
pub use claim::Claim;
pub use cpu::{cpu_seconds, peak_memory_bytes};
pub use directory::Directory;
pub use error::StudyError;
pub use learn::sampled;
pub use plan::{BASELINE, Unit};
pub use progress::{Progress, Silent};
pub use store::Store;
pub use tables::Tables;
pub use target::{Target, is_as_signed, signed};
pub use write::{replace_keeping_previous, write_whole};
pub use writing::{Writing, close, files_written, writing};
