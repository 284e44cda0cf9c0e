//! `amparo calibrate SCENARIO`

use super::output::{emit, emit_json};
use super::progress::Shown;
use super::{Common, Format, INTERRUPT, cores};
use crate::policy::VOCABULARY;
use crate::scenario::load_scenario;
use crate::study::calibrate::{CalibrateOptions, Calibrated, calibrate as solve};
use crate::study::{StudyError, write_whole};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item, Table, value};

/// Solve the parameters that the targets pin, by the method of moments
#[derive(Args)]
pub struct Calibrate {
    /// Scenario file (TOML)
    scenario: PathBuf,
    /// Seed of the calibration's own worlds, which are never scored
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: u64,
    /// Worlds a round
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    worlds: u16,
    /// Rounds at most
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    rounds: u16,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Write the values found into the scenario file
    #[arg(long)]
    write: bool,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
///
/// # Errors
/// Invalid input, an interrupt, or targets that were not met ([`StudyError::Failed`], with nothing written).
pub fn calibrate(command: &Calibrate) -> Result<(), StudyError> {
    let scenario = load_scenario(&command.scenario, &VOCABULARY, &command.common.overrides()?)?;
    let options = CalibrateOptions {
        seed: command.seed,
        worlds: usize::from(command.worlds),
        rounds: usize::from(command.rounds),
        jobs: command.jobs.map_or_else(cores, usize::from),
    };
    let progress = Shown::new(command.common.quiet, "worlds");
    let found = solve(&scenario, &options, &progress, &INTERRUPT)?;
    match command.common.format {
        Format::Json => emit_json(&serde_json::json!({
            "rounds": found.rounds,
            "close": found.close(),
            "parameters": found.parameters,
            "attraction": found.attraction,
        }))?,
        Format::Csv => {
            let mut text = String::from("moment,observed,target,parameter,value,close\n");
            for f in &found.fits {
                let _ =
                    writeln!(text, "{},{},{},{},{},{}", f.moment, f.observed, f.target, f.parameter, f.value, f.close);
            }
            emit(&text)?;
        }
        Format::Text => {
            let mut text =
                format!("{:<36}{:>10}{:>10}  {:<28}{:>10}\n", "moment", "observed", "target", "parameter", "value");
            for f in &found.fits {
                let show = |x: f64| if x.abs() >= 100.0 { format!("{x:.0}") } else { format!("{x:.4}") };
                let _ = writeln!(
                    text,
                    "{:<36}{:>10}{:>10}  {:<28}{:>10}{}",
                    f.moment,
                    show(f.observed),
                    show(f.target),
                    f.parameter,
                    show(f.value),
                    if f.close { "" } else { "  not close" }
                );
            }
            emit(&text)?;
        }
    }
    if command.write {
        write(&command.scenario, &found)?;
    }
    if found.close() {
        Ok(())
    } else {
        Err(StudyError::Failed(format!("not every moment is close after {} rounds", found.rounds)))
    }
}

/// Writes the values into the file's `[parameters]` and `[attraction]`, keeping everything else as it stands.
fn write(file: &Path, found: &Calibrated) -> Result<(), StudyError> {
    let text = std::fs::read_to_string(file).map_err(|e| StudyError::file("read", file, &e))?;
    let mut document: DocumentMut = text.parse().map_err(|e| StudyError::Failed(format!("{e}")))?;
    for (table, values) in [("parameters", &found.parameters), ("attraction", &found.attraction)] {
        let entry = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
        let Some(table) = entry.as_table_like_mut() else { continue };
        for (name, number) in values {
            // Written as `group.name = …` or under `[parameters.group]`, it stays where it stands.
            let nested = name.split_once('.').and_then(|(group, field)| {
                let group = table.get_mut(group)?.as_table_like_mut()?;
                group.contains_key(field).then_some((group, field))
            });
            match nested {
                Some((group, field)) => group.insert(field, value(*number)),
                None => table.insert(name, value(*number)),
            };
        }
    }
    write_whole(file, document.to_string().as_bytes())
}
