//! Ctrl-C: prompt, exit code 130, and what was finished is kept.

use crate::bench::*;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("`kill` is there");
    assert!(sent.success());
}

#[test]
fn ctrl_c_ends_promptly_with_130_and_keeps_what_was_finished() {
    let desk = Desk::new();
    let study = study();
    let long = ["compare", &study, "--replicates", "400", "--out", "a"];
    let mut child = desk.start(&long);
    desk.wait_for_cells("a", 4);
    interrupt(&child);
    let asked = Instant::now();
    let status = child.wait().expect("it ends");
    assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
    assert_eq!(status.code(), Some(130));
    let kept = desk.files("a/cells");
    assert!(kept.len() >= 4, "{kept:?}");
    assert!(!desk.files("a").iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
    assert!(!desk.dir.join("a/result.json").exists());
    let bytes: Vec<_> = kept.iter().map(|f| desk.read(f)).collect();
    desk.run(&["compare", &study, "--replicates", "2", "--out", "a"]).ends(0, &[]);
    for (file, before) in kept.iter().zip(bytes) {
        assert!(before == desk.read(file), "{file} was run again");
    }
}

#[test]
fn an_interrupted_study_says_how_to_go_on() {
    let desk = Desk::new();
    let study = study();
    let child = desk
        .command(&["compare", &study, "--replicates", "400", "--out", "a"])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    desk.wait_for_cells("a", 1);
    interrupt(&child);
    Ran::of(child.wait_with_output().expect("it ends")).ends(130, &["interrupted", "kept"]);
}
