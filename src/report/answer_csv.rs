//! The answers of a study over draws as CSV: plain numbers with every digit, one row a fact. An empty cell is "not known"
//! or "fewer than five persons". `low` and `high` are the 95 % interval over draws (uncertainty), `mc_se` the standard error
//! of simulation noise.

use super::tables::{cell_or_empty, csv_text};
use super::two_part;
use crate::charts::before_after;
use crate::charts::before_after::STEPS;
use crate::kit::answered;
use amparo_decide::answers::{Answers, Decision, Estimate, Standing, Worth};
use amparo_decide::per_case::per_case;
use amparo_decide::result::SUPPRESS_BELOW;

/// Every table that the answers fill: (file name, text).
pub fn csv_answers(answers: &Answers) -> Vec<(&'static str, String)> {
    let mut all = vec![
        ("decision.csv", decisions(answers)),
        ("acceptability.csv", acceptability(answers)),
        ("effects_over_draws.csv", effects(answers)),
        ("waterfall.csv", waterfalls(answers)),
        ("break_evens.csv", break_evens(answers)),
        ("value_of_information.csv", value_of_information(answers)),
        ("who_benefits.csv", who_benefits(answers)),
        ("by_treatment.csv", by_treatment(answers)),
        ("pairing.csv", pairing(answers)),
    ];
    all.extend(answers.two_part.as_ref().map(two_part::csv).unwrap_or_default());
    all
}

pub(crate) const ESTIMATE: [&str; 5] = ["mean", "mc_se", "low", "high", "below_zero"];

pub(crate) fn header(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|p| (*p).to_owned()).collect()
}

pub(crate) fn estimate(e: Option<&Estimate>) -> Vec<String> {
    e.map_or_else(
        || vec![String::new(); 5],
        |e| {
            vec![
                e.mean.to_string(),
                cell_or_empty(e.mc_se),
                cell_or_empty(e.low),
                cell_or_empty(e.high),
                cell_or_empty(e.below_zero),
            ]
        },
    )
}

fn standing(s: Standing) -> String {
    match s {
        Standing::Reference => "reference",
        Standing::Frontier => "frontier",
        Standing::Dominated => "dominated",
        Standing::ExtendedDominated => "extended-dominated",
    }
    .into()
}

/// One row a view, budget and strategy; probabilities and losses at the reference willingness to pay.
fn decisions(answers: &Answers) -> String {
    let mut head = header(&["view", "budget_soles_per_year", "draws", "effective_draws", "policy", "title"]);
    for what in ["cost_soles", "societal_cost_soles", "spells_averted", "victim_years_averted"] {
        head.extend(ESTIMATE.map(|part| if part == "mean" { what.to_owned() } else { format!("{what}_{part}") }));
    }
    head.extend(header(&[
        "standing",
        "icer_soles_per_spell",
        "discounted_soles_per_spell_averted",
        "discounted_soles_per_spell_averted_low",
        "discounted_soles_per_spell_averted_high",
        "reference_willingness",
        "probability_best",
        "expected_loss_soles",
        "largest_regret_soles",
        "best_expected",
        "minimax_regret",
    ]));
    let mut rows = vec![head];
    for d in &answers.decisions {
        let at = answered::at_reference(d);
        let value = |table: &[Vec<f64>], row: usize| at.and_then(|k| table.get(row)?.get(k).copied());
        for (row, s) in d.strategies.iter().enumerate() {
            let mut cells = vec![
                d.view.clone(),
                d.budget_soles_per_year.to_string(),
                d.draws.to_string(),
                d.effective_draws.to_string(),
                s.policy.clone(),
                s.title.clone(),
            ];
            for e in [&s.cost, &s.societal_cost, &s.averted, &s.victim_years_averted] {
                cells.extend(estimate(Some(e)));
            }
            let case = per_case(d, row);
            let [low, high] = case.interval.unwrap_or_default();
            let is = |rows: &[usize]| at.and_then(|k| rows.get(k)).map_or(String::new(), |r| (*r == row).to_string());
            cells.extend([
                standing(s.standing),
                cell_or_empty(s.icer),
                cell_or_empty(case.value),
                cell_or_empty(low),
                cell_or_empty(high),
                d.reference_willingness.to_string(),
                cell_or_empty(value(&d.probability_best, row)),
                cell_or_empty(value(&d.expected_loss, row)),
                cell_or_empty(value(&d.largest_regret, row)),
                is(&d.best),
                is(&d.minimax_regret),
            ]);
            rows.push(cells);
        }
    }
    csv_text(rows)
}

/// One row a view, budget, willingness to pay and strategy.
fn acceptability(answers: &Answers) -> String {
    let mut rows = vec![header(&[
        "view",
        "budget_soles_per_year",
        "willingness_soles_per_spell",
        "policy",
        "probability_best",
        "expected_loss_soles",
        "largest_regret_soles",
        "best_expected",
        "minimax_regret",
    ])];
    for d in &answers.decisions {
        for (k, w) in d.willingness.iter().enumerate() {
            for (row, s) in d.strategies.iter().enumerate() {
                let at = |table: &[Vec<f64>]| cell_or_empty(table.get(row).and_then(|c| c.get(k)).copied());
                let is = |rows: &[usize]| rows.get(k).map_or(String::new(), |r| (*r == row).to_string());
                rows.push(vec![
                    d.view.clone(),
                    d.budget_soles_per_year.to_string(),
                    w.to_string(),
                    s.policy.clone(),
                    at(&d.probability_best),
                    at(&d.expected_loss),
                    at(&d.largest_regret),
                    is(&d.best),
                    is(&d.minimax_regret),
                ]);
            }
        }
    }
    csv_text(rows)
}

