//! Tables of a study from its finished cells: everything that the terminal, files, charts and the report show.
//!
//! Cells are read once, in order, and of each only a few numbers are kept, so that memory does not grow with what cells hold.

use super::answers;
use super::cell::Cell;
use super::drivers::driver_tables;
use super::error::StudyError;
use super::files;
use super::plan::{BASELINE, Unit, replayed};
use super::store::Store;
use super::two_part::MatchedRow;
use amparo_decide::answers::Answers;
use amparo_decide::discount::present_value;
use amparo_decide::effects::{self, Level, PolicyTotals};
use amparo_decide::net_benefit::Willingness;
use amparo_decide::result::{ArmSeries, Drivers, Flows, StudyResult};
use amparo_model::diagnose::Profiles;
use amparo_model::math::moments::Moments;
use amparo_model::observe::outcomes::Seen;
use amparo_model::observe::{OUTCOMES, Outcome, Week, Window};
use amparo_model::scenario::{Adaptation, Scenario, Study};
use amparo_model::world::{Channels, Community, WEEKS_PER_YEAR, synthetic};
use std::ops::Range;

/// Everything that tables, charts and the report show.
pub struct Tables {
    pub result: StudyResult,
    pub arms: Vec<ArmSeries>,
    pub flows: Flows,
    pub drivers: Drivers,
    pub answers: Answers,
    series: Vec<Series>,
}

/// Numbers kept of one cell.
#[derive(Clone, Debug)]
pub struct Row {
    /// Position of the unit among those added.
    pub unit: usize,
    /// Position of the draw.
    pub draw: usize,
    /// Outcomes over the funded years, in the order of [`Collector::outcomes`].
    pub funded: Vec<f64>,
    /// The same over the following years; empty if there are none.
    pub following: Vec<f64>,
    /// S/ a year over the funded years.
    pub spending: f64,
    /// Spending of the dearest funded year, S/.
    pub most_spent: f64,
    pub totals: Totals,
}

/// Totals over the horizon, discounted to the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    pub spells_begun: f64,
    pub victim_years: f64,
    /// S/.
    pub cost: f64,
    /// S/ thereof that households receive.
    pub transfers: f64,
}

/// Rows of one arm in one run, in the order of units.
#[derive(Clone, Debug)]
pub struct Rows {
    /// 0: the baseline; else 1 + position of the policy.
    pub arm: usize,
    pub run: Channels,
    pub rows: Vec<Row>,
}

/// Sums of one arm after adaptation.
struct ArmSums {
    funded: Window,
    following: Window,
    /// Victims by week: the level for the baseline, the paired difference for policies.
    victims: Vec<Moments>,
    level: Vec<f64>,
    newly: Vec<f64>,
    spells: Vec<f64>,
    /// `[year][column of Week]`, sums over weeks.
    years: Vec<Vec<f64>>,
    /// `[year][community]`, persons.
    communities: Vec<Vec<f64>>,
}

/// Newly exploited among groups of girls, and in treated and untreated places, by unit.
pub struct Groups {
    pub arm: usize,
    pub run: Channels,
    pub draw: usize,
    /// Newly exploited a year over the funded years as [`answers::by_group`] orders them; empty for replayed runs.
    pub newly: Vec<f64>,
    /// In communities that have a programme, policy and baseline, a year; `None` where all or none have.
    pub treated: Option<(f64, f64)>,
    /// In the others (without those from outside), policy and baseline.
    pub untreated: Option<(f64, f64)>,
}

/// Takes in units one after another and makes tables of them.
pub struct Collector<'a> {
    pub(super) study: &'a Study,
    /// What is compared.
    pub(super) outcomes: Vec<&'static Outcome>,
    places: Vec<Community>,
    arms: Vec<ArmSums>,
    pub(super) table: Vec<Rows>,
    pub(super) groups: Vec<Groups>,
    pub(super) matched: Vec<MatchedRow>,
    /// Weight summed over the units added.
    weight: f64,
    pub(super) units: usize,
    pub rejected: usize,
    pub(super) largest_drift: f64,
}

impl<'a> Collector<'a> {
    /// Takes in units of a study and compares every outcome of the list.
    pub fn new(study: &'a Study) -> Self {
        Collector::of(study, OUTCOMES.iter().collect())
    }

