//! Outcomes as a function of parameters and seeds: what sensitivity analysis, exploration, and optimisation call.

use super::columns::{Filled, Value};
use super::error::{input, wrong};
use super::policy::with_values;
use super::scenario::known;
use super::table::Table;
use super::values::{names, settings};
use super::vectors::vectors;
use super::waiting::{Kept, cores, listener, waited};
use amparo::decide::result::Years;
use amparo::diagnose::Profiles;
use amparo::engine::{Interrupt, Simulation};
use amparo::files::Input;
use amparo::jobs::{checked, pool::in_pool};
use amparo::observe::outcomes::{Outcome, Seen, outcome};
use amparo::observe::{OUTCOMES, Window};
use amparo::policy::VOCABULARY;
use amparo::scenario::Study;
use amparo::study::cell::{Cell, CellId};
use amparo::study::rows::mean_week;
use amparo::study::unit::{Sink, Task, run_unit};
use amparo::study::{BASELINE, Progress, StudyError, Unit};
use amparo::text::{Diagnostic, nearest_name, one_of};
use amparo::world::Channels;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What is evaluated: a study of one policy or none, without draws, and where its scenario
/// comes from.
#[derive(Clone)]
pub struct Problem {
    /// The study.
    pub study: Study,
    /// Its scenario's file.
    pub scenario: Input,
}

/// Which run an outcome is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// The policy; the baseline where there is none.
    Policy,
    /// The baseline of the same draws.
    Baseline,
    /// The policy less the baseline.
    Change,
}

/// What is counted.
#[derive(Clone, Copy)]
enum What {
    Outcome(&'static Outcome),
    Spending,
}

/// Name of what a policy costs.
const SPENDING: &str = "spending_soles_per_year";

/// One number of an evaluation.
#[derive(Clone)]
struct Asked {
    name: String,
    of: Of,
    what: What,
}

impl What {
    fn find(name: &str) -> Option<What> {
        if name == SPENDING { Some(What::Spending) } else { outcome(name).map(What::Outcome) }
    }

    fn read(self, cell: &Cell, window: Years, funded: usize) -> Option<f64> {
        let (of, years): (&Window, _) = match window {
            Years::Funded => (&cell.funded, 0..funded.min(cell.years.len())),
            Years::Following => (cell.following.as_ref()?, funded.min(cell.years.len())..cell.years.len()),
        };
        let read = match self {
            What::Spending => of.spending_per_year,
            What::Outcome(outcome) => (outcome.read)(&Seen { window: of, week: mean_week(&cell.years[years]) }),
        };
        read.is_finite().then_some(read)
    }
}

impl Asked {
    fn read(&self, cells: &Cells, window: Years, funded: usize) -> Option<f64> {
        let of = |cell: &Option<Cell>| self.what.read(cell.as_ref()?, window, funded);
        match self.of {
            Of::Baseline => of(&cells.baseline),
            Of::Policy => of(&cells.policy),
            Of::Change => Some(of(&cells.policy)? - of(&cells.baseline)?),
        }
    }
}

/// The runs of one world.
#[derive(Default)]
struct Cells {
    baseline: Option<Cell>,
    policy: Option<Cell>,
    settled: bool,
}

/// Takes the runs of a world in.
struct Gathered<'a> {
    cells: Cells,
    progress: &'a dyn Progress,
}

impl Sink for Gathered<'_> {
    fn cell(&mut self, cell: Cell) -> Result<(), StudyError> {
        self.cells.settled = cell.settled;
        let place = if cell.id.arm == BASELINE { &mut self.cells.baseline } else { &mut self.cells.policy };
        *place = Some(cell);
        Ok(())
    }

    fn weeks(&mut self, weeks: u32) {
        self.progress.advance(u64::from(weeks));
    }

    fn profiles(&mut self, _: Profiles) -> Result<(), StudyError> {
        Ok(())
    }
}

