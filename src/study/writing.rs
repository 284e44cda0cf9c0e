//! Files being written, so that a process that is told to end at once leaves none half written.
//!
//! Whatever writes a file holds a [`Writing`] from before its temporary file is made until that is renamed or removed. A process that
//! leaves calls [`close`] first: files under way are finished, none is begun any more.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

struct Gate {
    /// Temporary files under way, each with a number of its own.
    under_way: BTreeMap<u64, PathBuf>,
    begun: u64,
    written: u64,
    closed: bool,
}

static GATE: Mutex<Gate> = Mutex::new(Gate { under_way: BTreeMap::new(), begun: 0, written: 0, closed: false });
static CHANGED: Condvar = Condvar::new();

thread_local! {
    /// How many files this thread is writing, one inside the other: the inner ones must not wait at a closed gate.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

fn gate() -> MutexGuard<'static, Gate> {
    GATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file is being written for as long as this lives.
#[must_use = "it is held until the file is whole or gone"]
pub struct Writing(u64);

/// Begins to write a file by way of this temporary one. Once the process is leaving this never returns.
pub fn writing(temporary: &Path) -> Writing {
    let mut open = gate();
    if DEPTH.get() == 0 {
        open = CHANGED.wait_while(open, |gate| gate.closed).unwrap_or_else(PoisonError::into_inner);
    }
    DEPTH.set(DEPTH.get() + 1);
    open.begun += 1;
    let number = open.begun;
    open.under_way.insert(number, temporary.to_path_buf());
    Writing(number)
}

impl Writing {
    /// The file is there, whole.
    pub fn done(self) {
        gate().written += 1;
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
        gate().under_way.remove(&self.0);
        CHANGED.notify_all();
    }
}

/// Files that this process has written so far.
pub fn files_written() -> u64 {
    gate().written
}

/// Lets no file be begun any more and waits until those under way are whole or gone; what takes longer is removed half written. Only for
/// a process that ends now.
pub fn close(longest: Duration) {
    let mut open = gate();
    open.closed = true;
    let (open, _) = CHANGED
        .wait_timeout_while(open, longest, |gate| !gate.under_way.is_empty())
        .unwrap_or_else(PoisonError::into_inner);
    for temporary in open.under_way.values() {
        // It may not be made yet, or be renamed by now.
        let _ = std::fs::remove_file(temporary);
    }
}