    /// The same with outcomes of one's own.
    pub fn of(study: &'a Study, outcomes: Vec<&'static Outcome>) -> Self {
        let arms = (0..=study.policies.len())
            .map(|_| ArmSums {
                funded: Window::default(),
                following: Window::default(),
                victims: Vec::new(),
                level: Vec::new(),
                newly: Vec::new(),
                spells: Vec::new(),
                years: Vec::new(),
                communities: Vec::new(),
            })
            .collect();
        Collector {
            study,
            outcomes,
            places: synthetic::communities(&study.scenario),
            arms,
            table: Vec::new(),
            groups: Vec::new(),
            matched: Vec::new(),
            weight: 0.0,
            units: 0,
            rejected: 0,
            largest_drift: 0.0,
        }
    }

    /// Weight of a draw, the same for all its replicates together.
    pub(super) fn draw_weight(&self, draw: usize) -> f64 {
        self.study.draws.as_ref().and_then(|plan| plan.rows.get(draw)).map_or(1.0, |row| row.weight)
    }

    /// Adds one unit's cells, the baseline first. A unit that never settled is counted and left out.
    ///
    /// # Errors
    /// A cell of an arm that the study has not.
    pub fn add(&mut self, unit: Unit, cells: &[Cell]) -> Result<(), StudyError> {
        let arm_of = |cell: &Cell| {
            let unknown = || StudyError::Failed(format!("cell {} is of no policy of this study", cell.id.file_name()));
            self.arm(&cell.id.arm).ok_or_else(unknown)
        };
        let arms = cells.iter().map(arm_of).collect::<Result<Vec<usize>, StudyError>>()?;
        if cells.iter().any(|c| !c.settled) {
            self.rejected += 1;
            return Ok(());
        }
        let weight = self.draw_weight(unit.draw) / self.study.replicates_of(unit.draw) as f64;
        self.weight += weight;
        let at = self.units;
        self.units += 1;
        let baseline = &cells[0];
        self.largest_drift = self.largest_drift.max(baseline.drift);
        for (cell, arm) in cells.iter().zip(arms) {
            self.keep_row(arm, cell, at, unit.draw);
            self.keep_groups(arm, cell, baseline, unit.draw);
            if let (Some(facts), Channels::ALL) = (&cell.matched, cell.id.run) {
                self.matched.push(MatchedRow { arm, draw: unit.draw, facts: facts.clone() });
            }
            if !replayed(cell.id.run) {
                self.add_sums(arm, cell, baseline, weight);
            }
        }
        Ok(())
    }

    /// Communities of the study's world.
    pub(super) fn communities(&self) -> usize {
        self.places.len()
    }

    /// Position of an arm: 0 the baseline, else 1 + that of the policy; `None` where the study has none of that name.
    fn arm(&self, name: &str) -> Option<usize> {
        let arms = [BASELINE].into_iter().chain(self.study.policies.iter().map(|p| &*p.name));
        arms.into_iter().position(|arm| arm == name)
    }

    /// The outcomes of a cell in a window of years.
    fn outcomes_of(&self, cell: &Cell, window: &Window, years: Range<usize>) -> Vec<f64> {
        let seen = Seen { window, week: mean_week(&cell.years[years]) };
        self.outcomes.iter().map(|outcome| (outcome.read)(&seen)).collect()
    }

    fn keep_row(&mut self, arm: usize, cell: &Cell, unit: usize, draw: usize) {
        let rate = self.study.scenario.parameters.study.discount_rate;
        let (funded, all) = (self.study.funded_years.min(cell.years.len()), cell.years.len());
        let weeks = f64::from(WEEKS_PER_YEAR);
        let victim_years: Vec<f64> = cell.yearly("victims").iter().map(|sum| sum / weeks).collect();
        let total = |column: &str| present_value(&cell.yearly(column), rate);
        let row = Row {
            unit,
            draw,
            funded: self.outcomes_of(cell, &cell.funded, 0..funded),
            following: cell.following.as_ref().map_or_else(Vec::new, |w| self.outcomes_of(cell, w, funded..all)),
            spending: cell.funded.spending_per_year,
            most_spent: cell.yearly("spending_soles").into_iter().take(self.study.funded_years).fold(0.0, f64::max),
            totals: Totals {
                spells_begun: total("spells_begun"),
                victim_years: present_value(&victim_years, rate),
                cost: total("spending_soles"),
                transfers: total("transfers_soles"),
            },
        };
        match self.table.iter_mut().find(|rows| rows.arm == arm && rows.run == cell.id.run) {
            Some(rows) => rows.rows.push(row),
            None => self.table.push(Rows { arm, run: cell.id.run, rows: vec![row] }),
        }
    }

