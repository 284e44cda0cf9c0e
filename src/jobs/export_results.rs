//! Tables of a finished result in other formats: one of them, or all, as CSV, JSON, or a workbook.

use super::compare::options::Options;
use amparo_files::{is_study, load_study};
use amparo_model::policy::VOCABULARY;
use amparo_report::{Around, Contents, Language, Tabled, workbook};
use amparo_study::error::StudyError;
use amparo_study::manifest::{MANIFEST, Manifest, read_manifest};
use amparo_study::target::Target;
use amparo_tables::xlsx::MOST_ROWS;
use amparo_tables::{Cell, Column, Table};
use amparo_text::{Diagnostic, nearest_name, unrunnable};
use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};

/// What stands for every table.
pub const ALL: &str = "all";

/// The directory that is meant: as it is named, or where a study's results are by default.
///
/// # Errors
/// What is wrong with the study.
pub fn directory(named: &Path) -> Result<PathBuf, StudyError> {
    if named.is_dir() || !is_study(named) {
        return Ok(named.to_path_buf());
    }
    let study = load_study(named, &VOCABULARY, &[])?;
    Ok(Options { jobs: 1, threads: 1, fresh: false, out: None }.directory(&study))
}

/// A cell as a table's writer made it.
fn cell(text: &str) -> Cell {
    let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    match text {
        "" => Cell::UNKNOWN,
        "true" => Cell::Yes(true),
        "false" => Cell::Yes(false),
        _ if number && text.parse::<i64>().is_ok() => text.parse::<i64>().map_or(Cell::UNKNOWN, Cell::Whole),
        _ if number && text.parse::<f64>().is_ok_and(f64::is_finite) => {
            text.parse::<f64>().map_or(Cell::UNKNOWN, Cell::Number)
        }
        _ => {
            // The apostrophe before what a spreadsheet would run is the file's, not the text's.
            let plain = text.strip_prefix('\'').filter(|rest| unrunnable(rest) != *rest);
            Cell::from(plain.unwrap_or(text))
        }
    }
}

/// A table of a directory of results, read back.
fn read(root: &Path, name: &str) -> Result<Table, StudyError> {
    let file = root.join(format!("{name}.csv"));
    let failed = |error: csv::Error| StudyError::Failed(format!("cannot read {}: {error}", file.display()));
    let mut reader = csv::Reader::from_path(&file).map_err(failed)?;
    let heading = reader.headers().map_err(failed)?.clone();
    // What it is called beside other tables: without folders.
    let stem = name.rsplit('/').next().unwrap_or(name).to_owned();
    let mut table = Table::new(stem, heading.iter().map(|name| Column::fact(name.to_owned())));
    for row in reader.records() {
        table.row(row.map_err(failed)?.iter().map(cell));
    }
    Ok(table)
}

/// Makes a file of tables with their names.
type Write = fn(&Manifest, &Path, Vec<(String, Table)>) -> Result<Vec<u8>, StudyError>;

