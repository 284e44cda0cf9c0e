//! Cells that shards made, in one directory or several, become the results of one study: after every one of them was looked at.

use super::baselines::{all_held, directories, runnable};
use super::claim::claim;
use super::finished::FinishedStudy;
use super::options::Options;
use super::running::{keep_drivers_here, kept_drivers};
use super::shard::known_ahead;
use super::study::{How, at_all_baselines};
use amparo_files::Sweep;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::Study;
use amparo_study::cell::{Cell, CellId};
use amparo_study::directory::Directory;
use amparo_study::error::StudyError;
use amparo_study::plan::{count_cells, planned};
use amparo_study::progress::Progress;
use amparo_study::shards::dealt;
use amparo_study::store::{Copy, Store};
use amparo_text::Diagnostic;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

/// Cells of a kind that are named; of more it is said how many.
const NAMED: usize = 10;

/// Makes of the cells in `from` and in the directory of the results everything that [`compare`](super::study::compare) would have made.
/// Nothing is run. What is only in other directories is copied into that of the results, which is the first of `from` where none is named.
///
/// # Errors
/// Cells that are missing, damaged, or there twice but not alike; shards that are still at work; cells of other inputs or of another build
/// of the model; as [`compare`](super::study::compare). Nothing is written before all cells were found right.
pub fn gather(
    study: &Study,
    sweeps: &[Sweep],
    from: &[PathBuf],
    options: &Options,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<FinishedStudy, StudyError> {
    known_ahead(study)?;
    let baselines = runnable(study, progress)?;
    let directory = match (&options.out, from.first()) {
        (None, Some(first)) => first.clone(),
        _ => options.directory(study),
    };
    let roots = directories(study, &directory);
    there(from, &directory)?;
    let others: Vec<Vec<PathBuf>> = beside(from, &directory).iter().map(|root| directories(study, root)).collect();
    let besides: Vec<Vec<PathBuf>> = (0..roots.len())
        .map(|i| others.iter().map(|roots| roots[i].clone()).filter(|root| root.is_dir()).collect())
        .collect();
    progress.stage("looking at every cell", baselines.iter().map(|one| count_cells(one) as u64).sum());
    let mut seen = Seen::default();
    let mut looked = Vec::new();
    for (i, (one, root)) in baselines.iter().zip(&roots).enumerate() {
        for root in [root].into_iter().chain(&besides[i]) {
            Directory::look_together(root, &claim(one))?;
        }
        looked.push(Store::look_at(root, besides[i].clone()));
    }
    seen.running = looked.iter().flat_map(|store| store.packs().running().collect::<Vec<_>>()).collect();
    let parts = seen.parts(&baselines, &looked);
    for (b, (one, store)) in baselines.iter().zip(&looked).enumerate() {
        for (u, (_, cells)) in planned(one).enumerate() {
            if interrupt.load(Ordering::Relaxed) {
                progress.stopped();
                return Err(StudyError::Interrupted);
            }
            let awaited = parts.iter().any(|part| part[b].get(u) == Some(&true));
            cells.iter().for_each(|(id, key)| seen.look(store, id, key, awaited));
            progress.advance(cells.len() as u64);
        }
        if !matches!(kept_drivers(one, store), Ok(Some(_))) {
            let awaited = parts.iter().any(|part| part[b].first() == Some(&true));
            if awaited {
                seen.awaited += 1
            } else {
                seen.missing.add(|| "the driver profiles of the first world".into())
            }
        }
        store.packs().damages().for_each(|damage| progress.note(&damage));
    }
    match seen.verdict(&directory) {
        Ok(()) => progress.done(),
        Err(error) => {
            progress.stopped();
            return Err(error);
        }
    }
    if seen.twice > 0 {
        progress.note(&format!("cells that are there more than once, all alike: {}", seen.twice));
    }
    drop(looked);
    let gathered = |((one, root), beside): ((&&Study, &PathBuf), Vec<PathBuf>)| {
        Store::gather(root, claim(one), beside).and_then(Store::begun)
    };
    let stores = all_held(baselines.iter().zip(&roots).zip(besides).map(gathered))?;
    let mut held = Vec::new();
    for (one, store) in baselines.iter().zip(stores) {
        held.push(with_all_copied(one, store, progress, interrupt)?);
    }
    let store = held.remove(0);
    let how = How { sweeps, options, progress, interrupt, runs: false };
    at_all_baselines(study, store, held, how)
}

/// Refuses directories to gather from that are not there.
fn there(from: &[PathBuf], directory: &Path) -> Result<(), StudyError> {
    let gone = |root: &&PathBuf| !root.is_dir();
    if let Some(root) = from.iter().find(gone) {
        let what = if root.exists() { "is no directory" } else { "is not there" };
        return Err(Diagnostic::new(format!("{} {what}", root.display()))
            .in_file(root.display().to_string())
            .expected("directories that shards of this study wrote to")
            .into());
    }
    if from.is_empty() && !directory.is_dir() {
        return Err(Diagnostic::new(format!("{} is not there", directory.display()))
            .in_file(directory.display().to_string())
            .expected("shards run before, by `amparo compare STUDY --shard 1/N`; or the directories that they wrote to")
            .into());
    }
    Ok(())
}

/// The directories to gather from besides that of the results, each once, by whatever way it is named.
fn beside(from: &[PathBuf], directory: &Path) -> Vec<PathBuf> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let mut known = vec![real(directory)];
    let mut out = Vec::new();
    for root in from {
        if !known.contains(&real(root)) {
            known.push(real(root));
            out.push(root.clone());
        }
    }
    out
}

