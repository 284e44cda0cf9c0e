//! The end of every command that owns a directory: the list of its files, then its manifest.

use amparo_report::{Contents, Language, readme};
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, MANIFEST, ManifestFacts, README};
use amparo_study::store::Store;

/// Writes `README.txt` and completes the manifest, once all other files are there.
///
/// # Errors
/// As [`Store::finish`].
pub fn complete(store: &Store, facts: &ManifestFacts, heading: Heading) -> Result<(), StudyError> {
    let claimed = store.claimed()?;
    let mut files = store.whole()?;
    files.extend([MANIFEST.to_owned(), README.to_owned()]);
    files.sort();
    // One of an earlier run of the same directory.
    files.dedup();
    let text = readme(
        &Contents {
            command: claimed.command,
            name: &claimed.name,
            title: &heading.title,
            finding: &heading.finding,
            seed: facts.seed,
            files: &files,
        },
        Language::default(),
    );
    store.write(README, text.as_bytes())?;
    store.finish(&ManifestFacts { heading: Some(heading), ..facts.clone() })
}
