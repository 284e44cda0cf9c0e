//! The answers of a study over draws as tables of the report.

use super::findings::{TRIPLE, Verdict};
use super::html_tables::{OUTCOME_HEADERS, table};
use super::inputs::{OtherBaseline, ReportInputs};
use super::words;
use crate::charts::before_after;
use crate::charts::decision::case_ends;
use crate::kit::answered::{self, Names, Style, ends, persons};
use crate::kit::format::{
    count, escape, number, persons_change, short, signed, signed_percent, soles, soles_bare, upper_first,
};
use crate::kit::frame;
use crate::words::shared;
use amparo_decide::answers::{Answers, Decision, Estimate, Waterfall};
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::per_case::per_case;
use std::fmt::Write;

/// Policies by budget, with the same columns at every other baseline.
pub fn decision(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let others: Vec<(&OtherBaseline, Names)> =
        inputs.also.iter().map(|o| (o, Names::new(o.result, o.answers))).collect();
    if answers.decisions.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    let columns = 5 + 3 * others.len();
    for d in answered::decisions(answers) {
        // Stated once a budget: each decision may have its own, and so may other baselines.
        let worth = |o: &Decision| format!("a case averted worth {}", soles(o.reference_willingness));
        let mut heading = format!("Up to {} a year; {}", soles(d.budget_soles_per_year), worth(d));
        for (other, _) in &others {
            let there = answered::decision_at(other.answers, d.budget_soles_per_year);
            if let Some(o) = there.filter(|o| o.reference_willingness != d.reference_willingness) {
                let _ = write!(heading, "; at {} {}", other.name, worth(o));
            }
        }
        let _ = writeln!(
            rows,
            "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{columns}\">{}</th></tr>",
            escape(&heading)
        );
        let order = [0].into_iter().filter(|_| !d.strategies.is_empty()).chain(answered::ranked(d));
        for row in order {
            let s = &d.strategies[row];
            let name = if row == 0 { upper_first(shared::NOTHING) } else { names.of(&s.policy) };
            let _ = write!(
                rows,
                "<tr><th scope=\"row\">{}</th><td>{}</td>{}",
                escape(&name),
                if row == 0 { "0".into() } else { soles(s.cost.mean) },
                cells(d, row)
            );
            for (other, there) in &others {
                let same = answered::decision_at(other.answers, d.budget_soles_per_year).and_then(|o| {
                    let at = |r: usize| there.of(&o.strategies[r].policy) == names.of(&s.policy);
                    let found = if row == 0 {
                        (!o.strategies.is_empty()).then_some(0)
                    } else {
                        (1..o.strategies.len()).find(|r| at(*r))
                    };
                    found.map(|r| (o, r))
                });
                rows.push_str(&same.map_or_else(|| "<td>–</td>".repeat(3), |(o, r)| cells(o, r)));
            }
            rows.push_str("</tr>\n");
        }
    }
    let mut headers: Vec<String> =
        ["Policy", "Cost", "Spells averted", "S/ a case<br><small>discounted</small>", "Best in"]
            .map(String::from)
            .to_vec();
    for (other, _) in &others {
        let name = escape(&other.name);
        headers.extend(["Spells averted", "S/ a case", "Best in"].map(|h| format!("{h}<br><small>at {name}</small>")));
    }
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    table(
        "decision",
        &format!(
            "The decision, {}. Cost, spells begun averted and cost of a case averted over {}, discounted, after adaptation. Below each number: \
             95 % interval over draws. S/ a case: ratio of means; no end where nothing is averted in some draws, or noise could account for \
             it. Best in: share of the draws with the highest net benefit, at the worth of a case said for each budget; bold: the highest \
             expected net benefit{}.",
            if others.is_empty() { "policies by budget" } else { "policies by budget and baseline" },
            count(inputs.result.funded_years + inputs.result.following_years, "year"),
            if answered::decisions(answers).iter().any(|d| answered::few(d)) {
                ", though draws are too few to decide"
            } else {
                ""
            }
        ),
        &headers,
        &rows,
    )
}

/// Spells averted, cost per case and probability of being best of one strategy.
fn cells(d: &Decision, row: usize) -> String {
    let best = answered::probability_best(d, row).map_or("–".into(), answered::share);
    let chosen = answered::best_row(d) == Some(row);
    let best = if chosen { format!("<strong>{best}</strong>") } else { best };
    if row == 0 {
        return format!("<td>0</td><td>–</td><td>{best}</td>");
    }
    let e = &d.strategies[row].averted;
    let class = if matches!(answered::verdict(e), Verdict::Fewer | Verdict::More) { "sure" } else { "unsure" };
    let case = per_case(d, row);
    let value =
        case.value.map_or("none averted".into(), |v| soles_bare(v).replace("million", "m").replace("billion", "bn"));
    format!(
        "<td class=\"{class}\"><strong>{}</strong><br><small>{}</small></td><td>{value}<br><small>{}</small></td><td>{best}</td>",
        persons(e.mean),
        ends(e, Style::Persons),
        case_ends(&case)
    )
}

