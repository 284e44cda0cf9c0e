//! What every page has: its frame, its charts, and what it is not.
//!
//! Texts become HTML through [`maud`] alone, so that none can be forgotten to escape. What goes in as it is, is ours: the style, the
//! font, and charts, which escape their own texts.

use crate::charts::Section;
use crate::kit::chart::Chart;
use crate::kit::font;
use crate::kit::format::upper_first;
use crate::words::language::Language;
use crate::words::voice::Words;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Layout for screen, narrow screen and paper.
const STYLE: &str = include_str!("../report.css");

/// A page that stands alone around its body.
pub fn page(language: Language, title: &str, body: &Markup, source: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(font::css())) "\n" (PreEscaped(STYLE)) }
            }
            body { main { (body) } footer { (source) } }
        }
    };
    page.into_string() + "\n"
}

/// What a page is and what it is not.
pub(crate) fn who(words: &dyn Words) -> Markup {
    html! {
        section {
            h2 { (words.what_it_is()) }
            ul { @for (strong, rest) in words.points() {
                li { @if !strong.is_empty() { strong { (strong) } } (rest) }
            } }
        }
    }
}

/// Headings with their sentences below each other.
pub fn brief(groups: &[(&str, Vec<String>)]) -> Markup {
    html! {
        dl { @for (heading, sentences) in groups.iter().filter(|(_, sentences)| !sentences.is_empty()) {
            dt { (heading) }
            dd { ul { @for sentence in sentences { li { (upper_first(sentence)) } } } }
        } }
    }
}

/// Height from which a chart takes a printed page of its own, in units.
const TALL: f64 = 760.0;

/// The charts of a page, each shown once: where the page names it, or else at the end of its section.
pub struct Figures {
    language: Language,
    all: Vec<(Section, Chart)>,
    shown: RefCell<BTreeSet<&'static str>>,
}

impl Figures {
    /// Charts with their sections.
    pub fn new(all: Vec<(Section, Chart)>, language: Language) -> Figures {
        Figures { language, all, shown: RefCell::default() }
    }

    /// The chart of this name; nothing where the study has none.
    pub fn place(&self, name: &str) -> Markup {
        let found = self.all.iter().enumerate().find(|(_, (_, chart))| chart.name == name);
        found.map_or_else(Markup::default, |(number, (_, chart))| self.figure(number, chart))
    }

    /// Charts of a section that the page did not name.
    pub fn rest(&self, section: Section) -> Markup {
        let waiting: Vec<(usize, &Chart)> = self
            .all
            .iter()
            .enumerate()
            .filter(|(_, (own, chart))| *own == section && !self.shown.borrow().contains(chart.name))
            .map(|(number, (_, chart))| (number, chart))
            .collect();
        html! { @for (number, chart) in waiting { (self.figure(number, chart)) } }
    }

    fn figure(&self, number: usize, chart: &Chart) -> Markup {
        self.shown.borrow_mut().insert(chart.name);
        figure(self.language.words(), number, chart)
    }
}

/// One chart with its caption; a chart that cannot be painted is named instead of lost.
pub(crate) fn figure(words: &dyn Words, number: usize, chart: &Chart) -> Markup {
    let label = words.figure(number + 1);
    match chart.inline_svg() {
        Ok(svg) => html! {
            figure class=(if chart.scene.height > TALL { "tall" } else { "plain" }) {
                div.chart tabindex="0" role="region" aria-label=(label) { (PreEscaped(svg)) }
                figcaption { (label) }
            }
        },
        Err(error) => html! { p.notice { (chart.title) ": " (error) } },
    }
}
