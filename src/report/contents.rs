//! What files and columns of results hold, one by one: `amparo explain` tells of them.

use crate::said::columns::columns;
use crate::said::files::{FILES, Shelf};
use crate::words::language::Language;

/// A file that a command may leave in a directory of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTold {
    /// Its name there, `*` for whatever names differ in; a chart stands without its ending.
    pub name: &'static str,
    /// Whether it is a chart.
    pub chart: bool,
    /// What it holds.
    pub holds: &'static str,
}

/// A column of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnTold {
    /// Its name.
    pub name: &'static str,
    /// The one table in which it means this; `None`: whichever table has it.
    pub table: Option<&'static str>,
    /// What it holds.
    pub holds: &'static str,
    /// Its unit; empty where there is none.
    pub unit: String,
}

/// Every file.
pub fn files_told(language: Language) -> Vec<FileTold> {
    let words = language.words();
    let told = |(name, shelf, holds): &(&'static str, Shelf, _)| FileTold {
        name,
        chart: *shelf == Shelf::Charts,
        holds: words.holds(*holds),
    };
    FILES.iter().map(told).collect()
}

/// Every column, but for those of outcomes, which the model tells of.
pub fn columns_told(language: Language) -> Vec<ColumnTold> {
    let words = language.words();
    let told = |(name, unit, held): (&'static str, _, _)| {
        let (table, name) = name.split_once('/').map_or((None, name), |(table, name)| (Some(table), name));
        ColumnTold { name, table, holds: words.held(held), unit: words.unit_of(unit).into_owned() }
    };
    columns().map(told).collect()
}
