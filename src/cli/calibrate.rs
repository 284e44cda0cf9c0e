//! `amparo calibrate SCENARIO` and `amparo calibrate STUDY`

use super::common::{Common, Destination, Format, cores, warn};
use super::leaving::INTERRUPT;
use super::output::{emit, emit_json, emit_text, room};
use super::progress::Shown;
use amparo_files::{
    DRAW_COLUMNS, Input, MOST_DRAWS, Shipped, posterior_file, predictive_file, record_file, with_numbers,
};
use amparo_jobs::calibrate::{CalibrateOptions, Calibrated, calibrate as solve};
use amparo_jobs::{
    Check, MOST_LOST, Posterior, RECORD_BEGINS, SolveOptions, SolveSummary, also_directory, draws, draws_table,
    keeping, no_draws, recorded_keeping, recorded_worlds, solve_draws, tables, verify_draws, write_record,
};
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{DrawPlan, Scenario, Study};
use amparo_study::{Progress, StudyError, Target, replace_keeping_previous, write_whole};
use amparo_tables::numbers::number;
use amparo_tables::{Column, Table, cells};
use amparo_text::{Diagnostic, money};
use clap::Args;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What to do instead of writing to what ships.
const OWN: &str = "a file of one's own: `amparo init DIR` writes a project that can be calibrated, or no --write";

/// Solve the parameters that the targets pin, by the method of moments
#[derive(Args)]
pub struct Calibrate {
    /// Scenario file, or study file with draws (TOML)
    file: PathBuf,
    /// Draws to solve (a study's own number by default)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=MOST_DRAWS))]
    draws: Option<u16>,
    /// Seed of a scenario's own worlds, which are never scored (a study's draws have theirs in [draws.sample])
    #[arg(long, value_name = "N", default_value_t = 1, allow_negative_numbers = true, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    seed: u64,
    /// Worlds per round (scenario, default 12) or per solver step (study, default 1)
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    worlds: Option<u16>,
    /// Rounds at most, of a scenario
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    rounds: u16,
    /// Worlds at a time (all cores by default; never changes a number)
    #[arg(long, short, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
    /// Write the values found into the scenario file, or the draws into the study's tables
    #[arg(long)]
    write: bool,
    /// Solve only the first N draws of a study's tables anew and compare them; written, where asked for and all are the same, is
    /// then what the tables were solved for, and no table
    #[arg(long, value_name = "N", conflicts_with = "draws", value_parser = clap::value_parser!(u16).range(1..=MOST_DRAWS))]
    verify: Option<u16>,
    /// Solve every point of a study anew, also in a directory of other inputs
    #[arg(long, conflicts_with = "verify")]
    fresh: bool,
    #[command(flatten)]
    destination: Destination,
    #[command(flatten)]
    common: Common,
}

/// Runs it.
///
/// # Errors
/// Invalid input, an interrupt, or targets that were not met ([`StudyError::Failed`], with nothing written).
pub fn calibrate(command: &Calibrate, shipped: &Shipped) -> Result<(), StudyError> {
    let overrides = command.common.overrides()?;
    let input = shipped.find(&command.file);
    if command.write && input.is_shipped() {
        let error = Diagnostic::new("what ships with the program cannot be written to");
        return Err(error.in_file(input.shown().display().to_string()).expected(OWN).into());
    }
    match input.scenario(&VOCABULARY, &overrides) {
        Ok(scenario) => of_scenario(command, &input, &scenario),
        Err(error) if !input.is_study() => Err(error.into()),
        Err(_) => match command.verify {
            Some(most) => verify(command, &input, usize::from(most), input.study(&VOCABULARY, &overrides)?),
            None => of_study(command, input.study_to_solve(&VOCABULARY, &overrides)?),
        },
    }
}

