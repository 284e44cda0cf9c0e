//! The report of a study: one page that stands alone, reads in two minutes at its top, prints on A4, and goes on with the evidence,
//! chart by chart.

use super::evidence;
use super::matching;
use super::skeleton::{Figures, brief as groups_of, page, who};
use crate::brief;
use crate::charts::{Section, by_section};
use crate::inputs::ReportInputs;
use crate::largest::at_largest_budget;
use crate::said::{adaptation, by_girls, effects, first_page as said, runs};
use crate::tables::{baseline, run};
use crate::told::Told;
use crate::words::dose::OfDose;
use crate::words::matching::OfMatching;
use crate::words::pages::{Heading, Missing, Parameters};
use amparo_decide::result::Years;
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use maud::{Markup, html};

/// Warnings above the answer; the others stand with the run.
const MOST_WARNINGS: usize = 2;

/// The report as one self-contained HTML page: inline charts, inline style, no script, nothing loaded.
pub fn html(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let title = result.set.after(if result.title.is_empty() { &result.study } else { &result.title });
    let charts = Figures::new(by_section(inputs), inputs.language);
    let told = Told::new(result, inputs.answers, inputs.language);
    page(inputs.language, &title, &body(&told, inputs, &charts, &title), &told.source())
}

/// A section of these parts; nothing where there is none.
fn section(heading: &str, parts: &[Markup]) -> Markup {
    html! {
        @if parts.iter().any(|part| !part.0.is_empty()) {
            section { h2 { (heading) } @for part in parts { (part) } }
        }
    }
}

fn body(told: &Told, inputs: &ReportInputs, charts: &Figures, title: &str) -> Markup {
    let (answers, words) = (inputs.answers, told.words);
    let chart = |name: &str| charts.place(name);
    let absent = |missing: bool, what: Missing| html! { @if missing { p { (words.missing(what)) } } };
    let benefits = chart("who_benefits");
    let no_benefits = absent(benefits.0.is_empty(), Missing::Benefits);
    let largest = at_largest_budget(inputs).0;
    html! {
        (first_page(told, inputs, charts, title))
        (section(words.heading(Heading::Decision), &[
            html! { @for sentence in certainty(told) { p { (sentence) } } },
            evidence::decision(told, inputs),
        ]))
        (section(words.chapter(OfMatching::Heading), &[
            matching::chapter(told, inputs, charts, answers.two_part.as_ref()),
        ]))
        (section(words.dose(OfDose::Heading), &[evidence::doses(told, charts), charts.rest(Section::Dose)]))
        (section(words.heading(Heading::Effects), &[
            html! { @for sentence in size(told) { p { (sentence) } } },
            chart("effects"),
            evidence::effects(told, Years::Funded),
            evidence::effects(told, Years::Following),
            chart("funnel"),
            chart("victims_over_time"),
            charts.rest(Section::Effects),
        ]))
        (section(words.heading(Heading::Adaptation), &[
            absent(answers.waterfalls.is_empty(), Missing::NotHeld),
            evidence::waterfalls(told),
            chart("before_after"),
            chart("by_treatment"),
            charts.rest(Section::Adaptation),
        ]))
        (section(words.heading(Heading::Uncertainty), &[
            absent(told.one(), Missing::Uncertainty),
            chart("effects_over_draws"),
            chart("break_evens"),
            evidence::break_evens(told),
            charts.rest(Section::Assumptions),
        ]))
        (section(words.heading(Heading::Choice), &[
            chart("decision"),
            chart("plane"),
            evidence::money(&told.of_other(&largest, answers)),
            chart("acceptability"),
            chart("budget_frontier"),
            evidence::targeting(told),
            charts.rest(Section::Choice),
        ]))
        (section(words.heading(Heading::Learning), &[
            chart("value_of_information"),
            evidence::value_of_information(told),
            charts.rest(Section::Learning),
        ]))
        (section(words.heading(Heading::Benefits), &[evidence::girls(told), no_benefits, benefits, charts.rest(Section::Benefits)]))
        (section(words.heading(Heading::Baseline), &[
            evidence::baseline(told, inputs),
            chart("origins_and_destinations"),
            chart("by_town"),
            chart("drivers"),
            baseline::drivers(words, inputs.drivers).html("shares"),
            charts.rest(Section::Baseline),
        ]))
        (section(words.heading(Heading::Assumed), &[
            html! {
                p { (words.rests_on(said::grades(inputs.grades).as_ref(), &inputs.facts.assumed)) }
                p { (draws(told)) }
            },
            parameters(told),
            run::grades(words, inputs.grades).html("facts"),
        ]))
        (who(words))
        (section(words.heading(Heading::Run), &[
            html! { @for warning in inputs.result.warnings.iter().skip(MOST_WARNINGS) { p { (words.warning(warning)) } } },
            run::facts(inputs).html("facts"),
            evidence::pairing(told),
        ]))
    }
}

