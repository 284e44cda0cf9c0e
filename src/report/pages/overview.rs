//! Several studies on one page.

use super::skeleton::{page, who};
use crate::kit::chart::VERSION;
use crate::said::overview::{Listed, row};
use crate::tables::overview::overview;
use crate::told::Told;
use crate::words::language::Language;
use maud::html;

/// What numbers of different studies are not, one sentence or two each.
pub fn overview_notes(language: Language) -> &'static [&'static str] {
    language.words().overview_notes()
}

/// What the overview of so many studies is called.
pub fn overview_title(studies: usize, language: Language) -> String {
    language.words().overview_title(studies)
}

/// The page as one self-contained HTML file, with links to the reports of the studies.
pub fn overview_page(all: &[Listed], language: Language) -> String {
    let words = language.words();
    let title = words.overview_title(all.len());
    let findings: Vec<(String, &str, String)> = all
        .iter()
        .map(|one| {
            let told = Told::new(&one.result, &one.answers, language);
            let title = if one.result.title.is_empty() { &one.result.study } else { &one.result.title };
            (one.result.set.after(title), one.report.as_str(), words.overview_finding(&row(&told)))
        })
        .collect();
    let body = html! {
        header { h1 { (title) } }
        section.first {
            @for note in words.overview_notes() { p { (note) } }
            (overview(all, language).captioned(words.overview_caption().to_owned()).html("facts"))
        }
        section {
            h2 { (words.overview_findings()) }
            @for (title, report, finding) in &findings {
                p { strong { a href=(report) { (title) } } ". " (finding) }
            }
        }
        (who(words))
    };
    page(language, &title, &body, &words.overview_source(VERSION, all.len()))
}
