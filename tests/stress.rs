//! What takes too long for every run of the tests: random kills, and memory over a hundredfold of cells.
//! `cargo test --release --test stress -- --ignored --nocapture`

#[path = "command_line/bench.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod bench;
#[path = "command_line/writers.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod writers;

use amparo::draws::{Draws, Process};
use bench::*;
use std::time::{Duration, Instant};
use writers::Writer;

/// Kills of each command, unless `AMPARO_KILLS` says otherwise; a bench, which measures for seconds and writes once at its end, has
/// a quarter of them.
const KILLS: u64 = 60;

/// Commands that write, as the table of docs/results.md has them.
const COMMANDS: [&str; 9] = [
    "run",
    "compare",
    "diagnose",
    "optimise",
    "calibrate STUDY",
    "export FILE",
    "bench --record FILE",
    "optimise --write FILE",
    "calibrate STUDY --write",
];

#[test]
#[ignore = "some minutes; .ci/run runs it"]
fn whenever_a_command_is_killed_the_same_command_ends_with_the_same_bytes() {
    let wanted = std::env::var("AMPARO_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let waits = Draws::new(11).of(Process::Calibration);
    for (c, name) in COMMANDS.into_iter().enumerate() {
        let begun = Instant::now();
        let writer = Writer::new(name);
        let from = Instant::now();
        let numbers = writer.finishes();
        // Kills fall anywhere in a run, from before its first file to its last.
        let whole_us = u64::try_from(from.elapsed().as_micros()).expect("a short run");
        let wanted = if name.starts_with("bench") { wanted / 4 } else { wanted };
        let (mut kills, mut tries, mut rounds) = (0, 0, 0);
        while kills < wanted {
            writer.clear();
            loop {
                let mut child = writer.start();
                tries += 1;
                let wait = waits.with(c as u64).word(tries) % whole_us;
                std::thread::sleep(Duration::from_micros(500 + wait));
                if let Some(ended) = child.try_wait().expect("a child process") {
                    assert!(ended.success(), "{name}: {ended}");
                    break;
                }
                child.kill().expect("a running program");
                child.wait().expect("it ends");
                kills += 1;
                // What lasts as long as a whole run and keeps nothing would hardly ever end.
                if kills % 4 == 0 {
                    break;
                }
            }
            assert!(writer.finishes() == numbers, "{name}: other numbers after kills");
            rounds += 1;
        }
        println!("{name}: {kills} kills in {rounds} rounds, {:.0} s", begun.elapsed().as_secs_f64());
    }
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
