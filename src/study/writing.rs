//! Files being written, so that a process that is told to end at once leaves none half written.
//!
//! Whatever writes a file holds a [`Writing`] from before its temporary file is made until that is renamed or removed. A process that
//! leaves calls [`close`] first: files under way are finished, none is begun any more.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Gate that every file passes on its way to the disk.
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Temporary files under way, each with a number of its own.
    under_way: BTreeMap<u64, PathBuf>,
    begun: u64,
    written: u64,
    closed: bool,
}

/// That of this process.
static GATE: Gate = Gate::new();

thread_local! {
    /// How many files this thread is writing, one inside the other: the inner ones must not wait at a closed gate.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

impl Gate {
    const fn new() -> Gate {
        let state = State { under_way: BTreeMap::new(), begun: 0, written: 0, closed: false };
        Gate { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&'static self, temporary: &Path) -> Writing {
        let mut state = self.state();
        if DEPTH.get() == 0 {
            state = self.changed.wait_while(state, |state| state.closed).unwrap_or_else(PoisonError::into_inner);
        }
        DEPTH.set(DEPTH.get() + 1);
        state.begun += 1;
        let number = state.begun;
        state.under_way.insert(number, temporary.to_path_buf());
        Writing { gate: self, number }
    }

    fn close(&self, longest: Duration) {
        let mut state = self.state();
        state.closed = true;
        let (state, _) = self
            .changed
            .wait_timeout_while(state, longest, |state| !state.under_way.is_empty())
            .unwrap_or_else(PoisonError::into_inner);
        for temporary in state.under_way.values() {
            // It may not be made yet, or be renamed by now.
            let _ = std::fs::remove_file(temporary);
        }
    }
}

/// A file is being written for as long as this lives.
#[must_use = "it is held until the file is whole or gone"]
pub struct Writing {
    gate: &'static Gate,
    number: u64,
}

impl Writing {
    /// The file is there, whole.
    pub fn done(self) {
        self.gate.state().written += 1;
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get().saturating_sub(1));
        self.gate.state().under_way.remove(&self.number);
        self.gate.changed.notify_all();
    }
}

/// Begins to write a file by way of this temporary one. Once the process is leaving this never returns.
pub fn writing(temporary: &Path) -> Writing {
    GATE.begin(temporary)
}

/// Files that this process has written so far.
pub fn files_written() -> u64 {
    GATE.state().written
}

/// Lets no file be begun any more and waits until those under way are whole or gone; what takes longer is removed half written. Only for
/// a process that ends now.
pub fn close(longest: Duration) {
    GATE.close(longest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    fn temporary(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("amparo-writing-{}-{name}.unfinished", std::process::id()))
    }

    #[test]
    fn who_leaves_waits_for_the_file_under_way_and_no_other_is_begun() {
        static GATE: Gate = Gate::new();
        static BEGUN: AtomicBool = AtomicBool::new(false);
        let file = temporary("waited-for");
        let first = GATE.begin(&file);
        // One file inside another, as a chart within a page: no wait, or nobody could ever leave.
        GATE.begin(&temporary("inner")).done();
        let leaving = std::thread::spawn(|| GATE.close(Duration::from_secs(60)));
        while !GATE.state().closed {
            std::thread::yield_now();
        }
        GATE.begin(&temporary("inner")).done();
        std::thread::spawn(|| {
            let _held = GATE.begin(Path::new("never begun"));
            BEGUN.store(true, Ordering::Relaxed);
        });
        std::fs::write(&file, "half").unwrap();
        std::thread::sleep(Duration::from_millis(50));
        assert!(!leaving.is_finished(), "the file is still under way");
        std::fs::remove_file(&file).unwrap();
        first.done();
        leaving.join().unwrap();
        assert_eq!(GATE.state().written, 3);
        std::thread::sleep(Duration::from_millis(50));
        assert!(!BEGUN.load(Ordering::Relaxed));
    }

    #[test]
    fn a_file_that_takes_too_long_is_removed_half_written() {
        static GATE: Gate = Gate::new();
        let file = temporary("too-long");
        let _held = GATE.begin(&file);
        std::fs::write(&file, "half").unwrap();
        let started = Instant::now();
        GATE.close(Duration::from_millis(20));
        assert!(started.elapsed() >= Duration::from_millis(20) && !file.exists());
    }
}
