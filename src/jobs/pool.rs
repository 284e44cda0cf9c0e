//! Work on a given number of threads.

use amparo_study::error::StudyError;

/// Runs `work` where rayon uses `threads` threads, at least one.
///
/// # Errors
/// Those of `work`; [`StudyError::Failed`] if threads cannot be started.
pub fn in_pool<R: Send>(threads: usize, work: impl FnOnce() -> Result<R, StudyError> + Send) -> Result<R, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|e| StudyError::Failed(format!("cannot start {threads} threads: {e}")))?;
    pool.install(work)
}
