//! `amparo man [COMMAND]`

use super::output::{emit, emit_text};
use amparo_study::{StudyError, Target};
use amparo_text::{Diagnostic, nearest_name};
use clap::{Args, Command};
use clap_mangen::Man as Page;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Manual pages: of the program, of a command, or all of them as files
#[derive(Args)]
pub struct Man {
    /// Of this command; by default of the program
    #[arg(conflicts_with = "out")]
    command: Option<String>,
    /// Write the pages of the program and of every command there, such as to ~/.local/share/man/man1
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints a page, or writes all of them.
///
/// # Errors
/// No such command, a file of somebody else's in the place of a page, or what cannot be written.
pub fn man(command: &Man, mut program: Command) -> Result<(), StudyError> {
    // Only then its commands know what they are called.
    program.build();
    if let Some(folder) = &command.out {
        return write(folder, &program);
    }
    let Some(name) = &command.command else { return emit(&page(&program)?) };
    let named = commands(&program).find(|one| one.get_name() == name);
    let Some(found) = named else {
        let names: Vec<&str> = commands(&program).map(Command::get_name).collect();
        let error = Diagnostic::new(format!("there is no command `{name}`")).in_file("man".to_owned());
        let nearest = nearest_name(name, names.iter().copied());
        return Err(error.expected(format!("one of: {}", names.join(", "))).nearest(nearest).into());
    };
    emit(&page(found)?)
}

/// Every command but `help`.
fn commands(program: &Command) -> impl Iterator<Item = &Command> {
    program.get_subcommands().filter(|one| one.get_name() != "help")
}

/// A page as `man` reads it.
fn page(command: &Command) -> Result<String, StudyError> {
    let mut text = Vec::new();
    Page::new(command.clone()).render(&mut text).map_err(|e| StudyError::Failed(e.to_string()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// Writes every page; that all of them may be written is found out before the first is.
fn write(folder: &Path, program: &Command) -> Result<(), StudyError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            return Err(StudyError::file("write", folder, &error));
        }
        _ => {}
    }
    let mut pages = Vec::new();
    for command in std::iter::once(program).chain(commands(program)) {
        let file = folder.join(Page::new(command.clone()).get_filename());
        let text = page(command)?;
        // A page of any version of the program names itself in the same way.
        let title = |text: &str| {
            text.lines().find(|line| line.starts_with(".TH ")).map(|line| line.split(' ').nth(1).map(str::to_owned))
        };
        let ours = |at: &Path| {
            fs::read_to_string(at).is_ok_and(|there| title(&there).is_some() && title(&there) == title(&text))
        };
        pages.push((Target::new("--out", &file, [], None, ours)?, text));
    }
    for (target, text) in &pages {
        target.write(text.as_bytes())?;
    }
    emit_text(&format!("{} pages: {}", pages.len(), folder.display()))
}
