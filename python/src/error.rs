//! The program's errors as exceptions.

use amparo::study::StudyError;
use amparo::text::Diagnostic;
use pyo3::create_exception;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyUserWarning, PyValueError};
use pyo3::prelude::*;
use std::ffi::CString;

create_exception!(
    amparo,
    InputError,
    PyValueError,
    "Something is wrong with what was given: a file, a document, or a value.\n\nIts text is what the command line prints. `file`, `line`, \
     and `column` (from 1) say where, `expected` what would have been right, and `nearest` is the nearest valid name; each is None where \
     there is none. `message` is what is wrong, in one sentence, and `problems` holds every problem that was found, the first included."
);
create_exception!(
    amparo,
    RunError,
    PyRuntimeError,
    "What was asked for is right, but could not be done: a full disk, another process at work."
);
create_exception!(amparo, InputWarning, PyUserWarning, "Worth knowing of an input before its results are read.");

/// What every problem of an input is told with.
fn tell(py: Python<'_>, on: &Bound<'_, PyAny>, problem: &Diagnostic) -> PyResult<()> {
    let file = Some(problem.file.as_str()).filter(|file| !file.is_empty());
    on.setattr(pyo3::intern!(py, "message"), problem.message.as_str())?;
    on.setattr(pyo3::intern!(py, "file"), file)?;
    on.setattr(pyo3::intern!(py, "line"), problem.line())?;
    on.setattr(pyo3::intern!(py, "column"), problem.column())?;
    on.setattr(pyo3::intern!(py, "expected"), problem.expected.as_deref())?;
    on.setattr(pyo3::intern!(py, "nearest"), problem.nearest.as_deref())
}

/// The text of a problem without the word that Python says itself.
fn text(problem: &Diagnostic) -> String {
    let all = problem.to_string();
    all.strip_prefix("error: ").map_or(all.clone(), str::to_owned)
}

/// An input that is wrong, as an exception.
pub fn input(py: Python<'_>, problem: &Diagnostic) -> PyErr {
    let error = InputError::new_err(text(problem));
    let told = || -> PyResult<()> {
        let value = error.value(py).as_any();
        tell(py, value, problem)?;
        let each = problem.all().map(|one| {
            let alone = Diagnostic { further: None, ..one.clone() };
            let found = InputError::new_err(text(&alone));
            tell(py, found.value(py).as_any(), &alone)?;
            Ok(found.into_value(py))
        });
        value.setattr(pyo3::intern!(py, "problems"), each.collect::<PyResult<Vec<_>>>()?)
    };
    match told() {
        Ok(()) => error,
        Err(other) => other,
    }
}

/// An input that is wrong in a way that no file is to blame for.
pub fn wrong(py: Python<'_>, message: impl Into<String>, expected: impl Into<String>) -> PyErr {
    input(py, &Diagnostic::new(message).expected(expected))
}

/// Why something did not finish, as an exception.
pub fn study(py: Python<'_>, error: StudyError) -> PyErr {
    match error {
        StudyError::Input(problem) => input(py, &problem),
        StudyError::Failed(message) => RunError::new_err(message),
        StudyError::Interrupted => PyKeyboardInterrupt::new_err(()),
    }
}

/// Warnings of an input, as Python's.
pub fn warn(py: Python<'_>, warnings: &[String]) -> PyResult<()> {
    let kind = py.get_type::<InputWarning>();
    for warning in warnings {
        // A text of a file may hold anything; C ends texts with a zero.
        let text = CString::new(warning.replace('\0', " ")).unwrap_or_default();
        PyErr::warn(py, kind.as_any(), &text, 2)?;
    }
    Ok(())
}
