//! A study for the terminal.

use super::matching;
use super::page::Page;
use crate::kit::answered;
use crate::said::{adaptation as trade, by_girls, runs};
use crate::tables::by_girls as girls;
use crate::tables::{adaptation, decision, effects, money, targeting};
use crate::told::Told;
use crate::words::terminal::OfSteps;
use amparo_decide::result::{StudyResult, Years};
use amparo_tables::Table;

/// Widest line of [`text_table`], in columns.
const COLUMNS: usize = 100;

/// The study for a terminal: plain, aligned, at most 100 columns.
pub fn text_table(told: &Told) -> String {
    text_table_within(told, COLUMNS)
}

/// The answer alone: what leads, how sure that is, what it costs, and what would change it.
pub fn text_answer_within(told: &Told, columns: usize) -> String {
    let (result, words) = (told.result, told.words);
    let mut page = Page::new(columns.min(COLUMNS));
    page.says(&result.set.after(if result.title.is_empty() { &result.study } else { &result.title }));
    let ran = runs::of_study(result, told.answers);
    page.says(&words.ran(&ran, result.seed, result.funded_years, result.following_years));
    if result.rejected > 0 {
        page.says(&words.left_out_line(result.rejected));
    }
    result.warnings.iter().for_each(|warning| page.says(&words.warning(warning)));
    page.says("");
    sentences(told).iter().for_each(|sentence| page.says(sentence));
    if let Some(found) = &told.answers.two_part {
        page.says("");
        matching::block(told, found, &mut page);
    }
    if let Some(reached) = &result.precision {
        page.says("");
        page.says(&words.precision_reached(reached));
    }
    page.says("");
    page.says(&words.answer_notes());
    page.text()
}

/// The same in at most this number of columns, and never more than 100.
/// Cases averted, cost per case and probability of being best at each budget; before and after adaptation, changes of outcomes and
/// money at the largest.
pub fn text_table_within(told: &Told, columns: usize) -> String {
    let (result, answers, words) = (told.result, told.answers, told.words);
    let (one, several) = (told.one(), told.several());
    let mut page = Page::new(columns.min(COLUMNS));
    page.says(&result.set.after(if result.title.is_empty() { &result.study } else { &result.title }));
    let ran = runs::of_study(result, answers);
    page.says(&words.ran(&ran, result.seed, result.funded_years, result.following_years));
    if result.rejected > 0 {
        page.says(&words.left_out_line(result.rejected));
    }
    if !result.warnings.is_empty() {
        page.says("");
    }
    result.warnings.iter().for_each(|warning| page.says(&words.warning(warning)));
    page.says("");
    page.says(&words.baseline_line(&result.baseline));
    page.tables(&tables(told, several));
    page.says("");
    sentences(told).iter().for_each(|sentence| page.says(sentence));
    if let Some(found) = &answers.two_part {
        page.says("");
        matching::block(told, found, &mut page);
    }
    page.says("");
    if let Some(reached) = &result.precision {
        page.says(&words.precision_reached(reached));
        page.says("");
    }
    page.says(&words.notes(one, any_interval(result, told)));
    page.text()
}

/// The answer, how sure it is, what it costs, and what would change it.
fn sentences(told: &Told) -> Vec<String> {
    let words = told.words;
    let (averting, adding) = by_girls::others(told);
    let mut out = words.girls_answer(&by_girls::answer(told));
    out.extend(words.girls_others(&averting, &adding));
    out.extend(by_girls::certainty(told).iter().flat_map(|found| words.girls_certainty(found)));
    if told.one() && !told.answers.by_girls.is_empty() {
        out.push(words.uncertainty_not_shown(told.answers.draws.at_one_vector));
    }
    if let Some((money, main)) = by_girls::money(told).zip(by_girls::main(told)) {
        out.extend(words.girls_money(&money, main.budget_soles_per_year, told.result.funded_years));
    }
    out.extend(by_girls::changes(told).iter().map(|change| words.girls_change(change)));
    out
}

fn any_interval(result: &StudyResult, told: &Told) -> bool {
    let mut strategies = told.answers.decisions.iter().flat_map(|d| &d.strategies);
    result.effects.iter().any(|e| e.change.interval().is_some()) || strategies.any(|s| s.averted.interval().is_some())
}

/// The tables under their headings.
fn tables(told: &Told, several: bool) -> Vec<(String, Table)> {
    let (result, words) = (told.result, told.words);
    let mut tables: Vec<(String, Table)> = Vec::new();
    if let Some(main) = by_girls::main(told) {
        let (years, draws) = (main.horizon_years, main.draws);
        tables.push((words.girls_heading(years, draws), girls::for_whom(told)));
        tables.push((words.beside_heading(years), girls::beside(told)));
    }
    let asked = decision::asked(told.answers);
    for (d, (_, table)) in answered::decisions(told.answers).into_iter().zip(decision::of_study(told).groups()) {
        tables.push((words.decision_heading(d, asked, told.horizon()), table));
    }
    let waterfalls = trade::waterfalls(told);
    if let Some(draws) = waterfalls.iter().map(|w| w.draws).max() {
        let draws = (!told.one()).then_some(draws);
        let heading = words.steps_heading(&OfSteps { funded_years: result.funded_years, draws, largest: several });
        tables.push((heading, adaptation::steps(told, &waterfalls)));
    }
    for (window, years) in [(Years::Funded, result.funded_years), (Years::Following, result.following_years)] {
        let three = effects::three(told, window);
        if !three.is_empty() {
            tables.push((words.changes_heading(window, years, several), three));
        }
    }
    let spent = money::at_largest(told);
    if !spent.is_empty() {
        let funded = result.all_funded_alike().then_some(result.funded_years);
        tables.push((words.money_heading(funded, several), spent));
    }
    let worth = targeting::targeting(told);
    if !worth.is_empty() {
        tables.push((words.targeting_heading(told.horizon()), worth));
    }
    tables
}
