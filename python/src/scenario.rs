//! A scenario as Python sees it.

use super::columns::{Filled, Value, of_table};
use super::document::document;
use super::error::{input, study as failed, warn, wrong};
use super::evaluator::{Evaluator, Problem};
use super::policy::Policy;
use super::simulation::Simulation;
use super::table::Table;
use super::values::{names, set_anew, settings};
use amparo::files::Input;
use amparo::jobs::warn_of_money_in_run;
use amparo::observe::OUTCOMES;
use amparo::policy::VOCABULARY;
use amparo::register::{Entry, Register};
use amparo::scenario;
use amparo::shipped::SHIPPED;
use amparo::text::Diagnostic;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A region at its starting point, checked: parameters, places, and what happens there.
///
/// A scenario never changes: `set` returns another one.
#[pyclass(frozen, module = "amparo")]
pub struct Scenario {
    /// Where it comes from.
    pub input: Input,
    /// Values that were set.
    pub set: Vec<(String, f64)>,
    /// What was read.
    pub read: Arc<scenario::Scenario>,
    /// Whether every parameter is as its file has it.
    pub calibrated: bool,
}

impl Scenario {
    /// Reads it with values set.
    pub fn read(py: Python<'_>, from: &Input, set: Vec<(String, f64)>) -> PyResult<Scenario> {
        let read = |set: &[(String, f64)]| from.scenario(&VOCABULARY, set).map_err(|problem| input(py, &problem));
        let mut found = read(&set)?;
        let calibrated = set.is_empty() || read(&[])?.overrides == found.overrides;
        warn_of_money_in_run(&mut found);
        Ok(Scenario { input: from.clone(), set, read: Arc::new(found), calibrated })
    }

    /// A study of one policy in this scenario.
    fn with_policy(
        &self,
        py: Python<'_>,
        given: &Bound<'_, PyAny>,
        (budget, funded, following): (f64, i64, i64),
    ) -> PyResult<Policy> {
        let mut policy = toml_edit::Table::new();
        let mut from = self.input.clone();
        if let Ok(file) = given.extract::<PathBuf>() {
            let found = SHIPPED.find(&file);
            let (text, _) = found.read().map_err(|problem| input(py, &problem))?;
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let path = std::path::absolute(found.path()).unwrap_or_else(|_| found.path().to_path_buf());
            policy.insert("name", toml_edit::value(stem));
            policy.insert("file", toml_edit::value(path.to_string_lossy().into_owned()));
            let scenario = from.path().to_path_buf();
            from = from.given(&path, &text.text).at(&scenario);
        } else {
            policy = document(py, given)?.as_table().clone();
            if !policy.contains_key("name") {
                policy.insert("name", toml_edit::value("policy"));
            }
        }
        let mut whole = toml_edit::DocumentMut::new();
        let scenario = from.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        whole.insert("name", toml_edit::value("policy-from-python"));
        whole.insert("scenario", toml_edit::value(scenario));
        whole.insert("replicates", toml_edit::value(1));
        whole.insert("budget_soles_per_year", toml_edit::value(budget));
        whole.insert("funded_years", toml_edit::value(funded));
        whole.insert("following_years", toml_edit::value(following));
        let mut policies = toml_edit::ArrayOfTables::new();
        policies.push(policy);
        whole.insert("policy", toml_edit::Item::ArrayOfTables(policies));
        let given = from.given(Path::new("policy (from Python).toml"), &whole.to_string());
        let (study, _) = given.swept_study(&VOCABULARY, &self.set).map_err(|problem| input(py, &problem))?;
        amparo::jobs::checked(&study).map_err(|error| failed(py, error))?;
        let [one] = study.policies.as_slice() else {
            return Err(wrong(
                py,
                "the policy stands for several",
                "one policy; studies have sweeps and several budgets",
            ));
        };
        let name = one.name.clone();
        Ok(Policy::of(&study, &name))
    }
}

