//! What is explained is what is declared, and everything declared is explained.

use crate::bench::*;
use amparo::engine::STEPS;
use amparo::observe::outcomes::OUTCOMES;
use amparo::policy::kinds;
use amparo::register::Register;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is said of one thing of this kind and name.
#[track_caller]
fn said(desk: &Desk, kind: &str, name: &str) -> BTreeMap<String, String> {
    let ran = desk.run(&["explain", name, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let all: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let found = all.as_array().expect("a list").iter().find(|one| one["kind"] == kind);
    let says =
        found.unwrap_or_else(|| panic!("no {kind} in {}", ran.out))["says"].as_object().expect("an object").clone();
    says.into_iter().map(|(label, text)| (label, text.as_str().expect("a text").to_owned())).collect()
}

#[test]
fn a_parameter_is_explained_with_its_citation_its_readers_and_what_moves_with_it() {
    let desk = Desk::new();
    let register = Register::built_in();
    let entry = register.get("cct.transfer").expect("a parameter of the model");
    let says = said(&desk, "parameter", "cct.transfer");
    let (meaning, higher) = entry.meaning.split_once("; higher: ").expect("what moves");
    assert_eq!([&*says["meaning"], &*says["if higher"]], [meaning, higher]);
    assert!(says["read by"].contains("the intervention cct-training"));
    assert_eq!([&says["default"], &says["unit"]], [&entry.default.to_string(), &entry.unit]);
    let facts = std::fs::read_to_string(shipped("madre-de-dios/facts.csv")).expect("a table");
    let row = facts.lines().find(|line| line.starts_with(&format!("{},", entry.source))).expect("its fact");
    let citation = says["source"].split(" (").next().expect("a text");
    assert!(
        citation.len() > 10 && row.contains(citation) && says["source"].contains(&entry.source),
        "{}",
        says["source"]
    );
    // As text it is all there too.
    let text = desk.run(&["explain", "decision.mu"]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    let mu = register.get("decision.mu").expect("a parameter of the model");
    let (meaning, higher) = mu.meaning.split_once("; higher: ").expect("what moves");
    for part in [&*mu.symbol, meaning, higher, &*mu.note, &*mu.unit, &*mu.grade.to_string()] {
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&part), "`{part}` is not in: {text}");
    }
}

#[test]
fn everything_that_is_listed_is_explained_and_every_parameter_has_a_reader() {
    let desk = Desk::new();
    let listed = desk.run(&["explain", "--format", "json"]).out;
    let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
    let of = |kind: &str| -> BTreeSet<String> {
        let all = listed.as_array().expect("a list").iter().filter(|one| one["kind"] == kind);
        all.map(|one| one["name"].as_str().expect("a name").to_owned()).collect()
    };
    let register = Register::built_in();
    let names = |all: &[&str]| -> BTreeSet<String> { all.iter().map(|name| (*name).to_owned()).collect() };
    assert_eq!(of("step"), names(&STEPS.iter().map(|step| step.name).collect::<Vec<_>>()));
    assert_eq!(of("outcome"), names(&OUTCOMES.iter().map(|one| one.name).collect::<Vec<_>>()));
    assert_eq!(of("intervention"), names(&kinds().iter().map(|kind| kind.name).collect::<Vec<_>>()));
    assert_eq!(of("group"), names(&register.groups()));
    assert_eq!(of("parameter").len(), register.entries.len());
    assert!(of("key").contains("budget_soles_per_year") && of("column").contains("poverty_rate"));
    for group in register.groups() {
        let says = said(&desk, "group", group);
        assert!(says.contains_key("read by"), "{group}");
        for entry in register.entries.iter().filter(|entry| entry.group() == group) {
            assert!(says["parameters"].contains(&entry.name), "{}", entry.name);
        }
    }
    assert!(OUTCOMES.iter().all(|one| one.counts.len() > 20 && one.counts.ends_with('.')));
}

#[test]
fn a_step_is_stated_where_it_says_and_reads_what_its_source_reads() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/odd.md")).expect("the page");
    let register = Register::built_in();
    let groups = register.groups();
    for step in STEPS {
        assert!(!step.stated.is_empty(), "{}", step.name);
        for heading in step.stated {
            assert!(
                page.lines().any(|line| line.trim_start_matches('#').trim() == *heading),
                "{}: {heading}",
                step.name
            );
        }
        assert!(step.reads.iter().all(|group| groups.contains(group)), "{}: {:?}", step.name, step.reads);
    }
    // Every group that a process reads is declared by a step that runs a system of it.
    let schedule = std::fs::read_to_string(root.join("src/model/engine/schedule.rs")).expect("the schedule");
    let mut checked = 0;
    for entry in std::fs::read_dir(root.join("src/model/process")).expect("the processes").flatten() {
        let module = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        let steps: Vec<_> = STEPS
            .iter()
            .filter(|step| {
                let from = schedule.find(&format!("{:?}", step.name)).expect("its line");
                let end = schedule[from..].find("step!").map_or(schedule.len(), |at| from + at);
                schedule[from..end].contains(&format!("{module}::"))
            })
            .collect();
        if steps.is_empty() {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a source");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        for group in &groups {
            let whole = |c: char| !c.is_alphanumeric() && c != '_';
            let read =
                |before: &str| text.split(&format!("{before}.{group}")).skip(1).any(|rest| rest.starts_with(whole));
            if read("parameters") || read(" p") || read("(p") || read("&p") {
                checked += 1;
                let declared = steps.iter().any(|step| step.reads.contains(group));
                assert!(
                    declared,
                    "{module} reads {group}, and none of {:?} says so",
                    steps.iter().map(|s| s.name).collect::<Vec<_>>()
                );
            }
        }
    }
    assert!(checked > 8, "only {checked} groups were found in the processes");
}

#[test]
fn names_of_all_kinds_are_found_and_the_nearest_of_all_is_offered() {
    let desk = Desk::new();
    for (name, kinds) in [
        ("knowledge", &["step", "group"][..]),
        ("miners-and-brothels", &["step"]),
        ("app", &["intervention", "group"]),
        ("victims", &["outcome", "key"]),
        ("poverty_rate", &["column"]),
        ("school_terms", &["key"]),
    ] {
        kinds.iter().for_each(|kind| assert!(!said(&desk, kind, name).is_empty()));
    }
    for (wrong, nearest) in [
        ("victim", "victims"),
        ("aprochaes", "approaches"),
        ("poverty_rates", "poverty_rate"),
        ("theta", "decision.theta"),
        ("informations", "information"),
    ] {
        desk.run(&["explain", wrong])
            .ends(3, &[&format!("nothing is called `{wrong}`"), &format!("nearest: {nearest}")]);
    }
    let all = desk.run(&["explain", "schedule"]).out;
    assert!(
        STEPS.iter().all(|step| all.contains(step.does) && step.stated.iter().all(|heading| all.contains(heading))),
        "{all}"
    );
}

#[test]
fn files_charts_and_columns_of_results_are_explained() {
    let desk = Desk::new();
    assert!(said(&desk, "file of results", "by_girls.csv")["holds"].contains("A row:"));
    assert!(said(&desk, "chart", "charts/funnel")["files"].contains(".csv"));
    let column = said(&desk, "column", "soles_per_girl");
    assert_eq!((column["of"].as_str(), column["unit"].as_str()), ("tables of results", "S/"));
    assert!(column["holds"].contains("per girl averted"));
    desk.run(&["explain", "charts/funel"]).ends(3, &["nearest: charts/funnel"]);
}
