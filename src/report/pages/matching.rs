//! The chapter of the report.

use super::skeleton::{Figures, brief as brief_of};
use crate::chapter;
use crate::charts::Section;
use crate::inputs::ReportInputs;
use crate::kit::names::Names;
use crate::tables::{discovery, matching};
use crate::told::Told;
use crate::words::first_page::Part;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::TwoPart;
use maud::{Markup, html};

/// The chapter, from its finding to its evidence; nothing where the study holds no answer.
pub fn chapter(told: &Told, inputs: &ReportInputs, charts: &Figures, two_part: Option<&TwoPart>) -> Markup {
    let Some(two_part) = two_part else { return Markup::default() };
    let words = told.words;
    let mut brief = chapter::brief(told, two_part);
    for other in &inputs.also {
        if let Some(found) = &other.answers.two_part {
            let there = Names::new(other.result, other.answers);
            brief.certainty.push(chapter::finding_elsewhere(told, &other.name, &there, found));
        }
    }
    let (finding, further) = brief.answer.split_first().map_or(("", &[][..]), |(f, rest)| (f.as_str(), rest));
    let groups = [
        (words.chapter(OfMatching::So), further.to_vec()),
        (words.part_of_page(Part::Size), brief.size),
        (words.part_of_page(Part::Certainty), brief.certainty),
        (words.part_of_page(Part::RestsOn), brief.rests_on),
    ];
    html! {
        p.notice { (led(finding)) }
        div.brief { (brief_of(&groups)) }
        p { (words.chapter(OfMatching::Idea)) }
        (charts.place("two_part_steps"))
        (matching::questions(told, two_part).html("questions"))
        (charts.place("two_part_strategies"))
        (matching::strategies(told, two_part).html("strategies"))
        (charts.place("survey_size"))
        (charts.place("forecast_calibration"))
        (charts.place("how_different"))
        (charts.place("discovery"))
        (charts.rest(Section::Matching))
        (discovery::boxes(told, two_part).html("facts"))
        p { (words.chapter(OfMatching::NotSaid)) }
    }
}

/// A sentence of which all up to its first stop, the verdict, is in bold.
fn led(sentence: &str) -> Markup {
    let stop = [": ", ". "].iter().filter_map(|stop| sentence.find(stop)).min();
    let (lead, rest) = sentence.split_at(stop.unwrap_or(0));
    html! { @if !lead.is_empty() { strong { (lead) } } (rest) }
}