/// What one world came to: every number that is asked for; nothing where its burn-in never
/// settled.
type Found = Option<Vec<Option<f64>>>;

/// Vectors and seeds whose worlds one worker runs after another in one standing world.
struct Share {
    vector: usize,
    seeds: std::ops::Range<usize>,
}

/// Outcomes as a function of parameters and seeds, made by `Scenario.evaluator` or
/// `Study.evaluator`.
///
/// Values that are not given are those of the scenario. A world is burnt in with them and run,
/// without and with the policy as far as outcomes need it, one for each seed: the same bits as
/// `amparo compare` with `--set` and that `--seed`, one replicate.
#[pyclass(frozen, module = "amparo")]
pub struct Evaluator {
    problem: Problem,
    parameters: Vec<String>,
    asked: Vec<Asked>,
    window: Years,
    jobs: usize,
}

impl Evaluator {
    /// Checks what is asked for.
    pub fn made(
        py: Python<'_>,
        problem: Problem,
        (parameters, outcomes, window): (Option<&Bound<'_, PyAny>>, Option<&Bound<'_, PyAny>>, &str),
        jobs: Option<usize>,
    ) -> PyResult<Evaluator> {
        let study = &problem.study;
        checked_if_any(study).map_err(|error| super::error::study(py, error))?;
        let parameters = parameters.map_or(Ok(Vec::new()), names)?;
        for (at, name) in parameters.iter().enumerate() {
            known(&study.scenario.register, name).map_err(|problem| input(py, &problem))?;
            if parameters[..at].contains(name) {
                return Err(wrong(py, format!("`{name}` is named twice"), "each parameter once"));
            }
        }
        let windows = [Years::Funded, Years::Following];
        let Some(window) = windows.into_iter().find(|one| one.name() == window) else {
            return Err(wrong(
                py,
                format!("there is no window `{window}`"),
                one_of(windows.iter().map(|one| one.name())),
            ));
        };
        if window == Years::Following && study.following_years == 0 {
            return Err(wrong(
                py,
                "there are no following years",
                "window=\"funded\", or a policy with following_years",
            ));
        }
        let policy = !study.policies.is_empty();
        let asked = match outcomes {
            None => every(policy, &study.scenario),
            Some(given) => {
                let asked: Result<Vec<Asked>, Diagnostic> =
                    names(given)?.iter().map(|name| asked(name, policy)).collect();
                asked.map_err(|problem| input(py, &problem))?
            }
        };
        if asked.is_empty() {
            return Err(wrong(py, "no outcome is asked for", "at least one"));
        }
        let jobs = jobs.unwrap_or_else(cores).clamp(1, 512);
        Ok(Evaluator { problem, parameters, asked, window, jobs })
    }

    /// Checks values one by one, by name and range.
    fn check(&self, values: &[(String, f64)]) -> Result<(), Diagnostic> {
        for (name, value) in values {
            let set = |error: Diagnostic| error.in_file(format!("--set {name}={value}"));
            self.problem.study.scenario.register.check(name, *value).map_err(set)?;
        }
        Ok(())
    }

    /// The study at values that were checked; where they decide how large the world is, the whole
    /// scenario is checked with them.
    fn at(&self, values: &[(String, f64)]) -> Result<Study, StudyError> {
        let mut study = self.problem.study.clone();
        if values.iter().any(|(name, _)| name.starts_with("population.")) {
            self.problem.scenario.scenario(&VOCABULARY, values)?;
        }
        let values: BTreeMap<String, f64> = values.iter().cloned().collect();
        with_values(&mut study, &values);
        checked_if_any(&study)?;
        Ok(study)
    }

