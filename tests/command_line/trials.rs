//! `amparo trials`: published effects beside the model's, verdicts that are earned, and tables that are refused with their line.

use crate::bench::*;
use serde_json::Value;

const HEADER: &str = "name,kind,intervention,controlled,value,low,high,interval,scale,grade,interval_grade,outcome,outcome_grade,contacts,\
                      contacts_grade,arms,arms_grade,clusters,clusters_grade,size,size_grade,follow_up_weeks,follow_up_grade,who,who_grade,\
                      year,place,source,note";

/// A row about an intention: name, value, ends of its interval.
fn row(name: &str, value: &str, ends: Option<(&str, &str)>) -> String {
    let (low, high, interval, grade) = ends.map_or(("", "", "", ""), |(l, h)| (l, h, "confidence", "published"));
    format!(
        "{name},intention,messages,yes,{value},{low},{high},{interval},relative,published,{grade},leaving,published,1,published,\
         ,,,,,,13,published,,,2020,Somewhere,A study,"
    )
}

fn shipped_table() -> String {
    shipped("madre-de-dios/trials.csv")
}

/// The answer for the toy world and a table.
fn answer(desk: &Desk, table: &str, out: &str) -> Value {
    desk.json(&["trials", &world(), "--trials", table, "--draws", "8", "--out", out])
}

fn texts<'a>(rows: &'a Value, key: &str) -> Vec<&'a str> {
    rows.as_array().expect("rows").iter().filter_map(|row| row[key].as_str()).collect()
}

#[test]
fn the_shipped_effects_are_compared_and_none_without_an_interval_counts_as_agreement() {
    let desk = Desk::new();
    let answer = answer(&desk, &shipped_table(), "t");
    assert_eq!(
        desk.files("t"),
        [
            "t/.lock",
            "t/README.txt",
            "t/charts/trials.csv",
            "t/charts/trials.png",
            "t/charts/trials.svg",
            "t/comparison.csv",
            "t/draws.csv",
            "t/manifest.json",
            "t/pools.csv",
            "t/priors.csv",
            "t/report.html",
            "t/report.xlsx",
            "t/resolved.toml",
            "t/trials.json",
        ]
    );
    let trials = answer["trials"].as_array().expect("rows");
    assert_eq!(trials.len(), 25);
    for one in trials {
        let verdict = one["verdict"].as_str().expect("a verdict");
        let published = &one["published"];
        if published["interval"]["ends"].as_str() != Some("confidence") {
            assert!(["inconclusive", "not-expressed"].contains(&verdict), "{one}");
        }
        assert_eq!(one["missing"].is_string(), verdict == "not-expressed", "{one}");
    }
    let named = |name: &str| trials.iter().find(|one| one["published"]["name"] == name).expect("a row");
    for (name, missing) in [
        ("eff_info_backfire_gambia", "no-level"),
        ("eff_info_prevention_south_asia", "no-comparison"),
        ("eff_info_dropout_peru_tv", "put-in"),
        ("eff_cct_hiv_zomba", "no-outcome"),
        ("eff_jobs_women_schooling_india", "no-means"),
        ("trial_ctip_cambodia", "no-result"),
        ("cost_info_video_school_peru", "no-effect"),
    ] {
        assert_eq!(named(name)["missing"], missing, "{name}");
    }
    assert_eq!(named("eff_info_migration_gambia")["model"]["weeks_seen"], false, "its follow-up was not seen");
    // With nothing assumed there is nothing to pool, and no prior follows.
    let pool = |name: &str| {
        answer["pools"].as_array().expect("rows").iter().find(|p| p["pool"] == name).expect("a pool").clone()
    };
    assert!(pool("seen")["pooled"].is_null() && pool("main")["pooled"]["studies"] == 8, "{}", answer["pools"]);
    for prior in answer["priors"].as_array().expect("rows") {
        assert!(prior["without_assumption"].is_null() && prior["proposed"].is_array(), "{prior}");
    }
    let page = String::from_utf8(desk.read("t/report.html")).expect("UTF-8");
    assert!(
        page.contains("never counted as agreement") && page.contains("cannot express"),
        "the page says what it counts"
    );
}

