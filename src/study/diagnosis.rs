//! A world burnt in and diagnosed: `amparo diagnose`.

use super::compare::in_pool;
use super::error::StudyError;
use super::plan::MODEL_VERSION;
use super::progress::Progress;
use super::store::Store;
use super::unit::PROFILE_SAMPLE;
use crate::decide::diagnosis::{Diagnosis, OfLevelSet, Place, Seen, SurveyFacts, View, Z95};
use crate::decide::result::{DRIVERS, DriverProfile};
use crate::diagnose::{
    LevelSet, Measured, Profile, Profiles, Survey, profiles_of, read_survey, sample, survey, survey_csv,
};
use crate::draws::replicate_key;
use crate::engine::{Interrupt, Simulation};
use crate::register::{Diagnostic, SourceText};
use crate::scenario::Scenario;
use crate::world::{Region, Setting, WEEKS_PER_YEAR, spawn};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Years a policy is funded: what a yearly budget is multiplied by.
const FUNDED_YEARS: f64 = 5.0;
/// Girls a community behind the true profiles: enough that the survey's errors are not theirs.
const TRUE_SAMPLE: u32 = 4 * PROFILE_SAMPLE;

/// How a world is diagnosed.
#[derive(Clone, Debug)]
pub struct DiagnoseOptions {
    pub seed: u64,
    pub threads: usize,
    /// Households surveyed a community; `None`: `survey.households`.
    pub households: Option<u32>,
    /// An analyst's survey instead of the simulated one.
    pub survey: Option<PathBuf>,
    /// S/ a year the survey is paid from, with whatever follows from it.
    pub budget: Option<f64>,
    /// Directory of the results; `None`: one under `output/`.
    pub out: Option<PathBuf>,
}

/// A diagnosed world.
pub struct Diagnosed {
    pub answer: Diagnosis,
    /// Its directory, still held.
    pub store: Store,
    manifest: DiagnosisManifest,
}

/// What was diagnosed: written beside the results.
#[derive(Clone, Debug, Serialize)]
struct DiagnosisManifest {
    program: &'static str,
    model: &'static str,
    scenario: String,
    inputs_hash: String,
    inputs: Vec<(String, String)>,
    seed: u64,
    threads: usize,
    burn_in_years: usize,
    settled: bool,
    wall_seconds: f64,
    survey: SurveyFacts,
}

impl Diagnosed {
    /// Writes the manifest: the last file, once all others are there.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn finish(&self) -> Result<(), StudyError> {
        let json = serde_json::to_string_pretty(&self.manifest).map_err(|e| StudyError::Failed(e.to_string()))?;
        self.store.write("manifest.json", json.as_bytes())
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
    let started = Instant::now();
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
    let households = options.households.unwrap_or(setting.parameters.survey.households as u32);
    if let (Some(file), Some(out)) = (&options.survey, &options.out) {
        apart(file, out)?;
    }
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
    let store = Store::open(&directory)?;

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
            levels: set.name().into(),
            estimated: view(&asked, set, &setting),
            truth: view(&girls, set, &setting),
        });
        progress.done();
        Ok((burn_in, facts, answers, level_sets))
    });
    let (burn_in, facts, answers, level_sets) = match worked {
        Ok(worked) => worked,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    store.begin(&resolved, true)?;
    if options.survey.is_none() {
        store.write("survey.csv", survey_csv(&answers, &setting).as_bytes())?;
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
        seed: options.seed,
        settled: burn_in.settled,
        girls: region.girls() as f64 * region.scale,
        survey: survey.clone(),
        level_sets: level_sets.into(),
        communities,
    };
    let manifest = DiagnosisManifest {
        program: "amparo",
        model: MODEL_VERSION,
        scenario: scenario.name.clone(),
        inputs_hash: hash,
        inputs: inputs.iter().map(|(path, hash)| (path.display().to_string(), hash.clone())).collect(),
        seed: options.seed,
        threads: options.threads,
        burn_in_years: burn_in.years,
        settled: burn_in.settled,
        wall_seconds: started.elapsed().as_secs_f64(),
        survey,
    };
    Ok(Diagnosed { answer, store, manifest })
}

/// Results replace what an earlier run left in their directory, `survey.csv` too: an analyst's must not lie there.
fn apart(file: &Path, out: &Path) -> Result<(), Diagnostic> {
    let folder = file.canonicalize().ok().and_then(|path| path.parent().map(Path::to_path_buf));
    match (folder, out.canonicalize()) {
        (Some(folder), Ok(out)) if folder == out => Err(Diagnostic::new(format!(
            "{} lies in the directory of the results, which replace what is there",
            file.display()
        ))
        .expected("another directory with --out, or the survey kept elsewhere")),
        _ => Ok(()),
    }
}

/// A survey must leave something of the money it is paid from.
fn affordable(
    options: &DiagnoseOptions,
    given: Option<&Survey>,
    households: u32,
    setting: &Setting,
) -> Result<(), Diagnostic> {
    let interviews = f64::from(households) * setting.region.communities.len() as f64;
    let cost = given.map_or(setting.parameters.survey.cost_hh * interviews, |survey| survey.cost_soles);
    match options.budget {
        Some(budget) if cost >= FUNDED_YEARS * budget => Err(Diagnostic::new(format!(
            "the survey costs S/ {cost:.0}, all of the S/ {:.0} that S/ {budget:.0} a year come to in {FUNDED_YEARS} years",
            FUNDED_YEARS * budget
        ))
        .expected("fewer --households or a larger --budget")),
        _ => Ok(()),
    }
}

/// What these girls say about the region, against levels of their own.
fn view(girls: &[Measured], set: LevelSet, setting: &Setting) -> View {
    let (p, region) = (&setting.parameters, &setting.region);
    let found = profiles_of(girls, region, &set.levels(girls), &p.decision, &p.knowledge);
    let Profiles { one_alone, all_act, effective_communities, effective_girls, .. } = found;
    let communities = found.communities.iter().enumerate();
    View {
        one_alone,
        all_act,
        effective_communities,
        effective_girls,
        region: found.region.as_ref().map(|profile| shown(profile, "all", "all", region.girls() as f64 * region.scale)),
        communities: communities.map(|(c, profile)| profile.as_ref().map(|p| of_community(p, c, region))).collect(),
    }
}

fn of_community(profile: &Profile, c: usize, region: &Region) -> Seen {
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
    Seen {
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
