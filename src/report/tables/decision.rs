//! The decision, strategy by strategy: `decision.csv`, the table on the page and the one for terminals.

use super::estimate::{PARTS, plain};
use super::heads::{fact, named_estimate, people as people_column};
use crate::inputs::{OtherBaseline, ReportInputs};
use crate::kit::answered;
use crate::kit::format::upper_first;
use crate::kit::names::Who;
use crate::told::Told;
use crate::words::tables::{Blank, Head, IntervalOf};
use crate::words::voice::Words;
use amparo_decide::answers::{Answers, Decision, Strategy};
use amparo_tables::{Cell, Column, Format, Readers, Shows, Table, cells};

/// Columns that other baselines have beside those of the study.
const COMPARED: [&str; 3] = ["spells_averted", "discounted_soles_per_spell_averted", "probability_best"];

/// `one`: of one draw, whose intervals are of the mean. `asked`: whether a choice is asked, by what a case averted is worth.
fn columns(words: &dyn Words, one: bool, asked: bool) -> Vec<Column> {
    let estimate = |name: &'static str| Column::estimate(name, PARTS);
    let draws = if one { "" } else { words.interval_of(IntervalOf::Draws) };
    let bar = if one { Readers::NOBODY } else { Readers::PEOPLE };
    let best = if asked { Readers::ALL } else { Readers::PROGRAMS };
    vec![
        people_column(words, Head::Policy).brief(""),
        Column::program("view"),
        Column::program("budget_soles_per_year"),
        Column::program("draws"),
        Column::program("effective_draws"),
        Column::program("policy"),
        Column::program("title"),
        named_estimate(words, "cost_soles", Head::Cost, PARTS)
            .format(Format::Own(words.spent()))
            .only(Readers { terminals: false, ..Readers::ALL }),
        estimate("societal_cost_soles").only(Readers::PROGRAMS),
        named_estimate(words, "spells_averted", Head::SpellsAverted, PARTS)
            .format(Format::Persons)
            .shows(Shows { bar, ..Shows::INTERVAL })
            .interval(draws),
        estimate("victim_years_averted").only(Readers::PROGRAMS),
        Column::program("standing"),
        Column::program("icer_soles_per_spell"),
        fact(words, "discounted_soles_per_spell_averted", Head::PerCase(one)).format(Format::SolesBrief),
        Column::program("discounted_soles_per_spell_averted_low"),
        Column::program("discounted_soles_per_spell_averted_high"),
        Column::program("reference_willingness"),
        fact(words, "probability_best", Head::BestIn).format(Format::Share).only(best),
        Column::program("expected_loss_soles"),
        Column::program("largest_regret_soles"),
        Column::program("best_expected"),
        Column::program("minimax_regret"),
    ]
}

/// One strategy of a decision; probabilities and losses at the reference willingness to pay.
fn row(words: &dyn Words, d: &Decision, row: usize, s: &Strategy, called: &str) -> Vec<Cell> {
    let at = answered::at_reference(d);
    let value = |table: &[Vec<f64>]| at.and_then(|k| table.get(row)?.get(k).copied());
    let is = |rows: &[usize]| at.and_then(|k| rows.get(k)).map(|r| *r == row);
    let case = &s.per_case;
    let [low, high] = case.ends.unwrap_or_default();
    let per_case = case.value.map_or_else(|| Cell::missing(words.blank(Blank::NoneAverted)), Cell::from);
    let per_case = per_case.noted(words.case_ends(case));
    cells![
        called,
        d.view.name(),
        d.budget_soles_per_year,
        d.draws,
        d.effective_draws,
        &s.policy,
        &s.title,
        plain(words, &s.cost),
        plain(words, &s.societal_cost),
        plain(words, &s.averted),
        plain(words, &s.victim_years_averted),
        s.standing.name(),
        s.icer,
        per_case,
        low,
        high,
        d.reference_willingness,
        Cell::from(value(&d.probability_best)).strong(is(&d.best) == Some(true)),
        value(&d.expected_loss),
        value(&d.largest_regret),
        is(&d.best),
        is(&d.minimax_regret),
    ]
}

