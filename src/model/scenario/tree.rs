//! The checked tree a scenario or study file becomes: plain data, every number in range, nothing left to ask of the files.

use super::acts::Custom;
use super::aim::{Where, Whom};
use super::events::Event;
use super::set_values::SetValues;
use super::travel::{self, Travel};
use crate::register::{Grade, Parameters, Register};
use amparo_text::{Currency, Diagnostic};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Fewest simulated girls a synthetic community may have. Each community gets these first.
pub const FEWEST_GIRLS: f64 = 3.0;

/// One department: the figures its synthetic communities are drawn around, and what calibration compares with.
#[derive(Clone, Debug, Serialize)]
pub struct Department {
    /// Unique name of the department.
    pub name: String,
    /// Residents at the 2017 census, persons.
    pub population: f64,
    /// How many synthetic communities it gets (its number of districts).
    pub districts: usize,
    /// Share of persons in households below the poverty line.
    pub poverty_rate: f64,
    /// Taboo τ, 0 to 1.
    pub taboo: f64,
    /// Share of households with violence.
    pub violence_share: f64,
    /// Local adult earnings, × poverty line per month.
    pub adult_earnings: f64,
    /// Share of girls with a phone and signal.
    pub phone_share: f64,
    /// Travel hours to the gateway, where the roads to the mining towns part; `None` where routes are stated one by one, or of
    /// given communities.
    pub hours_to_gateway: Option<f64>,
    /// Share of girls in school at twelve.
    pub in_school_at_12: f64,
    /// Share of newly exploited who come from here; a calibration target where `fitted`, a comparison otherwise.
    pub origin_share: f64,
    /// How well `origin_share` is supported.
    pub origin_grade: Grade,
    /// Whether the attraction of this department is fitted to `origin_share`.
    pub fitted: bool,
    /// Attraction ω to the trade, log; 0 unless the scenario's `[attraction]` says otherwise.
    pub attraction: f64,
}

/// One mining town.
#[derive(Clone, Debug, Serialize)]
pub struct Town {
    /// Unique name of the town.
    pub name: String,
    /// Miners it serves at gold index 1, persons.
    pub miners: f64,
    /// Travel hours from the gateway; `None` where routes are stated one by one.
    pub hours_beyond_gateway: Option<f64>,
}

/// One community an analyst gives instead of the synthetic ones (`communities.csv`).
#[derive(Clone, Debug, Serialize)]
pub struct CommunityRow {
    /// Unique name of the community.
    pub name: String,
    /// Index into [`Scenario::departments`].
    pub department: usize,
    /// Girls aged 12 to 24, persons.
    pub girls: f64,
    /// Share of persons in households below the poverty line, 0 to 1.
    pub poverty_rate: f64,
    /// Taboo τ, 0 to 1.
    pub taboo: f64,
    /// Share of households with violence, 0 to 1.
    pub violence_share: f64,
    /// Local adult earnings, × poverty line per month.
    pub adult_earnings: f64,
    /// Share of girls with a phone and signal, 0 to 1.
    pub phone_share: f64,
    /// Median prior belief, log-odds.
    pub belief: f64,
    /// Travel hours to the gateway; `None` where routes are stated one by one.
    pub hours_to_gateway: Option<f64>,
}

/// Where the world starts before it burns in, and what it is compared with afterwards.
#[derive(Clone, Debug, Serialize)]
pub struct Baseline {
    /// Victims at the start, persons; also the calibration target.
    pub victims: f64,
    /// Brothels at the start; also the calibration target.
    pub brothels: f64,
    /// Registered victims of sexual exploitation per 100,000 residents and year; calibration target.
    pub registered_per_100k: f64,
    /// Rescued persons per year; calibration target (soft).
    pub rescued_per_year: f64,
    /// Minors' share of the stock; calibration target (soft).
    pub minors_share: f64,
    /// Residents of the mining region, persons.
    pub residents: f64,
}

