//! What subcommands share: options every run understands, the files they name, warnings.

use super::leaving;
use super::output::say;
use amparo_files::{Input, Shipped, Sweep, parse_set};
use amparo_jobs::money::{warn_of_money, warn_of_money_in_run};
use amparo_jobs::rerun::recipe::Chosen;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{Scenario, Study};
use amparo_study::error::StudyError;
use amparo_text::{Diagnostic, money};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// How results are written to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
    Csv,
}

/// What every run understands.
#[derive(Args)]
pub struct Common {
    /// Override a register parameter, such as `decision.theta=7.2` (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// How results are written to standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Say nothing but results and errors
    #[arg(long, short)]
    pub quiet: bool,
}

impl Common {
    pub fn overrides(&self) -> Result<Vec<(String, f64)>, Diagnostic> {
        self.set.iter().map(|text| parse_set(text)).collect()
    }

    /// Its options that decide a number, for a page that can be repeated.
    pub fn chosen(&self) -> impl Iterator<Item = Chosen> {
        self.set.iter().map(|value| Chosen::Word("--set", value.clone()))
    }

    /// The scenario that `file` names with the overrides, its warnings printed.
    ///
    /// # Errors
    /// Invalid input; a study is named as one. Or an interrupt.
    pub fn scenario(&self, file: &Path, shipped: &Shipped) -> Result<(Scenario, Input), StudyError> {
        let overrides = self.overrides()?;
        let input = shipped.find(file);
        let mut scenario = input.scenario(&VOCABULARY, &overrides)?;
        money::show_in(&scenario.currency);
        warn_of_money_in_run(&mut scenario);
        warn(&scenario.warnings, self.quiet);
        leaving::still_wanted()?;
        Ok((scenario, input))
    }

    /// The study that `file` names with the overrides, its warnings printed.
    ///
    /// # Errors
    /// Invalid input; a scenario is named as one. Or an interrupt.
    pub fn study(&self, file: &Path, shipped: &Shipped) -> Result<Study, StudyError> {
        self.swept_study(&shipped.find(file)).map(|(study, _)| study)
    }

    /// The same with the sweeps that its policies were made by.
    ///
    /// # Errors
    /// As [`Common::study`].
    pub fn swept_study(&self, input: &Input) -> Result<(Study, Vec<Sweep>), StudyError> {
        let overrides = self.overrides()?;
        let (mut study, sweeps) = input.swept_study(&VOCABULARY, &overrides)?;
        money::show_in(&study.scenario.currency);
        warn_of_money(&mut study);
        warn(&study.warnings(), self.quiet);
        leaving::still_wanted()?;
        Ok((study, sweeps))
    }
}

/// Where results go.
#[derive(Args)]
pub struct Destination {
    /// Directory of the results (by default one under `output/`, named by the resolved inputs)
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Prints a scenario's warnings.
pub fn warn(warnings: &[String], quiet: bool) {
    for warning in warnings.iter().filter(|_| !quiet) {
        say(format_args!("warning: {warning}"));
    }
}

/// Cores this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
