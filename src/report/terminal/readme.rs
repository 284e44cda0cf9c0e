//! `README.txt` of a directory of results: what each file is.

use super::page::Page;
use crate::kit::chart::VERSION;
use crate::kit::format::upper_first;
use crate::said::files::{SHELVES, Shelf, lines};
use crate::words::files::OfDirectory;
use crate::words::language::Language;
use amparo_text::{broken, width};

/// Columns of the text.
const COLUMNS: usize = 100;
/// Widest name beside which a description stands; it follows below a longer one.
const WIDEST: usize = 36;

/// A directory of results that is whole but for its list.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// The subcommand.
    pub command: &'a str,
    /// Name of the study or scenario.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// What was found; empty: nothing to be said in a sentence.
    pub finding: &'a str,
    /// Seed of the random numbers.
    pub seed: Option<u64>,
    /// Whether its report can be repeated from itself.
    pub repeats: bool,
    /// Names of all its files; a folder of another baseline ends in `/`.
    pub files: &'a [String],
}

/// The list, a line for each file or for each kind of several.
pub fn readme(of: &Contents, language: Language) -> String {
    let words = language.words();
    let mut page = Page::new(COLUMNS);
    page.says(of.title);
    page.says(&words.made_by(&OfDirectory { command: of.command, name: of.name, seed: of.seed, version: VERSION }));
    if !of.finding.is_empty() {
        page.says("");
        page.says(&words.found(&upper_first(of.finding)));
    }
    let lines = lines(of.files);
    for shelf in SHELVES {
        let here: Vec<_> = lines.iter().filter(|line| line.shelf == shelf).collect();
        if here.is_empty() {
            continue;
        }
        page.says("");
        page.says(words.shelf(shelf));
        for line in here {
            let what = line.holds.map_or(words.undeclared(), |holds| words.holds(holds));
            entry(&mut page, &line.names, what);
        }
        if shelf == Shelf::Tables {
            page.says("");
            page.says(words.reading_tables());
        }
    }
    page.says("");
    if of.repeats {
        page.says(words.how_to_repeat());
    }
    page.says(words.what_files_are_not());
    page.text()
}

/// A name, and beside it what it is.
fn entry(page: &mut Page, name: &str, what: &str) {
    let room = COLUMNS - WIDEST - 4;
    let mut rows = broken(what, room).into_iter();
    if width(name) > WIDEST {
        page.says(&format!("  {name}"));
    } else if let Some(first) = rows.next() {
        let gap = " ".repeat(WIDEST - width(name));
        page.line(&format!("  {name}{gap}  {first}"));
    }
    for row in rows {
        page.line(&format!("{}{row}", " ".repeat(WIDEST + 4)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_a_line_and_no_line_is_wider_than_the_text() {
        let files: Vec<String> = crate::said::files::FILES
            .iter()
            .map(
                |(pattern, shelf, _)| {
                    if *shelf == Shelf::Charts { format!("{pattern}.svg") } else { pattern.replace('*', "a") }
                },
            )
            .collect();
        let of = Contents {
            command: "compare",
            name: "s",
            title: "T",
            finding: "it helps.",
            seed: Some(1),
            repeats: true,
            files: &files,
        };
        let text = readme(&of, Language::default());
        assert!(text.lines().all(|line| width(line) <= COLUMNS), "{text}");
        // What cells are kept in has names of its own in every run, and stands under its pattern even where it is one file.
        let named = |file: &String| text.contains(file.as_str()) || (file == "cells/a" && text.contains("cells/* "));
        assert!(files.iter().all(named), "{text}");
        assert!(text.contains("Answer: It helps.") && !text.contains(Language::default().words().undeclared()));
        let unknown = readme(&Contents { files: &["new.csv".to_owned()], ..of }, Language::default());
        assert!(unknown.contains("new.csv") && unknown.contains("(not described)"), "{unknown}");
    }
}