/// One row a policy, window and outcome.
fn effects(answers: &Answers) -> String {
    let mut head = header(&["policy", "window", "outcome", "unit", "baseline"]);
    head.extend(header(&ESTIMATE));
    let mut rows = vec![head];
    for e in &answers.effects {
        let mut row =
            vec![e.policy.clone(), e.window.clone(), e.outcome.clone(), e.unit.clone(), e.baseline.to_string()];
        row.extend(estimate(Some(&e.change)));
        rows.push(row);
    }
    csv_text(rows)
}

/// One row a policy, outcome, window and step; the order of the further split beside its steps.
fn waterfalls(answers: &Answers) -> String {
    let mut head = header(&["policy", "outcome", "window", "unit", "draws", "baseline", "step", "order"]);
    head.extend(header(&ESTIMATE));
    let mut rows = vec![head];
    for w in &answers.waterfalls {
        let mut push = |step: &str, order: &str, e: &Estimate| {
            let mut row = vec![
                w.policy.clone(),
                w.outcome.clone(),
                w.window.clone(),
                w.unit.clone(),
                w.draws.to_string(),
                w.baseline.to_string(),
                step.to_owned(),
                order.to_owned(),
            ];
            row.extend(estimate(Some(e)));
            rows.push(row);
        };
        for (step, e) in STEPS.iter().zip(before_after::steps(w)) {
            push(step, "", e);
        }
        for s in &w.split {
            push(&s.step, &s.order, &s.increment);
        }
    }
    csv_text(rows)
}

/// One row a policy, rival, budget and quantity.
fn break_evens(answers: &Answers) -> String {
    let mut rows = vec![header(&[
        "policy",
        "against",
        "budget_soles_per_year",
        "quantity",
        "words",
        "unit",
        "examined_low",
        "examined_high",
        "threshold",
        "threshold_low",
        "threshold_high",
        "preferred_above",
        "share_of_draws_on_preferred_side",
        "clear",
        "doubt",
    ])];
    for b in &answers.break_evens {
        rows.push(vec![
            b.policy.clone(),
            b.against.clone(),
            b.budget_soles_per_year.to_string(),
            b.quantity.clone(),
            b.words.clone(),
            b.unit.clone(),
            b.low.to_string(),
            b.high.to_string(),
            cell_or_empty(b.threshold),
            cell_or_empty(b.threshold_low),
            cell_or_empty(b.threshold_high),
            b.preferred_above.to_string(),
            b.share_preferred.to_string(),
            b.clear().to_string(),
            b.doubt.map_or("", |d| d.name()).to_owned(),
        ]);
    }
    csv_text(rows)
}

/// One row a view, budget, willingness to pay and group; `everything` is perfect information.
fn value_of_information(answers: &Answers) -> String {
    let mut rows = vec![header(&[
        "view",
        "budget_soles_per_year",
        "willingness_soles_per_spell",
        "group",
        "parameters",
        "value_soles",
        "estimate_soles",
        "se_soles",
    ])];
    let mut push = |d: &Decision, group: &str, parameters: &str, worth: &[Worth]| {
        for (w, value) in d.willingness.iter().zip(worth) {
            rows.push(vec![
                d.view.clone(),
                d.budget_soles_per_year.to_string(),
                w.to_string(),
                group.to_owned(),
                parameters.to_owned(),
                value.value.to_string(),
                value.estimate.to_string(),
                value.se.to_string(),
            ]);
        }
    };
    for d in &answers.decisions {
        push(d, "everything", "", &d.evpi);
        for g in &d.evppi {
            push(d, &g.group, &g.parameters.join(" "), &g.worth);
        }
    }
    csv_text(rows)
}

/// One row a policy, dimension and group; empty cells where there are fewer than five persons.
fn who_benefits(answers: &Answers) -> String {
    let mut head = header(&["policy", "dimension", "group", "outcome", "unit", "baseline"]);
    head.extend(header(&ESTIMATE));
    let mut rows = vec![head];
    for b in &answers.benefits {
        let mut row = header(&[&b.policy, &b.dimension, &b.group, "newly_exploited_per_year", "girls a year"]);
        row.push(cell_or_empty(b.baseline.filter(|n| *n >= SUPPRESS_BELOW)));
        row.extend(estimate(answered::benefit(b)));
        rows.push(row);
    }
    csv_text(rows)
}

/// One row a policy, adaptation and kind of community; empty cells where there are fewer than five persons.
fn by_treatment(answers: &Answers) -> String {
    let mut head = header(&["policy", "adaptation", "communities", "outcome", "unit", "baseline"]);
    head.extend(header(&ESTIMATE));
    head.push("draws".into());
    let mut rows = vec![head];
    for b in &answers.by_treatment {
        for (communities, baseline, e) in
            [("treated", b.treated_baseline, &b.treated), ("untreated", b.untreated_baseline, &b.untreated)]
        {
            let shown = baseline >= SUPPRESS_BELOW;
            let mut row = header(&[&b.policy, &b.adaptation, communities, "newly_exploited_per_year", "girls a year"]);
            row.push(cell_or_empty(shown.then_some(baseline)));
            row.extend(estimate(shown.then_some(e)));
            row.push(b.draws.to_string());
            rows.push(row);
        }
    }
    csv_text(rows)
}

/// One row a policy and outcome.
fn pairing(answers: &Answers) -> String {
    let mut rows = vec![header(&["policy", "outcome", "correlation", "unpaired_per_paired"])];
    for p in &answers.pairing {
        rows.push(vec![
            p.policy.clone(),
            p.outcome.clone(),
            p.correlation.to_string(),
            p.unpaired_per_paired.to_string(),
        ]);
    }
    csv_text(rows)
}
