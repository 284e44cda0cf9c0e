//! A world as Python sees it.

use super::columns::{Filled, Value};
use super::error::{RunError, wrong};
use super::policy::Policy;
use super::scenario::{Scenario, told};
use super::table::Table;
use super::waiting::{nothing, waited};
use amparo::draws::{Draws, Process, replicate_key};
use amparo::engine;
use amparo::jobs::pool::in_pool;
use amparo::observe::outcomes::Seen;
use amparo::observe::{OUTCOMES, Record, TownYear, Week, YearByPlace, window};
use amparo::policy::{self, Facts};
use amparo::process::schooling::Schooling;
use amparo::scenario;
use amparo::study::{StudyError, files};
use amparo::text::Diagnostic;
use amparo::world::{Girl, Setting, WEEKS_PER_YEAR, Whereabouts};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Years of a world at most after its burn-in.
const MOST_WEEKS: u32 = 200 * WEEKS_PER_YEAR;

/// A world and what was done to it.
struct World {
    simulation: engine::Simulation,
    facts: Facts,
    /// Whether interventions are under way.
    given: bool,
}

/// A world after its burn-in, which goes on week by week. Made by `Scenario.simulate`.
///
/// Everyone in it is synthetic. `weekly`, `communities`, and `towns` are the tables that
/// `amparo run` writes; what counts fewer than five persons of a place is missing.
#[pyclass(frozen, module = "amparo")]
pub struct Simulation {
    scenario: Arc<scenario::Scenario>,
    calibrated: bool,
    seed: u64,
    threads: usize,
    burn_in_years: usize,
    settled: bool,
    world: Mutex<World>,
}

impl Simulation {
    /// Fills a world, burns it in, and puts the scenario's own interventions under way.
    pub fn begun(py: Python<'_>, of: &Scenario, seed: u64, threads: usize) -> PyResult<Simulation> {
        if i64::try_from(seed).is_err() {
            return Err(wrong(py, format!("the seed is {seed}"), format!("a whole number from 0 to {}", i64::MAX)));
        }
        let scenario = Arc::clone(&of.read);
        let begin = |interrupt: &engine::Interrupt| {
            let mut simulation = engine::Simulation::new(&scenario, replicate_key(seed, 0), threads);
            let burn_in = simulation.burn_in(interrupt, |_| {})?;
            let facts = simulation.facts(&burn_in);
            if !scenario.interventions.is_empty() {
                fits(&scenario, &scenario.interventions)?;
            }
            simulation.begin(&scenario.interventions, &facts);
            let given = !scenario.interventions.is_empty();
            Ok((World { simulation, facts, given }, burn_in))
        };
        let (world, burn_in) = waited(py, |interrupt| in_pool(threads, || begin(interrupt)), nothing)?;
        Ok(Simulation {
            scenario,
            calibrated: of.calibrated,
            seed,
            threads,
            burn_in_years: burn_in.years,
            settled: burn_in.settled,
            world: Mutex::new(world),
        })
    }

    fn held(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something done to the world while Python goes on.
    fn with<R: Send>(
        &self,
        py: Python<'_>,
        act: impl FnOnce(&mut World, &engine::Interrupt) -> Result<R, StudyError> + Send,
    ) -> PyResult<R> {
        waited(py, |interrupt| in_pool(self.threads, || act(&mut self.held(), interrupt)), nothing)
    }

    /// The record since the end of the burn-in, looked at.
    fn seen<R: Send>(&self, py: Python<'_>, see: impl FnOnce(&Record) -> R + Send) -> R {
        py.detach(|| see(self.held().simulation.record()))
    }
}

/// Refuses interventions that cannot stand beside each other.
fn fits(of: &scenario::Scenario, interventions: &[scenario::Intervention]) -> Result<(), StudyError> {
    let own = scenario::Policy {
        name: of.name.clone(),
        title: of.title.clone(),
        group: of.name.clone(),
        budget_soles_per_year: 0.0,
        interventions: interventions.to_vec(),
        matching: None,
    };
    let unfit = |why: String| Diagnostic::new(why).in_file(of.file.display().to_string());
    policy::check(&own).map_err(|why| unfit(why.to_string()).into())
}

#[pymethods]
impl Simulation {
    /// Simulates so many weeks (52 are a year), and returns the world itself. Ctrl-C stops it at
    /// the end of a week.
    #[pyo3(signature = (weeks=1))]
    fn step<'py>(slf: PyRef<'py, Self>, py: Python<'py>, weeks: u32) -> PyResult<PyRef<'py, Self>> {
        let this: &Simulation = &slf;
        let so_far = this.seen(py, |record| record.weeks.len() as u32);
        if weeks > MOST_WEEKS.saturating_sub(so_far) {
            return Err(wrong(
                py,
                format!("{weeks} weeks are too many"),
                format!("at most {MOST_WEEKS} weeks after the burn-in"),
            ));
        }
        this.with(py, |world, interrupt| Ok(world.simulation.run(weeks, interrupt)?))?;
        Ok(slf)
    }

