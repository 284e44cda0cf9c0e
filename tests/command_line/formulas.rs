//! Cells of CSV that a spreadsheet would run as a formula are written as text, in every file, and read back as what they were.

use crate::bench::*;

/// Names that a spreadsheet would run.
const NAMES: [&str; 6] = ["=1+1", "+Ridge", "-Meadow", "@SUM(A1)", "=HYPERLINK(\"\"x\"\",\"\"y\"\")", "'=2"];

/// A scenario whose communities have such names, and a study whose policies have such titles.
fn inputs(desk: &Desk) {
    let shipped_table = std::fs::read_to_string(shipped("toy/communities.csv")).expect("a table");
    let mut lines = shipped_table.lines();
    let mut table = format!("{}\n", lines.next().expect("a heading"));
    for (line, name) in lines.zip(NAMES) {
        let rest = line.split_once(',').expect("a name").1;
        // An apostrophe before a formula is the mark of one; a name that has it needs another.
        let mark = if name.starts_with('\'') { "'" } else { "" };
        table.push_str(&format!("\"{mark}{name}\",{rest}\n"));
    }
    desk.write("communities.csv", table);
    desk.write(
        "world.toml",
        format!(
            "based_on = {:?}\nname = \"formulas\"\ncommunities = \"communities.csv\"\n",
            shipped("toy/surveyed.toml")
        ),
    );
    desk.write(
        "study.toml",
        format!(
            "based_on = {:?}\nname = \"formulas\"\ntitle = \"=3+3\"\nscenario = \"world.toml\"\nreplicates = 2\n\
             [[policy]]\nname = \"a\"\ntitle = \"=2+2\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n",
            study()
        ),
    );
}

/// Asserts that no cell of a CSV text is a formula; says how many cells are marked.
#[track_caller]
fn marked(file: &str, bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut marked = 0;
    for record in reader.records() {
        for cell in &record.expect("CSV") {
            let number = cell.parse::<f64>().is_ok_and(f64::is_finite);
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{file}: {cell:?}");
            marked += usize::from(cell.starts_with('\''));
        }
    }
    marked
}

#[test]
fn no_csv_file_holds_a_cell_that_a_spreadsheet_would_run() {
    let desk = Desk::new();
    inputs(&desk);
    desk.run(&["run", "world.toml", "--out", "run", "--quiet"]).ends(0, &[]);
    desk.run(&["diagnose", "world.toml", "--out", "diagnosed", "--quiet"]).ends(0, &[]);
    desk.run(&["compare", "study.toml", "--out", "compared", "--quiet"]).ends(0, &[]);
    desk.run(&["export", "compared", "compared/cells.csv"]).ends(0, &[]);
    for results in ["run", "diagnosed", "compared"] {
        let files: Vec<String> = desk.files(results).into_iter().filter(|f| f.ends_with(".csv")).collect();
        let found: usize = files.iter().map(|file| marked(file, &desk.read(file))).sum();
        assert!(files.len() > 1 && found > 0, "{results}: {found} cells of {files:?} are marked");
    }
    let shown = desk.run(&["compare", "study.toml", "--out", "compared", "--quiet", "--format", "csv"]);
    shown.ends(0, &[]);
    assert!(marked("standard output", shown.out.as_bytes()) > 0);
}

#[test]
fn a_survey_that_the_program_wrote_is_read_back_under_the_same_names() {
    let desk = Desk::new();
    inputs(&desk);
    desk.run(&["diagnose", "world.toml", "--out", "first", "--quiet"]).ends(0, &[]);
    desk.write("survey.csv", desk.read("first/survey.csv"));
    let again = desk.json(&["diagnose", "world.toml", "--survey", "survey.csv", "--out", "second"]);
    let communities = again["communities"].as_array().expect("a list");
    let mut names: Vec<&str> = communities.iter().filter_map(|place| place["name"].as_str()).collect();
    names.sort_unstable();
    let mut expected: Vec<String> = NAMES.iter().map(|name| name.replace("\"\"", "\"")).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert!(communities.iter().all(|place| place["interviews"].as_u64().is_some_and(|n| n > 0)), "{communities:?}");
}
