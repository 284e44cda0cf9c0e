//! The end of every command that owns a directory: the workbook of its tables, the list of its files, then its manifest.

use amparo_report::{Around, Contents, Language, Tabled, readme, workbook};
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, MANIFEST, ManifestFacts, README};
use amparo_study::store::Store;

/// Name of the workbook.
pub const WORKBOOK: &str = "report.xlsx";

/// What a workbook holds.
pub struct Shelf<'a> {
    /// What people are told of the results.
    pub heading: &'a Heading,
    /// Seed of the random numbers.
    pub seed: Option<u64>,
    /// What was run, in words.
    pub ran: String,
    /// What holds for all tables.
    pub notes: Vec<String>,
    /// Its tables, each a sheet.
    pub tables: &'a [Tabled],
    /// Files whose tables are too long for it.
    pub left_out: &'a [String],
}

impl<'a> Shelf<'a> {
    /// These tables, and nothing to be said of all of them.
    pub fn of(heading: &'a Heading, seed: u64, tables: &'a [Tabled]) -> Shelf<'a> {
        Shelf { heading, seed: Some(seed), ran: String::new(), notes: Vec::new(), tables, left_out: &[] }
    }

    /// Writes `report.xlsx`.
    ///
    /// # Errors
    /// As [`Store::write`], or what a workbook cannot hold.
    pub fn write(self, store: &Store) -> Result<(), StudyError> {
        let contents = contents(store, self.heading, self.seed, false, &[])?;
        let hash = store.claimed()?.hash();
        let around = Around { contents, ran: self.ran, inputs_hash: &hash, notes: self.notes, left_out: self.left_out };
        let bytes = workbook(&around, self.tables, Language::default());
        store.write(WORKBOOK, &bytes.map_err(|error| StudyError::Failed(error.to_string()))?)
    }
}

fn contents<'a>(
    store: &'a Store,
    heading: &'a Heading,
    seed: Option<u64>,
    repeats: bool,
    files: &'a [String],
) -> Result<Contents<'a>, StudyError> {
    let claimed = store.claimed()?;
    let (title, finding) = (&*heading.title, &*heading.finding);
    Ok(Contents { command: claimed.command, name: &claimed.name, title, finding, seed, repeats, files })
}

/// Writes `README.txt` and completes the manifest, once all other files are there. `repeats`: the report holds what repeats it.
///
/// # Errors
/// As [`Store::finish`].
pub fn complete(store: &Store, facts: &ManifestFacts, heading: Heading, repeats: bool) -> Result<(), StudyError> {
    let mut files = store.whole()?;
    files.extend([MANIFEST.to_owned(), README.to_owned()]);
    files.sort();
    let text = readme(&contents(store, &heading, facts.seed, repeats, &files)?, Language::default());
    store.write(README, text.as_bytes())?;
    store.finish(&ManifestFacts { heading: Some(heading), ..facts.clone() })
}