    /// A copy that goes its own way from here, with the same girls and the same draws: two copies
    /// differ in what is done to them alone.
    fn fork(&self, py: Python<'_>) -> PyResult<Simulation> {
        let world = self.with(py, |world, _| {
            let mut simulation = engine::Simulation::new(&self.scenario, replicate_key(self.seed, 0), self.threads);
            simulation.restore(&world.simulation.snapshot());
            Ok(World { simulation, facts: world.facts.clone(), given: world.given })
        })?;
        Ok(Simulation {
            scenario: Arc::clone(&self.scenario),
            calibrated: self.calibrated,
            seed: self.seed,
            threads: self.threads,
            burn_in_years: self.burn_in_years,
            settled: self.settled,
            world: Mutex::new(world),
        })
    }

    /// Puts a policy under way, and returns the world itself. Its weeks are counted from now on;
    /// applied before the first step, the world is that of `amparo compare`. A world has one
    /// policy: fork it before for another.
    fn apply<'py>(slf: PyRef<'py, Self>, py: Python<'py>, policy: &Policy) -> PyResult<PyRef<'py, Self>> {
        let this: &Simulation = &slf;
        let of = Scenario {
            input: amparo::shipped::SHIPPED.find(&this.scenario.file),
            set: Vec::new(),
            read: Arc::clone(&this.scenario),
            calibrated: this.calibrated,
        };
        let study = policy.within(py, &of)?;
        let Some(one) = study.policies.first() else {
            return Err(wrong(py, "the policy has no intervention", "at least one"));
        };
        if one.matching.is_some() {
            return Err(wrong(
                py,
                format!("policy `{}` is matched to communities at the end of the burn-in", one.name),
                "compare or evaluate for such a policy, or one without matching",
            ));
        }
        this.with(py, |world, _| {
            if world.given {
                return Err(Diagnostic::new("a policy is under way in this world already")
                    .expected("a fork of the world before it was applied, or one policy with all interventions")
                    .into());
            }
            let week = world.simulation.record().weeks.len() as u32;
            let mut interventions = one.interventions.clone();
            for intervention in &mut interventions {
                intervention.start_week += week;
                intervention.end_week += week;
            }
            fits(&this.scenario, &interventions)?;
            world.simulation.begin(&interventions, &world.facts);
            world.given = true;
            Ok(())
        })?;
        Ok(slf)
    }

    /// Seed of the world.
    #[getter]
    fn seed(&self) -> u64 {
        self.seed
    }

    /// Weeks since the end of the burn-in.
    #[getter]
    fn week(&self, py: Python<'_>) -> usize {
        self.seen(py, |record| record.weeks.len())
    }

    /// Years that the burn-in took.
    #[getter]
    fn burn_in_years(&self) -> usize {
        self.burn_in_years
    }

    /// Whether the world had settled at the end of its burn-in; if not, nothing after it means
    /// anything.
    #[getter]
    fn settled(&self) -> bool {
        self.settled
    }

    /// Whether every parameter has the value that the scenario's file has.
    #[getter]
    fn calibrated(&self) -> bool {
        self.calibrated
    }

    /// Hash of the whole state: two worlds with the same hash are the same to the bit.
    #[getter]
    fn state_hash(&self, py: Python<'_>) -> String {
        py.detach(|| self.held().simulation.state_hash())
    }

    /// Every column of the weekly record since the end of the burn-in, in real persons.
    #[getter]
    fn weekly(&self, py: Python<'_>) -> PyResult<Table> {
        let table = self.seen(py, |record| files::weekly(&[record]));
        told(&table, self.calibrated)
    }

    /// Newly exploited, approaches, and registered victims by community and year; of a year under
    /// way what there is so far.
    #[getter]
    fn communities(&self, py: Python<'_>) -> PyResult<Table> {
        let table = py.detach(|| {
            let held = self.held();
            let record = held.simulation.record();
            let region = &held.simulation.world.resource::<Setting>().region;
            let names: Vec<&str> = self.scenario.departments.iter().map(|d| d.name.as_str()).collect();
            files::communities(&[record], &region.communities, &names, region.scale)
        });
        told(&table, self.calibrated)
    }

    /// Miners, brothels, places, victims, and newly exploited by mining town and year, likewise.
    #[getter]
    fn towns(&self, py: Python<'_>) -> PyResult<Table> {
        let table = self.seen(py, |record| {
            let years: Vec<Vec<TownYear>> = record.years.iter().map(YearByPlace::towns).collect();
            files::by_town(&years, &self.scenario.towns)
        });
        told(&table, self.calibrated)
    }

