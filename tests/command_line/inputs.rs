//! What is named on the command line is read, or refused at once.

use crate::bench::*;
use std::process::Command;
use std::time::{Duration, Instant};

/// Refused within a moment: nothing is waited for.
#[cfg(unix)]
#[track_caller]
fn refused_at_once(desk: &Desk, arguments: &[&str], parts: &[&str]) {
    let started = Instant::now();
    let ran = desk.run(arguments);
    assert!(started.elapsed() < Duration::from_secs(20), "{arguments:?} took {:?}", started.elapsed());
    assert_eq!(ran.code, Some(3), "{arguments:?}: {}{}", ran.out, ran.err);
    for part in parts {
        assert!(ran.err.contains(part), "`{part}` is not in: {}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn devices_pipes_and_directories_are_refused_wherever_a_file_is_named() {
    let desk = Desk::new();
    let pipe = desk.dir.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe for the test");
    let (pipe, world) = (pipe.display().to_string(), world());
    for file in ["/dev/zero", pipe.as_str()] {
        for command in ["check", "run", "compare", "calibrate", "diagnose", "optimise"] {
            refused_at_once(&desk, &[command, file], &["it is a device or a pipe", file]);
        }
        refused_at_once(&desk, &["diagnose", &world, "--survey", file], &["it is a device or a pipe", file]);
        refused_at_once(&desk, &["explain", "decision.theta", "--register", file], &["it is a device or a pipe", file]);
    }
    let folder = desk.dir.display().to_string();
    refused_at_once(&desk, &["check", &folder], &["it is a directory", &folder]);
    // Named in a file, they are shown where they are named.
    for key in ["register", "departments", "towns", "communities"] {
        desk.write("world.toml", format!("name = \"w\"\nbased_on = {world:?}\n{key} = \"/dev/zero\"\n"));
        let at = format!("world.toml:3:{}", key.len() + 4);
        refused_at_once(&desk, &["check", "world.toml"], &["it is a device or a pipe", &at]);
    }
    desk.write("world.toml", "name = \"w\"\nbased_on = \"/dev/zero\"\n");
    refused_at_once(&desk, &["check", "world.toml"], &["it is a device or a pipe", "world.toml:2:12"]);
}

#[test]
fn a_register_of_ones_own_is_explained() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(shipped("madre-de-dios/parameters.csv")).expect("a shipped file");
    let own = text.replace("decision.theta,theta,7.07", "decision.theta,theta,6.5");
    assert_ne!(own, text);
    desk.write("own.csv", &own);
    let ran = desk.run(&["explain", "decision.theta", "--register", "own.csv"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("6.5"), "{}", ran.out);
    desk.write("own.csv", own.replace("theta,6.5", "theta,65"));
    let ran = desk.run(&["explain", "decision.theta", "--register", "own.csv"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.err.contains("own.csv:") && ran.err.contains("out of range"), "{}", ran.err);
}

#[test]
fn check_tells_everything_wrong_with_every_file_at_once() {
    let desk = Desk::new();
    let (study, world) = (study(), world());
    desk.write("two.toml", format!("name = \"a b\"\nscenario = '{world}'\nreplicate = 3\n"));
    let ran = desk.run(&["check", "two.toml", &study, "three.toml"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.out.contains("a valid study"), "{}", ran.out);
    for part in [
        "two.toml:1:8",
        "`name` is `a b`, not a name",
        "unknown key `replicate`",
        "two.toml:3:1",
        "nearest: replicates",
        "missing key `budget_soles_per_year`",
        "missing key `policy`",
        "cannot read `three.toml`",
    ] {
        assert!(ran.err.contains(part), "`{part}` is not in:\n{}", ran.err);
    }
    let ran = desk.run(&["check", "two.toml", &world, "--format", "json", "--set", "decision.theta=7"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((said[0]["valid"].as_bool(), said[1]["valid"].as_bool()), (Some(false), Some(true)));
    assert_eq!((said[1]["kind"].as_str(), said[1]["set"]["decision.theta"].as_f64()), (Some("scenario"), Some(7.0)));
    let problems = said[0]["problems"].as_array().expect("a list");
    let unknown = problems.iter().find(|one| one["line"] == 3).expect("the unknown key");
    assert_eq!((unknown["column"].as_u64(), unknown["nearest"].as_str()), (Some(1), Some("replicates")));
    assert!(unknown["message"] == "unknown key `replicate`" && unknown["file"] == "two.toml", "{unknown}");
    assert!(unknown["expected"].as_str().is_some_and(|expected| expected.contains("one of: name")), "{unknown}");
    assert_eq!(problems.len(), 4, "{problems:?}");
    // What is allowed but worth knowing is told too.
    let ran = desk.run(&["check", &world, "--format", "json", "--set", "population.scale=6"]);
    let said: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(said[0]["warnings"][0].as_str().is_some_and(|warning| warning.contains("population.scale")), "{said}");
}

#[test]
fn a_schema_is_printed_for_each_kind_of_file() {
    let desk = Desk::new();
    for kind in ["scenario", "study", "policy"] {
        let ran = desk.run(&["schema", kind]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let schema: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["title"].as_str(), Some(format!("amparo {kind}").as_str()));
    }
    assert_eq!(desk.run(&["schema", "scenarios"]).code, Some(2));
}

#[test]
fn no_character_of_a_file_steers_the_terminal() {
    let desk = Desk::new();
    std::fs::write(desk.dir.join("bad.toml"), "name = \"w\u{9b}2J\u{202e}\"\n\"\u{2066}key\" = 1 # \u{85}\n")
        .expect("a file");
    let ran = desk.run(&["check", "bad.toml"]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.err.contains("bad.toml:"), "{}", ran.err);
    assert!(!ran.err.chars().any(|c| amparo::text::steers(c) && c != '\n'), "{:?}", ran.err);
}
