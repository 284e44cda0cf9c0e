//! The answers of a study as tables of the report.

use super::html_tables::{self, table};
use crate::charts::before_after;
use crate::charts::decision::case_ends;
use crate::inputs::OtherBaseline;
use crate::inputs::ReportInputs;
use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names, Style, ends, persons};
use crate::kit::format::{
    count, escape, number, persons_change, short, signed, signed_percent, soles, soles_bare, upper_first,
};
use crate::kit::runs;
use crate::words;
use amparo_decide::answers::{Answers, Decision, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{Effect, FOLLOWING};
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::{SPELLS_BEGUN, TOGETHER};
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
    // Where nothing is chosen by what a case is worth, how often a policy is best is not asked.
    let asked = answers.decisions.iter().any(|d| !d.willingness.is_empty());
    let columns = if asked { 5 + 3 * others.len() } else { 4 + 2 * others.len() };
    for d in answered::decisions(answers) {
        // Stated once a budget: each decision may have its own, and so may other baselines.
        let worth = |o: &Decision| format!("a case averted worth {}", soles(o.reference_willingness));
        let mut heading = format!("Up to {} a year", soles(d.budget_soles_per_year));
        if asked {
            let _ = write!(heading, "; {}", worth(d));
        }
        for (other, _) in &others {
            let there = answered::decision_at(other.answers, d.budget_soles_per_year);
            if let Some(o) = there.filter(|o| asked && o.reference_willingness != d.reference_willingness) {
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
            let name = if row == 0 { upper_first(words::shared::NOTHING) } else { names.of(&s.policy) };
            let _ = write!(
                rows,
                "<tr><th scope=\"row\">{}</th><td>{}</td>{}",
                escape(&name),
                if row == 0 { "0".into() } else { soles(s.cost.mean) },
                cells(d, row, asked)
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
                rows.push_str(
                    &same.map_or_else(|| "<td>–</td>".repeat(if asked { 3 } else { 2 }), |(o, r)| cells(o, r, asked)),
                );
            }
            rows.push_str("</tr>\n");
        }
    }
    let mut headers: Vec<String> =
        ["Policy", "Cost", "Spells averted", "S/ a case<br><small>discounted</small>"].map(String::from).to_vec();
    headers.extend(asked.then(|| "Best in".to_owned()));
    for (other, _) in &others {
        let name = escape(&other.name);
        let columns: &[&str] =
            if asked { &["Spells averted", "S/ a case", "Best in"] } else { &["Spells averted", "S/ a case"] };
        headers.extend(columns.iter().map(|h| format!("{h}<br><small>at {name}</small>")));
    }
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
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
    table(
        "decision",
        &format!(
            "The decision, {}. Cost, spells begun averted and cost of a case averted over {}, discounted, after adaptation. {}.{best}",
            if others.is_empty() { "policies by budget" } else { "policies by budget and baseline" },
            count(inputs.result.funded_years + inputs.result.following_years, "year"),
            match (runs::at_one_vector(answers), interval) {
                (true, true) => {
                    "Below each number: 95 % interval of simulation noise. S/ a case: ratio of means; no end where noise could account \
                     for all that is averted"
                }
                (false, true) => {
                    "Below each number: 95 % interval over draws. S/ a case: ratio of means; no end where nothing is averted in some \
                     draws, or noise could account for it"
                }
                (true, false) => "S/ a case: ratio of means. One replicate gives no intervals",
                (false, false) => "S/ a case: ratio of means. Nothing has an interval over these draws",
            },
        ),
        &headers,
        &rows,
    )
}

/// Spells averted, cost per case and, where it is asked, probability of being best of one strategy.
fn cells(d: &Decision, row: usize, asked: bool) -> String {
    let best = answered::probability_best(d, row).map_or("–".into(), answered::share);
    let chosen = answered::best_row(d) == Some(row);
    let best = match (asked, chosen) {
        (false, _) => String::new(),
        (true, true) => format!("<td><strong>{best}</strong></td>"),
        (true, false) => format!("<td>{best}</td>"),
    };
    if row == 0 {
        return format!("<td>0</td><td>–</td>{best}");
    }
    let e = &d.strategies[row].averted;
    let class = if matches!(answered::verdict(e), Verdict::Fewer | Verdict::More) { "sure" } else { "unsure" };
    let case = &d.strategies[row].per_case;
    let value =
        case.value.map_or("none averted".into(), |v| soles_bare(v).replace("million", "m").replace("billion", "bn"));
    format!(
        "<td class=\"{class}\"><strong>{}</strong><br><small>{}</small></td><td>{value}<br><small>{}</small></td>{best}",
        persons(e.mean),
        ends(e, Style::Persons),
        case_ends(case)
    )
}

/// One change: mean, its interval where the table has any, noise.
fn effect_cell(effect: &Effect, intervals: bool) -> String {
    let e = &effect.change;
    let class = if matches!(answered::verdict(e), Verdict::Fewer | Verdict::More) { "sure" } else { "unsure" };
    let relative = if effect.baseline > 0.0 {
        format!(" <span class=\"rel\">({})</span>", signed_percent(e.mean / effect.baseline))
    } else {
        String::new()
    };
    let half = answered::noise_half(e).filter(|_| !e.at_one_vector());
    let noise = half.map_or(String::new(), |h| format!("<br><small>noise ± {}</small>", short(h)));
    let unclear = if answered::verdict(e) == Verdict::Unclear {
        format!("<br><small>{}</small>", answered::unclear(e))
    } else {
        String::new()
    };
    let interval = if intervals { format!("<br><small>{}</small>", ends(e, Style::Signed)) } else { String::new() };
    format!("<td class=\"{class}\"><strong>{}</strong>{relative}{interval}{unclear}{noise}</td>", signed(e.mean))
}

/// Effects over one window; newly exploited never without the other two.
pub fn effects(inputs: &ReportInputs, window: &str) -> String {
    let (result, answers) = (inputs.result, inputs.answers);
    let names = Names::new(result, answers);
    let here: Vec<&Effect> =
        result.effects.iter().filter(|e| e.window == window && names.at_largest(&e.policy)).collect();
    if here.is_empty() {
        return String::new();
    }
    let one = runs::at_one_vector(answers);
    let intervals = here.iter().any(|e| e.change.interval().is_some());
    let noise = here.iter().any(|e| e.change.mc_se.is_some());
    let outcomes = html_tables::in_reading_order(result);
    let mut rows = String::new();
    for policy in words::by_spells_averted(result) {
        let mine: Vec<&Effect> = here.iter().copied().filter(|e| e.policy == policy.name).collect();
        if mine.is_empty() {
            continue;
        }
        let find = |outcome: &Outcome| mine.iter().copied().find(|e| e.outcome == outcome);
        let together = TOGETHER.iter().all(|outcome| find(outcome).is_some());
        let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(&names.of(&policy.name)));
        for outcome in &outcomes {
            let found = find(outcome).filter(|_| together || !TOGETHER.contains(outcome));
            rows.push_str(&found.map_or("<td>–</td>".into(), |e| effect_cell(e, intervals)));
        }
        rows.push_str("</tr>\n");
    }
    let years = if window == FOLLOWING { result.following_years } else { result.funded_years };
    let below = match (intervals, noise) {
        _ if one && intervals => " Below each number: 95 % interval of simulation noise.",
        _ if one => " One replicate: no interval.",
        (true, true) => " Below each number: 95 % interval over draws, then 95 % simulation noise of the mean.",
        (true, false) => " Below each number: 95 % interval over draws.",
        (false, true) => {
            " Below each number: 95 % simulation noise of the mean; draws are too few for an interval over them."
        }
        (false, false) => "",
    };
    let hidden = answers.draws.used >= DRAWS_FOR_AN_INTERVAL && here.iter().any(|e| e.change.interval().is_none());
    let hidden = if hidden { " No interval: noise hides how far the draws differ." } else { "" };
    let unclear = match here.iter().any(|e| answered::verdict(&e.change) == Verdict::Unclear) {
        true if one => " Unclear: can't be told apart from no effect, since simulation noise covers 0.".to_owned(),
        true => format!(" {}.", upper_first(answered::WHY_UNCLEAR)),
        false => String::new(),
    };
    let headers = html_tables::outcome_headers(&outcomes);
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    table(
        "effects",
        &format!(
            "Change against the baseline over {}, {}; after adaptation, conditional on the assumed response of the \
             trade.{below}{unclear}{hidden}{}",
            runs::years(years, window),
            if one { runs::means_of(result, answers) } else { "mean over draws".into() },
            at_largest(inputs, answers, "effects.csv")
        ),
        &headers,
        &rows,
    )
}

