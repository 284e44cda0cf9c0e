//! Inputs and outputs that once did harm: each ends as it should now.

use crate::bench::*;
use std::path::Path;

/// The shipped scenarios, copied to the desk, to be written to.
fn copied(desk: &Desk) {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a directory");
        for entry in std::fs::read_dir(from).expect("a directory").flatten() {
            let (path, to) = (entry.path(), to.join(entry.file_name()));
            if path.is_dir() { copy(&path, &to) } else { std::fs::copy(&path, &to).map(drop).expect("a copy") }
        }
    }
    copy(Path::new(&shipped("toy")), &desk.dir.join("toy"));
    std::fs::create_dir_all(desk.dir.join("madre-de-dios")).expect("a directory");
    let register = "madre-de-dios/parameters.csv";
    std::fs::copy(shipped(register), desk.dir.join(register)).expect("a copy");
}

/// Every file below the desk with its content.
fn everything(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    desk.files("").into_iter().filter(|f| !f.ends_with(".lock")).map(|f| (f.clone(), desk.read(&f))).collect()
}

const SEARCH: [&str; 6] = ["--evaluations", "10", "--training", "2", "--scoring", "2"];

#[test]
fn a_search_into_the_directory_of_the_inputs_changes_nothing() {
    let desk = Desk::new();
    copied(&desk);
    let before = everything(&desk);
    let search = [&["optimise", "toy/decision.toml", "--budget", "30000", "--out", "toy"][..], &SEARCH].concat();
    desk.run(&search).ends(3, &["toy holds files that are no results of this program", "--out"]);
    desk.run(&[&search[..], &["--fresh"]].concat()).ends(3, &["no results of this program"]);
    assert!(before == everything(&desk));
}

#[test]
fn no_command_erases_the_results_of_another() {
    let desk = Desk::new();
    let study = study();
    desk.run(&["compare", &study, "--replicates", "1", "--out", "d"]).ends(0, &[]);
    let before = everything(&desk);
    let world = world();
    let search = [&["optimise", &study, "--out", "d"][..], &SEARCH].concat();
    for command in [&["run", &world, "--out", "d"][..], &["diagnose", &world, "--out", "d"], &search] {
        desk.run(command).ends(3, &["d holds results of `amparo compare` (toy-study)", "--out", "--fresh"]);
        assert!(before == everything(&desk), "{command:?}");
    }
    // Asked for, what a manifest lists goes, and a user's file stays.
    desk.write("d/cells/mine.txt", "mine");
    desk.run(&["run", &world, "--out", "d", "--fresh"]).ends(0, &[]);
    assert!(desk.files("d/cells") == ["d/cells/mine.txt"] && !desk.files("d").contains(&"d/report.html".to_owned()));
    std::fs::remove_file(desk.dir.join("d/cells/mine.txt")).expect("the file");
    desk.holds_what_its_manifest_says("d");
}

#[test]
fn results_never_replace_the_inputs_they_are_made_from() {
    let desk = Desk::new();
    copied(&desk);
    std::fs::rename(desk.dir.join("toy/draws.csv"), desk.dir.join("toy/decision.csv")).expect("a table");
    let record = desk.dir.join("toy/draws.solved.toml");
    if record.exists() {
        std::fs::rename(record, desk.dir.join("toy/decision.solved.toml")).expect("its record");
    }
    let text = String::from_utf8(desk.read("toy/decision.toml")).expect("text").replace("draws.csv", "decision.csv");
    desk.write("toy/decision.toml", text);
    let before = everything(&desk);
    for more in [&[][..], &["--fresh"]] {
        let compare = ["compare", "toy/decision.toml", "--draws", "2", "--out", "toy"];
        desk.run(&[&compare[..], more].concat()).ends(3, &["toy holds files that are no results", "decision.csv"]);
    }
    assert!(before == everything(&desk));
}

/// An input that lies among the results, reached in whatever way.
#[cfg(unix)]
#[test]
fn an_input_among_the_results_is_found_through_links_and_other_spellings() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let world = world();
    desk.run(&["diagnose", &world, "--out", "d"]).ends(0, &[]);
    std::fs::create_dir(desk.dir.join("sub")).expect("a directory");
    symlink("d/survey.csv", desk.dir.join("linked.csv")).expect("a link");
    symlink("d", desk.dir.join("again")).expect("a link");
    let before = everything(&desk);
    for (survey, out) in [
        ("d/survey.csv", "d"),
        ("linked.csv", "d"),
        ("sub/../d/./survey.csv", "d"),
        ("again/survey.csv", "d"),
        ("d/survey.csv", "again"),
    ] {
        for more in [&[][..], &["--fresh"]] {
            let command = ["diagnose", &world, "--survey", survey, "--out", out];
            desk.run(&[&command[..], more].concat()).ends(3, &[survey, "is an input", "--out"]);
            assert!(before == everything(&desk));
        }
    }
}

