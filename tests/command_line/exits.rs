//! How the program ends: 0 done, 1 failed, 2 wrong usage, 3 invalid input (130 is in `signals`).

use crate::bench::*;

#[test]
fn wrong_usage_ends_with_2_and_writes_nothing() {
    let desk = Desk::new();
    let (study, world) = (study(), world());
    let wrong: &[&[&str]] = &[
        &[],
        &["fly"],
        &["run"],
        &["compare"],
        &["explain", "one", "two"],
        &["run", &world, "--nope"],
        &["run", &world, "--seed", "-1"],
        &["run", &world, "--seed", "99999999999999999999"],
        &["run", &world, "--threads", "0"],
        &["run", &world, "--format", "xml"],
        &["run", &world, "--set"],
        &["compare", &study, "--replicates", "0"],
        &["compare", &study, "--replicates", "many"],
        &["compare", &study, "--jobs", "0"],
        &["compare", &study, "--threads", "0"],
        &["calibrate", &world, "--worlds", "0"],
    ];
    for arguments in wrong {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.out.is_empty(), "{arguments:?} writes to standard output: {}", ran.out);
        assert!(ran.err.contains("Usage:") || ran.err.contains("error:"), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(desk.files(""), Vec::<String>::new());
}

#[test]
fn invalid_input_ends_with_3_and_writes_nothing() {
    let desk = Desk::new();
    let (study, world) = (study(), world());
    let (folder, table) = (shipped("toy"), shipped("toy/towns.csv"));
    let wrong: &[(&[&str], &str)] = &[
        (&["run", "nowhere.toml"], "no such file"),
        (&["compare", "nowhere.toml"], "no such file"),
        (&["calibrate", "nowhere.toml"], "no such file"),
        (&["run", &folder], "is a directory"),
        (&["run", &table], "a table of towns is given where a scenario is wanted"),
        (&["run", &study], "this file is a study, for `amparo compare`"),
        (&["compare", &world], "this file is a scenario, for `amparo run`"),
        (&["run", &world, "--set", "population.scale=11"], "expected a number from 1 to 10"),
        (&["compare", &study, "--set", "population.scale=11"], "expected a number from 1 to 10"),
        (&["run", &world, "--set", "nonsense=1"], "unknown parameter `nonsense`"),
        (&["run", &world, "--set", "recruiters.kapa_r=2"], "nearest: recruiters.kappa_r"),
        (&["run", &world, "--set", "recruiters.kappa_r"], "there is no `=`"),
        (&["run", &world, "--set", "=2"], "no name before the `=`"),
        (&["run", &world, "--set", "recruiters.kappa_r=two"], "`two` is not a number"),
        (&["run", &world, "--set", "recruiters.kappa_r=nan"], "`nan` is not a number"),
        (&["explain", "nonsense"], "nothing is called `nonsense`"),
        (&["explain", "recruiters.kappa"], "nearest: recruiters.kappa_r"),
        (&["explain", "recruiters", "--register", "nowhere.csv"], "no such file"),
    ];
    for (arguments, says) in wrong {
        let ran = desk.run(arguments);
        assert_eq!(ran.code, Some(3), "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.starts_with("error: "), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{arguments:?} says nothing of {says:?}:\n{}", ran.err);
        assert!(ran.out.is_empty(), "{arguments:?} writes to standard output: {}", ran.out);
    }
    assert_eq!(desk.files(""), Vec::<String>::new());
}

#[test]
fn a_directory_in_use_ends_with_1() {
    let desk = Desk::new();
    let held = desk.dir.join("held");
    std::fs::create_dir_all(&held).expect("a temporary directory");
    let lock = std::fs::File::create(held.join(".lock")).expect("a writable directory");
    lock.lock().expect("a lock");
    desk.run(&["compare", &study(), "--out", "held"]).ends(1, &["held is in use by another run", "--out"]);
    desk.run(&["run", &world(), "--out", "held"]).ends(1, &["held is in use by another run"]);
    lock.unlock().expect("a lock");
    desk.run(&["run", &world(), "--out", "held"]).ends(0, &[]);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let desk = Desk::new();
    desk.write("taken", "a file");
    desk.run(&["run", &world(), "--out", "taken"]).ends(3, &["taken is a file, not a directory", "--out"]);
    desk.run(&["compare", &study(), "--out", "taken/below"]).ends(1, &["error: cannot", "taken"]);
    assert_eq!(desk.files(""), ["taken"]);
}

#[test]
fn results_go_to_standard_output_and_progress_to_standard_error() {
    let desk = Desk::new();
    let loud = desk.run(&["compare", &study(), "--replicates", "2", "--out", "a", "--format", "csv"]);
    loud.ends(0, &["2 replicates", "charts and report"]);
    assert!(loud.out.starts_with("policy,title,window,outcome,unit,baseline,difference,"), "{}", loud.out);
    assert_eq!(loud.out.as_bytes(), desk.read("a/effects.csv"));
    assert!(!loud.err.contains('\x1b'), "no escape codes where no terminal listens: {}", loud.err);
    let quiet = desk.run(&["compare", &study(), "--replicates", "2", "--out", "b", "--quiet"]);
    quiet.ends(0, &[]);
    assert_eq!(quiet.err, "");
    assert!(quiet.out.contains("report: b"), "{}", quiet.out);
}

#[test]
fn without_out_results_go_to_a_directory_under_output_named_by_study_and_inputs() {
    let desk = Desk::new();
    let name = |replicates: &str| {
        let ran = desk.run(&["compare", &study(), "--replicates", replicates, "--quiet"]);
        let line = ran.out.lines().find_map(|l| l.strip_prefix("report: ")).unwrap_or_default().to_string();
        let digits = line.strip_prefix("output/toy-study-").and_then(|l| l.strip_suffix("/report.html"));
        let digits = digits.unwrap_or_else(|| panic!("{}{}", ran.out, ran.err));
        assert!(digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()), "{line}");
        assert!(desk.dir.join(&line).is_file(), "{line}");
        line
    };
    let first = name("1");
    assert_eq!(first, name("1"));
    assert_ne!(first, name("2"));
    desk.run(&["run", &world(), "--seed", "5"]).ends(0, &[]);
    assert!(desk.files("output").iter().any(|f| f.contains("/toy-") && f.contains("-seed5/manifest.json")));
}