/// Every waterfall of spells begun over the funded years, with the further split.
pub fn waterfalls(inputs: &ReportInputs, answers: &Answers) -> String {
    let names = Names::new(inputs.result, answers);
    let one = runs::at_one_vector(answers);
    let mut rows = String::new();
    let shown = |w: &&Waterfall| w.outcome == SPELLS_BEGUN && w.window == "funded" && names.at_largest(&w.policy);
    let here: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    let intervals = here.iter().flat_map(|w| before_after::steps(w)).any(|e| e.interval().is_some());
    for w in &here {
        let cell = |e: &Estimate| {
            let below =
                if intervals { format!("<br><small>{}</small>", ends(e, Style::Persons)) } else { String::new() };
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
            runs::years(inputs.result.funded_years, "funded"),
            match here.first() {
                Some(w) if !one => format!(
                    ", on {}{}",
                    count(w.draws, "draw"),
                    if intervals { ", with 95 % intervals over draws" } else { "; too few for an interval" }
                ),
                _ if intervals => ", with 95 % simulation noise".into(),
                _ => String::new(),
            },
            if here.iter().any(|w| !w.split.is_empty()) {
                if one {
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
        [.., _, largest] => {
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
    for p in answers.pairing.iter().filter(|p| p.outcome == SPELLS_BEGUN && names.at_largest(&p.policy)) {
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
