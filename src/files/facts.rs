//! The table of facts, which tells readers where numbers come from.

use super::columns::FACTS;
use amparo_text::{Diagnostic, Header, Rows, SourceText};
use std::collections::BTreeMap;

/// A fact by its columns.
pub type Fact = BTreeMap<&'static str, String>;

/// The facts of a table, in its order.
///
/// # Errors
/// Columns that are missing or unknown, and rows that are out of shape.
pub fn read_facts(source: SourceText) -> Result<Vec<Fact>, Diagnostic> {
    let columns: Vec<&'static str> = FACTS.names().collect();
    let rows = Rows::parse(source, &Header::of(&columns))?;
    Ok(rows.iter().map(|row| columns.iter().map(|column| (*column, row.text(column).to_owned())).collect()).collect())
}
