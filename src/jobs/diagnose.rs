//! A world burnt in and diagnosed: `amparo diagnose`.

use super::complete::complete;
use super::pool::in_pool;
use super::rerun::recipe::Kept;
use amparo_decide::diagnosis::{
    Diagnosis, Giving, OfLevelSet, Place, PlaceSeen, RegionSeen, RuleMatching, SurveyFacts, Z95,
};
use amparo_decide::result::{DRIVERS, DriverProfile};
use amparo_files::Resolved;
use amparo_files::survey::{read_survey, survey_table};
use amparo_model::diagnose::{
    Desk, LevelSet, Matched, Measured, Part, Profile, Profiles, Seen, Survey, price_soles, profiles_of, sample, survey,
    usual_households,
};
use amparo_model::draws::replicate_key;
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::policy::{Facts, Kind, kinds};
use amparo_model::scenario::{
    Extent, Intervention, Matching, MatchingRule, Policy, Scenario, Strengths, Targeting, Where, Whom,
};
use amparo_model::world::{Region, Setting, WEEKS_PER_YEAR, spawn};
use amparo_report::{Language, driver_space};
use amparo_study::claim::Claim;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::manifest::{BurnInFacts, Heading, ManifestFacts};
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_study::unit::PROFILE_SAMPLE;
use amparo_tables::Table;
use amparo_text::{Diagnostic, SourceText, money};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Years a policy is funded: what a yearly budget is multiplied by.
const FUNDED_YEARS: f64 = 5.0;
/// Girls per community behind the true profiles: enough that the survey's errors are not theirs.
const TRUE_SAMPLE: u32 = 4 * PROFILE_SAMPLE;

/// How a world is diagnosed.
#[derive(Clone, Debug)]
pub struct DiagnoseOptions {
    /// Seed of the world.
    pub seed: u64,
    /// Threads inside the world.
    pub threads: usize,
    /// Households surveyed per community; `None`: `survey.households`.
    pub households: Option<u32>,
    /// An analyst's survey instead of the simulated one.
    pub survey: Option<PathBuf>,
    /// S/ per year the survey is paid from, with whatever follows from it.
    pub budget: Option<f64>,
    /// Replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: one under `output/`.
    pub out: Option<PathBuf>,
}

/// A diagnosed world.
pub struct Diagnosed {
    /// Profiles, survey and matching.
    pub answer: Diagnosis,
    /// The simulated answers of its survey, where they are simulated.
    pub survey: Option<Table>,
    /// What repeats it, for its page.
    pub kept: Option<Kept>,
    /// Its directory, still held.
    pub store: Store,
    facts: ManifestFacts,
}

impl Diagnosed {
    /// Its title and what was found.
    pub fn heading(&self) -> Heading {
        let answer = &self.answer;
        let finding = driver_space(answer, Language::default()).title;
        Heading { title: answer.set.after(&answer.title), finding }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        complete(&self.store, &self.facts, self.heading(), self.kept.is_some())
    }
}

