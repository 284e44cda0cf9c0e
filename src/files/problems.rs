//! Everything wrong that was found while reading on.

use amparo_text::Diagnostic;
use std::cell::RefCell;

/// Problems kept in full. A file can hold more mistakes than anybody reads; those beyond are counted.
const MOST: usize = 50;

/// What is wrong with the files read so far.
///
/// A reader that meets a mistake puts it here and reads on with whatever stands in; what was read counts only if nothing
/// was put here by the end.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Found>);

#[derive(Debug, Default)]
struct Found {
    kept: Vec<Diagnostic>,
    more: usize,
}

impl Problems {
    /// Adds a problem. One that is known already (a policy is read once per budget) is not repeated.
    pub fn push(&self, problem: Diagnostic) {
        let mut found = self.0.borrow_mut();
        let (more, all) = problem.into_all();
        found.more += more;
        for one in all {
            if found.kept.contains(&one) {
                continue;
            }
            if found.kept.len() < MOST {
                found.kept.push(one);
            } else {
                found.more += 1;
            }
        }
    }

    /// The value, or `None` with its problem added.
    pub fn keep<T>(&self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// Whether there are so many that a reader of many rows or keys may stop: more would not be shown.
    pub fn full(&self) -> bool {
        self.0.borrow().kept.len() >= MOST
    }

    /// The value if nothing is wrong.
    ///
    /// # Errors
    /// All problems as one, in the order in which they were met.
    pub fn unless_any<T>(&self, value: Option<T>) -> Result<T, Diagnostic> {
        let found = std::mem::take(&mut *self.0.borrow_mut());
        match (Diagnostic::of_all(found.kept, found.more), value) {
            (None, Some(value)) => Ok(value),
            (Some(problem), _) => Err(problem),
            // A reader gives no value only after it has said why.
            (None, None) => Err(Diagnostic::new("the file could not be read")),
        }
    }
}