/// How long a world burns in.
#[derive(Clone, Debug, Serialize)]
pub struct BurnIn {
    /// Shortest burn-in, years.
    pub years: usize,
    /// Longest burn-in, years; a world still drifting then is rejected and counted.
    pub max_years: usize,
    /// Years over which the drift is measured.
    pub drift_years: usize,
    /// Largest drift of victims, brothels and recruiters that counts as settled, share per year.
    pub drift_per_year: f64,
}

/// A place outside the region that draws girls away from its mining towns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Destination {
    /// Unique name, that of no mining town.
    pub name: String,
    /// How much it draws, in the unit of miners: above 0.
    pub mass: f64,
    /// Travel hours from each origin: from communities in the order of [`Scenario::communities`] where these are given, else from
    /// departments.
    pub hours: Vec<f64>,
}

/// How treated communities are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Targeting {
    /// Thin coverage where cost is per girl, communities in random order where it is per community.
    Uniform,
    /// Communities in order of estimated exposure per sol.
    ByExposure,
    /// Communities by the score of an index that planners can compute: in its order where cost is per community, coverage
    /// in proportion to its exponential where cost is per girl.
    Index(Index),
}

/// Weights of an index over what planners know of a community (docs/odd.md §8). A score is the sum of weight × feature;
/// only differences between communities matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Index {
    /// On ln of the estimated exposure per girl.
    pub exposure: f64,
    /// On ln of the yearly cost per girl of covering the community.
    pub cost: f64,
    /// On ln of the number of girls.
    pub size: f64,
    /// On the share of girls with phone and signal.
    pub phone: f64,
    /// On the department's poverty rate.
    pub poverty: f64,
    /// On the department's taboo, 0 to 1.
    pub taboo: f64,
}

impl Index {
    /// Names of the weights in files, in the order of [`Index::weights`].
    pub const NAMES: [&'static str; 6] = ["exposure", "cost", "size", "phone", "poverty", "taboo"];

    /// The weights, in the order of [`Index::NAMES`].
    pub fn weights(&self) -> [f64; 6] {
        [self.exposure, self.cost, self.size, self.phone, self.poverty, self.taboo]
    }

    /// An index from its weights, in the order of [`Index::NAMES`].
    pub fn from_weights([exposure, cost, size, phone, poverty, taboo]: [f64; 6]) -> Index {
        Index { exposure, cost, size, phone, poverty, taboo }
    }
}

/// How much of an intervention: a share of those it is meant for, what a yearly budget buys, or a number of girls.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Share 0 to 1 of those (girls or communities) it is meant for.
    Coverage(f64),
    /// As much as this many soles per year buy; the rest is left unspent and reported.
    BudgetSolesPerYear(f64),
    /// So many girls at a time, or all that there are where there are fewer; of support after return, persons per year.
    Girls(f64),
}

/// One intervention of a policy, as data. Its mechanism is in `policy`.
#[derive(Clone, Debug, Serialize)]
pub struct Intervention {
    /// One of the kinds the program knows, such as `information`; the name of its own where it is composed in a file.
    pub kind: String,
    /// What it is composed of, if a file composes it.
    pub custom: Option<Box<Custom>>,
    /// Weeks after the end of the burn-in.
    pub start_week: u32,
    /// Weeks after the end of the burn-in, exclusive.
    pub end_week: u32,
    /// Weeks over which it grows linearly to its full extent.
    pub ramp_weeks: u32,
    /// How much of the region it covers, or how much it may spend.
    pub extent: Extent,
    /// How its communities are chosen.
    pub targeting: Targeting,
    /// The communities it is limited to: choosing is among them.
    pub within: Where,
    /// The girls it is limited to.
    pub whom: Whom,
    /// Strength relative to the register's, 0 to 4; what it scales is said in the intervention's own page.
    pub intensity: f64,
    /// The scenario's parameters with this intervention's own costs and strengths applied.
    pub parameters: Box<Parameters>,
    /// The overrides that made them, `group.name` → value, for the resolved copy.
    pub overrides: BTreeMap<String, f64>,
}

