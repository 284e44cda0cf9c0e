//! The report's tables as HTML.

use super::findings::{self, TRIPLE, Verdict, verdict};
use super::inputs::ReportInputs;
use crate::charts::cost_per_case::in_words;
use crate::kit::format::{escape, number, percent, short, signed, signed_percent, soles, upper_first};
use crate::kit::frame;
use amparo_decide::answers::Answers;
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_decide::result::{DRIVERS, Effect, PolicyResult, StudyResult};
use std::fmt::Write;

/// Rows up to which a table is kept on one printed page.
const FEW_ROWS: usize = 8;

/// Headers of a table of changes by outcome.
pub(crate) const OUTCOME_HEADERS: [&str; 6] = [
    "Policy",
    "Spells begun<br><small>a year</small>",
    "Newly exploited<br><small>girls a year</small>",
    "Victims<br><small>persons at a time</small>",
    "Brothels",
    "Registered<br><small>per 100,000 and year</small>",
];

/// Wraps rows in a table of the CSS class `class` that scrolls sideways on a narrow screen. The caption and header cells are trusted text.
pub(crate) fn table(class: &str, caption: &str, headers: &[&str], rows: &str) -> String {
    let class = if rows.matches("<tr").count() > FEW_ROWS { format!("{class} long") } else { class.to_owned() };
    let head: String = headers.iter().map(|h| format!("<th scope=\"col\">{h}</th>")).collect();
    format!(
        "<div class=\"wide {class}\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n\
         <tbody>\n{rows}</tbody></table></div>\n",
        escape(caption.split('.').next().unwrap_or_default())
    )
}

/// Difference, relative change and interval of one effect.
fn effect_cell(e: Option<&Effect>) -> String {
    let Some(e) = e else {
        return "<td>–</td>".into();
    };
    let relative = e.relative.map_or(String::new(), |r| format!(" <span class=\"rel\">({})</span>", signed_percent(r)));
    let noise = match (e.low, e.high) {
        (Some(low), Some(high)) => format!("{} to {}", signed(low), signed(high)),
        _ => "one replicate: no interval".into(),
    };
    let (class, word) = match verdict(e) {
        Verdict::Fewer | Verdict::More => ("sure", ""),
        Verdict::Unclear => ("unsure", "<br><small>unclear</small>"),
        Verdict::NoInterval => ("unsure", ""),
    };
    format!(
        "<td class=\"{class}\"><strong>{}</strong>{relative}<br><small>{noise}</small>{word}</td>",
        signed(e.difference)
    )
}

/// Effects over one window, `following` or funded.
pub fn effects(result: &StudyResult, following: bool) -> String {
    let window =
        |p: &PolicyResult| -> Vec<Effect> { if following { p.effects_following.clone() } else { p.effects.clone() } };
    let mut rows = String::new();
    for policy in findings::by_spells_averted(result) {
        let effects = window(policy);
        let find = |outcome: &str| effects.iter().find(|e| e.outcome == outcome);
        let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(findings::name(policy)));
        // Newly exploited is never shown without spells begun and victims.
        let together = TRIPLE.iter().all(|(o, _)| find(o).is_some());
        for (outcome, _) in TRIPLE {
            rows.push_str(&effect_cell(find(outcome).filter(|_| together)));
        }
        for outcome in ["brothels", "registered_per_100k"] {
            rows.push_str(&effect_cell(find(outcome)));
        }
        rows.push_str("</tr>\n");
    }
    let (which, years) =
        if following { ("following", result.following_years) } else { ("funded", result.funded_years) };
    table(
        "effects",
        &format!(
            "Change against the baseline over {}.{} After adaptation, conditional on the assumed response of the trade.",
            frame::years(years, which),
            if result.replicates > 1 {
                " Below each number: 95 % interval of simulation noise (unclear: can't be told apart from no effect)."
            } else {
                ""
            }
        ),
        &OUTCOME_HEADERS,
        &rows,
    )
}

