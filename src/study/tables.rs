//! Tables of a study from its finished cells: everything that the terminal, files, charts and the report show.

use super::cell::Cell;
use super::replicate::BASELINE;
use crate::decide::effects::{self, PolicyWindows};
use crate::decide::result::{ArmSeries, DriverProfile, Drivers, Flows, StudyResult};
use crate::diagnose::{Profile, Profiles};
use crate::math::statistics::{mean, student_t_interval};
use crate::observe::{Week, Window, window};
use crate::scenario::{Adaptation, Scenario, Study};
use crate::world::synthetic;

/// Everything that tables, charts and the report show.
pub struct Tables {
    pub result: StudyResult,
    pub arms: Vec<ArmSeries>,
    pub flows: Flows,
    pub drivers: Drivers,
}

impl Tables {
    /// From the settled replicates' cells, baseline first in each; `rejected` never settled.
    pub fn new(study: &Study, replicates: &[&Vec<Cell>], rejected: usize, drivers: Option<Drivers>) -> Tables {
        let scenario = &study.scenario;
        let (funded, following) = (study.funded_years, study.following_years);
        let over = |years: std::ops::Range<usize>| -> Vec<Vec<Window>> {
            (0..study.policies.len() + 1)
                .map(|arm| {
                    let of = |cells: &&Vec<Cell>| {
                        window(&cells[arm].record, years.clone(), scenario.baseline.residents, scenario.towns.len())
                    };
                    replicates.iter().map(of).collect()
                })
                .collect()
        };
        let first = over(0..funded);
        let then = if following > 0 { over(funded..funded + following) } else { Vec::new() };
        let departments: Vec<String> = scenario.departments.iter().map(|d| d.name.clone()).collect();
        let (base_first, base_then) = (of_arm(&first, 0), of_arm(&then, 0));
        let policies = study
            .policies
            .iter()
            .enumerate()
            .map(|(i, p)| {
                let windows = PolicyWindows {
                    name: &p.name,
                    title: &p.title,
                    kinds: p.interventions.iter().map(|one| one.kind.as_str()).collect(),
                    funded: of_arm(&first, i + 1),
                    following: of_arm(&then, i + 1),
                };
                effects::policy_result(&windows, &base_first, &base_then, p.budget_soles_per_year)
            })
            .collect();
        let result = StudyResult {
            study: study.name.clone(),
            title: study.title.clone(),
            scenario: scenario.name.clone(),
            seed: study.seed,
            replicates: replicates.len(),
            rejected,
            funded_years: funded,
            following_years: following,
            budget_soles_per_year: study.largest_budget(),
            intervals:
                "95 % simulation noise at one parameter vector; conditional on the assumed response of the trade".into(),
            adaptation: "after adaptation".into(),
            baseline: effects::baseline(&base_first, &departments),
            baseline_sd: effects::baseline_sd(&base_first),
            policies,
        };
        Tables {
            arms: arm_series(study, replicates),
            flows: flows(scenario, &first[0]),
            drivers: drivers.unwrap_or_else(|| Drivers {
                sampled_girls: 0,
                departments: Vec::new(),
                communities: Vec::new(),
                one_alone: 0.0,
                all_act: 0.0,
            }),
            result,
        }
    }
}

/// Windows of one arm by replicate; empty where there are none.
fn of_arm(windows: &[Vec<Window>], arm: usize) -> Vec<&Window> {
    windows.get(arm).map_or_else(Vec::new, |of_arm| of_arm.iter().collect())
}

