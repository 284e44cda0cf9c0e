//! A study at all its baselines: what is checked of each, and where its results stand.

use super::checks::checked;
use super::claim::also_directory;
use crate::solve::record::solved_for_this;
use amparo_model::scenario::Study;
use amparo_study::error::StudyError;
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use std::path::{Path, PathBuf};

/// The study at each of its baselines, its own first.
pub fn baselines(study: &Study) -> Vec<&Study> {
    [study].into_iter().chain(&study.also).collect()
}

/// The same, once all of them can be run.
///
/// # Errors
/// As [`checked`]; draws that were solved for something else.
pub(super) fn runnable<'a>(study: &'a Study, progress: &dyn Progress) -> Result<Vec<&'a Study>, StudyError> {
    let all = baselines(study);
    for one in &all {
        checked(one)?;
        solved_for_this(one, progress)?;
    }
    Ok(all)
}

/// The directories of each baseline below that of the study.
pub(super) fn directories(study: &Study, directory: &Path) -> Vec<PathBuf> {
    let also = study.also.iter().map(|other| also_directory(directory, other));
    [directory.to_path_buf()].into_iter().chain(also).collect()
}

/// All of these directories, or none: those that are held already are given up where one can't be had.
pub(super) fn all_held(stores: impl IntoIterator<Item = Result<Store, StudyError>>) -> Result<Vec<Store>, StudyError> {
    let mut held = Vec::new();
    for store in stores {
        match store {
            Ok(store) => held.push(store),
            Err(error) => {
                held.into_iter().for_each(Store::abandon);
                return Err(error);
            }
        }
    }
    Ok(held)
}
