//! A study for the terminal.

use super::matching;
use super::page::Page;
use crate::kit::answered::{self, Names};
use crate::kit::format::count;
use crate::kit::runs;
use crate::tables::{adaptation, decision, effects, money};
use crate::words;
use amparo_decide::answers::{Answers, Waterfall};
use amparo_decide::result::{StudyResult, Years};
use amparo_model::observe::outcomes::{BROTHELS, NEWLY_EXPLOITED, SPELLS_BEGUN, VICTIMS};
use amparo_tables::Table;
use amparo_tables::numbers::number;

/// Widest line of [`text_table`], in columns.
const COLUMNS: usize = 100;

/// The study for a terminal: plain, aligned, at most 100 columns.
pub fn text_table(result: &StudyResult, answers: &Answers) -> String {
    text_table_within(result, answers, COLUMNS)
}

/// The same in at most this number of columns, and never more than 100.
/// Cases averted, cost per case and probability of being best at each budget; before and after adaptation, changes of outcomes and
/// money at the largest.
pub fn text_table_within(result: &StudyResult, answers: &Answers, columns: usize) -> String {
    let columns = columns.min(COLUMNS);
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
        "Baseline: {} victims, {} girls newly exploited per year, {} spells begun per year, {} brothels",
        of(VICTIMS),
        of(NEWLY_EXPLOITED),
        of(SPELLS_BEGUN),
        of(BROTHELS),
    ));
    let mut tables: Vec<(String, Table)> = Vec::new();
    for (heading, table) in decision::of_study(result, answers).groups() {
        tables.push((format!("{heading}: spells averted {}, and their cost, discounted", names.horizon()), table));
    }
    let largest = if answered::budgets(result, answers).len() > 1 { ", largest budget" } else { "" };
    let shown = |w: &&Waterfall| w.outcome == SPELLS_BEGUN && w.window == Years::Funded && names.at_largest(&w.policy);
    let waterfalls: Vec<&Waterfall> = answers.waterfalls.iter().filter(shown).collect();
    if let Some(draws) = waterfalls.iter().map(|w| w.draws).max() {
        let heading = if one {
            format!("Change in spells begun per year {}, before and after adaptation", names.funded())
        } else {
            let draws = count(draws, "draw");
            format!("Change in spells begun per year {}{largest}, in the {draws} run both ways", names.funded())
        };
        tables.push((heading, adaptation::steps(&names, &waterfalls, one)));
    }
    for (window, years) in [(Years::Funded, result.funded_years), (Years::Following, result.following_years)] {
        let three = effects::three(&names, window, one);
        if !three.is_empty() {
            let over = runs::years(years, window);
            tables.push((format!("Change over {over}, after adaptation{largest}"), three));
        }
    }
    let spent = money::at_largest(&names);
    if !spent.is_empty() {
        let over = if result.all_funded_alike() {
            runs::years(result.funded_years, Years::Funded)
        } else {
            "funded and following years; unspent in years of money".into()
        };
        tables.push((format!("Money over {over}, not discounted{largest}"), spent));
    }
    page.tables(&tables);
    page.says("");
    for sentence in words::finding(&names, answers) {
        page.says(&sentence);
    }
    if let Some(found) = &answers.two_part {
        page.says("");
        matching::block(result, found, &mut page);
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

/// The title, and what was set on the command line behind it.
fn titled(result: &StudyResult) -> String {
    result.set.after(if result.title.is_empty() { &result.study } else { &result.title })
}

/// What is worth knowing before the results are read, as paragraphs with an empty one before them.
fn warned(result: &StudyResult) -> Vec<String> {
    let warnings = result.warnings.iter().map(|warning| format!("Warning: {warning}."));
    let gap = (!result.warnings.is_empty()).then(String::new);
    gap.into_iter().chain(warnings).collect()
}
