//! A study taken up again: after a kill, after damage, with more replicates.

use crate::bench::*;

const LONG: [&str; 4] = ["--replicates", "12", "--jobs", "2"];

#[test]
fn a_killed_study_taken_up_again_has_the_bytes_of_one_that_was_not() {
    let desk = Desk::new();
    let study = study();
    let mut child = desk.start(&[&["compare", &study, "--out", "killed"], &LONG[..]].concat());
    desk.wait_for_cells("killed", 3);
    child.kill().expect("a running program");
    child.wait().expect("it ends");
    assert!(!desk.dir.join("killed/manifest.json").exists(), "it was killed before its end");
    let kept = desk.files("killed/cells").iter().filter(|f| f.ends_with(".cell")).count();
    desk.run(&[&["compare", &study, "--out", "killed"], &LONG[..]].concat()).ends(0, &[]);
    desk.run(&[&["compare", &study, "--out", "whole"], &LONG[..]].concat()).ends(0, &[]);
    assert!(kept >= 3, "finished cells were kept");
    desk.same_numbers("killed", "whole");
    assert!(!desk.files("killed").iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
}

#[test]
fn what_is_stored_is_not_run_again_unless_asked() {
    let desk = Desk::new();
    let weeks = |more: &[&str]| {
        desk.run(&[&["compare", &study(), "--replicates", "2", "--out", "a"], more].concat()).ends(0, &[]);
        let manifest: serde_json::Value = serde_json::from_slice(&desk.read("a/manifest.json")).expect("JSON");
        manifest["weeks_simulated"].as_u64().expect("a count")
    };
    let all = weeks(&[]);
    assert!(all > 0);
    let before = desk.read("a/result.json");
    assert_eq!(weeks(&[]), 0);
    assert_eq!(weeks(&["--fresh"]), all);
    assert!(before == desk.read("a/result.json"));
    assert!(weeks(&["--seed", "2"]) > 0, "another seed is another study");
}

#[test]
fn a_damaged_cell_is_named_and_run_again() {
    let desk = Desk::new();
    let study = study();
    let again = || desk.run(&["compare", &study, "--replicates", "2", "--out", "a"]);
    again().ends(0, &[]);
    let sound = desk.read("a/result.json");
    let cut = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    let spoilt = |bytes: &[u8]| {
        let mut changed = bytes.to_vec();
        let at = changed.len() - 20;
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        changed
    };
    let emptied = |_: &[u8]| Vec::new();
    let replaced = |_: &[u8]| b"\xff\xfe not text".to_vec();
    for (file, damage) in [
        ("r00001-both.cell", &cut as &dyn Fn(&[u8]) -> Vec<u8>),
        ("r00000-baseline.cell", &spoilt),
        ("r00000-information.cell", &emptied),
        ("drivers.cell", &replaced),
    ] {
        let path = format!("a/cells/{file}");
        let whole = desk.read(&path);
        desk.write(&path, damage(&whole));
        again().ends(0, &[file]);
        assert!(desk.read(&path) == whole, "{file} is whole again");
        assert!(sound == desk.read("a/result.json"));
    }
}
