//! `amparo init DIR`

use super::output::emit_text;
use amparo_files::Shipped;
use amparo_jobs::init::{TEMPLATES, Template, init as write};
use amparo_study::StudyError;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use std::path::PathBuf;

/// A project of one's own: commented files to change, which run in seconds as they are
#[derive(Args)]
pub struct Init {
    /// Directory to write it to, empty or not there yet
    #[arg(value_name = "DIR")]
    directory: PathBuf,
    /// What it begins as
    #[arg(long, value_name = "WORLD", default_value = TEMPLATES[0].name, value_parser = PossibleValuesParser::new(templates()))]
    from: String,
}

fn templates() -> Vec<PossibleValue> {
    TEMPLATES.iter().map(|template| PossibleValue::new(template.name).help(template.says)).collect()
}

/// Writes it.
///
/// # Errors
/// A directory that is not empty, or cannot be written.
pub fn init(command: &Init, shipped: &Shipped) -> Result<(), StudyError> {
    let named = |template: &&Template| template.name == command.from;
    let template = TEMPLATES.iter().find(named).unwrap_or(&TEMPLATES[0]);
    let files = write(&command.directory, template, shipped.texts())?;
    let directory = command.directory.display().to_string();
    let quote = if directory.contains(char::is_whitespace) { "\"" } else { "" };
    emit_text(&format!(
        "{} files in {directory}: begin with README.txt there\n\n  cd {quote}{directory}{quote}\n  amparo check scenario.toml study.toml\n  amparo compare study.toml --draws 2\n",
        files.len(),
    ))
}