/// A named set of interventions, at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct Policy {
    /// Unique in a study; letters, digits and hyphens. With several budgets: the file's name and the budget.
    pub name: String,
    /// Its name in charts.
    pub title: String,
    /// The name in the file, shared by the same policy at other budgets.
    pub group: String,
    /// Its budget, S/ per year.
    pub budget_soles_per_year: f64,
    /// With `matching`: the menu, its extents being what is left to be decided.
    pub interventions: Vec<Intervention>,
    /// Communities are diagnosed and interventions matched to them; `None`: each intervention has its own targeting.
    pub matching: Option<Matching>,
}

/// How the interventions of a policy are matched to communities (docs/odd.md §8.3).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matching {
    /// How the planner chooses an intervention for each community.
    pub rule: MatchingRule,
    /// Households surveyed in each community; `None`: as many as the register says.
    pub households: Option<u32>,
    /// The survey makes no error and costs nothing.
    pub perfect_survey: bool,
    /// Intensities a forecast may choose between, ascending.
    pub intensities: Vec<f64>,
    /// Kind of intervention for each driver, in the order of [`DRIVERS`]; for [`MatchingRule::DriverMap`] alone.
    pub map: Vec<String>,
    /// Whose strengths forecasts are made with.
    pub strengths: Strengths,
    /// Parameters that forecasts are made with, if not the world's own; set by [`Study::at_draw`].
    pub planner: Option<Box<Parameters>>,
}

/// Which intervention a community gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchingRule {
    /// By a table from the dominant driver of its surveyed profile.
    DriverMap,
    /// One, by the forecast of effects.
    PredictedEffect,
    /// Any number at a time, by the forecast of effects.
    PredictedBundle,
    /// As `PredictedBundle`, with true profile and true exposure.
    TrueProfile,
}

impl MatchingRule {
    /// Every rule.
    pub const ALL: [MatchingRule; 4] = [
        MatchingRule::DriverMap,
        MatchingRule::PredictedEffect,
        MatchingRule::PredictedBundle,
        MatchingRule::TrueProfile,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            MatchingRule::DriverMap => "driver-map",
            MatchingRule::PredictedEffect => "predicted-effect",
            MatchingRule::PredictedBundle => "predicted-bundle",
            MatchingRule::TrueProfile => "true-profile",
        }
    }
}

/// Whose strengths of interventions a planner forecasts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strengths {
    /// Those of the world: under these assumptions, known.
    World,
    /// Those of the scenario, whatever a draw assumes: what a planner has who knows no better than the register.
    Scenario,
}

/// Names of the six drivers in files, in the order of Shapley values.
pub const DRIVERS: [&str; 6] = ["poverty", "information", "taboo", "violence", "opportunity", "gain"];

/// A checked scenario: the world, its parameters, and (for `amparo run`) the interventions in it.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Name in tables and folders.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// The file it came from, as given.
    pub file: PathBuf,
    /// Every parameter the program knows, with unit, range and source.
    pub register: Register,
    /// Register defaults, then the file's `[parameters]`, then `--set`.
    pub parameters: Parameters,
    /// Values that differ from the register's defaults, `group.name` → value.
    pub overrides: BTreeMap<String, f64>,
    /// The values of `--set` among them, as given.
    pub set: SetValues,
    /// Starting point and calibration targets.
    pub baseline: Baseline,
    /// Where its targets come from, by their key; nothing is computed from it.
    pub sources: BTreeMap<String, String>,
    /// What money is called where it is shown; nothing is computed from it.
    pub currency: Currency,
    /// How long the world burns in.
    pub burn_in: BurnIn,
    /// Departments in the order of their file; other rows point here by index.
    pub departments: Vec<Department>,
    /// Mining towns in the order of their file; other rows point here by index.
    pub towns: Vec<Town>,
    /// Given communities in the order of their departments; `None` makes synthetic ones.
    pub communities: Option<Vec<CommunityRow>>,
    /// Routes that a table states; `None`: hours follow from hours to and beyond the gateway.
    pub travel: Option<Travel>,
    /// Places outside the region that compete with its towns, in the order of their file.
    pub destinations: Vec<Destination>,
    /// What happens to the world at given dates, in file order.
    pub events: Vec<Event>,
    /// Weeks of the year in which there is school: first week (0 to 51) and week after the last, ascending; empty: all 52.
    pub school_terms: Vec<(u32, u32)>,
    /// `[[intervention]]` of the scenario file itself; a study's policies ignore them.
    pub interventions: Vec<Intervention>,
    /// Every file that was read: path as given, and the 64-hex hash of its bytes.
    pub inputs: Vec<(PathBuf, String)>,
    /// Warnings: what is allowed but worth knowing before the results are read, one sentence each.
    pub warnings: Vec<String>,
}

