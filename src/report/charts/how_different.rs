//! How different causes must be for matching to pay: its gain in baselines that assume differences of other sizes.

use crate::kit::chart::Chart;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::questions::QUESTIONS;
use crate::questions::asked;
use crate::said::matching::different;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::{HowDifferent, TwoPart};

/// Questions drawn, by rank, each with its panel's label.
fn panels_of_questions() -> Vec<(&'static str, asked::Row)> {
    let mut ranked: Vec<(u8, &str, asked::Row)> =
        QUESTIONS.iter().filter_map(|asked| asked.panel.map(|(rank, label)| (rank, asked.name(), label))).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, name, label)| (name, label)).collect()
}

/// Most panels side by side.
const MOST: usize = 3;

/// Gain by heterogeneity, correlation and own weights; `None` where one baseline or none was run.
pub fn how_different(told: &Told, two_part: &TwoPart) -> Option<Chart> {
    let words = told.words;
    let own = two_part.how_different.first()?;
    let mut all: Vec<&HowDifferent> =
        two_part.how_different.iter().filter(|h| h.budget_soles_per_year == own.budget_soles_per_year).collect();
    if all.len() < 2 {
        return None;
    }
    let questions: Vec<(&str, asked::Row)> = panels_of_questions()
        .into_iter()
        .filter(|(q, _)| all.iter().any(|h| h.gains.iter().any(|g| g.question == *q)))
        .take(MOST)
        .collect();
    // Those that differ from this baseline in heterogeneity alone stand together, ascending.
    all.sort_by(|a, b| {
        let apart =
            |h: &HowDifferent| h.driver_correlation != own.driver_correlation || h.own_weights != own.own_weights;
        apart(a)
            .cmp(&apart(b))
            .then(a.own_weights.total_cmp(&b.own_weights))
            .then(a.driver_correlation.total_cmp(&b.driver_correlation))
            .then(a.heterogeneity.total_cmp(&b.heterogeneity))
    });
    let rows: Vec<Row> = all
        .iter()
        .map(|h| Row {
            label: words.different_row(h, h.scenario == own.scenario),
            cells: questions
                .iter()
                .map(|(q, _)| {
                    let e = h.gains.iter().find(|g| g.question == *q)?.share_of_baseline.each(|share| 100.0 * share);
                    let text = words.panel_percent(&e);
                    Some(Cell { estimate: e, start: 0.0, text })
                })
                .collect(),
        })
        .collect();
    let title = words.different_title(&different::from(two_part)?);
    let subtitle = words.different_subtitle(own.budget_soles_per_year);
    let note = words.different_note();
    let heads: Vec<String> = questions.iter().map(|(_, row)| words.row(*row).to_owned()).collect();
    let grid = Grid {
        heads: &heads,
        unit: words.chapter(OfMatching::PercentOfBaseline),
        ladder: false,
        absent: words.chapter(OfMatching::Absent),
    };
    let around = Around { name: "how_different", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(told, around, &grid, &rows))
}
