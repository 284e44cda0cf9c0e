//! How many households to survey: what each size gains against the smallest, its price paid from the same budget.

use super::steps::heads;
use crate::kit::chart::Chart;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::said::matching::budget::main_budget;
use crate::said::matching::surveys::sizes as best_size;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::TwoPart;

/// Gain by households surveyed per community; `None` where one size or none was tried.
pub fn survey_size(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
    let words = told.words;
    let shown: Vec<_> = two_part.budgets.iter().filter(|b| b.surveys.len() > 1).collect();
    let shown: Vec<_> = shown[shown.len().saturating_sub(crate::charts::steps::MOST_BUDGETS)..].to_vec();
    let mut sizes: Vec<f64> = shown.iter().flat_map(|b| b.surveys.iter().map(|s| s.households)).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.dedup();
    if sizes.len() < 2 {
        return None;
    }
    let of_main = shown.iter().find(|b| b.budget_soles_per_year == main.budget_soles_per_year).or(shown.last())?;
    let rows: Vec<Row> = sizes
        .iter()
        .map(|size| {
            let price = shown.iter().rev().find_map(|b| b.surveys.iter().find(|s| s.households == *size));
            Row {
                label: words.surveys_row(*size, price.map(|s| s.cost_soles)),
                cells: shown
                    .iter()
                    .map(|at| {
                        let s = at.surveys.iter().find(|s| s.households == *size)?;
                        let text = words.panel_gain(&s.gain);
                        Some(Cell { estimate: s.gain, start: 0.0, text })
                    })
                    .collect(),
            }
        })
        .collect();
    let title = words.surveys_title(of_main.budget_soles_per_year, &best_size(of_main)?);
    let subtitle = words.surveys_subtitle(told.horizon());
    let note = words.surveys_note();
    let heads = heads(told, &shown);
    let unit = words.chapter(OfMatching::FurtherCases);
    let grid = Grid { heads: &heads, unit, ladder: false, absent: words.chapter(OfMatching::NotAtBudget) };
    let around = Around { name: "survey_size", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(told, around, &grid, &rows))
}
