//! The report: one page that stands alone, reads in two minutes at its top, and prints on A4.

use super::charts::charts;
use super::findings::{self, Verdict, verdict};
use super::inputs::ReportInputs;
use super::{answer_html, decision_page, html_tables};
use crate::kit::chart::Chart;
use crate::kit::format::{count, escape, list, number, percent, soles, upper_first};
use crate::kit::{answered, font, frame};
use amparo_decide::result::StudyResult;
use std::fmt::Write;

/// Layout for screen, narrow screen and paper.
const STYLE: &str = include_str!("report.css");

/// The report as one self-contained HTML page: inline charts, inline style, no script, nothing loaded.
pub fn html(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let title = escape(&result.set.after(if result.title.is_empty() { &result.study } else { &result.title }));
    let charts = charts(inputs);
    let (body, source) = match answered::of_draws(inputs.answers) {
        Some(answers) => {
            (decision_page::body(inputs, answers, &charts, &title), frame::source_over_draws(result, answers))
        }
        None => (body(inputs, &charts, &title), frame::source(result)),
    };
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

/// The page of a study at one parameter vector, between `<main>` and its end.
fn body(inputs: &ReportInputs, charts: &[Chart], title: &str) -> String {
    let result = inputs.result;
    let mut body = String::new();
    body.push_str(&first_page(inputs, title));
    body.push_str("<section><h2>Effects</h2>\n");
    body.push_str(&figure(charts, "effects"));
    body.push_str(&html_tables::effects(result, false));
    if result.policies.iter().any(|p| !p.effects_following.is_empty()) {
        body.push_str(&html_tables::effects(result, true));
    }
    body.push_str(&figure(charts, "victims_over_time"));
    body.push_str("</section>\n<section><h2>Cost</h2>\n");
    body.push_str(&figure(charts, "cost_per_case"));
    body.push_str(&html_tables::cost(result, None));
    body.push_str("</section>\n<section><h2>The baseline</h2>\n");
    body.push_str(&html_tables::baseline(inputs));
    body.push_str(&figure(charts, "origins_and_destinations"));
    body.push_str(&figure(charts, "drivers"));
    body.push_str(&html_tables::drivers(inputs));
    body.push_str("</section>\n");
    match inputs.answers.filter(|a| !a.waterfalls.is_empty()) {
        Some(answers) => {
            let _ = writeln!(
                body,
                "<section><h2>Before and after adaptation</h2>\n{}{}{}</section>",
                figure(charts, "before_after"),
                answer_html::waterfalls(inputs, answers),
                figure(charts, "by_treatment")
            );
            let _ = writeln!(body, "<section>{UNCERTAINTY_KEPT}</section>");
        }
        None => {
            let _ = writeln!(body, "<section>{ADAPTATION_KEPT}{UNCERTAINTY_KEPT}</section>");
        }
    }
    body.push_str("<section><h2>What is assumed</h2>\n");
    let _ = writeln!(body, "<p>{}</p>", rests_on(inputs));
    if let Some(precision) = &result.precision {
        let _ = writeln!(body, "<p>Precision: {}.</p>", escape(precision));
    }
    body.push_str(&html_tables::grades(inputs));
    body.push_str("</section>\n");
    body.push_str(WHO);
    body.push_str("<section><h2>The run</h2>\n");
    body.push_str(&html_tables::facts(inputs));
    body.push_str("</section>\n");
    body
}

const ADAPTATION_KEPT: &str = "<h2>Before and after adaptation</h2>\n\
    <p>Not in this study: every effect here is after adaptation. A study with runs in which the trade's behaviour is held at the \
    baseline's shows what its adapting changes.</p>\n";

const UNCERTAINTY_KEPT: &str = "<h2>Uncertainty over parameters</h2>\n\
    <p>Not in this study: every interval here is simulation noise at one parameter vector, so the true uncertainty is larger, \
    possibly much larger. A study over draws shows it.</p>\n";

pub(crate) const WHO: &str = "<section><h2>What this is, and is not</h2>\n<ul>\n\
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

/// What a decision-maker reads in two minutes.
fn first_page(inputs: &ReportInputs, title: &str) -> String {
    let result = inputs.result;
    let names: Vec<String> = result.policies.iter().map(|p| findings::name(p).to_owned()).collect();
    let tested = match names.len() {
        0 => "no policy yet".to_owned(),
        n if n <= 4 => list(&names),
        n => format!("{n} policies"),
    };
    let mut out =
        format!("<header><p class=\"kicker\">amparo · {}</p>\n<h1>{title}</h1></header>\n", escape(&result.scenario));
    out.push_str("<section class=\"first\">\n");
    out.push_str(&warnings(result));
    let _ = writeln!(
        out,
        "<h2>The question</h2>\n<p>Which protective measures reduce the number of girls drawn into sexual exploitation, by how much, \
         and at what cost? Compared with doing nothing further: {}, each with up to {} a year for {}, followed for {} more.</p>",
        escape(&tested),
        soles(result.budget_soles_per_year),
        funded_for(result),
        count(result.following_years, "year"),
    );
    out.push_str("<h2>The finding</h2>\n");
    if let Some(planned) = inputs.planned.filter(|p| *p > result.replicates) {
        let _ = writeln!(
            out,
            "<p class=\"notice\">Not finished: {} of {planned} replicates so far. Numbers will still move.</p>",
            result.replicates
        );
    }
    out.push_str("<ul class=\"finding\">\n");
    for sentence in findings::summary(result) {
        let _ = writeln!(out, "<li>{}</li>", escape(&upper_first(&sentence)));
    }
    out.push_str("</ul>\n<h2>How large is that?</h2>\n");
    let _ = writeln!(out, "<p>{}</p>", escape(&size(inputs)));
    let _ = writeln!(out, "<h2>What it costs</h2>\n<p>{}</p>", escape(&cost(inputs)));
    let _ = writeln!(out, "<h2>What it rests on</h2>\n<p>{}</p>", rests_on(inputs));
    let _ = writeln!(
        out,
        "<p class=\"notice\">{} {} Everyone simulated is synthetic; this is no forecast, no estimate of any real person's risk, and no \
         evidence by itself.</p>\n</section>",
        escape(frame::noise(result)),
        escape(frame::conditional(result))
    );
    out
}

/// The effect on victims beside the number of victims.
fn size(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let b = &result.baseline;
    let mut text = format!(
        "In the baseline about {} persons are exploited at a time and {} girls are newly exploited a year.",
        number(b.victims, 0),
        number(b.newly_exploited_per_year, 0)
    );
    let clear = findings::by_spells_averted(result)
        .into_iter()
        .filter_map(|p| findings::effect(p, "victims").map(|e| (p, e)))
        .filter(|(_, e)| verdict(e) == Verdict::Fewer)
        .min_by(|a, b| a.1.difference.total_cmp(&b.1.difference));
    match clear {
        Some((policy, e)) => {
            let left = b.victims + e.difference;
            let _ = write!(
                text,
                " With {} there are {} fewer at a time over {}: about {} remain.",
                findings::name(policy),
                number(-e.difference, 0),
                frame::years(result.funded_years, "funded"),
                number(left.max(0.0), 0)
            );
        }
        None => text.push_str(" No policy lowers the number of victims beyond simulation noise."),
    }
    text
}

fn cost(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let mut costed: Vec<_> = result
        .policies
        .iter()
        .filter_map(|p| p.cost_per_case_averted.as_ref().map(|c| (p, c)))
        .filter(|(_, c)| c.value.is_some() && c.high.is_some())
        .collect();
    costed.sort_by(|a, b| a.1.value.unwrap_or(f64::INFINITY).total_cmp(&b.1.value.unwrap_or(f64::INFINITY)));
    let mut text = match costed.first() {
        Some((p, c)) => format!(
            "{}: {} over {}, not discounted.",
            findings::name(p),
            crate::charts::cost_per_case::in_words(c),
            frame::years(result.funded_years, "funded")
        ),
        None => "No policy averts spells at a cost that can be bounded by these runs.".into(),
    };
    let rest = result.policies.len() - costed.len();
    if rest > 0 && !costed.is_empty() {
        let _ = write!(text, " For {} no upper end can be given.", count(rest, "further policy"));
    }
    let unspent: Vec<String> = result
        .policies
        .iter()
        .filter(|p| p.unspent_soles_per_year > 0.05 * result.budget_soles_per_year)
        .map(|p| format!("{} ({})", findings::name(p), soles(p.unspent_soles_per_year)))
        .collect();
    if !unspent.is_empty() {
        let _ = write!(text, " More than 5 % of the money stays unspent each year: {}.", list(&unspent));
    }
    text
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