/// Solves the draws of a study and of the same study at other baselines, each with its own table.
fn of_study(command: &Calibrate, study: Study) -> Result<(), StudyError> {
    money::show_in(&study.scenario.currency);
    warn(&study.warnings(), command.common.quiet);
    let progress = Shown::new(command.common.quiet, "draws");
    let name = study.name.clone();
    let mut options = SolveOptions {
        jobs: command.jobs.map_or_else(cores, usize::from),
        worlds: command.worlds.map_or(1, usize::from),
        keep: command.destination.out.clone(),
        fresh: command.fresh,
    };
    if command.write {
        [&study].into_iter().chain(&study.also).try_for_each(table_may_be_written)?;
    }
    let also = study.also.clone();
    let keep = options.keep.clone();
    let mut summaries = Vec::new();
    for mut one in [study].into_iter().chain(also) {
        if let (Some(plan), Some(wanted)) = (&mut one.draws, command.draws) {
            plan.sample.count = usize::from(wanted);
        }
        if let Some(keep) = keep.as_ref().filter(|_| one.name != name) {
            options.keep = Some(also_directory(keep, &one));
        }
        let solved = solve_draws(&one, &options, &progress, &INTERRUPT)?;
        let Some(plan) = &one.draws else { return Err(no_draws(&one).into()) };
        let summary = solved.summary(&one, plan);
        if command.write {
            let kept = put_table(&plan.table, &draws_table(&solved, &plan.sample).csv())?;
            progress.note(&written(&plan.table, kept.as_deref()));
            let rows = draws(&solved, &plan.sample);
            let record = write_record(&one, plan, &rows, options.worlds, Some(keeping(&solved)))?;
            progress.note(&written(&record, None));
            for (file, table) in beside(plan, &summary.posterior, &summary.predictive) {
                write_whole(&file, table.csv().as_bytes())?;
                progress.note(&written(&file, None));
            }
        }
        summaries.push(summary);
    }
    match command.common.format {
        Format::Json => emit_json(&summaries),
        Format::Csv => emit(&tables::solved(&summaries).csv()),
        Format::Text => emit_text(&summaries.iter().map(told).collect::<Vec<_>>().join("\n")),
    }
}

/// What verifying a study's table of draws came to.
struct Verified {
    study: String,
    scenario: String,
    table: PathBuf,
    draws: usize,
    /// Of them, those solved anew.
    verified: usize,
    /// The record written.
    record: Option<PathBuf>,
}

/// Verified tables of draws, one row per study.
fn verified_tables(all: &[Verified]) -> Table {
    let columns = ["study", "scenario", "table", "draws", "verified", "record"];
    let mut table = Table::new("verified", columns.map(Column::program));
    for v in all {
        let record = v.record.as_ref().map(|path| path.display().to_string());
        table.row(cells![&v.study, &v.scenario, v.table.display().to_string(), v.draws, v.verified, record]);
    }
    table
}

/// Solves the first draws of a study's tables anew; with `--write` and nothing else than before, the tables' records are written.
fn verify(command: &Calibrate, input: &Input, most: usize, mut study: Study) -> Result<(), StudyError> {
    warn(&study.scenario.warnings, command.common.quiet);
    let progress = Shown::new(command.common.quiet, "draws");
    let jobs = command.jobs.map_or_else(cores, usize::from);
    let also = std::mem::take(&mut study.also);
    let studies: Vec<Study> = [study].into_iter().chain(also).collect();
    if command.write {
        studies.iter().try_for_each(record_may_be_written)?;
    }
    let mut found = Vec::new();
    for one in &studies {
        let Some(plan) = &one.draws else { return Err(no_draws(one).into()) };
        let worlds = command.worlds.map(usize::from).or_else(|| recorded_worlds(plan)).unwrap_or(1);
        let (source, _) = input.at(&plan.table).read()?;
        let verified = verify_draws(one, (plan, source), most, worlds, jobs, &progress, &INTERRUPT)?;
        let (study, scenario) = (one.name.clone(), one.scenario.name.clone());
        let row =
            Verified { study, scenario, table: plan.table.clone(), draws: plan.rows.len(), verified, record: None };
        found.push((one, plan, worlds, row));
    }
    // Nothing is written until all of them are known to be right.
    let mut rows = Vec::new();
    for (one, plan, worlds, mut row) in found {
        if command.write {
            row.record = Some(write_record(one, plan, &plan.rows, worlds, recorded_keeping(plan))?);
        }
        rows.push(row);
    }
    match command.common.format {
        Format::Json => emit_json(&verified_tables(&rows).json()),
        Format::Csv => emit(&verified_tables(&rows).csv()),
        Format::Text => {
            let mut text = String::new();
            for r in &rows {
                let written = r.record.as_ref().map_or(String::new(), |path| format!("; written: {}", path.display()));
                let _ = writeln!(
                    text,
                    "{}: {} of {} draws solved anew, the same as in the table{written}",
                    r.table.display(),
                    r.verified,
                    r.draws
                );
            }
            emit(&text)
        }
    }
}

