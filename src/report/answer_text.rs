//! A study over draws for the terminal.

use super::findings::{TRIPLE, Verdict};
use super::tables::{Page, titled, warned};
use super::two_part;
use super::words;
use crate::charts::decision::case_ends;
use crate::kit::answered::{self, Names, Style};
use crate::kit::format::{count, number, persons_change, soles, soles_bare};
use crate::words::shared;
use amparo_decide::answers::{Answers, Decision, Estimate};
use amparo_decide::per_case::per_case;
use amparo_decide::result::StudyResult;

type Rows = Vec<Vec<String>>;

/// Cases averted, cost per case and probability of being best at each budget; before and after adaptation at the largest.
pub fn text_over_draws(result: &StudyResult, answers: &Answers, columns: usize) -> String {
    let mut page = Page::new(columns);
    let names = Names::new(result, answers);
    page.says(&titled(result));
    page.says(&format!(
        "{}, seed {}; funded {}, followed {}",
        answered::draws_in_words(answers),
        result.seed,
        count(result.funded_years, "year"),
        count(result.following_years, "year"),
    ));
    warned(result).iter().for_each(|line| page.says(line));
    let b = &result.baseline;
    page.says("");
    page.says(&format!(
        "Baseline: {} victims, {} girls newly exploited a year, {} spells begun a year, {} brothels",
        number(b.victims, 0),
        number(b.newly_exploited_per_year, 0),
        number(b.spells_begun_per_year, 0),
        number(b.brothels, 0),
    ));
    let mut tables: Vec<(String, Rows)> = Vec::new();
    for d in answered::decisions(answers) {
        tables.push((
            format!(
                "With up to {} a year: spells averted {}, and their cost, discounted",
                soles(d.budget_soles_per_year),
                names.horizon()
            ),
            budget_rows(&names, d),
        ));
    }
    let rows = adaptation_rows(&names, answers);
    if rows.len() > 1 {
        let draws = answers.waterfalls.iter().map(|w| w.draws).max().unwrap_or(0);
        tables.push((
            format!(
                "Change in spells begun a year {}, largest budget, in the {} run both ways",
                names.funded(),
                count(draws, "draw")
            ),
            rows,
        ));
    }
    let rows = three_rows(&names, answers);
    if rows.len() > 1 {
        tables.push((format!("Change {}, after adaptation, largest budget", names.funded()), rows));
    }
    page.tables(&tables);
    page.says("");
    for sentence in words::finding(&names, answers) {
        page.says(&sentence);
    }
    if let Some(found) = &answers.two_part {
        page.says("");
        two_part::block(result, found, &mut page);
    }
    page.says("");
    if let Some(precision) = &result.precision {
        page.says(&format!("Precision: {precision}."));
        page.says("");
    }
    let intervals = answers.effects.iter().any(|e| answered::over_draws(&e.change).is_some())
        || answers.decisions.iter().flat_map(|d| &d.strategies).any(|s| answered::over_draws(&s.averted).is_some());
    let brackets = if intervals {
        "In brackets: 95 % over draws, that is, other values of what is assumed.  "
    } else {
        "No intervals over draws.  "
    };
    let notes = format!(
        "~ can't be told apart from no effect, or has no interval.  {brackets}noise: 95 % simulation noise, that is, other random numbers.  \
         Effects: after adaptation unless said, conditional on the assumed response of the trade.  Everyone simulated is synthetic; this is no \
         forecast and no evidence by itself."
    );
    page.says(&notes);
    page.text()
}

fn unsure(e: &Estimate) -> &'static str {
    if matches!(answered::verdict(e), Verdict::Unclear | Verdict::NoInterval) { "~" } else { "" }
}

fn with_ends(e: &Estimate, text: impl Fn(f64) -> String) -> String {
    match answered::over_draws(e) {
        Some((low, high)) => {
            format!("{}{} ({})", unsure(e), text(e.mean), Style::Persons.range(low, high))
        }
        None => format!("{}{}", unsure(e), text(e.mean)),
    }
}

fn noise(e: &Estimate) -> String {
    answered::noise_half(e).map_or("–".into(), |h| format!("±{}", answered::persons(h)))
}

