//! `amparo bench`: it needs no files, says the same in every format, and a record is written whole or not at all.

use crate::bench::*;

const FIGURES: [&str; 10] = [
    "agent_ticks_per_cpu_second",
    "approaches_per_cpu_second",
    "study_seconds",
    "baseline_week_milliseconds",
    "policy_week_milliseconds",
    "burn_in_week_milliseconds",
    "spawn_seconds",
    "fork_milliseconds",
    "bytes_per_girl",
    "speed_up_2_jobs",
];

/// A quick measurement of the toy study.
fn toy(more: &[&'static str]) -> Vec<String> {
    let mut arguments: Vec<String> = ["bench", "--quick", &study()].map(String::from).to_vec();
    arguments.extend(more.iter().map(|m| (*m).to_string()));
    arguments
}

fn run(desk: &Desk, arguments: &[String]) -> Ran {
    desk.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn a_measurement_names_every_figure_and_its_record_is_what_it_prints() {
    let desk = Desk::new();
    let ran = run(&desk, &toy(&["--format", "json", "--out", "record.json"]));
    ran.ends(0, &["warming up"]);
    assert_eq!(desk.files(""), ["record.json"]);
    let printed: serde_json::Value = serde_json::from_str(&ran.out).expect("the answer is JSON");
    let written: serde_json::Value = serde_json::from_slice(&desk.read("record.json")).expect("the record is JSON");
    assert_eq!(printed, written);
    let figures = printed["figures"].as_array().expect("a list of figures");
    let names: Vec<&str> = figures.iter().map(|f| f["name"].as_str().expect("a name")).collect();
    assert_eq!(names, FIGURES);
    for figure in figures {
        // Some systems tell neither processor time nor memory, and one core has no second job.
        let (name, value) = (&figure["name"], &figure["value"]);
        assert!(value.is_null() || value.as_f64().expect("a number") > 0.0, "{name}: {value}");
        assert_eq!(value.is_null(), figure["normalised"].is_null(), "{name}");
        assert!(figure["relative"].is_null(), "{name}: the toy world is not compared with the standard study");
        if let (Some(low), Some(high)) = (figure["lowest"].as_f64(), figure["highest"].as_f64()) {
            let value = value.as_f64().expect("a number");
            assert!(low <= value && value <= high, "{name}: {low} {value} {high}");
        }
        assert_eq!(figure["estimate"], *name == "study_seconds", "{name}");
    }
    for measured in ["baseline_week_milliseconds", "policy_week_milliseconds", "spawn_seconds", "fork_milliseconds"] {
        let figure = figures.iter().find(|f| f["name"] == measured).expect("it is there");
        assert!(figure["value"].is_number() && figure["pieces"].as_u64().expect("a count") >= 3, "{measured}");
    }
    assert!(printed["sentinel"]["runs"].as_u64().expect("a count") >= 8, "{}", printed["sentinel"]);
}

#[test]
fn the_table_says_what_is_estimated_and_that_a_toy_world_is_not_compared() {
    let desk = Desk::new();
    let ran = run(&desk, &toy(&["--quiet", "--jobs", "1"]));
    ran.ends(0, &[]);
    assert_eq!(ran.err, "");
    for says in ["the whole study, s, an estimate", "agent-ticks per processor second", "Not compared", "1 job,"] {
        assert!(ran.out.contains(says), "{says:?} in:\n{}", ran.out);
    }
    assert_eq!(desk.files(""), Vec::<String>::new(), "nothing is written without --out");
}

#[test]
fn every_figure_is_a_row_of_the_csv() {
    let desk = Desk::new();
    let ran = run(&desk, &toy(&["--quiet", "--format", "csv"]));
    ran.ends(0, &[]);
    let mut rows = ran.out.lines();
    let columns = rows.next().expect("a header").split(',').count();
    let named: Vec<&str> = rows
        .map(|row| {
            assert_eq!(row.split(',').count(), columns, "{row}");
            row.split(',').next().expect("a name")
        })
        .collect();
    assert_eq!(named, FIGURES);
}

#[test]
fn a_record_that_cannot_be_written_is_refused_before_anything_is_measured() {
    let desk = Desk::new();
    desk.write("taken", "a file");
    for (file, says) in [("nowhere/record.json", "nowhere/record.json"), ("taken/record.json", "taken"), (".", "write")]
    {
        let ran = desk.run(&["bench", "--out", file]);
        ran.ends(1, &["error: cannot write", says]);
        assert!(ran.out.is_empty() && !ran.err.contains("warming up"), "{}{}", ran.out, ran.err);
    }
    assert_eq!(desk.files(""), ["taken"]);
}

#[test]
fn a_scenario_or_a_wrong_override_is_refused() {
    let desk = Desk::new();
    desk.run(&["bench", &world()]).ends(3, &["this file is a scenario"]);
    desk.run(&["bench", "nowhere.toml"]).ends(3, &["no such file"]);
    desk.run(&["bench", "--set", "recruiters.kapa_r=2"]).ends(3, &["nearest: recruiters.kappa_r"]);
    desk.run(&["bench", "--jobs", "0"]).ends(2, &[]);
    assert_eq!(desk.files(""), Vec::<String>::new());
}

/// Also: the standard study needs no file.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_measurement_with_130_and_no_record() {
    use std::io::{BufRead, BufReader, Read};
    let desk = Desk::new();
    let mut child = desk
        .command(&["bench", "--out", "record.json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut line = String::new();
    said.read_line(&mut line).expect("a line");
    assert!(line.contains("warming up"), "{line}");
    let sent = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(sent.expect("`kill` is there").success());
    said.read_to_string(&mut line).expect("the rest");
    let mut out = String::new();
    child.stdout.take().expect("it is piped").read_to_string(&mut out).expect("what it printed");
    assert_eq!(child.wait().expect("it ends").code(), Some(130), "{line}");
    assert!(line.contains("interrupted; nothing was written"), "{line}");
    assert_eq!(out, "");
    assert_eq!(desk.files(""), Vec::<String>::new());
}
