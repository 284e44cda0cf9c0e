//! Stored cells are read once, in order, and what tables need is kept.

use super::running::Running;
use amparo_model::scenario::Study;
use amparo_study::error::StudyError;
use amparo_study::manifest::{BaselineFacts, BurnInFacts};
use amparo_study::plan::units;
use amparo_study::rows::Collector;
use std::sync::atomic::Ordering;

/// Result of reading every cell once.
pub(super) struct Collected<'a> {
    pub(super) collector: Collector<'a>,
    pub(super) sums: CellSums,
}

#[derive(Default)]
pub(super) struct CellSums {
    pub(super) cells: usize,
    pub(super) bytes: u64,
    pub(super) hash: String,
    pub(super) baselines: Vec<BaselineFacts>,
}

impl Running<'_> {
    /// Reads every cell once, in order, and keeps of it what tables need.
    pub(super) fn gathered<'s>(&self, study: &'s Study) -> Result<Collected<'s>, StudyError> {
        let mut collector = Collector::new(study);
        let mut sums = CellSums::default();
        let mut hasher = blake3::Hasher::new();
        for unit in units(study) {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            let mut cells = Vec::new();
            for (id, key) in unit.cells(study) {
                let Some(cell) = self.stored(&id, &key, false) else {
                    return Err(StudyError::Failed(format!(
                        "cell {} is gone from {} or was damaged while the study ran; run it again",
                        id.file_name(),
                        self.store.root().display()
                    )));
                };
                sums.cells += 1;
                let bytes = cell.to_bytes()?;
                sums.bytes += bytes.len() as u64;
                hasher.update(&bytes);
                cells.push(cell);
            }
            let baseline = &cells[0];
            sums.baselines.push(BaselineFacts {
                draw: baseline.id.draw,
                replicate: baseline.id.replicate,
                burn_in: BurnInFacts { burn_in_years: baseline.burn_in_years, settled: baseline.settled },
                drift: baseline.drift,
                hash_after_funded_years: baseline.hash_after_funded.clone(),
                hash_at_end: baseline.hash_at_end.clone(),
            });
            collector.add(unit, &cells)?;
        }
        sums.hash = hasher.finalize().to_hex()[..32].to_string();
        Ok(Collected { collector, sums })
    }
}
