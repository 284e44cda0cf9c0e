//! Everything a finished study or world is shown with, written into its directory.

use super::compare::finished::FinishedStudy;
use super::complete::{Shelf, WORKBOOK};
use super::diagnose::Diagnosed;
use super::optimise::study::FinishedSearch;
use super::pool::in_pool;
use super::rerun::page::with_recipe;
use super::rerun::recipe::Kept;
use super::run::FinishedWorld;
use super::trials::run::Trials;
use amparo_decide::result::StudyResult;
use amparo_model::observe::outcomes::{BROTHELS, REGISTERED, VICTIMS};
use amparo_model::scenario::Scenario;
use amparo_model::world::synthetic;
use amparo_report::charts::trials::trials as trials_chart;
use amparo_report::tables::all::tables as all_tables;
use amparo_report::tables::diagnosis as diagnosis_tables;
use amparo_report::tables::search as search_tables;
use amparo_report::tables::trials as trials_tables;
use amparo_report::{
    BaselineTarget, Chart, Language, OtherBaseline, ReportError, ReportInputs, RunFacts, Tabled, Target, Told, by_town,
    charts, diagnosis_page, driver_space, drivers, found_frontier, html, origins_and_destinations, text_answer_within,
    trials_page, victims_over_time, workbook::of_study,
};
use amparo_study::{Progress, Store, StudyError, Tables, learn};
use rayon::prelude::*;
use std::path::PathBuf;

/// Name of the report.
const PAGE: &str = "report.html";
/// Rows of all arms' series of one kind in a workbook.
const MOST_SERIES: usize = 200_000;

/// Writes what a finished study is shown with, and says that its directory is complete.
///
/// # Errors
/// As [`publish`].
pub fn published(answer: &FinishedStudy, progress: &dyn Progress) -> Result<(), StudyError> {
    progress.stage("charts and report", 0);
    publish(answer)?;
    answer.finish()?;
    progress.done();
    Ok(())
}

/// Tables as CSV and as a workbook, charts and the report of a finished study.
///
/// # Errors
/// [`StudyError::Failed`] if a file cannot be written.
pub fn publish(answer: &FinishedStudy) -> Result<(), StudyError> {
    for other in &answer.also {
        publish(other)?;
    }
    let (tables, scenario) = (&answer.tables, &answer.scenario);
    let grades = scenario.register.grades();
    let inputs = ReportInputs {
        result: &tables.result,
        arms: &tables.arms,
        flows: &tables.flows,
        drivers: &tables.drivers,
        grades: &grades,
        facts: facts(answer),
        planned: None,
        answers: &tables.answers,
        also: others(answer),
        language: Language::default(),
    };
    let store = &answer.store;
    let mut shelf: Vec<Tabled> = all_tables(&told(tables)).into_iter().map(Tabled::own).collect();
    // At once: each announcing of its own would write the manifest again.
    let names = shelf.iter().map(|one| one.file.clone()).chain([WORKBOOK, PAGE].map(String::from));
    store.announce(&names.collect::<Vec<String>>())?;
    write_tables(store, &shelf)?;
    let (charts, page) =
        in_pool(answer.facts.work.jobs, || Ok(rayon::join(|| write_charts(store, &inputs), || html(&inputs))))?;
    charts?;
    let mut left_out = Vec::new();
    for (kind, table) in tables.series_together(&synthetic::communities(scenario), scenario, MOST_SERIES) {
        let file = format!("series/*-{kind}.csv");
        match table {
            Some(table) => shelf.push(Tabled { file, table }),
            None => left_out.push(file),
        }
    }
    let (ran, notes) = of_study(&told(tables));
    let heading = answer.heading();
    let seed = answer.facts.seed;
    Shelf { heading: &heading, seed, ran, notes, tables: &shelf, left_out: &left_out }.write(store)?;
    write_page(store, &page, answer.kept.as_ref())
}

