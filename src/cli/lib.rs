//! The command line: one file a subcommand. Results go to standard output, progress and errors to standard error.
//!
//! Exit codes: 0 done, 1 the run failed, 2 wrong usage, 3 invalid input, 4 slower than before (`bench --against`), 130 interrupted with what was finished kept.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

mod bench;
mod calibrate;
mod check;
mod common;
mod compare;
mod diagnose;
mod explain;
mod export;
mod leaving;
mod optimise;
mod output;
mod progress;
mod run;
mod schema;
mod trials;

use amparo_study::error::StudyError;
use clap::{Parser, Subcommand};
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
    /// Published effects beside what the model says of the same trials
    Trials(trials::Trials),
    /// Every cell of a study as one table
    Export(export::Export),
    /// How fast is this machine? A few figures, beside those shipped for reference
    Bench(bench::Bench),
    /// What a parameter, a parameter group, an intervention or the schedule is
    Explain(explain::Explain),
    /// A JSON Schema of scenario, study or policy files, for editors
    Schema(schema::Schema),
}

/// Runs the program and gives its exit code.
pub fn main() -> ExitCode {
    leaving::listen();
    let cli = Cli::parse();
    leaving::kept(cli.command.kept());
    let outcome = match &cli.command {
        Command::Run(command) => run::run(command).map(done),
        Command::Compare(command) => compare::compare(command).map(done),
        Command::Diagnose(command) => diagnose::diagnose(command).map(done),
        Command::Check(command) => check::check(command).map(done),
        Command::Calibrate(command) => calibrate::calibrate(command).map(done),
        Command::Optimise(command) => optimise::optimise(command).map(done),
        Command::Trials(command) => trials::trials(command).map(done),
        Command::Export(command) => export::export(command).map(done),
        Command::Bench(command) => bench::bench(command),
        Command::Explain(command) => explain::explain(command).map(done),
        Command::Schema(command) => schema::print(command).map(done),
    };
    match outcome {
        Ok(code) => leaving::end(code),
        Err(StudyError::Interrupted) => leaving::leave(),
        Err(error) => {
            output::say_error(&error);
            leaving::end(match error {
                StudyError::Failed(_) => 1,
                StudyError::Input(_) => 3,
                StudyError::Interrupted => 130,
            })
        }
    }
}

/// Exit code of what is done.
const fn done((): ()) -> u8 {
    0
}

impl Command {
    /// What is true of the files it has written by the time it is interrupted.
    fn kept(&self) -> &'static str {
        match self {
            Command::Compare(_) => "interrupted; finished cells are kept, and the same command goes on from there",
            Command::Optimise(_) => "interrupted; finished trials are kept, and the same command goes on from there",
            Command::Calibrate(_) => "interrupted; solved draws are kept, and the same command goes on from there",
            Command::Run(_) | Command::Diagnose(_) | Command::Trials(_) => {
                "interrupted; results are incomplete, as their manifest says, and the same command makes them anew"
            }
            // They write one file, whole.
            Command::Check(_) | Command::Export(_) | Command::Bench(_) | Command::Explain(_) | Command::Schema(_) => {
                "interrupted; the file was written"
            }
        }
    }
}
