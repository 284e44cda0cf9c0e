//! `amparo bench`: the measurement of a study, beside the record shipped for reference.

use super::options::BenchOptions;
use super::record::BenchRecord;
use super::timing::{FULL, QUICK, measure};
use crate::compare::checks::checked;
use crate::pool::in_pool;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::Study;
use amparo_study::error::StudyError;
use amparo_study::plan::units;
use amparo_study::progress::Progress;

/// Measures how fast this machine runs a study at its own baseline. The first world warms everything up and is not timed. Reads and
/// writes no files but what the system tells of itself.
///
/// # Errors
/// Invalid policies, an interrupt, or threads that cannot be started.
pub fn bench(
    study: &Study,
    options: &BenchOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<BenchRecord, StudyError> {
    checked(study)?;
    let plan = if options.quick { &QUICK } else { &FULL };
    let jobs = options.jobs.clamp(1, units(study).count().max(1));
    let measured = in_pool(options.threads, || measure(study, plan, options, jobs, progress, interrupt))?;
    let record = measured.record(study, options, jobs);
    Ok(match BenchRecord::reference() {
        Some(reference) => record.beside(&reference),
        None => record,
    })
}
