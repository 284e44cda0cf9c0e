//! Interventions whose communities were decided elsewhere, by diagnosing them (docs/odd.md §8.3).

use super::kinds::{SURVEY, mechanism};
use super::mechanism::{Grain, Mechanism, Place};
use super::plan::{Aimed, Demand, Facts, covering, places};
use super::programme::{Programme, Programmes};
use super::timing::Timing;
use crate::process::circumstances::Scene;
use crate::scenario::{Extent, Intervention};
use crate::world::Levers;
use std::sync::Arc;

/// Interventions with the communities that get each.
#[derive(Clone, Debug, Default)]
pub struct Allocation {
    /// Each intervention at each intensity that is given somewhere.
    pub parts: Vec<Allotment>,
    /// S/ per year that the survey takes over the funded years.
    pub survey_soles_per_year: f64,
    /// Week after the fork until which it is paid for, exclusive.
    pub survey_end_week: u32,
}

/// One intervention at one intensity.
#[derive(Clone, Debug)]
pub struct Allotment {
    /// The intervention, intensity included; its extent and targeting are ignored.
    pub intervention: Intervention,
    /// Coverage by community, 0 to 1.
    pub coverage: Vec<f64>,
    /// S/ per year it may spend.
    pub budget_soles_per_year: f64,
}

impl Allocation {
    /// Makes programmes of it in a world about to fork.
    pub fn programmes(&self, scene: &Scene, facts: &Facts) -> Programmes {
        let mut list: Vec<Programme> = self
            .parts
            .iter()
            .filter_map(|part| {
                let mechanism = mechanism(&part.intervention)?;
                let demand = Demand::of(mechanism.as_ref(), scene, &part.intervention);
                let aimed = Aimed::of(mechanism.as_ref(), scene);
                let places = places(mechanism.as_ref(), &demand, &aimed, &part.coverage, scene, facts);
                let extent = Extent::BudgetSolesPerYear(part.budget_soles_per_year);
                let one = Intervention { extent, ..part.intervention.clone() };
                Some(covering(&one, mechanism, &places, part.coverage.clone(), 0.0))
            })
            .collect();
        if self.survey_soles_per_year > 0.0 {
            list.push(self.survey(scene.communities.len()));
        }
        Programmes::new(list)
    }

    /// The survey as a programme that costs money and does nothing.
    fn survey(&self, communities: usize) -> Programme {
        Programme {
            kind: SURVEY.into(),
            start_week: 0,
            end_week: self.survey_end_week,
            ramp_weeks: 0,
            budget: Some(self.survey_soles_per_year),
            mechanism: Arc::new(Survey { soles_per_year: self.survey_soles_per_year }),
            girls: None,
            beside: 0.0,
            coverage: Arc::new(vec![0.0; communities]),
            shares: Arc::default(),
            outside: 0.0,
            covered: Arc::new(vec![(Place::default(), 1.0)]),
        }
    }
}

/// A survey of communities.
struct Survey {
    soles_per_year: f64,
}

impl Mechanism for Survey {
    fn grain(&self) -> Grain {
        Grain::Community
    }

    fn cost(&self, _place: &Place) -> f64 {
        self.soles_per_year
    }

    fn write(&self, _t: &Timing, _coverage: f64, _levers: &mut Levers) {}
}