/// A summary in words.
fn told(s: &SolveSummary) -> String {
    let rejected: usize = s.rejected.values().sum();
    let percent = |x: f64| format!("{:.1} %", 100.0 * x);
    let title = s.set.after(&s.scenario);
    let whole = |n: usize| number(n as f64, 0);
    let mut text = format!(
        "{title}: {} draws of {} candidates, {} of which could not be solved\n",
        whole(s.accepted),
        whole(s.candidates),
        whole(rejected)
    );
    for (reason, count) in &s.rejected {
        let _ = writeln!(text, "  {count:>5}  {reason}");
    }
    let _ = writeln!(
        text,
        "kept where u < w/({} × mean of the first {}); largest weight {:.1} of that mean, weight lost {}",
        s.factor,
        s.first,
        s.largest_weight,
        percent(s.weight_lost)
    );
    if s.weight_lost > MOST_LOST {
        let _ = writeln!(
            text,
            "  more than {} is lost: a `first` in [draws.sample] above {} fixes the rule on more candidates",
            percent(MOST_LOST),
            s.first
        );
    }
    let _ = writeln!(
        text,
        "effective number of the candidates solved: {:.0} of {}",
        s.effective_sample_size,
        s.candidates - rejected
    );
    for (factor, (alone, others)) in &s.effective_by_factor {
        let _ = writeln!(text, "  {factor:<12} {alone:>6.0} by it alone, {others:>6.0} without it");
    }
    let _ = writeln!(
        text,
        "  (were the prior flat in ln kappa_r instead of the log rate of approaches: {:.0})",
        s.effective_with_saturation
    );
    let _ = writeln!(
        text,
        "gaps from targets (root mean square): victims {}, brothels {}, acceptance {} (mean {})",
        percent(s.gaps[0]),
        percent(s.gaps[1]),
        percent(s.gaps[2]),
        percent(s.acceptance_bias)
    );
    let _ = writeln!(
        text,
        "drift per year: mean {:.2} %, largest {:.2} %; longest burn-in {} years",
        100.0 * s.drift[0],
        100.0 * s.drift[1],
        s.burn_in_years_longest
    );
    let share = |x: Option<f64>| x.map_or("-".to_owned(), percent);
    let _ = writeln!(
        text,
        "steps per candidate: {:.1}; of a gap a step closes: victims {}, brothels {}",
        s.mean_steps,
        share(s.closed_by_a_step[0]),
        share(s.closed_by_a_step[1])
    );
    let drawn = s.posterior.parameters.iter().filter(|p| !p.solved).count();
    let pinned = tables::pinned(&s.posterior);
    let _ = match pinned.rows.len() {
        0 => writeln!(
            text,
            "\nno drawn parameter lies further from its prior than chance brings {drawn} of them in 95 of 100 cases ({:.2})",
            s.posterior.noise
        ),
        n => writeln!(
            text,
            "\npinned by the targets, {n} of {drawn} drawn parameters: further from their priors than chance brings any of them in 95 of 100 cases ({:.2})\n{}",
            s.posterior.noise,
            pinned.terminal(room())
        ),
    };
    let _ = writeln!(
        text,
        "targets, and what would be observed in the candidates' worlds\n{}",
        tables::predictive(&s.predictive).terminal(room())
    );
    let _ = writeln!(text, "time: {:.0} s", s.wall_seconds);
    text
}