/// A checked study: a baseline scenario, policies × draws × replicates, and horizon.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name in tables and folders.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// The study file, as given.
    pub file: PathBuf,
    /// The baseline scenario.
    pub scenario: Scenario,
    /// Policies to compare with the baseline, in file order.
    pub policies: Vec<Policy>,
    /// Where the files say what can turn out wrong only once the region or a draw is known.
    pub written_at: Vec<WrittenAt>,
    /// Replicates per arm and draw (but see [`DrawPlan::repeated`]).
    pub replicates: usize,
    /// Seed from which the key of every replicate follows.
    pub seed: u64,
    /// Years the policies are funded, over which effects are read first.
    pub funded_years: usize,
    /// Years after that, over which they are read again.
    pub following_years: usize,
    /// Budgets per policy, S/ per year; ascending, at least one.
    pub budgets_soles_per_year: Vec<f64>,
    /// What a spell averted is worth to the analyst, S/; ascending; none: it has no price, and nothing is told that needs one.
    pub worths_of_a_case_soles: Vec<f64>,
    /// Parameter vectors; `None`: the scenario's own, one.
    pub draws: Option<DrawPlan>,
    /// On how many of the first draws the trade's response is held and split.
    pub adaptation: Adaptation,
    /// Replicates are added until differences are narrow enough; `None`: as many as `replicates` says.
    pub precision: Option<Precision>,
    /// The same study at other baselines, each with its own draws.
    pub also: Vec<Study>,
    /// Every file that was read, the scenario's included.
    pub inputs: Vec<(PathBuf, String)>,
}

/// A part of a policy that can turn out wrong once the region or a draw is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The coverage of one of its interventions, by position.
    Coverage(usize),
    /// How its interventions are matched.
    Matching,
}

/// Where a part of a policy is written.
#[derive(Clone, Debug)]
pub struct WrittenAt {
    /// Name of the policy.
    pub policy: String,
    /// Which part.
    pub part: Written,
    /// File and line, as an error without a message.
    pub place: Box<Diagnostic>,
}

/// Parameter vectors of a study.
#[derive(Clone, Debug)]
pub struct DrawPlan {
    /// The stored table of solved draws, as given.
    pub table: PathBuf,
    /// Its rows, in order; empty while the table is still to be made (`amparo calibrate STUDY`).
    pub rows: Vec<Draw>,
    /// Points up to the last draw that could not be solved when the table was made.
    pub rejected: usize,
    /// Number of rows of the table that are used, from the first.
    pub used: usize,
    /// Number of draws, from the first, that have all of the study's replicates. The others have one. Repeated draws tell
    /// simulation noise apart.
    pub repeated: usize,
    /// How the table is made.
    pub sample: DrawSample,
    /// Targets that the table was solved for, as the file beside it says; `None`: there is no such file.
    pub record: Option<DrawRecord>,
    /// The table is taken as it is, whatever it was solved for, and nobody says that its draws meet their targets.
    pub as_given: bool,
    /// Where the study names the table: an error without words, for those that are about the table.
    pub named: Diagnostic,
}

/// The file beside a table of draws that says what they were solved for; read, but not parsed yet.
#[derive(Clone, Debug)]
pub struct DrawRecord {
    /// Path of the file, as given.
    pub file: PathBuf,
    /// Its text, unparsed.
    pub text: String,
}