    fn keep_groups(&mut self, arm: usize, cell: &Cell, baseline: &Cell, draw: usize) {
        if !matches!(cell.id.run, Channels::ALL | Channels::NONE) {
            return;
        }
        let funded = self.study.funded_years;
        let scale = self.study.scenario.parameters.population.scale;
        let (mut treated, mut untreated) = (None, None);
        let covered = (0..self.places.len()).filter(|c| cell.is_treated(*c)).count();
        if covered > 0 && covered < self.places.len() {
            let sum = |cell: &Cell, wanted: bool, by: &Cell| -> f64 {
                let counts = cell.newly_by_community.iter().take(funded).flat_map(|year| {
                    year.iter().take(self.places.len()).enumerate().filter(|(c, _)| by.is_treated(*c) == wanted)
                });
                counts.map(|(_, n)| f64::from(*n)).sum::<f64>() * scale / funded as f64
            };
            treated = Some((sum(cell, true, cell), sum(baseline, true, cell)));
            untreated = Some((sum(cell, false, cell), sum(baseline, false, cell)));
        }
        let newly = if cell.id.run == Channels::ALL {
            answers::by_group(&cell.funded, self.study.scenario.departments.len())
        } else {
            Vec::new()
        };
        self.groups.push(Groups { arm, run: cell.id.run, draw, newly, treated, untreated });
    }

    fn add_sums(&mut self, arm: usize, cell: &Cell, baseline: &Cell, weight: f64) {
        let scale = self.study.scenario.parameters.population.scale;
        let sums = &mut self.arms[arm];
        sums.funded.add(&cell.funded, weight);
        if let Some(following) = &cell.following {
            sums.following.add(following, weight);
        }
        let levels: Vec<f64> = cell.weekly.victims().map(|v| f64::from(v) * scale).collect();
        let against: Vec<f64> = baseline.weekly.victims().map(|v| f64::from(v) * scale).collect();
        sums.victims.resize(levels.len(), Moments::default());
        for ((moments, level), base) in sums.victims.iter_mut().zip(&levels).zip(&against) {
            moments.add(if arm == 0 { *level } else { level - base }, weight);
        }
        add(&mut sums.level, &levels, weight);
        let persons = |counts: &[u32]| counts.iter().map(|n| f64::from(*n) * scale).collect::<Vec<_>>();
        add(&mut sums.newly, &persons(&cell.weekly.newly_exploited), weight);
        add(&mut sums.spells, &persons(&cell.weekly.spells_begun), weight);
        sums.years.resize(cell.years.len(), Vec::new());
        for (sum, year) in sums.years.iter_mut().zip(&cell.years) {
            add(sum, year, weight);
        }
        sums.communities.resize(cell.newly_by_community.len(), Vec::new());
        for (sum, year) in sums.communities.iter_mut().zip(&cell.newly_by_community) {
            add(sum, &persons(year), weight);
        }
    }

    /// Rows of an arm in a run; none if it was not run.
    pub(super) fn rows(&self, arm: usize, run: Channels) -> &[Row] {
        self.table.iter().find(|rows| rows.arm == arm && rows.run == run).map_or(&[], |rows| &rows.rows)
    }

    /// One outcome over the funded years after adaptation: differences of every policy against the baseline, `[policy][unit]`,
    /// and the baseline's own. What precision on demand looks at.
    /// `None` where it is not compared.
    pub fn differences(&self, outcome: &str) -> Option<(Vec<Vec<f64>>, Vec<f64>)> {
        let at = self.outcomes.iter().position(|known| known.name == outcome)?;
        let of = |arm: usize| self.rows(arm, Channels::ALL).iter().map(|row| row.funded[at]).collect::<Vec<_>>();
        let base = of(0);
        let against = |arm| of(arm).iter().zip(&base).map(|(policy, base)| policy - base).collect();
        Some(((1..=self.study.policies.len()).map(against).collect(), base))
    }

    /// Position of an outcome among those compared.
    pub(super) fn place(&self, outcome: &Outcome) -> Option<usize> {
        self.outcomes.iter().position(|known| *known == outcome)
    }

