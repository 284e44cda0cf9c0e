//! Long work: done beside Python, which goes on, hears Ctrl-C, and is told how far it has come.

use super::error;
use amparo::engine::Interrupt;
use amparo::study::{Progress, StudyError};
use pyo3::prelude::*;
use pyo3::types::PyBool;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How often Python is asked whether it was interrupted.
const PATIENCE: Duration = Duration::from_millis(50);

/// Work that is interrupted by Ctrl-C; `meanwhile` is called now and then with Python at hand,
/// and what it raises ends the work too.
pub fn waited<R: Send>(
    py: Python<'_>,
    work: impl FnOnce(&Interrupt) -> Result<R, StudyError> + Send,
    meanwhile: impl Fn(Python<'_>) -> PyResult<()> + Sync,
) -> PyResult<R> {
    let meanwhile = &meanwhile;
    let (raised, found) = py.detach(move || {
        let interrupt = &Interrupt::new(false);
        let (done, answer) = channel();
        let (mut raised, mut found) = (None, None);
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // Nobody is left to hear it only if this thread is.
                let _ = done.send(catch_unwind(AssertUnwindSafe(|| work(interrupt))));
            });
            loop {
                match answer.recv_timeout(PATIENCE) {
                    Ok(outcome) => {
                        found = outcome.ok();
                        break;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) if raised.is_some() => {}
                    Err(RecvTimeoutError::Timeout) => {
                        let heard = Python::attach(|py| py.check_signals().and_then(|()| meanwhile(py)));
                        if let Err(error) = heard {
                            raised = Some(error);
                            interrupt.store(true, Ordering::Relaxed);
                        }
                    }
                }
            }
        });
        (raised, found)
    });
    match (raised, found) {
        (Some(raised), _) => Err(raised),
        (None, Some(outcome)) => {
            // What came at the very end is told as well.
            meanwhile(py)?;
            outcome.map_err(|error| error::study(py, error))
        }
        (None, None) => {
            Err(error::RunError::new_err("the program ended this work in the middle, which is a mistake of its own"))
        }
    }
}

/// Nothing to do meanwhile.
pub fn nothing(_: Python<'_>) -> PyResult<()> {
    Ok(())
}

/// How far work has come.
#[derive(Default)]
struct Standing {
    stage: String,
    done: u64,
    steps: u64,
    /// Whether it changed since it was told.
    news: bool,
}

/// Keeps how far work has come until Python is told.
#[derive(Default)]
pub struct Kept(Mutex<Standing>);

impl Kept {
    fn change(&self, change: impl FnOnce(&mut Standing)) {
        let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut standing);
        standing.news = true;
    }

    /// Calls `listener` with stage, steps done, and steps in all (0 where nobody knows), if there
    /// is anything new.
    pub fn tell(&self, py: Python<'_>, listener: Option<&Py<PyAny>>) -> PyResult<()> {
        let Some(listener) = listener else { return Ok(()) };
        let told = {
            let mut standing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let news = std::mem::take(&mut standing.news);
            news.then(|| (standing.stage.clone(), standing.done, standing.steps))
        };
        match told {
            Some(told) => listener.call1(py, told).map(drop),
            None => Ok(()),
        }
    }
}

impl Progress for Kept {
    fn stage(&self, name: &str, steps: u64) {
        self.change(|standing| {
            (standing.stage, standing.done, standing.steps) = (name.to_owned(), 0, steps);
        });
    }

    fn advance(&self, steps: u64) {
        self.change(|standing| standing.done += steps);
    }

    fn note(&self, line: &str) {
        self.stage(line, 0);
    }

    fn done(&self) {
        self.change(|standing| standing.done = standing.steps);
    }
}

/// Who is told: nobody for False or None, the package's own bar for True, else what was given.
pub fn listener(py: Python<'_>, asked: Option<Bound<'_, PyAny>>) -> PyResult<Option<Py<PyAny>>> {
    let Some(asked) = asked else { return Ok(None) };
    if let Ok(yes) = asked.cast::<PyBool>() {
        return if yes.is_true() {
            Ok(Some(py.import("amparo._progress")?.getattr("Bar")?.call0()?.unbind()))
        } else {
            Ok(None)
        };
    }
    if !asked.is_callable() {
        return Err(error::wrong(
            py,
            "`progress` is nothing that can be called",
            "True, False, or a function of stage, steps done, and steps in all",
        ));
    }
    Ok(Some(asked.unbind()))
}

/// Cores this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
