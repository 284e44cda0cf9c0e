//! `amparo diagnose`: the same profiles however it is run, a survey that reads back, and nothing about a handful of girls.

use crate::bench::*;
use serde_json::Value;

const DRIVERS: usize = 6;

/// Rows of a CSV text as (header → field) pairs.
fn rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut lines = text.lines().map(|line| line.split(',').map(str::to_string).collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    lines.map(|fields| header.iter().cloned().zip(fields).collect()).collect()
}

fn field<'a>(row: &'a [(String, String)], name: &str) -> &'a str {
    row.iter().find(|(column, _)| column == name).map_or("", |(_, value)| value)
}

#[test]
fn a_diagnosis_leaves_profiles_survey_chart_and_page_that_agree_with_what_it_prints() {
    let desk = Desk::new();
    let answer = desk.json(&["diagnose", &world(), "--out", "d", "--households", "30", "--budget", "20000"]);
    assert_eq!(
        desk.files("d"),
        [
            "d/.lock",
            "d/README.txt",
            "d/charts/driver_space.csv",
            "d/charts/driver_space.png",
            "d/charts/driver_space.svg",
            "d/manifest.json",
            "d/matching.csv",
            "d/profiles.csv",
            "d/profiles.json",
            "d/region.csv",
            "d/report.html",
            "d/report.xlsx",
            "d/resolved.toml",
            "d/survey.csv",
        ]
    );
    let stored: Value = serde_json::from_slice(&desk.read("d/profiles.json")).expect("JSON");
    assert_eq!(stored, answer);
    let survey = &answer["survey"];
    assert_eq!((survey["interviews"].as_u64(), survey["communities"].as_u64()), (Some(180), Some(6)));
    let cost = survey["cost_soles"].as_f64().expect("a cost");
    assert_eq!(survey["share_of_budget"].as_f64(), Some(cost / 100_000.0));
    for set in answer["level_sets"].as_array().expect("level sets") {
        for view in ["estimated", "true"] {
            for place in set[view]["communities"].as_array().expect("communities") {
                let shares = place["shares"].as_array().expect("shares");
                let sum: f64 = shares.iter().filter_map(Value::as_f64).sum();
                assert_eq!(shares.len(), DRIVERS);
                assert!((sum - 1.0).abs() < 1e-9, "{sum}");
            }
        }
    }
    let table = String::from_utf8(desk.read("d/profiles.csv")).expect("UTF-8");
    assert_eq!(rows(&table).len(), 12, "a row a community and set of levels");
    let matching = String::from_utf8(desk.read("d/matching.csv")).expect("UTF-8");
    assert_eq!(rows(&matching).len(), 6 * 6, "a row a community and rule");
    for rule in answer["matching"].as_array().expect("rules") {
        let planned = rule["planned_soles_per_year"].as_f64().unwrap_or(0.0);
        assert!(planned <= 20_000.0, "{rule}");
        let given: Vec<&str> = rule["interventions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let listed = rows(&matching).into_iter().filter(|row| field(row, "rule") == rule["rule"].as_str().unwrap());
        assert_eq!(listed.map(|row| field(&row, "interventions").to_string()).collect::<Vec<_>>(), given);
    }
    let ran = desk.run(&["diagnose", &world(), "--out", "d", "--households", "30", "-q"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("30 households in each") && ran.out.contains("largest driver, estimated"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 130), "{}", ran.out);
}

#[test]
fn a_diagnosis_is_the_same_on_any_number_of_threads() {
    let desk = Desk::new();
    for (out, threads) in [("one", "1"), ("three", "3")] {
        desk.run(&["diagnose", &world(), "--out", out, "--threads", threads, "--seed", "7", "-q"]).ends(0, &[]);
    }
    for file in ["survey.csv", "profiles.csv", "profiles.json", "region.csv", "charts/driver_space.svg"] {
        assert!(desk.read(&format!("one/{file}")) == desk.read(&format!("three/{file}")), "{file} differs");
    }
}

#[test]
fn a_simulated_survey_given_back_as_a_file_says_nearly_the_same() {
    let desk = Desk::new();
    let first = desk.json(&["diagnose", &world(), "--out", "d"]);
    let again = desk.json(&["diagnose", &world(), "--survey", "d/survey.csv", "--out", "e"]);
    assert_eq!(again["survey"]["interviews"], first["survey"]["interviews"]);
    assert_eq!(again["survey"]["file"].as_str(), Some("d/survey.csv"));
    assert!(!desk.files("e").contains(&"e/survey.csv".to_string()), "what was given is not written again");
    let share = |answer: &Value, driver: usize| {
        answer["level_sets"][0]["estimated"]["region"]["shares"][driver].as_f64().expect("a share")
    };
    for driver in 0..DRIVERS {
        // Patience is not in the table, so that shares move a little.
        let (a, b) = (share(&first, driver), share(&again, driver));
        assert!((a - b).abs() < 0.08, "{driver}: {a} {b}");
    }
    let refused = desk.run(&["diagnose", &world(), "--survey", "d/survey.csv", "--out", "d"]);
    refused.ends(3, &["d/survey.csv is an input", "--out"]);
    assert!(desk.files("d").contains(&"d/survey.csv".to_string()));
}

#[test]
fn answers_from_given_communities_are_matched_by_name() {
    let desk = Desk::new();
    let (scenario, answers) = (shipped("toy/surveyed.toml"), shipped("toy/survey.csv"));
    let answer = desk.json(&["diagnose", &scenario, "--survey", &answers, "--out", "d"]);
    let places = answer["communities"].as_array().expect("communities");
    let estimated = &answer["level_sets"][0]["estimated"]["communities"];
    for (c, place) in places.iter().enumerate() {
        let asked = place["name"] != "Palm Landing";
        assert_eq!(place["interviews"].as_u64(), Some(if asked { 12 } else { 0 }));
        assert_eq!(estimated[c].is_object(), asked, "{place}");
    }
    let text = std::fs::read_to_string(&answers).expect("the shipped answers");
    desk.write("answers.csv", text.replace("Ferry Point", "Fery Point"));
    let wrong = desk.run(&["diagnose", &scenario, "--survey", "answers.csv", "--out", "e"]);
    wrong.ends(3, &["answers.csv:50:1", "unknown community `Fery Point` in Riverbank", "nearest: Ferry Point"]);
    assert_eq!(desk.files("e"), Vec::<String>::new());
}

#[test]
fn nothing_is_told_of_a_community_of_fewer_than_five_girls() {
    let desk = Desk::new();
    for file in ["baseline.toml", "surveyed.toml", "departments.csv", "towns.csv"] {
        let text = std::fs::read_to_string(shipped(&format!("toy/{file}"))).expect("a shipped file");
        let register = shipped("madre-de-dios/parameters.csv");
        desk.write(file, text.replace("../madre-de-dios/parameters.csv", &register));
    }
    let communities = std::fs::read_to_string(shipped("toy/communities.csv")).expect("a shipped file");
    desk.write("communities.csv", communities.replace("Sand Bend,Lowlands,210", "Sand Bend,Lowlands,3"));
    let answer = desk.json(&["diagnose", "surveyed.toml", "--out", "d"]);
    let places = answer["communities"].as_array().expect("communities");
    let small = places.iter().position(|p| p["name"] == "Sand Bend").expect("it is named");
    for set in answer["level_sets"].as_array().expect("level sets") {
        assert!(set["estimated"]["communities"][small].is_null() && set["true"]["communities"][small].is_null());
    }
    let table = String::from_utf8(desk.read("d/profiles.csv")).expect("UTF-8");
    for row in rows(&table).iter().filter(|row| field(row, "community") == "Sand Bend") {
        let told: Vec<&str> = row.iter().map(|(_, v)| v.as_str()).filter(|v| !v.is_empty()).collect();
        assert_eq!(told, ["Sand Bend", "Lowlands", field(row, "levels")]);
        assert_eq!(row.len(), 11 + 3 * DRIVERS);
    }
    let ran = desk.run(&["diagnose", "surveyed.toml", "--out", "d", "-q"]);
    assert!(!ran.out.contains("Sand Bend"), "{}", ran.out);
    let page = String::from_utf8(desk.read("d/report.html")).expect("UTF-8");
    assert!(!page.contains("Sand Bend") && page.contains("Ferry Point"));
}

#[test]
fn what_cannot_be_diagnosed_is_refused_before_anything_is_written() {
    let desk = Desk::new();
    let (world, study) = (world(), study());
    let wrong: &[(&[&str], i32, &str)] = &[
        (&["diagnose"], 2, "Usage:"),
        (&["diagnose", &world, "--households", "0"], 2, "error:"),
        (&["diagnose", &world, "--budget", "-5"], 2, "error:"),
        (&["diagnose", &world, "--survey", "x.csv", "--households", "5"], 2, "cannot be used with"),
        (&["diagnose", &study], 3, "this file is a study"),
        (&["diagnose", "nowhere.toml"], 3, "no such file"),
        (&["diagnose", &world, "--survey", "nowhere.csv"], 3, "no such file"),
        (&["diagnose", &world, "--budget", "100"], 3, "fewer --households or a larger --budget"),
    ];
    for (arguments, code, says) in wrong {
        desk.run(arguments).ends(*code, &[says]);
    }
    assert_eq!(desk.files(""), Vec::<String>::new());
}
