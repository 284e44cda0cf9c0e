//! An outcome is one row of one list: what is counted, and everything that is shown of it, follow from the row.

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

use amparo::decide::result::Years;
use amparo::files::load_study;
use amparo::observe::outcomes::{Good, OUTCOMES, Outcome};
use amparo::observe::{Record, Week, YearByPlace};
use amparo::policy::VOCABULARY;
use amparo::report::tables::effects::{effects, summary};
use amparo::report::{Language, ReportInputs, RunFacts, Told, html, text_table};
use amparo::scenario::Study;
use amparo::study::cell::{Cell, CellId, Made};
use amparo::study::plan::{BASELINE, Unit};
use amparo::study::rows::Collector;
use amparo::study::tables::Tables;
use amparo::world::Channels;
use std::path::{Path, PathBuf};

/// A row of a list of one's own: women who go back, a column of the weekly record that no shipped outcome reads.
static WENT_BACK: Outcome = Outcome {
    index: false,
    counted: |_| true,
    name: "went_back_per_year",
    unit: "women a year",
    label: "Went back",
    per: "women a year",
    short: "went back/year",
    words: "women who go back a year",
    counts: "Women who go back after return.",
    good: Good::Less,
    split: true,
    read: |seen| seen.per_year(|week| week.went_back),
};

/// The record of a world in which `went_back` women go back each week.
fn record(study: &Study, went_back: f64) -> Record {
    let years = study.funded_years + study.following_years;
    let week = |i: usize| Week { week: i as i32, victims: 100.0, spells_begun: 4.0, went_back, ..Week::default() };
    let mut year = YearByPlace::default();
    year.newly_exploited = vec![0.0; 7];
    Record { weeks: (0..52 * years).map(week).collect(), years: vec![year; years] }
}

fn cell(study: &Study, replicate: usize, arm: &str, went_back: f64) -> Cell {
    Cell::new(Made {
        id: CellId { draw: 0, replicate, arm: arm.into(), run: Channels::ALL },
        key: String::new(),
        settled: true,
        burn_in_years: 3,
        drift: 0.0,
        hash_after_funded: None,
        hash_at_end: String::new(),
        record: &record(study, went_back),
        funded_years: study.funded_years,
        following_years: study.following_years,
        residents: 1000.0,
        towns: 1,
        scale: 1.0,
        treated: &[],
        matched: None,
    })
}

/// Two replicates of a study of the toy world, with an outcome more.
fn compared(study: &Study) -> Tables {
    let outcomes: Vec<&'static Outcome> = OUTCOMES.iter().chain([&WENT_BACK]).collect();
    let mut collector = Collector::of(study, outcomes);
    for (replicate, went_back) in [(0, 3.0), (1, 5.0)] {
        let mut cells = vec![cell(study, replicate, BASELINE, went_back)];
        cells.extend(study.policies.iter().map(|p| cell(study, replicate, &p.name, went_back - 1.0)));
        collector.add(Unit { draw: 0, replicate }, &cells).unwrap_or_else(|e| panic!("{e:?}"));
    }
    collector.into_tables(None, None, &[], &[])
}

fn study() -> Study {
    load_study(Path::new("scenarios/toy/study.toml"), &VOCABULARY, &[]).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn a_row_more_of_the_list_is_compared_written_and_shown_without_another_line() {
    let study = study();
    let tables = compared(&study);
    let policy = &study.policies[0].name;
    let effect = tables.result.effect(policy, &WENT_BACK, Years::Funded).expect("an effect");
    assert_eq!((effect.baseline, effect.change.mean), (4.0 * 52.0, -52.0));
    assert_eq!((effect.change.mean, effect.change.of_mean()), (-52.0, None), "the same in both replicates: chance");
    assert_eq!(tables.result.baseline.of(&WENT_BACK), Some(4.0 * 52.0));
    let effects = effects(&tables.result).csv();
    let row = effects.lines().find(|line| line.contains("funded,went_back_per_year,women a year,208,-52,,,,,"));
    assert!(row.is_some(), "{effects}");
    let summary = summary(&tables.result).csv();
    assert!(summary.starts_with("arm,title,newly_exploited_per_year,") && summary.contains(",went_back_per_year,"));
    let json = serde_json::to_value(&tables.result).unwrap();
    assert_eq!(json["baseline"]["went_back_per_year"], 208.0);
    assert_eq!(json["outcomes"][5]["good"], "less");
    let answers = serde_json::to_value(&tables.answers).unwrap().to_string();
    let grades = Default::default();
    let page = html(&ReportInputs {
        result: &tables.result,
        arms: &tables.arms,
        flows: &tables.flows,
        drivers: &tables.drivers,
        grades: &grades,
        facts: RunFacts::default(),
        planned: None,
        answers: &tables.answers,
        also: vec![],
        language: Language::English,
    });
    assert!(page.contains("Went back<br><small>women a year</small>"), "a column of the table of effects");
    assert!(page.contains("<th scope=\"row\">Went back</th><td>208 women a year</td>"), "a figure of the baseline");
    assert!(
        !answers.contains("NaN")
            && !text_table(&Told::new(&tables.result, &tables.answers, Language::English)).is_empty()
    );
}

#[test]
fn a_cell_of_no_policy_of_the_study_is_refused_and_never_counted_as_the_baseline() {
    let study = study();
    let mut collector = Collector::new(&study);
    let cells = [cell(&study, 0, BASELINE, 3.0), cell(&study, 0, "another", 1.0)];
    let error = collector.add(Unit { draw: 0, replicate: 0 }, &cells).expect_err("an unknown arm");
    assert!(format!("{error}").contains("of no policy of this study"), "{error}");
    assert!(collector.differences("spells_begun_per_year").is_some() && collector.differences("spells").is_none());
}

/// Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_name_of_an_outcome_is_written_once() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    for outcome in &OUTCOMES {
        // Keys of a scenario's targets are words of their own.
        if ["victims", "brothels", "registered_per_100k"].contains(&outcome.name) {
            continue;
        }
        let quoted = format!("\"{}\"", outcome.name);
        let holding: Vec<String> = files
            .iter()
            .filter(|file| std::fs::read_to_string(file).unwrap().contains(&quoted))
            .map(|file| file.display().to_string())
            .collect();
        assert_eq!(holding, ["src/model/observe/outcomes.rs"], "{}", outcome.name);
    }
}
