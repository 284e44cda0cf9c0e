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
mod completions;
mod diagnose;
mod diff;
mod explain;
mod export;
mod gather;
mod init;
mod leaving;
mod man;
mod optimise;
mod output;
mod progress;
mod rerun;
mod run;
mod runs;
mod schema;
mod trials;

use amparo_files::Shipped;
use amparo_study::error::StudyError;
use clap::{CommandFactory, Parser, Subcommand};
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
    /// Results of a study from the cells that its shards made, once all of them are there
    Gather(gather::Gather),
    /// Which drivers dominate in each community, as a survey sees it and as it is
    Diagnose(diagnose::Diagnose),
    /// A project of one's own: commented files to change, which run in seconds as they are
    Init(init::Init),
    /// Is it valid? What would it run, how long would it take, how much disk?
    Check(check::Check),
    /// Solve the parameters that the targets pin
    Calibrate(calibrate::Calibrate),
    /// The best allocation of a budget that can be found
    Optimise(optimise::Optimise),
    /// Published effects beside what the model says of the same trials
    Trials(trials::Trials),
    /// Tables of results in other formats
    Export(export::Export),
    /// How two files, or the results of two studies, differ
    Diff(diff::Diff),
    /// Repeat a report from what its page holds
    Rerun(rerun::Rerun),
    /// What lies in a folder of results, the newest first
    Runs(runs::Runs),
    /// How fast is this machine? A few figures, beside those shipped for reference
    Bench(bench::Bench),
    /// What a parameter, an intervention, a step of a tick, an outcome, a key or column of a file is
    Explain(explain::Explain),
    /// What a shell needs to complete commands and options
    ///
    /// For bash: amparo completions bash > ~/.local/share/bash-completion/completions/amparo
    ///
    /// For zsh: amparo completions zsh > DIR/_amparo, DIR being in $fpath
    ///
    /// For fish: amparo completions fish > ~/.config/fish/completions/amparo.fish
    Completions(completions::Completions),
    /// Manual pages: of the program, of a command, or all of them as files
    Man(man::Man),
    /// A JSON Schema of scenario, study or policy files, for editors
    Schema(schema::Schema),
}

/// Runs the program and gives its exit code.
///
/// `shipped` are the scenarios and studies that commands may name where there is no such file.
pub fn main(shipped: &Shipped) -> ExitCode {
    leaving::listen();
    let cli = Cli::parse();
    leaving::kept(cli.command.kept());
    let outcome = match &cli.command {
        Command::Run(command) => run::run(command, shipped).map(done),
        Command::Compare(command) => compare::compare(command, shipped).map(done),
        Command::Gather(command) => gather::gather(command, shipped).map(done),
        Command::Diagnose(command) => diagnose::diagnose(command, shipped).map(done),
        Command::Check(command) => check::check(command, shipped).map(done),
        Command::Calibrate(command) => calibrate::calibrate(command, shipped).map(done),
        Command::Optimise(command) => optimise::optimise(command, shipped).map(done),
        Command::Trials(command) => trials::trials(command, shipped).map(done),
        Command::Export(command) => export::export(command).map(done),
        Command::Diff(command) => diff::diff(command).map(done),
        Command::Rerun(command) => rerun::rerun(command, shipped).map(done),
        Command::Runs(command) => runs::list(command).map(done),
        Command::Bench(command) => bench::bench(command, shipped),
        Command::Explain(command) => explain::explain(command, shipped).map(done),
        Command::Init(command) => init::init(command, shipped).map(done),
        Command::Completions(command) => completions::print(command, Cli::command()).map(done),
        Command::Man(command) => man::man(command, Cli::command()).map(done),
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
            Command::Gather(_) => "interrupted; all cells are kept, and the same command makes the results from them",
            Command::Optimise(_) => "interrupted; finished trials are kept, and the same command goes on from there",
            Command::Calibrate(_) => "interrupted; solved draws are kept, and the same command goes on from there",
            Command::Run(_) | Command::Diagnose(_) | Command::Trials(_) => {
                "interrupted; results are incomplete, as their manifest says, and the same command makes them anew"
            }
            Command::Rerun(_) => "interrupted; the inputs and what was finished are kept in its directory",
            // They write whole files.
            Command::Init(_)
            | Command::Check(_)
            | Command::Export(_)
            | Command::Diff(_)
            | Command::Runs(_)
            | Command::Bench(_)
            | Command::Explain(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Schema(_) => "interrupted; the file was written",
        }
    }
}
