//! Interventions made in code.

use super::aim::{Where, Whom};
use super::tree::{Extent, Intervention, Scenario, Targeting};
use std::collections::BTreeMap;

/// The last week of an intervention that nothing ends: a century.
const NEVER: u32 = 5_200;

impl Intervention {
    /// An intervention of a kind (see `policy::kinds`) that covers a share of girls, 0 to 1, alike everywhere from the end
    /// of the burn-in on, at the register's strength, with the scenario's parameters.
    ///
    /// ```
    /// use amparo_model::scenario::{Intervention, Scenario};
    /// fn half_and_strong(scenario: &Scenario) -> Intervention {
    ///     Intervention { intensity: 2.0, ..Intervention::covering("information", 0.5, scenario) }
    /// }
    /// ```
    pub fn covering(kind: &str, coverage: f64, scenario: &Scenario) -> Intervention {
        Intervention {
            kind: kind.to_owned(),
            custom: None,
            start_week: 0,
            end_week: NEVER,
            ramp_weeks: 0,
            extent: Extent::Coverage(coverage),
            targeting: Targeting::Uniform,
            within: Where::default(),
            whom: Whom::EVERYONE,
            intensity: 1.0,
            parameters: Box::new(scenario.parameters.clone()),
            overrides: BTreeMap::new(),
        }
    }
}
