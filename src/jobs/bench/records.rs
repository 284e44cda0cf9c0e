//! A file of records of speed: one JSON document per line, the oldest first.

use super::record::{BenchRecord, FORMAT};
use amparo_study::error::StudyError;
use amparo_text::Diagnostic;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Records of a file, the oldest first; none where there is no such file.
///
/// # Errors
/// A file that cannot be read, or a line that is no record of this format.
pub fn records(file: &Path) -> Result<Vec<BenchRecord>, StudyError> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StudyError::file("read", file, &error)),
    };
    let at = |line: usize, why: String| {
        Diagnostic::new(format!("line {line} is no record of speed: {why}"))
            .in_file(file.display().to_string())
            .expected("a file that `amparo bench --record` wrote, one record per line")
            .into()
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(i, line)| {
            let record: BenchRecord = serde_json::from_str(line).map_err(|e| at(i + 1, e.to_string()))?;
            match record.format {
                FORMAT => Ok(record),
                other => Err(at(i + 1, format!("it has format {other}, and this program reads {FORMAT}"))),
            }
        })
        .collect()
}

/// Whether a file holds records and nothing else.
pub fn is_of_records(file: &Path) -> bool {
    records(file).is_ok_and(|all| !all.is_empty())
}
