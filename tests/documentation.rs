//! What the pages say holds: examples load, commands and options exist, files and links are there.

use amparo::files::{load_scenario, load_study};
use amparo::policy::VOCABULARY;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The README and every page of the book: path from the project's root, and text.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![PathBuf::from("README.md"), PathBuf::from("scenarios/README.md")];
    for entry in std::fs::read_dir(root.join("docs")).expect("the book") {
        let name = entry.expect("a readable directory").file_name();
        files.push(Path::new("docs").join(name));
    }
    files.sort();
    let markdown = files.into_iter().filter(|f| f.extension().is_some_and(|e| e == "md") && root.join(f).exists());
    markdown.map(|f| (f.clone(), std::fs::read_to_string(root.join(f)).expect("a readable page"))).collect()
}

/// Fenced blocks of a page: language, the text before the block, and the block.
fn blocks(text: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("\n```").map(|at| from + at + 1) {
        let line_end = text[open..].find('\n').map_or(text.len(), |at| open + at);
        let Some(close) = text[line_end..].find("\n```").map(|at| line_end + at) else { break };
        found.push((text[open + 3..line_end].trim(), &text[from..open], &text[line_end + 1..=close]));
        from = close + 4;
    }
    found
}

/// A copy of the shipped scenarios, removed afterwards.
struct Copy(PathBuf);

impl Copy {
    fn new() -> Self {
        let dir = std::env::temp_dir().join(format!("amparo-documentation-{}", std::process::id()));
        copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"), &dir.join("scenarios"));
        Self(dir)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a temporary directory");
    for entry in std::fs::read_dir(from).expect("a readable directory") {
        let entry = entry.expect("a readable directory");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a writable temporary directory");
        }
    }
}

/// Words in back quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_example_file_of_the_book_loads_where_the_book_says_to_save_it() {
    let copy = Copy::new();
    let mut loaded = Vec::new();
    for (page, text) in pages() {
        for (language, before, block) in blocks(&text) {
            let Some(kind) = block.lines().next().and_then(|l| l.strip_prefix("# docs: ")) else {
                // In the list of all keys beside the scenarios a block shows a part of a file.
                let whole = language == "toml" && !page.starts_with("scenarios");
                assert!(!whole, "{}: a TOML example that no test loads:\n{block}", page.display());
                continue;
            };
            let place = quoted(before).filter(|q| q.starts_with("scenarios/") && q.ends_with(".toml")).last();
            let place = place.unwrap_or_else(|| panic!("{}: where is this saved?\n{block}", page.display()));
            let file = copy.0.join(place);
            std::fs::write(&file, block).expect("a writable temporary directory");
            let outcome = match kind.trim() {
                "study" => load_study(&file, &VOCABULARY, &[]).map(|_| ()),
                "scenario" => load_scenario(&file, &VOCABULARY, &[]).map(|_| ()),
                "policy" => {
                    // A policy is read by a study that names it.
                    let name = file.strip_prefix(copy.0.join("scenarios/madre-de-dios")).expect("beside the others");
                    let around = copy.0.join("scenarios/madre-de-dios/around.toml");
                    let study = format!(
                        "name = \"around\"\nscenario = \"baseline.toml\"\nbudget_soles_per_year = 20_000_000\n\
                         [[policy]]\nname = \"example\"\nfile = '{}'\n",
                        name.display()
                    );
                    std::fs::write(&around, study).expect("a writable temporary directory");
                    load_study(&around, &VOCABULARY, &[]).map(|_| ())
                }
                other => panic!("{}: an example of an unknown kind: {other}", page.display()),
            };
            if let Err(error) = outcome {
                panic!("{}: {place}\n{error}", page.display());
            }
            loaded.push(kind.to_string());
        }
    }
    for kind in ["policy", "study", "scenario"] {
        assert!(loaded.iter().any(|k| k == kind), "the book has an example of a {kind}");
    }
}

