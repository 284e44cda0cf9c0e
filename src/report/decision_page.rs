//! The report of a study over draws: a first page to decide by, then the evidence, chart by chart.

use super::html::{WHO, figure, rests_on};
use super::inputs::ReportInputs;
use super::words;
use super::{answer_html, html_tables, two_part};
use crate::kit::answered::{self, Names};
use crate::kit::chart::Chart;
use crate::kit::format::{count, escape, list, number, soles, upper_first};
use crate::kit::frame;
use crate::words::shared;
use amparo_decide::answers::Answers;
use amparo_decide::per_case::per_case;
use std::fmt::Write;

/// Everything between `<main>` and its end.
pub fn body(inputs: &ReportInputs, answers: &Answers, charts: &[Chart], title: &str) -> String {
    let mut out = first_page(inputs, answers, charts, title);
    let mut section = |heading: &str, parts: &[String]| {
        if parts.iter().any(|p| !p.is_empty()) {
            let _ = writeln!(out, "<section><h2>{heading}</h2>\n{}</section>", parts.concat());
        }
    };
    let chart = |name: &str| figure(charts, name);
    section("The decision in numbers", &[answer_html::decision(inputs, answers)]);
    section(two_part::HEADING, &[two_part::chapter(inputs, charts, answers.two_part.as_ref())]);
    section(
        "Effects",
        &[
            chart("effects"),
            answer_html::effects(inputs, answers, "funded"),
            answer_html::effects(inputs, answers, "following"),
            chart("victims_over_time"),
        ],
    );
    section(
        "Before and after adaptation",
        &[
            absent(
                answers.waterfalls.is_empty(),
                "the trade's response was not held in this study, so effects before adaptation are not known",
            ),
            answer_html::waterfalls(inputs, answers),
            chart("before_after"),
            chart("by_treatment"),
        ],
    );
    section(
        "Uncertainty over what is assumed",
        &[
            chart("effects_over_draws"),
            chart("break_evens"),
            answer_html::break_evens(inputs, answers),
            answer_html::firm(inputs, answers),
        ],
    );
    section(
        "Cost and choice",
        &[
            chart("plane"),
            html_tables::cost(&answered::at_largest_budget(inputs).0, Some(answers)),
            chart("acceptability"),
            chart("budget_frontier"),
        ],
    );
    section("What to study first", &[chart("value_of_information"), answer_html::value_of_information(answers)]);
    let benefits = chart("who_benefits");
    let none = "no policy has groups of five or more with all three outcomes known";
    section("Who benefits", &[absent(benefits.is_empty(), none), benefits]);
    section(
        "The baseline",
        &[
            html_tables::baseline(inputs),
            chart("origins_and_destinations"),
            chart("drivers"),
            html_tables::drivers(inputs),
        ],
    );
    section(
        "What is assumed",
        &[
            format!("<p>{}</p>\n<p>{}</p>\n", rests_on(inputs), escape(&words::draws(answers))),
            parameters(answers),
            html_tables::grades(inputs),
        ],
    );
    out.push_str(WHO);
    let _ = writeln!(
        out,
        "<section><h2>The run</h2>\n{}{}</section>",
        html_tables::facts(inputs),
        answer_html::pairing(inputs, answers)
    );
    out
}

/// What a study does not hold, said instead of left out.
fn absent(missing: bool, what: &str) -> String {
    if missing { format!("<p>Not in this study: {}.</p>\n", escape(what)) } else { String::new() }
}

/// Names of sampled and solved parameters, or of those taken as given.
fn parameters(answers: &Answers) -> String {
    let named = |heading: &str, names: &[String]| {
        if names.is_empty() {
            String::new()
        } else {
            format!("<p>{heading}: <span class=\"code\">{}</span>.</p>\n", escape(&names.join(", ")))
        }
    };
    let d = &answers.draws;
    if d.as_given {
        let all: Vec<String> = d.sampled.iter().chain(&d.given).cloned().collect();
        return named("Taken as the table of draws gives them", &all);
    }
    named("Drawn from their priors", &d.sampled) + &named("Solved for each draw's own targets", &d.solved)
}

