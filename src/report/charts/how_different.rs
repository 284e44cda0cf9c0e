//! How different causes must be for matching to pay: its gain in baselines that assume differences of other sizes.

use crate::kit::chart::Chart;
use crate::kit::format::upper_first;
use crate::kit::panels::{self, Around, Cell, Grid, Row};
use crate::questions::QUESTIONS;
use crate::words::matching as words;
use amparo_decide::answers::Answers;
use amparo_decide::matching::results::{HowDifferent, TwoPart};
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::{percent, signed_percent, soles};

/// Questions drawn, by rank, each with its panel's label.
fn panels_of_questions() -> Vec<(&'static str, &'static str)> {
    let mut ranked: Vec<(u8, &str, &str)> =
        QUESTIONS.iter().filter_map(|asked| asked.panel.map(|(rank, label)| (rank, asked.name(), label))).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, name, label)| (name, label)).collect()
}

/// Most panels side by side.
const MOST: usize = 3;

/// Gain by heterogeneity, correlation and own weights; `None` where one baseline or none was run.
pub fn how_different(result: &StudyResult, answers: &Answers, two_part: &TwoPart) -> Option<Chart> {
    let own = two_part.how_different.first()?;
    let mut all: Vec<&HowDifferent> =
        two_part.how_different.iter().filter(|h| h.budget_soles_per_year == own.budget_soles_per_year).collect();
    if all.len() < 2 {
        return None;
    }
    let questions: Vec<(&str, &str)> = panels_of_questions()
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
            label: format!(
                "{}{}",
                upper_first(&words::differing(h)),
                if h.scenario == own.scenario { " (this baseline)" } else { "" }
            ),
            cells: questions
                .iter()
                .map(|(q, _)| {
                    let e = h.gains.iter().find(|g| g.question == *q)?.share_of_baseline.each(|share| 100.0 * share);
                    let text = panels::number(&e, signed_percent(e.mean / 100.0), |low, high| {
                        format!("{} to {}", percent(low / 100.0), percent(high / 100.0))
                    });
                    Some(Cell { estimate: e, start: 0.0, text })
                })
                .collect(),
        })
        .collect();
    let title = words::how_different(two_part)?;
    let subtitle = format!(
        "Further cases averted, % of those that begin in the baseline, with {} per year, by how different causes are assumed to be; after \
         adaptation",
        soles(own.budget_soles_per_year)
    );
    let note = format!(
        "Heterogeneity multiplies all differences between communities and between girls (0: none, 1: as the register has them); \
         correlation: how far drivers go together; own weights: each girl weighs the drivers her own way. All are assumed. {}",
        panels::COLOURS
    );
    let heads: Vec<String> = questions.iter().map(|(_, name)| (*name).to_owned()).collect();
    let grid = Grid { heads: &heads, unit: "% of the baseline", ladder: false, absent: "not in this study" };
    let around = Around { name: "how_different", title, subtitle: &subtitle, notes: &[&note] };
    Some(panels::chart(result, answers, around, &grid, &rows))
}
