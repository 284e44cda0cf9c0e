//! What every strategy averts at each budget.

use super::steps::{heads, left_out, shown_budgets};
use crate::kit::chart::Chart;
use crate::kit::format::{count, upper_first};
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::words::contrasts::{called, main_budget};
use crate::words::matching as words;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::{AtBudget, Role, Strategy, TwoPart};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::persons_in_words;

/// Most rows drawn: the singles are dropped first, since the best of them is there.
const MOST_ROWS: usize = 14;

/// Cases averted by strategy, a panel a budget; `None` without strategies.
pub fn strategies(result: &StudyResult, answers: &Answers, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
    let shown = shown_budgets(two_part);
    let names = names(main);
    if names.is_empty() {
        return None;
    }
    let rows: Vec<Row> = names
        .iter()
        .map(|name| Row {
            label: upper_first(name),
            cells: shown
                .iter()
                .map(|at| {
                    let s = at.strategies.iter().find(|s| called(at, &s.policy) == *name)?;
                    let text = panels::cases(&s.averted, persons_in_words(s.averted.mean));
                    Some(Cell { estimate: s.averted, start: 0.0, text })
                })
                .collect(),
        })
        .collect();
    let title = words::strategies_title(result, main);
    let years = result.funded_years + result.following_years;
    let subtitle = format!(
        "Cases (spells begun) averted against doing nothing further over {} (discounted), after adaptation; same budget, surveys included",
        count(years, "year")
    );
    let dropped =
        if main.strategies.len() > names.len() { " Other single interventions are in two_part.csv." } else { "" };
    let notes = [
        &*format!(
            "The best single interventions were chosen in other replicates than they are scored in. A perfect survey, true profiles and \
             true exposure are not to be had. {}{dropped}{}",
            panels::COLOURS,
            left_out(two_part, &shown)
        ),
        "Whiskers hold what all strategies have in common too: which is better is told by their paired differences, not by whiskers that \
         overlap.",
    ];
    let heads = heads(&shown);
    let grid = Grid { heads: &heads, unit: "cases averted", ladder: false, absent: "not at this budget" };
    let around = Around { name: "two_part_strategies", title, subtitle: &subtitle, notes: &notes };
    Some(panels::chart(result, answers, around, &grid, &rows))
}

/// Names by role, every one once; single interventions that were not chosen only where there is room.
fn names(at: &AtBudget) -> Vec<String> {
    let mut order: Vec<&Strategy> = at.strategies.iter().collect();
    order.sort_by_key(|s| s.role);
    let best = |s: &Strategy| !s.chosen.is_empty();
    let single = |s: &Strategy| matches!(s.role, Role::Uniform | Role::ByExposure) && !best(s);
    if order.len() > MOST_ROWS && order.iter().any(|s| best(s)) {
        order.retain(|s| !single(s));
    }
    let mut names: Vec<String> = Vec::new();
    for s in order {
        let name = called(at, &s.policy);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MOST_ROWS);
    names
}
