//! Several studies in one overview.

use crate::said::overview::Row;

/// What a language says of several studies.
pub trait Overviews {
    /// Title of the page.
    fn overview_title(&self, studies: usize) -> String;
    /// What numbers of different studies are not.
    fn overview_notes(&self) -> &'static [&'static str];
    /// How sure the answer is, in a word.
    fn overview_word(&self, row: &Row) -> &'static str;
    /// The finding in a sentence or two.
    fn overview_finding(&self, row: &Row) -> String;
    /// Above the table.
    fn overview_caption(&self) -> &'static str;
    /// Heading of the findings.
    fn overview_findings(&self) -> &'static str;
    /// The line that names the source.
    fn overview_source(&self, version: &str, studies: usize) -> String;
}
