//! The chapter of the report.

use super::skeleton::{Figures, brief as brief_of};
use crate::charts::Section;
use crate::inputs::ReportInputs;
use crate::tables::{discovery, matching};
use crate::words::matching as words;
use amparo_decide::matching::results::TwoPart;
use maud::{Markup, html};

/// Its heading.
pub const HEADING: &str = "One intervention or four?";

/// What is tested, for those who know the idea alone.
const IDEA: &str = "The idea tested: why girls are drawn in differs between communities, and one intervention reaches one cause. So first find out \
                    which drivers prevail in a community, then match one of four interventions to it: an information campaign, a mobile \
                    application, community-driven development, or cash transfers for skills training. Against it stands the simpler plan: one \
                    intervention for all, the money spent on that instead of on a survey.";

/// What no number of the chapter says.
const NOT_SAID: &str = "What this chapter does not say: that causes differ, or by how much, since differences are put in; that any intervention works as \
                        assumed, since none has been measured on trafficking; that a draw is likely, since draws spread over what is \
                        assumed. It says what would follow, and what it hangs on.";

/// The chapter, from its finding to its evidence; nothing where the study holds no answer.
pub fn chapter(inputs: &ReportInputs, charts: &Figures, two_part: Option<&TwoPart>) -> Markup {
    let Some(two_part) = two_part else { return Markup::default() };
    let result = inputs.result;
    let mut brief = words::brief(result, two_part);
    for other in &inputs.also {
        if let Some(there) = &other.answers.two_part {
            brief.certainty.push(format!(
                "At the other baseline ({}): {}",
                other.name,
                words::headline(other.result, there)
            ));
        }
    }
    let (finding, further) = brief.answer.split_first().map_or(("", &[][..]), |(f, rest)| (f.as_str(), rest));
    let groups =
        [("So", further.to_vec()), ("Size", brief.size), ("Certainty", brief.certainty), ("Rests on", brief.rests_on)];
    html! {
        p.notice { (led(finding)) }
        div.brief { (brief_of(&groups)) }
        p { (IDEA) }
        (charts.place("two_part_steps"))
        (matching::questions(result, two_part).html("questions"))
        (charts.place("two_part_strategies"))
        (matching::strategies(two_part).html("strategies"))
        (charts.place("survey_size"))
        (charts.place("forecast_calibration"))
        (charts.place("how_different"))
        (charts.place("discovery"))
        (charts.rest(Section::Matching))
        (discovery::boxes(two_part).html("facts"))
        p { (NOT_SAID) }
    }
}

/// A sentence of which all up to its first stop, the verdict, is in bold.
fn led(sentence: &str) -> Markup {
    let stop = [": ", ". "].iter().filter_map(|stop| sentence.find(stop)).min();
    let (lead, rest) = sentence.split_at(stop.unwrap_or(0));
    html! { @if !lead.is_empty() { strong { (lead) } } (rest) }
}