    /// Every vector with every seed.
    fn run(
        &self,
        vectors: &[Vec<(String, f64)>],
        seeds: &[u64],
        progress: &dyn Progress,
        interrupt: &Interrupt,
    ) -> Result<Vec<Vec<Found>>, StudyError> {
        // A vector's worlds stay together where there are vectors enough for all jobs: its girls are then spawned once.
        let parts = self.jobs.div_ceil(vectors.len().max(1)).min(seeds.len()).max(1);
        let each = seeds.len().div_ceil(parts);
        let shares: Vec<Share> = (0..vectors.len())
            .flat_map(|vector| {
                (0..seeds.len()).step_by(each).map(move |from| Share { vector, seeds: from..from + each })
            })
            .map(|share| Share { seeds: share.seeds.start..share.seeds.end.min(seeds.len()), ..share })
            .collect();
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let failed: Mutex<Option<StudyError>> = Mutex::new(None);
        let found: Mutex<Vec<Vec<Found>>> = Mutex::new(vec![vec![None; seeds.len()]; vectors.len()]);
        let work = || -> Result<(), StudyError> {
            while let Some(share) = shares.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut study = self.at(&vectors[share.vector])?;
                let mut world = Simulation::new(&study.scenario, 0, 1);
                for at in share.seeds.clone() {
                    if interrupt.load(Ordering::Relaxed) || stop.load(Ordering::Relaxed) {
                        return Err(StudyError::Interrupted);
                    }
                    study.seed = seeds[at];
                    let one = self.one(&study, &mut world, progress, interrupt)?;
                    found.lock().unwrap_or_else(PoisonError::into_inner)[share.vector][at] = one;
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.min(shares.len()) {
                scope.spawn(|| {
                    if let Err(error) = in_pool(1, work) {
                        stop.store(true, Ordering::Relaxed);
                        failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    }
                });
            }
        });
        match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// One world.
    fn one(
        &self,
        study: &Study,
        world: &mut Simulation,
        progress: &dyn Progress,
        interrupt: &Interrupt,
    ) -> Result<Found, StudyError> {
        let cell =
            |arm: &str| (CellId { draw: 0, replicate: 0, arm: arm.to_owned(), run: Channels::ALL }, String::new());
        let mut cells = vec![cell(BASELINE)];
        cells.extend(study.policies.iter().map(|policy| cell(&policy.name)));
        let policy = !study.policies.is_empty();
        let baseline = !policy || self.asked.iter().any(|one| one.of != Of::Policy);
        let wanted: Vec<bool> = std::iter::once(baseline)
            .chain(study.policies.iter().map(|_| self.asked.iter().any(|one| one.of != Of::Baseline)))
            .collect();
        let unit = Unit { draw: 0, replicate: 0 };
        let task =
            Task { study, unit, policies: &study.policies, cells: &cells, wanted: &wanted, want_profiles: false };
        let mut gathered = Gathered { cells: Cells::default(), progress };
        run_unit(&task, world, interrupt, &mut gathered)?;
        let mut cells = gathered.cells;
        if !cells.settled {
            return Ok(None);
        }
        if !policy {
            cells.policy.clone_from(&cells.baseline);
        }
        let numbers = self.asked.iter().map(|one| one.read(&cells, self.window, study.funded_years));
        Ok(Some(numbers.collect()))
    }

    fn evaluated(
        &self,
        py: Python<'_>,
        all: &[Vec<(String, f64)>],
        seeds: &[u64],
        told: Option<Py<PyAny>>,
    ) -> PyResult<Vec<Vec<Found>>> {
        let progress = Kept::default();
        waited(
            py,
            |interrupt| {
                all.iter().try_for_each(|values| self.check(values))?;
                let worlds = all.len() * seeds.len();
                progress.stage(&format!("{worlds} {}", if worlds == 1 { "world" } else { "worlds" }), 0);
                self.run(all, seeds, &progress, interrupt)
            },
            |py| progress.tell(py, told.as_ref()),
        )
    }
}

/// As [`checked`], which asks more of a study than a baseline has.
fn checked_if_any(study: &Study) -> Result<(), StudyError> {
    if study.policies.is_empty() { Ok(()) } else { checked(study) }
}

/// Everything that can be asked for.
fn every(policy: bool, scenario: &amparo::scenario::Scenario) -> Vec<Asked> {
    let counted = || OUTCOMES.iter().filter(|outcome| (outcome.counted)(scenario));
    let of = |prefix: &'static str, of: Of| {
        counted().map(move |outcome| Asked {
            name: format!("{prefix}{}", outcome.name),
            of,
            what: What::Outcome(outcome),
        })
    };
    let mut all: Vec<Asked> = of("", Of::Policy).collect();
    if policy {
        all.extend(of("change.", Of::Change));
        all.push(Asked { name: SPENDING.to_owned(), of: Of::Policy, what: What::Spending });
    }
    all
}

