//! `amparo rerun REPORT`

use super::output::{emit_text, say};
use super::{compare, diagnose, trials};
use amparo_files::{Shipped, load_scenario, load_study};
use amparo_jobs::rerun::layout::{Again, Compared, all_within, compared, lay_out};
use amparo_jobs::rerun::page::read;
use amparo_jobs::rerun::recipe::Recipe;
use amparo_model::policy::VOCABULARY;
use amparo_study::StudyError;
use amparo_study::plan::MODEL;
use amparo_text::Diagnostic;
use clap::{Args, Parser};
use std::path::{Path, PathBuf};

/// Repeats a report from what its page holds: checks every hash, lays its files out in a fresh directory, and runs them again
#[derive(Args)]
pub struct Rerun {
    /// The page: report.html of `compare`, `diagnose` or `trials`
    report: PathBuf,
    /// Fresh directory for its inputs and results (by default one under `output/`)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Say nothing but results and errors
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Parser)]
struct Comparing {
    #[command(flatten)]
    command: compare::Compare,
}

#[derive(Parser)]
struct Diagnosing {
    #[command(flatten)]
    command: diagnose::Diagnose,
}

#[derive(Parser)]
struct Replaying {
    #[command(flatten)]
    command: trials::Trials,
}

/// Repeats it.
///
/// # Errors
/// A page that is none, or was edited; a directory that is not fresh; as the command that is repeated; other numbers from the same
/// program.
pub fn rerun(command: &Rerun, shipped: &Shipped) -> Result<(), StudyError> {
    let recipe = read(&command.report)?;
    let same_program = recipe.model == MODEL;
    if !command.quiet {
        warn_of_versions(&recipe);
    }
    let seal = recipe.seal.get(..8).unwrap_or(&recipe.seal);
    let usual = || PathBuf::from(format!("output/rerun-{}-{seal}", recipe.name));
    let root = command.out.clone().unwrap_or_else(usual);
    let again = lay_out(&recipe, &root, &command.report)?;
    run(&again, command, shipped)?;
    let found = compared(&recipe, &again)?;
    emit_text(&text(&found, &again))?;
    if same_program && !(found.different.is_empty() && found.same_inputs) {
        return Err(StudyError::Failed("the same program gave other numbers than the report's".into()));
    }
    Ok(())
}

fn warn_of_versions(recipe: &Recipe) {
    let here = env!("CARGO_PKG_VERSION");
    if recipe.version != here {
        say(format_args!("warning: the report is of amparo {}, this is {here}: numbers may differ", recipe.version));
    } else if recipe.model != MODEL {
        say("warning: the report is of another build of this version, whose model differs: numbers may differ");
    }
}

fn run(again: &Again, asked: &Rerun, shipped: &Shipped) -> Result<(), StudyError> {
    let unknown = |error: clap::Error| {
        let what = error.to_string();
        let what = what.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        StudyError::from(
            Diagnostic::new(format!("the report asks for what this version does not know: {what}"))
                .in_file(asked.report.display().to_string())
                .expected("the version of amparo that wrote it"),
        )
    };
    let mut words = again.words.clone();
    let named = words.first().cloned().unwrap_or_default();
    if asked.quiet {
        words.push("--quiet".into());
    }
    let input = Path::new(&again.words[1]);
    match (named.as_str(), asked.jobs) {
        ("compare", jobs) => {
            words.extend(jobs.map(|jobs| format!("--jobs={jobs}")));
            let parsed = Comparing::try_parse_from(&words).map_err(unknown)?;
            let study = load_study(input, &VOCABULARY, &[])?;
            all_within(again, study.inputs.iter().map(|(path, _)| path.as_path()))?;
            compare::compare(&parsed.command, shipped)
        }
        (other, jobs) => {
            words.extend(jobs.map(|jobs| format!("--threads={jobs}")));
            let scenario = load_scenario(input, &VOCABULARY, &[])?;
            all_within(again, scenario.inputs.iter().map(|(path, _)| path.as_path()))?;
            if other == "diagnose" {
                diagnose::diagnose(&Diagnosing::try_parse_from(&words).map_err(unknown)?.command, shipped)
            } else {
                trials::trials(&Replaying::try_parse_from(&words).map_err(unknown)?.command, shipped)
            }
        }
    }
}

fn text(found: &Compared, again: &Again) -> String {
    let all = found.same + found.different.len();
    let mut text = match found.different.len() {
        0 => format!("\nrepeated: all {all} tables are the same as the report's, byte for byte\n"),
        n => format!("\nrepeated: {n} of {all} tables differ from the report's: {}\n", found.different.join(", ")),
    };
    if !found.same_inputs {
        text.push_str("this program reads the same files as other inputs: see resolved.toml\n");
    }
    text + &format!("inputs and results: {}\n", again.root.display())
}