/// How draws are sampled before they are solved.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawSample {
    /// Seed of the scrambling, of targets, and of the worlds the draws are solved in.
    pub seed: u64,
    /// Draws wanted.
    pub count: usize,
    /// Candidates, from the first, whose weights decide which of all candidates become draws.
    pub first: usize,
    /// Parameters drawn from their priors, each one dimension of the Sobol sequence, in this order.
    pub parameters: Vec<String>,
}

/// Candidates that decide which of all become draws, unless a study says otherwise.
pub const FIRST_CANDIDATES: usize = 256;

/// Parameters that a draw's targets pin: solved, never sampled.
pub const SOLVED: [&str; 6] = [
    "decision.theta",
    "recruiters.kappa_r",
    "demand.miners_per_brothel",
    "enforcement.p_rescue",
    "enforcement.p_register",
    "enforcement.h_complaint",
];

/// Parameters that are targets with a range instead of an error; sampled from their priors like any other.
pub const RANGE_TARGETS: [&str; 2] = ["decision.accept0", "enforcement.register_share_from_raids"];

/// One parameter vector.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Number of the point in the sequence; points that are no draws leave gaps.
    pub number: usize,
    /// Points since the draw before that could not be solved.
    pub unsolved: usize,
    /// Importance weight; any positive scale.
    pub weight: f64,
    /// `group.name` → value: what is drawn and what is solved.
    pub values: BTreeMap<String, f64>,
}

/// On how many of the first draws the trade's response is held and split (docs/odd.md §9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adaptation {
    /// Number of draws, from the first, with runs B and S: effects before adaptation, and the spatial shift.
    pub before: usize,
    /// Number of draws, from the first, in which refilling is split further, in both orders.
    pub split: usize,
}

/// Precision on demand: replicates are added in blocks until every paired difference is narrow enough.
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// Name of an outcome of a comparison, one of those that `observe::outcomes` lists.
    pub outcome: String,
    /// Half-width wanted, in the outcome's unit.
    pub half_width: Option<f64>,
    /// Half-width wanted, as a share of the baseline's mean.
    pub relative: Option<f64>,
    /// Replicates added at a time.
    pub block: usize,
    /// Replicates at most.
    pub most: usize,
}

impl Scenario {
    /// Hours of travel from an origin (one of the communities where these are given, else a department) to a mining town.
    pub fn hours(&self, origin: usize, town: usize) -> f64 {
        self.shared_hours(origin) + self.hours_beyond(origin, town)
    }

    /// Hours that all routes of an origin share: the way to the gateway, or to the nearest town where routes are stated one by one.
    /// In these, and not in what lies beyond, do the synthetic communities of a department differ.
    pub fn shared_hours(&self, origin: usize) -> f64 {
        match self.routes(origin) {
            Some(routes) => travel::shared(routes),
            None => self.hours_to_gateway(origin).unwrap_or(0.0),
        }
    }

    /// Hours from an origin to a town beyond those that all its routes share.
    pub fn hours_beyond(&self, origin: usize, town: usize) -> f64 {
        match self.routes(origin) {
            Some(routes) => travel::beyond(routes[town], travel::shared(routes)),
            None => self.towns[town].hours_beyond_gateway.unwrap_or(0.0),
        }
    }

    /// Hours between two mining towns: as a table states them, else `|Δ hours beyond the gateway| + 0.5`; 0 from a town to itself.
    pub fn hours_between_towns(&self, a: usize, b: usize) -> f64 {
        match self.travel.as_ref().and_then(|travel| travel.between_towns.as_ref()) {
            Some(hours) => hours[a][b],
            None => travel::between(a, b, [a, b].map(|town| self.towns[town].hours_beyond_gateway.unwrap_or(0.0))),
        }
    }

    /// Crackdowns among the events: town (an index into [`Scenario::towns`]), first week and week after the last.
    pub fn crackdowns(&self) -> impl Iterator<Item = (usize, u32, u32)> {
        self.events.iter().filter_map(|event| Some((event.kind.town()?, event.start_week, event.end_week)))
    }

