//! Standard output and standard error: a reader that has gone away is no error, and nothing of a file reaches a terminal raw.

use amparo_study::StudyError;
use amparo_text::{refitted, visible};
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// Narrowest and widest terminal that lines are laid out for.
const ROOM: std::ops::RangeInclusive<usize> = 40..=400;
/// As wide as a formatted line can be asked to be.
const WIDEST: usize = u16::MAX as usize;

/// Results are being printed.
static PRINTING: AtomicBool = AtomicBool::new(false);

/// Whether results are being printed, or were: commands write their files first.
pub fn prints() -> bool {
    PRINTING.load(Ordering::Relaxed)
}

/// Columns of the terminal that listens to standard output; without end where none does.
pub fn room() -> usize {
    let out = std::io::stdout();
    if out.is_terminal() { columns(terminal_size::terminal_size_of(out)) } else { usize::MAX }
}

/// Columns of the terminal that listens to standard error; without end where none does.
pub fn room_of_messages() -> usize {
    let out = std::io::stderr();
    if out.is_terminal() { columns(terminal_size::terminal_size_of(out)) } else { usize::MAX }
}

fn columns(size: Option<(terminal_size::Width, terminal_size::Height)>) -> usize {
    // A terminal that does not know its width says 0; 80 is what all have had.
    match size {
        Some((terminal_size::Width(columns), _)) if columns > 0 => {
            usize::from(columns).clamp(*ROOM.start(), *ROOM.end())
        }
        _ => 80,
    }
}

/// Writes results for programs to standard output, as they are; on a terminal nothing is written that it would obey.
///
/// # Errors
/// [`StudyError::Failed`] if it cannot be written; a reader that has gone away is no error.
pub fn emit(text: &str) -> Result<(), StudyError> {
    if std::io::stdout().is_terminal() { write(&visible(text)) } else { write(text) }
}

/// Writes results for people to standard output: nothing in them is obeyed by a terminal, and lines fit the one that listens.
///
/// # Errors
/// As [`emit`].
pub fn emit_text(text: &str) -> Result<(), StudyError> {
    write(&refitted(&visible(text), room()))
}

fn write(text: &str) -> Result<(), StudyError> {
    PRINTING.store(true, Ordering::Relaxed);
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
    let line = line.to_string();
    let _ = writeln!(std::io::stderr(), "{}", refitted(&visible(&line), room_of_messages()));
}

/// Says why a command did not finish.
pub fn say_error(error: &StudyError) {
    match error {
        // The lines of a file that it shows are cut to what the terminal holds.
        StudyError::Input(diagnostic) => say(format_args!("{diagnostic:.0$}", room_of_messages().min(WIDEST))),
        other => say(other),
    }
}