/// `decision.csv`: one row per view, budget and strategy.
pub fn decision(told: &Told) -> Table {
    let mut table = Table::new("decision", columns(told.words, false, true));
    for d in &told.answers.decisions {
        for (k, s) in d.strategies.iter().enumerate() {
            table.row(row(told.words, d, k, s, &s.title));
        }
    }
    table
}

/// The same for people: one group per budget, in the budget view, doing nothing first and then by cases averted; beside them what
/// the same strategies come to at each other baseline.
pub fn by_budget(inputs: &ReportInputs) -> Table {
    beside(&Told::new(inputs.result, inputs.answers, inputs.language), &inputs.also)
}

/// The same without other baselines.
pub fn of_study(told: &Told) -> Table {
    beside(told, &[])
}

/// Whether a choice is asked, by what a case averted is worth: elsewhere how often a policy is best is not shown.
pub fn asked(answers: &Answers) -> bool {
    answers.decisions.iter().any(|d| !d.willingness.is_empty())
}

fn beside(told: &Told, others: &[OtherBaseline]) -> Table {
    let (words, answers) = (told.words, told.answers);
    let others: Vec<(&OtherBaseline, Told)> = others.iter().map(|o| (o, told.of_other(o.result, o.answers))).collect();
    let asked = asked(answers);
    let own = columns(words, told.one(), asked);
    let mut table = Table::new("decision", own.clone());
    for (other, _) in &others {
        table.columns.extend(own.iter().filter(|c| COMPARED.contains(&c.name.as_ref())).map(|column| {
            let readers = Readers { pages: column.readers.pages, ..Readers::NOBODY };
            column.clone().only(readers).unit(words.at_baseline(&other.name))
        }));
    }
    for d in answered::decisions(answers) {
        table.group(heading(words, d, &others, asked));
        let nothing = [0].into_iter().filter(|_| !d.strategies.is_empty());
        for k in nothing.chain(answered::ranked(d)) {
            let s = &d.strategies[k];
            let mut cells = people(d, k, s, told, &own);
            for (other, there) in &others {
                let same = answered::decision_at(other.answers, d.budget_soles_per_year).and_then(|o| {
                    let mut all = o.strategies.iter().enumerate();
                    let alike = |(r, t): &(usize, &Strategy)| match k {
                        0 => *r == 0,
                        _ => *r > 0 && there.of(&t.policy) == told.of(&s.policy),
                    };
                    all.find(alike).map(|(r, t)| people(o, r, t, there, &own))
                });
                let places = own.iter().enumerate().filter(|(_, c)| COMPARED.contains(&c.name.as_ref()));
                cells.extend(places.map(|(at, _)| same.as_ref().map_or(Cell::UNKNOWN, |cells| cells[at].clone())));
            }
            table.row(cells);
        }
    }
    table
}

/// A row as people read it: doing nothing costs and averts nothing, whatever the draws.
fn people(d: &Decision, k: usize, s: &Strategy, told: &Told, columns: &[Column]) -> Vec<Cell> {
    if k > 0 {
        return row(told.words, d, k, s, &told.of(&s.policy));
    }
    let mut cells = row(told.words, d, k, s, &upper_first(&told.words.who(&Who::Nothing)));
    for (cell, column) in cells.iter_mut().zip(columns) {
        match column.name.as_ref() {
            "cost_soles" | "spells_averted" => *cell = Cell::Whole(0),
            "discounted_soles_per_spell_averted" => *cell = Cell::UNKNOWN,
            _ => {}
        }
    }
    cells
}

/// What a group of rows may spend, and what a case averted is worth in it where that is asked; each decision may have its own worth,
/// and so may other baselines.
fn heading(words: &dyn Words, d: &Decision, others: &[(&OtherBaseline, Told)], asked: bool) -> String {
    let worth = |(other, _): &(&OtherBaseline, Told)| {
        let there = answered::decision_at(other.answers, d.budget_soles_per_year)?.reference_willingness;
        (there != d.reference_willingness).then_some(there)
    };
    let differing = others.iter().filter(|_| asked).filter_map(|o| Some((o.0.name.as_str(), worth(o)?)));
    words.budget_heading(d, asked, &differing.collect::<Vec<(&str, f64)>>())
}
