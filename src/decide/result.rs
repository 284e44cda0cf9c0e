//! What a study found, as plain tables: everything the terminal, the files, the charts and the report show.

use super::estimate::Estimate;
use super::named::named;
use amparo_model::observe::outcomes::Good;
use amparo_model::observe::{Outcome, TownYear};
use amparo_model::scenario::SetValues;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;

/// Cells of fewer persons than this are not shown for places.
pub const SUPPRESS_BELOW: f64 = 5.0;

/// Means of outcomes, in the order of the list; in files an object with a key per outcome.
#[derive(Clone, Debug, Default)]
pub struct Means(pub Vec<(&'static Outcome, f64)>);

impl Means {
    /// The mean of an outcome; `None` where it was not asked for.
    pub fn of(&self, outcome: &Outcome) -> Option<f64> {
        self.0.iter().find(|(known, _)| *known == outcome).map(|(_, mean)| *mean)
    }
}

impl Serialize for Means {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(outcome, mean)| (outcome.name, mean)))
    }
}

/// Means of the baseline over a window, in persons.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BaselineSummary {
    /// Every outcome.
    #[serde(flatten)]
    pub means: Means,
    /// Minors among the victims.
    pub minors_share: Option<f64>,
    /// Minors among those rescued in raids, 0 to 1: what raids find is not what there is. `None` where none are.
    pub rescued_minors_share: Option<f64>,
    /// Share of all entries that are not a first spell.
    pub reexploited_share: Option<f64>,
    /// Mean stock ÷ yearly exits.
    pub mean_years_exploited: Option<f64>,
    /// Of the newly exploited, by department, `outside` included.
    /// `None` throughout where nobody is newly exploited.
    pub origin_shares: BTreeMap<String, Option<f64>>,
}

impl BaselineSummary {
    /// The mean of an outcome; `None` where it was not asked for.
    pub fn of(&self, outcome: &Outcome) -> Option<f64> {
        self.means.of(outcome)
    }
}

/// Change of one outcome under one policy in one window, paired by draw and replicate, after adaptation.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Policy (with its budget).
    pub policy: String,
    /// Years over which it is a mean per year.
    pub window: Years,
    /// Outcome that changes.
    pub outcome: &'static Outcome,
    /// The baseline's weighted mean over the same draws and window.
    pub baseline: f64,
    /// Policy − baseline, with its error and the interval over draws.
    pub change: Estimate,
}

named! {
    /// The window that an outcome is counted over.
    pub enum Years {
        /// Years in which policies have money.
        Funded = "funded",
        /// The years after them.
        Following = "following",
    }
}

/// What effects are unless it is said otherwise.
pub const AFTER_ADAPTATION: &str = "after adaptation";

impl Effect {
    /// The mean change as a fraction of the baseline's mean; `None` where that is 0.
    pub fn relative(&self) -> Option<f64> {
        (self.baseline != 0.0).then(|| self.change.mean / self.baseline)
    }
}

impl Serialize for Effect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_map(None)?;
        row.serialize_entry("policy", &self.policy)?;
        row.serialize_entry("window", &self.window)?;
        row.serialize_entry("outcome", self.outcome)?;
        row.serialize_entry("unit", self.outcome.unit)?;
        row.serialize_entry("baseline", &self.baseline)?;
        for (name, value) in Effect::CHANGE.into_iter().zip(self.change.values()) {
            row.serialize_entry(name, &value)?;
        }
        row.serialize_entry("relative", &self.relative())?;
        row.end()
    }
}

impl Effect {
    /// Names of the numbers of a change in files: those of an estimate, its mean being the difference.
    pub const CHANGE: [&'static str; 9] = {
        let mut names = Estimate::COLUMNS;
        names[0] = "difference";
        names
    };
}

/// One policy against the baseline.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyResult {
    /// Its name in files.
    pub name: String,
    /// As people read it.
    #[serde(skip)]
    pub title: String,
    /// The policy's name without its budget.
    pub group: String,
    /// Budget, S/ per year.
    pub budget_soles_per_year: f64,
    /// Mean yearly spending over the funded years, S/.
    pub spend_soles_per_year: f64,
    /// Mean yearly spending over the following years, S/: 0 where the money ends with the funded years.
    pub following_spend_soles_per_year: f64,
    /// Years in which the policy has money: the funded years unless its interventions start or end at other times.
    pub years_of_money: f64,
    /// Budget less spending, S/ per year in which there is money.
    pub unspent_soles_per_year: f64,
    /// Mean spending of each year of the horizon, S/.
    pub spend_soles_by_year: Vec<f64>,
    /// Spending by intervention, S/ per year.
    pub spend_by_intervention: BTreeMap<String, f64>,
}

impl PolicyResult {
    /// Whether its money is that of the funded years, spent in them.
    pub fn funded_as_the_study(&self, funded_years: usize) -> bool {
        let usual = self.years_of_money == funded_years as f64 || self.years_of_money == 0.0;
        usual && self.following_spend_soles_per_year == 0.0
    }

    /// Spending over the whole horizon, S/.
    pub fn spend_soles_over_the_horizon(&self) -> f64 {
        self.spend_soles_by_year.iter().sum()
    }

    /// Spending per year in which it has money, S/.
    pub fn spend_a_year_of_money(&self) -> f64 {
        self.budget_soles_per_year - self.unspent_soles_per_year
    }
}

