//! Policies in the order of girls averted: `by_girls.csv`. People see its chart and the first page.

use amparo_decide::answers::Answers;
use amparo_decide::mean::Mean;
use amparo_tables::{Cell, Column, Table, cells};

/// Names of what is told of a mean: the mean, the standard error, the part of it that is noise, half of the 95 % interval.
const MEANS: [&str; 6] =
    ["girls", "repeated", "victim_years", "girls_undiscounted", "repeated_undiscounted", "victim_years_undiscounted"];
const PARTS: [&str; 4] = ["", "_se", "_noise_se", "_bar"];
/// Columns before the means, and behind them.
const FIRST: [&str; 4] = ["budget_soles_per_year", "rank", "policy", "horizon_years"];
const LAST: [&str; 17] = [
    "girls_assumed_low",
    "girls_assumed_high",
    "girls_assumed_holds",
    "cost_soles",
    "spent_soles",
    "spent_share",
    "soles_per_girl",
    "soles_per_girl_low",
    "soles_per_girl_high",
    "dominated",
    "clearly_averts",
    "clearly_adds",
    "word",
    "averts_most",
    "averts_most_unsettled",
    "not_beaten",
    "effective_draws",
];

/// Every column has a name of its own for good: they are leaked once.
fn columns() -> Vec<Column> {
    static NAMES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();
    let names = NAMES.get_or_init(|| MEANS.iter().flat_map(|mean| PARTS.map(|part| format!("{mean}{part}"))).collect());
    let means = names.iter().map(|name| Column::program(name.as_str()));
    FIRST.into_iter().map(Column::program).chain(means).chain(LAST.into_iter().map(Column::program)).collect()
}

fn parts(mean: &Mean) -> [Cell; 4] {
    [mean.mean.into(), mean.se.into(), mean.noise.into(), mean.bar.into()]
}

/// One row per budget and policy, those that avert most first; what is told of the leader stands in its row.
pub fn by_girls(answers: &Answers) -> Table {
    let mut table = Table::new("by_girls", columns());
    for found in &answers.by_girls {
        for (place, one) in found.rows.iter().enumerate() {
            let mut row = cells![found.budget_soles_per_year, place + 1, &one.policy, found.horizon_years];
            for mean in [
                &one.girls,
                &one.repeated,
                &one.victim_years,
                &one.girls_undiscounted,
                &one.repeated_undiscounted,
                &one.victim_years_undiscounted,
            ] {
                row.extend(parts(mean));
            }
            let leads = found.leads.as_ref().filter(|_| place == 0);
            row.extend(cells![
                one.assumed.map(|range| range.low),
                one.assumed.map(|range| range.high),
                one.assumed.map(|range| range.holds),
                one.cost,
                one.spent,
                one.spent_share,
                one.pays_from.map(|pays| pays.soles),
                one.pays_from.and_then(|pays| pays.low),
                one.pays_from.and_then(|pays| pays.high),
                one.dominated.to_string(),
                one.harm.averts,
                one.harm.adds,
                leads.map_or("", |leads| leads.word.name()),
                leads.map(|leads| leads.most.plug_in),
                leads.map(|leads| leads.most.unsettled()),
                leads.map_or(String::new(), |leads| leads.not_beaten.join("; ")),
                found.effective_draws,
            ]);
            table.row(row);
        }
    }
    table
}