#[test]
fn a_file_of_a_users_in_the_way_of_a_result_is_refused_and_others_stay() {
    let desk = Desk::new();
    let study = study();
    let compare = |more: &[&str]| desk.run(&[&["compare", &study, "--replicates", "1", "--out", "d"], more].concat());
    compare(&[]).ends(0, &[]);
    desk.write("d/notes.md", "mine");
    compare(&[]).ends(0, &[]);
    assert_eq!(desk.read("d/notes.md"), b"mine");
    // `two_part.csv` is a table of studies that match: this one has none, but a name of ours.
    desk.write("d/two_part.csv", "mine");
    compare(&[]).ends(3, &["two_part.csv would be written", "did not write", "--out"]);
    compare(&["--fresh"]).ends(3, &["two_part.csv"]);
    assert_eq!(desk.read("d/two_part.csv"), b"mine");
}

#[test]
fn calibration_that_did_not_fit_writes_nothing_and_names_the_bound() {
    let desk = Desk::new();
    copied(&desk);
    let text = String::from_utf8(desk.read("toy/baseline.toml")).expect("text");
    desk.write("toy/baseline.toml", text.replace("victims = 40\n", "victims = 4000\n"));
    let before = everything(&desk);
    let ran = desk.run(&["calibrate", "toy/baseline.toml", "--write", "--rounds", "3", "--worlds", "2"]);
    ran.ends(
        1,
        &["not every moment is close after 3 rounds", "recruiters.kappa_r is at its bound", "nothing was written"],
    );
    assert!(before == everything(&desk));
}

#[test]
fn rules_and_tables_replace_no_input_and_nothing_of_others() {
    let desk = Desk::new();
    copied(&desk);
    let search = |file: &str, more: &[&str]| {
        let command = ["optimise", "toy/decision.toml", "--budget", "30000", "--out", "o", "--write", file];
        desk.run(&[&command[..], &SEARCH, more].concat())
    };
    let before = everything(&desk);
    search("toy/decision.toml", &[]).ends(3, &["toy/decision.toml is an input", "--write"]);
    search("toy/crowded.toml", &["--force"]).ends(3, &["is an input"]);
    search("toy/policies/three.toml", &[]).ends(3, &["exists, and is no file that this command wrote", "--force"]);
    assert!(before == everything(&desk));
    search("rule.toml", &[]).ends(0, &[]);
    let rule = desk.read("rule.toml");
    search("rule.toml", &[]).ends(0, &[]);
    assert!(rule == desk.read("rule.toml"), "its own is written again");
    desk.write("rule.toml", [&rule[..], b"# edited\n"].concat());
    search("rule.toml", &[]).ends(3, &["--force"]);
    search("rule.toml", &["--force"]).ends(0, &[]);
    assert!(rule == desk.read("rule.toml"));
    search("o/result.json", &["--force"]).ends(3, &["one of a study's results"]);
    // A rule that was written is one that a study can name.
    let study = String::from_utf8(desk.read("toy/study.toml")).expect("text");
    let named = "\n[[policy]]\nname = \"found\"\nfile = \"../rule.toml\"\n";
    desk.write("toy/own.toml", study.replace("60_000", "30_000") + named);
    desk.run(&["check", "toy/own.toml"]).ends(0, &[]);

    desk.run(&["compare", "toy/study.toml", "--replicates", "1", "--out", "d"]).ends(0, &[]);
    let before = everything(&desk);
    desk.run(&["export", "d", "toy/draws.csv"]).ends(3, &["toy/draws.csv exists", "--force"]);
    desk.run(&["export", "d", "d/summary.csv", "--force"]).ends(3, &["one of a study's results"]);
    desk.run(&["bench", "toy/study.toml", "--quick", "--record", "toy/study.toml", "--force"])
        .ends(3, &["is an input"]);
    desk.run(&["bench", "toy/study.toml", "--quick", "--record", "toy/survey.csv"]).ends(3, &["exists", "--force"]);
    #[cfg(unix)]
    desk.run(&["bench", "toy/study.toml", "--quick", "--record", "/dev/null"]).ends(3, &["is a device or a pipe"]);
    assert!(before == everything(&desk));
}

