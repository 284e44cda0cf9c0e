//! What takes too long for every run of the tests: random kills, and memory over a hundredfold of cells.
//! `cargo test --release --test stress -- --ignored --nocapture`

#[path = "command_line/bench.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod bench;
#[path = "command_line/writers.rs"]
#[allow(dead_code, reason = "each test file uses its own part")]
mod writers;

use amparo::draws::{Draws, Process};
use amparo::files::load_study;
use amparo::policy::VOCABULARY;
use amparo::study::Cell;
use amparo::study::pack::{Pack, Writer as PackWriter};
use amparo::study::packs::Packs;
use amparo::study::plan::planned;
use amparo::study::shards::{Shard, dealt};
use bench::*;
use std::collections::BTreeMap;
use std::path::Path;
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

/// Shards that made-up cells are in.
const SHARDS: u32 = 16;

/// Fills a directory with the cells of a study of the toy world: those of its first world, under the names and keys of all others.
fn fill(desk: &Desk, out: &str, replicates: usize) -> usize {
    let words = replicates.to_string();
    let first = format!("1/{replicates}");
    desk.run(&["compare", &study(), "--replicates", &words, "--shard", &first, "--out", out]).ends(0, &[]);
    let mut study = load_study(Path::new(&study()), &VOCABULARY, &[]).expect("a shipped study");
    study.replicates = replicates;
    let folder = desk.dir.join(out).join("cells");
    let made = Packs::of(std::slice::from_ref(&folder));
    let mut models: BTreeMap<String, Cell> = BTreeMap::new();
    for name in made.all_names(false).into_iter().filter(|name| name.starts_with('d') && name.ends_with(".cell")) {
        let Ok(Some(body)) = made.any(&name) else { continue };
        let Ok(cell) = Cell::from_bytes(&body) else { continue };
        models.insert(format!("{} {}", cell.id.arm, cell.id.run.name()), cell);
    }
    let dealt = dealt(&[&study], SHARDS).remove(0);
    let mut packs: Vec<Pack> = (1..=SHARDS)
        .map(|number| {
            let writer = PackWriter::here("toy-study", Some(Shard { number, of: SHARDS }));
            Pack::begin(&folder, &writer).expect("a pack")
        })
        .collect();
    let mut cells = 0;
    for ((_, of_unit), shard) in planned(&study).zip(dealt) {
        for (id, key) in of_unit {
            cells += 1;
            let model = &models[&format!("{} {}", id.arm, id.run.name())];
            // The first world is there.
            if model.id != id {
                let name = id.file_name();
                let body = Cell { id, key, ..model.clone() }.to_bytes().expect("bytes");
                let key = Cell::from_bytes(&body).expect("a cell").key;
                packs[shard as usize - 1].add(&name, &key, &body).expect("a record");
            }
        }
    }
    packs.into_iter().for_each(|pack| pack.end().expect("its end"));
    cells
}

/// Rows of what tables need are kept of every cell, some hundred bytes; nothing else grows with their number. By hand with a million
/// (`AMPARO_CELLS=1000000`).
#[test]
#[ignore = "some minutes; .ci/run runs it"]
fn many_cells_are_gathered_at_a_thousand_a_second_and_memory_grows_by_their_rows_alone() {
    let most = std::env::var("AMPARO_CELLS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000_usize);
    let desk = Desk::new();
    let mut measured = Vec::new();
    for replicates in [100, most / 10] {
        let out = format!("of-{replicates}");
        let begun = Instant::now();
        let cells = fill(&desk, &out, replicates);
        let filled = begun.elapsed().as_secs_f64();
        let bytes: u64 = desk.files(&out).iter().map(|f| desk.dir.join(f).metadata().map_or(0, |of| of.len())).sum();
        let begun = Instant::now();
        desk.run(&["gather", &study(), &out, "--replicates", &replicates.to_string(), "--jobs", "2"]).ends(0, &[]);
        let seconds = begun.elapsed().as_secs_f64();
        let manifest: serde_json::Value =
            serde_json::from_slice(&desk.read(&format!("{out}/manifest.json"))).expect("JSON");
        assert_eq!(manifest["cells"].as_u64(), Some(cells as u64));
        let memory = manifest["peak_memory_bytes"].as_f64().expect("bytes");
        println!(
            "{cells} cells, {bytes} bytes: filled in {filled:.0} s, gathered in {seconds:.1} s with {:.1} MB",
            memory / 1e6
        );
        measured.push((cells as f64, memory, seconds));
    }
    let [(few, small, _), (many, large, seconds)] = measured[..] else { unreachable!("two sizes") };
    let of_a_cell = (large - small) / (many - few);
    println!("{of_a_cell:.0} bytes per cell");
    assert!(of_a_cell < MOST_OF_A_CELL, "{of_a_cell} bytes per cell");
    assert!(seconds < 30.0 + many / 1000.0, "{seconds} s for {many} cells");
}

/// Most bytes of memory that gathering takes for each cell.
const MOST_OF_A_CELL: f64 = 900.0;
