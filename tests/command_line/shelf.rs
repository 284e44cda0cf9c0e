//! What a directory of results is for people: a list that says what each file is, and a workbook that holds every table.

use crate::bench::*;
use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Every command that owns a directory, each in one named after it.
fn every_directory(desk: &Desk) -> Vec<&'static str> {
    let (world, study, matched) = (world(), study(), shipped("toy/two-part.toml"));
    let (draws, effects) = (shipped("toy/decision.toml"), shipped("madre-de-dios/trials.csv"));
    let commands: [&[&str]; 6] = [
        &["run", &world, "--out", "run"],
        &["compare", &matched, "--out", "compare"],
        &["diagnose", &world, "--out", "diagnose"],
        &["trials", &world, "--trials", &effects, "--draws", "8", "--out", "trials"],
        &["optimise", &study, "--evaluations", "10", "--training", "2", "--scoring", "2", "--out", "optimise"],
        &["calibrate", &draws, "--draws", "1", "--out", "calibrate"],
    ];
    commands
        .iter()
        .map(|command| {
            desk.run(command).ends(0, &[]);
            ["run", "compare", "diagnose", "trials", "optimise", "calibrate"]
                .into_iter()
                .find(|name| *name == command[0])
        })
        .map(|name| name.expect("a name"))
        .collect()
}

fn manifest(desk: &Desk, results: &str) -> Value {
    serde_json::from_slice(&desk.read(&format!("{results}/manifest.json"))).expect("JSON")
}

/// Whether a name is one of a pattern with at most one `*`.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => {
            name.len() > before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        }
    }
}

#[test]
fn every_file_of_every_directory_has_a_line_in_its_readme_and_every_line_a_file() {
    let desk = Desk::new();
    for results in every_directory(&desk) {
        desk.holds_what_its_manifest_says(results);
        let text = String::from_utf8(desk.read(&format!("{results}/README.txt"))).expect("UTF-8");
        assert!(!text.contains("(not described)"), "{results}: {text}");
        let names: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')))
            .filter_map(|line| line.split_whitespace().next())
            .collect();
        let manifest = manifest(&desk, results);
        let mut files: Vec<&str> = manifest["files"].as_object().expect("files").keys().map(String::as_str).collect();
        files.push("manifest.json");
        for file in &files {
            assert!(names.iter().any(|name| fits(name, file)), "{results}: {file} has no line in\n{text}");
        }
        for name in &names {
            assert!(files.iter().any(|file| fits(name, file)), "{results}: there is no {name}");
        }
        assert!(manifest["title"].as_str().is_some_and(|title| text.contains(title)), "{results}: its title");
        let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<String>>().join(" ");
        let finding = manifest["finding"].as_str().unwrap_or_default();
        assert!(words(&text).contains(&words(finding)), "{results}: what was found");
        assert!(!finding.is_empty() || results == "calibrate", "{results}: nothing was found");
        let finished = manifest["finished"].as_str().expect("when");
        assert!(finished.len() == 20 && finished.ends_with('Z') && finished > "2026", "{finished}");
    }
}

/// A workbook's sheets by their names, but the first: names of columns and rows of cells.
fn sheets(bytes: Vec<u8>) -> BTreeMap<String, (Vec<String>, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let mut out = BTreeMap::new();
    for name in &names {
        assert!(name.encode_utf16().count() <= 31, "{name}");
        let formulas: Range<String> = book.worksheet_formula(name).expect("a sheet");
        assert!(formulas.used_cells().all(|(.., formula)| formula.is_empty()), "{name} has formulas");
        if Some(name) == names.first() {
            continue;
        }
        let range = book.worksheet_range(name).expect("a sheet");
        let at = |row: u32, column: u32| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        let (rows, columns) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
        let heading: Vec<String> = (0..columns).map(|k| at(4, k).to_string()).filter(|name| !name.is_empty()).collect();
        let columns = heading.len() as u32;
        // Notes stand below, behind an empty row.
        let cells = (5..rows).map(|row| (0..columns).map(|k| at(row, k)).collect::<Vec<Data>>());
        let cells = cells.take_while(|row| row.iter().any(|cell| *cell != Data::Empty)).collect();
        out.insert(name.clone(), (heading, cells));
    }
    out
}

/// Asserts that a cell of a sheet is the cell of a CSV file, a number as a number; whether it is one.
#[track_caller]
fn is_same(csv: &str, cell: &Data, place: &str) -> bool {
    match (csv, cell) {
        ("", Data::Empty) => false,
        ("true", Data::Bool(true)) | ("false", Data::Bool(false)) => false,
        (text, Data::Float(x)) => {
            let number: f64 = text.parse().unwrap_or_else(|_| panic!("{place}: {x} stands for {text:?}"));
            assert!(number.to_bits() == x.to_bits() || (number == 0.0 && *x == 0.0), "{place}: {x} stands for {text}");
            true
        }
        (text, Data::Int(n)) => {
            assert_eq!(text, n.to_string(), "{place}");
            true
        }
        (text, Data::String(words)) => {
            let plain = text.strip_prefix('\'').filter(|rest| *rest == words).unwrap_or(text);
            assert_eq!(plain, words, "{place}");
            false
        }
        (text, cell) => panic!("{place}: {cell:?} stands for {text:?}"),
    }
}

