//! How likely each strategy is best, by what a case averted is worth: `acceptability.csv`. People see its chart.

use amparo_decide::answers::Answers;
use amparo_tables::{Column, Table, cells};

/// One row per view, budget, willingness to pay and strategy.
pub fn acceptability(answers: &Answers) -> Table {
    let columns = [
        "view",
        "budget_soles_per_year",
        "willingness_soles_per_spell",
        "policy",
        "probability_best",
        "expected_loss_soles",
        "largest_regret_soles",
        "best_expected",
        "minimax_regret",
    ];
    let mut table = Table::new("acceptability", columns.map(Column::program));
    for d in &answers.decisions {
        for (k, worth) in d.willingness.iter().enumerate() {
            for (row, s) in d.strategies.iter().enumerate() {
                let at = |table: &[Vec<f64>]| table.get(row).and_then(|c| c.get(k)).copied();
                let is = |rows: &[usize]| rows.get(k).map(|r| *r == row);
                table.row(cells![
                    d.view.name(),
                    d.budget_soles_per_year,
                    *worth,
                    &s.policy,
                    at(&d.probability_best),
                    at(&d.expected_loss),
                    at(&d.largest_regret),
                    is(&d.best),
                    is(&d.minimax_regret),
                ]);
            }
        }
    }
    table
}