/// Spending and cost per spell averted in the funded years. Where decisions say what a case costs over the whole horizon, that cost
/// stands alone on the page.
pub fn cost(result: &StudyResult, over_draws: Option<&Answers>) -> String {
    let decided = over_draws.is_some_and(|a| !a.decisions.is_empty());
    let alike = result.all_funded_alike();
    let mut rows = String::new();
    for policy in findings::by_spells_averted(result) {
        let by: Vec<String> = policy
            .spend_by_intervention
            .iter()
            .filter(|(_, s)| **s > 0.0)
            .map(|(name, s)| format!("{} {}", escape(name), soles(*s)))
            .collect();
        let cost = policy.cost_per_case_averted.as_ref().map_or("no saving to divide by".into(), in_words);
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}<br><small>{}</small></td>{}<td>{}</td>{}</tr>",
            escape(findings::name(policy)),
            soles(policy.spend_soles_per_year),
            by.join("; "),
            if alike {
                String::new()
            } else {
                format!(
                    "<td>{}</td><td>{}</td>",
                    soles(policy.following_spend_soles_per_year),
                    short(policy.years_of_money)
                )
            },
            soles(policy.unspent_soles_per_year),
            if decided { String::new() } else { format!("<td>{cost}</td>") }
        );
    }
    let bounded = |p: &PolicyResult| p.cost_per_case_averted.as_ref().is_some_and(|c| c.low.or(c.high).is_some());
    let note = match over_draws {
        Some(_) if decided => {
            "; what a case averted costs over the whole horizon, discounted, is in the table of the decision, and over these years alone, not \
             discounted, in summary.csv"
        }
        Some(_) if result.policies.iter().any(bounded) => "; in brackets: 95 % interval over draws",
        None if result.policies.iter().any(bounded) => "; in brackets: Fieller's 95 % interval of simulation noise",
        _ => "",
    };
    let mut headers = if alike {
        vec!["Policy", "Spent a year", "Unspent a year"]
    } else {
        vec!["Policy", "Spent a funded year", "Spent a following year", "Years of money", "Unspent a year of money"]
    };
    if !decided {
        headers.push("Cost of a spell averted<br><small>in these years, not discounted</small>");
    }
    table(
        "facts",
        &format!("Money over {}. Budget {} a year{note}.", money_over(result), soles(result.budget_soles_per_year)),
        &headers,
        &rows,
    )
}

/// The years that the table of money is about.
pub fn money_over(result: &StudyResult) -> String {
    let funded = frame::years(result.funded_years, "funded");
    if result.all_funded_alike() {
        return funded;
    }
    format!(
        "{funded} and {}, since policies have money in other years than those",
        frame::years(result.following_years, "following")
    )
}

/// The baseline beside its targets.
pub fn baseline(inputs: &ReportInputs) -> String {
    let mut rows = String::new();
    for t in &inputs.facts.baseline_targets {
        let shown = |v: f64| {
            if t.unit == "share" { percent(v) } else { format!("{} {}", short(v), escape(&t.unit)) }
        };
        let off = if t.target != 0.0 { signed_percent(t.value / t.target - 1.0) } else { "–".into() };
        let _ = writeln!(
            rows,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{off}</td><td>{}</td></tr>",
            escape(&t.label),
            shown(t.value),
            shown(t.target),
            escape(&t.source)
        );
    }
    let against = table(
        "facts",
        "The baseline against its targets. The model was fitted to some of these, so agreement is no independent test.",
        &["Figure", "Baseline", "Target", "Off by", "Source"],
        &rows,
    );
    let b = &inputs.result.baseline;
    let mut facts = vec![
        ("Victims at a time", format!("{} persons", number(b.victims, 0))),
        ("Minors among them", b.minors_share.map_or("undefined".into(), percent)),
        ("Newly exploited", format!("{} girls a year", number(b.newly_exploited_per_year, 0))),
        ("Active brothels", number(b.brothels, 0)),
        ("Registered victims", format!("{} per 100,000 residents and year", short(b.registered_per_100k))),
    ];
    if let Some(share) = b.reexploited_share {
        facts.push(("Entries that are not a first spell", percent(share)));
    }
    if let Some(years) = b.mean_years_exploited {
        facts.push(("Mean time exploited", format!("{} years", short(years))));
    }
    let rows: String = facts
        .iter()
        .map(|(label, value)| format!("<tr><th scope=\"row\">{label}</th><td>{value}</td></tr>\n"))
        .collect();
    let own = table("facts", "The baseline's own figures.", &["Figure", "Mean"], &rows);
    if inputs.facts.baseline_targets.is_empty() { own } else { own + &against }
}

