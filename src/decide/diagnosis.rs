//! What a diagnosis answers: which drivers act where, as the survey sees it and as it is.

use super::result::{DRIVERS, DriverProfile, SUPPRESS_BELOW};
use amparo_model::diagnose::profile::LevelSet;
use amparo_model::scenario::{MatchingRule, SetValues};
use serde::{Serialize, Serializer};

/// The answer of `amparo diagnose`; the names are a contract.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    /// Name of the scenario.
    pub scenario: String,
    /// The scenario as people read it.
    pub title: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// Seed of its random numbers.
    pub seed: u64,
    /// False: the burn-in was still drifting at its longest.
    pub settled: bool,
    /// Girls of 12 to 24, persons.
    pub girls: f64,
    /// Survey: questions, sample and cost.
    pub survey: SurveyFacts,
    /// Two sets of protected levels, the upper quarter first.
    pub level_sets: Vec<OfLevelSet>,
    /// In the order of the region's tables; places and exposure are those of every level set's rows.
    pub communities: Vec<Place>,
    /// Interventions that every rule would give, at one budget; empty without a budget.
    pub matching: Vec<RuleMatching>,
}

/// Interventions that one rule of matching would give each community.
#[derive(Clone, Debug, Serialize)]
pub struct RuleMatching {
    /// The rule.
    pub rule: Giving,
    /// The rule in words.
    pub words: String,
    /// S/ per year that a policy may spend.
    pub budget_soles_per_year: f64,
    /// S/ per year at full strength, the survey included; `None` where the rule plans none.
    pub planned_soles_per_year: Option<f64>,
    /// Cases averted over the five funded years that the rule forecasts, while the trade goes on as it did.
    pub forecast_averted: Option<f64>,
    /// Interventions in words, by community; empty: none.
    pub interventions: Vec<String>,
}

/// How interventions are given to communities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giving {
    /// One intervention, communities at random.
    Uniform,
    /// One intervention, communities in order of estimated exposure per sol.
    ByExposure,
    /// Interventions matched to communities.
    Matched(MatchingRule),
}

impl Giving {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Giving::Uniform => "uniform",
            Giving::ByExposure => "by-exposure",
            Giving::Matched(rule) => rule.name(),
        }
    }
}

impl Serialize for Giving {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Sample and cost of the survey.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyFacts {
    /// The analyst's file; `None`: simulated.
    pub file: Option<String>,
    /// Interviews per community; of a file, the most in one.
    pub households: u32,
    /// Interviews held.
    pub interviews: usize,
    /// Communities with at least one answer.
    pub communities: usize,
    /// S/; of a file, what the simulated survey would have cost.
    pub cost_soles: f64,
    /// S/ per year, where one was named.
    pub budget_soles_per_year: Option<f64>,
    /// The survey's cost as a share of the funded years' budget.
    pub share_of_budget: Option<f64>,
    /// Girls per community behind the true profiles.
    pub true_sample: u32,
}

/// One community.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Its name in files.
    pub name: String,
    /// Its department.
    pub department: String,
    /// Girls of 12 to 24, persons.
    pub girls: f64,
    /// Estimated exposure, share of the region's: registered victims by origin, shrunk to the gravity expectation.
    pub exposure: f64,
    /// Interviews held.
    pub interviews: usize,
}

impl Place {
    /// Whether tables and charts may show it.
    pub fn shown(&self) -> bool {
        self.girls >= SUPPRESS_BELOW
    }
}

/// Profiles against one set of protected levels.
#[derive(Clone, Debug, Serialize)]
pub struct OfLevelSet {
    /// The levels that count as protected.
    #[serde(serialize_with = "set_name")]
    pub levels: LevelSet,
    /// As the survey sees it; levels are the survey's own too.
    pub estimated: RegionSeen,
    /// As it is in the simulated world.
    #[serde(rename = "true")]
    pub truth: RegionSeen,
}

fn set_name<S: Serializer>(levels: &LevelSet, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(levels.name())
}

/// The region and its communities, seen one way.
#[derive(Clone, Debug, Serialize)]
pub struct RegionSeen {
    /// P-weighted share of girls in whom protecting one driver alone removes at least 80 % of the total.
    pub one_alone: f64,
    /// P-weighted share of girls in whom every driver has at least 10 %.
    pub all_act: f64,
    /// P-weighted mean of the communities' effective numbers of drivers; the same of the girls' own.
    pub effective_communities: f64,
    /// Girls the profile counts for, by their weights.
    pub effective_girls: f64,
    /// All girls pooled.
    pub region: Option<DriverProfile>,
    /// By community; null where nobody was asked or the total is too small to share out.
    pub communities: Vec<Option<PlaceSeen>>,
}

/// One community's profile and what is read off it.
#[derive(Clone, Debug, Serialize)]
pub struct PlaceSeen {
    /// Shares of the drivers.
    #[serde(flatten)]
    pub profile: DriverProfile,
    /// The driver with the largest share.
    pub dominant: &'static str,
    /// Whether it is ahead of every other by more than sampling error (95 %).
    pub clear: bool,
    /// Extreme poverty and lack of opportunity together; share and its standard error.
    pub economic: [f64; 2],
    /// Lack of information and taboo together; share and its standard error.
    pub unaware: [f64; 2],
}

/// Half the width of a 95 % interval in standard errors.
pub const Z95: f64 = 1.959_963_984_540_054;

impl Diagnosis {
    /// A copy without the profiles of communities that may not be shown.
    pub fn for_readers(&self) -> Diagnosis {
        let mut shown = self.clone();
        for (c, place) in self.communities.iter().enumerate().filter(|(_, place)| !place.shown()) {
            let (name, department) = (place.name.clone(), place.department.clone());
            shown.communities[c] = Place { name, department, girls: 0.0, exposure: 0.0, interviews: 0 };
            for set in &mut shown.level_sets {
                set.estimated.communities[c] = None;
                set.truth.communities[c] = None;
            }
            for rule in &mut shown.matching {
                rule.interventions[c].clear();
            }
        }
        shown
    }

    /// Communities that may be shown, the most exposed first.
    pub fn by_exposure(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.communities.len()).filter(|c| self.communities[*c].shown()).collect();
        order.sort_by(|a, b| self.communities[*b].exposure.total_cmp(&self.communities[*a].exposure).then(a.cmp(b)));
        order
    }
}

/// Index of the driver with the largest share; the first of equals.
pub fn dominant(profile: &DriverProfile) -> usize {
    (0..DRIVERS.len()).rev().max_by(|a, b| profile.shares[*a].total_cmp(&profile.shares[*b])).unwrap_or(0)
}
