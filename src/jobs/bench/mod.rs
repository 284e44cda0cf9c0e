//! How fast this machine runs a study: a few figures from a short measurement, each normalised by a plain loop (the sentinel) that is
//! run before, between, and after, and set beside the record shipped for reference.

pub mod against;
mod figures;
pub mod history;
mod measured;
mod named;
mod options;
mod record;
pub mod records;
mod sentinel;
mod study;
mod timing;
mod whole;

pub use figures::{Kind, Parts, Piece, Size, median, median_ratio, normalised, spread, study_takes};
pub use named::{FIGURES, STUDY_SECONDS};
pub use options::BenchOptions;
pub use record::{BenchRecord, Better, Build, Clocked, FORMAT, Figure, Machine, Named, Sentinel};
pub use study::bench;
