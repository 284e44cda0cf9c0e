//! A policy as Python sees it.

use super::error::wrong;
use super::scenario::Scenario;
use amparo::scenario::{Adaptation, Study};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A policy in a scenario: interventions, a budget, and the years for which it has money. Made
/// by `Scenario.policy` or found in `Study.policies`.
#[pyclass(frozen, module = "amparo")]
pub struct Policy {
    /// A study of this policy alone, at the scenario's own parameters.
    pub study: Arc<Study>,
}

impl Policy {
    /// One policy of a study.
    pub fn of(study: &Study, name: &str) -> Policy {
        let mut alone = without_draws(study);
        alone.policies.retain(|policy| policy.name == name);
        alone.written_at.retain(|at| at.policy == name);
        Policy { study: Arc::new(alone) }
    }

    /// The same in a scenario whose parameters may differ.
    pub fn within(&self, py: Python<'_>, scenario: &Scenario) -> PyResult<Study> {
        if self.study.scenario.file != scenario.read.file {
            return Err(wrong(
                py,
                format!(
                    "the policy is made for {}, not for {}",
                    self.study.scenario.file.display(),
                    scenario.read.file.display()
                ),
                "a policy that this scenario's `policy` made, or one of a study of it",
            ));
        }
        let mut study = Study::clone(&self.study);
        study.scenario = amparo::scenario::Scenario::clone(&scenario.read);
        with_values(&mut study, &BTreeMap::new());
        Ok(study)
    }
}

/// A study at its scenario's own parameters, at one baseline and with one replicate.
pub fn without_draws(study: &Study) -> Study {
    Study {
        draws: None,
        adaptation: Adaptation { before: 0, split: 0 },
        precision: None,
        also: Vec::new(),
        replicates: 1,
        ..study.clone()
    }
}

/// Puts values over a study's parameters; interventions follow, with their own values on top.
pub fn with_values(study: &mut Study, values: &BTreeMap<String, f64>) {
    study.scenario.set_parameters(values);
    let scenario = &study.scenario;
    for intervention in study.policies.iter_mut().flat_map(|policy| &mut policy.interventions) {
        let mut all = scenario.overrides.clone();
        all.extend(intervention.overrides.iter().map(|(name, value)| (name.clone(), *value)));
        *intervention.parameters = scenario.register.parameters(&all);
    }
}

#[pymethods]
impl Policy {
    /// Its name in tables.
    #[getter]
    fn name(&self) -> &str {
        self.study.policies.first().map_or("", |policy| &policy.name)
    }

    /// Its name in charts.
    #[getter]
    fn title(&self) -> &str {
        self.study.policies.first().map_or("", |policy| &policy.title)
    }

    /// Kinds of its interventions, in order.
    #[getter]
    fn kinds(&self) -> Vec<String> {
        self.study.policies.iter().flat_map(|policy| &policy.interventions).map(|one| one.kind.clone()).collect()
    }

    /// Its budget per year, in the scenario's money.
    #[getter]
    fn budget_soles_per_year(&self) -> f64 {
        self.study.policies.first().map_or(0.0, |policy| policy.budget_soles_per_year)
    }

    /// Years for which it has money.
    #[getter]
    fn funded_years(&self) -> usize {
        self.study.funded_years
    }

    /// Years after those.
    #[getter]
    fn following_years(&self) -> usize {
        self.study.following_years
    }

    fn __repr__(&self) -> String {
        format!("<amparo.Policy {}: {}>", self.name(), self.kinds().join(", "))
    }
}