/// Writes a table of a finished result, or all of them, to a file by its ending. Says how many.
///
/// # Errors
/// A directory without finished results, no such table, an ending that cannot hold it, or a file that is there already.
pub fn export_tables(root: &Path, wanted: &str, file: &Path, force: bool) -> Result<usize, StudyError> {
    let refused = |message: String, at: &Path, expected: &str| {
        StudyError::from(Diagnostic::new(message).in_file(at.display().to_string()).expected(expected))
    };
    let Some(manifest) = read_manifest(root) else {
        let expected = "the directory of results of any command, or a study file whose results are in output";
        return Err(refused(format!("{} holds no results", root.display()), root, expected));
    };
    let names: Vec<&str> = manifest.files.keys().filter_map(|name| name.strip_suffix(".csv")).collect();
    let chosen: Vec<&str> = match wanted {
        ALL => names.clone(),
        one => names.iter().copied().filter(|name| *name == one).collect(),
    };
    if chosen.is_empty() {
        let error = Diagnostic::new(format!("{} has no table `{wanted}`", root.display()))
            .in_file(format!("--table {wanted}"))
            .expected(format!(
                "`cells`, `{ALL}`, or the name of a CSV file there without .csv, such as effects or charts/plane"
            ))
            .nearest(nearest_name(wanted, names.iter().copied()));
        return Err(error.into());
    }
    let ending = file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let write: Write = match (ending, wanted) {
        ("csv", ALL) => {
            return Err(refused(
                "one CSV file holds one table".to_owned(),
                file,
                "a file that ends in .json or .xlsx, or --table with one of them; as CSV all of them stand in the directory",
            ));
        }
        ("csv", _) => |_, _, tables| Ok(tables.iter().map(|(_, table)| table.csv()).collect::<String>().into_bytes()),
        ("json", ALL) => |_, _, tables| {
            let all: Map<String, Value> = tables.into_iter().map(|(name, table)| (name, table.json())).collect();
            json(&Value::Object(all))
        },
        ("json", _) => |_, _, tables| json(&tables.first().map_or(Value::Null, |(_, table)| table.json())),
        ("xlsx", _) => sheets,
        _ => {
            let message = format!("{} has no ending that can be written", file.display());
            return Err(refused(message, file, "a file that ends in .csv, .json, or .xlsx"));
        }
    };
    if !force && fs::symlink_metadata(file).is_ok() {
        return Err(refused(
            format!("{} is there already", file.display()),
            file,
            "another file, or --force to replace it",
        ));
    }
    let target = Target::new("export", file, [], Some(force), |_| false)?;
    let tables = chosen
        .iter()
        .map(|name| Ok(((*name).to_owned(), read(root, name)?)))
        .collect::<Result<Vec<_>, StudyError>>()?;
    let many = tables.len();
    target.write(&write(&manifest, root, tables)?)?;
    Ok(many)
}

fn json(value: &Value) -> Result<Vec<u8>, StudyError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| StudyError::Failed(error.to_string()))?;
    Ok(text.into_bytes())
}

fn sheets(manifest: &Manifest, root: &Path, tables: Vec<(String, Table)>) -> Result<Vec<u8>, StudyError> {
    let said: Value =
        fs::read(root.join(MANIFEST)).ok().and_then(|b| serde_json::from_slice(&b).ok()).unwrap_or_default();
    let text = |key: &str| said[key].as_str().unwrap_or_default().to_owned();
    let (title, finding) = (text("title"), text("finding"));
    let (held, long): (Vec<_>, Vec<_>) = tables.into_iter().partition(|(_, table)| table.rows.len() <= MOST_ROWS);
    let left_out: Vec<String> = long.into_iter().map(|(name, _)| format!("{name}.csv")).collect();
    let held: Vec<Tabled> =
        held.into_iter().map(|(name, table)| Tabled { file: format!("{name}.csv"), table }).collect();
    let around = Around {
        contents: Contents {
            command: &manifest.command,
            name: &manifest.name,
            title: if title.is_empty() { &manifest.name } else { &title },
            finding: &finding,
            seed: said["seed"].as_u64(),
            repeats: false,
            files: &[],
        },
        ran: String::new(),
        inputs_hash: &manifest.inputs_hash,
        notes: Vec::new(),
        left_out: &left_out,
    };
    workbook(&around, &held, Language::default()).map_err(|error| StudyError::Failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_back_as_what_they_were() {
        let read: Vec<Cell> =
            ["", "true", "7", "-0.5", "1e-7", "'=1+1", "'tis", "-", "2026-01-01", "x"].map(cell).into();
        let text = |text: &str| Cell::Text(text.into());
        let rest = [text("=1+1"), text("'tis"), text("-"), text("2026-01-01"), text("x")];
        assert_eq!(read[..5], [Cell::UNKNOWN, Cell::Yes(true), Cell::Whole(7), Cell::Number(-0.5), Cell::Number(1e-7)]);
        assert_eq!(read[5..], rest);
    }
}