/// One estimate: mean, interval over draws where the table has any, noise.
fn estimate_cell(e: &Estimate, baseline: f64, intervals: bool) -> String {
    let class = if matches!(answered::verdict(e), Verdict::Fewer | Verdict::More) { "sure" } else { "unsure" };
    let relative = if baseline > 0.0 {
        format!(" <span class=\"rel\">({})</span>", signed_percent(e.mean / baseline))
    } else {
        String::new()
    };
    let noise = answered::noise_half(e).map_or(String::new(), |h| format!("<br><small>noise ± {}</small>", short(h)));
    let unclear = if answered::verdict(e) == Verdict::Unclear {
        format!("<br><small>{}</small>", answered::unclear(e))
    } else {
        String::new()
    };
    let interval = if intervals { format!("<br><small>{}</small>", ends(e, Style::Signed)) } else { String::new() };
    format!("<td class=\"{class}\"><strong>{}</strong>{relative}{interval}{unclear}{noise}</td>", signed(e.mean))
}

/// Effects over one window; newly exploited never without the other two.
pub fn effects(inputs: &ReportInputs, answers: &Answers, window: &str) -> String {
    let names = Names::new(inputs.result, answers);
    let mut policies: Vec<&str> = Vec::new();
    for e in answers.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy)) {
        if !policies.contains(&e.policy.as_str()) {
            policies.push(&e.policy);
        }
    }
    if policies.is_empty() {
        return String::new();
    }
    let here = || answers.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy));
    let intervals = here().any(|e| answered::over_draws(&e.change).is_some());
    let noise = here().any(|e| e.change.mc_se.is_some());
    let mut rows = String::new();
    for policy in policies {
        let find = |outcome: &str| answered::effect(answers, policy, outcome, window);
        let together = TRIPLE.iter().all(|(o, _)| find(o).is_some());
        let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(&names.of(policy)));
        for (outcome, _) in TRIPLE {
            let found = find(outcome).filter(|_| together);
            rows.push_str(&found.map_or("<td>–</td>".into(), |e| estimate_cell(&e.change, e.baseline, intervals)));
        }
        for outcome in ["brothels", "registered_per_100k"] {
            let found = find(outcome);
            rows.push_str(&found.map_or("<td>–</td>".into(), |e| estimate_cell(&e.change, e.baseline, intervals)));
        }
        rows.push_str("</tr>\n");
    }
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
    table(
        "effects",
        &format!(
            "Change against the baseline over {}, mean over draws; after adaptation, conditional on the assumed response of the \
             trade.{below}{unclear}{hidden}{}",
            frame::years(years, window),
            at_largest(inputs, answers, "effects_over_draws.csv")
        ),
        &OUTCOME_HEADERS,
        &rows,
    )
}

