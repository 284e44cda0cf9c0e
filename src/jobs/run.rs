//! One world in full detail: `amparo run`.

use super::complete::complete;
use super::pool::in_pool;
use amparo_decide::result::BaselineSummary;
use amparo_files::Resolved;
use amparo_model::diagnose::profiles;
use amparo_model::draws::replicate_key;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::observe::{Record, TownYear, Window, YearByPlace, window};
use amparo_model::policy;
use amparo_model::scenario::{Policy, Scenario, SetValues};
use amparo_model::world::{Channels, WEEKS_PER_YEAR};
use amparo_report::{Language, Tabled, Told, victims_over_time};
use amparo_study::cell::{Cell, CellId, Made};
use amparo_study::claim::Claim;
use amparo_study::cpu::{cpu_seconds, peak_memory_bytes};
use amparo_study::error::StudyError;
use amparo_study::files;
use amparo_study::manifest::{BurnInFacts, Heading, ManifestFacts, Size, Work, WorldFacts};
use amparo_study::plan::BASELINE;
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_study::tables::{self, Tables};
use amparo_study::unit::PROFILE_SAMPLE;
use amparo_text::Diagnostic;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// Years run after the burn-in.
pub const YEARS: usize = 5;

/// How a world is run; only the seed changes a number.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Seed of the world.
    pub seed: u64,
    /// Threads inside the world.
    pub threads: usize,
    /// Replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<scenario>-<8 hex of the resolved inputs and the seed>`.
    pub out: Option<PathBuf>,
}

/// Answer of a run; the names are a contract.
#[derive(Clone, Debug, Serialize)]
pub struct RunFigures {
    /// Name of the scenario.
    pub scenario: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// Seed of the world.
    pub seed: u64,
    /// Simulated girls.
    pub girls: usize,
    /// Communities of the world.
    pub communities: usize,
    /// Weeks simulated, burn-in included.
    pub ticks: u64,
    /// Years burnt in.
    pub burn_in_years: usize,
    /// False: the burn-in was still drifting at its longest.
    pub settled: bool,
    /// Hash of the world at the end.
    pub state_hash: String,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
    /// Processor time over all threads, seconds; `None` where the system does not tell.
    pub cpu_seconds: Option<f64>,
    /// Girls × ticks ÷ processor seconds, spawning excluded.
    pub agent_ticks_per_second: Option<f64>,
    /// Means over the years after the burn-in.
    pub baseline: BaselineSummary,
    /// Means over the years after the burn-in, with lists by place.
    #[serde(skip)]
    pub window: Window,
    /// Directory of the results.
    #[serde(skip)]
    pub directory: PathBuf,
}

/// One finished world.
pub struct FinishedWorld {
    /// Figures of the run.
    pub answer: RunFigures,
    /// Tables behind its charts.
    pub tables: Tables,
    /// Its series by week, year and place.
    pub series: Vec<Tabled>,
    /// Its directory, still held.
    pub store: Store,
    threads: usize,
}

impl FinishedWorld {
    /// Its title and what was found.
    pub fn heading(&self) -> Heading {
        let of = &self.tables.result;
        let told = Told::new(of, &self.tables.answers, Language::default());
        let finding = victims_over_time(&told, &self.tables.arms, None).title;
        Heading { title: of.set.after(&of.title), finding }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        let answer = &self.answer;
        let facts = ManifestFacts {
            scenario: Some(answer.scenario.clone()),
            seed: Some(answer.seed),
            work: Work {
                jobs: 1,
                threads: self.threads,
                wall_seconds: answer.wall_seconds,
                cpu_seconds: answer.cpu_seconds,
                peak_memory_bytes: peak_memory_bytes(),
                agent_ticks_per_second: answer.agent_ticks_per_second,
            },
            size: Some(Size { girls: answer.girls, communities: answer.communities }),
            burn_in: Some(BurnInFacts { burn_in_years: answer.burn_in_years, settled: answer.settled }),
            world: Some(WorldFacts {
                ticks: answer.ticks,
                state_hash: answer.state_hash.clone(),
                baseline: answer.baseline.clone(),
            }),
            ..ManifestFacts::default()
        };
        complete(&self.store, &facts, self.heading(), false)
    }
}

