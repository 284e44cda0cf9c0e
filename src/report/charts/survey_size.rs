//! How many households to survey: what each size gains against the smallest, its price paid from the same budget.

use super::steps::heads;
use crate::kit::chart::Chart;
use crate::kit::format::count;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::words::contrasts::main_budget;
use crate::words::matching as words;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::TwoPart;
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::{number, soles};

/// Gain by households surveyed a community; `None` where one size or none was tried.
pub fn survey_size(result: &StudyResult, answers: &Answers, two_part: &TwoPart) -> Option<Chart> {
    let main = main_budget(two_part)?;
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
                label: format!(
                    "{} households per community: {} in all",
                    number(*size, 0),
                    price.map_or("–".into(), |s| soles(s.cost_soles))
                ),
                cells: shown
                    .iter()
                    .map(|at| {
                        let s = at.surveys.iter().find(|s| s.households == *size)?;
                        let text = panels::cases(&s.gain, words::signed_cases(&s.gain));
                        Some(Cell { estimate: s.gain, start: 0.0, text })
                    })
                    .collect(),
            }
        })
        .collect();
    let title = title(words::survey(of_main)?, of_main.budget_soles_per_year);
    let years = result.funded_years + result.following_years;
    let subtitle = format!(
        "Further cases (spells begun) averted against the smallest survey over {} (discounted), after adaptation; the survey is paid from \
         the same budget",
        count(years, "year")
    );
    let note = format!(
        "Price: all communities surveyed once, mean over draws; what a household costs is assumed. {}",
        panels::COLOURS
    );
    let heads = heads(&shown);
    let grid = Grid { heads: &heads, unit: "further cases averted", ladder: false, absent: "not at this budget" };
    let around = Around { name: "survey_size", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(result, answers, around, &grid, &rows))
}

/// The finding without the brackets that the chart shows.
fn title(said: String, budget: f64) -> String {
    let short = said.split(" cases averted (").next().unwrap_or(&said).trim_end_matches('.');
    let cases = if short.len() < said.trim_end_matches('.').len() { " cases averted" } else { "" };
    format!("With {} per year {short}{cases}", soles(budget))
}