/// Solves what a scenario's targets pin.
fn of_scenario(command: &Calibrate, input: &Input, scenario: &Scenario) -> Result<(), StudyError> {
    if command.destination.out.is_some() || command.fresh {
        let error = Diagnostic::new("calibrating a scenario keeps no points");
        return Err(error
            .in_file(input.shown().display().to_string())
            .expected("no --out and no --fresh, or a study with [draws]")
            .into());
    }
    if command.draws.is_some() || command.verify.is_some() {
        let error = Diagnostic::new("a scenario has no draws").in_file(input.shown().display().to_string());
        return Err(error.expected("a study with [draws], or neither --draws nor --verify").into());
    }
    let options = CalibrateOptions {
        seed: command.seed,
        worlds: command.worlds.map_or(12, usize::from),
        rounds: usize::from(command.rounds),
        jobs: command.jobs.map_or_else(cores, usize::from),
    };
    let progress = Shown::new(command.common.quiet, "worlds");
    let found = solve(scenario, &options, &progress, &INTERRUPT)?;
    // Written before anything is printed: an interrupt between the two has lost nothing.
    if command.write && found.close() {
        let kept = write(input.path(), &found)?;
        progress.note(&written(input.path(), kept.as_deref()));
    }
    match command.common.format {
        Format::Json => emit_json(&serde_json::json!({
            "scenario": scenario.name,
            "set": scenario.set,
            "rounds": found.rounds,
            "close": found.close(),
            "fits": tables::fits(&found).json(),
            "parameters": found.parameters,
            "attraction": found.attraction,
        }))?,
        Format::Csv => emit(&tables::fits(&found).csv())?,
        Format::Text => {
            let table = tables::fits(&found).terminal(room());
            emit_text(&format!("{}\n\n{table}", scenario.set.after(&scenario.title)))?;
        }
    }
    if !found.close() {
        let nothing = if command.write { "; nothing was written" } else { "" };
        let stopped = found.fits.iter().any(|fit| !fit.close && fit.at_bound.is_some());
        let then = match stopped {
            true => "a wider range in the register, or another target, is needed",
            false => "more --rounds go on, more --worlds tell noise from gaps",
        };
        return Err(StudyError::Failed(format!(
            "not every moment is close after {} rounds: {}{nothing}; {then}",
            found.rounds,
            found.what_is_far()
        )));
    }
    Ok(())
}

/// What a written file is said with.
fn written(file: &Path, kept: Option<&Path>) -> String {
    match kept {
        Some(kept) => format!("written: {}; the previous one is {}", file.display(), kept.display()),
        None => format!("written: {}", file.display()),
    }
}

/// Writes the values into the file's `[parameters]` and `[attraction]`, keeping everything else as it stands; says where the
/// previous file is kept.
fn write(file: &Path, found: &Calibrated) -> Result<Option<PathBuf>, StudyError> {
    let text = std::fs::read_to_string(file).map_err(|e| StudyError::file("read", file, &e))?;
    let edited = with_numbers(&text, &[("parameters", &found.parameters), ("attraction", &found.attraction)])
        .map_err(|why| StudyError::Failed(format!("{} cannot be edited: {why}", file.display())))?;
    replace_keeping_previous(file, edited.as_bytes())
}