/// Burns a world in, surveys it (or reads an analyst's survey) and profiles its communities from the survey and as they are.
///
/// # Errors
/// Invalid input, a survey dearer than the budget of the funded years, failed writes, or an interrupt.
pub fn diagnose(
    scenario: &Scenario,
    options: &DiagnoseOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Diagnosed, StudyError> {
    let clock = Clock::start();
    let key = replicate_key(options.seed, 0);
    let setting = spawn::setting(scenario, key, options.threads);
    // Everything that can be wrong with the input is said before anything long begins.
    let mut inputs = scenario.inputs.clone();
    let given = match &options.survey {
        Some(file) => {
            let (source, hash) = SourceText::read(file)?;
            inputs.push((file.clone(), hash));
            Some(read_survey(source, &setting)?)
        }
        None => None,
    };
    let households = options.households.unwrap_or_else(|| usual_households(&setting.parameters.survey));
    affordable(options, given.as_ref(), households, &setting)?;
    let mut resolved = scenario.resolved_toml();
    resolved.push_str(&format!(
        "\n[diagnose]\nseed = {}\nhouseholds = {}\nsurvey = {:?}\n",
        options.seed,
        given.as_ref().map_or(households, |s| s.households),
        inputs.last().filter(|_| given.is_some()).map_or("simulated", |(_, hash)| hash),
    ));
    let hash = blake3::hash(resolved.as_bytes()).to_hex().to_string();
    let directory = options
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("output/{}-diagnose-{}", scenario.name, &hash[..8])));
    let tables =
        ["report.xlsx", "survey.csv", "profiles.csv", "region.csv", "matching.csv", "profiles.json", "report.html"];
    let claim = Claim {
        command: "diagnose",
        name: scenario.name.clone(),
        resolved,
        inputs,
        set: scenario.set.clone(),
        tables: tables.map(String::from).into(),
        sealed: &[],
        also: Vec::new(),
    };
    let store = Store::claim(&directory, claim, options.fresh)?;

    let worked = in_pool(options.threads, || {
        progress.stage("spawning everyone", 0);
        let mut simulation = Simulation::new(scenario, key, options.threads);
        progress.done();
        progress.stage("burning in", (scenario.burn_in.years * WEEKS_PER_YEAR as usize) as u64);
        let burn_in = simulation.burn_in(interrupt, |_| progress.advance(u64::from(WEEKS_PER_YEAR)))?;
        progress.done();
        progress.stage("asking and explaining", 0);
        let facts = simulation.facts(&burn_in);
        let (answers, girls) = simulation.look(|scene| {
            let answers = given.unwrap_or_else(|| survey(scene, households));
            (answers, sample(scene, TRUE_SAMPLE))
        });
        let asked = answers.girls();
        let level_sets = LevelSet::BOTH.map(|set| OfLevelSet {
            levels: set,
            estimated: view(&asked, set, &setting),
            truth: view(&girls, set, &setting),
        });
        let matching = match options.budget {
            Some(budget) => matchings(&mut simulation, budget, &answers, &facts),
            None => Vec::new(),
        };
        progress.done();
        Ok((burn_in, facts, answers, level_sets, matching))
    });
    let (burn_in, facts, answers, level_sets, matching) = match worked {
        Ok(worked) => worked,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    let store = store.begun()?;
    let simulated = options.survey.is_none().then(|| survey_table(&answers, &setting));
    if let Some(table) = &simulated {
        store.write("survey.csv", table.csv().as_bytes())?;
    }
    let mut interviews = vec![0; setting.region.communities.len()];
    for place in &answers.communities {
        interviews[place.community] = place.respondents.len();
    }
    let survey = SurveyFacts {
        file: options.survey.as_ref().map(|file| file.display().to_string()),
        households: answers.households,
        interviews: interviews.iter().sum(),
        communities: interviews.iter().filter(|n| **n > 0).count(),
        cost_soles: answers.cost_soles,
        budget_soles_per_year: options.budget,
        share_of_budget: options.budget.map(|budget| answers.cost_soles / (FUNDED_YEARS * budget)),
        true_sample: TRUE_SAMPLE,
    };
    let region = &setting.region;
    let exposed: f64 = facts.exposure.iter().sum();
    let communities = region
        .communities
        .iter()
        .zip(interviews)
        .zip(&facts.exposure)
        .map(|((c, interviews), exposure)| Place {
            name: c.name.clone(),
            department: region.departments[usize::from(c.department)].clone(),
            girls: f64::from(c.girls) * region.scale,
            exposure: if exposed > 0.0 { exposure / exposed } else { 0.0 },
            interviews,
        })
        .collect();
    let answer = Diagnosis {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        set: scenario.set.clone(),
        seed: options.seed,
        settled: burn_in.settled,
        girls: region.girls() as f64 * region.scale,
        survey: survey.clone(),
        level_sets: level_sets.into(),
        communities,
        matching,
    };
    let facts = ManifestFacts {
        scenario: Some(scenario.name.clone()),
        seed: Some(options.seed),
        work: clock.work(1, options.threads),
        burn_in: Some(BurnInFacts { burn_in_years: burn_in.years, settled: burn_in.settled }),
        survey: Some(survey),
        ..ManifestFacts::default()
    };
    Ok(Diagnosed { answer, survey: simulated, kept: None, store, facts })
}