/// Each driver's share with its standard error, by department; nothing where there are no profiles.
pub fn drivers(inputs: &ReportInputs) -> String {
    let shown: Vec<_> = inputs.drivers.departments.iter().filter(|d| d.girls >= SUPPRESS_BELOW).collect();
    if shown.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for profile in shown {
        let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(&profile.place));
        for (share, se) in profile.shares.iter().zip(profile.se) {
            let _ = write!(
                rows,
                "<td>{} <small>±\u{a0}{}</small></td>",
                number(100.0 * share, 1),
                number(100.0 * se, if se < 0.000_95 { 2 } else { 1 })
            );
        }
        let _ = writeln!(rows, "<td>{}</td></tr>", number(profile.effective_drivers, 1));
    }
    let names: Vec<String> = DRIVERS.iter().map(|name| upper_first(name)).collect();
    let headers: Vec<&str> =
        ["Department"].into_iter().chain(names.iter().map(String::as_str)).chain(["Effective drivers"]).collect();
    table(
        "shares",
        "Share of each driver by department, %, ± one standard error from sampling girls (not how uncertain the parameters \
         are). Below 0: the driver protects there, against the level counted as protected.",
        &headers,
        &rows,
    )
}

/// Parameters by grade, most assumed first to read.
pub fn grades(inputs: &ReportInputs) -> String {
    let total: usize = inputs.grades.values().sum();
    let meaning = |grade: &str| match grade {
        "published" => "a source states the number",
        "derived" => "worked out from sources",
        "unverified" => "a source is named, not yet checked",
        "assumed" => "nobody has measured it: a judgement",
        "calibrated" => "fitted so that the baseline meets its targets",
        "design" => "chosen by the study, such as a policy's settings",
        _ => "",
    };
    let rows: String = inputs
        .grades
        .iter()
        .map(|(grade, n)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{n}</td><td>{}</td><td>{}</td></tr>\n",
                escape(grade),
                percent(*n as f64 / total.max(1) as f64),
                meaning(grade)
            )
        })
        .collect();
    table("facts", "Parameters by what they rest on.", &["Grade", "Parameters", "Share", "Meaning"], &rows)
}

/// What ran.
pub fn facts(inputs: &ReportInputs) -> String {
    let (f, r) = (&inputs.facts, inputs.result);
    let seconds = |s: f64| {
        if s >= 120.0 { format!("{} min", short(s / 60.0)) } else { format!("{} s", short(s)) }
    };
    let mut rows = vec![
        ("Study", r.study.clone()),
        ("Scenario", r.scenario.clone()),
        ("amparo", f.version.clone()),
        ("Seed", r.seed.to_string()),
        (
            if r.draws > 1 { "Worlds, over all draws" } else { "Replicates" },
            match r.rejected {
                0 => r.replicates.to_string(),
                n => format!("{} ({n} left out: the burn-in never settled)", r.replicates),
            },
        ),
        ("Precision", r.precision.clone().unwrap_or_default()),
        ("Cells (stored ones included)", f.jobs.to_string()),
        ("Threads", f.threads.to_string()),
        ("Wall time", seconds(f.wall_seconds)),
        ("Processor time", seconds(f.cpu_seconds)),
        ("Hash of inputs", f.inputs_hash.clone()),
        ("Finished", f.finished.clone()),
    ];
    rows.extend(f.more.iter().map(|(label, value)| (label.as_str(), value.clone())));
    let rows: String = rows
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| {
            format!("<tr><th scope=\"row\">{}</th><td class=\"code\">{}</td></tr>\n", escape(label), escape(value))
        })
        .collect();
    table("facts", "The run.", &["Fact", "Value"], &rows)
}
