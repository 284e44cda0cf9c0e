//! The report of a study: one page that stands alone, reads in two minutes at its top, prints on A4, and goes on with the evidence,
//! chart by chart.

use super::evidence;
use super::matching;
use super::skeleton::{Figures, brief, page, who};
use crate::charts::{Section, by_section};
use crate::inputs::ReportInputs;
use crate::kit::answered::{self, Names};
use crate::kit::format::{count, list, upper_first};
use crate::kit::runs;
use crate::tables::{baseline, run};
use crate::words;
use amparo_decide::answers::Answers;
use amparo_decide::result::{StudyResult, Years};
use amparo_model::observe::outcomes::{NEWLY_EXPLOITED, SPELLS_BEGUN, VICTIMS};
use amparo_tables::numbers::{number, percent, soles};
use maud::{Markup, html};

/// The report as one self-contained HTML page: inline charts, inline style, no script, nothing loaded.
pub fn html(inputs: &ReportInputs) -> String {
    let result = inputs.result;
    let title = result.set.after(if result.title.is_empty() { &result.study } else { &result.title });
    let charts = Figures::new(by_section(inputs));
    page(&title, &body(inputs, &charts, &title), &runs::source(result, inputs.answers))
}

/// A section of these parts; nothing where there is none.
fn section(heading: &str, parts: &[Markup]) -> Markup {
    html! {
        @if parts.iter().any(|part| !part.0.is_empty()) {
            section { h2 { (heading) } @for part in parts { (part) } }
        }
    }
}

fn body(inputs: &ReportInputs, charts: &Figures, title: &str) -> Markup {
    let answers = inputs.answers;
    let chart = |name: &str| charts.place(name);
    let benefits = chart("who_benefits");
    let no_benefits =
        absent(benefits.0.is_empty(), "no policy has groups of five or more with all three outcomes known");
    let not_held = "the trade's response was not held in this study, so effects before adaptation are not known";
    let largest = answered::at_largest_budget(inputs).0;
    html! {
        (first_page(inputs, charts, title))
        (section("The decision in numbers", &[evidence::decision(inputs)]))
        (section(matching::HEADING, &[matching::chapter(inputs, charts, answers.two_part.as_ref())]))
        (section("Effects", &[
            chart("effects"),
            evidence::effects(inputs, Years::Funded),
            evidence::effects(inputs, Years::Following),
            chart("victims_over_time"),
            charts.rest(Section::Effects),
        ]))
        (section("Before and after adaptation", &[
            absent(answers.waterfalls.is_empty(), not_held),
            evidence::waterfalls(inputs),
            chart("before_after"),
            chart("by_treatment"),
            charts.rest(Section::Adaptation),
        ]))
        (section("Uncertainty over what is assumed", &[
            absent(runs::at_one_vector(answers), ONE_VECTOR),
            chart("effects_over_draws"),
            chart("break_evens"),
            evidence::break_evens(inputs),
            charts.rest(Section::Assumptions),
        ]))
        (section("Cost and choice", &[
            chart("plane"),
            evidence::money(&largest),
            chart("acceptability"),
            chart("budget_frontier"),
            charts.rest(Section::Choice),
        ]))
        (section("What to study first", &[
            chart("value_of_information"),
            evidence::value_of_information(answers),
            charts.rest(Section::Learning),
        ]))
        (section("Who benefits", &[no_benefits, benefits, charts.rest(Section::Benefits)]))
        (section("The baseline", &[
            evidence::baseline(inputs),
            chart("origins_and_destinations"),
            chart("drivers"),
            baseline::drivers(inputs.drivers).html("shares"),
            charts.rest(Section::Baseline),
        ]))
        (section("What is assumed", &[
            html! { p { (rests_on(inputs)) } p { (words::draws(answers)) } },
            parameters(answers),
            run::grades(inputs.grades).html("facts"),
        ]))
        (who())
        (section("The run", &[run::facts(inputs).html("facts"), evidence::pairing(inputs)]))
    }
}

/// What a study at one parameter vector does not hold.
const ONE_VECTOR: &str = "every interval here is simulation noise at one parameter vector, so the true uncertainty is larger, possibly \
                          much larger; a study over draws shows it";

/// What a study does not hold, said instead of left out.
fn absent(missing: bool, what: &str) -> Markup {
    html! { @if missing { p { "Not in this study: " (what) "." } } }
}

/// Names of sampled and solved parameters, or of those taken as given.
fn parameters(answers: &Answers) -> Markup {
    let d = &answers.draws;
    let given: Vec<String> = d.sampled.iter().chain(&d.given).cloned().collect();
    let named: &[(&str, &[String])] = if d.as_given {
        &[("Taken as the table of draws gives them", &given)]
    } else {
        &[("Drawn from their priors", &d.sampled), ("Solved for each draw's own targets", &d.solved)]
    };
    html! {
        @for (heading, names) in named.iter().filter(|(_, names)| !names.is_empty()) {
            p { (heading) ": " span.code { (names.join(", ")) } "." }
        }
    }
}