/// Weeks over which one of them grows to its full extent.
const RAMP_WEEKS: u32 = 26;
/// Intensities that forecasts choose between.
const INTENSITIES: [f64; 3] = [0.5, 1.0, 2.0];
/// Menu that rules choose from where a scenario has no interventions of its own.
fn menu() -> Vec<&'static Kind> {
    kinds().into_iter().filter(|kind| kind.in_menu).collect()
}

/// Those of the menu over the funded years.
fn interventions(menu: &[&'static Kind], scenario: &Scenario, budget: f64) -> Vec<Intervention> {
    let weeks = FUNDED_YEARS as u32 * WEEKS_PER_YEAR;
    menu.iter()
        .map(|kind| Intervention {
            kind: kind.name.to_owned(),
            custom: None,
            start_week: 0,
            end_week: weeks,
            ramp_weeks: RAMP_WEEKS,
            extent: Extent::BudgetSolesPerYear(budget),
            targeting: Targeting::Uniform,
            within: Where::default(),
            whom: Whom::EVERYONE,
            intensity: 1.0,
            parameters: Box::new(scenario.parameters.clone()),
            overrides: BTreeMap::new(),
        })
        .collect()
}

/// What the map from dominant drivers gives, in the order of [`DRIVERS`]: an assumption, to be edited in studies. The first of
/// the menu where none is the obvious answer to a driver.
fn map(menu: &[&'static Kind]) -> Vec<String> {
    let answer = |driver: &str| menu.iter().find(|kind| kind.answers.contains(&driver)).or(menu.first());
    amparo_model::scenario::DRIVERS.iter().filter_map(|driver| Some(answer(driver)?.name.to_owned())).collect()
}

/// Interventions that every rule would give each community with this money per year; `best-found` takes a search, `amparo optimise`.
fn matchings(simulation: &mut Simulation, budget: f64, survey: &Survey, facts: &Facts) -> Vec<RuleMatching> {
    let scenario = simulation.scenario().clone();
    let menu = menu();
    let all = interventions(&menu, &scenario, budget);
    let (Some(first), Some(alone)) = (menu.first(), all.first()) else { return Vec::new() };
    let mut out = Vec::new();
    for (rule, targeting, how) in [
        (Giving::Uniform, Targeting::Uniform, "communities at random"),
        (Giving::ByExposure, Targeting::ByExposure, "where most are exposed for the money"),
    ] {
        simulation.begin(&[Intervention { targeting, ..alone.clone() }], facts);
        let treated = simulation.treated();
        out.push(RuleMatching {
            rule,
            words: format!("{}, {how}", first.with_article()),
            budget_soles_per_year: budget,
            planned_soles_per_year: None,
            forecast_averted: None,
            interventions: treated.iter().map(|yes| if *yes { first.name.into() } else { String::new() }).collect(),
        });
    }
    simulation.begin(&[], facts);
    let approaches = simulation.approaches_by_community();
    let weeks = FUNDED_YEARS as u32 * WEEKS_PER_YEAR;
    let mut desk = Desk::default();
    for (rule, intensities, words) in [
        (MatchingRule::DriverMap, &INTENSITIES[1..2], "by a map from the dominant driver"),
        (MatchingRule::PredictedEffect, &INTENSITIES[..], "one of them, by the forecast"),
        (MatchingRule::PredictedBundle, &INTENSITIES[..], "several at a time, by the forecast"),
        (MatchingRule::TrueProfile, &INTENSITIES[..], "several at a time, true profile and exposure known"),
    ] {
        let policy = Policy {
            name: rule.name().into(),
            title: words.into(),
            group: rule.name().into(),
            budget_soles_per_year: budget,
            interventions: all.clone(),
            matching: Some(Matching {
                rule,
                households: None,
                perfect_survey: rule == MatchingRule::TrueProfile,
                intensities: intensities.to_vec(),
                map: map(&menu),
                strengths: Strengths::World,
                planner: None,
            }),
        };
        let found: Matched = simulation.look(|scene| {
            let seen = Seen {
                scene,
                facts,
                baseline: &scenario.baseline,
                approaches: &approaches,
                funded_weeks: weeks,
                horizon_weeks: weeks,
            };
            match &policy.matching {
                Some(matching) if !matching.perfect_survey => desk.with_survey(&policy, matching, survey, &seen),
                _ => desk.matched(&policy, &seen),
            }
        });
        out.push(RuleMatching {
            rule: Giving::Matched(rule),
            words: words.into(),
            budget_soles_per_year: budget,
            planned_soles_per_year: Some(found.facts.planned_soles_per_year),
            forecast_averted: found.facts.forecast_averted,
            interventions: found.by_community.iter().map(|parts| in_words(&menu, parts)).collect(),
        });
    }
    out
}

/// Interventions of a community: `information ×2 + app`.
fn in_words(menu: &[&Kind], parts: &[Part]) -> String {
    let one = |part: &Part| {
        let kind = menu[part.menu].name;
        if part.intensity == 1.0 { kind.to_owned() } else { format!("{kind} ×{}", part.intensity) }
    };
    parts.iter().map(one).collect::<Vec<_>>().join(" + ")
}

/// A survey must leave something of the money it is paid from.
fn affordable(
    options: &DiagnoseOptions,
    given: Option<&Survey>,
    households: u32,
    setting: &Setting,
) -> Result<(), Diagnostic> {
    let simulated = || price_soles(&setting.parameters.survey, households, setting.region.communities.len());
    let cost = given.map_or_else(simulated, |survey| survey.cost_soles);
    let sign = money::sign();
    match options.budget {
        Some(budget) if cost >= FUNDED_YEARS * budget => Err(Diagnostic::new(format!(
            "the survey costs {sign} {cost:.0}, all of the {sign} {:.0} that {sign} {budget:.0} per year come to in {FUNDED_YEARS} years",
            FUNDED_YEARS * budget
        ))
        .in_file(format!("--budget {budget}"))
        .expected("fewer --households or a larger --budget")),
        _ => Ok(()),
    }
}

/// Driver profile of the region from these girls, against levels of their own.
fn view(girls: &[Measured], set: LevelSet, setting: &Setting) -> RegionSeen {
    let (p, region) = (&setting.parameters, &setting.region);
    let found = profiles_of(girls, region, &set.levels(girls), &p.decision, &p.knowledge);
    let Profiles { one_alone, all_act, effective_communities, effective_girls, .. } = found;
    let communities = found.communities.iter().enumerate();
    RegionSeen {
        one_alone,
        all_act,
        effective_communities,
        effective_girls,
        region: found.region.as_ref().map(|profile| shown(profile, "all", "all", region.girls() as f64 * region.scale)),
        communities: communities.map(|(c, profile)| profile.as_ref().map(|p| of_community(p, c, region))).collect(),
    }
}

fn of_community(profile: &Profile, c: usize, region: &Region) -> PlaceSeen {
    let place = &region.communities[c];
    let department = &region.departments[usize::from(place.department)];
    let first = profile.dominant();
    let ahead = |other: usize| {
        let mut weights = [0.0; DRIVERS.len()];
        weights[first] = 1.0;
        weights[other] = -1.0;
        let (gap, se) = profile.combined(&weights);
        gap > Z95 * se
    };
    let pair = |share: (f64, f64)| [share.0, share.1];
    PlaceSeen {
        profile: shown(profile, &place.name, department, f64::from(place.girls) * region.scale),
        dominant: DRIVERS[first],
        clear: (0..DRIVERS.len()).all(|other| other == first || ahead(other)),
        economic: pair(profile.combined(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])),
        unaware: pair(profile.combined(&[0.0, 1.0, 1.0, 0.0, 0.0, 0.0])),
    }
}

fn shown(profile: &Profile, place: &str, department: &str, girls: f64) -> DriverProfile {
    DriverProfile {
        place: place.into(),
        department: department.into(),
        girls,
        shares: profile.shares,
        se: profile.se,
        effective_drivers: profile.effective_drivers,
    }
}