#[test]
fn a_comparison_has_the_same_bytes_on_any_number_of_threads() {
    let desk = Desk::new();
    for (out, threads) in [("one", "1"), ("three", "3")] {
        let table = shipped_table();
        let arguments =
            ["trials", &world(), "--trials", &table, "--draws", "8", "--out", out, "--threads", threads, "-q"];
        desk.run(&arguments).ends(0, &[]);
    }
    for file in ["comparison.csv", "draws.csv", "pools.csv", "priors.csv", "trials.json", "charts/trials.svg"] {
        assert!(desk.read(&format!("one/{file}")) == desk.read(&format!("three/{file}")), "{file} differs");
    }
}

#[test]
fn an_interval_earns_a_verdict_and_several_are_pooled_with_nothing_assumed() {
    let desk = Desk::new();
    let rows = [
        row("far", "-0.9", Some(("-0.95", "-0.8"))),
        row("wide", "-0.2", Some(("-0.9", "2"))),
        row("other-side", "0.5", Some(("0.4", "0.6"))),
        row("bare", "-0.05", None),
    ];
    desk.write("trials.csv", format!("{HEADER}\n{}\n", rows.join("\n")));
    let found = answer(&desk, "trials.csv", "t");
    assert_eq!(texts(&found["trials"], "verdict"), ["differs", "inconclusive", "differs", "inconclusive"]);
    let range = found["trials"][0]["model"]["change"].clone();
    let (low, high) = (range["low"].as_f64().expect("an end"), range["high"].as_f64().expect("an end"));
    assert!(low < high && high < 0.0, "{range}");
    // One that lies within the model's range agrees with it.
    let middle = 0.5 * (low + high);
    let ends = [0.75 * low + 0.25 * high, 0.25 * low + 0.75 * high].map(|end| end.to_string());
    desk.write("trials.csv", format!("{HEADER}\n{}\n", row("near", &middle.to_string(), Some((&ends[0], &ends[1])))));
    assert_eq!(texts(&answer(&desk, "trials.csv", "u")["trials"], "verdict"), ["agrees"]);
    let seen = found["pools"].as_array().expect("rows").iter().find(|p| p["pool"] == "seen").expect("a pool");
    assert_eq!(seen["pooled"]["studies"], 3, "{seen}");
    assert!(seen["assumed_se"].is_null());
}

#[test]
fn a_table_that_is_wrong_is_refused_with_its_lines_and_nothing_is_written() {
    let desk = Desk::new();
    let text = format!("{HEADER}\n{}\n{}\n", row("a", "-0.5", None), row("a", "half", None)).replace("2020", "2021");
    desk.write("trials.csv", text.replace("intention", "intent"));
    let refused = desk.run(&["trials", &world(), "--trials", "trials.csv", "--out", "t"]);
    refused.ends(3, &["trials.csv:2", "trials.csv:3", "`kind` is `intent`", "nearest: intention", "`value` is `half`"]);
    desk.run(&["trials", &world(), "--out", "t"]).ends(3, &["trials.csv", "--trials FILE"]);
    desk.run(&["trials", &world(), "--trials", "nowhere.csv", "--out", "t"]).ends(3, &["no such file"]);
    desk.run(&["trials", &study(), "--out", "t"]).ends(3, &["this file is a study"]);
    desk.run(&["trials", &world(), "--draws", "3"]).ends(2, &["error:"]);
    desk.run(&["trials", &world(), "--assumed-error", "0"]).ends(2, &["a number from 0.001 to 10"]);
    assert!(!desk.dir.join("t").exists(), "nothing is left behind");
}

#[test]
fn the_table_may_not_be_one_of_the_results() {
    let desk = Desk::new();
    desk.run(&["trials", &world(), "--trials", &shipped_table(), "--draws", "8", "--out", "t", "-q"]).ends(0, &[]);
    desk.write("t/own.csv", format!("{HEADER}\n{}\n", row("a", "-0.5", None)));
    desk.run(&["trials", &world(), "--trials", "t/comparison.csv", "--draws", "8", "--out", "t"])
        .ends(3, &["comparison.csv"]);
    assert!(desk.dir.join("t/own.csv").exists());
}