/// A study over draws, with a second baseline, whose parts can be left out.
fn study_of(desk: &Desk, before: usize, used: usize, also: bool) {
    let decision = String::from_utf8(desk.read("toy/decision.toml")).expect("text");
    let mut text = decision
        .replace("[draws]\n", &format!("[draws]\nused = {used}\n"))
        .replace("before = 4\nsplit = 2\n", &format!("before = {before}\nsplit = 0\n"))
        .replace("replicates = 3", "replicates = 2");
    if also {
        text.push_str("\n[[also]]\nscenario = \"second.toml\"\ndraws.table = \"draws.csv\"\n");
    }
    desk.write("toy/shrinking.toml", text);
    desk.write("toy/second.toml", "based_on = \"crowded.toml\"\nname = \"second\"\ntitle = \"Second\"\n");
}

#[test]
fn a_study_made_smaller_leaves_tables_and_charts_as_if_it_had_been_so_at_once() {
    let desk = Desk::new();
    copied(&desk);
    let compare = |out: &str| desk.run(&["compare", "toy/shrinking.toml", "--out", out]).ends(0, &[]);
    study_of(&desk, 4, 8, true);
    compare("grown");
    let cells = |under: &str| desk.files(under).into_iter().filter(|f| f.contains("/cells/")).count();
    let (most, most_also) = (cells("grown/cells"), cells("grown/also"));
    let shown = |out: &str| -> Vec<(String, Vec<u8>)> {
        let of = |f: &String| !f.contains("/cells/") && !f.ends_with(".lock") && !f.ends_with("manifest.json");
        let files = desk.files(out).into_iter().filter(of).filter(|f| !f.ends_with("report.html"));
        files.map(|f| (f[out.len()..].to_owned(), desk.read(&f))).collect()
    };
    for (step, (before, used, also)) in [(0, 8, true), (0, 8, false), (0, 3, false)].into_iter().enumerate() {
        study_of(&desk, before, used, also);
        compare("grown");
        let whole = format!("whole-{step}");
        compare(&whole);
        let of_now = |f: &(String, Vec<u8>)| also || !f.0.starts_with("/also/second/resolved.toml");
        let now: Vec<_> = shown("grown").into_iter().filter(of_now).collect();
        let names = |files: &[(String, Vec<u8>)]| files.iter().map(|f| f.0.clone()).collect::<Vec<_>>();
        assert_eq!(names(&now), names(&shown(&whole)), "step {step}");
        assert!(now == shown(&whole), "step {step}");
        desk.holds_what_its_manifest_says("grown");
        let (own, at_once) = (format!("{step}-a.csv"), format!("{step}-b.csv"));
        desk.run(&["export", "grown", &own]).ends(0, &[]);
        desk.run(&["export", &whole, &at_once]).ends(0, &[]);
        assert!(desk.read(&own) == desk.read(&at_once), "what is kept aside is not exported");
    }
    // What was computed is kept: grown again, nothing is simulated.
    assert_eq!((cells("grown/cells"), cells("grown/also")), (most, most_also));
    study_of(&desk, 4, 8, true);
    compare("grown");
    for manifest in ["grown/manifest.json", "grown/also/second/manifest.json"] {
        let manifest: serde_json::Value = serde_json::from_slice(&desk.read(manifest)).expect("JSON");
        assert_eq!((&manifest["weeks_simulated"], &manifest["spare"]), (&0.into(), &serde_json::json!([])));
    }
    desk.holds_what_its_manifest_says("grown");
    desk.holds_what_its_manifest_says("grown/also/second");
    desk.run(&["compare", "toy/study.toml", "--replicates", "1", "--out", "grown", "--fresh"]).ends(0, &[]);
    assert!(!desk.dir.join("grown/also").exists(), "other baselines are gone with the rest");
    desk.holds_what_its_manifest_says("grown");
}

#[cfg(debug_assertions)]
#[test]
fn a_file_system_without_locks_is_named_with_what_to_do() {
    let desk = Desk::new();
    let study = study();
    let world = world();
    let search = [&["optimise", &study, "--out", "d"][..], &SEARCH].concat();
    let compare = ["compare", &study, "--replicates", "1", "--out", "d"];
    for command in [&compare[..], &["run", &world, "--out", "d"], &["diagnose", &world, "--out", "d"], &search] {
        let ran = desk.command(command).env("AMPARO_FAIL_STEP", "1:locks").output().expect("the program starts");
        Ran::of(ran).ends(1, &["the file system of d does not lock files", "a local disk with --out"]);
    }
}

#[cfg(unix)]
#[test]
fn links_named_as_our_own_files_are_not_followed() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    std::fs::create_dir(desk.dir.join("d")).expect("a directory");
    desk.write("mine", "mine");
    symlink("../mine", desk.dir.join("d/.lock")).expect("a link");
    desk.run(&["run", &world(), "--out", "d"]).ends(3, &["d/.lock is no plain file", "not followed"]);
    assert_eq!(desk.read("mine"), b"mine");
}
