//! `amparo bench`: it needs no files, says the same in every format, and a record is written whole or not at all.

use crate::bench::*;

const FIGURES: [&str; 13] = [
    "agent_ticks_per_cpu_second",
    "approaches_per_cpu_second",
    "study_seconds",
    "baseline_week_milliseconds",
    "policy_week_milliseconds",
    "burn_in_week_milliseconds",
    "spawn_seconds",
    "unit_baseline_seconds",
    "policy_run_seconds",
    "tables_seconds",
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
    let ran = run(&desk, &toy(&["--format", "json", "--record", "records.jsonl"]));
    ran.ends(0, &["warming up"]);
    assert_eq!(desk.files(""), ["records.jsonl"]);
    let printed: serde_json::Value = serde_json::from_str(&ran.out).expect("the answer is JSON");
    let written: serde_json::Value = serde_json::from_slice(&desk.read("records.jsonl")).expect("the record is JSON");
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
        assert!(figure["value"].is_number() && figure["pieces"].as_array().expect("a list").len() >= 3, "{measured}");
    }
    let runs = |clock: &str| printed["sentinel"][clock].as_array().expect("a list").len();
    assert!(runs("wall") >= 8 && runs("wall") == runs("cpu"), "{}", printed["sentinel"]);
    assert!(printed["build"]["compiler"].as_str().expect("a name").starts_with("rustc 1."), "{}", printed["build"]);
    // What the record holds lets one repeat its normalisation.
    for figure in figures.iter().filter(|f| f["kind"] != "plain" && f["estimate"] == false) {
        let sentinel = printed["sentinel"][figure["clock"].as_str().expect("a clock")].as_array().expect("a list");
        let sentinel: Vec<f64> = sentinel.iter().map(|s| s.as_f64().expect("seconds")).collect();
        let mut pieces: Vec<f64> = figure["pieces"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|piece| {
                let after = usize::try_from(piece["after"].as_u64().expect("a number")).expect("a small one");
                let around = (sentinel[after] + sentinel.get(after + 1).unwrap_or(&sentinel[after])) / 2.0;
                let value = piece["value"].as_f64().expect("a number");
                if figure["kind"] == "rate" { value * around } else { value / around }
            })
            .collect();
        pieces.sort_by(f64::total_cmp);
        let median = (pieces[(pieces.len() - 1) / 2] + pieces[pieces.len() / 2]) / 2.0;
        let said = figure["normalised"].as_f64().expect("a number");
        assert!((median / said - 1.0).abs() < 1e-12, "{figure}");
    }
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
    assert_eq!(desk.files(""), Vec::<String>::new(), "nothing is written without --record");
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
    for (file, says) in [("nowhere/r.jsonl", "nowhere/r.jsonl"), ("taken/r.jsonl", "taken"), (".", "write")] {
        let ran = desk.run(&["bench", "--record", file]);
        ran.ends(1, &["error: cannot write", says]);
        assert!(ran.out.is_empty() && !ran.err.contains("warming up"), "{}{}", ran.out, ran.err);
    }
    assert_eq!(desk.files(""), ["taken"]);
}

/// The last record of a file.
fn last(desk: &Desk, file: &str) -> serde_json::Value {
    let text = String::from_utf8(desk.read(file)).expect("UTF-8");
    serde_json::from_str(text.lines().last().expect("a record")).expect("JSON")
}

#[test]
fn records_are_added_drawn_and_compared_with_the_last_and_what_became_slower_ends_with_4() {
    let desk = Desk::new();
    run(&desk, &toy(&["--record", "r.jsonl"])).ends(0, &[]);
    // A build for development, and most likely a busy machine: it says that it cannot tell.
    let ran = run(&desk, &toy(&["--record", "r.jsonl", "--against", "r.jsonl", "--chart", "speed.svg"]));
    ran.ends(0, &[]);
    assert!(ran.out.contains("Not comparable with the record of 20"), "{}", ran.out);
    assert_eq!(desk.files(""), ["r.jsonl", "speed.svg"]);
    assert_eq!(desk.read("r.jsonl").split(|b| *b == b'\n').filter(|line| !line.is_empty()).count(), 2);
    let chart = String::from_utf8(desk.read("speed.svg")).expect("UTF-8");
    assert!(chart.starts_with("<svg") && chart.contains("times what it was 1 record ago"), "{chart}");
    // The chart is made anew, somebody else's file is not replaced.
    run(&desk, &toy(&["--against", "r.jsonl", "--chart", "speed.svg"])).ends(0, &[]);
    desk.write("mine.svg", "<svg></svg>");
    run(&desk, &toy(&["--against", "r.jsonl", "--chart", "mine.svg"])).ends(3, &["mine.svg exists", "--force"]);
    run(&desk, &toy(&["--against", "r.jsonl", "--chart", "speed.gif"])).ends(3, &["ends in .svg or .png"]);
    run(&desk, &toy(&["--against", "none.jsonl"])).ends(3, &["none.jsonl", "no such file"]);
    desk.write("other.jsonl", "{}\n");
    run(&desk, &toy(&["--against", "other.jsonl"])).ends(3, &["line 1 is no record of speed"]);
    run(&desk, &toy(&["--record", "other.jsonl"]))
        .ends(3, &["other.jsonl exists, and is no file that this command wrote"]);
    let record = last(&desk, "r.jsonl");
    assert!(record["figures"].as_array().expect("a list").iter().all(|f| f["reference"].is_null()), "{record}");
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
        .command(&["bench", "--record", "records.jsonl"])
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
