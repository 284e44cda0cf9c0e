//! Standard output and standard error: a reader that has gone away is no error.

use crate::study::StudyError;
use std::io::{ErrorKind, Write};

/// Writes results to standard output.
///
/// # Errors
/// [`StudyError::Failed`] if it cannot be written; a reader that has gone away is no error.
pub fn emit(text: &str) -> Result<(), StudyError> {
    let mut out = std::io::stdout().lock();
    let newline: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
    match out.write_all(text.as_bytes()).and_then(|()| out.write_all(newline)).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(StudyError::Failed(format!("cannot write results to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// JSON of an answer.
///
/// # Errors
/// As [`emit`].
pub fn emit_json(answer: &impl serde::Serialize) -> Result<(), StudyError> {
    let text = serde_json::to_string_pretty(answer).map_err(|e| StudyError::Failed(e.to_string()))?;
    emit(&text)
}

/// Writes a line to standard error. If nobody reads it there is nobody to tell, and the work goes on.
pub fn say(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