fn budget_rows(names: &Names, d: &Decision) -> Rows {
    let mut rows = vec![vec![
        "".to_owned(),
        "averted (draws)".into(),
        "noise".into(),
        "S/ a case (draws)".into(),
        "best in".into(),
    ]];
    for row in answered::ranked(d).into_iter().chain([0].into_iter().filter(|_| !d.strategies.is_empty())) {
        let s = &d.strategies[row];
        let best = answered::probability_best(d, row).map_or("–".into(), answered::share);
        if row == 0 {
            let name = crate::kit::format::upper_first(shared::NOTHING);
            rows.push(vec![name, "0".into(), "".into(), "".into(), best]);
            continue;
        }
        let case = per_case(d, row);
        let cost = case.value.map_or("none averted".into(), |v| {
            let value = soles_bare(v).replace("million", "m").replace("billion", "bn");
            if case.interval.is_some() { format!("{value} ({})", case_ends(&case)) } else { value }
        });
        rows.push(vec![names.of(&s.policy), with_ends(&s.averted, answered::persons), noise(&s.averted), cost, best]);
    }
    rows
}

fn adaptation_rows(names: &Names, answers: &Answers) -> Rows {
    let mut rows = vec![vec![
        "".to_owned(),
        "before".into(),
        "spatial".into(),
        "refilling".into(),
        "after (draws)".into(),
        "noise".into(),
    ]];
    for w in &answers.waterfalls {
        if w.outcome == TRIPLE[0].0 && w.window == "funded" && names.at_largest(&w.policy) {
            rows.push(vec![
                names.of(&w.policy),
                persons_change(w.before.mean),
                persons_change(w.spatial.mean),
                persons_change(w.refilling.mean),
                with_ends(&w.after, persons_change),
                noise(&w.after),
            ]);
        }
    }
    rows
}

/// Before and after adaptation at one parameter vector, ± 95 % simulation noise.
pub fn adaptation_at_one_vector(result: &StudyResult, answers: &Answers) -> Rows {
    let names = Names::new(result, answers);
    let mut rows =
        vec![vec!["".to_owned(), "before".into(), "spatial".into(), "refilling".into(), "after adaptation".into()]];
    let cell = |e: &Estimate| {
        let unsure = match answered::step_verdict(e, Some(result.replicates)) {
            Verdict::Unclear | Verdict::NoInterval => "~",
            Verdict::Fewer | Verdict::More => "",
        };
        let half = answered::noise_at_one_vector(e, result.replicates).map(|(low, high)| (high - low) / 2.0);
        let noise = half.map_or(String::new(), |h| format!(" ±{}", answered::persons(h)));
        format!("{unsure}{}{noise}", persons_change(e.mean))
    };
    for w in answers.waterfalls.iter().filter(|w| w.outcome == TRIPLE[0].0 && w.window == "funded") {
        let mut row = vec![names.of(&w.policy)];
        row.extend(crate::charts::before_after::steps(w).map(cell));
        rows.push(row);
    }
    rows
}

/// Spells begun, newly exploited and victims side by side, never one alone.
fn three_rows(names: &Names, answers: &Answers) -> Rows {
    let mut rows =
        vec![vec!["".to_owned(), "spells begun/year".into(), "newly exploited/year".into(), "victims".into()]];
    let policies: Vec<String> = match answered::main_decision(answers) {
        Some(d) => answered::ranked(d).into_iter().map(|r| d.strategies[r].policy.clone()).collect(),
        None => {
            let here = names.result.policies.iter().filter(|p| names.at_largest(&p.name));
            here.filter(|_| !answers.effects.is_empty()).map(|p| p.name.clone()).collect()
        }
    };
    for policy in policies {
        let mut row = vec![names.of(&policy)];
        match words::triple(answers, &policy) {
            Some(three) => row.extend(three.map(|e| with_ends(&e.change, persons_change))),
            None => row.extend(["not shown".to_owned(), "not shown".into(), "not shown".into()]),
        }
        rows.push(row);
    }
    rows
}
