//! What a directory of results is for people: a list that says what each file is, and a workbook that holds every table.

use crate::bench::*;
use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Every command that owns a directory, each in one of its own.
fn every_directory(desk: &Desk) -> Vec<&'static str> {
    let (world, study, matched) = (world(), study(), shipped("toy/two-part.toml"));
    let (draws, effects) = (shipped("toy/decision.toml"), shipped("madre-de-dios/trials.csv"));
    let swept = shipped("toy/sweep.toml");
    let commands: [(&'static str, &[&str]); 7] = [
        ("run", &["run", &world]),
        ("compare", &["compare", &matched]),
        ("swept", &["compare", &swept]),
        ("diagnose", &["diagnose", &world]),
        ("trials", &["trials", &world, "--trials", &effects, "--draws", "8"]),
        ("optimise", &["optimise", &study, "--evaluations", "10", "--training", "2", "--scoring", "2"]),
        ("calibrate", &["calibrate", &draws, "--draws", "1"]),
    ];
    for (out, command) in commands {
        desk.run(&[command, &["--quiet", "--out", out]].concat()).ends(0, &[]);
    }
    commands.map(|(out, _)| out).into()
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
        for (k, column) in heading.iter().enumerate() {
            let told = at(2, k as u32) != Data::Empty && !at(2, k as u32).to_string().is_empty();
            assert!(told, "{name}: what `{column}` holds is not declared in src/report/said/columns.rs");
        }
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
fn any_table_of_a_result_is_exported_in_another_format() {
    let desk = Desk::new();
    desk.run(&["compare", &study(), "--replicates", "2", "--quiet"]).ends(0, &[]);
    let results =
        desk.files("output").into_iter().find(|file| file.ends_with("/effects.csv") && !file.contains("/charts/"));
    let results = results.expect("effects");
    let results = results.strip_suffix("/effects.csv").expect("a directory").to_owned();
    for table in ["effects", "series/baseline-weekly", "charts/effects"] {
        desk.run(&["export", &results, "one.csv", "--table", table, "--force"]).ends(0, &[]);
        assert!(desk.read("one.csv") == desk.read(&format!("{results}/{table}.csv")), "{table}: the same bytes");
    }
    desk.run(&["export", &results, "one.json", "--table", "effects"]).ends(0, &[]);
    let rows: Value = serde_json::from_slice(&desk.read("one.json")).expect("JSON");
    let (heading, texts) = csv(&desk, &format!("{results}/effects.csv"));
    assert_eq!(rows.as_array().map(Vec::len), Some(texts.len()));
    let at = heading.iter().position(|name| name == "difference").expect("a column");
    assert_eq!(rows[0]["difference"].as_f64(), texts[0][at].parse().ok());
    let all = desk.run(&["export", &results, "all.xlsx", "--table", "all"]);
    all.ends(0, &[]);
    let many = desk.files(&results).iter().filter(|file| file.ends_with(".csv")).count();
    assert!(all.out.contains(&format!("{many} tables")) && many > 30, "{}", all.out);
    let book = sheets(desk.read("all.xlsx"));
    assert_eq!(book.len(), many, "a sheet each, though some have one name");
    desk.run(&["export", &results, "all.json", "--table", "all"]).ends(0, &[]);
    let all: Value = serde_json::from_slice(&desk.read("all.json")).expect("JSON");
    assert_eq!((all.as_object().map(|o| o.len()), &all["effects"]), (Some(many), &rows));
    desk.run(&["export", &results, "all.json", "--table", "all"]).ends(3, &["all.json is there already", "--force"]);
    desk.run(&["export", &results, "x.csv", "--table", "all"]).ends(3, &["one CSV file holds one table"]);
    desk.run(&["export", &results, "x.txt", "--table", "effects"]).ends(3, &["no ending that can be written"]);
    desk.run(&["export", &results, "x.csv", "--table", "efects"])
        .ends(3, &["has no table `efects`", "nearest: effects"]);
    desk.run(&["export", ".", "x.csv", "--table", "effects"]).ends(3, &["holds no results"]);
    desk.run(&["export", &results, &format!("{results}/mine.json"), "--table", "effects"]).ends(0, &[]);
    desk.run(&["export", &results, &format!("{results}/effects.csv"), "--table", "effects", "--force"])
        .ends(3, &["one of a study's results"]);
    // By its study, where its results are where they are by default.
    desk.run(&["compare", &study(), "--quiet"]).ends(0, &[]);
    desk.run(&["export", &study(), "by-study.csv"]).ends(0, &[]);
    assert!(desk.read("by-study.csv").starts_with(b"draw,replicate,policy,live,year,"));
}

#[test]
fn every_chart_has_the_numbers_that_it_draws_beside_it() {
    let desk = Desk::new();
    let mut seen = 0;
    for results in every_directory(&desk) {
        let files = desk.files(results);
        for picture in files.iter().filter(|file| file.contains("/charts/") && file.ends_with(".svg")) {
            let (heading, rows) = csv(&desk, &picture.replace(".svg", ".csv"));
            let place = |name: &str| heading.iter().position(|column| column == name).expect("a column");
            assert!(!rows.is_empty(), "{picture} notes none of its numbers");
            for row in &rows {
                assert!(row[place("value")].parse::<f64>().is_ok_and(f64::is_finite), "{picture}: {row:?}");
                assert!(!row[place("unit")].is_empty(), "{picture}: what is counted in {row:?}");
                assert_eq!(row[place("at")].is_empty(), row[place("at_unit")].is_empty(), "{picture}: {row:?}");
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} charts");
    // They are those of the tables: changes in % of the baseline, spells begun.
    let (heading, rows) = csv(&desk, "compare/charts/effects.csv");
    let at = |name: &str| heading.iter().position(|column| column == name).expect("a column");
    let (head, effects) = csv(&desk, "compare/effects.csv");
    let of = |name: &str| head.iter().position(|column| column == name).expect("a column");
    let known: Vec<f64> = effects
        .iter()
        .filter(|row| row[of("window")] == "funded")
        .filter_map(|row| Some(100.0 * row[of("relative")].parse::<f64>().ok()?))
        .collect();
    for row in &rows {
        let value: f64 = row[at("value")].parse().expect("a number");
        assert!(known.iter().any(|one| (one - value).abs() <= 1e-9 * value.abs().max(1.0)), "{row:?}");
    }
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
