//! Ctrl-C and SIGTERM: the work is asked to stop, and the process leaves in any case soon after, from wherever it is.
//!
//! Weeks, cells and trials look at [`INTERRUPT`] and end in order. What does not look (reading a long file, spawning a large world, tables,
//! charts) is ended where it stands: files are written whole, and `close` waits for the one under way.

use super::output::{prints, say};
use super::progress;
use amparo_model::engine::Interrupt;
use amparo_study as study;
use amparo_study::StudyError;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Raised by Ctrl-C.
pub static INTERRUPT: Interrupt = Interrupt::new(false);

/// How long work that was asked to stop may take to end in order.
const ORDERLY: Duration = Duration::from_millis(1000);
/// How long a file under way may take after that.
const LAST_FILE: Duration = Duration::from_millis(1000);
/// The same where the user asked twice.
const LAST_FILE_AT_ONCE: Duration = Duration::from_millis(200);

/// Somebody is leaving: whoever comes second waits for the end.
static LEAVING: AtomicBool = AtomicBool::new(false);
/// What to say of files that were written before an interrupt.
static KEPT: OnceLock<&'static str> = OnceLock::new();

/// From now on Ctrl-C and SIGTERM end the program as this module says.
pub fn listen() {
    let handler = ctrlc::set_handler(|| {
        if INTERRUPT.swap(true, Ordering::Relaxed) {
            study::close(LAST_FILE_AT_ONCE);
            std::process::exit(130);
        }
        std::thread::spawn(|| {
            std::thread::sleep(ORDERLY);
            leave();
        });
    });
    if let Err(error) = handler {
        say(format_args!("warning: Ctrl-C cannot be caught ({error}); it ends the program at once"));
    }
}

/// What is true of files that this command has written when it is interrupted.
pub fn kept(words: &'static str) {
    // A process runs one command.
    let _ = KEPT.set(words);
}

/// Before the next piece of work.
///
/// # Errors
/// [`StudyError::Interrupted`] once it was asked to stop.
pub fn still_wanted() -> Result<(), StudyError> {
    if INTERRUPT.load(Ordering::Relaxed) { Err(StudyError::Interrupted) } else { Ok(()) }
}

/// What an interrupt leaves, in words.
fn words(files_written: u64, everything: bool, kept: &'static str) -> &'static str {
    match (files_written, everything) {
        (0, _) => "interrupted; nothing was written",
        (_, true) => "interrupted; every file was written",
        (_, false) => kept,
    }
}

/// Ends the process with exit code 130, whatever its other threads do.
pub fn leave() -> ! {
    stay_if_leaving();
    progress::clear();
    study::close(LAST_FILE);
    let kept = KEPT.get().copied().unwrap_or("interrupted");
    say(words(study::files_written(), prints(), kept));
    std::process::exit(130)
}

/// Ends the process in order, unless it is being ended already.
pub fn end(code: u8) -> ExitCode {
    stay_if_leaving();
    ExitCode::from(code)
}

fn stay_if_leaving() {
    if LEAVING.swap(true, Ordering::SeqCst) {
        loop {
            std::thread::park();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_an_interrupt_is_true_of_the_files() {
        let kept = "interrupted; finished cells are kept";
        assert_eq!(words(0, false, kept), "interrupted; nothing was written");
        assert_eq!(words(0, true, kept), "interrupted; nothing was written");
        assert_eq!(words(3, false, kept), kept);
        assert_eq!(words(3, true, kept), "interrupted; every file was written");
    }
}