/// Writes the report, with what repeats it. All tables must be there.
fn write_page(store: &Store, page: &str, kept: Option<&Kept>) -> Result<(), StudyError> {
    let Some(kept) = kept else { return store.write(PAGE, page.as_bytes()) };
    let claimed = store.claimed()?;
    let page = with_recipe(page, kept, &claimed.name, claimed.hash(), store.tables()?)?;
    store.write(PAGE, page.as_bytes())
}

/// Writes each table under the name of its file.
fn write_tables(store: &Store, tables: &[Tabled]) -> Result<(), StudyError> {
    tables.iter().try_for_each(|one| store.write(&one.file, one.table.csv().as_bytes()))
}

/// The same study at other baselines.
fn others(answer: &FinishedStudy) -> Vec<OtherBaseline<'_>> {
    let tables = answer.also.iter().map(|other| &other.tables);
    tables
        .map(|of| OtherBaseline { name: of.result.scenario_title.clone(), result: &of.result, answers: &of.answers })
        .collect()
}

/// The answer of a study as its first page says it, for a terminal of this width.
pub fn answer(answer: &FinishedStudy, columns: usize) -> String {
    let grades = answer.scenario.register.grades();
    text_answer_within(&told(&answer.tables), &others(answer), &grades, columns)
}

/// A study's tables in the language of this program.
fn told(tables: &Tables) -> Told<'_> {
    Told::new(&tables.result, &tables.answers, Language::default())
}

/// Charts of one world: there is no policy to compare.
///
/// # Errors
/// As [`publish`].
pub fn publish_world(world: &FinishedWorld) -> Result<(), StudyError> {
    let (tables, store) = (&world.tables, &world.store);
    let told = told(tables);
    let charts = [
        Some(victims_over_time(&told, &tables.arms, None)),
        Some(origins_and_destinations(&told, &tables.flows)),
        by_town(&told, &tables.flows, &tables.arms),
        Some(drivers(&told, &tables.drivers)),
    ];
    charts.iter().flatten().try_for_each(|chart| write_chart(store, chart))?;
    Shelf::of(&world.heading(), world.answer.seed, &world.series).write(store)
}

/// Tables, chart and page of a diagnosed world.
///
/// # Errors
/// As [`publish`].
pub fn publish_diagnosis(diagnosed: &Diagnosed) -> Result<(), StudyError> {
    let (answer, store, language) = (&diagnosed.answer, &diagnosed.store, Language::default());
    let mut tables = vec![diagnosis_tables::profiles(answer, language), diagnosis_tables::region(answer)];
    if !answer.matching.is_empty() {
        tables.push(diagnosis_tables::matching(answer));
    }
    let mut tables: Vec<Tabled> = tables.into_iter().map(Tabled::own).collect();
    write_tables(store, &tables)?;
    tables.extend(diagnosed.survey.clone().map(Tabled::own));
    Shelf::of(&diagnosed.heading(), answer.seed, &tables).write(store)?;
    store.write_json("profiles.json", &answer.for_readers())?;
    write_chart(store, &driver_space(answer, language))?;
    write_page(store, &diagnosis_page(answer, language), diagnosed.kept.as_ref())
}

/// Tables, chart and page of a comparison with field trials.
///
/// # Errors
/// As [`publish`].
pub fn publish_trials(trials: &Trials) -> Result<(), StudyError> {
    let (answer, store, language) = (&trials.answer, &trials.store, Language::default());
    let tables = [
        trials_tables::comparison(answer, language),
        trials_tables::draws(answer),
        trials_tables::pools(answer, language),
        trials_tables::priors(answer, language),
    ];
    let tables = tables.map(Tabled::own);
    write_tables(store, &tables)?;
    Shelf::of(&trials.heading(), answer.seed, &tables).write(store)?;
    store.write_json("trials.json", answer)?;
    write_chart(store, &trials_chart(answer, language))?;
    write_page(store, &trials_page(answer, language), trials.kept.as_ref())
}

