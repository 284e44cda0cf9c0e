//! The answers of a study over draws on its page: tables with what is said above and below them.

use super::findings::{TRIPLE, Verdict};
use super::inputs::ReportInputs;
use super::tables::{adaptation, break_evens as turns, decision as decisions, effects as changed, learning, pairing as pairings};
use super::words;
use crate::charts::before_after;
use crate::kit::answered::{self, Names};
use crate::kit::format::{count, soles, upper_first};
use crate::kit::frame;
use amparo_decide::answers::{Answers, Decision, Waterfall, Worth};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use maud::{Markup, html};

/// Policies by budget, with the same columns at every other baseline.
pub fn decision(inputs: &ReportInputs, answers: &Answers) -> Markup {
    let caption = format!(
        "The decision, {}. Cost, spells begun averted and cost of a case averted over {}, discounted, after adaptation. Below each number: \
         95 % interval over draws. S/ per case: ratio of means; no end where nothing is averted in some draws, or noise could account for \
         it. Best in: share of the draws with the highest net benefit, at the worth of a case said for each budget; bold: the highest \
         expected net benefit{}.",
        if inputs.also.is_empty() { "policies by budget" } else { "policies by budget and baseline" },
        count(inputs.result.funded_years + inputs.result.following_years, "year"),
        if answered::decisions(answers).iter().any(|d| answered::few(d)) {
            ", though draws are too few to decide"
        } else {
            ""
        }
    );
    decisions::by_budget(inputs, answers).captioned(caption).html("decision")
}

/// Effects over one window; newly exploited never without the other two.
pub fn effects(inputs: &ReportInputs, answers: &Answers, window: &str) -> Markup {
    let names = Names::new(inputs.result, answers);
    let here = || answers.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy));
    let intervals = here().any(|e| answered::over_draws(&e.change).is_some());
    let noise = here().any(|e| e.change.mc_se.is_some());
    let years = if window == "following" { inputs.result.following_years } else { inputs.result.funded_years };
    let below = match (intervals, noise) {
        (true, true) => " Below each number: 95 % interval over draws, then 95 % simulation noise of the mean.",
        (true, false) => " Below each number: 95 % interval over draws.",
        (false, true) => {
            " Below each number: 95 % simulation noise of the mean; draws are too few for an interval over them."
        }
        (false, false) => "",
    };
    let hidden =
        answers.draws.used >= DRAWS_FOR_AN_INTERVAL && here().any(|e| answered::over_draws(&e.change).is_none());
    let hidden = if hidden { " No interval: noise hides how far the draws differ." } else { "" };
    let unclear = if here().any(|e| answered::verdict(&e.change) == Verdict::Unclear) {
        format!(" {}.", upper_first(answered::WHY_UNCLEAR))
    } else {
        String::new()
    };
    let caption = format!(
        "Change against the baseline over {}, mean over draws; after adaptation, conditional on the assumed response of the \
         trade.{below}{unclear}{hidden}{}",
        frame::years(years, window),
        at_largest(inputs, answers, "effects_over_draws.csv")
    );
    changed::changes(&names, answers, window, intervals).captioned(caption).html("effects")
}

/// Every waterfall of spells begun over the funded years, with the further split.
pub fn waterfalls(inputs: &ReportInputs, answers: &Answers) -> Markup {
    let names = Names::new(inputs.result, answers);
    let shown = |w: &&Waterfall| w.outcome == TRIPLE[0].0 && w.window == "funded" && names.at_largest(&w.policy);
    let here: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    let intervals = here.iter().flat_map(|w| before_after::steps(w)).any(|e| answered::over_draws(e).is_some());
    let on = here.first().map_or(String::new(), |w| {
        let intervals = if intervals { ", with 95 % intervals over draws" } else { "; too few for an interval" };
        format!(", on {}{intervals}", count(w.draws, "draw"))
    });
    let split = if here.iter().any(|w| !w.split.is_empty()) {
        " Last column: refilling split further, on fewer draws, in both orders."
    } else {
        ""
    };
    let caption = format!(
        "Spells begun a year over {}, change against the baseline, before and after adaptation{on}. Means add up exactly.{split}{}",
        frame::years(inputs.result.funded_years, "funded"),
        at_largest(inputs, answers, "waterfall.csv")
    );
    adaptation::steps(&names, &here, intervals).captioned(caption).html("facts")
}

/// Says which budget a table is of, and where the others are; nothing where there is one.
fn at_largest(inputs: &ReportInputs, answers: &Answers, file: &str) -> String {
    match answered::budgets(inputs.result, answers).as_slice() {
        [.., _, largest] if !answers.draws.at_one_vector => {
            format!(" At {} a year; other budgets are in {file}.", soles(*largest))
        }
        _ => String::new(),
    }
}

/// Every clear threshold at the largest budget, and how many are too uncertain to state.
pub fn break_evens(inputs: &ReportInputs, answers: &Answers) -> Markup {
    let names = Names::new(inputs.result, answers);
    let found = words::break_evens_of(answers);
    let caption = format!(
        "Where preference turns. In brackets: 95 % interval of the threshold, bootstrap over draws.{}",
        at_largest(inputs, answers, "break_evens.csv")
    );
    html! {
        (turns::told(&names, answers, &found.turning).captioned(caption).html("facts"))
        @if let Some(doubtful) = words::doubtful(&found) { p { (doubtful) ". break_evens.csv has each with its interval." } }
    }
}

/// What nothing examined turns, at the largest budget, in sentences.
pub fn firm(inputs: &ReportInputs, answers: &Answers) -> Markup {
    let names = Names::new(inputs.result, answers);
    let sentences = words::firm(&names, answers, &words::break_evens_of(answers).firm);
    html! {
        @if !sentences.is_empty() {
            p { "Without a threshold in the range examined (break_evens.csv names each quantity):" }
            ul { @for sentence in &sentences { li { (sentence) } } }
        }
    }
}

/// What learning each group is worth, by budget, at the reference willingness to pay; a sentence where nothing can be told.
pub fn value_of_information(answers: &Answers) -> Markup {
    let Some(main) = answered::main_decision(answers) else { return Markup::default() };
    let at = |d: &Decision, w: &[Worth]| answered::at_reference(d).and_then(|k| w.get(k).copied());
    let any = answered::decisions(answers).iter().any(|d| {
        let mut worth = d.evppi.iter().map(|g| &g.worth).chain([&d.evpi]);
        !answered::few(d) && worth.any(|w| at(d, w).is_some_and(|w| w.value > 0.0))
    });
    if any && !words::learning(main).is_empty() {
        let caption = "What learning is worth before deciding, at most, by budget.";
        return learning::by_budget(answers).captioned(caption).html("facts");
    }
    let known = !any && (!main.evpi.is_empty() || !main.evppi.is_empty());
    html! { @if known { p { (words::learning_title(main)) ". value_of_information.csv has the estimates." } } }
}

/// What pairing saved, for spells begun.
pub fn pairing(inputs: &ReportInputs, answers: &Answers) -> Markup {
    let names = Names::new(inputs.result, answers);
    let caption = format!(
        "What pairing by common random numbers saved, spells begun a year.{}",
        at_largest(inputs, answers, "pairing.csv")
    );
    pairings::of_spells(&names, answers).captioned(caption).html("facts")
}