    /// Stated hours from an origin to each town.
    fn routes(&self, origin: usize) -> Option<&[f64]> {
        let all = self.travel.as_ref()?.to_towns.as_ref()?;
        all.get(origin).map(Vec::as_slice)
    }

    fn hours_to_gateway(&self, origin: usize) -> Option<f64> {
        match &self.communities {
            Some(communities) => communities[origin].hours_to_gateway,
            None => self.departments[origin].hours_to_gateway,
        }
    }

    /// Puts values (`group.name`) over the scenario's own; its interventions follow, their own values on top.
    pub fn set_parameters(&mut self, values: &BTreeMap<String, f64>) {
        for (name, value) in values {
            // What equals the register's default is no override, however it was given.
            if self.register.get(name).is_some_and(|e| e.default == *value) {
                self.overrides.remove(name);
            } else {
                self.overrides.insert(name.clone(), *value);
            }
        }
        self.parameters = self.register.parameters(&self.overrides);
        for intervention in &mut self.interventions {
            let mut all = self.overrides.clone();
            all.extend(intervention.overrides.iter().map(|(name, value)| (name.clone(), *value)));
            *intervention.parameters = self.register.parameters(&all);
        }
    }
}

impl Study {
    /// The largest of its budgets, S/ per year.
    pub fn largest_budget(&self) -> f64 {
        self.budgets_soles_per_year.iter().copied().fold(0.0, f64::max)
    }

    /// Weeks from the fork to the last look.
    pub fn horizon_weeks(&self) -> u32 {
        (self.funded_years + self.following_years) as u32 * 52
    }

    /// The world and the policies of one draw (by position): the draw's values over the scenario's, and under an
    /// intervention's own. Without a plan, or beyond its rows, as the files say.
    pub fn at_draw(&self, draw: usize) -> (Scenario, Vec<Policy>) {
        let mut scenario = self.scenario.clone();
        let mut policies = self.policies.clone();
        let Some(row) = self.draws.as_ref().and_then(|plan| plan.rows.get(draw)) else {
            return (scenario, policies);
        };
        scenario.set_parameters(&row.values);
        for matching in policies.iter_mut().filter_map(|p| p.matching.as_mut()) {
            if matching.strengths == Strengths::Scenario {
                matching.planner = Some(Box::new(self.scenario.parameters.clone()));
            }
        }
        for intervention in policies.iter_mut().flat_map(|p| &mut p.interventions) {
            let mut all = scenario.overrides.clone();
            all.extend(intervention.overrides.iter().map(|(name, value)| (name.clone(), *value)));
            *intervention.parameters = scenario.register.parameters(&all);
        }
        (scenario, policies)
    }

    /// Warnings at every baseline, each sentence once.
    pub fn warnings(&self) -> Vec<String> {
        let mut all = self.scenario.warnings.clone();
        for also in &self.also {
            let further = also.scenario.warnings.iter().filter(|warning| !self.scenario.warnings.contains(warning));
            all.extend(further.map(|warning| format!("at {}: {warning}", also.scenario.title)));
        }
        all
    }

    /// Where a part of a policy is written, as an error without a message; the file as a whole where that is not known.
    pub fn place_of(&self, policy: &str, part: Written) -> Diagnostic {
        let written = self.written_at.iter().find(|at| at.policy == policy && at.part == part);
        written.map_or_else(
            || Diagnostic::new("").in_file(self.file.display().to_string()),
            |at| Diagnostic::clone(&at.place),
        )
    }

    /// Number of draws: one without a plan.
    pub fn draw_count(&self) -> usize {
        self.draws.as_ref().map_or(1, |plan| plan.used)
    }

    /// Replicates of one draw (by position).
    pub fn replicates_of(&self, draw: usize) -> usize {
        match &self.draws {
            Some(plan) if draw >= plan.repeated => 1,
            _ => self.replicates,
        }
    }
}
