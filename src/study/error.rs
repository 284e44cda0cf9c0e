//! Why a study did not finish.

use super::cell::CellError;
use amparo_model::engine::Stopped;
use amparo_text::Diagnostic;
use std::fmt;
use std::path::Path;

/// Reason why a run ended before its answer; each has an exit code.
#[derive(Debug)]
pub enum StudyError {
    /// Invalid input (exit code 3).
    Input(Box<Diagnostic>),
    /// The run failed (exit code 1).
    Failed(String),
    /// Interrupted; what was finished is kept (exit code 130).
    Interrupted,
}

impl StudyError {
    /// A file operation that failed.
    pub fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        StudyError::Failed(format!("cannot {doing} {}: {error}", path.display()))
    }
}

impl fmt::Display for StudyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StudyError::Input(diagnostic) => write!(f, "{diagnostic}"),
            StudyError::Failed(message) => write!(f, "error: {message}"),
            StudyError::Interrupted => write!(f, "interrupted"),
        }
    }
}

impl std::error::Error for StudyError {}

impl From<Diagnostic> for StudyError {
    fn from(diagnostic: Diagnostic) -> Self {
        StudyError::Input(Box::new(diagnostic))
    }
}

impl From<CellError> for StudyError {
    fn from(error: CellError) -> Self {
        StudyError::Failed(error.to_string())
    }
}

impl From<Stopped> for StudyError {
    fn from(_: Stopped) -> Self {
        StudyError::Interrupted
    }
}
