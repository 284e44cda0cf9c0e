//! The chapter of the report.

use super::{tables, words};
use crate::html::figure;
use crate::inputs::ReportInputs;
use crate::kit::chart::Chart;
use crate::kit::format::{escape, upper_first};
use amparo_decide::two_part::TwoPart;
use std::fmt::Write;

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
pub fn chapter(inputs: &ReportInputs, charts: &[Chart], two_part: Option<&TwoPart>) -> String {
    let Some(two_part) = two_part else { return String::new() };
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
    let mut out = String::new();
    let (finding, further) = brief.answer.split_first().map_or(("", &[][..]), |(f, rest)| (f.as_str(), rest));
    let _ = writeln!(out, "<p class=\"notice\">{}</p>", tables::marked(finding));
    out.push_str("<div class=\"brief\"><dl>\n");
    let groups = [
        ("So", further),
        ("Size", &brief.size[..]),
        ("Certainty", &brief.certainty[..]),
        ("Rests on", &brief.rests_on[..]),
    ];
    for (heading, sentences) in groups.into_iter().filter(|(_, s)| !s.is_empty()) {
        let items: String = sentences.iter().map(|s| format!("<li>{}</li>", escape(&upper_first(s)))).collect();
        let _ = writeln!(out, "<dt>{heading}</dt><dd><ul>{items}</ul></dd>");
    }
    out.push_str("</dl></div>\n");
    let _ = writeln!(out, "<p>{IDEA}</p>");
    for part in [
        figure(charts, "two_part_steps"),
        tables::questions(result, two_part),
        figure(charts, "two_part_strategies"),
        tables::strategies(two_part),
        figure(charts, "survey_size"),
        figure(charts, "forecast_calibration"),
        figure(charts, "how_different"),
        figure(charts, "discovery"),
        tables::boxes(two_part),
    ] {
        out.push_str(&part);
    }
    let _ = writeln!(out, "<p>{NOT_SAID}</p>");
    out
}
