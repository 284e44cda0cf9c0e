//! The tables of a study's page with what is said above and below them.

use crate::inputs::ReportInputs;
use crate::kit::answered::{self, Names, Verdict};
use crate::kit::format::{count, upper_first};
use crate::kit::runs;
use crate::tables;
use crate::words;
use amparo_decide::answers::{Answers, Decision, Waterfall, Worth};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{StudyResult, Years};
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_tables::numbers::soles;
use maud::{Markup, html};

/// Policies by budget, with the same columns at every other baseline.
pub fn decision(inputs: &ReportInputs) -> Markup {
    let answers = inputs.answers;
    let asked = answers.decisions.iter().any(|d| !d.willingness.is_empty());
    let best = match (asked, answered::decisions(answers).iter().any(|d| answered::few(d))) {
        (false, _) => String::new(),
        (true, few) => format!(
            " Best in: share of the draws with the highest net benefit, at the worth of a case said for each budget; bold: the highest \
             expected net benefit{}.",
            if few { ", though draws are too few to decide" } else { "" }
        ),
    };
    let strategies = || answers.decisions.iter().flat_map(|d| &d.strategies);
    let interval = strategies().any(|s| s.averted.interval().is_some() || s.per_case.interval().is_some());
    let below = match (runs::at_one_vector(answers), interval) {
        (true, true) => {
            "Below each number: 95 % interval of simulation noise. S/ per case: ratio of means; no end where noise could account for all \
             that is averted"
        }
        (false, true) => {
            "Below each number: 95 % interval over draws. S/ per case: ratio of means; no end where nothing is averted in some draws, or \
             noise could account for it"
        }
        (true, false) => "S/ per case: ratio of means. One replicate gives no intervals",
        (false, false) => "S/ per case: ratio of means. Nothing has an interval over these draws",
    };
    let caption = format!(
        "The decision, {}. Cost, spells begun averted and cost of a case averted over {}, discounted, after adaptation. {below}.{best}",
        if inputs.also.is_empty() { "policies by budget" } else { "policies by budget and baseline" },
        count(inputs.result.funded_years + inputs.result.following_years, "year"),
    );
    tables::decision::by_budget(inputs).captioned(caption).html("decision")
}

/// Effects over one window; newly exploited never without the other two. What would be said of both windows alike is said once.
pub fn effects(inputs: &ReportInputs, window: Years) -> Markup {
    let (result, answers) = (inputs.result, inputs.answers);
    let names = Names::new(result, answers);
    let years = if window == Years::Following { result.following_years } else { result.funded_years };
    let over = format!("Change against the baseline over {}", runs::years(years, window));
    let said = what_effects_are(inputs, window);
    let caption = if window == Years::Following && said == what_effects_are(inputs, Years::Funded) {
        format!("{over}; all else as in the table above.")
    } else {
        format!("{over}, {said}")
    };
    tables::effects::changes(&names, window).captioned(caption).html("effects")
}

/// What numbers of the effects over a window are, and what stands below them.
fn what_effects_are(inputs: &ReportInputs, window: Years) -> String {
    let (result, answers) = (inputs.result, inputs.answers);
    let names = Names::new(result, answers);
    let here =
        || result.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy)).map(|e| &e.change);
    let one = runs::at_one_vector(answers);
    let intervals = here().any(|e| e.interval().is_some());
    let below = match (intervals, here().any(|e| e.mc_se.is_some())) {
        _ if one && intervals => " Below each number: 95 % interval of simulation noise.",
        _ if one => " One replicate: no interval.",
        (true, true) => " Below each number: 95 % interval over draws, then 95 % simulation noise of the mean.",
        (true, false) => " Below each number: 95 % interval over draws.",
        (false, true) => {
            " Below each number: 95 % simulation noise of the mean; draws are too few for an interval over them."
        }
        (false, false) => "",
    };
    let hidden = answers.draws.used >= DRAWS_FOR_AN_INTERVAL && here().any(|e| e.interval().is_none());
    let hidden = if hidden { " No interval: noise hides how far the draws differ." } else { "" };
    let unclear = match here().any(|e| answered::verdict(e) == Verdict::Unclear) {
        true if one => " Unclear: can't be told apart from no effect, since simulation noise covers 0.".to_owned(),
        true => format!(" {}.", upper_first(answered::WHY_UNCLEAR)),
        false => String::new(),
    };
    format!(
        "{}; after adaptation, conditional on the assumed response of the trade.{below}{unclear}{hidden}{}",
        if one { runs::means_of(result, answers) } else { "mean over draws".into() },
        at_largest(inputs, "effects.csv")
    )
}

