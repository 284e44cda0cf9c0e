//! What takes too long for every run of the tests: random kills, and memory over a hundredfold of cells.
//! `cargo test --release --test stress -- --ignored --nocapture`

#[path = "command_line/bench.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod bench;

use amparo::draws::{Draws, Process};
use bench::*;
use std::time::{Duration, Instant};

/// Kills that the stress run makes.
const KILLS: u64 = 200;

#[test]
#[ignore = "some minutes; .ci/run runs it"]
fn after_two_hundred_random_kills_every_table_has_the_same_bytes() {
    let desk = Desk::new();
    let study = study();
    let long = ["compare", &study, "--replicates", "20"];
    let start = |out: &str, jobs: &str| desk.start(&[&long[..], &["--jobs", jobs, "--out", out]].concat());
    let begun = Instant::now();
    desk.run(&[&long[..], &["--jobs", "1", "--out", "whole"]].concat()).ends(0, &[]);
    // Kills fall anywhere in a run, from before its first file to its report, which takes longer than many cells.
    let whole_us = u64::try_from(begun.elapsed().as_micros()).expect("a short run");
    let waits = Draws::new(11).of(Process::Calibration);
    let (mut kills, mut tries, mut rounds) = (0, 0, 0);
    while kills < KILLS {
        let out = format!("killed-{rounds}");
        loop {
            let mut child = start(&out, if tries % 2 == 0 { "1" } else { "3" });
            tries += 1;
            std::thread::sleep(Duration::from_micros(1_000 + waits.word(tries) % whole_us));
            if let Some(ended) = child.try_wait().expect("a child process") {
                assert!(ended.success(), "{ended}");
                break;
            }
            child.kill().expect("a running program");
            child.wait().expect("it ends");
            kills += 1;
        }
        desk.same_numbers("whole", &out);
        assert!(!desk.files(&out).iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
        std::fs::remove_dir_all(desk.dir.join(&out)).expect("a directory of results");
        rounds += 1;
    }
    println!("{kills} kills in {rounds} studies");
}

#[test]
#[ignore = "some minutes; .ci/run runs it"]
fn memory_stays_flat_from_a_hundred_to_ten_thousand_cells() {
    let desk = Desk::new();
    let study = study();
    let peak = |replicates: &str, out: &str| {
        desk.run(&["compare", &study, "--replicates", replicates, "--jobs", "2", "--out", out]).ends(0, &[]);
        let manifest: serde_json::Value =
            serde_json::from_slice(&desk.read(&format!("{out}/manifest.json"))).expect("JSON");
        let number = |name: &str| manifest[name].as_u64().unwrap_or_else(|| panic!("{name} in the manifest"));
        (number("cells"), number("peak_memory_bytes") as f64 / 1e6)
    };
    let (few, small) = peak("10", "few");
    let (many, large) = peak("1000", "many");
    println!("{few} cells: {small:.1} MB; {many} cells: {large:.1} MB");
    assert!(few <= 130 && many >= 10_000, "{few} and {many} cells");
    assert!(large < small + 12.0, "{small} MB for {few} cells, {large} MB for {many}");
}