/// Finding, size, certainty, cost, what it rests on, and one chart.
fn first_page(inputs: &ReportInputs, answers: &Answers, charts: &[Chart], title: &str) -> String {
    let result = inputs.result;
    let names = Names::new(result, answers);
    let budgets: Vec<String> = answered::budgets(result, answers).iter().map(|b| soles(*b)).collect();
    let policies = answered::main_decision(answers)
        .map_or_else(|| answered::at_largest_budget(inputs).0.policies.len(), |d| d.strategies.len().saturating_sub(1));
    let money = if budgets.is_empty() {
        String::new()
    } else {
        format!(", with up to {} a year", list(&budgets).replace(" and ", " or "))
    };
    let mut out = format!(
        "<header><p class=\"kicker\">amparo · {}</p>\n<h1>{title}</h1></header>\n<section class=\"first brief\">\n",
        escape(&result.scenario)
    );
    out.push_str(&crate::html::warnings(result));
    let _ = writeln!(
        out,
        "<p>Which protective measures reduce the number of girls drawn into sexual exploitation, by how much, and at what cost? {} {} compared \
         with doing nothing further{} for {}, followed for {} more.</p>",
        upper_first(&count(policies, "policy")),
        if policies == 1 { "is" } else { "are" },
        escape(&money),
        crate::html::funded_for(result),
        count(result.following_years, "year"),
    );
    if let Some(planned) = inputs.planned.filter(|p| *p > result.replicates) {
        let _ = writeln!(
            out,
            "<p class=\"notice\">Not finished: {} of {planned} replicates so far. Numbers will still move.</p>",
            result.replicates
        );
    }
    let mut finding = words::finding(&names, answers);
    finding.extend(
        inputs
            .also
            .iter()
            .filter_map(|o| words::elsewhere(&names, answers, &o.name, &Names::new(o.result, o.answers), o.answers)),
    );
    let mut size = vec![level(inputs)];
    size.extend(victims(inputs, answers));
    size.extend(words::adaptation(&names, answers));
    out.push_str("<dl>\n");
    for (heading, sentences) in [
        ("Finding", finding),
        ("Size", size),
        ("Certainty", words::certainty(&names, answers)),
        ("Cost", cost(inputs, answers)),
        ("Rests on", rests(inputs, answers)),
    ] {
        let items: String = sentences.iter().map(|s| format!("<li>{}</li>", escape(&upper_first(s)))).collect();
        let _ = writeln!(out, "<dt>{heading}</dt><dd><ul>{items}</ul></dd>");
    }
    out.push_str("</dl>\n");
    out.push_str(&figure(charts, "decision"));
    let _ = writeln!(
        out,
        "<p class=\"notice\">{} Everyone simulated is synthetic; this is no forecast, no estimate of any real person's risk, and no evidence by \
         itself.</p>\n</section>",
        escape(frame::CONDITIONAL)
    );
    out
}

fn level(inputs: &ReportInputs) -> String {
    let b = &inputs.result.baseline;
    format!(
        "In the baseline about {} persons are exploited at a time, {} girls are newly exploited and {} spells begin a year, over {}.",
        number(b.victims, 0),
        number(b.newly_exploited_per_year, 0),
        number(b.spells_begun_per_year, 0),
        frame::years(inputs.result.funded_years, "funded")
    )
}

/// The three outcomes under the leading policy.
fn victims(inputs: &ReportInputs, answers: &Answers) -> Option<String> {
    let names = Names::new(inputs.result, answers);
    let policy = words::leading(&names, answers)?;
    let three = words::triple(answers, policy)?;
    let what = ["spells begun a year", "girls newly exploited a year", "victims at a time"];
    let changes = words::changes_in_words(&[0, 1, 2].map(|k| (three[k], what[k])), answers.draws.used);
    Some(format!("With {}, {} and after adaptation: {changes}.", names.of(policy), names.funded()))
}

/// The cheapest case averted and what the best policy's costs, and money left.
fn cost(inputs: &ReportInputs, answers: &Answers) -> Vec<String> {
    let names = Names::new(inputs.result, answers);
    let Some(main) = answered::main_decision(answers) else {
        return vec![
            "Draws are too few to say what a case averted costs; the table of money says what is spent.".into(),
        ];
    };
    let mut costed: Vec<(usize, f64)> =
        (1..main.strategies.len()).filter_map(|r| per_case(main, r).value.map(|v| (r, v))).collect();
    costed.sort_by(|a, b| a.1.total_cmp(&b.1));
    let said = |row: usize| {
        format!(
            "{}: {}",
            names.of(&main.strategies[row].policy),
            shared::per_case_in_words(&per_case(main, row), main.draws)
        )
    };
    let mut out = Vec::new();
    match costed.first() {
        Some((row, _)) => out.push(format!("Lowest mean cost {}, discounted: {}.", names.horizon(), said(*row))),
        None => out.push("No policy averts cases on average, so that a cost per case has no meaning.".into()),
    }
    let best = answered::best_row(main).filter(|r| *r > 0 && costed.first().is_none_or(|c| c.0 != *r));
    out.extend(best.map(|row| format!("{}.", said(row))));
    let budget = main.budget_soles_per_year;
    let unspent: Vec<String> = inputs
        .result
        .policies
        .iter()
        .filter(|p| names.at_largest(&p.name) && p.unspent_soles_per_year > 0.05 * budget)
        .map(|p| format!("{} spends {}", names.of(&p.name), soles(p.spend_a_year_of_money())))
        .collect();
    if !unspent.is_empty() {
        out.push(format!(
            "More than 5 % of the {} a year stays unspent in {}: {}.",
            soles(budget),
            if inputs.result.all_funded_alike() {
                frame::years(inputs.result.funded_years, "funded")
            } else {
                "the years in which a policy has money".into()
            },
            list(&unspent)
        ));
    }
    out
}

fn rests(inputs: &ReportInputs, answers: &Answers) -> Vec<String> {
    let mut out = vec![words::draws(answers)];
    if inputs.result.rejected > 0 {
        out.push(format!("{} left out: the burn-in never settled.", count(inputs.result.rejected, "world")));
    }
    out.extend(inputs.result.precision.as_ref().map(|text| format!("Precision: {text}.")));
    let total: usize = inputs.grades.values().sum();
    let of = |grade: &str| inputs.grades.get(grade).copied().unwrap_or(0);
    if total > 0 {
        let weak = of("assumed") + of("unverified");
        out.push(format!(
            "{} of {} parameters ({}) are assumed or not yet verified.",
            number(weak as f64, 0),
            number(total as f64, 0),
            crate::kit::format::percent(weak as f64 / total as f64)
        ));
    }
    if !inputs.facts.assumed.is_empty() {
        out.push(format!("What carries the effects is assumed throughout: {}.", inputs.facts.assumed.join("; ")));
    }
    out
}