fn csv(desk: &Desk, file: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let bytes = desk.read(file);
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let heading = reader.headers().expect("a heading").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.expect("CSV").iter().map(str::to_owned).collect()).collect();
    (heading, rows)
}

#[test]
fn the_workbook_holds_every_number_of_every_table_as_a_number() {
    let desk = Desk::new();
    let directories = every_directory(&desk);
    let mut numbers = 0;
    for results in directories.into_iter().filter(|results| *results != "calibrate") {
        let sheets = sheets(desk.read(&format!("{results}/report.xlsx")));
        let mut seen = Vec::new();
        let files = desk.files(results);
        let mut stacked: BTreeMap<&str, (Vec<String>, Vec<Vec<String>>)> = BTreeMap::new();
        for file in files.iter().filter(|file| file.ends_with(".csv") && !file.contains("/charts/")) {
            let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".csv")).expect("a name");
            let (mut heading, mut rows) = csv(&desk, file);
            let kind = ["weekly", "yearly", "communities", "towns"]
                .into_iter()
                .find(|kind| stem.ends_with(&format!("-{kind}")));
            if let Some(kind) = kind {
                let arm = stem.strip_suffix(&format!("-{kind}")).expect("an arm");
                heading.insert(0, "arm".into());
                rows.iter_mut().for_each(|row| row.insert(0, arm.into()));
                stacked.entry(kind).or_insert_with(|| (heading, Vec::new())).1.extend(rows);
            } else {
                seen.push((stem.to_owned(), heading, rows));
            }
        }
        seen.extend(stacked.into_iter().map(|(kind, (heading, rows))| (kind.to_owned(), heading, rows)));
        let names: Vec<&String> = sheets.keys().collect();
        assert_eq!(names.len(), seen.len(), "{results}: {names:?}");
        for (name, heading, mut rows) in seen {
            let (columns, cells) = sheets.get(&name).unwrap_or_else(|| panic!("{results} has no sheet {name}"));
            assert_eq!(*columns, heading, "{results}, {name}");
            assert_eq!(cells.len(), rows.len(), "{results}, {name}");
            let mut cells = cells.clone();
            if heading[0] == "arm" && name != "summary" {
                // Arms stand in the study's order there, and files in that of their names.
                let key = |arm: &str, row: usize| (arm.to_owned(), row);
                let order: Vec<(String, usize)> =
                    cells.iter().enumerate().map(|(k, row)| key(&row[0].to_string(), k)).collect();
                let mut sorted: Vec<usize> = (0..cells.len()).collect();
                sorted.sort_by(|a, b| order[*a].cmp(&order[*b]));
                cells = sorted.into_iter().map(|k| cells[k].clone()).collect();
                let mut places: Vec<usize> = (0..rows.len()).collect();
                places.sort_by(|a, b| (&rows[*a][0], a).cmp(&(&rows[*b][0], b)));
                rows = places.into_iter().map(|k| rows[k].clone()).collect();
            }
            for (k, (row, texts)) in cells.iter().zip(&rows).enumerate() {
                for (cell, (text, column)) in row.iter().zip(texts.iter().zip(&heading)) {
                    numbers += usize::from(is_same(text, cell, &format!("{results}, {name}, row {k}, {column}")));
                }
            }
        }
    }
    assert!(numbers > 5000, "only {numbers} numbers were compared");
}

#[test]
fn a_text_that_begins_like_a_formula_is_text_in_the_workbook() {
    let desk = Desk::new();
    let text = std::fs::read_to_string(study()).expect("the toy study");
    let toy = std::path::Path::new(&study()).with_file_name("");
    let here = |file: &str| toy.join(file).display().to_string();
    let text = text.replace("scenario = \"baseline.toml\"", &format!("scenario = '{}'", here("baseline.toml")));
    desk.write("study.toml", text.replacen("title = \"", "title = \"=1+1 ", 1));
    let before = desk.run(&["compare", "study.toml", "--replicates", "1", "--out", "a"]);
    before.ends(0, &[]);
    desk.run(&["compare", "study.toml", "--replicates", "1", "--out", "b"]).ends(0, &[]);
    let bytes = desk.read("a/report.xlsx");
    assert!(
        bytes == desk.read("b/report.xlsx"),
        "the same study is the same workbook, whenever and wherever it is made"
    );
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.clone())).expect("a workbook");
    let first = book.sheet_names()[0].clone();
    let front = book.worksheet_range(&first).expect("a sheet");
    assert!(front.used_cells().any(|(.., cell)| cell.to_string().starts_with("=1+1 ")), "its title");
    assert!(front.used_cells().any(|(.., cell)| cell.to_string().contains("no forecast")), "what it is not");
    assert!(sheets(bytes).len() > 10);
}