/// Runs one world: burn-in, then five years with the scenario's own interventions, if it has any.
///
/// # Errors
/// Contradicting interventions, failed writes, or an interrupt.
pub fn run(
    scenario: &Scenario,
    options: &RunOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<FinishedWorld, StudyError> {
    let own = Policy {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        group: scenario.name.clone(),
        budget_soles_per_year: 0.0,
        interventions: scenario.interventions.clone(),
        matching: None,
    };
    policy::check(&own)
        .map_err(|unfit| Diagnostic::new(unfit.to_string()).in_file(scenario.file.display().to_string()))?;
    let started = Instant::now();
    let hash = scenario.inputs_hash();
    let directory = options
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("output/{}-{}-seed{}", scenario.name, &hash[..8], options.seed)));
    let claim = Claim {
        command: "run",
        name: scenario.name.clone(),
        resolved: format!("{}\n[run]\nseed = {}\n", scenario.resolved_toml(), options.seed),
        inputs: scenario.inputs.clone(),
        set: scenario.set.clone(),
        tables: Vec::new(),
        sealed: &[],
        also: Vec::new(),
    };
    let store = Store::claim(&directory, claim, options.fresh)?;

    let key = replicate_key(options.seed, 0);
    let simulated = in_pool(options.threads, || {
        progress.stage("spawning everyone", 0);
        let mut simulation = Simulation::new(scenario, key, options.threads);
        progress.done();
        // Only ticks are timed: not spawning, not the look at drivers.
        let mut cpu = Some(0.0);
        let mut timed = |before: Option<f64>| {
            cpu = cpu.zip(before.zip(cpu_seconds())).map(|(sum, (before, after))| sum + after - before);
        };
        let before = cpu_seconds();
        progress.stage("burning in", (scenario.burn_in.years * WEEKS_PER_YEAR as usize) as u64);
        let burn_in = simulation.burn_in(interrupt, |_| progress.advance(u64::from(WEEKS_PER_YEAR)))?;
        timed(before);
        progress.done();
        let found = simulation.look(|scene| profiles(scene, PROFILE_SAMPLE));
        let facts = simulation.facts(&burn_in);
        simulation.begin(&scenario.interventions, &facts);
        let before = cpu_seconds();
        progress.stage("five years", (YEARS * WEEKS_PER_YEAR as usize) as u64);
        for _ in 0..YEARS {
            simulation.run(WEEKS_PER_YEAR, interrupt)?;
            progress.advance(u64::from(WEEKS_PER_YEAR));
        }
        timed(before);
        progress.done();
        Ok((simulation, burn_in, found, cpu))
    });
    let (mut simulation, burn_in, found, cpu) = match simulated {
        Ok(simulated) => simulated,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    let store = store.begun()?;
    let state_hash = simulation.state_hash();
    let record = Record::clone(simulation.record());
    let w = window(&record, 0..YEARS, scenario.baseline.residents, scenario.towns.len());
    let departments: Vec<String> = scenario.departments.iter().map(|d| d.name.clone()).collect();
    let region = std::sync::Arc::clone(&simulation.world.resource::<amparo_model::world::Setting>().region);
    let ticks = ((burn_in.years + YEARS) * WEEKS_PER_YEAR as usize) as u64;
    let girls = region.girls();
    let mut answer = RunFigures {
        scenario: scenario.name.clone(),
        set: scenario.set.clone(),
        seed: options.seed,
        girls,
        communities: region.communities.len(),
        ticks,
        burn_in_years: burn_in.years,
        settled: burn_in.settled,
        state_hash,
        wall_seconds: started.elapsed().as_secs_f64(),
        cpu_seconds: cpu,
        agent_ticks_per_second: cpu.filter(|s| *s > 0.0).map(|s| girls as f64 * ticks as f64 / s),
        baseline: BaselineSummary::default(),
        window: w,
        directory,
    };
    let names: Vec<&str> = departments.iter().map(String::as_str).collect();
    let by_town: Vec<Vec<TownYear>> = record.years.iter().map(YearByPlace::towns).collect();
    let series = [
        files::weekly(&[&record]),
        files::communities(&[&record], &region.communities, &names, region.scale),
        files::by_town(&by_town, &scenario.towns),
    ]
    .map(|table| Tabled { file: format!("series/{}.csv", table.name), table });
    for one in &series {
        store.write(&one.file, one.table.csv().as_bytes())?;
    }
    let cell = Cell::new(Made {
        id: CellId { draw: 0, replicate: 0, arm: BASELINE.into(), run: Channels::ALL },
        key: String::new(),
        settled: true,
        burn_in_years: burn_in.years,
        drift: burn_in.drift.largest(),
        hash_after_funded: None,
        hash_at_end: answer.state_hash.clone(),
        record: &record,
        funded_years: YEARS,
        following_years: 0,
        residents: scenario.baseline.residents,
        towns: scenario.towns.len(),
        scale: region.scale,
        treated: &[],
        matched: None,
    });
    let tables = tables::of_one_world(scenario, options.seed, &cell, YEARS, &found)?;
    answer.baseline = tables.result.baseline.clone();
    Ok(FinishedWorld { answer, tables, series: series.into(), store, threads: options.threads })
}
