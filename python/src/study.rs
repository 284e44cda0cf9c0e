//! A study as Python sees it, and its comparison.

use super::error::{RunError, input, warn, wrong};
use super::evaluator::{Evaluator, Problem};
use super::policy::{Policy, without_draws};
use super::results::Results;
use super::scenario::Scenario;
use super::values::{set_anew, settings};
use super::waiting::{Kept, cores, listener, waited};
use amparo::files::{Input, Sweep};
use amparo::jobs::rerun::recipe::{self, Chosen};
use amparo::jobs::{Extent, Options, publish, warn_of_money};
use amparo::policy::VOCABULARY;
use amparo::scenario;
use amparo::shipped::SHIPPED;
use amparo::study::StudyError;
use amparo::text::{money, nearest_name, one_of};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, TryLockError};

/// A study, checked: a scenario, policies, and how they are compared.
///
/// `Study.load` reads one from a file; `Study(document)` makes one of a mapping with the keys
/// that a file has.
#[pyclass(frozen, module = "amparo")]
pub struct Study {
    input: Input,
    set: Vec<(String, f64)>,
    read: Arc<scenario::Study>,
    sweeps: Arc<Vec<Sweep>>,
}

impl Study {
    fn read(py: Python<'_>, from: &Input, set: Vec<(String, f64)>) -> PyResult<Study> {
        let read = from.swept_study(&VOCABULARY, &set);
        let (mut study, sweeps) = read.map_err(|problem| input(py, &problem))?;
        warn_of_money(&mut study);
        Ok(Study { input: from.clone(), set, read: Arc::new(study), sweeps: Arc::new(sweeps) })
    }

    fn one(&self, py: Python<'_>, name: &str) -> PyResult<Policy> {
        let names = || self.read.policies.iter().map(|policy| policy.name.as_str());
        if names().any(|known| known == name) {
            return Ok(Policy::of(&self.read, name));
        }
        let problem = amparo::text::Diagnostic::new(format!("the study has no policy `{name}`"))
            .expected(one_of(names()))
            .nearest(nearest_name(name, names()));
        Err(input(py, &problem))
    }
}

/// Letters that a file of a study from Python may have in its name.
fn plain(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    name.chars().take(60).map(kept).collect()
}

#[pymethods]
impl Study {
    /// A study made of Python's objects: the keys of a study file, with mappings for its tables and
    /// lists of mappings for what it has several of.
    ///
    /// `document["scenario"]` is a `Scenario` or what `Scenario.load` takes; every other path is as
    /// seen from the scenario's folder. It is checked as a file is, and errors show the line of the
    /// file that it stands for (`study.document`). Raises `InputError`.
    #[new]
    #[pyo3(signature = (document, set=None))]
    fn new(py: Python<'_>, document: &Bound<'_, PyAny>, set: Option<&Bound<'_, PyAny>>) -> PyResult<Study> {
        let mut all = settings(py, set, None)?;
        let given = PyDict::new(py);
        given.update(document.cast().map_err(|_| {
            wrong(py, format!("the document is {}", super::values::kind(document)), "a mapping of keys to values")
        })?)?;
        let mut beside = Input::on_disk(Path::new("study.toml"));
        if let Some(named) = given.get_item("scenario")? {
            beside = match named.cast::<Scenario>() {
                Ok(scenario) => {
                    let scenario = scenario.get();
                    let own = scenario.set.iter().filter(|(name, _)| all.iter().all(|(other, _)| other != name));
                    all = own.cloned().chain(all.iter().cloned()).collect();
                    scenario.input.clone()
                }
                Err(_) => match named.extract::<PathBuf>() {
                    Ok(path) => SHIPPED.find(&path),
                    Err(_) => beside,
                },
            };
            if named.cast::<Scenario>().is_ok() || named.extract::<PathBuf>().is_ok() {
                let file = beside.path().file_name().map(|name| name.to_string_lossy().into_owned());
                given.set_item("scenario", file.unwrap_or_default())?;
            }
        }
        let written = super::document::document(py, given.as_any())?;
        let name = written.get("name").and_then(|name| name.as_str()).unwrap_or("study");
        let from = beside.given(Path::new(&format!("{} (from Python).toml", plain(name))), &written.to_string());
        let study = Study::read(py, &from, all)?;
        warn(py, &study.read.warnings())?;
        Ok(study)
    }

    /// Reads a study from a file, or one that ships with the program, such as
    /// "madre-de-dios/study".
    ///
    /// `set` holds values of parameters by name. Raises `InputError`.
    #[staticmethod]
    #[pyo3(signature = (path, set=None))]
    fn load(py: Python<'_>, path: PathBuf, set: Option<&Bound<'_, PyAny>>) -> PyResult<Study> {
        let study = Study::read(py, &SHIPPED.find(&path), settings(py, set, None)?)?;
        warn(py, &study.read.warnings())?;
        Ok(study)
    }

    /// The same study with other values of parameters, as `Scenario.set`.
    #[pyo3(signature = (values=None, /, **named))]
    fn set(
        &self,
        py: Python<'_>,
        values: Option<&Bound<'_, PyAny>>,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Study> {
        Study::read(py, &self.input, set_anew(&self.set, settings(py, values, named)?))
    }

    /// Its name in tables and folders.
    #[getter]
    fn name(&self) -> &str {
        &self.read.name
    }

    /// Its title for people.
    #[getter]
    fn title(&self) -> &str {
        &self.read.title
    }

    /// The text of its file: of a study made in Python the one that it stands for, which can be
    /// saved and run by itself.
    #[getter]
    fn document(&self, py: Python<'_>) -> PyResult<String> {
        let (text, _) = self.input.read().map_err(|problem| input(py, &problem))?;
        Ok(text.text.to_string())
    }