/// One world as a study of its own, without policies: what its charts and report show.
pub fn of_one_world(scenario: &Scenario, seed: u64, cell: Cell, years: usize, found: &Profiles) -> Tables {
    let study = Study {
        name: scenario.name.clone(),
        title: scenario.title.clone(),
        file: scenario.file.clone(),
        scenario: scenario.clone(),
        policies: Vec::new(),
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
    let mut tables = Tables::new(&study, &[&vec![cell]], 0, Some(driver_tables(scenario, found)));
    if let Some(arm) = tables.arms.first_mut() {
        let own = !scenario.interventions.is_empty();
        arm.title = if own { "This world, with its interventions" } else { "This world" }.into();
    }
    tables
}

/// Weekly means of every arm, with half-widths of noise: of the level for the baseline, of the paired difference for policies.
fn arm_series(study: &Study, replicates: &[&Vec<Cell>]) -> Vec<ArmSeries> {
    let names = [(BASELINE, "Baseline")].into_iter().chain(study.policies.iter().map(|p| (&*p.name, &*p.title)));
    let weeks = replicates.iter().map(|cells| cells[0].record.weeks.len()).min().unwrap_or(0);
    names
        .enumerate()
        .map(|(arm, (name, title))| {
            let by_week = |f: &dyn Fn(&Week) -> f64, week: usize, arm: usize| -> Vec<f64> {
                replicates.iter().map(|cells| f(&cells[arm].record.weeks[week])).collect()
            };
            let half = |week: usize| {
                let level = by_week(&|w| w.victims, week, arm);
                let values: Vec<f64> = if arm == 0 {
                    level
                } else {
                    level.iter().zip(by_week(&|w| w.victims, week, 0)).map(|(p, b)| p - b).collect()
                };
                student_t_interval(&values, effects::LEVEL).map_or(0.0, |i| (i.high - i.low) / 2.0)
            };
            ArmSeries {
                name: name.to_string(),
                title: title.to_string(),
                victims: (0..weeks).map(|week| mean(&by_week(&|w| w.victims, week, arm))).collect(),
                victims_half_width: (0..weeks).map(half).collect(),
                spells: (0..weeks).map(|week| mean(&by_week(&|w| w.spells_begun, week, arm))).collect(),
            }
        })
        .collect()
}

/// Origins and destinations of the newly exploited in the baseline over the funded years.
fn flows(scenario: &Scenario, windows: &[Window]) -> Flows {
    let towns = scenario.towns.len();
    let rows = scenario.departments.len() + 1;
    let mut flows = vec![vec![0.0; towns]; rows];
    for window in windows {
        for (row, counts) in flows.iter_mut().zip(window.flows.chunks(towns)) {
            for (sum, count) in row.iter_mut().zip(counts) {
                *sum += count / windows.len() as f64;
            }
        }
    }
    let by_town = |k: usize| mean(&windows.iter().map(|w| w.victims_by_town[k]).collect::<Vec<_>>());
    Flows {
        origins: scenario.departments.iter().map(|d| d.name.clone()).chain(["outside".into()]).collect(),
        towns: scenario.towns.iter().map(|t| t.name.clone()).collect(),
        origin_target: scenario
            .departments
            .iter()
            .map(|d| Some(d.origin_share))
            .chain([Some(scenario.parameters.population.outside_origin)])
            .collect(),
        victims_by_town: (0..towns).map(by_town).collect(),
        flows,
    }
}

/// Driver profiles as tables.
pub fn driver_tables(scenario: &Scenario, found: &Profiles) -> Drivers {
    let places = synthetic::communities(scenario);
    let scale = scenario.parameters.population.scale;
    let profile = |place: String, department: String, girls: f64, p: &Profile| DriverProfile {
        place,
        department,
        girls,
        shares: p.shares,
        se: p.se,
        effective_drivers: p.effective_drivers,
    };
    let name_of = |d: usize| scenario.departments[d].name.clone();
    Drivers {
        sampled_girls: found.sampled,
        departments: found
            .departments
            .iter()
            .enumerate()
            .filter_map(|(d, p)| {
                let girls: f64 =
                    places.iter().filter(|c| usize::from(c.department) == d).map(|c| f64::from(c.girls) * scale).sum();
                Some(profile(name_of(d), name_of(d), girls, p.as_ref()?))
            })
            .collect(),
        communities: found
            .communities
            .iter()
            .zip(&places)
            .filter_map(|(p, c)| {
                let department = name_of(usize::from(c.department));
                Some(profile(c.name.clone(), department, f64::from(c.girls) * scale, p.as_ref()?))
            })
            .collect(),
        one_alone: found.one_alone,
        all_act: found.all_act,
    }
}
