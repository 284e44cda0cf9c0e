//! Changes against the baseline: `effects.csv`, `summary.csv`, the tables of the page, and the three outcomes for terminals.

use super::estimate::{PARTS, bare, cell};
use super::heads::people;
use crate::kit::answered::{self, Verdict};
use crate::said::effects::by_spells_averted;
use crate::told::Told;
use crate::words::tables::{Blank, Head};
use crate::words::voice::Words;
use amparo_decide::result::{Effect, StudyResult, Years};
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::TOGETHER;
use amparo_tables::{Cell, Column, Estimate, Format, Part, Parts, Readers, Shows, Table, cells};

/// What programs get of a change: the numbers of an estimate, its mean being the difference.
const CHANGE: Parts = &[
    ("difference", Part::Mean),
    ("se", Part::Se),
    ("noise_se", Part::NoiseSe),
    ("mean_low", Part::MeanLow),
    ("mean_high", Part::MeanHigh),
    ("draws_low", Part::DrawsLow),
    ("draws_high", Part::DrawsHigh),
    ("reliability", Part::Reliability),
    ("below_zero", Part::BelowZero),
];

// Verdicts as files name them, in any language.
const UNCLEAR: &str = "not distinguishable from no effect";
const ONE_REPLICATE: &str = "one replicate";
const UNKNOWN: &str = "noise unknown";

/// `effects.csv`: one row per policy, window and outcome; the verdict is that of the report.
pub fn effects(result: &StudyResult) -> Table {
    let lead = ["policy", "title", "window", "outcome", "unit", "baseline"].map(Column::program);
    let change = Column::estimate("", CHANGE).only(Readers::PROGRAMS);
    let tail = ["relative", "verdict", "adaptation"].map(Column::program);
    let mut table = Table::new("effects", lead.into_iter().chain([change]).chain(tail));
    for e in &result.effects {
        let title = result.policies.iter().find(|p| p.name == e.policy).map_or("", |p| p.title.as_str());
        let verdict = match answered::verdict(&e.change) {
            Verdict::Fewer => "fewer",
            Verdict::More => "more",
            Verdict::Unclear => UNCLEAR,
            Verdict::NoInterval if result.replicates == 1 => ONE_REPLICATE,
            Verdict::NoInterval => UNKNOWN,
        };
        table.row(cells![
            &e.policy,
            title,
            e.window.name(),
            e.outcome.name,
            e.outcome.unit,
            e.baseline,
            bare(&e.change),
            e.relative(),
            verdict,
            result.adaptation,
        ]);
    }
    table
}

/// `summary.csv`: one row per arm, with levels over the funded years and spending.
pub fn summary(result: &StudyResult) -> Table {
    let outcomes = result.outcomes.iter().map(|outcome| outcome.name);
    let worlds = if result.draws > 1 { "worlds" } else { "replicates" };
    let tail = ["spend_soles_per_year", "unspent_soles_per_year", worlds, "adaptation"];
    let names = ["arm", "title"].into_iter().chain(outcomes).chain(tail);
    let mut table = Table::new("summary", names.map(Column::program));
    let levels = |change: &dyn Fn(&Outcome) -> Option<f64>| -> Vec<Cell> {
        let level = |outcome: &&Outcome| Some(result.baseline.of(outcome)? + change(outcome)?);
        result.outcomes.iter().map(|outcome| level(outcome).into()).collect()
    };
    let mut push = |arm: &str, title: &str, levels: Vec<Cell>, spent: [Option<f64>; 2]| {
        let mut row = cells![arm, title];
        row.extend(levels);
        row.extend(cells![spent[0], spent[1], result.replicates, result.adaptation]);
        table.row(row);
    };
    push("baseline", "Baseline", levels(&|_| Some(0.0)), [None, None]);
    for p in &result.policies {
        let change = |outcome: &Outcome| result.effect(&p.name, outcome, Years::Funded).map(|e| e.change.mean);
        let spent = [Some(p.spend_soles_per_year), Some(p.unspent_soles_per_year)];
        push(&p.name, &p.title, levels(&change), spent);
    }
    table
}

/// A change with what it is of its baseline.
fn change(words: &dyn Words, e: &Effect) -> Estimate {
    Estimate { relative: e.relative(), ..cell(words, &e.change) }
}

/// One row per policy at the largest budget, one column per outcome: those that are never shown apart first, together or not at all.
pub fn changes(told: &Told, window: Years) -> Table {
    let (result, words) = (told.result, told.words);
    let here: Vec<&Effect> =
        result.effects.iter().filter(|e| e.window == window && told.at_largest(&e.policy)).collect();
    let intervals = here.iter().any(|e| e.change.interval().is_some());
    let interval = if intervals { Readers::PAGES } else { Readers::NOBODY };
    let shows = Shows { interval, bar: Readers::PAGES, relative: Readers::PAGES };
    let others = result.outcomes.iter().copied().filter(|o| !TOGETHER.contains(o));
    let outcomes: Vec<&Outcome> = TOGETHER.into_iter().chain(others).collect();
    let columns = outcomes.iter().map(|o| {
        Column::estimate(words.outcome(o), PARTS)
            .unit(words.outcome_unit(o))
            .format(Format::Signed)
            .shows(shows)
            .only(Readers::PAGES)
    });
    let mut table = Table::new("changes", [people(words, Head::Policy)].into_iter().chain(columns));
    for policy in by_spells_averted(result) {
        let find = |outcome: &Outcome| here.iter().find(|e| e.policy == policy.name && e.outcome == outcome);
        if here.iter().all(|e| e.policy != policy.name) {
            continue;
        }
        let together = TOGETHER.iter().all(|outcome| find(outcome).is_some());
        let mut row = vec![Cell::from(told.of(&policy.name))];
        row.extend(outcomes.iter().map(|outcome| {
            find(outcome).filter(|_| together || !TOGETHER.contains(outcome)).map(|e| change(words, e)).into()
        }));
        table.row(row);
    }
    table
}

/// The outcomes that are never shown apart side by side, policies with the most spells averted first.
pub fn three(told: &Told, window: Years) -> Table {
    let words = told.words;
    let relative = if told.one() { Readers::TERMINALS } else { Readers::NOBODY };
    let columns = TOGETHER.iter().map(|outcome| {
        let estimate =
            Column::estimate(words.outcome_brief(outcome), PARTS).format(Format::Change).only(Readers::TERMINALS);
        estimate.shows(Shows { relative, ..Shows::INTERVAL }).interval("")
    });
    let mut table = Table::new("changes", [people(words, Head::Policy).brief("")].into_iter().chain(columns));
    for policy in by_spells_averted(told.result).into_iter().filter(|p| told.at_largest(&p.name)) {
        if told.result.effects.iter().all(|e| e.policy != policy.name || e.window != window) {
            continue;
        }
        let of = |outcome: &&Outcome| told.result.effect(&policy.name, outcome, window).map(|e| change(words, e));
        let three: Option<Vec<Estimate>> = TOGETHER.iter().map(of).collect();
        let mut row = vec![Cell::from(told.of(&policy.name))];
        match three {
            Some(three) => row.extend(three.into_iter().map(Cell::from)),
            None => row.extend(vec![Cell::missing(words.blank(Blank::NotShown)); TOGETHER.len()]),
        }
        table.row(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_name_the_numbers_of_a_change_as_the_result_does() {
        assert_eq!(CHANGE.iter().map(|(name, _)| *name).collect::<Vec<&str>>(), Effect::CHANGE);
    }
}
