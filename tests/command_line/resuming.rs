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
    assert_eq!(desk.state("killed"), "under way", "it was killed before its end");
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
    let manifest = |replicates: &str, more: &[&str]| -> serde_json::Value {
        desk.run(&[&["compare", &study(), "--replicates", replicates, "--out", "a"], more].concat()).ends(0, &[]);
        serde_json::from_slice(&desk.read("a/manifest.json")).expect("JSON")
    };
    let weeks = |manifest: &serde_json::Value| manifest["weeks_simulated"].as_u64().expect("a count");
    let first = manifest("2", &[]);
    let all = weeks(&first);
    assert!(all > 0);
    let before = desk.read("a/result.json");
    let again = manifest("2", &[]);
    assert_eq!(weeks(&again), 0);
    // What a run tells of its time is what its cells took, whoever made tables of them since.
    for fact in ["wall_seconds", "cpu_seconds"] {
        assert!(
            first[fact].as_f64() > Some(0.0) && again[fact] == first[fact],
            "{fact}: {} {}",
            first[fact],
            again[fact]
        );
    }
    let more = manifest("3", &[]);
    assert!(weeks(&more) > 0 && more["cpu_seconds"].as_f64() > first["cpu_seconds"].as_f64());
    assert_eq!(weeks(&manifest("2", &["--fresh"])), all);
    assert!(before == desk.read("a/result.json"));
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
        changed[at] ^= 1;
        changed
    };
    let emptied = |_: &[u8]| Vec::new();
    let replaced = |_: &[u8]| b"\xff\xfe not text".to_vec();
    for (file, damage) in [
        ("d00000-r00001-both-all.cell", &cut as &dyn Fn(&[u8]) -> Vec<u8>),
        ("d00000-r00000-baseline-all.cell", &spoilt),
        ("d00000-r00000-information-all.cell", &emptied),
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

#[test]
fn a_changed_study_is_refused_with_the_difference_until_told_to_replace_it() {
    let desk = Desk::new();
    let study = study();
    let again = |more: &[&str]| desk.run(&[&["compare", &study, "--replicates", "2", "--out", "a"], more].concat());
    again(&[]).ends(0, &[]);
    let before = desk.files("a");
    let bytes: Vec<_> = before.iter().map(|f| desk.read(f)).collect();
    again(&["--seed", "2"]).ends(3, &["a holds results of other inputs", "study.seed: 1 → 2", "--out", "--fresh"]);
    again(&["--set", "decision.theta=9"]).ends(3, &["parameters.decision.theta: 11.0 → 9.0"]);
    assert_eq!(before, desk.files("a"));
    assert!(before.iter().zip(bytes).all(|(f, b)| desk.read(f) == b), "a refusal changes nothing");
    again(&["--seed", "2", "--fresh"]).ends(0, &[]);
    again(&["--seed", "2"]).ends(0, &["every cell was stored already"]);
}

#[test]
fn fresh_removes_what_the_program_wrote_and_nothing_else() {
    let desk = Desk::new();
    let study = study();
    let fresh = |out: &str| desk.run(&["compare", &study, "--replicates", "2", "--fresh", "--out", out]);
    fresh("a").ends(0, &[]);
    let mine = [
        "cells/mine.txt",
        "cells/d99998-r00000-mine-all.cell",
        "charts/notes.md",
        "charts/mine.svg",
        "series/list.csv",
        "also/mine.txt",
        "mine.csv",
    ];
    std::fs::create_dir_all(desk.dir.join("a/also")).expect("a directory");
    mine.iter().for_each(|file| desk.write(&format!("a/{file}"), "mine"));
    // A cell of a study that was larger, which no complete manifest lists.
    let cell = desk.read("a/cells/d00000-r00000-baseline-all.cell");
    desk.write("a/cells/d99999-r00000-old-all.cell", cell);
    fresh("a").ends(0, &[]);
    assert!(mine.iter().all(|file| desk.read(&format!("a/{file}")) == b"mine"));
    assert!(!desk.dir.join("a/cells/d99999-r00000-old-all.cell").exists(), "old cells go");
    // A directory that holds no results of this program: nothing is touched, nothing added.
    std::fs::create_dir_all(desk.dir.join("b")).expect("a directory");
    desk.write("b/resolved.toml", "mine = 1\n");
    desk.write("b/table.csv", "mine");
    fresh("b").ends(3, &["no results of this program", "resolved.toml, table.csv", "--out"]);
    assert_eq!(desk.files("b"), ["b/resolved.toml", "b/table.csv"]);
    assert!(desk.read("b/resolved.toml") == b"mine = 1\n" && desk.read("b/table.csv") == b"mine");
}

#[test]
fn a_study_may_grow_by_replicates_and_has_the_bytes_of_one_that_was_large_at_once() {
    let desk = Desk::new();
    let study = study();
    let run = |out: &str, replicates: &str, jobs: &str| {
        desk.run(&["compare", &study, "--replicates", replicates, "--jobs", jobs, "--out", out]).ends(0, &[]);
    };
    run("grown", "2", "1");
    run("grown", "5", "2");
    run("whole", "5", "1");
    desk.same_numbers("grown", "whole");
}

/// A file size limit stands for a disk that is full: writes fail in the same place.
#[cfg(unix)]
#[test]
fn a_full_disk_ends_cleanly_and_the_study_goes_on_once_there_is_room() {
    let desk = Desk::new();
    let study = study();
    let program = env!("CARGO_BIN_EXE_amparo");
    // No file may grow beyond one block of 512 or 1,024 bytes; the signal that comes with it is ignored.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec {program} compare {study} --replicates 2 --out a --quiet");
    let full = std::process::Command::new("sh").args(["-c", &script]).current_dir(&desk.dir).output().expect("a shell");
    Ran::of(full).ends(1, &["cannot write"]);
    assert!(!desk.files("a").iter().any(|f| f.ends_with(".unfinished")), "nothing half written stays");
    assert_eq!(desk.files("a"), Vec::<String>::new(), "not even its manifest fitted");
    desk.run(&["compare", &study, "--replicates", "2", "--out", "a"]).ends(0, &[]);
    desk.run(&["compare", &study, "--replicates", "2", "--out", "whole"]).ends(0, &[]);
    desk.same_numbers("a", "whole");
}

#[test]
fn check_says_what_would_run_and_what_is_stored_and_writes_nothing() {
    let desk = Desk::new();
    let study = study();
    let estimates = |more: &[&str]| desk.json(&[&["check", &study], more].concat())[0]["estimates"].clone();
    let fresh = estimates(&["--out", "a"]);
    let cells = fresh[0]["cells"].as_u64().expect("a count");
    assert_eq!(fresh[0]["stored"], 0);
    assert!(fresh[0]["weeks"].as_u64() > Some(0) && fresh[0]["seconds"].as_f64() > Some(0.0), "{fresh}");
    assert!(desk.files("").is_empty(), "nothing is written");
    desk.run(&["compare", &study, "--out", "a"]).ends(0, &[]);
    let done = estimates(&["--out", "a"]);
    assert_eq!((done[0]["cells"].as_u64(), done[0]["stored"].as_u64()), (Some(cells), Some(cells)));
    assert_eq!(done[0]["weeks"], 0);
    let manifest: serde_json::Value = serde_json::from_slice(&desk.read("a/manifest.json")).expect("JSON");
    assert_eq!(manifest["cells"].as_u64(), Some(cells));
    // A trial of a few weeks tells the size of cells to within a half.
    let (told, taken) = (fresh[0]["cell_bytes"].as_f64().unwrap(), manifest["cell_bytes"].as_f64().unwrap());
    assert!((told / taken - 1.0).abs() < 0.5, "{told} told, {taken} taken");
    desk.run(&["check", &study, "--out", "a", "--set", "decision.theta=9"]).ends(3, &["decision.theta"]);
    desk.run(&["check", &world()]).ends(0, &[]);
    desk.run(&["check", "nothing.toml"]).ends(3, &["nothing.toml"]);
}

#[test]
fn every_cell_can_be_exported_as_one_table() {
    let desk = Desk::new();
    desk.run(&["compare", &study(), "--replicates", "2", "--out", "a"]).ends(0, &[]);
    desk.run(&["export", "a", "cells.csv"]).ends(0, &[]);
    let text = String::from_utf8(desk.read("cells.csv")).expect("text");
    let manifest: serde_json::Value = serde_json::from_slice(&desk.read("a/manifest.json")).expect("JSON");
    let years = 3;
    let cells = manifest["cells"].as_u64().expect("a count") as usize;
    assert_eq!(text.lines().count(), 1 + cells * years);
    let header: Vec<&str> = text.lines().next().expect("a header").split(',').collect();
    assert_eq!(header[..5], ["draw", "replicate", "policy", "live", "year"]);
    // The baseline's mean over both replicates is what the yearly series shows.
    let column = header.iter().position(|name| *name == "spells_begun").expect("a column");
    let of = |line: &&str| line.split(',').nth(2) == Some("baseline") && line.split(',').nth(4) == Some("1");
    let values: Vec<f64> =
        text.lines().filter(of).map(|line| line.split(',').nth(column).unwrap().parse().expect("a number")).collect();
    assert_eq!(values.len(), 2);
    let series = String::from_utf8(desk.read("a/series/baseline-yearly.csv")).expect("text");
    let shown: f64 = series.lines().nth(1).unwrap().split(',').nth(column - 4).unwrap().parse().expect("a number");
    assert!((values.iter().sum::<f64>() / 2.0 - shown).abs() < 1e-3, "{values:?} and {shown}");
    desk.run(&["export", "a", "cells.txt"]).ends(3, &[".csv or .parquet"]);
    desk.run(&["export", "nowhere", "cells.csv"]).ends(3, &["nowhere holds no cells"]);
    // A damaged cell is named, and nothing half written is left.
    let cell = desk.files("a/cells").into_iter().find(|f| f.ends_with(".cell") && f.contains("/d0")).expect("a cell");
    desk.write(&cell, b"spoilt");
    std::fs::remove_file(desk.dir.join("cells.csv")).expect("the table");
    desk.run(&["export", "a", "cells.csv"]).ends(1, &[cell.rsplit('/').next().unwrap()]);
    assert!(!desk.files("").iter().any(|f| f.starts_with("cells.")), "nothing half written stays");
}

#[cfg(feature = "parquet")]
#[test]
fn the_parquet_table_holds_what_the_csv_table_holds() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let desk = Desk::new();
    desk.run(&["compare", &study(), "--replicates", "2", "--out", "a"]).ends(0, &[]);
    desk.run(&["export", "a", "cells.csv"]).ends(0, &[]);
    desk.run(&["export", "a", "cells.parquet"]).ends(0, &[]);
    let text = String::from_utf8(desk.read("cells.csv")).expect("text");
    let file = std::fs::File::open(desk.dir.join("cells.parquet")).expect("the table");
    let reader = SerializedFileReader::new(file).expect("a Parquet file");
    let mut rows = 0;
    for (row, line) in reader.get_row_iter(None).expect("rows").zip(text.lines().skip(1)) {
        let (row, fields) = (row.expect("a row"), line.split(',').collect::<Vec<_>>());
        assert_eq!(row.get_int(0).unwrap().to_string(), fields[0]);
        assert_eq!(row.get_string(2).unwrap(), fields[2]);
        assert_eq!(row.get_string(3).unwrap(), fields[3]);
        assert_eq!(row.get_int(4).unwrap().to_string(), fields[4]);
        for (column, field) in fields.iter().enumerate().skip(5) {
            assert_eq!(row.get_double(column).unwrap(), field.parse::<f64>().unwrap());
        }
        rows += 1;
    }
    assert_eq!(rows, text.lines().count() - 1);
    // Its own is written again; another file of that name is not replaced.
    desk.run(&["export", "a", "cells.parquet"]).ends(0, &[]);
    desk.write("mine.parquet", "mine");
    desk.run(&["export", "a", "mine.parquet"]).ends(3, &["exists", "--force"]);
}

