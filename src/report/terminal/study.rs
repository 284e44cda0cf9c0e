//! A study for the terminal.

use super::matching;
use super::page::Page;
use crate::brief::{self, Brief};
use crate::inputs::OtherBaseline;
use crate::kit::answered;
use crate::kit::format::upper_first;
use crate::said::dose as doses;
use crate::said::{adaptation as trade, by_girls, runs};
use crate::tables::by_girls as girls;
use crate::tables::{adaptation, decision, dose, effects, money, targeting};
use crate::told::Told;
use crate::words::first_page::Part;
use crate::words::terminal::OfSteps;
use amparo_decide::result::{Grades, StudyResult, Years};
use amparo_tables::Table;

/// Widest line of [`text_table`], in columns.
const COLUMNS: usize = 100;

/// The study for a terminal: plain, aligned, at most 100 columns.
pub fn text_table(told: &Told) -> String {
    text_table_within(told, COLUMNS)
}

/// Lines of the answer at most, and columns: what a terminal shows at once.
const LINES: usize = 22;
const ANSWER_COLUMNS: usize = 80;
/// Sweeps whose finding stands below the answer.
const MOST_SWEEPS: usize = 3;
/// Warnings above the answer.
const MOST_WARNINGS: usize = 1;

/// The answer alone, as the first page says it, in at most 22 lines of 80 columns: the least telling goes where titles are long.
pub fn text_answer_within(told: &Told, also: &[OtherBaseline], grades: &Grades, columns: usize) -> String {
    let columns = columns.min(ANSWER_COLUMNS);
    let fits = |text: &str| text.lines().count() <= LINES;
    // Sweeps have a section of their own: what there is no room for goes before an answer is left out.
    let with = |sweeps: usize| {
        let parts = brief::fitting(told, also, grades, |parts| fits(&answer(told, parts, columns, sweeps)));
        answer(told, &parts, columns, sweeps)
    };
    (1..=MOST_SWEEPS).rev().map(with).find(|text| fits(text)).unwrap_or_else(|| with(0))
}

fn answer(told: &Told, parts: &Brief, columns: usize, sweeps: usize) -> String {
    let (result, words) = (told.result, told.words);
    let mut page = Page::new(columns);
    page.says(&result.set.after(if result.title.is_empty() { &result.study } else { &result.title }));
    let ran = runs::of_study(result, told.answers);
    page.says(&words.ran(&ran, result.seed, result.funded_years, result.following_years));
    if result.rejected > 0 {
        page.says(&words.left_out_line(result.rejected));
    }
    result.warnings.iter().take(MOST_WARNINGS).for_each(|warning| page.says(&words.warning(warning)));
    if let Some(more) = result.warnings.len().checked_sub(MOST_WARNINGS + 1) {
        page.says(&words.more_warnings(more + 1));
    }
    page.says(&brief::question(told));
    sentences(told, parts).iter().for_each(|sentence| page.says(sentence));
    for dose in doses::main(told).into_iter().take(sweeps) {
        let (found, leader) = (doses::returning(dose), doses::leader(dose));
        page.says(&words.dose_finding(dose, found.as_ref(), leader.as_ref()));
    }
    if let Some(found) = &told.answers.two_part {
        matching::answer(told, found, &mut page);
    }
    if let Some(reached) = &result.precision {
        page.says(&words.precision_reached(reached));
    }
    page.says("");
    page.says(&words.answer_notes());
    page.text()
}

/// The sentences of the parts, each part under its heading.
fn sentences(told: &Told, parts: &Brief) -> Vec<String> {
    let one = |(part, all): &(Part, Vec<String>)| {
        let said: Vec<String> = all.iter().map(|text| upper_first(text)).collect();
        format!("{}: {}", told.words.part_of_page(*part), said.join(" "))
    };
    parts.iter().filter(|(_, all)| !all.is_empty()).map(one).collect()
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
    let parts = brief::brief(told, &[], &Grades::default());
    sentences(told, &parts).iter().for_each(|sentence| page.says(sentence));
    for dose in doses::main(told) {
        page.says(&words.dose_intro(dose));
        page.says(&words.dose_leader(dose, doses::leader(dose).as_ref()));
        if let Some(found) = doses::returning(dose) {
            page.says(&words.dose_returns(dose, &found));
        }
    }
    if let Some(found) = by_girls::certainty(told) {
        words.girls_certainty(&found).iter().for_each(|sentence| page.says(sentence));
    }
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
    tables.extend(dose::told(told).into_iter().map(|(of, table, _)| (words.dose_heading(of), table)));
    let worth = targeting::targeting(told);
    if !worth.is_empty() {
        tables.push((words.targeting_heading(told.horizon()), worth));
    }
    tables
}