#[pymethods]
impl Scenario {
    /// Reads a scenario from a file, or one that ships with the program, such as
    /// "madre-de-dios/baseline".
    ///
    /// `set` holds values of parameters by name, as `set` takes them. Raises `InputError`.
    #[staticmethod]
    #[pyo3(signature = (path, set=None))]
    fn load(py: Python<'_>, path: PathBuf, set: Option<&Bound<'_, PyAny>>) -> PyResult<Scenario> {
        let scenario = Scenario::read(py, &SHIPPED.find(&path), settings(py, set, None)?)?;
        warn(py, &scenario.read.warnings)?;
        Ok(scenario)
    }

    /// The same scenario with other values of parameters: `scenario.set({"recruiters.feedback":
    /// 0.2})`, or with keywords `scenario.set(**{"recruiters.feedback": 0.2})`.
    ///
    /// Units and ranges are those of the register (`scenario.register`). Values that were set
    /// before stay, but for those set again. Raises `InputError` with the nearest name where there
    /// is no such parameter.
    #[pyo3(signature = (values=None, /, **named))]
    fn set(
        &self,
        py: Python<'_>,
        values: Option<&Bound<'_, PyAny>>,
        named: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Scenario> {
        Scenario::read(py, &self.input, set_anew(&self.set, settings(py, values, named)?))
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

    /// The file it was read from.
    #[getter]
    fn file(&self) -> PathBuf {
        self.input.path().to_path_buf()
    }

    /// Whether every parameter has the value that its file has. Once one is changed, the targets
    /// that the file's values were fitted to are no longer met.
    #[getter]
    fn calibrated(&self) -> bool {
        self.calibrated
    }

    /// What is worth knowing before results are read, a sentence each.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        self.read.warnings.clone()
    }

    /// The value of every parameter by name; units are those of `register`.
    #[getter]
    fn parameters(&self) -> BTreeMap<String, f64> {
        let of = &self.read;
        let value = |entry: &Entry| of.overrides.get(&entry.name).copied().unwrap_or(entry.default);
        of.register.entries.iter().map(|entry| (entry.name.clone(), value(entry))).collect()
    }

    /// The register: name, value here, unit, range, grade, and meaning of every parameter.
    #[getter]
    fn register(&self) -> PyResult<Table> {
        let of = &self.read;
        let text = |text: &str| Value::Text(text.to_owned());
        let column = |name: &str, value: &dyn Fn(&Entry) -> Value| {
            Filled::new(name, of.register.entries.iter().map(value).collect())
        };
        let columns = [
            column("name", &|entry| text(&entry.name)),
            column("value", &|entry| Value::Number(of.overrides.get(&entry.name).copied().unwrap_or(entry.default))),
            column("unit", &|entry| text(&entry.unit)),
            column("low", &|entry| Value::Number(entry.low)),
            column("high", &|entry| Value::Number(entry.high)),
            column("grade", &|entry| text(entry.grade.in_words())),
            column("meaning", &|entry| text(&entry.meaning)),
        ];
        Table::made(&columns, &[("calibrated", self.calibrated.to_string())])
    }

    /// Lowest and highest value of each of these parameters, in their order.
    fn bounds(&self, py: Python<'_>, parameters: &Bound<'_, PyAny>) -> PyResult<Vec<(f64, f64)>> {
        let bounds = |name: &String| known(&self.read.register, name).map(|entry| (entry.low, entry.high));
        let found: Result<Vec<(f64, f64)>, Diagnostic> = names(parameters)?.iter().map(bounds).collect();
        found.map_err(|problem| input(py, &problem))
    }

    /// A world at the end of its burn-in, with the scenario's own interventions under way, if it
    /// has any: what `amparo run` goes on from with the same seed. `threads` work inside the world
    /// and change no number.
    #[pyo3(signature = (seed=1, *, threads=1))]
    fn simulate(&self, py: Python<'_>, seed: u64, threads: usize) -> PyResult<Simulation> {
        warn(py, &amparo::files::set_in_vain_in_run(&self.read, &VOCABULARY))?;
        Simulation::begun(py, self, seed, threads.clamp(1, 512))
    }

    /// A policy in this scenario, to be applied or evaluated.
    ///
    /// `policy` is what a study says below `[[policy]]` as a mapping, with a list of mappings under
    /// "intervention", or the path of a policy file. `budget_soles_per_year` is in the scenario's
    /// money; `funded_years` are those it has money for. Raises `InputError`.
    #[pyo3(signature = (policy, *, budget_soles_per_year, funded_years=5, following_years=0))]
    fn policy(
        &self,
        py: Python<'_>,
        policy: &Bound<'_, PyAny>,
        budget_soles_per_year: f64,
        funded_years: i64,
        following_years: i64,
    ) -> PyResult<Policy> {
        self.with_policy(py, policy, (budget_soles_per_year, funded_years, following_years))
    }

    /// Something to call with values of parameters and seeds: see `Evaluator`.
    ///
    /// `parameters` names those that each vector of `evaluate_many` holds, in order. Without a
    /// `policy` it is the baseline that is evaluated, over `years` (5): without the scenario's own
    /// interventions, as in `amparo compare`. `outcomes` are names of `amparo.outcomes()` (under
    /// the policy, if there is one), with "baseline." or "change." before them, and
    /// "spending_soles_per_year"; all, if none are named. `window` is "funded" or "following".
    #[pyo3(signature = (parameters=None, *, policy=None, outcomes=None, years=None, window="funded", jobs=None))]
    fn evaluator(
        &self,
        py: Python<'_>,
        parameters: Option<&Bound<'_, PyAny>>,
        policy: Option<&Policy>,
        outcomes: Option<&Bound<'_, PyAny>>,
        years: Option<usize>,
        window: &str,
        jobs: Option<usize>,
    ) -> PyResult<Evaluator> {
        let study = match (policy, years) {
            (Some(policy), None) => policy.within(py, self)?,
            (Some(_), Some(_)) => {
                return Err(wrong(py, "`years` has no meaning with a policy", "the policy's own funded_years"));
            }
            (None, years) => baseline(py, self, years.unwrap_or(amparo::jobs::run::YEARS))?,
        };
        let problem = Problem { study, scenario: self.input.clone() };
        Evaluator::made(py, problem, (parameters, outcomes, window), jobs)
    }

    fn __repr__(&self) -> String {
        let changed = if self.calibrated { "" } else { ", changed" };
        format!("<amparo.Scenario {}: {}{changed}>", self.read.name, self.read.title)
    }
}

/// Years of a baseline at most.
const MOST_YEARS: usize = 100;

/// A study that runs the baseline and nothing else.
fn baseline(py: Python<'_>, of: &Scenario, years: usize) -> PyResult<scenario::Study> {
    if !(1..=MOST_YEARS).contains(&years) {
        return Err(wrong(py, format!("`years` is {years}"), format!("a whole number from 1 to {MOST_YEARS}")));
    }
    let of = &of.read;
    Ok(scenario::Study {
        name: of.name.clone(),
        title: of.title.clone(),
        file: of.file.clone(),
        scenario: scenario::Scenario::clone(of),
        policies: Vec::new(),
        written_at: Vec::new(),
        replicates: 1,
        seed: 1,
        funded_years: years,
        following_years: 0,
        budgets_soles_per_year: vec![0.0],
        worths_of_a_case_soles: Vec::new(),
        draws: None,
        adaptation: scenario::Adaptation { before: 0, split: 0 },
        precision: None,
        also: Vec::new(),
        inputs: of.inputs.clone(),
    })
}

/// The outcomes that can be evaluated and compared: name, unit, and what each counts.
#[pyfunction]
pub fn outcomes() -> PyResult<Table> {
    let text = |of: fn(&amparo::observe::Outcome) -> &'static str| {
        OUTCOMES.iter().map(|outcome| Value::Text(of(outcome).to_owned())).collect()
    };
    let columns = [
        Filled::new("name", text(|outcome| outcome.name)),
        Filled::new("unit", text(|outcome| outcome.unit)),
        Filled::new("counts", text(|outcome| outcome.counts)),
    ];
    Table::made(&columns, &[])
}

/// A table of a world, with what is to be known of it.
pub fn told(table: &amparo::tables::Table, calibrated: bool) -> PyResult<Table> {
    Table::made(&of_table(table), &[("calibrated", calibrated.to_string()), ("synthetic", "true".to_owned())])
}

/// A parameter of a register, or the error that names the nearest.
pub fn known<'a>(register: &'a Register, name: &str) -> Result<&'a Entry, Diagnostic> {
    match register.get(name) {
        Some(entry) => Ok(entry),
        None => register.check(name, 0.0),
    }
}