/// A study of one policy in the toy world with a wish for precision.
fn precise(desk: &Desk, wish: &str) -> String {
    desk.write(
        "precise.toml",
        format!(
            "name = \"precise\"\nscenario = '{}'\nbudget_soles_per_year = 60_000\nfunded_years = 1\nfollowing_years = 0\n\
             [adaptation]\nbefore = 0\n[precision]\noutcome = \"victims\"\n{wish}\n[[policy]]\nname = \"information\"\n\
             [[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n",
            world()
        ),
    );
    "precise.toml".into()
}

#[test]
fn replicates_are_added_in_blocks_until_differences_are_narrow_enough_or_the_limit_is_reached() {
    let desk = Desk::new();
    let run = |wish: &str, out: &str, jobs: &str| {
        let study = precise(&desk, wish);
        desk.run(&["compare", &study, "--out", out, "--jobs", jobs]).ends(0, &[]);
        let manifest: serde_json::Value =
            serde_json::from_slice(&desk.read(&format!("{out}/manifest.json"))).expect("JSON");
        let words = manifest["precision"].as_str().expect("a sentence").to_owned();
        (manifest["replicates"].as_u64().expect("a count"), words)
    };
    // A width that any twenty replicates of a few victims reach, and one that none do.
    let (few, words) = run("half_width = 50", "wide", "1");
    assert_eq!(few, 20);
    assert!(words.contains("is known to ±50 after 20 replicates"), "{words}");
    let (most, words) = run("half_width = 0.0001\nmost = 60", "narrow", "2");
    assert_eq!(most, 60);
    assert!(words.contains("after 60 replicates") && words.contains("still wider than ±0.0001"), "{words}");
    run("half_width = 0.0001\nmost = 60", "narrow-1", "1");
    desk.same_numbers("narrow", "narrow-1");
    // Asked for by number, the wish is set aside.
    let study = precise(&desk, "half_width = 50");
    desk.run(&["compare", &study, "--replicates", "3", "--out", "three"]).ends(0, &[]);
    let manifest: serde_json::Value = serde_json::from_slice(&desk.read("three/manifest.json")).expect("JSON");
    assert_eq!((manifest["replicates"].as_u64(), manifest["precision"].is_null()), (Some(3), true));
    let estimate = &desk.json(&["check", &precise(&desk, "half_width = 0.0001\nmost = 60")])[0]["estimates"];
    assert_eq!((estimate[0]["cells_at_least"].as_u64(), estimate[0]["cells"].as_u64()), (Some(40), Some(120)));
}
