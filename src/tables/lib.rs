//! Tables as data. A [`Table`] says its columns (name, label, unit, format) and its rows of typed cells once; five writers make of
//! it what each reader needs:
//!
//! | writer | for | shows |
//! |---|---|---|
//! | [`Table::csv`] | programs and spreadsheets | every digit, names of columns, nothing that a spreadsheet would run |
//! | [`Table::json`] | programs | the same cells, typed |
//! | [`Table::html`] | pages | labels, units, rounded numbers; every text is escaped |
//! | [`Table::terminal`] | terminals | the same in lines that fit the room there is |
//! | [`xlsx::Book`] | spreadsheets | the cells of CSV, typed, a table a sheet |
//!
//! The crate knows nothing of the model, of studies or of the report, so that each of them can use it. That is why it is a crate of
//! its own: the folder of a study writes series, a command prints a record, the report prints results, and none of them should
//! depend on another for a comma.
//!
//! ```
//! use amparo_tables::{Column, Format, Table, cells};
//!
//! let mut table = Table::new("costs", [
//!     Column::fact("policy").labelled("Policy"),
//!     Column::fact("cost_soles").labelled("Cost").unit("per year").format(Format::Soles),
//! ]);
//! table.row(cells!["Campaign, phase 1", 1_234_567.5]);
//! table.row(cells!["=not a formula", None::<f64>]);
//!
//! assert_eq!(table.csv(), "policy,cost_soles\n\"Campaign, phase 1\",1234567.5\n'=not a formula,\n");
//! assert!(table.terminal(60).contains("S/ 1.23 million"));
//! ```

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod cell;
pub mod csv;
pub mod format;
pub mod html;
pub mod json;
pub mod numbers;
pub mod table;
pub mod terminal;
pub mod xlsx;

pub use cell::{Cell, Estimate};
pub use format::Format;
pub use table::{Column, Part, Parts, Readers, Row, Shows, Table};
pub use terminal::together;
