//! One shard of a study: the cells of its part that are missing, into one pack. Any number of them work on one directory.

use super::baselines::{all_held, directories, runnable};
use super::claim::claim;
use super::options::Options;
use super::running::Running;
use super::workers::Simulated;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::Study;
use amparo_study::error::StudyError;
use amparo_study::plan::planned;
use amparo_study::progress::Progress;
use amparo_study::shards::{Shard, dealt};
use amparo_study::store::Store;
use amparo_tables::{Column, Table, cells};
use amparo_text::Diagnostic;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What a shard did, and what is still to be done in all; all baselines together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sharded {
    /// Name of the study.
    pub study: String,
    /// Which shard.
    pub shard: u32,
    /// Of how many.
    pub of: u32,
    /// Worlds of its part.
    pub worlds: usize,
    /// Cells of its part.
    pub part: usize,
    /// Those of them that it ran; the others were stored.
    pub ran: usize,
    /// Cells of the whole study.
    pub cells: usize,
    /// Those of them that are still missing.
    pub missing: usize,
    /// Time on the clock, seconds.
    pub seconds: f64,
    /// Where they are.
    pub directory: PathBuf,
}

impl Sharded {
    /// As a table of one row.
    pub fn table(&self) -> Table {
        let columns = ["study", "shard", "of", "worlds", "part", "ran", "cells", "missing", "seconds", "directory"];
        let mut table = Table::new("shard", columns.map(Column::program));
        table.row(cells![
            &self.study,
            u64::from(self.shard),
            u64::from(self.of),
            self.worlds,
            self.part,
            self.ran,
            self.cells,
            self.missing,
            self.seconds,
            self.directory.display().to_string(),
        ]);
        table
    }
}

/// Refuses what cannot be shared out: how many replicates there will be must be known beforehand.
///
/// # Errors
/// A study with precision on demand.
pub fn known_ahead(study: &Study) -> Result<(), StudyError> {
    match study.precision {
        None => Ok(()),
        Some(_) => Err(Diagnostic::new("a study with [precision] adds replicates as it goes, so that its parts are not known ahead")
            .in_file(study.file.display().to_string())
            .expected("--replicates R, which sets [precision] aside (for every shard and for the gathering), or `amparo compare` without --shard")
            .into()),
    }
}

/// Runs what is missing of a shard's part, at every baseline of the study.
///
/// # Errors
/// As [`compare`](super::study::compare); a directory of other inputs or of another build of the model; precision on demand. Finished cells are
/// kept.
pub fn shard(
    study: &Study,
    shard: Shard,
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Sharded, StudyError> {
    let started = Instant::now();
    known_ahead(study)?;
    let baselines = runnable(study, progress)?;
    let directory = options.directory(study);
    let roots = directories(study, &directory);
    let joined = |(one, root): (&&Study, &PathBuf)| Store::join(root, claim(one)).and_then(Store::begun);
    let stores = all_held(baselines.iter().zip(&roots).map(joined))?;
    let mut done = Sharded {
        study: study.name.clone(),
        shard: shard.number,
        of: shard.of,
        worlds: 0,
        part: 0,
        ran: 0,
        cells: 0,
        missing: 0,
        seconds: 0.0,
        directory,
    };
    let dealt = dealt(&baselines, shard.of);
    for ((one, store), dealt) in baselines.iter().zip(&stores).zip(&dealt) {
        let ours = |at: usize| dealt.get(at) == Some(&shard.number);
        // A first chart is for who watches one machine.
        let mut run = Running { study: one, options, store, progress, interrupt, drivers: None, shown: true };
        run.drivers = run.stored_drivers();
        let missing = run.missing(one, ours)?;
        done.ran += missing.iter().map(|one| one.wanted.iter().filter(|wanted| **wanted).count()).sum::<usize>();
        if missing.is_empty() {
            progress.note("every cell of this shard was stored already");
            continue;
        }
        store.begin_pack(Some(shard))?;
        let outcome = run.run(one, &missing, &mut Simulated::default());
        // What was finished is kept, however it ended; the first reason is the one to tell.
        outcome.and(store.end_pack())?;
    }
    for ((one, root), dealt) in baselines.iter().zip(&roots).zip(&dealt) {
        // Anew: others have added theirs meanwhile.
        let store = Store::look(root);
        for ((_, cells), number) in planned(one).zip(dealt) {
            if interrupt.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            if *number == shard.number {
                done.worlds += 1;
                done.part += cells.len();
            }
            done.cells += cells.len();
            done.missing += cells.iter().filter(|(id, key)| !store.has(id, key)).count();
        }
    }
    done.seconds = started.elapsed().as_secs_f64();
    Ok(done)
}
