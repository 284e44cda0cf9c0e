//! What is said of the files of a directory of results.

use crate::said::files::{Holds, Shelf};

/// What a directory is of.
#[derive(Clone, Copy, Debug)]
pub struct OfDirectory<'a> {
    /// The subcommand.
    pub command: &'a str,
    /// Name of the study or scenario.
    pub name: &'a str,
    /// Seed of the random numbers.
    pub seed: Option<u64>,
    /// Version of the program.
    pub version: &'a str,
}

/// What is said in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfWorkbook {
    /// Name of its first sheet.
    Front,
    /// What was found.
    Answer,
    /// By what it was made.
    Made,
    /// What was run.
    Ran,
    /// When.
    When,
    /// Where that is said.
    WhenIs,
    /// From what.
    Inputs,
    /// Heading of its sheets.
    Sheets,
    /// Heading of how they are read.
    Reading,
    /// What stands above columns.
    Columns,
    /// What an empty cell is.
    Empty,
    /// What errors and intervals are.
    Errors,
}

/// What a language says of files.
pub trait FilesTold {
    /// What a file holds, and what one row of a table is.
    fn holds(&self, holds: Holds) -> &'static str;
    /// The heading of a shelf.
    fn shelf(&self, shelf: Shelf) -> &'static str;
    /// Said of a file that is not declared.
    fn undeclared(&self) -> &'static str;
    /// What made a directory.
    fn made_by(&self, of: &OfDirectory) -> String;
    /// What stands before a finding.
    fn found(&self, finding: &str) -> String;
    /// How empty cells are read, and texts behind an apostrophe.
    fn reading_tables(&self) -> &'static str;
    /// What is said in a workbook.
    fn workbook(&self, of: OfWorkbook) -> &'static str;
    /// That the tables of these files have no sheet.
    fn too_long_for_a_sheet(&self, files: &str) -> String;
    /// How a report is repeated.
    fn how_to_repeat(&self) -> &'static str;
    /// What no file of a directory is.
    fn what_files_are_not(&self) -> &'static str;
}
