//! What is built into the program: the standard study with every file it names, so that speed can be measured where nothing else
//! is installed, and the toy world in which the model's behavior is looked at.

use crate::register::{Diagnostic, SourceText};
use std::path::{Component, Path, PathBuf};

/// The standard study's file, as if read from the project's root.
pub(super) const STANDARD: &str = "scenarios/madre-de-dios/standard.toml";

/// The scenario in which the model's behavior is looked at.
pub(super) const BEHAVIOUR: &str = "scenarios/toy/behaviour.toml";

/// Paths from the project's root, and texts.
macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        &[$((concat!("scenarios/", $file), include_str!(concat!("../../scenarios/", $file)))),+]
    };
}

const TEXTS: &[(&str, &str)] = texts![
    "madre-de-dios/standard.toml",
    "madre-de-dios/baseline.toml",
    "madre-de-dios/parameters.csv",
    "madre-de-dios/departments.csv",
    "madre-de-dios/towns.csv",
    "madre-de-dios/policies/information.toml",
    "madre-de-dios/policies/app.toml",
    "madre-de-dios/policies/community-development.toml",
    "madre-de-dios/policies/cct-training.toml",
    "madre-de-dios/policies/mix.toml",
    "madre-de-dios/policies/aftercare.toml",
    "toy/behaviour.toml",
    "toy/departments.csv",
    "toy/towns.csv",
];

/// A built-in text, and the 64-hex blake3 hash of its bytes.
///
/// # Errors
/// When no such text is built in.
pub(super) fn read(file: &Path) -> Result<(SourceText, String), Diagnostic> {
    let meant = without_steps_up(file);
    let Some((_, text)) = TEXTS.iter().find(|(path, _)| Path::new(path) == meant) else {
        return Err(Diagnostic::new(format!("`{}` is not built into the program", file.display()))
            .in_file(file.display().to_string())
            .expected("a file that the standard study names, or the toy world of the model's behavior"));
    };
    Ok((SourceText::new(file, text), blake3::hash(text.as_bytes()).to_hex().to_string()))
}

/// `a/../b` as `b`: there are no links among built-in files.
fn without_steps_up(file: &Path) -> PathBuf {
    let mut meant = PathBuf::new();
    for part in file.components() {
        if part == Component::ParentDir {
            meant.pop();
        } else {
            meant.push(part);
        }
    }
    meant
}