/// How sure the answer is, at length.
fn certainty(told: &Told) -> Vec<String> {
    by_girls::certainty(told).map_or_else(Vec::new, |found| told.words.girls_certainty(&found))
}

/// How the draws were made.
fn draws(told: &Told) -> String {
    let answers = told.answers;
    told.words.draws(&answers.draws, &runs::draws(answers), runs::missed(answers).as_ref())
}

/// Names of sampled and solved parameters, or of those taken as given.
fn parameters(told: &Told) -> Markup {
    let d = &told.answers.draws;
    let given: Vec<String> = d.sampled.iter().chain(&d.given).cloned().collect();
    let named: &[(Parameters, &[String])] = if d.as_given {
        &[(Parameters::Given, &given)]
    } else {
        &[(Parameters::Drawn, &d.sampled), (Parameters::Solved, &d.solved)]
    };
    html! {
        @for (which, names) in named.iter().filter(|(_, names)| !names.is_empty()) {
            p { (told.words.parameters(*which)) ": " span.code { (names.join(", ")) } "." }
        }
    }
}

/// Finding, size, certainty, cost, what it rests on, and one chart.
fn first_page(told: &Told, inputs: &ReportInputs, charts: &Figures, title: &str) -> Markup {
    let (result, words) = (inputs.result, told.words);
    let groups =
        brief::brief(told, &inputs.also, inputs.grades).map(|(part, sentences)| (words.part_of_page(part), sentences));
    html! {
        header { p.kicker { (words.kicker(&result.scenario)) } h1 { (title) } }
        section.first.brief {
            @for warning in result.warnings.iter().take(MOST_WARNINGS) { p.notice { (words.warning(warning)) } }
            @if let Some(more) = result.warnings.len().checked_sub(MOST_WARNINGS + 1) {
                p.notice { (words.more_warnings(more + 1)) }
            }
            p { (brief::question(told)) }
            @if let Some(planned) = inputs.planned.filter(|p| *p > result.replicates) {
                p.notice { (words.not_finished(result.replicates, planned)) }
            }
            (groups_of(&groups))
            (charts.place("girls_averted"))
            (charts.rest(Section::First))
            p.notice { (words.what_it_is_not()) }
        }
    }
}

/// Levels of the baseline, the three outcomes under the leading policy, and what the trade undoes of them.
fn size(told: &Told) -> Vec<String> {
    let (result, words) = (told.result, told.words);
    let mut out = vec![words.level(&result.baseline, result.funded_years)];
    let leading = said::leading(told);
    out.extend(leading.and_then(|policy| {
        let three = effects::triple(result, policy)?;
        let later = result.effect(policy, SPELLS_BEGUN, Years::Following);
        Some(words.changes_with(&told.title(policy), &three, later, result))
    }));
    out.extend(
        adaptation::of_leading(told).map(|w| {
            words.undone_by_the_trade(w, &told.title(&w.policy), result.funded_years, told.answers.draws.used)
        }),
    );
    out
}
