//! `amparo explain WHAT`

use super::output::emit_text;
use amparo_model::engine;
use amparo_model::policy::{VOCABULARY, kinds, named};
use amparo_model::register::Register;
use amparo_study::StudyError;
use amparo_text::SourceText;
use clap::Args;
use std::path::PathBuf;

/// What a parameter, a parameter group, an intervention or the schedule is
#[derive(Args)]
pub struct Explain {
    /// A parameter (`recruiters.kappa_r`), a group (`recruiters`), an intervention (`app`), `interventions`, `custom`, one of
    /// its mechanisms (`contacts`), `where`, `whom` or `schedule`; nothing lists what there is
    what: Option<String>,
    /// Another register than the shipped one (CSV)
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
}

/// Prints it.
///
/// # Errors
/// Invalid input: no such thing, with the nearest name.
pub fn explain(command: &Explain) -> Result<(), StudyError> {
    let Some(what) = command.what.as_deref() else { return overview(command) };
    if what == "schedule" {
        return emit_text(&format!("One tick is one week. In this order:\n\n{}", engine::printed()));
    }
    if let Some(text) = amparo_files::explained(what) {
        return emit_text(&text);
    }
    let kinds = kinds().into_iter().filter(|kind| what == "interventions" || what == kind.name);
    let mut text: String =
        kinds.map(|kind| format!("{:<24}{} (parameters: {}.*)\n", kind.name, kind.does, kind.group)).collect();
    if what == "interventions" {
        return emit_text(&text);
    }
    let register = register(command)?;
    if let Some(kind) = named(what) {
        if kind.group != what {
            text.push('\n');
            text.push_str(&register.explain(kind.group)?);
            return emit_text(&text);
        }
        text.push('\n');
    }
    text.push_str(&register.explain(what)?);
    emit_text(&text)
}

/// The register asked about.
fn register(command: &Explain) -> Result<Register, StudyError> {
    match &command.register {
        Some(file) => {
            let (source, _) = SourceText::read(file)?;
            Ok(Register::from_csv(&source.text, file)?.with(VOCABULARY.entries()))
        }
        None => Ok(Register::built_in().with(VOCABULARY.entries())),
    }
}

/// Everything that can be explained.
fn overview(command: &Explain) -> Result<(), StudyError> {
    let register = register(command)?;
    let mut text = String::from("amparo explain schedule          the tick, as one list\n");
    text.push_str(
        "amparo explain interventions     what each kind does\n\
         amparo explain custom            interventions of one's own, and the mechanisms they are composed of\n\
         amparo explain where, whom       how interventions are limited to some communities and girls\n\nParameter groups, `amparo explain GROUP`:\n",
    );
    for group in register.groups() {
        let count = register.entries.iter().filter(|entry| entry.group() == group).count();
        let plural = if count == 1 { "" } else { "s" };
        text.push_str(&format!("  {group:<16}{count:>3} parameter{plural}\n"));
    }
    emit_text(&text)
}
