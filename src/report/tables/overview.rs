//! Several studies, a row each: `overview.csv`, the page, the terminal.

use super::heads::{fact, people};
use crate::said::overview::{Listed, row};
use crate::told::Told;
use crate::words::language::Language;
use crate::words::tables::Head;
use amparo_tables::{Cell, Column, Readers, Table, cells};

/// One row per study, in the order in which they were given.
pub fn overview(all: &[Listed], language: Language) -> Table {
    let words = language.words();
    let columns = [
        Column::program("study"),
        fact(words, "title", Head::Study),
        fact(words, "scenario", Head::OfScenario).only(Readers::ALL),
        Column::program("draws"),
        Column::program("replicates"),
        Column::program("policies"),
        Column::program("budget_soles_per_year"),
        Column::program("horizon_years"),
        fact(words, "word", Head::Sure),
        Column::program("leader"),
        people(words, Head::AvertsMost),
        Column::program("girls_undiscounted"),
        Column::program("girls_undiscounted_se"),
        Column::program("girls_undiscounted_bar"),
        Column::program("girls_assumed_low"),
        Column::program("girls_assumed_high"),
        people(words, Head::GirlsAverted),
        Column::program("soles_per_girl"),
        people(words, Head::PerGirl),
        Column::program("finding"),
        fact(words, "directory", Head::Directory).only(Readers { terminals: false, ..Readers::ALL }),
    ];
    let mut table = Table::new("overview", columns);
    for one in all {
        let told = Told::new(&one.result, &one.answers, language);
        let row = row(&told);
        let leader = row.leader;
        let girls = leader.map(|first| first.girls_undiscounted);
        let result = &one.result;
        let title = if result.title.is_empty() { &result.study } else { &result.title };
        let ranked = one.answers.by_girls.last();
        table.row(cells![
            &result.study,
            title,
            &result.scenario_title,
            result.draws,
            result.replicates,
            ranked.map_or(0, |found| found.rows.len()),
            ranked.map(|found| found.budget_soles_per_year),
            ranked.map(|found| found.horizon_years),
            words.overview_word(&row),
            leader.map_or(String::new(), |first| first.policy.clone()),
            leader.map_or(Cell::UNKNOWN, |first| told.of(&first.policy).into()),
            girls.map(|mean| mean.mean),
            girls.and_then(|mean| mean.se),
            girls.and_then(|mean| mean.bar),
            leader.and_then(|first| first.assumed).map(|range| range.low),
            leader.and_then(|first| first.assumed).map(|range| range.high),
            girls.map_or(Cell::UNKNOWN, |mean| Cell::from(words.with_bar_brief(&mean)).unsure(mean.sign().is_none())),
            row.soles_per_girl,
            row.soles_per_girl.map_or(Cell::UNKNOWN, |soles| words.soles_brief(soles).into()),
            words.overview_finding(&row),
            &one.directory,
        ]);
    }
    table
}