/// Finding, size, certainty, cost, what it rests on, and one chart.
fn first_page(inputs: &ReportInputs, charts: &Figures, title: &str) -> Markup {
    let (result, answers) = (inputs.result, inputs.answers);
    let names = Names::new(result, answers);
    let budgets: Vec<String> = answered::budgets(result, answers).iter().map(|b| soles(*b)).collect();
    let policies = answered::main_decision(answers)
        .map_or_else(|| answered::at_largest_budget(inputs).0.policies.len(), |d| d.strategies.len().saturating_sub(1));
    let money = if budgets.is_empty() {
        String::new()
    } else {
        format!(", with up to {} per year", list(&budgets).replace(" and ", " or "))
    };
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
    let groups = [
        ("Finding", finding),
        ("Size", size),
        ("Certainty", words::certainty(&names, answers)),
        ("Cost", cost(inputs, answers)),
        ("Rests on", rests(inputs, answers)),
    ];
    html! {
        header { p.kicker { "amparo · " (result.scenario) } h1 { (title) } }
        section.first.brief {
            @for warning in &result.warnings { p.notice { "Warning: " (warning) "." } }
            p {
                "Which protective measures reduce the number of girls drawn into sexual exploitation, by how much, and at what cost? "
                (upper_first(&count(policies, "policy"))) @if policies == 1 { " is" } @else { " are" }
                " compared with doing nothing further" (money) " for " (funded_for(result)) ", followed for "
                (count(result.following_years, "year")) " more."
            }
            @if let Some(planned) = inputs.planned.filter(|p| *p > result.replicates) {
                p.notice {
                    "Not finished: " (result.replicates) " of " (planned) " replicates so far. Numbers will still move."
                }
            }
            (brief(&groups))
            (charts.place("decision"))
            (charts.rest(Section::First))
            p.notice {
                (runs::CONDITIONAL)
                " Everyone simulated is synthetic; this is no forecast, no estimate of any real person's risk, and no evidence by itself."
            }
        }
    }
}

/// For how long policies have money.
fn funded_for(result: &StudyResult) -> String {
    let years = count(result.funded_years, "year");
    if result.all_funded_alike() { years } else { format!("{years} (some have money in other years)") }
}

/// How much stands on numbers nobody has measured.
fn rests_on(inputs: &ReportInputs) -> String {
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
            all.join("; ")
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

fn level(inputs: &ReportInputs) -> String {
    let of = |outcome| inputs.result.baseline.of(outcome).map_or("–".into(), |mean| number(mean, 0));
    format!(
        "In the baseline about {} persons are exploited at a time, {} girls are newly exploited and {} spells begin per year, over {}.",
        of(VICTIMS),
        of(NEWLY_EXPLOITED),
        of(SPELLS_BEGUN),
        runs::years(inputs.result.funded_years, Years::Funded)
    )
}

/// The three outcomes under the leading policy.
fn victims(inputs: &ReportInputs, answers: &Answers) -> Option<String> {
    let names = Names::new(inputs.result, answers);
    let policy = words::leading(&names, answers)?;
    let changes = words::changes_in_words(&words::triple(inputs.result, policy)?);
    let later = inputs.result.effect(policy, SPELLS_BEGUN, Years::Following).map(|e| {
        format!(
            " Over {}: {}.",
            runs::years(inputs.result.following_years, Years::Following),
            words::changes_in_words(&[e])
        )
    });
    Some(format!(
        "With {}, {} and after adaptation: {changes}.{}",
        names.of(policy),
        names.funded(),
        later.unwrap_or_default()
    ))
}

/// The cheapest case averted and what the best policy's costs, and money left.
fn cost(inputs: &ReportInputs, answers: &Answers) -> Vec<String> {
    let names = Names::new(inputs.result, answers);
    let Some(main) = answered::main_decision(answers) else {
        return vec!["Nothing is compared yet, so that a case averted has no cost.".into()];
    };
    let mut costed: Vec<(usize, f64)> =
        (1..main.strategies.len()).filter_map(|r| main.strategies[r].per_case.value.map(|v| (r, v))).collect();
    costed.sort_by(|a, b| a.1.total_cmp(&b.1));
    let said = |row: usize| {
        format!(
            "{}: {}",
            names.of(&main.strategies[row].policy),
            words::shared::per_case_in_words(&main.strategies[row].per_case, main.draws)
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
            "More than 5 % of the {} per year stays unspent in {}: {}.",
            soles(budget),
            if inputs.result.all_funded_alike() {
                runs::years(inputs.result.funded_years, Years::Funded)
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
            percent(weak as f64 / total as f64)
        ));
    }
    if !inputs.facts.assumed.is_empty() {
        out.push(format!("What carries the effects is assumed throughout: {}.", inputs.facts.assumed.join("; ")));
    }
    out
}