    /// The tables of what was added. `worth` is the willingness to pay that decisions are asked at; `None`: a grid of its own.
    pub fn finish(mut self, drivers: Option<Drivers>, worth: Option<&Willingness>) -> Tables {
        let study = self.study;
        let weight = self.weight.max(f64::MIN_POSITIVE);
        for arm in &mut self.arms {
            arm.funded.divide(weight);
            arm.following.divide(weight);
            let lists = [&mut arm.level, &mut arm.newly, &mut arm.spells];
            for list in lists.into_iter().chain(&mut arm.years).chain(&mut arm.communities) {
                list.iter_mut().for_each(|sum| *sum /= weight);
            }
        }
        let departments: Vec<String> = study.scenario.departments.iter().map(|d| d.name.clone()).collect();
        let levels = self.levels();
        let base = &self.arms[0];
        let policies = study
            .policies
            .iter()
            .enumerate()
            .map(|(i, policy)| {
                effects::policy_result(&PolicyTotals {
                    name: &policy.name,
                    title: &policy.title,
                    group: &policy.group,
                    budget_soles_per_year: policy.budget_soles_per_year,
                    kinds: policy.interventions.iter().map(|one| one.kind.as_str()).collect(),
                    mean: &self.arms[i + 1].funded,
                    following_spending: self.arms[i + 1].following.spending_per_year,
                    years: (study.funded_years, study.following_years),
                    years_of_money: policy.years_of_money(),
                })
            })
            .collect();
        let result = StudyResult {
            study: study.name.clone(),
            title: study.title.clone(),
            scenario: study.scenario.name.clone(),
            scenario_title: study.scenario.title.clone(),
            set: study.scenario.set.clone(),
            warnings: study.scenario.warnings.clone(),
            seed: study.seed,
            draws: study.draw_count(),
            replicates: self.units,
            rejected: self.rejected,
            funded_years: study.funded_years,
            following_years: study.following_years,
            budget_soles_per_year: study.largest_budget(),
            adaptation: "after adaptation".into(),
            precision: None,
            outcomes: self.outcomes.clone(),
            baseline: effects::baseline(&self.outcomes, &levels[0], &base.funded, &departments),
            baseline_sd: effects::baseline_sd(&self.outcomes, &levels[0]),
            policies,
            effects: study
                .policies
                .iter()
                .zip(&levels[1..])
                .filter(|_| !levels[0].is_empty())
                .flat_map(|(policy, levels_of)| effects::effects(&policy.name, &self.outcomes, levels_of, &levels[0]))
                .collect(),
        };
        let answers = answers::answers(&self, worth);
        Tables {
            arms: self.arm_series(),
            flows: flows(&study.scenario, &base.funded),
            drivers: drivers.unwrap_or_else(|| Drivers {
                sampled_girls: 0,
                departments: Vec::new(),
                communities: Vec::new(),
                one_alone: 0.0,
                all_act: 0.0,
            }),
            answers,
            series: self.series(),
            result,
        }
    }

    /// Outcomes after adaptation of every arm, by draw and replicate.
    fn levels(&self) -> Vec<Vec<Level>> {
        (0..self.arms.len())
            .map(|arm| {
                self.rows(arm, Channels::ALL)
                    .iter()
                    .map(|row| Level {
                        draw: row.draw,
                        weight: self.draw_weight(row.draw),
                        funded: row.funded.clone(),
                        following: row.following.clone(),
                    })
                    .collect()
            })
            .collect()
    }

    fn arm_series(&self) -> Vec<ArmSeries> {
        let study = self.study;
        let names = [(BASELINE, "Baseline")].into_iter().chain(study.policies.iter().map(|p| (&*p.name, &*p.title)));
        names
            .zip(&self.arms)
            .map(|((name, title), arm)| ArmSeries {
                name: name.to_string(),
                title: title.to_string(),
                victims: arm.level.clone(),
                victims_half_width: arm
                    .victims
                    .iter()
                    // Over draws the spread of a week is mostly what draws differ in, which is no noise.
                    .map(|m| if study.draws.is_some() { 0.0 } else { m.half_width_of_mean() })
                    .collect(),
                spells: arm.spells.clone(),
            })
            .collect()
    }

    fn series(&mut self) -> Vec<Series> {
        let names = [BASELINE].into_iter().chain(self.study.policies.iter().map(|p| &*p.name));
        names
            .zip(&mut self.arms)
            .map(|(name, arm)| Series {
                name: name.to_string(),
                victims: std::mem::take(&mut arm.level),
                newly: std::mem::take(&mut arm.newly),
                spells: std::mem::take(&mut arm.spells),
                years: std::mem::take(&mut arm.years),
                communities: std::mem::take(&mut arm.communities),
            })
            .collect()
    }
}

