//! Stored cells are read once, in order, and what tables need is kept.

use super::running::Running;
use amparo_model::scenario::Study;
use amparo_study::cell::{Cell, CellId};
use amparo_study::error::StudyError;
use amparo_study::manifest::{BaselineFacts, BurnInFacts};
use amparo_study::plan::planned;
use amparo_study::rows::Collector;
use amparo_study::store::StoredCell;
use std::sync::atomic::Ordering;
use std::sync::mpsc::sync_channel;
use std::thread;

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

/// Units that are read ahead of what takes them in.
const AHEAD: usize = 2;

impl Running<'_> {
    /// Takes in every cell once, in order, and keeps of it what tables need. Files are read and unpacked by a thread of its own: what
    /// that needs for a moment comes and goes apart from the little that is kept, so that memory does not fray.
    pub(super) fn gathered<'s>(&self, study: &'s Study) -> Result<Collected<'s>, StudyError> {
        let mut collector = Collector::new(study);
        let mut sums = CellSums::default();
        let mut hasher = blake3::Hasher::new();
        thread::scope(|scope| {
            let (read, units) = sync_channel(AHEAD);
            // An end before the last unit is either side's mistake, which that side gives.
            let reader = scope.spawn(move || {
                planned(study).try_for_each(|(unit, cells)| {
                    let cells = cells.iter().map(|(id, key)| self.whole(id, key)).collect::<Result<Vec<_>, _>>()?;
                    read.send((unit, cells)).map_err(|_| StudyError::Interrupted)
                })
            });
            let taken = units.into_iter().try_for_each(|(unit, stored)| {
                let mut cells = Vec::with_capacity(stored.len());
                for StoredCell { cell, bytes } in stored {
                    sums.cells += 1;
                    sums.bytes += bytes.len() as u64;
                    hasher.update(&bytes);
                    cells.push(cell);
                }
                sums.baselines.extend(cells.first().map(baseline_facts));
                collector.add(unit, &cells)
            });
            let read = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            taken.and(read)
        })?;
        sums.hash = hasher.finalize().to_hex()[..32].to_string();
        Ok(Collected { collector, sums })
    }

    /// A cell that was stored by now.
    fn whole(&self, id: &CellId, key: &str) -> Result<StoredCell, StudyError> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(StudyError::Interrupted);
        }
        self.stored(id, key, false).ok_or_else(|| {
            StudyError::Failed(format!(
                "cell {} is gone from {} or was damaged while the study ran; run it again",
                id.file_name(),
                self.store.root().display()
            ))
        })
    }
}

fn baseline_facts(cell: &Cell) -> BaselineFacts {
    BaselineFacts {
        draw: cell.id.draw,
        replicate: cell.id.replicate,
        burn_in: BurnInFacts { burn_in_years: cell.burn_in_years, settled: cell.settled },
        drift: cell.drift,
        hash_after_funded_years: cell.hash_after_funded.clone(),
        hash_at_end: cell.hash_at_end.clone(),
    }
}
