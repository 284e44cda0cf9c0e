//! Text as the program reads and shows it: errors that point at the line, tables of comma-separated values with their places,
//! names made safe to show, numbers as people write them, and text laid out for terminals.
//!
//! Nothing here knows the model. [`Diagnostic`] is the error of everything that reads a file.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod diagnostic;
pub mod lines;
pub mod money;
pub mod rows;
pub mod safe;
pub mod written;

pub use diagnostic::{Diagnostic, LARGEST_FILE, SourceText, Spot, nearest_name, one_of};
pub use lines::{Grid, Lane, broken, clipped, refitted, width, wrapped};
pub use money::Currency;
pub use rows::{Header, MOST_ROWS, Row, Rows, unrunnable};
pub use safe::{LONGEST_NAME, LONGEST_TITLE, named, steering, steers, unfit, visible};
pub use written::{NUMBERS, extreme, meant, thousands};