/// Every waterfall of spells begun over the funded years, with the further split. At one parameter vector with simulation noise.
pub fn waterfalls(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let vector = answered::vector(inputs.result, answers);
    let mut rows = String::new();
    let shown = |w: &&Waterfall| w.outcome == TRIPLE[0].0 && w.window == "funded" && names.at_largest(&w.policy);
    let here: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    let intervals = match vector {
        Some(replicates) => replicates > 1,
        None => here.iter().flat_map(|w| before_after::steps(w)).any(|e| answered::over_draws(e).is_some()),
    };
    for w in &here {
        let cell = |e: &Estimate| {
            let below =
                if intervals { format!("<br><small>{}</small>", words::step_ends(e, vector)) } else { String::new() };
            format!("<td>{}{below}</td>", persons_change(e.mean))
        };
        let split: Vec<String> = ["forward", "reversed"]
            .into_iter()
            .filter_map(|order| {
                let steps: Vec<String> = w
                    .split
                    .iter()
                    .filter(|s| s.order == order)
                    .map(|s| format!("{} {}", escape(&s.step), persons_change(s.increment.mean)))
                    .collect();
                (!steps.is_empty()).then(|| format!("<small>{order}: {}</small>", steps.join("; ")))
            })
            .collect();
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th>{}{}{}{}<td>{}</td></tr>",
            escape(&names.of(&w.policy)),
            cell(&w.before),
            cell(&w.spatial),
            cell(&w.refilling),
            cell(&w.after),
            if split.is_empty() { "–".into() } else { split.join("<br>") }
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    table(
        "facts",
        &format!(
            "Spells begun a year over {}, change against the baseline, before and after adaptation{}. Means add up exactly.{}{}",
            frame::years(inputs.result.funded_years, "funded"),
            match (vector, here.first()) {
                (None, Some(w)) => format!(
                    ", on {}{}",
                    count(w.draws, "draw"),
                    if intervals { ", with 95 % intervals over draws" } else { "; too few for an interval" }
                ),
                _ if intervals => ", with 95 % simulation noise".into(),
                _ => String::new(),
            },
            if here.iter().any(|w| !w.split.is_empty()) {
                if vector.is_some() {
                    " Last column: refilling split further, in both orders."
                } else {
                    " Last column: refilling split further, on fewer draws, in both orders."
                }
            } else {
                ""
            },
            at_largest(inputs, answers, "waterfall.csv")
        ),
        &["Policy", "Before", "Spatial shift", "Refilling", "After", "Refilling, step by step"],
        &rows,
    )
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
pub fn break_evens(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let mut rows = String::new();
    let found = words::break_evens_of(answers);
    for b in &found.turning {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{} to {}</td><td>{}</td></tr>",
            escape(&words::break_even(&names, answers, b)),
            escape(&words::quantity(b, b.low)),
            escape(&words::quantity(b, b.high)),
            answered::share(b.share_preferred)
        );
    }
    let doubtful = words::doubtful(&found).map_or(String::new(), |text| {
        format!("<p>{}. break_evens.csv has each with its interval.</p>\n", escape(&text))
    });
    if rows.is_empty() {
        return doubtful;
    }
    let clear = table(
        "facts",
        &format!(
            "Where preference turns. In brackets: 95 % interval of the threshold, bootstrap over draws.{}",
            at_largest(inputs, answers, "break_evens.csv")
        ),
        &["Threshold", "Range examined", "Of draws lie on the preferred side"],
        &rows,
    );
    clear + &doubtful
}

/// What nothing examined turns, at the largest budget, in sentences.
pub fn firm(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let firm = words::break_evens_of(answers).firm;
    let sentences = words::firm(&names, answers, &firm);
    if sentences.is_empty() {
        return String::new();
    }
    let items: String = sentences.iter().map(|s| format!("<li>{}</li>\n", escape(s))).collect();
    format!(
        "<p>Without a threshold in the range examined (break_evens.csv names each quantity):</p>\n<ul>\n{items}</ul>\n"
    )
}

/// What learning each group is worth, by budget, at the reference willingness to pay; a sentence where nothing can be told.
pub fn value_of_information(answers: &Answers) -> String {
    let all = answered::decisions(answers);
    let Some(main) = answered::main_decision(answers) else { return String::new() };
    let at =
        |d: &Decision, w: &[amparo_decide::answers::Worth]| answered::at_reference(d).and_then(|k| w.get(k).copied());
    let any = all.iter().any(|d| {
        let mut worth = d.evppi.iter().map(|g| &g.worth).chain([&d.evpi]);
        !answered::few(d) && worth.any(|w| at(d, w).is_some_and(|w| w.value > 0.0))
    });
    if !any {
        let known = !main.evpi.is_empty() || !main.evppi.is_empty();
        let text = escape(&words::learning_title(main));
        return if known {
            format!("<p>{text}. value_of_information.csv has the estimates.</p>\n")
        } else {
            String::new()
        };
    }
    let mut groups: Vec<&str> = Vec::new();
    let at_main = answered::main_decision(answers).map_or_else(Vec::new, words::learning);
    for (g, _) in &at_main {
        groups.push(&g.group);
    }
    if groups.is_empty() {
        return String::new();
    }
    let cell = |w: Option<amparo_decide::answers::Worth>| match w {
        Some(w) if w.value > 0.0 => {
            format!("<td>{}<br><small>± {} standard error</small></td>", soles(w.value), soles_bare(w.se))
        }
        Some(w) => format!(
            "<td class=\"unsure\">0<br><small>estimate {} ± {}: can't be told apart from 0</small></td>",
            soles(w.estimate),
            soles_bare(w.se)
        ),
        None => "<td>–</td>".to_owned(),
    };
    let mut rows = String::new();
    let everything: String =
        all.iter().map(|d| cell(answered::at_reference(d).and_then(|k| d.evpi.get(k)).copied())).collect();
    let _ = writeln!(rows, "<tr><th scope=\"row\">Everything (perfect information)</th>{everything}<td></td></tr>");
    for (g, _) in &at_main {
        let cells: String = all
            .iter()
            .map(|d| {
                let at = answered::at_reference(d);
                let same = d.evppi.iter().find(|o| o.group == g.group);
                cell(same.and_then(|o| o.worth.get(at?).copied()))
            })
            .collect();
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th>{cells}<td class=\"code\"><small>{}</small></td></tr>",
            escape(&upper_first(&g.group)),
            escape(&g.parameters.join(", "))
        );
    }
    let mut headers = vec!["What would be learned".to_owned()];
    headers.extend(all.iter().map(|d| format!("{} a year", escape(&soles(d.budget_soles_per_year)))));
    headers.push("Parameters".into());
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    table("facts", "What learning is worth before deciding, at most, by budget.", &headers, &rows)
}

/// What pairing saved, for spells begun.
pub fn pairing(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let mut rows = String::new();
    for p in answers.pairing.iter().filter(|p| p.outcome == TRIPLE[0].0 && names.at_largest(&p.policy)) {
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>",
            escape(&names.of(&p.policy)),
            number(p.correlation, 3),
            short(p.unpaired_per_paired)
        );
    }
    if rows.is_empty() {
        return String::new();
    }
    table(
        "facts",
        &format!(
            "What pairing by common random numbers saved, spells begun a year.{}",
            at_largest(inputs, answers, "pairing.csv")
        ),
        &["Policy", "Correlation with the baseline", "Unpaired replicates for one paired"],
        &rows,
    )
}
