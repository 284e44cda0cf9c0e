//! A study for the terminal.

use super::tables::{Page, titled, warned};
use super::two_part;
use crate::charts::decision::case_ends;
use crate::kit::answered::{self, Names, Style, Verdict};
use crate::kit::format::{count, number, persons_change, signed_percent, soles, soles_bare};
use crate::kit::runs;
use crate::words;
use amparo_decide::answers::{Answers, Decision};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::{Effect, FOLLOWING, FUNDED, StudyResult};
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::{BROTHELS, NEWLY_EXPLOITED, SPELLS_BEGUN, TOGETHER, VICTIMS};

type Rows = Vec<Vec<String>>;

/// Cases averted, cost per case and probability of being best at each budget; before and after adaptation, changes of outcomes and
/// money at the largest.
pub fn text(result: &StudyResult, answers: &Answers, columns: usize) -> String {
    let mut page = Page::new(columns);
    let names = Names::new(result, answers);
    let one = runs::at_one_vector(answers);
    page.says(&titled(result));
    page.says(&format!(
        "{}, seed {}; funded {}, followed {}",
        if one {
            format!("{} at one parameter vector", count(result.replicates, "replicate"))
        } else {
            runs::draws_in_words(answers)
        },
        result.seed,
        count(result.funded_years, "year"),
        count(result.following_years, "year"),
    ));
    if result.rejected > 0 {
        page.says(&format!("{} left out: the burn-in never settled", count(result.rejected, "world")));
    }
    warned(result).iter().for_each(|line| page.says(line));
    let of = |outcome| result.baseline.of(outcome).map_or("–".into(), |mean| number(mean, 0));
    page.says("");
    page.says(&format!(
        "Baseline: {} victims, {} girls newly exploited a year, {} spells begun a year, {} brothels",
        of(VICTIMS),
        of(NEWLY_EXPLOITED),
        of(SPELLS_BEGUN),
        of(BROTHELS),
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
    let largest = if answered::budgets(result, answers).len() > 1 { ", largest budget" } else { "" };
    let rows = adaptation_rows(&names, answers);
    if rows.len() > 1 {
        let draws = answers.waterfalls.iter().map(|w| w.draws).max().unwrap_or(0);
        let heading = if one {
            format!("Change in spells begun a year {}, before and after adaptation", names.funded())
        } else {
            format!(
                "Change in spells begun a year {}{largest}, in the {} run both ways",
                names.funded(),
                count(draws, "draw")
            )
        };
        tables.push((heading, rows));
    }
    for (window, years) in [(FUNDED, result.funded_years), (FOLLOWING, result.following_years)] {
        let rows = three_rows(&names, window);
        if rows.len() > 1 {
            let over = runs::years(years, window);
            tables.push((format!("Change over {over}, after adaptation{largest}"), rows));
        }
    }
    let rows = money_rows(&names);
    if rows.len() > 1 {
        let over = if result.all_funded_alike() {
            runs::years(result.funded_years, FUNDED)
        } else {
            "funded and following years; unspent in years of money".into()
        };
        tables.push((format!("Money over {over}, not discounted{largest}"), rows));
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
    let intervals = result.effects.iter().any(|e| e.change.interval().is_some())
        || answers.decisions.iter().flat_map(|d| &d.strategies).any(|s| s.averted.interval().is_some());
    let brackets = match (one, intervals) {
        (true, true) => {
            "±, and in brackets: 95 % simulation noise at one parameter vector, that is, other random numbers, not uncertainty about the \
             parameters.  "
        }
        (true, false) => "One replicate: no interval of simulation noise.  ",
        (false, true) => {
            "In brackets: 95 % over draws, that is, other values of what is assumed.  noise: 95 % simulation noise, that is, other random \
             numbers.  "
        }
        (false, false) => "No intervals over draws.  noise: 95 % simulation noise, that is, other random numbers.  ",
    };
    let notes = format!(
        "~ can't be told apart from no effect, or has no interval.  {brackets}Effects: after adaptation unless said, conditional on the assumed \
         response of the trade.  Everyone simulated is synthetic; this is no forecast and no evidence by itself."
    );
    page.says(&notes);
    page.text()
}

fn unsure(e: &Estimate) -> &'static str {
    if matches!(answered::verdict(e), Verdict::Unclear | Verdict::NoInterval) { "~" } else { "" }
}

/// "~−50 (−90 to −5)"; at one parameter vector "~−12 ±30".
fn with_ends(e: &Estimate, text: impl Fn(f64) -> String) -> String {
    match e.interval() {
        Some(_) if e.at_one_vector() => format!("{}{} {}", unsure(e), text(e.mean), noise(e)),
        Some((low, high)) => {
            format!("{}{} ({})", unsure(e), text(e.mean), Style::Persons.range(low, high))
        }
        None => format!("{}{}", unsure(e), text(e.mean)),
    }
}

/// A change with its share of the baseline.
fn change(e: &Effect) -> String {
    let share = e.relative().filter(|_| e.change.at_one_vector());
    let share = share.map_or(String::new(), |share| format!(" ({})", signed_percent(share)));
    format!("{}{share}", with_ends(&e.change, persons_change))
}

fn noise(e: &Estimate) -> String {
    answered::noise_half(e).map_or("–".into(), |h| format!("±{}", answered::persons(h)))
}

fn budget_rows(names: &Names, d: &Decision) -> Rows {
    let one = d.draws == 1;
    let asked = !d.willingness.is_empty();
    let heads: &[&str] = match (one, asked) {
        (true, _) => &["", "averted", "S/ a case"],
        (false, true) => &["", "averted (draws)", "noise", "S/ a case (draws)", "best in"],
        (false, false) => &["", "averted", "noise", "S/ a case"],
    };
    let mut rows = vec![heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
    for row in answered::ranked(d).into_iter().chain([0].into_iter().filter(|_| !d.strategies.is_empty())) {
        let s = &d.strategies[row];
        let best = answered::probability_best(d, row).map_or("–".into(), answered::share);
        let case = &s.per_case;
        let cost = case.value.map_or("none averted".into(), |v| {
            let value = soles_bare(v).replace("million", "m").replace("billion", "bn");
            if case.interval().is_some() { format!("{value} ({})", case_ends(case)) } else { value }
        });
        let mut cells = if row == 0 {
            let name = crate::kit::format::upper_first(words::shared::NOTHING);
            vec![name, "0".into(), String::new(), String::new()]
        } else {
            vec![names.of(&s.policy), with_ends(&s.averted, answered::persons), noise(&s.averted), cost]
        };
        if one {
            cells.remove(2);
        }
        cells.extend(asked.then_some(best));
        rows.push(cells);
    }
    rows
}

fn adaptation_rows(names: &Names, answers: &Answers) -> Rows {
    let one = runs::at_one_vector(answers);
    let after = if one { "after adaptation" } else { "after (draws)" };
    let mut rows = vec![["", "before", "spatial", "refilling", after].map(String::from).to_vec()];
    if !one {
        rows[0].push("noise".into());
    }
    for w in &answers.waterfalls {
        if w.outcome == SPELLS_BEGUN && w.window == FUNDED && names.at_largest(&w.policy) {
            let step = |e: &Estimate| if one { with_ends(e, persons_change) } else { persons_change(e.mean) };
            let mut row = vec![names.of(&w.policy), step(&w.before), step(&w.spatial), step(&w.refilling)];
            row.push(with_ends(&w.after, persons_change));
            if !one {
                row.push(noise(&w.after));
            }
            rows.push(row);
        }
    }
    rows
}

/// Spells begun, newly exploited and victims side by side, never one alone.
fn three_rows(names: &Names, window: &str) -> Rows {
    let mut rows = vec![std::iter::once("").chain(TOGETHER.map(|o| o.short)).map(String::from).collect::<Vec<_>>()];
    let here = words::by_spells_averted(names.result).into_iter().filter(|p| names.at_largest(&p.name));
    for policy in here {
        let of = |outcome: &Outcome| names.result.effect(&policy.name, outcome, window);
        if names.result.effects.iter().all(|e| e.policy != policy.name || e.window != window) {
            continue;
        }
        let three: Option<Vec<String>> = TOGETHER.iter().map(|outcome| of(outcome).map(change)).collect();
        let mut row = vec![names.of(&policy.name)];
        row.extend(three.unwrap_or_else(|| vec!["not shown".to_owned(); 3]));
        rows.push(row);
    }
    rows
}

/// What each policy spends and leaves.
fn money_rows(names: &Names) -> Rows {
    let alike = names.result.all_funded_alike();
    let heads: &[&str] = if alike {
        &["", "spent/year", "unspent/year"]
    } else {
        &["", "funded/year", "following/year", "unspent/year"]
    };
    let mut rows = vec![heads.iter().map(|head| (*head).to_owned()).collect::<Vec<_>>()];
    let here = words::by_spells_averted(names.result).into_iter().filter(|p| names.at_largest(&p.name));
    for policy in here {
        let mut row = vec![names.of(&policy.name), soles(policy.spend_soles_per_year)];
        if !alike {
            row.push(soles(policy.following_spend_soles_per_year));
        }
        row.push(soles(policy.unspent_soles_per_year));
        rows.push(row);
    }
    rows
}
