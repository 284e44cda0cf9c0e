//! The tables of a study's page with what is said above and below them.

use super::skeleton::Figures;
use crate::charts::dose::NAMES as DOSE_CHARTS;
use crate::inputs::ReportInputs;
use crate::kit::answered::{self, Verdict};
use crate::said::break_evens as thresholds;
use crate::said::dose as said;
use crate::said::{adaptation, by_girls, learning, runs};
use crate::tables;
use crate::told::Told;
use crate::words::captions::{Below, OfChanges, OfDecision, OfSteps};
use amparo_decide::answers::{Decision, Worth};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::Years;
use maud::{Markup, html};

/// Policies by budget, with the same columns at every other baseline.
pub fn decision(told: &Told, inputs: &ReportInputs) -> Markup {
    let answers = told.answers;
    let asked = tables::decision::asked(answers);
    let mut strategies = answers.decisions.iter().flat_map(|d| &d.strategies);
    let interval = strategies.any(|s| s.averted.interval().is_some() || s.per_case.ends.is_some());
    let caption = told.words.decision_caption(&OfDecision {
        below: match (told.one(), interval) {
            (true, true) => Below::Replicates,
            (true, false) => Below::OneReplicate,
            (false, true) => Below::Draws,
            (false, false) => Below::Nothing,
        },
        beside: !inputs.also.is_empty(),
        horizon: told.horizon(),
        best: asked.then(|| answered::decisions(answers).iter().any(|d| answered::few(d))),
    });
    tables::decision::by_budget(inputs).captioned(caption).html("decision")
}

/// What targeting is worth, of the kinds that stand in both forms.
pub fn targeting(told: &Told) -> Markup {
    let table = tables::targeting::targeting(told);
    html! { @if !table.is_empty() { (table.captioned(told.words.targeting_caption(told.horizon())).html("facts")) } }
}

/// Every sweep at the largest budget: what is found, its chart and its table.
pub fn doses(told: &Told, charts: &Figures) -> Markup {
    let words = told.words;
    html! {
        @for (place, (dose, table, left_out)) in tables::dose::told(told).into_iter().enumerate() {
            p { (words.dose_intro(dose)) " " (words.dose_leader(dose, said::leader(dose).as_ref())) }
            @if let Some(found) = said::returning(dose) { p { (words.dose_returns(dose, &found)) } }
            @if let Some(name) = DOSE_CHARTS.get(place) { (charts.place(name)) }
            (table.captioned(words.dose_caption(dose, left_out)).html("facts"))
        }
    }
}

/// Effects over one window; newly exploited never without the other two. What would be said of both windows alike is said once.
pub fn effects(told: &Told, window: Years) -> Markup {
    let result = told.result;
    let years = if window == Years::Following { result.following_years } else { result.funded_years };
    let of = what_effects_are(told, window);
    let as_above = window == Years::Following && of == what_effects_are(told, Years::Funded);
    let caption = told.words.changes_caption(window, years, &of, as_above);
    tables::effects::changes(told, window).captioned(caption).html("effects")
}

/// What numbers of the effects over a window are, and what stands below them.
fn what_effects_are(told: &Told, window: Years) -> OfChanges {
    let (result, answers) = (told.result, told.answers);
    let shown = |e: &&amparo_decide::result::Effect| e.window == window && told.at_largest(&e.policy);
    let here = || result.effects.iter().filter(shown).map(|e| &e.change);
    let intervals = here().any(|e| e.interval().is_some());
    OfChanges {
        runs: runs::of_study(result, answers),
        below: match (intervals, here().any(|e| e.bar.is_some())) {
            _ if told.one() && intervals => Below::Replicates,
            _ if told.one() => Below::OneReplicate,
            (true, _) => Below::Draws,
            (false, true) => Below::Mean,
            (false, false) => Below::Nothing,
        },
        unclear: here().any(|e| answered::verdict(e) == Verdict::Unclear),
        hidden: answers.draws.used >= DRAWS_FOR_AN_INTERVAL && here().any(|e| e.interval().is_none()),
        largest: told.largest(),
    }
}

