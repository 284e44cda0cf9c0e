//! From one intervention everywhere to the best found: what each step gains, at each budget.

use crate::kit::chart::Chart;
use crate::kit::format::count;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::questions::QUESTIONS;
use crate::words::contrasts::{few, gain, main_budget, strategy};
use crate::words::matching as words;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::{AtBudget, TwoPart};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::soles;

/// Most budgets side by side.
pub const MOST_BUDGETS: usize = 3;

/// Steps in their order with their labels; the last ones are what better knowledge, and search, add.
fn ladder_of_questions() -> Vec<(&'static str, &'static str)> {
    QUESTIONS.iter().filter_map(|asked| Some((asked.name(), asked.step?))).collect()
}

/// Gains of each step, each row starting where the one before ended; `None` where no step is known.
pub fn steps(result: &StudyResult, answers: &Answers, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
    let shown = shown_budgets(two_part);
    let ladders: Vec<Vec<Option<Cell>>> = shown.iter().map(|at| ladder(at)).collect();
    let rows: Vec<Row> = ladder_of_questions()
        .into_iter()
        .enumerate()
        .map(|(k, (_, label))| Row { label: (*label).into(), cells: ladders.iter().map(|l| l[k].clone()).collect() })
        .filter(|row| row.cells.iter().any(Option::is_some))
        .collect();
    if rows.is_empty() {
        return None;
    }
    let title = words::steps_title(main);
    let years = result.funded_years + result.following_years;
    let subtitle = format!(
        "Further cases (spells begun) averted by each step from the best single intervention everywhere, over {} (discounted), after \
         adaptation; same budget, surveys included",
        count(years, "year")
    );
    let note = format!(
        "Zero is the best single intervention everywhere. Each row starts (upright line) where the one before ended, the grey bar is \
         its gain, and the whiskers are that gain's own. {}{}",
        panels::COLOURS,
        left_out(two_part, &shown)
    );
    let heads = heads(&shown);
    let grid = Grid { heads: &heads, unit: "further cases averted", ladder: true, absent: "not in this study" };
    let around = Around { name: "two_part_steps", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(result, answers, around, &grid, &rows))
}

/// The largest budgets, ascending.
pub fn shown_budgets(two_part: &TwoPart) -> Vec<&AtBudget> {
    two_part.budgets.iter().skip(two_part.budgets.len().saturating_sub(MOST_BUDGETS)).collect()
}

/// Says where the budgets left out are.
pub fn left_out(two_part: &TwoPart, shown: &[&AtBudget]) -> &'static str {
    if two_part.budgets.len() > shown.len() { " Smaller budgets are in two_part.csv." } else { "" }
}

/// Panels' names; a budget of too few draws says so.
pub fn heads(shown: &[&AtBudget]) -> Vec<String> {
    let one = |at: &&AtBudget| {
        let hedge = if few(at) { ": too few draws" } else { "" };
        format!("{} per year{hedge}", soles(at.budget_soles_per_year))
    };
    shown.iter().map(one).collect()
}

/// The cells of one budget, each starting where what it is compared with stands.
fn ladder(at: &AtBudget) -> Vec<Option<Cell>> {
    let from =
        gain(at, "where").map(|g| g.against.as_str()).or_else(|| gain(at, "diagnosing").map(|g| g.against.as_str()));
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
            let text = panels::cases(&g.averted, words::signed_cases(&g.averted));
            Some(Cell { estimate: g.averted, start, text })
        })
        .collect()
}