    /// Its scenario.
    #[getter]
    fn scenario(&self, py: Python<'_>) -> PyResult<Scenario> {
        Scenario::read(py, &self.input.at(&self.read.scenario.file), self.set.clone())
    }

    /// Its policies by name, in order.
    #[getter]
    fn policies(&self, py: Python<'_>) -> PyResult<Py<PyDict>> {
        let all = PyDict::new(py);
        for policy in &self.read.policies {
            all.set_item(&policy.name, Py::new(py, Policy::of(&self.read, &policy.name))?)?;
        }
        Ok(all.unbind())
    }

    /// What is worth knowing before results are read, a sentence each.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.read.warnings()
    }

    /// Draws that are used; 1 for a study at one parameter vector.
    #[getter]
    fn draws(&self) -> usize {
        self.read.draw_count()
    }

    /// Replicates of a draw.
    #[getter]
    fn replicates(&self) -> usize {
        self.read.replicates
    }

    /// Seed from which the draws of every replicate follow.
    #[getter]
    fn seed(&self) -> u64 {
        self.read.seed
    }

    /// As `Scenario.evaluator`, with a policy of the study by name; a study's draws are left aside:
    /// what is not given is as in its scenario.
    #[pyo3(signature = (parameters=None, *, policy=None, outcomes=None, window="funded", jobs=None))]
    fn evaluator(
        &self,
        py: Python<'_>,
        parameters: Option<&Bound<'_, PyAny>>,
        policy: Option<&str>,
        outcomes: Option<&Bound<'_, PyAny>>,
        window: &str,
        jobs: Option<usize>,
    ) -> PyResult<Evaluator> {
        let study = match policy {
            Some(name) => scenario::Study::clone(&self.one(py, name)?.study),
            None => scenario::Study { policies: Vec::new(), written_at: Vec::new(), ..without_draws(&self.read) },
        };
        let problem = Problem { study, scenario: self.input.at(&self.read.scenario.file) };
        Evaluator::made(py, problem, (parameters, outcomes, window), jobs)
    }

    fn __repr__(&self) -> String {
        format!("<amparo.Study {}: {} policies>", self.read.name, self.read.policies.len())
    }
}

/// Held while a comparison runs: what money is called in reports belongs to the whole process.
static COMPARING: Mutex<()> = Mutex::new(());

/// Compares a study's policies with its baseline, or what of that is not stored yet, and writes
/// tables, charts, and report: `amparo compare`, with the same bits.
///
/// `jobs` worlds run at a time (all cores), with `threads` inside each; neither changes a
/// number. `out` is the directory of the results (by default one under `output/`); what is
/// stored there is not computed again, and `fresh` drops it. `replicates`, `draws`, and `seed`
/// replace the study's. `progress` is True for a line on standard error, or a function of
/// stage, steps done, and steps in all.
///
/// Raises `InputError` or `RunError`; on Ctrl-C what is finished is kept.
#[pyfunction]
#[pyo3(signature = (study, *, jobs=None, threads=1, out=None, fresh=false, replicates=None, draws=None, seed=None, progress=None))]
pub fn compare(
    py: Python<'_>,
    study: &Study,
    jobs: Option<usize>,
    threads: usize,
    out: Option<PathBuf>,
    fresh: bool,
    replicates: Option<u32>,
    draws: Option<u32>,
    seed: Option<u64>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<Results> {
    for (name, given) in [("replicates", replicates), ("draws", draws)] {
        if given.is_some_and(|given| !(1..=100_000).contains(&given)) {
            return Err(wrong(py, format!("`{name}` is out of range"), "a whole number from 1 to 100000"));
        }
    }
    if seed.is_some_and(|seed| i64::try_from(seed).is_err()) {
        return Err(wrong(py, "`seed` is out of range", format!("a whole number from 0 to {}", i64::MAX)));
    }
    let mut asked = scenario::Study::clone(&study.read);
    let extent = Extent { replicates, draws, seed };
    extent.apply(&mut asked);
    let set = study.set.iter().map(|(name, value)| Chosen::Word("--set", format!("{name}={value}")));
    let chosen: Vec<Chosen> = extent.chosen().chain(set).collect();
    let options =
        Options { jobs: jobs.unwrap_or_else(cores).clamp(1, 512), threads: threads.clamp(1, 512), fresh, out };
    let _alone = match COMPARING.try_lock() {
        Ok(held) => held,
        Err(TryLockError::Poisoned(held)) => held.into_inner(),
        Err(TryLockError::WouldBlock) => {
            return Err(RunError::new_err("another comparison is running in this process: run them one after another"));
        }
    };
    let told = listener(py, progress)?;
    let kept = Kept::default();
    let (from, sweeps) = (&study.input, &study.sweeps);
    let root = waited(
        py,
        |interrupt| -> Result<PathBuf, StudyError> {
            money::show_in(&asked.scenario.currency);
            let recipe = recipe::Kept::read("compare", from, &asked.inputs, chosen)?;
            let mut answer = amparo::jobs::compare(&asked, sweeps, &options, &kept, interrupt)?;
            answer.kept = recipe;
            publish::published(&answer, &kept)?;
            Ok(answer.store.root().to_path_buf())
        },
        |py| kept.tell(py, told.as_ref()),
    );
    if let Some(told) = told.filter(|told| told.bind(py).hasattr("close").unwrap_or(false)) {
        told.call_method0(py, "close")?;
    }
    Results::opened(py, &root?)
}