/// Every waterfall of spells begun over the funded years, with the further split.
pub fn waterfalls(told: &Told) -> Markup {
    let here = adaptation::waterfalls(told);
    let mut steps = here.iter().flat_map(|w| [&w.before, &w.spatial, &w.refilling, &w.after]);
    let caption = told.words.steps_caption(
        told.result.funded_years,
        &OfSteps {
            one: told.one(),
            draws: here.first().map(|w| w.draws),
            intervals: steps.any(|e| e.interval().is_some()),
            split: here.iter().any(|w| !w.split.is_empty()),
            largest: told.largest(),
        },
    );
    tables::adaptation::steps(told, &here).captioned(caption).html("facts")
}

/// Every clear threshold at the largest budget, how many are too uncertain to state, and what nothing examined turns.
pub fn break_evens(told: &Told) -> Markup {
    let words = told.words;
    let found = thresholds::break_evens(told.answers);
    let caption = words.break_evens_caption(told.largest());
    let firm: Vec<String> = thresholds::firm(told, &found.firm).iter().map(|f| words.firm(f)).collect();
    html! {
        (tables::break_evens::told(told, &found.turning).captioned(caption).html("facts"))
        @if let Some(doubtful) = words.doubtful_are_in_the_file(found.doubtful()) { p { (doubtful) } }
        @if !firm.is_empty() {
            p { (words.firm_caption()) }
            ul { @for sentence in &firm { li { (sentence) } } }
        }
    }
}

/// Whose girls are averted, and what stands beside.
pub fn girls(told: &Told) -> Markup {
    let Some(main) = by_girls::main(told) else { return Markup::default() };
    let (words, years) = (told.words, main.horizon_years);
    let caption = words.girls_caption(years, main.budget_soles_per_year, main.draws);
    html! {
        (tables::by_girls::for_whom(told).captioned(caption).html("facts"))
        (tables::by_girls::beside(told).captioned(words.beside_caption(years)).html("facts"))
    }
}

/// What each policy spends. What a case averted costs over the whole horizon, discounted, is in the table of the decision.
pub fn money(told: &Told) -> Markup {
    tables::money::by_intervention(told).captioned(told.words.money_caption(told.result)).html("facts")
}

/// What learning each group is worth, by budget, at the reference willingness to pay; a sentence where nothing can be told.
pub fn value_of_information(told: &Told) -> Markup {
    let (answers, words) = (told.answers, told.words);
    let Some(main) = answered::main_decision(answers) else { return Markup::default() };
    let at = |d: &Decision, w: &[Worth]| answered::at_reference(d).and_then(|k| w.get(k).copied());
    let any = answered::decisions(answers).iter().any(|d| {
        let mut worth = d.evppi.iter().map(|g| &g.worth).chain([&d.evpi]);
        !answered::few(d) && worth.any(|w| at(d, w).is_some_and(|w| w.told_apart()))
    });
    if any && !learning::learning(main).is_empty() {
        return tables::learning::by_budget(told).captioned(words.learning_caption()).html("facts");
    }
    let known = !any && (!main.evpi.is_empty() || !main.evppi.is_empty());
    html! { @if known { p { (words.learning_is_in_the_file(&learning::finding(main))) } } }
}

/// What pairing saved, for spells begun.
pub fn pairing(told: &Told) -> Markup {
    tables::pairing::of_spells(told).captioned(told.words.pairing_caption(told.largest())).html("facts")
}

/// The baseline's own figures, and beside its targets.
pub fn baseline(told: &Told, inputs: &ReportInputs) -> Markup {
    html! {
        (tables::baseline::figures(told.words, &inputs.result.baseline).html("facts"))
        (tables::baseline::targets(inputs).html("facts"))
    }
}
