//! The decision, strategy by strategy: `decision.csv`, the table on the page and the one for terminals.

use super::estimate::{PARTS, plain};
use crate::charts::decision::case_ends;
use crate::inputs::{OtherBaseline, ReportInputs};
use crate::kit::answered::{self, Names};
use crate::kit::format::upper_first;
use crate::kit::runs;
use crate::words::shared::NOTHING;
use amparo_decide::answers::{Answers, Decision, Strategy};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::soles;
use amparo_tables::{Cell, Column, Format, Readers, Shows, Table, cells};

/// Columns that other baselines have beside those of the study.
const COMPARED: [&str; 3] = ["spells_averted", "discounted_soles_per_spell_averted", "probability_best"];

/// `one`: of one draw, whose intervals are of simulation noise. `asked`: whether a choice is asked, by what a case averted is worth.
fn columns(one: bool, asked: bool) -> Vec<Column> {
    let estimate = |name: &'static str| Column::estimate(name, PARTS);
    let draws = if one { "" } else { "draws" };
    let per_case = if one { "S/ per case" } else { "S/ per case (draws)" };
    let noise = if one { Readers::NOBODY } else { Readers::TERMINALS };
    let best = if asked { Readers::ALL } else { Readers::PROGRAMS };
    vec![
        Column::people("Policy").brief(""),
        Column::program("view"),
        Column::program("budget_soles_per_year"),
        Column::program("draws"),
        Column::program("effective_draws"),
        Column::program("policy"),
        Column::program("title"),
        estimate("cost_soles")
            .labelled("Cost")
            .format(Format::Soles)
            .only(Readers { terminals: false, ..Readers::ALL }),
        estimate("societal_cost_soles").only(Readers::PROGRAMS),
        estimate("spells_averted")
            .labelled("Spells averted")
            .brief("averted")
            .format(Format::Persons)
            .shows(Shows { noise, ..Shows::INTERVAL })
            .interval(draws),
        estimate("victim_years_averted").only(Readers::PROGRAMS),
        Column::program("standing"),
        Column::program("icer_soles_per_spell"),
        Column::fact("discounted_soles_per_spell_averted")
            .labelled("S/ per case")
            .unit("discounted")
            .brief(per_case)
            .format(Format::SolesBrief),
        Column::program("discounted_soles_per_spell_averted_noise_low"),
        Column::program("discounted_soles_per_spell_averted_noise_high"),
        Column::program("discounted_soles_per_spell_averted_draws_low"),
        Column::program("discounted_soles_per_spell_averted_draws_high"),
        Column::program("reference_willingness"),
        Column::fact("probability_best").labelled("Best in").brief("best in").format(Format::Share).only(best),
        Column::program("expected_loss_soles"),
        Column::program("largest_regret_soles"),
        Column::program("best_expected"),
        Column::program("minimax_regret"),
    ]
}

/// One strategy of a decision; probabilities and losses at the reference willingness to pay.
fn row(d: &Decision, row: usize, s: &Strategy, called: &str) -> Vec<Cell> {
    let at = answered::at_reference(d);
    let value = |table: &[Vec<f64>]| at.and_then(|k| table.get(row)?.get(k).copied());
    let is = |rows: &[usize]| at.and_then(|k| rows.get(k)).map(|r| *r == row);
    let case = &s.per_case;
    let [noise_low, noise_high] = case.noise.unwrap_or_default();
    let [draws_low, draws_high] = case.draws.unwrap_or_default();
    let per_case = case.value.map_or(Cell::missing("none averted"), Cell::from).noted(case_ends(case));
    cells![
        called,
        d.view.name(),
        d.budget_soles_per_year,
        d.draws,
        d.effective_draws,
        &s.policy,
        &s.title,
        plain(&s.cost),
        plain(&s.societal_cost),
        plain(&s.averted),
        plain(&s.victim_years_averted),
        s.standing.name(),
        s.icer,
        per_case,
        noise_low,
        noise_high,
        draws_low,
        draws_high,
        d.reference_willingness,
        Cell::from(value(&d.probability_best)).strong(is(&d.best) == Some(true)),
        value(&d.expected_loss),
        value(&d.largest_regret),
        is(&d.best),
        is(&d.minimax_regret),
    ]
}

/// `decision.csv`: one row per view, budget and strategy.
pub fn decision(answers: &Answers) -> Table {
    let mut table = Table::new("decision", columns(false, true));
    for d in &answers.decisions {
        for (k, s) in d.strategies.iter().enumerate() {
            table.row(row(d, k, s, &s.title));
        }
    }
    table
}

/// The same for people: one group per budget, in the budget view, doing nothing first and then by cases averted; beside them what
/// the same strategies come to at each other baseline.
pub fn by_budget(inputs: &ReportInputs) -> Table {
    beside(inputs.result, inputs.answers, &inputs.also)
}

/// The same without other baselines.
pub fn of_study(result: &StudyResult, answers: &Answers) -> Table {
    beside(result, answers, &[])
}

fn beside(result: &StudyResult, answers: &Answers, others: &[OtherBaseline]) -> Table {
    let names = Names::new(result, answers);
    let others: Vec<(&OtherBaseline, Names)> = others.iter().map(|o| (o, Names::new(o.result, o.answers))).collect();
    // Where nothing is chosen by what a case is worth, how often a policy is best is not asked.
    let asked = answers.decisions.iter().any(|d| !d.willingness.is_empty());
    let own = columns(runs::at_one_vector(answers), asked);
    let mut table = Table::new("decision", own.clone());
    for (other, _) in &others {
        table.columns.extend(own.iter().filter(|c| COMPARED.contains(&c.name.as_ref())).map(|column| {
            let readers = Readers { pages: column.readers.pages, ..Readers::NOBODY };
            column.clone().only(readers).unit(format!("at {}", other.name))
        }));
    }
    for d in answered::decisions(answers) {
        table.group(heading(d, &others, asked));
        let nothing = [0].into_iter().filter(|_| !d.strategies.is_empty());
        for k in nothing.chain(answered::ranked(d)) {
            let s = &d.strategies[k];
            let mut cells = people(d, k, s, &names, &own);
            for (other, there) in &others {
                let same = answered::decision_at(other.answers, d.budget_soles_per_year).and_then(|o| {
                    let mut all = o.strategies.iter().enumerate();
                    let alike = |(r, t): &(usize, &Strategy)| match k {
                        0 => *r == 0,
                        _ => *r > 0 && there.of(&t.policy) == names.of(&s.policy),
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
fn people(d: &Decision, k: usize, s: &Strategy, names: &Names, columns: &[Column]) -> Vec<Cell> {
    if k > 0 {
        return row(d, k, s, &names.of(&s.policy));
    }
    let mut cells = row(d, k, s, &upper_first(NOTHING));
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
fn heading(d: &Decision, others: &[(&OtherBaseline, Names)], asked: bool) -> String {
    let worth = |o: &Decision| format!("a case averted worth {}", soles(o.reference_willingness));
    let mut heading = format!("With up to {} per year", soles(d.budget_soles_per_year));
    if !asked {
        return heading;
    }
    heading.push_str(&format!("; {}", worth(d)));
    for (other, _) in others {
        let there = answered::decision_at(other.answers, d.budget_soles_per_year);
        if let Some(o) = there.filter(|o| o.reference_willingness != d.reference_willingness) {
            heading.push_str(&format!("; at {} {}", other.name, worth(o)));
        }
    }
    heading
}