/// Every waterfall of spells begun over the funded years, with the further split.
pub fn waterfalls(inputs: &ReportInputs) -> Markup {
    let answers = inputs.answers;
    let names = Names::new(inputs.result, answers);
    let one = runs::at_one_vector(answers);
    let shown = |w: &&Waterfall| w.outcome == SPELLS_BEGUN && w.window == Years::Funded && names.at_largest(&w.policy);
    let here: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    let steps = here.iter().flat_map(|w| [&w.before, &w.spatial, &w.refilling, &w.after]);
    let intervals = steps.into_iter().any(|e| e.interval().is_some());
    let on = match here.first() {
        Some(w) if !one => {
            let intervals = if intervals { ", with 95 % intervals over draws" } else { "; too few for an interval" };
            format!(", on {}{intervals}", count(w.draws, "draw"))
        }
        _ if intervals => ", with 95 % simulation noise".into(),
        _ => String::new(),
    };
    let split = match here.iter().any(|w| !w.split.is_empty()) {
        true if one => " Last column: refilling split further, in both orders.",
        true => " Last column: refilling split further, on fewer draws, in both orders.",
        false => "",
    };
    let caption = format!(
        "Spells begun per year over {}, change against the baseline, before and after adaptation{on}. Means add up exactly.{split}{}",
        runs::years(inputs.result.funded_years, Years::Funded),
        at_largest(inputs, "waterfall.csv")
    );
    tables::adaptation::steps(&names, &here, one).captioned(caption).html("facts")
}

/// Says which budget a table is of, and where the others are; nothing where there is one.
fn at_largest(inputs: &ReportInputs, file: &str) -> String {
    match answered::budgets(inputs.result, inputs.answers).as_slice() {
        [.., _, largest] => format!(" At {} per year; other budgets are in {file}.", soles(*largest)),
        _ => String::new(),
    }
}

/// Every clear threshold at the largest budget, how many are too uncertain to state, and what nothing examined turns.
pub fn break_evens(inputs: &ReportInputs) -> Markup {
    let answers = inputs.answers;
    let names = Names::new(inputs.result, answers);
    let found = words::break_evens_of(answers);
    let caption = format!(
        "Where preference turns. In brackets: 95 % interval of the threshold, bootstrap over draws.{}",
        at_largest(inputs, "break_evens.csv")
    );
    let firm = words::firm(&names, answers, &found.firm);
    html! {
        (tables::break_evens::told(&names, answers, &found.turning).captioned(caption).html("facts"))
        @if let Some(doubtful) = words::doubtful(&found) { p { (doubtful) ". break_evens.csv has each with its interval." } }
        @if !firm.is_empty() {
            p { "Without a threshold in the range examined (break_evens.csv names each quantity):" }
            ul { @for sentence in &firm { li { (sentence) } } }
        }
    }
}

/// What each policy spends. What a case averted costs over the whole horizon, discounted, is in the table of the decision.
pub fn money(result: &StudyResult) -> Markup {
    let funded = runs::years(result.funded_years, Years::Funded);
    let over = if result.all_funded_alike() {
        funded
    } else {
        let following = runs::years(result.following_years, Years::Following);
        format!("{funded} and {following}, since policies have money in other years than those")
    };
    let caption = format!(
        "Money over {over}. Budget {} per year; what a case averted costs over the whole horizon, discounted, is in the table of the decision.",
        soles(result.budget_soles_per_year)
    );
    tables::money::by_intervention(result).captioned(caption).html("facts")
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
        return tables::learning::by_budget(answers).captioned(caption).html("facts");
    }
    let known = !any && (!main.evpi.is_empty() || !main.evppi.is_empty());
    html! { @if known { p { (words::learning_title(main)) ". value_of_information.csv has the estimates." } } }
}

/// What pairing saved, for spells begun.
pub fn pairing(inputs: &ReportInputs) -> Markup {
    let names = Names::new(inputs.result, inputs.answers);
    let caption = format!(
        "What pairing by common random numbers saved, spells begun per year.{}",
        at_largest(inputs, "pairing.csv")
    );
    tables::pairing::of_spells(&names, inputs.answers).captioned(caption).html("facts")
}

/// The baseline's own figures, and beside its targets.
pub fn baseline(inputs: &ReportInputs) -> Markup {
    html! {
        (tables::baseline::figures(&inputs.result.baseline).html("facts"))
        (tables::baseline::targets(inputs).html("facts"))
    }
}