/// What a name asks for.
fn asked(name: &str, policy: bool) -> Result<Asked, Diagnostic> {
    let (of, plain) = match name.split_once('.') {
        Some(("baseline", plain)) => (Of::Baseline, plain),
        Some(("change", plain)) => (Of::Change, plain),
        _ => (Of::Policy, name),
    };
    let Some(what) = What::find(plain) else {
        let names = || OUTCOMES.iter().map(|outcome| outcome.name).chain([SPENDING]);
        return Err(Diagnostic::new(format!("there is no outcome `{name}`"))
            .expected(format!("{}; \"baseline.\" or \"change.\" may stand before it", one_of(names())))
            .nearest(nearest_name(plain, names())));
    };
    if of == Of::Change && !policy {
        return Err(Diagnostic::new(format!("`{name}` asks for a change, and there is no policy"))
            .expected("an evaluator with a policy"));
    }
    Ok(Asked { name: name.to_owned(), of, what })
}

/// Seeds: one or several.
fn seeds(py: Python<'_>, given: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<u64>> {
    let Some(given) = given else { return Ok(vec![1]) };
    let expected = || format!("whole numbers from 0 to {}", i64::MAX);
    let one = |seed: &Bound<'_, PyAny>| {
        let seed = seed.extract::<u64>().ok().filter(|seed| i64::try_from(*seed).is_ok());
        seed.ok_or_else(|| wrong(py, "a seed is not a whole number in range", expected()))
    };
    let all: Vec<u64> = if given.cast::<PyInt>().is_ok() {
        vec![one(given)?]
    } else {
        let Ok(list) = given.try_iter() else { return Ok(vec![one(given)?]) };
        list.map(|seed| one(&seed?)).collect::<PyResult<_>>()?
    };
    if all.is_empty() {
        return Err(wrong(py, "there is no seed", "at least one"));
    }
    Ok(all)
}

/// The mean over worlds that settled, in the order of seeds.
fn mean(found: &[Found], which: usize) -> Option<f64> {
    let settled: Vec<f64> = found.iter().flatten().map(|numbers| numbers[which]).collect::<Option<_>>()?;
    (!settled.is_empty()).then(|| settled.iter().sum::<f64>() / settled.len() as f64)
}

#[pymethods]
impl Evaluator {
    /// Names of the parameters that each vector of `evaluate_many` holds, in order.
    #[getter]
    fn parameters(&self) -> Vec<String> {
        self.parameters.clone()
    }

    /// Names of what comes back, in order.
    #[getter]
    fn outcomes(&self) -> Vec<String> {
        self.asked.iter().map(|one| one.name.clone()).collect()
    }

    /// Lowest and highest value of each of `parameters`, in order.
    #[getter]
    fn bounds(&self) -> Vec<(f64, f64)> {
        let register = &self.problem.study.scenario.register;
        self.parameters.iter().filter_map(|name| register.get(name)).map(|entry| (entry.low, entry.high)).collect()
    }

