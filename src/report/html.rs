//! The report: one page that stands alone, reads in two minutes at its top, and prints on A4.

use super::decision_page;
use crate::charts::charts;
use crate::inputs::ReportInputs;
use crate::kit::chart::Chart;
use crate::kit::font;
use crate::kit::format::{count, escape, number, percent};
use crate::kit::runs;
use amparo_decide::result::StudyResult;

/// Layout for screen, narrow screen and paper.
const STYLE: &str = include_str!("report.css");

/// The report as one self-contained HTML page: inline charts, inline style, no script, nothing loaded.
pub fn html(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let title = escape(&result.set.after(if result.title.is_empty() { &result.study } else { &result.title }));
    let charts = charts(inputs);
    let body = decision_page::body(inputs, &charts, &title);
    let source = runs::source(result, inputs.answers);
    page(&title, &body, &source)
}

/// A page that stands alone around its body; title and body are HTML, the source is text.
pub(crate) fn page(title: &str, body: &str, source: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{}\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n<footer>{}</footer>\n</body>\n</html>\n",
        font::css(),
        escape(source)
    )
}

pub(super) const WHO: &str = "<section><h2>What this is, and is not</h2>\n<ul>\n\
    <li><strong>Everyone simulated is synthetic.</strong> No girl, family, community or brothel in it exists.</li>\n\
    <li><strong>It measures protection only</strong>, comparing protective measures with each other and with none. It optimises \
    nothing for those who exploit.</li>\n\
    <li><strong>It is no forecast.</strong> Numbers hold under the stated assumptions, for comparing policies.</li>\n\
    <li><strong>It is no estimate of any real person's risk</strong>, and must not be used to single out persons or \
    families.</li>\n\
    <li><strong>It is no evidence by itself.</strong> It orders what is known and assumed; a decision also needs field evidence and \
    the people concerned.</li>\n\
    <li>A rising register of victims is not rising exploitation: it may be better protection at work.</li>\n\
    <li>Cells of fewer than 5 persons are not shown.</li>\n</ul></section>\n";

/// For how long policies have money.
pub(crate) fn funded_for(result: &StudyResult) -> String {
    let years = count(result.funded_years, "year");
    if result.all_funded_alike() { years } else { format!("{years} (some have money in other years)") }
}

/// What is worth knowing before the results are read.
pub(crate) fn warnings(result: &StudyResult) -> String {
    let notice = |warning: &String| format!("<p class=\"notice\">Warning: {}.</p>\n", escape(warning));
    result.warnings.iter().map(notice).collect()
}

/// How much stands on numbers nobody has measured.
pub(crate) fn rests_on(inputs: &ReportInputs) -> String {
    let total: usize = inputs.grades.values().sum();
    let of = |grade: &str| inputs.grades.get(grade).copied().unwrap_or(0);
    if total == 0 {
        return "The grades of the parameters were not given.".into();
    }
    let carried = match inputs.facts.assumed.as_slice() {
        [] => " The response of the trade is among what is assumed, and effects hang on it.".to_owned(),
        all => format!(
            " What carries the effects is assumed throughout: {}. Nobody has measured these; another judgement of them would give \
             other effects.",
            escape(&all.join("; "))
        ),
    };
    let weak = of("assumed") + of("unverified");
    format!(
        "{} parameters; {} of them ({}) are assumed or not yet verified; from a published source: {}.{carried}",
        number(total as f64, 0),
        number(weak as f64, 0),
        percent(weak as f64 / total as f64),
        number(of("published") as f64, 0),
    )
}

/// Height from which a chart takes a printed page of its own, in units.
const TALL: f64 = 760.0;

/// One chart with its caption; a chart that cannot be painted is named instead of lost.
pub(crate) fn figure(charts: &[Chart], name: &str) -> String {
    let Some((number, chart)) = charts.iter().enumerate().find(|(_, c)| c.name == name) else {
        return String::new();
    };
    let number = number + 1;
    match chart.inline_svg() {
        Ok(svg) => format!(
            "<figure class=\"{}\"><div class=\"chart\" tabindex=\"0\" role=\"region\" aria-label=\"Figure {number}\">{svg}</div>\n\
             <figcaption>Figure {number}</figcaption></figure>\n",
            if chart.scene.height > TALL { "tall" } else { "plain" }
        ),
        Err(error) => format!("<p class=\"notice\">{}: {}</p>\n", escape(&chart.title), escape(&error.to_string())),
    }
}
