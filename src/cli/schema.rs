//! `amparo schema scenario|study|policy|trial`

use super::output::emit_json;
use amparo_files::{SchemaOf, schema};
use amparo_study::StudyError;
use clap::{Args, ValueEnum};

/// A JSON Schema of a kind of file, so that an editor can complete keys and mark mistakes
#[derive(Args)]
pub struct Schema {
    /// Which kind of file
    #[arg(value_enum)]
    of: Of,
}

/// The kinds of file that have a schema.
#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Scenario,
    Study,
    Policy,
    Trial,
}

/// Prints it.
///
/// # Errors
/// Where it cannot be written.
pub fn print(command: &Schema) -> Result<(), StudyError> {
    emit_json(&schema(match command.of {
        Of::Scenario => SchemaOf::Scenario,
        Of::Study => SchemaOf::Study,
        Of::Policy => SchemaOf::Policy,
        Of::Trial => SchemaOf::Trial,
    }))
}
