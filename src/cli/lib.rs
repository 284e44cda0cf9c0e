//! The command line: one file a subcommand. Results go to standard output, progress and errors to standard error.
//!
//! Exit codes: 0 done, 1 the run failed, 2 wrong usage, 3 invalid input, 130 interrupted with what was finished kept.

#![forbid(unsafe_code)]

mod bench;
mod calibrate;
mod check;
mod compare;
mod diagnose;
mod explain;
mod export;
mod leaving;
mod optimise;
mod output;
mod progress;
mod run;

use self::leaving::INTERRUPT;
use self::output::{say, say_error};
use amparo_files::{load_scenario, load_study};
use amparo_jobs::{warn_of_money, warn_of_money_in_run};
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{Scenario, Study};
use amparo_study::StudyError;
use amparo_text::Diagnostic;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What protects girls from being drawn into sexual exploitation, by how much, for whom, at what cost: an agent-based
/// simulation in which everyone is synthetic.
#[derive(Parser)]
#[command(name = "amparo", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// One world in full detail
    Run(run::Run),
    /// Baseline and policies, paired by replicate: tables, charts and report
    Compare(compare::Compare),
    /// Which drivers dominate in each community, as a survey sees it and as it is
    Diagnose(diagnose::Diagnose),
    /// Is it valid? What would it run, how long would it take, how much disk?
    Check(check::Check),
    /// Solve the parameters that the targets pin
    Calibrate(calibrate::Calibrate),
    /// The best allocation of a budget that can be found
    Optimise(optimise::Optimise),
    /// Every cell of a study as one table
    Export(export::Export),
    /// How fast is this machine? A few figures, beside those shipped for reference
    Bench(bench::Bench),
    /// What a parameter, a parameter group, an intervention or the schedule is
    Explain(explain::Explain),
}

/// How results are written to standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

/// What every run understands.
#[derive(Args)]
struct Common {
    /// Override a register parameter, such as `decision.theta=7.2` (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// How results are written to standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Say nothing but results and errors
    #[arg(long, short)]
    quiet: bool,
}

impl Common {
    fn overrides(&self) -> Result<Vec<(String, f64)>, Diagnostic> {
        self.set.iter().map(|text| amparo_files::parse_set(text)).collect()
    }

    /// The scenario in `file` with the overrides, its warnings printed.
    ///
    /// # Errors
    /// Invalid input; a study is named as one. Or an interrupt.
    fn scenario(&self, file: &Path) -> Result<Scenario, StudyError> {
        let overrides = self.overrides()?;
        let mut scenario = load_scenario(file, &VOCABULARY, &overrides)?;
        warn_of_money_in_run(&mut scenario);
        warn(&scenario.warnings, self.quiet);
        leaving::still_wanted()?;
        Ok(scenario)
    }

    /// The study in `file` with the overrides, its warnings printed.
    ///
    /// # Errors
    /// Invalid input; a scenario is named as one. Or an interrupt.
    fn study(&self, file: &Path) -> Result<Study, StudyError> {
        let overrides = self.overrides()?;
        let mut study = load_study(file, &VOCABULARY, &overrides)?;
        warn_of_money(&mut study);
        warn(&study.warnings(), self.quiet);
        leaving::still_wanted()?;
        Ok(study)
    }
}

/// Where results go.
#[derive(Args)]
struct Destination {
    /// Directory of the results (by default one under `output/`, named by the resolved inputs)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the program and gives its exit code.
pub fn main() -> ExitCode {
    leaving::listen();
    let cli = Cli::parse();
    leaving::kept(cli.command.kept());
    let outcome = match &cli.command {
        Command::Run(command) => run::run(command),
        Command::Compare(command) => compare::compare(command),
        Command::Diagnose(command) => diagnose::diagnose(command),
        Command::Check(command) => check::check(command),
        Command::Calibrate(command) => calibrate::calibrate(command),
        Command::Optimise(command) => optimise::optimise(command),
        Command::Export(command) => export::export(command),
        Command::Bench(command) => bench::bench(command),
        Command::Explain(command) => explain::explain(command),
    };
    match outcome {
        Ok(()) => leaving::end(0),
        Err(StudyError::Interrupted) => leaving::leave(),
        Err(error) => {
            say_error(&error);
            leaving::end(match error {
                StudyError::Failed(_) => 1,
                StudyError::Input(_) => 3,
                StudyError::Interrupted => 130,
            })
        }
    }
}

impl Command {
    /// What is true of the files it has written by the time it is interrupted.
    fn kept(&self) -> &'static str {
        match self {
            Command::Compare(_) => "interrupted; finished cells are kept, and the same command goes on from there",
            Command::Optimise(_) => "interrupted; finished trials are kept, and the same command goes on from there",
            Command::Calibrate(_) => "interrupted; solved draws are kept, and the same command goes on from there",
            Command::Run(_) | Command::Diagnose(_) => {
                "interrupted; results are incomplete, as their manifest says, and the same command makes them anew"
            }
            // They write one file, whole.
            Command::Check(_) | Command::Export(_) | Command::Bench(_) | Command::Explain(_) => {
                "interrupted; the file was written"
            }
        }
    }
}

/// Prints a scenario's warnings.
fn warn(warnings: &[String], quiet: bool) {
    for warning in warnings.iter().filter(|_| !quiet) {
        say(format_args!("warning: {warning}"));
    }
}

/// Cores this process may use.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