/// That a study's table of draws may be written is found out before hours are spent on it: it is no other input, and what is
/// there is a table of draws.
fn table_may_be_written(study: &Study) -> Result<(), StudyError> {
    let Some(plan) = &study.draws else { return Ok(()) };
    let table = |file: &Path| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let header = text.trim_start_matches('\u{feff}').lines().next().unwrap_or("");
        DRAW_COLUMNS.iter().all(|column| header.split(',').any(|name| name.trim().trim_matches('"') == *column))
    };
    let inputs = || study.inputs.iter().map(|(path, _)| path.as_path());
    Target::new("the table of draws", &plan.table, inputs(), None, table)?;
    for (file, table) in beside(plan, &Posterior::default(), &[]) {
        let header = table.csv();
        let ours = |file: &Path| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            text.lines().next() == header.lines().next()
        };
        Target::new("a table beside the draws", &file, inputs(), None, ours)?;
    }
    record_may_be_written(study)
}

/// What stands beside a table of draws besides its record: its parameters beside their priors, and its targets beside what is observed.
fn beside(plan: &DrawPlan, posterior: &Posterior, predictive: &[Check]) -> [(PathBuf, Table); 2] {
    [
        (posterior_file(&plan.table), tables::posterior(posterior)),
        (predictive_file(&plan.table), tables::predictive(predictive)),
    ]
}

/// The same for what says what a table was solved for.
fn record_may_be_written(study: &Study) -> Result<(), StudyError> {
    let Some(plan) = &study.draws else { return Ok(()) };
    let inputs = study.inputs.iter().map(|(path, _)| path.as_path()).filter(|path| *path != record_file(&plan.table));
    let record = |file: &Path| std::fs::read_to_string(file).is_ok_and(|text| text.starts_with(RECORD_BEGINS));
    Target::new("the record of draws", &record_file(&plan.table), inputs, None, record).map(drop)
}

/// Puts a table of draws in its place; says where the previous one is kept.
fn put_table(table: &Path, text: &str) -> Result<Option<PathBuf>, StudyError> {
    if table.exists() {
        return replace_keeping_previous(table, text.as_bytes());
    }
    write_whole(table, text.as_bytes()).map(|()| None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A scenario as an analyst may keep it: saved on Windows, reached through a link, with remarks.
    #[cfg(unix)]
    #[test]
    fn values_are_written_into_a_scenario_and_all_else_stays() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("amparo-calibrate-write-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a directory");
        let (real, link) = (folder.join("real.toml"), folder.join("mine.toml"));
        let text = "\u{feff}name = \"mine\" # mine\r\n[parameters]\r\nrecruiters.kappa_r = 1 # few\r\n\r\n[attraction]\r\nCusco = 0.5   # log\r\n";
        std::fs::write(&real, text).expect("a file");
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o604)).expect("a mode");
        std::os::unix::fs::symlink("real.toml", &link).expect("a link");
        let found = Calibrated {
            rounds: 1,
            fits: Vec::new(),
            parameters: BTreeMap::from([("recruiters.kappa_r".into(), 1.25), ("decision.theta".into(), 7.0)]),
            attraction: BTreeMap::from([("Cusco".into(), -0.25)]),
        };
        let kept = write(&link, &found).expect("it is written").expect("the previous one is kept");
        assert_eq!(std::fs::read_to_string(kept).expect("the previous one"), text);
        let wanted = text
            .replace("kappa_r = 1 # few\r\n", "kappa_r = 1.25 # few\r\n\"decision.theta\" = 7.0\r\n")
            .replace("Cusco = 0.5 ", "Cusco = -0.25 ");
        assert_eq!(std::fs::read_to_string(&real).expect("the file"), wanted);
        assert!(std::fs::symlink_metadata(&link).expect("the link").is_symlink());
        assert_eq!(std::fs::metadata(&real).expect("the file").permissions().mode() & 0o777, 0o604);
        std::fs::remove_dir_all(folder).expect("the folder");
    }
}
