//! Tables of a study from its finished cells: everything that the terminal, files, charts and the report show.

use super::answers::all::answers;
use super::cell;
use super::drivers::driver_tables;
use super::error::StudyError;
use super::files;
use super::plan::Unit;
use super::rows::Collector;
use super::store::Store;
use amparo_decide::answers::Answers;
use amparo_decide::effects::{self, Level, PolicyTotals};
use amparo_decide::matching::contrast::Contrast;
use amparo_decide::net_benefit::Willingness;
use amparo_decide::result::{AFTER_ADAPTATION, ArmSeries, Drivers, Flows, StudyResult};
use amparo_files::Sweep;
use amparo_model::diagnose::Profiles;
use amparo_model::observe::{TownYear, Week, Window};
use amparo_model::register::Grade;
use amparo_model::scenario::BASELINE;
use amparo_model::scenario::{Adaptation, Scenario, Study};
use amparo_model::world::{Channels, Community};
use amparo_tables::{Cell, Column, Table};

/// Everything that tables, charts and the report show.
pub struct Tables {
    /// Effects, the baseline's figures, and money.
    pub result: StudyResult,
    /// Weekly series, the baseline first.
    pub arms: Vec<ArmSeries>,
    /// Where girls come from and where they are exploited.
    pub flows: Flows,
    /// Which drivers dominate where.
    pub drivers: Drivers,
    /// Answers besides effects.
    pub answers: Answers,
    series: Vec<Series>,
}

impl Collector<'_> {
    /// The tables of what was added. `worth` is the willingness to pay that decisions are asked at; `None`: a grid of its own.
    /// `sweeps` says which policies are forms of one.
    pub fn into_tables(
        mut self,
        drivers: Option<Drivers>,
        worth: Option<&Willingness>,
        contrasts: &[Contrast],
        sweeps: &[Sweep],
    ) -> Tables {
        let study = self.study;
        let weight = self.weight.max(f64::MIN_POSITIVE);
        for arm in &mut self.arms {
            arm.funded.divide(weight);
            arm.following.divide(weight);
            let lists = [&mut arm.level, &mut arm.newly, &mut arm.spells];
            for list in lists.into_iter().chain(&mut arm.years).chain(&mut arm.communities) {
                list.iter_mut().for_each(|sum| *sum /= weight);
            }
            for town in arm.towns.iter_mut().flatten() {
                let sum = std::mem::take(town);
                town.add(&sum, 1.0 / weight);
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
                    by_year: self.arms[i + 1].years.iter().map(|year| Week::from_values(year).spending_soles).collect(),
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
            adaptation: AFTER_ADAPTATION,
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
        let answers = answers(&self, worth, contrasts, sweeps);
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
        let mut levels = self.counted_levels();
        for (o, _) in self.outcomes.iter().enumerate().filter(|(_, outcome)| outcome.index) {
            effects::index(&mut levels, o);
        }
        levels
    }

    fn counted_levels(&self) -> Vec<Vec<Level>> {
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
                towns: arm.towns.clone(),
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
                towns: std::mem::take(&mut arm.towns),
            })
            .collect()
    }
}

/// Series of one arm, weighted means over units.
struct Series {
    name: String,
    victims: Vec<f64>,
    newly: Vec<f64>,
    spells: Vec<f64>,
    years: Vec<Vec<f64>>,
    communities: Vec<Vec<f64>>,
    towns: Vec<Vec<TownYear>>,
}

impl Tables {
    /// The willingness to pay that its decisions were asked at, if there are any.
    pub fn worth(&self) -> Option<Willingness> {
        let decision = self.answers.decisions.first().filter(|d| !d.willingness.is_empty())?;
        Some(Willingness { grid: decision.willingness.clone(), reference: decision.reference_willingness })
    }

    /// `series/<arm>-weekly.csv`, `-yearly.csv`, `-communities.csv` and `-towns.csv` for every arm.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_series(&self, store: &Store, places: &[Community], scenario: &Scenario) -> Result<(), StudyError> {
        let of = Places::new(places, scenario);
        let name = |one: &Series, kind: &str| format!("series/{}-{kind}.csv", one.name);
        let names = |one: &Series| SERIES.map(|kind| name(one, kind));
        // At once: each announcing of its own would write the manifest again.
        store.announce(&self.series.iter().flat_map(names).collect::<Vec<String>>())?;
        for one in &self.series {
            for kind in SERIES {
                store.write(&name(one, kind), of.table(one, kind).csv().as_bytes())?;
            }
        }
        Ok(())
    }

    /// The series of all arms below each other, a table for each of [`SERIES`]; `None` where it would have more rows.
    pub fn series_together(
        &self,
        places: &[Community],
        scenario: &Scenario,
        most_rows: usize,
    ) -> Vec<(&'static str, Option<Table>)> {
        let of = Places::new(places, scenario);
        let together = |kind: &'static str| {
            let mut all: Option<Table> = None;
            for one in &self.series {
                let own = of.table(one, kind);
                if own.rows.len() * self.series.len() > most_rows {
                    return None;
                }
                let table = all.get_or_insert_with(|| {
                    let columns = std::iter::once(Column::fact("arm")).chain(own.columns.iter().cloned());
                    Table::new(kind, columns)
                });
                for row in own.facts() {
                    table.row(std::iter::once(Cell::from(&one.name)).chain(row.iter().cloned()));
                }
            }
            all
        };
        SERIES.map(|kind| (kind, together(kind))).into()
    }
}

/// Kinds of series: the ends of their files' names.
pub const SERIES: [&str; 4] = ["weekly", "yearly", "communities", "towns"];

/// What series are written with.
struct Places<'a> {
    communities: &'a [Community],
    departments: Vec<&'a str>,
    scenario: &'a Scenario,
}

impl<'a> Places<'a> {
    fn new(communities: &'a [Community], scenario: &'a Scenario) -> Places<'a> {
        Places { communities, departments: scenario.departments.iter().map(|d| d.name.as_str()).collect(), scenario }
    }

    /// One of [`SERIES`] of an arm.
    fn table(&self, one: &Series, kind: &str) -> Table {
        match kind {
            "weekly" => files::main_series(&one.victims, &one.newly, &one.spells),
            "yearly" => files::yearly(&one.years),
            "communities" => {
                let scale = self.scenario.parameters.population.scale;
                files::newly_by_community(&one.communities, self.communities, &self.departments, scale)
            }
            _ => files::by_town(&one.towns, &self.scenario.towns),
        }
    }
}

/// One world as a study of its own, without policies: what its charts and report show.
///
/// # Errors
/// As [`Collector::add`].
pub fn of_one_world(
    scenario: &Scenario,
    seed: u64,
    cell: &cell::Cell,
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
        worths_of_a_case_soles: Vec::new(),
        draws: None,
        adaptation: Adaptation { before: 0, split: 0 },
        precision: None,
        also: Vec::new(),
        inputs: scenario.inputs.clone(),
    };
    let mut collector = Collector::new(&study);
    collector.add(Unit { draw: 0, replicate: 0 }, std::slice::from_ref(cell))?;
    let mut tables = collector.into_tables(Some(driver_tables(scenario, found)), None, &[], &[]);
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
        origin_assumed: scenario
            .departments
            .iter()
            .map(|d| d.origin_grade == Grade::Assumed)
            .chain([scenario.register.get("population.outside_origin").is_none_or(|e| e.grade == Grade::Assumed)])
            .collect(),
        victims_by_town: mean.victims_by_town.clone(),
        flows: mean.flows.chunks(towns.max(1)).map(<[f64]>::to_vec).collect(),
    }
}
