//! Tables as spreadsheets write them.

use super::fixture::*;
use super::numbers::{community, with_communities};
use amparo::draws::replicate_key;
use amparo::files::load_scenario;
use amparo::files::survey::read_survey;
use amparo::text::SourceText;
use std::path::Path;

#[test]
fn rows_and_columns_of_nothing_but_separators_are_left_out() {
    let plain = community("100");
    let rows = format!("{plain},,,,,,,,,\n,,,,,,,,,\n");
    let columns: String = plain.lines().map(|line| format!("{line},,,\n")).collect();
    let ragged = plain.lines().zip([",,", ""]).map(|(line, more)| format!("{line}{more}\n")).collect::<String>();
    let leading = format!(",,,\n\n ,,\n{plain}");
    let first = plain.lines().map(|line| format!(",{line}\n")).collect::<String>();
    let crlf = rows.replace('\n', "\r\n");
    let marked = format!("\u{feff}{rows}");
    for text in [&plain, &rows, &columns, &ragged, &leading, &first, &crlf, &marked] {
        says(&with_communities(text).error_or_ok(), &["ok"]);
    }
    // Lines are still those of the file.
    let wrong = format!("{plain},,,,,,,,,\nBajo,Highlands,x,0.3,0.5,0.4,2,0.5,-0.6,9\n");
    says(&with_communities(wrong).error(), &["`girls` is `x`", "communities.csv:4:16"]);
    let stray = plain.replace("-0.6,9\n", "-0.6,9,,note\n").replace("gateway\n", "gateway,,\n");
    says(&with_communities(stray).error(), &["in a column without a name", "communities.csv:2:46"]);
}

#[test]
fn tables_separated_by_other_marks_are_named_with_what_to_do() {
    for (mark, what) in [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")] {
        let text = community("100").replace(',', mark);
        let error = with_communities(text).error();
        says(
            &error,
            &[&format!("the columns are separated by {what}"), "communities.csv:1:1", "CSV UTF-8 (comma delimited)"],
        );
    }
    let text = format!("sep=;\n{}", community("100").replace(',', ";"));
    says(&with_communities(text).error(), &["the first line names a separator", "communities.csv:1:1"]);
    for file in ["towns.csv", "departments.csv", "parameters.csv"] {
        let inputs = Inputs::new();
        let text = std::fs::read_to_string(inputs.dir.join(file)).unwrap().replace(',', ";");
        inputs.write(file, text);
        says(&inputs.error(), &["separated by semicolons", &format!("{file}:1:1")]);
    }
}

#[test]
fn other_encodings_are_named_with_what_to_do() {
    let wide =
        |text: &str, mark: &[u8]| [mark, &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    for file in ["towns.csv", "departments.csv", "parameters.csv", "world.toml", "study.toml"] {
        let inputs = Inputs::new();
        let text = std::fs::read_to_string(inputs.dir.join(file)).unwrap();
        for mark in [&b""[..], b"\xff\xfe"] {
            inputs.write(file, wide(&text, mark));
            says(&inputs.error(), &["the file is UTF-16 text", file, "text saved as UTF-8"]);
        }
        inputs.write(file, b"PK\x03\x04 and more");
        says(&inputs.error(), &["the file is a workbook", file]);
    }
    let text: Vec<u8> = community("100").replace("Alto", "Perú").chars().map(|c| c as u8).collect();
    says(&with_communities(text).error(), &["not UTF-8", "Windows-1252", "communities.csv:2:4", "CSV UTF-8"]);
}

#[test]
fn a_survey_is_read_as_spreadsheets_write_it_or_refused_with_what_to_do() {
    let toy = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy");
    let scenario =
        load_scenario(&toy.join("surveyed.toml"), &amparo::policy::VOCABULARY, &[]).expect("a shipped scenario");
    let setting = amparo::world::spawn::setting(&scenario, replicate_key(1, 0), 1);
    let plain = std::fs::read_to_string(toy.join("survey.csv")).expect("a shipped file");
    let read =
        |text: &str| read_survey(SourceText::new(Path::new("survey.csv"), text), &setting).map(|s| s.communities.len());
    let rows = format!("{}\n,,,,,,,,,,\n", plain.replace('\n', ",,\n"));
    assert_eq!(read(&rows), read(&plain));
    let error = read(&plain.replace(',', ";")).expect_err("semicolons").to_string();
    says(&error, &["separated by semicolons", "survey.csv:1:1"]);
    let error = read(&plain.replace(",840,", ",1.660,")).expect_err("a thousands point").to_string();
    says(&error, &["`local_earnings_soles_month` is `1.660`: is 1660 meant?", "survey.csv:2:"]);
    // Much too much for thousands, and enough for a share of a month's income.
    assert!(read(&plain.replace(",840,", ",333.333,")).is_ok());
}
