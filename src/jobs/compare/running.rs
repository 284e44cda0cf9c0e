//! A study under way: which of its cells are stored already, and what is shown and kept beside them.

use super::options::Options;
use amparo_decide::result::Drivers;
use amparo_model::diagnose::Profiles;
use amparo_model::engine::Interrupt;
use amparo_model::scenario::Study;
use amparo_study::cell::{Cell, CellId};
use amparo_study::drivers::driver_tables;
use amparo_study::error::StudyError;
use amparo_study::plan::{Unit, planned, units};
use amparo_study::progress::Progress;
use amparo_study::rows::Collector;
use amparo_study::store::{Damaged, Store, StoredCell};
use std::sync::atomic::Ordering;

/// Name of the stored driver profiles among the cells.
const DRIVERS: &str = "drivers.cell";

/// A unit with the cells of it that are missing.
pub(super) struct Missing {
    pub(super) unit: Unit,
    pub(super) wanted: Vec<bool>,
}

/// A study being run.
pub(super) struct Running<'a> {
    pub(super) study: &'a Study,
    pub(super) options: &'a Options,
    pub(super) store: &'a Store,
    pub(super) progress: &'a dyn Progress,
    pub(super) interrupt: &'a Interrupt,
    pub(super) drivers: Option<Drivers>,
    /// Whether a first chart was shown.
    pub(super) shown: bool,
}

/// The key of the first unit's baseline, which driver profiles are made of.
fn drivers_key(study: &Study) -> String {
    let (_, key) = Unit { draw: 0, replicate: 0 }.cells(study).swap_remove(0);
    key
}

/// Driver profiles of this study that are stored, and as which text.
pub(super) fn kept_drivers(study: &Study, store: &Store) -> Result<Option<(String, Drivers)>, Damaged> {
    let wanted = drivers_key(study);
    let ours = |text: String| {
        let (key, drivers) = serde_json::from_str::<(String, Drivers)>(&text).ok()?;
        (key == wanted).then_some((text, drivers))
    };
    Ok(store.texts(DRIVERS, &wanted)?.into_iter().find_map(ours))
}

/// Writes driver profiles that are stored anywhere as a file of this directory, as a run by itself has them.
pub(super) fn keep_drivers_here(study: &Study, store: &Store) -> Result<(), StudyError> {
    match kept_drivers(study, store) {
        Ok(Some((text, _))) => store.write_checked(&format!("cells/{DRIVERS}"), &text),
        _ => Ok(()),
    }
}

impl Running<'_> {
    pub(super) fn stored_drivers(&self) -> Option<Drivers> {
        match kept_drivers(self.study, self.store) {
            Ok(kept) => kept.map(|(_, drivers)| drivers),
            Err(damage) => {
                self.progress.note(&format!("{damage}; making it again"));
                None
            }
        }
    }

    /// Units with cells that are not stored or not valid, of those that `ours` takes by their place in the plan; damaged files are named.
    pub(super) fn missing(&self, study: &Study, ours: impl Fn(usize) -> bool) -> Result<Vec<Missing>, StudyError> {
        let mut missing = Vec::new();
        self.store.packs().damages().for_each(|damage| self.progress.note(&damage));
        for (_, (unit, cells)) in planned(study).enumerate().filter(|(at, _)| ours(*at)) {
            if self.interrupt.load(Ordering::Relaxed) {
                return Err(StudyError::Interrupted);
            }
            let wanted: Vec<bool> = cells.iter().map(|(id, key)| self.stored(id, key, true).is_none()).collect();
            let first = unit == Unit { draw: 0, replicate: 0 };
            if wanted.contains(&true) || (first && self.drivers.is_none()) {
                missing.push(Missing { unit, wanted });
            }
        }
        Ok(missing)
    }

    /// A stored, valid cell; with `tell`, damage is named.
    pub(super) fn stored(&self, id: &CellId, key: &str, tell: bool) -> Option<StoredCell> {
        self.store.get(id, key).unwrap_or_else(|damage| {
            if tell {
                self.progress.note(&format!("{damage}; running it again"));
            }
            None
        })
    }

    pub(super) fn keep_drivers(&mut self, study: &Study, found: &Profiles) -> Result<(), StudyError> {
        let made = driver_tables(&study.scenario, found);
        let text =
            serde_json::to_string(&(&drivers_key(self.study), &made)).map_err(|e| StudyError::Failed(e.to_string()))?;
        self.drivers = Some(made);
        self.store.put_text(DRIVERS, &drivers_key(self.study), &text)
    }

    /// Hands over what the first whole unit shows, while more are to come.
    pub(super) fn first_look(&mut self, study: &Study, latest: &CellId) {
        let whole = units(study).count();
        if self.shown || whole < 2 {
            return;
        }
        let Some(unit) = units(study).find(|u| u.number(study) == latest.draw && u.replicate == latest.replicate)
        else {
            return;
        };
        let planned = unit.cells(study);
        if planned.last().is_none_or(|(id, _)| id != latest) {
            return;
        }
        self.shown = true;
        let cells: Option<Vec<Cell>> =
            planned.iter().map(|(id, key)| Some(self.stored(id, key, false)?.cell)).collect();
        if let Some(cells) = cells.filter(|cells| cells.iter().all(|c| c.settled)) {
            let mut collector = Collector::new(study);
            if collector.add(unit, &cells).is_ok() {
                self.progress.first_look(&collector.into_tables(None, None, &[], &[]), whole, self.store);
            }
        }
    }
}
