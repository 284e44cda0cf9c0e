//! `amparo schema scenario|study|policy|departments|…`

use super::output::emit_json;
use amparo_files::{SchemaOf, columns, schema};
use amparo_study::StudyError;
use clap::Args;
use clap::builder::PossibleValuesParser;

/// A JSON Schema of a kind of file or of a row of a table, so that an editor can complete keys and mark mistakes
#[derive(Args)]
pub struct Schema {
    /// Which kind of file or table
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(names()))]
    of: String,
}

/// Kinds of files, and tables.
fn names() -> Vec<&'static str> {
    ["scenario", "study", "policy"].into_iter().chain(columns::TABLES.iter().map(|table| table.name)).collect()
}

/// Prints it.
///
/// # Errors
/// Where it cannot be written.
pub fn print(command: &Schema) -> Result<(), StudyError> {
    let table = columns::TABLES.into_iter().find(|table| table.name == command.of);
    emit_json(&schema(match (table, command.of.as_str()) {
        (Some(table), _) => SchemaOf::Row(table),
        (None, "study") => SchemaOf::Study,
        (None, "policy") => SchemaOf::Policy,
        (None, _) => SchemaOf::Scenario,
    }))
}