/// A study's answer. Serialized with `worlds`, and with `replicates` at one parameter vector alone: over draws some have more
/// of them than others.
#[derive(Clone, Debug, Serialize)]
#[serde(remote = "Self")]
pub struct StudyResult {
    /// Name of the study.
    pub study: String,
    /// As people read it.
    pub title: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The scenario as people read it.
    #[serde(skip)]
    pub scenario_title: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// Warnings: what is allowed but worth knowing before the results are read.
    pub warnings: Vec<String>,
    /// Seed of its random numbers.
    pub seed: u64,
    /// Parameter vectors; 1: the scenario's own.
    pub draws: usize,
    /// Worlds that count, those that settled: replicates at one parameter vector, over draws those of all draws together.
    #[serde(skip)]
    pub replicates: usize,
    /// Worlds whose burn-in never settled: counted, left out.
    pub rejected: usize,
    /// Years in which policies have money.
    pub funded_years: usize,
    /// Years that follow.
    pub following_years: usize,
    /// The largest budget, S/ per year.
    pub budget_soles_per_year: f64,
    /// Always [`AFTER_ADAPTATION`]: what comes before is in the answers.
    pub adaptation: &'static str,
    /// Precision reached, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// Outcomes compared, in the order of tables.
    #[serde(serialize_with = "described")]
    pub outcomes: Vec<&'static Outcome>,
    /// The baseline.
    pub baseline: BaselineSummary,
    /// Spread of the baseline's means over replicates (standard deviation), by outcome.
    pub baseline_sd: BTreeMap<String, f64>,
    /// Every policy with its money.
    pub policies: Vec<PolicyResult>,
    /// Every change against the baseline, by policy, window and outcome.
    pub effects: Vec<Effect>,
}

/// Outcomes with what the list says of them.
fn described<S: Serializer>(outcomes: &[&'static Outcome], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Described<'a> {
        name: &'a str,
        unit: &'a str,
        label: &'a str,
        good: Good,
    }
    serializer.collect_seq(outcomes.iter().map(|o| Described {
        name: o.name,
        unit: o.unit,
        label: o.label,
        good: o.good,
    }))
}

impl StudyResult {
    /// The change of an outcome under a policy in a window.
    pub fn effect(&self, policy: &str, outcome: &Outcome, window: Years) -> Option<&Effect> {
        self.effects.iter().find(|e| e.policy == policy && e.outcome == outcome && e.window == window)
    }

    /// Whether every policy has its money in the funded years.
    pub fn all_funded_alike(&self) -> bool {
        self.policies.iter().all(|policy| policy.funded_as_the_study(self.funded_years))
    }
}

impl Serialize for StudyResult {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shown<'a> {
            #[serde(flatten, with = "StudyResult")]
            result: &'a StudyResult,
            worlds: usize,
            #[serde(skip_serializing_if = "Option::is_none")]
            replicates: Option<usize>,
        }
        let replicates = (self.draws == 1).then_some(self.replicates);
        Shown { result: self, worlds: self.replicates, replicates }.serialize(serializer)
    }
}

/// Weekly means over replicates of one arm (the baseline or a policy), week 0 = the end of the burn-in.
#[derive(Clone, Debug, Serialize)]
pub struct ArmSeries {
    /// Its name in files.
    pub name: String,
    /// As people read it.
    pub title: String,
    /// Victims by week, persons, mean over replicates.
    pub victims: Vec<f64>,
    /// 95 % half-width over replicates: of the level for the baseline, of the paired difference for a policy.
    pub victims_half_width: Vec<f64>,
    /// Spells begun by week, persons.
    pub spells: Vec<f64>,
    /// `towns[year][town]`, means over replicates.
    pub towns: Vec<Vec<TownYear>>,
}

/// Where newly exploited girls come from and where they are exploited, in the baseline.
#[derive(Clone, Debug, Serialize)]
pub struct Flows {
    /// Row labels: departments, then `outside`.
    pub origins: Vec<String>,
    /// Column labels: mining towns.
    pub towns: Vec<String>,
    /// Newly exploited per year, persons, `flows[origin][town]`.
    pub flows: Vec<Vec<f64>>,
    /// Share by origin in the data, where there is one.
    pub origin_target: Vec<Option<f64>>,
    /// Whether that share is assumed, and not published.
    pub origin_assumed: Vec<bool>,
    /// Victims by town, persons, mean of the baseline.
    pub victims_by_town: Vec<f64>,
}

/// Exact Shapley shares of ln P(accept) by department (communities pooled) and for a few communities that differ most.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DriverProfile {
    /// Community or department, as charts name it.
    pub place: String,
    /// Its department.
    pub department: String,
    /// Girls in the place, persons.
    pub girls: f64,
    /// Share of each driver, in the order of [`DRIVERS`]; sums to 1.
    pub shares: [f64; 6],
    /// Standard error of each share from sampling girls.
    pub se: [f64; 6],
    /// 1/Σ share².
    pub effective_drivers: f64,
}

/// Names of the six drivers, in the order of [`DriverProfile::shares`].
pub const DRIVERS: [&str; 6] =
    ["extreme poverty", "lack of information", "taboo", "violence", "lack of opportunity", "hoped-for gain"];

/// Driver profiles of one baseline world.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Drivers {
    /// Sampled girls in all.
    pub sampled_girls: usize,
    /// Profiles of departments, communities pooled.
    pub departments: Vec<DriverProfile>,
    /// Every community with a defined profile.
    pub communities: Vec<DriverProfile>,
    /// Share of sampled girls (weighted by P) for whom protecting one driver removes at least 80 % of the total.
    pub one_alone: f64,
    /// Share (weighted by P) in whom every driver has at least 10 %.
    pub all_act: f64,
}

/// How much of the model rests on what: number of parameters by grade.
pub type Grades = BTreeMap<String, usize>;
