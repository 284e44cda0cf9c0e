//! From one intervention everywhere to the best found: what each step gains, at each budget.

use crate::kit::chart::Chart;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::questions::QUESTIONS;
use crate::questions::asked::{Question, Rung};
use crate::said::matching::budget::{few, gain, main_budget, strategy};
use crate::said::matching::steps as said;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::{AtBudget, TwoPart};

/// Most budgets side by side.
pub const MOST_BUDGETS: usize = 3;

/// Steps in their order with their labels; the last ones are what better knowledge, and search, add.
fn ladder_of_questions() -> Vec<(&'static str, Rung)> {
    QUESTIONS.iter().filter_map(|asked| Some((asked.name(), asked.step?))).collect()
}

/// Gains of each step, each row starting where the one before ended; `None` where no step is known.
pub fn steps(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
    let words = told.words;
    let shown = shown_budgets(two_part);
    let ladders: Vec<Vec<Option<Cell>>> = shown.iter().map(|at| ladder(told, at)).collect();
    let rows: Vec<Row> = ladder_of_questions()
        .into_iter()
        .enumerate()
        .map(|(k, (_, label))| Row {
            label: words.rung(label).into(),
            cells: ladders.iter().map(|l| l[k].clone()).collect(),
        })
        .filter(|row| row.cells.iter().any(Option::is_some))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = words.steps_title(&said::title(main));
    let subtitle = words.steps_subtitle(told.horizon());
    let note = words.steps_note(left_out(two_part, &shown));
    let heads = heads(told, &shown);
    let unit = words.chapter(OfMatching::FurtherCases);
    let grid = Grid { heads: &heads, unit, ladder: true, absent: words.chapter(OfMatching::Absent) };
    let around = Around { name: "two_part_steps", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(told, around, &grid, &rows))
}

/// The largest budgets, ascending.
pub fn shown_budgets(two_part: &TwoPart) -> Vec<&AtBudget> {
    two_part.budgets.iter().skip(two_part.budgets.len().saturating_sub(MOST_BUDGETS)).collect()
}

/// Whether budgets are left out.
pub fn left_out(two_part: &TwoPart, shown: &[&AtBudget]) -> bool {
    two_part.budgets.len() > shown.len()
}

/// Panels' names; a budget of too few draws says so.
pub fn heads(told: &Told, shown: &[&AtBudget]) -> Vec<String> {
    shown.iter().map(|at| told.words.panel(at.budget_soles_per_year, few(at))).collect()
}

/// The cells of one budget, each starting where what it is compared with stands.
fn ladder(told: &Told, at: &AtBudget) -> Vec<Option<Cell>> {
    let from = [Question::Where, Question::Diagnosing]
        .into_iter()
        .find_map(|q| gain(at, q.name()))
        .map(|g| g.against.as_str());
    let zero = from.and_then(|p| strategy(at, p)).map(|s| s.averted.mean);
    let mut ends: Vec<(&str, f64)> = from.map(|p| (p, 0.0)).into_iter().collect();
    ladder_of_questions()
        .into_iter()
        .map(|(name, _)| {
            let g = gain(at, name)?;
            let known = ends.iter().find(|(p, _)| *p == g.against).map(|e| e.1);
            // Not a step from one of the others: where its strategy stands by itself.
            let stands = || Some(strategy(at, &g.against)?.averted.mean - zero?);
            let start = known.or_else(stands).unwrap_or(0.0);
            if !ends.iter().any(|(p, _)| *p == g.policy) {
                ends.push((&g.policy, start + g.averted.mean));
            }
            let text = told.words.panel_gain(&g.averted);
            Some(Cell { estimate: g.averted, start, text })
        })
        .collect()
}
