//! The register: every parameter with its default, range, prior, unit, grade and source.
//!
//! The register is data (`parameters.csv`, one row per parameter); [`Parameters`] is its typed form. Reading the
//! file checks the one against the other, so a parameter is never missing, misspelt or outside its range.

mod entry;
mod names;
mod nearest;
mod parameters;
mod shipped;
mod whole;
mod widest;

pub use entry::{Entry, Grade, Prior};
pub use parameters::*;
pub use whole::{REGISTER_COLUMNS, Register};