/// Chart and workbook of a search.
///
/// # Errors
/// As [`publish`].
pub fn publish_search(search: &FinishedSearch, seed: u64) -> Result<(), StudyError> {
    let (found, store, language) = (&search.found, &search.store, Language::default());
    if let Some(chart) = found_frontier(found, language) {
        write_chart(store, &chart)?;
    }
    let tables = [search_tables::frontier(found, language), search_tables::steps(found)].map(Tabled::own);
    Shelf::of(&search.heading(), seed, &tables).write(store)
}

/// Writes the first chart, from the first replicate, and says where.
///
/// # Errors
/// Reason why it could not be drawn or written.
pub fn first_chart(tables: &Tables, planned: usize, store: &Store) -> Result<PathBuf, StudyError> {
    let chart = victims_over_time(&told(tables), &tables.arms, Some(planned));
    write_chart(store, &chart)?;
    let [_, png, _] = chart.file_names();
    Ok(store.root().join(png))
}

/// What effects in this study hang on whose parameters are all assumed.
fn assumed(result: &StudyResult, scenario: &Scenario) -> Vec<String> {
    let funded = |kind: &str| result.policies.iter().any(|p| p.spend_by_intervention.contains_key(kind));
    learn::assumed(&scenario.register, funded)
}

/// What the report says of the run and of the baseline's targets.
fn facts(answer: &FinishedStudy) -> RunFacts {
    let (result, scenario, work) = (&answer.tables.result, &answer.scenario, &answer.facts.work);
    let (b, t) = (&result.baseline, &scenario.baseline);
    let source = |key: &str| scenario.sources.get(key).cloned();
    let target = |of: Target, value, target, unit: &str, key: &str| BaselineTarget {
        of,
        value,
        target,
        unit: unit.into(),
        source: source(key),
    };
    let known = [
        (VICTIMS, t.victims, "victims"),
        (BROTHELS, t.brothels, "brothels"),
        (REGISTERED, t.registered_per_100k, "registered_per_100k"),
    ];
    let mut baseline_targets: Vec<BaselineTarget> = known
        .into_iter()
        .filter_map(|(outcome, wanted, key)| {
            Some(target(Target::Outcome(outcome), b.of(outcome)?, wanted, outcome.unit, key))
        })
        .collect();
    let minors = b.minors_share.unwrap_or(0.0);
    baseline_targets.push(target(Target::Minors, minors, t.minors_share, "share", "minors_share"));
    baseline_targets.extend(scenario.departments.iter().filter(|d| d.fitted).map(|d| {
        let share = b.origin_shares.get(&d.name).copied().flatten().unwrap_or(0.0);
        target(Target::From(d.name.clone()), share, d.origin_share, "share", "origin_share")
    }));
    RunFacts {
        version: env!("CARGO_PKG_VERSION").into(),
        threads: work.threads * work.jobs,
        jobs: answer.facts.cells.as_ref().map_or(0, |cells| cells.cells),
        wall_seconds: work.wall_seconds,
        cpu_seconds: work.cpu_seconds.unwrap_or(0.0),
        inputs_hash: answer.inputs_hash.clone(),
        baseline_targets,
        assumed: assumed(result, scenario),
    }
}

/// Writes every chart of a study, on the threads of the pool this is called in.
///
/// # Errors
/// As [`Store::write`], or a chart that cannot be painted.
pub fn write_charts(store: &Store, inputs: &ReportInputs) -> Result<(), StudyError> {
    let charts = charts(inputs);
    let names: Vec<String> = charts.iter().flat_map(Chart::file_names).collect();
    store.announce(&names)?;
    charts.par_iter().try_for_each(|chart| write_chart(store, chart))
}

/// Writes one chart into a directory of results.
///
/// # Errors
/// As [`write_charts`].
pub fn write_chart(store: &Store, chart: &Chart) -> Result<(), StudyError> {
    let pictures = chart.pictures().map_err(not_drawn)?;
    pictures.iter().try_for_each(|picture| store.write(&picture.name, &picture.bytes))
}

fn not_drawn(error: ReportError) -> StudyError {
    StudyError::Failed(error.to_string())
}