/// Copies what is only in other directories into one pack of this one, so that it holds all of its cells; the store, to be read anew.
fn with_all_copied(
    study: &Study,
    store: Store,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Store, StudyError> {
    let elsewhere = |id: &CellId, key: &str| -> Option<Copy> {
        let right = |copy: &Copy| store.read_copy(id, copy).is_ok_and(|stored| stored.cell.key == key);
        let (there, here): (Vec<Copy>, Vec<Copy>) =
            store.copies(id).into_iter().partition(|copy| store.is_beside(copy));
        if here.iter().any(right) { None } else { there.into_iter().find(right) }
    };
    let mut begun = false;
    if store.has_beside() {
        progress.stage("copying cells", 0);
        for (_, cells) in planned(study) {
            if interrupt.load(Ordering::Relaxed) {
                progress.stopped();
                return Err(StudyError::Interrupted);
            }
            for (id, key) in &cells {
                let Some(copy) = elsewhere(id, key) else { continue };
                if !std::mem::replace(&mut begun, true) {
                    store.begin_pack(None)?;
                    store.copies_what_took();
                }
                let read = store.read_copy(id, &copy).map_err(|damage| StudyError::Failed(damage.to_string()))?;
                store.put(&read.cell)?;
            }
        }
        progress.done();
    }
    store.end_pack()?;
    keep_drivers_here(study, &store)?;
    Ok(store.again())
}

/// What was seen of all cells.
#[derive(Default)]
struct Seen {
    /// Shards that are still at work.
    running: Vec<String>,
    missing: Named,
    /// Missing ones of the parts of shards that are still at work.
    awaited: usize,
    damaged: Named,
    /// Of other inputs or another build.
    foreign: Named,
    differing: Named,
    /// There more than once, and alike.
    twice: usize,
}

/// Some names, and how many there are.
#[derive(Default)]
struct Named {
    count: usize,
    first: Vec<String>,
}

impl Named {
    fn add(&mut self, name: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(name());
        }
    }

    /// A heading and the names below it; nothing where there are none.
    fn told(&self, one: &str, many: &str) -> Option<String> {
        let heading = match self.count {
            0 => return None,
            1 => format!("1 cell {one}:"),
            n => format!("{n} cells {many}:"),
        };
        let names: String = self.first.iter().map(|name| format!("\n    {name}")).collect();
        let more = self.count - self.first.len();
        let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
        Some(format!("{heading}{names}{more}"))
    }
}

