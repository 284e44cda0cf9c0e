//! Policies in the order of girls averted: `by_girls.csv`, and for people whom they reach and what goes elsewhere.

use super::heads::people;
use crate::said::by_girls::main;
use crate::told::Told;
use crate::words::tables::Head;
use amparo_decide::answers::Answers;
use amparo_decide::by_girls::Ranked;
use amparo_decide::mean::Mean;
use amparo_tables::{Cell, Column, Table, cells};

/// Means with their errors; those behind the undiscounted victim-years are not discounted either.
const MEANS: [&str; 12] = [
    "girls",
    "repeated",
    "victim_years",
    "girls_undiscounted",
    "repeated_undiscounted",
    "victim_years_undiscounted",
    "girls_poorest_third",
    "girls_under_15",
    "girls_in_treated",
    "girls_in_untreated",
    "left_sight",
    "elsewhere_percent",
];
/// What is told of each: the mean, the standard error, the part of it that is noise, half of the 95 % interval.
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

fn parts(mean: Option<&Mean>) -> [Cell; 4] {
    let of = |part: fn(&Mean) -> Option<f64>| mean.and_then(part).into();
    [of(|m| Some(m.mean)), of(|m| m.se), of(|m| m.noise), of(|m| m.bar)]
}

/// One row per budget and policy, those that avert most first; what is told of the leader stands in its row.
pub fn by_girls(answers: &Answers) -> Table {
    let mut table = Table::new("by_girls", columns());
    for found in &answers.by_girls {
        for (place, one) in found.rows.iter().enumerate() {
            let mut row = cells![found.budget_soles_per_year, place + 1, &one.policy, found.horizon_years];
            let beside = &one.beside;
            for mean in [
                Some(&one.girls),
                Some(&one.repeated),
                Some(&one.victim_years),
                Some(&one.girls_undiscounted),
                Some(&one.repeated_undiscounted),
                Some(&one.victim_years_undiscounted),
                beside.poorest.as_ref(),
                beside.under_15.as_ref(),
                beside.treated.as_ref(),
                beside.untreated.as_ref(),
                Some(&beside.left_sight),
                beside.elsewhere_percent.as_ref(),
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

/// Girls averted at the largest budget, of the poorest third, and under 15, with the error of each mean.
pub fn for_whom(told: &Told) -> Table {
    table(told, "for_whom", &[Head::GirlsAverted, Head::Poorest, Head::Under15], |one| {
        vec![Some(one.girls_undiscounted), one.beside.poorest, one.beside.under_15]
    })
}

/// What becomes of girls and women beside: where others have a programme, out of sight, and elsewhere.
pub fn beside(told: &Told) -> Table {
    let heads = [Head::InTreated, Head::InUntreated, Head::LeftSight, Head::Elsewhere];
    table(told, "beside", &heads, |one| {
        let beside = &one.beside;
        vec![beside.treated, beside.untreated, Some(beside.left_sight), beside.elsewhere_percent]
    })
}

/// One row per policy; columns of which nothing is known are left out. Grey: not told from nothing.
fn table(told: &Told, name: &'static str, heads: &[Head], of: impl Fn(&Ranked) -> Vec<Option<Mean>>) -> Table {
    let rows: Vec<(String, Vec<Option<Mean>>)> =
        main(told).into_iter().flat_map(|found| &found.rows).map(|one| (told.of(&one.policy), of(one))).collect();
    let known: Vec<usize> = (0..heads.len()).filter(|k| rows.iter().any(|(_, row)| row[*k].is_some())).collect();
    let columns = known.iter().map(|k| people(told.words, heads[*k]));
    let policy = people(told.words, Head::Policy).brief("");
    let mut table = Table::new(name, [policy].into_iter().chain(columns));
    for (policy, means) in rows {
        let cell = |mean: Option<Mean>| match mean {
            Some(mean) => Cell::from(told.words.with_bar_brief(&mean)).unsure(mean.sign().is_none()),
            None => Cell::UNKNOWN,
        };
        let mut row = cells![policy];
        row.extend(known.iter().map(|k| cell(means[*k])));
        table.row(row);
    }
    table
}