#[test]
fn what_can_be_explained_is_explained() {
    let desk = Desk::new();
    for (what, says) in [
        ("recruiters.kappa_r", "contacts/week"),
        ("recruiters", "recruiters.kappa_r"),
        ("interventions", "aftercare"),
        ("app", "app.cost_app_fixed"),
        ("schedule", "approaches"),
    ] {
        let ran = desk.run(&["explain", what]);
        ran.ends(0, &[]);
        assert!(ran.out.contains(says), "{what}: {}", ran.out);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_gone_away_is_no_error() {
    let desk = Desk::new();
    // Both ends closed before anything is written, on standard output and on standard error.
    let gone = || {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        writer
    };
    for arguments in [["compare", &study()], ["run", &world()], ["explain", "schedule"], ["run", "--help"]] {
        let ran = desk.command(&arguments).stdout(gone()).stderr(gone()).status().expect("the program starts");
        assert_eq!(ran.code(), Some(0), "{arguments:?}");
    }
    let wrong = desk.command(&["run", "nowhere.toml"]).stderr(gone()).status().expect("the program starts");
    assert_eq!(wrong.code(), Some(3));
}

/// Every command at its quickest, and how it ends where all is well; those that need the results of an earlier one stand behind it.
#[cfg(unix)]
fn every_command(desk: &Desk) -> Vec<(Vec<String>, i32)> {
    let (study, world, surveyed) = (study(), world(), shipped("toy/surveyed.toml"));
    let effects = shipped("madre-de-dios/trials.csv");
    desk.run(&["compare", &study, "--replicates", "1", "--out", "c", "--quiet"]).ends(0, &[]);
    let commands: &[(&[&str], i32)] = &[
        (&["run", &world, "--out", "a"], 0),
        (&["compare", &study, "--replicates", "1", "--out", "c"], 0),
        (&["compare", &study, "--replicates", "1", "--out", "c", "--format", "json"], 0),
        (&["compare", &study, "--replicates", "1", "--out", "c", "--format", "csv"], 0),
        (&["diagnose", &surveyed, "--out", "d"], 0),
        (&["trials", &world, "--trials", &effects, "--draws", "8", "--out", "t"], 0),
        (&["check", &study, &world], 0),
        // One round is too few.
        (&["calibrate", &world, "--worlds", "1", "--rounds", "1"], 1),
        (&["optimise", &study, "--evaluations", "30", "--training", "2", "--scoring", "2", "--out", "o"], 0),
        (&["export", "c", "cells.csv"], 0),
        (&["bench", &study, "--quick"], 0),
        (&["explain"], 0),
        (&["explain", "recruiters"], 0),
    ];
    let owned = |list: &[&str]| list.iter().map(|argument| (*argument).to_owned()).collect();
    commands.iter().map(|(list, code)| (owned(list), *code)).collect()
}

#[cfg(unix)]
#[test]
fn every_command_ends_as_usual_where_nobody_reads_what_it_says() {
    let desk = Desk::new();
    for (arguments, code) in every_command(&desk) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        // Readers that went away, and standard streams that were closed before it began.
        let gone = || {
            let (reader, writer) = std::io::pipe().expect("a pipe");
            drop(reader);
            writer
        };
        let ran = desk.command(&arguments).stdout(gone()).stderr(gone()).status().expect("the program starts");
        assert_eq!(ran.code(), Some(code), "{arguments:?} with readers gone");
        let mut closed = std::process::Command::new("sh");
        closed.current_dir(&desk.dir).args(["-c", "exec \"$0\" \"$@\" >&- 2>&- <&-", env!("CARGO_BIN_EXE_amparo")]);
        let ran = closed.args(&arguments).status().expect("a shell");
        assert_eq!(ran.code(), Some(code), "{arguments:?} with streams closed");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_whose_results_cannot_be_printed_ends_with_1_and_says_so() {
    let desk = Desk::new();
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
    for (arguments, code) in every_command(&desk) {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = desk.command(&arguments).stdout(full()).output().expect("the program starts");
        Ran::of(output).ends(1, &["cannot write results to standard output", "No space left"]);
        // What cannot be said is no reason to fail.
        let ran = desk.command(&arguments).stdout(std::process::Stdio::null()).stderr(full()).status();
        assert_eq!(ran.expect("the program starts").code(), Some(code), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_ends_with_1() {
    let desk = Desk::new();
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
    let output = desk.command(&["run", &world(), "--quiet"]).stdout(full).output().expect("the program starts");
    Ran::of(output).ends(1, &["cannot write results to standard output", "No space left"]);
}
