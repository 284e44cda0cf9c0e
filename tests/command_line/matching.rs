//! The two-part strategy from a study's file to its tables.

use crate::bench::*;
use std::collections::BTreeMap;

/// The toy study of matching.
fn two_part() -> String {
    shipped("toy/two-part.toml")
}

/// A policy of the menu of the toy world, matched in this way.
fn matched(name: &str, matching: &str) -> String {
    let menu = shipped("toy/policies/three.toml");
    format!("[[policy]]\nname = \"{name}\"\nfile = '{menu}'\nmatching = {{ {matching} }}\n")
}

/// A study that has every step from one intervention everywhere to several matched.
fn every_step(desk: &Desk) {
    let alone = |name: &str, more: &str| {
        let intervention = "[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n";
        format!("[[policy]]\nname = \"{name}\"\n{intervention}{more}")
    };
    let head = format!("based_on = '{}'\nname = \"every-step\"\n[adaptation]\nbefore = 0\nsplit = 0\n", two_part());
    let policies = [
        alone("everywhere", ""),
        alone("where", "targeting = \"by-exposure\"\n"),
        matched("which", "rule = \"predicted-effect\""),
        matched("how-much", "rule = \"predicted-effect\", intensities = [0.5, 1, 2]"),
        matched("together", "rule = \"predicted-bundle\", intensities = [0.5, 1, 2]"),
    ];
    desk.write("study.toml", head + &policies.concat());
}

/// Rows of a table by the names of its columns; no field of it holds a comma but between quotes.
fn rows(text: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = String::from_utf8_lossy(text);
    let fields = |line: &str| {
        let mut quoted = false;
        let mut all = vec![String::new()];
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => all.push(String::new()),
                _ => all.last_mut().expect("a field").push(c),
            }
        }
        all
    };
    let mut lines = text.lines();
    let names = fields(lines.next().expect("a head"));
    lines.map(|line| names.iter().cloned().zip(fields(line)).collect()).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("`{column}` is no number in {row:?}"))
}

#[test]
fn steps_from_one_intervention_everywhere_to_several_matched_add_up_to_what_diagnosing_gains() {
    let desk = Desk::new();
    every_step(&desk);
    desk.run(&["compare", "study.toml", "--out", "r", "--jobs", "2", "--quiet"]).ends(0, &[]);
    let table = rows(&desk.read("r/two_part.csv"));
    for budget in ["30000", "60000"] {
        let at: Vec<_> = table.iter().filter(|row| row["budget_soles_per_year"] == budget).collect();
        for column in ["spells_averted", "share_of_baseline"] {
            let gain = |question: &str| {
                let row = at.iter().find(|row| row["kind"] == "gain" && row["question"] == question);
                number(row.unwrap_or_else(|| panic!("nothing is said of {question}")), column)
            };
            let sum: f64 = ["where", "which", "how-much", "together"].into_iter().map(gain).sum();
            assert!((sum - gain("diagnosing")).abs() < 1e-9, "{budget} {column}: {sum} {}", gain("diagnosing"));
        }
        let strategies: Vec<_> = at.iter().filter(|row| row["kind"] == "strategy").collect();
        assert!(strategies.len() >= 5);
        for row in strategies {
            let (spent, unspent) = (number(row, "spent_soles_per_year"), number(row, "unspent_soles_per_year"));
            let soles: f64 = budget.parse().expect("a budget");
            assert!((spent + unspent - soles).abs() < 1e-6 * soles, "{row:?}");
            assert!(number(row, "most_spent_soles_per_year") <= soles * (1.0 + 1e-9), "{row:?}");
            assert!(number(row, "survey_soles_per_year") <= spent * (1.0 + 1e-9), "{row:?}");
        }
    }
}

#[test]
fn a_study_that_matches_gives_the_same_bytes_on_any_number_of_threads() {
    let desk = Desk::new();
    for (out, jobs) in [("one", "1"), ("two", "2")] {
        desk.run(&["compare", &two_part(), "--out", out, "--jobs", jobs, "--quiet"]).ends(0, &[]);
    }
    desk.same_numbers("one", "two");
    let table = rows(&desk.read("one/two_part.csv"));
    for role in ["uniform", "by-exposure", "driver-map", "effect", "bundle", "true-profile"] {
        assert!(table.iter().any(|row| row["kind"] == "strategy" && row["role"] == role), "no {role}");
    }
    let forecasts = rows(&desk.read("one/forecasts.csv"));
    assert!(!forecasts.is_empty() && forecasts.iter().all(|row| number(row, "forecast_averted").is_finite()));
}

#[test]
fn a_wrong_rule_of_matching_ends_with_3_and_is_shown() {
    let desk = Desk::new();
    every_step(&desk);
    let text =
        String::from_utf8(desk.read("study.toml")).expect("text").replace("predicted-bundle", "predicted-bundles");
    desk.write("study.toml", text);
    let says = ["error: unknown rule `predicted-bundles`", "study.toml:28:21", "nearest: predicted-bundle"];
    desk.run(&["compare", "study.toml", "--out", "r"]).ends(3, &says);
    assert_eq!(desk.files(""), ["study.toml"]);
}