impl Seen {
    /// Which units are of the parts of shards that are still at work, `[shard][baseline][unit]`.
    fn parts(&self, baselines: &[&Study], stores: &[Store]) -> Vec<Vec<Vec<bool>>> {
        let mut shards = BTreeMap::new();
        for pack in stores.iter().flat_map(|store| &store.packs().packs).filter(|pack| pack.running().is_some()) {
            let shard = pack.found.writer.as_ref().and_then(|writer| writer.shard);
            shards.extend(shard.map(|shard| (shard, ())));
        }
        let of = |number: u32, dealt: Vec<Vec<u32>>| -> Vec<Vec<bool>> {
            dealt.into_iter().map(|units| units.into_iter().map(|shard| shard == number).collect()).collect()
        };
        shards.into_keys().map(|shard| of(shard.number, dealt(baselines, shard.of))).collect()
    }

    /// Looks at every copy of a cell.
    fn look(&mut self, store: &Store, id: &CellId, key: &str, awaited: bool) {
        let name = id.file_name();
        let mut right: Option<(Copy, Vec<u8>)> = None;
        let (mut copies, mut wrong, mut foreign, mut differing) = (0, None, None, None);
        for copy in store.copies(id) {
            match store.read_copy(id, &copy) {
                Err(damage) => wrong = wrong.or_else(|| Some(damage.to_string())),
                Ok(stored) if !is(&stored.cell, id, key) => foreign = foreign.or_else(|| Some(store.place_of(&copy))),
                Ok(stored) => {
                    copies += 1;
                    match &right {
                        None => right = Some((copy, stored.bytes)),
                        Some((_, bytes)) if *bytes == stored.bytes => {}
                        Some((first, _)) => {
                            let both = || format!("{name}: {} and {}", store.place_of(first), store.place_of(&copy));
                            differing = differing.or_else(|| Some(both()));
                        }
                    }
                }
            }
        }
        self.twice += usize::from(copies > 1);
        if let Some(both) = differing {
            self.differing.add(|| both);
        }
        if let Some(place) = foreign {
            self.foreign.add(|| format!("{name}: {place}"));
        }
        match (right, wrong) {
            (Some(_), _) => {}
            (None, Some(damage)) => self.damaged.add(|| damage),
            (None, None) if awaited => self.awaited += 1,
            (None, None) => self.missing.add(|| name),
        }
    }

    /// Whether all is there and right.
    fn verdict(&self, directory: &Path) -> Result<(), StudyError> {
        if let Some(told) = self.foreign.told(
            "is of other inputs or of another build of the model",
            "are of other inputs or of another build of the model",
        ) {
            return Err(Diagnostic::new(told)
                .in_file(format!("--out {}", directory.display()))
                .expected("cells of this study and this build alone; take away what others put there")
                .into());
        }
        if !self.running.is_empty() {
            let running: String = self.running.iter().map(|one| format!("\n    {one}")).collect();
            let awaited = if self.awaited > 0 {
                format!("; cells that they are still to make: {}", self.awaited)
            } else {
                String::new()
            };
            let others = self.problems().map_or_else(String::new, |problems| format!("\n{problems}"));
            return Err(StudyError::Failed(format!(
                "shards that are still at work{awaited}; gather once they have ended:{running}{others}"
            )));
        }
        match self.problems() {
            None => Ok(()),
            Some(problems) => Err(StudyError::Failed(problems)),
        }
    }

    fn problems(&self) -> Option<String> {
        let differing = self.differing.told(
            "is there twice and not alike, which no two runs of one build on sound machines make; take the wrong file away",
            "are there twice and not alike, which no two runs of one build on sound machines make; take the wrong files away",
        );
        let again = "shards run again make them";
        let damaged = self.damaged.told(&format!("is damaged ({again})"), &format!("are damaged ({again})"));
        let missing = self.missing.told(&format!("is missing ({again})"), &format!("are missing ({again})"));
        let all: Vec<String> = [differing, damaged, missing].into_iter().flatten().collect();
        (!all.is_empty()).then(|| all.join("\n"))
    }
}

fn is(cell: &Cell, id: &CellId, key: &str) -> bool {
    cell.id == *id && cell.key == key
}
