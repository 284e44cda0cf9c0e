//! The standard study with every file it names, built into the program: speed can be measured where nothing else is installed.

use crate::register::{Diagnostic, SourceText};
use std::path::Path;

/// The standard study's file, as if read from the project's root.
pub(super) const STANDARD: &str = "scenarios/madre-de-dios/standard.toml";

/// Paths from the project's root, and texts.
macro_rules! texts {
    ($($file:literal),+ $(,)?) => {
        &[$((
            concat!("scenarios/madre-de-dios/", $file),
            include_str!(concat!("../../scenarios/madre-de-dios/", $file)),
        )),+]
    };
}

const TEXTS: &[(&str, &str)] = texts![
    "standard.toml",
    "baseline.toml",
    "parameters.csv",
    "departments.csv",
    "towns.csv",
    "policies/information.toml",
    "policies/app.toml",
    "policies/community-development.toml",
    "policies/cct-training.toml",
    "policies/mix.toml",
    "policies/aftercare.toml",
];

/// A built-in text, and the 64-hex blake3 hash of its bytes.
///
/// # Errors
/// When no such text is built in.
pub(super) fn read(file: &Path) -> Result<(SourceText, String), Diagnostic> {
    let Some((_, text)) = TEXTS.iter().find(|(path, _)| Path::new(path) == file) else {
        return Err(Diagnostic::new(format!("`{}` is not built into the program", file.display()))
            .in_file(file.display().to_string())
            .expected("a file that the standard study names"));
    };
    Ok((SourceText::new(file, text), blake3::hash(text.as_bytes()).to_hex().to_string()))
}
