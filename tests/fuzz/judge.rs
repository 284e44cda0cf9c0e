//! What must hold of any input.

use crate::mutate::Input;
use crate::seeds::{Loaded, Seeds};
use amparo::draws::replicate_key;
use amparo::engine::{Interrupt, Simulation};
use amparo::files::Resolved;
use amparo::files::parse_set;
use amparo::files::survey::read_survey;
use amparo::jobs::{Options, check, checked};
use amparo::scenario::Scenario;
use amparo::study::{Silent, StudyError};
use amparo::text::{Diagnostic, steers};
use amparo::world::{spawn, synthetic};

/// One of so many inputs that load is simulated.
const SIMULATED: u64 = 4;
/// Girls of a world that is made at most, and of one that is simulated.
const SMALL: f64 = 20_000.0;
const TINY: f64 = 4_000.0;
/// Characters of an error's text at most.
const LONGEST: usize = 12_000;

pub enum Verdict {
    Refused,
    Loaded { simulated: bool },
}

/// Loads an input, and where that works, goes on with it.
///
/// # Errors
/// What does not hold.
pub fn judge(input: &Input, seeds: &Seeds, number: u64) -> Result<Verdict, String> {
    let mut set = Vec::new();
    for text in &input.set {
        match parse_set(text) {
            Ok(one) => set.push(one),
            Err(error) => return refused(&error).map(|()| Verdict::Refused),
        }
    }
    let loaded = match seeds.load(&input.texts, input.entry, &set) {
        Ok(loaded) => loaded,
        Err(error) => return refused(&error).map(|()| Verdict::Refused),
    };
    let resolved = resolved(&loaded);
    if let Err(error) = resolved.parse::<toml::Table>() {
        return Err(format!("the resolved text does not parse: {error}"));
    }
    match seeds.load(&input.texts, input.entry, &set) {
        Ok(again) if self::resolved(&again) == resolved => {}
        Ok(_) => return Err("loaded twice it is not the same".into()),
        Err(error) => return Err(format!("loaded twice it is refused the second time: {error}")),
    }
    match loaded {
        Loaded::Study(study) => {
            if !small(&study.scenario, SMALL) {
                return Ok(Verdict::Loaded { simulated: false });
            }
            if let Err(error) = checked(&study) {
                return of_study(&error).map(|()| Verdict::Refused);
            }
            let simulated =
                number.is_multiple_of(SIMULATED) && small(&study.scenario, TINY) && study.policies.len() < 20;
            if simulated {
                // Nothing is there, and nothing is written there.
                let out = std::env::temp_dir().join("amparo-fuzz-nothing-here");
                let options = Options { jobs: 1, threads: 1, fresh: false, out: Some(out) };
                let mut few = *study;
                few.replicates = few.replicates.min(3);
                if let Err(error) = check(&few, &options, &Silent, &Interrupt::new(false)) {
                    of_study(&error)?;
                }
            }
            Ok(Verdict::Loaded { simulated })
        }
        Loaded::Scenario(scenario) => {
            if !small(&scenario, SMALL) {
                return Ok(Verdict::Loaded { simulated: false });
            }
            let setting = spawn::setting(&scenario, replicate_key(1, 0), 1);
            match seeds.survey(&input.texts, input.entry) {
                Some(Ok(source)) => {
                    if let Err(error) = read_survey(source, &setting) {
                        return refused(&error).map(|()| Verdict::Refused);
                    }
                }
                Some(Err(error)) => return refused(&error).map(|()| Verdict::Refused),
                None => {}
            }
            let simulated = number.is_multiple_of(SIMULATED) && small(&scenario, TINY);
            if simulated {
                simulate(&scenario)?;
            }
            Ok(Verdict::Loaded { simulated })
        }
    }
}

fn resolved(loaded: &Loaded) -> String {
    match loaded {
        Loaded::Scenario(scenario) => scenario.resolved_toml(),
        Loaded::Study(study) => study.resolved_toml(),
    }
}

/// Worlds that are made for a test in a moment.
fn small(scenario: &Scenario, most: f64) -> bool {
    let p = &scenario.parameters;
    let girls: f64 = match &scenario.communities {
        Some(given) => given.iter().map(|c| c.girls).sum(),
        None => scenario
            .departments
            .iter()
            .map(|d| (d.population * p.population.girl_share).max(3.0 * d.districts as f64))
            .sum(),
    };
    let miners: f64 = scenario.towns.iter().map(|t| t.miners).sum();
    let brothels = scenario.baseline.brothels.max(miners * p.demand.gold / p.demand.miners_per_brothel);
    girls <= most && brothels <= most / 10.0 && scenario.baseline.victims <= most && p.recruiters.number <= most
}

/// Some weeks, with the scenario's interventions after a year.
fn simulate(scenario: &Scenario) -> Result<(), String> {
    let mut short = scenario.clone();
    (short.burn_in.years, short.burn_in.max_years, short.burn_in.drift_years) = (1, 1, 1);
    let go = Interrupt::new(false);
    let places = synthetic::communities(&short).len();
    let mut simulation = Simulation::new(&short, replicate_key(1, 0), 1);
    let stopped = |_| "stopped, though nobody asked for it".to_owned();
    let report = simulation.burn_in(&go, |_| {}).map_err(stopped)?;
    if report.registered.len() != places {
        return Err("not every community is registered from".into());
    }
    let facts = simulation.facts(&report);
    simulation.begin(&short.interventions, &facts);
    simulation.run(30, &go).map_err(stopped)
}

/// A refusal names its place and steers no terminal.
fn refused(error: &Diagnostic) -> Result<(), String> {
    let shown = error.to_string();
    let wrong = |what: &str| Err(format!("{what}: {shown:?}"));
    if error.message.is_empty() {
        return wrong("the error says nothing");
    }
    if error.file.is_empty() {
        return wrong("the error names no file");
    }
    // What is wrong with a file as a whole has no line.
    let whole = ["cannot read", "the file is", "the file has"].iter().any(|start| error.message.starts_with(start))
        || error.message.contains(" is given where ");
    if error.spot.is_none() && !whole && !error.file.starts_with("--set") {
        return wrong("the error names no line");
    }
    if shown.chars().any(|c| steers(c) && c != '\n') {
        return wrong("the error steers the terminal");
    }
    if shown.chars().count() > LONGEST {
        return wrong("the error is too long to read");
    }
    Ok(())
}

/// The same of what a study is refused for.
fn of_study(error: &StudyError) -> Result<(), String> {
    match error {
        StudyError::Input(error) => {
            // What is wrong with a study as a whole is shown at its file.
            match error.file.is_empty() || error.to_string().chars().any(|c| steers(c) && c != '\n') {
                true => Err(format!("the error names no file, or steers the terminal: {error}")),
                false => Ok(()),
            }
        }
        other => Err(format!("refused as no input is: {other}")),
    }
}