#[test]
fn every_command_of_the_pages_uses_options_that_exist() {
    let mut checked = 0;
    for (page, text) in pages() {
        for (language, _, block) in blocks(&text) {
            if !["sh", "console", "bash"].contains(&language) {
                continue;
            }
            for line in block.lines() {
                let line = line.trim().trim_start_matches("$ ").split(" #").next().unwrap_or_default();
                let Some(arguments) = line
                    .strip_prefix("amparo ")
                    .or_else(|| line.strip_prefix("cargo run --release -- "))
                    .or_else(|| line.strip_prefix("target/release/amparo "))
                else {
                    continue;
                };
                let words: Vec<&str> = arguments.split_whitespace().collect();
                let help = Command::new(env!("CARGO_BIN_EXE_amparo")).args([words[0], "--help"]).output();
                let help = help.expect("the program starts");
                assert!(help.status.success(), "{}: no such command: {line}", page.display());
                let help = String::from_utf8_lossy(&help.stdout).into_owned();
                let known: Vec<&str> = help.split(|c: char| c.is_whitespace() || c == ',').collect();
                for flag in words.iter().filter(|w| w.starts_with('-')) {
                    let flag = flag.split('=').next().unwrap_or_default();
                    assert!(known.contains(&flag), "{}: {} has no {flag}: {line}", page.display(), words[0]);
                }
                checked += 1;
            }
        }
    }
    assert!(checked >= 5, "only {checked} commands were found");
}

#[test]
fn every_option_of_the_program_is_in_the_table_of_options() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/files.md")).expect("the page of files");
    for command in [
        "run",
        "compare",
        "gather",
        "diagnose",
        "check",
        "calibrate",
        "optimise",
        "trials",
        "export",
        "runs",
        "rerun",
        "diff",
        "bench",
        "explain",
        "schema",
        "init",
        "completions",
        "man",
    ] {
        assert!(page.contains(&format!("| `amparo {command} ")), "docs/files.md does not list {command}");
        let help = Command::new(env!("CARGO_BIN_EXE_amparo")).args([command, "--help"]).output();
        let help = String::from_utf8(help.expect("the program starts").stdout).expect("UTF-8");
        let flags = help.split(|c: char| c.is_whitespace() || c == ',').filter(|w| w.starts_with("--"));
        for flag in flags.filter(|f| !["--help", "--write"].contains(f)) {
            let listed = quoted(&page).any(|q| q.split_whitespace().next() == Some(flag));
            assert!(listed, "docs/files.md does not list {flag} of {command}");
        }
    }
}

#[test]
fn every_shipped_file_the_pages_mention_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (page, text) in pages() {
        // Files that a reader is asked to save are not shipped.
        let examples: Vec<&str> = blocks(&text)
            .iter()
            .filter(|(_, _, block)| block.starts_with("# docs: "))
            .filter_map(|(_, before, _)| quoted(before).filter(|q| q.starts_with("scenarios/")).last())
            .collect();
        let ends = |c: char| c.is_whitespace() || "`)(\"'|,;:*<>".contains(c);
        for path in text.split(ends).filter(|w| w.starts_with("scenarios/")) {
            let path = path.trim_end_matches('.');
            assert!(
                examples.contains(&path) || root.join(path).exists(),
                "{} mentions {path}, which is not there",
                page.display()
            );
        }
    }
}

#[test]
fn every_link_to_a_file_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for (page, text) in pages() {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (file, section) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { root.join(&page) } else { root.join(&page).with_file_name("").join(file) };
            assert!(target.exists(), "{} links to {link}, which is not there", page.display());
            if !section.is_empty() {
                let text = std::fs::read_to_string(&target).expect("a readable page");
                let found = text.lines().filter_map(|l| l.strip_prefix('#')).any(|heading| anchor(heading) == section);
                assert!(found, "{} links to {link}: no such section", page.display());
            }
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} links were found");
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}
