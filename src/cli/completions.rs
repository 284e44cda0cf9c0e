//! `amparo completions SHELL`

use super::output::emit;
use amparo_study::StudyError;
use clap::{Args, Command};
use clap_complete::{Shell, generate};

/// What a shell needs to complete commands and options
#[derive(Args)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

/// Prints it.
///
/// # Errors
/// Where it cannot be written.
pub fn print(command: &Completions, mut program: Command) -> Result<(), StudyError> {
    let mut text = Vec::new();
    generate(command.shell, &mut program, "amparo", &mut text);
    emit(&String::from_utf8_lossy(&text))
}