    /// Outcomes by name (`amparo.outcomes()`) over the whole years that were simulated, all of them
    /// or the last `years`.
    #[pyo3(signature = (years=None))]
    fn outcomes(&self, py: Python<'_>, years: Option<usize>) -> PyResult<Py<PyDict>> {
        let done = self.seen(py, |record| record.weeks.len() / WEEKS_PER_YEAR as usize);
        if done == 0 {
            return Err(RunError::new_err("no whole year has been simulated yet: step 52 weeks"));
        }
        let from = match years {
            None => 0,
            Some(years) if (1..=done).contains(&years) => done - years,
            Some(years) => {
                return Err(wrong(
                    py,
                    format!("`years` is {years}"),
                    format!("a whole number from 1 to {done}, those simulated"),
                ));
            }
        };
        let scenario = &self.scenario;
        let found: Vec<(&str, f64)> = self.seen(py, |record| {
            let means = window(record, from..done, scenario.baseline.residents, scenario.towns.len());
            let w = WEEKS_PER_YEAR as usize;
            let weeks = &record.weeks[from * w..done * w];
            let mut sums = vec![0.0; Week::COLUMNS.len()];
            for week in weeks {
                sums.iter_mut().zip(week.values()).for_each(|(sum, value)| *sum += value);
            }
            sums.iter_mut().for_each(|sum| *sum /= weeks.len() as f64);
            let seen = Seen { window: &means, week: Week::from_values(&sums) };
            let counted = OUTCOMES.iter().filter(|outcome| (outcome.counted)(scenario));
            counted.map(|outcome| (outcome.name, (outcome.read)(&seen))).collect()
        });
        let answer = PyDict::new(py);
        for (name, value) in found {
            answer.set_item(name, value)?;
        }
        Ok(answer.unbind())
    }

    /// A sample of `n` girls as they are now, all synthetic, each with the same chance; without
    /// where they are from, who recruits there, and where anyone is exploited. Another `seed` is
    /// another sample.
    #[pyo3(signature = (n, seed=0))]
    fn sample(&self, py: Python<'_>, n: usize, seed: u64) -> PyResult<Table> {
        let all = py.detach(|| self.held().simulation.look(|scene| scene.girls.slots()));
        if !(1..=all).contains(&n) {
            return Err(wrong(
                py,
                format!("`n` is {n}"),
                format!("a whole number from 1 to {all}, the simulated girls"),
            ));
        }
        let columns = py.detach(|| self.held().simulation.look(|scene| girls(scene, n, seed)));
        Table::made(&columns, &[("synthetic", "true".to_owned()), ("calibrated", self.calibrated.to_string())])
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<amparo.Simulation of {}, seed {}, week {}>", self.scenario.name, self.seed, self.week(py))
    }
}

/// Rows of `n` girls.
fn girls(scene: &amparo::process::circumstances::Scene<'_>, n: usize, seed: u64) -> Vec<Filled> {
    let chance = Draws::new(seed).of(Process::Replicate);
    let mut slots: Vec<u32> = (0..scene.girls.slots() as u32).collect();
    // Every slot has a number of its own; the smallest are the sample.
    slots.sort_by_key(|slot| (chance.word(u64::from(*slot)), *slot));
    slots.truncate(n);
    let mut columns = [
        Filled::new("synthetic", Vec::new()),
        Filled::new("age_years", Vec::new()),
        Filled::new("schooling", Vec::new()),
        Filled::new("income_per_head", Vec::new()).unit("poverty lines"),
        Filled::new("violence_at_home", Vec::new()),
        Filled::new("belief_of_exploitation", Vec::new()).unit("log-odds"),
        Filled::new("uses_app", Vec::new()),
        Filled::new("in_training", Vec::new()),
        Filled::new("trained", Vec::new()),
        Filled::new("whereabouts", Vec::new()),
        Filled::new("ever_exploited", Vec::new()),
    ];
    for slot in slots {
        let her = scene.occupant(slot);
        let girl = scene.girl(&her);
        let c = usize::from(scene.households[girl.household as usize].community);
        let schooling = scene.schooling(&her, &girl, c);
        let hers = scene.circumstances(&her, &girl, c, schooling, 0.0);
        let text = |text: &str| Value::Text(text.to_owned());
        let row = [
            Value::Yes(true),
            Value::Number(her.age_years()),
            text(match schooling {
                Schooling::InSchool => "in school",
                Schooling::Left => "left",
                Schooling::Completed => "completed",
            }),
            Value::Number(hers.income),
            Value::Yes(hers.violence),
            Value::Number(hers.belief),
            Value::Yes(scene.has_app(&her, c)),
            Value::Yes(girl.has(Girl::IN_TRAINING)),
            Value::Yes(girl.has(Girl::TRAINED)),
            text(match girl.whereabouts {
                Whereabouts::AtHome => "at home",
                Whereabouts::Exploited => "exploited",
                Whereabouts::Returned => "returned",
                Whereabouts::LeftSight => "left sight",
            }),
            Value::Yes(girl.has(Girl::EVER_EXPLOITED)),
        ];
        columns.iter_mut().zip(row).for_each(|(column, value)| column.values.push(value));
    }
    columns.into()
}