/// Adds a weighted list to sums, which grow as needed.
fn add(sums: &mut Vec<f64>, values: &[f64], weight: f64) {
    if sums.len() < values.len() {
        sums.resize(values.len(), 0.0);
    }
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

/// The mean week of some years, from their sums over weeks; a week of nothing where there are none.
fn mean_week(years: &[Vec<f64>]) -> Week {
    let weeks = f64::from(WEEKS_PER_YEAR) * years.len().max(1) as f64;
    let mut sums = vec![0.0; Week::COLUMNS.len()];
    years.iter().for_each(|year| add(&mut sums, year, 1.0));
    sums.iter_mut().for_each(|sum| *sum /= weeks);
    Week::from_values(&sums)
}

/// Series of one arm, weighted means over units.
struct Series {
    name: String,
    victims: Vec<f64>,
    newly: Vec<f64>,
    spells: Vec<f64>,
    years: Vec<Vec<f64>>,
    communities: Vec<Vec<f64>>,
}

impl Tables {
    /// The willingness to pay that its decisions were asked at, if there are any.
    pub fn worth(&self) -> Option<Willingness> {
        let decision = self.answers.decisions.first().filter(|d| !d.willingness.is_empty())?;
        Some(Willingness { grid: decision.willingness.clone(), reference: decision.reference_willingness })
    }

    /// `series/<arm>-weekly.csv`, `-yearly.csv` and `-communities.csv` for every arm.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_series(&self, store: &Store, places: &[Community], scenario: &Scenario) -> Result<(), StudyError> {
        let departments: Vec<&str> = scenario.departments.iter().map(|d| d.name.as_str()).collect();
        let scale = scenario.parameters.population.scale;
        let names =
            |one: &Series| ["weekly", "yearly", "communities"].map(|kind| format!("series/{}-{kind}.csv", one.name));
        // At once: each announcing of its own would write the manifest again.
        store.announce(&self.series.iter().flat_map(names).collect::<Vec<String>>())?;
        for one in &self.series {
            let weekly = files::main_series(&one.victims, &one.newly, &one.spells);
            store.write(&format!("series/{}-weekly.csv", one.name), weekly.as_bytes())?;
            store.write(&format!("series/{}-yearly.csv", one.name), files::yearly(&one.years).as_bytes())?;
            let table = files::newly_by_community(&one.communities, places, &departments, scale);
            store.write(&format!("series/{}-communities.csv", one.name), table.as_bytes())?;
        }
        Ok(())
    }
}

/// One world as a study of its own, without policies: what its charts and report show.
///
/// # Errors
/// As [`Collector::add`].
pub fn of_one_world(
    scenario: &Scenario,
    seed: u64,
    cell: &Cell,
    years: usize,
    found: &Profiles,
) -> Result<Tables, StudyError> {
    let study = Study {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        file: scenario.file.clone(),
        scenario: scenario.clone(),
        policies: Vec::new(),
        written_at: Vec::new(),
        replicates: 1,
        seed,
        funded_years: years,
        following_years: 0,
        budgets_soles_per_year: vec![0.0],
        draws: None,
        adaptation: Adaptation { before: 0, split: 0 },
        precision: None,
        also: Vec::new(),
        inputs: scenario.inputs.clone(),
    };
    let mut collector = Collector::new(&study);
    collector.add(Unit { draw: 0, replicate: 0 }, std::slice::from_ref(cell))?;
    let mut tables = collector.finish(Some(driver_tables(scenario, found)), None);
    if let Some(arm) = tables.arms.first_mut() {
        let own = !scenario.interventions.is_empty();
        arm.title = if own { "This world, with its interventions" } else { "This world" }.into();
    }
    Ok(tables)
}

/// Origins and destinations of the newly exploited in the baseline over the funded years.
fn flows(scenario: &Scenario, mean: &Window) -> Flows {
    let towns = scenario.towns.len();
    Flows {
        origins: scenario.departments.iter().map(|d| d.name.clone()).chain(["outside".into()]).collect(),
        towns: scenario.towns.iter().map(|t| t.name.clone()).collect(),
        origin_target: scenario
            .departments
            .iter()
            .map(|d| Some(d.origin_share))
            .chain([Some(scenario.parameters.population.outside_origin)])
            .collect(),
        victims_by_town: mean.victims_by_town.clone(),
        flows: mean.flows.chunks(towns.max(1)).map(<[f64]>::to_vec).collect(),
    }
}
