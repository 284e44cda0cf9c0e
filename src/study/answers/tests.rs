//! Answers from rows that are filled by hand.

use super::benefits::by_treatment;
use super::draws::draw_facts;
use crate::rows::{Collector, Groups, Row, Rows, Totals, Values};
use amparo_decide::answers::Adaptation;
use amparo_files::load_study;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::Study;
use amparo_model::world::Channels;
use std::path::Path;

fn study() -> Study {
    load_study(Path::new("../../scenarios/toy/decision.toml"), &VOCABULARY, &[]).expect("the toy study over draws")
}

/// Rows of both runs of the first policy and of the baseline: eight draws, the first three also before adaptation.
fn filled(study: &Study) -> Collector<'_> {
    let mut c = Collector::new(study);
    let outcomes = c.outcomes.len();
    let row = |draw: usize| Row {
        unit: draw,
        draw,
        funded: vec![10.0; outcomes],
        following: Vec::new(),
        spending: 0.0,
        most_spent: 0.0,
        totals: Totals::default(),
        funnel: None,
        by_treatment: None,
    };
    for (arm, run, draws) in [(0, Channels::ALL, 8), (1, Channels::NONE, 3), (1, Channels::ALL, 8)] {
        c.table.push(Rows { arm, run, rows: (0..draws).map(row).collect() });
    }
    for draw in 0..8 {
        // A policy that does the same in every draw run both ways, and something else in the others.
        let change = if draw < 3 { -40.0 } else { 100.0 };
        let runs = if draw < 3 { vec![Channels::NONE, Channels::ALL] } else { vec![Channels::ALL] };
        for run in runs {
            let newly = Vec::new();
            let (treated, untreated) = (Some((200.0 + change, 200.0)), Some((300.0, 300.0)));
            c.groups.push(Groups { arm: 1, run, draw, newly, treated, untreated });
        }
    }
    c
}

#[test]
fn treated_communities_before_and_after_adaptation_are_of_the_same_draws() {
    let study = study();
    let mut c = filled(&study);
    let found = by_treatment(&Values { c: &c });
    assert_eq!(found.iter().map(|b| b.adaptation).collect::<Vec<_>>(), [Adaptation::Before, Adaptation::After]);
    for b in &found {
        assert!(
            b.draws == 3 && (b.treated.mean + 40.0).abs() < 1e-9,
            "{}: no other draws: {}",
            b.adaptation.name(),
            b.treated.mean
        );
    }
    // Where nothing is held every draw counts.
    c.table.retain(|rows| rows.run != Channels::NONE);
    c.groups.retain(|one| one.run != Channels::NONE);
    let found = by_treatment(&Values { c: &c });
    assert_eq!((found.len(), found[0].draws), (1, 8));
    assert!(found[0].treated.mean > 0.0);
}

#[test]
fn what_is_rejected_are_sampled_points_and_not_worlds() {
    let study = study();
    let mut c = filled(&study);
    c.rejected = 5;
    c.largest_drift = 0.004;
    let facts = draw_facts(&c, &Values { c: &c });
    let plan = study.draws.as_ref().expect("draws");
    let last = plan.rows[plan.used - 1].number;
    // Points that could be solved and were passed by chance are neither draws nor rejected.
    let unsolved: usize = plan.rows[..plan.used].iter().map(|row| row.unsolved).sum();
    assert!(unsolved > 0 && unsolved < last + 1 - plan.used);
    assert_eq!((facts.used, facts.points, facts.rejected), (8, last + 1, unsolved));
    assert!(!facts.at_one_vector && facts.drift_limit == study.scenario.burn_in.drift_per_year);
}