    /// Every outcome by name at these values of parameters, a mean over the seeds; None where no
    /// world settled.
    ///
    /// `params` maps names of the register to values; any parameter may be given. `seeds` is one or
    /// several whole numbers. Raises `InputError`.
    #[pyo3(signature = (params=None, seeds=None))]
    fn evaluate(
        &self,
        py: Python<'_>,
        params: Option<&Bound<'_, PyAny>>,
        seeds: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyDict>> {
        let values = settings(py, params, None)?;
        let seeds = self::seeds(py, seeds)?;
        let found = self.evaluated(py, &[values], &seeds, None)?;
        let answer = PyDict::new(py);
        for (which, one) in self.asked.iter().enumerate() {
            answer.set_item(&one.name, found.first().and_then(|found| mean(found, which)))?;
        }
        Ok(answer.unbind())
    }

    /// As `evaluate`.
    #[pyo3(signature = (params=None, seeds=None))]
    fn __call__(
        &self,
        py: Python<'_>,
        params: Option<&Bound<'_, PyAny>>,
        seeds: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyDict>> {
        self.evaluate(py, params, seeds)
    }

    /// Every outcome at many vectors, in parallel on `jobs` workers: a table with a row for each
    /// vector, means over the seeds, and how many worlds settled; with `each_seed` a row for each
    /// vector and seed, for telling the noise of chance from what parameters do.
    ///
    /// `vectors` is an array of two dimensions with a column for each of `parameters` (NumPy's,
    /// without a copy being asked of it), a list of rows, or a list of mappings from name to value.
    /// Every value is checked against its range before the first world is run. Raises `InputError`,
    /// and KeyboardInterrupt on Ctrl-C.
    #[pyo3(signature = (vectors, seeds=None, *, each_seed=false, progress=None))]
    fn evaluate_many(
        &self,
        py: Python<'_>,
        vectors: &Bound<'_, PyAny>,
        seeds: Option<&Bound<'_, PyAny>>,
        each_seed: bool,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let rows = self::vectors(py, vectors, &self.parameters)?;
        let seeds = self::seeds(py, seeds)?;
        let named = |row: &Vec<f64>| self.parameters.iter().cloned().zip(row.iter().copied()).collect();
        let all: Vec<Vec<(String, f64)>> = rows.iter().map(named).collect();
        let found = self.evaluated(py, &all, &seeds, listener(py, progress)?)?;
        let number = |value: Option<f64>| value.map_or(Value::Missing, Value::Number);
        let mut columns = Vec::new();
        if each_seed {
            let pairs = || (0..found.len()).flat_map(|vector| (0..seeds.len()).map(move |at| (vector, at)));
            columns.push(Filled::new("vector", pairs().map(|(vector, _)| Value::Whole(vector as i64)).collect()));
            columns.push(Filled::new("seed", pairs().map(|(_, at)| Value::Whole(seeds[at] as i64)).collect()));
        }
        for (which, one) in self.asked.iter().enumerate() {
            let values = if each_seed {
                found.iter().flatten().map(|world| number(world.as_ref().and_then(|numbers| numbers[which]))).collect()
            } else {
                found.iter().map(|worlds| number(mean(worlds, which))).collect()
            };
            let unit = match one.what {
                What::Outcome(outcome) => outcome.unit.to_owned(),
                What::Spending => format!("{} per year", self.problem.study.scenario.currency.symbol),
            };
            columns.push(Filled::new(&one.name, values).unit(unit));
        }
        if each_seed {
            columns.push(Filled::new(
                "settled",
                found.iter().flatten().map(|world| Value::Yes(world.is_some())).collect(),
            ));
        } else {
            let settled = |worlds: &Vec<Found>| Value::Whole(worlds.iter().flatten().count() as i64);
            columns.push(Filled::new("settled", found.iter().map(settled).collect()));
        }
        let calibrated = self.parameters.is_empty();
        Table::made(&columns, &[("calibrated", calibrated.to_string()), ("synthetic", "true".to_owned())])
    }

    fn __repr__(&self) -> String {
        format!("<amparo.Evaluator of {}: {}>", self.parameters.join(", "), self.outcomes().join(", "))
    }
}
