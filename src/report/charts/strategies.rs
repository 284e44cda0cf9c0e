//! What every strategy averts at each budget.

use super::steps::{heads, left_out, shown_budgets};
use crate::kit::chart::Chart;
use crate::kit::format::upper_first;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::said::matching::budget::main_budget;
use crate::said::matching::called::{Called, called};
use crate::said::matching::steps::best;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::{AtBudget, Role, Strategy, TwoPart};

/// Most rows drawn: the singles are dropped first, since the best of them is there.
const MOST_ROWS: usize = 14;

/// Cases averted by strategy, a panel per budget; `None` without strategies.
pub fn strategies(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
    let words = told.words;
    let shown = shown_budgets(two_part);
    let names = names(main);
    if names.is_empty() {
        return None;
    }
    let rows: Vec<Row> = names
        .iter()
        .map(|name| Row {
            label: upper_first(&words.called(name)),
            cells: shown
                .iter()
                .map(|at| {
                    let s = at.strategies.iter().find(|s| called(at, &s.policy) == *name)?;
                    let text = words.panel_cases(&s.averted);
                    Some(Cell { estimate: s.averted, start: 0.0, text })
                })
                .collect(),
        })
        .collect();
    let title = words.strategies_title(&best(main, told.horizon()));
    let subtitle = words.strategies_subtitle(told.horizon());
    let note = words.strategies_note(main.strategies.len() > names.len(), left_out(two_part, &shown));
    let notes = [&*note, words.chapter(OfMatching::Whiskers)];
    let heads = heads(told, &shown);
    let unit = words.chapter(OfMatching::Cases);
    let grid = Grid { heads: &heads, unit, ladder: false, absent: words.chapter(OfMatching::NotAtBudget) };
    let around = Around { name: "two_part_strategies", title, subtitle: &subtitle, notes: &notes };
    Some(panels::chart(told, around, &grid, &rows))
}

/// Names by role, every one once; single interventions that were not chosen only where there is room.
fn names(at: &AtBudget) -> Vec<Called> {
    let mut order: Vec<&Strategy> = at.strategies.iter().collect();
    order.sort_by_key(|s| s.role);
    let best = |s: &Strategy| !s.chosen.is_empty();
    let single = |s: &Strategy| matches!(s.role, Role::Uniform | Role::ByExposure) && !best(s);
    if order.len() > MOST_ROWS && order.iter().any(|s| best(s)) {
        order.retain(|s| !single(s));
    }
    let mut names: Vec<Called> = Vec::new();
    for s in order {
        let name = called(at, &s.policy);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(MOST_ROWS);
    names
}
