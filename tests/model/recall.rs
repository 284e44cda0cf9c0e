//! A policy's run recalls how the baseline's approaches ended, and has the bits of a run that decides every one of them.

use crate::common::{Forked, all_kinds, crackdown, intervention, kinds, larger, run, scattered};
use amparo::observe::{Record, Week};
use amparo::scenario::{Intervention, Scenario};
use amparo::world::{Channels, Recollection};
use std::sync::Arc;

const WEEKS: u32 = 156;

/// A toy world in which programmes and the trade do a lot, and what women who came back pass on differs between runs.
fn lively(mut scenario: Scenario) -> Scenario {
    scenario.events.push(crackdown(10, 40));
    let p = &mut scenario.parameters;
    (p.demand.places, p.demand.places_sd, p.decision.theta) = (13.0, 2.0, 5.0);
    (p.knowledge.zeta, p.info.rate, p.info.d_info, p.info.x_max) = (0.02, 6.0, 0.5, 3.0);
    (p.app.p_bass, p.app.m_app, p.app.s_app, p.app.d_app, p.app.p_report) = (0.5, 0.9, 0.9, 3.0, 0.5);
    (p.cct.train_cost, p.cct.offers, p.cct.targeting_error, p.cct.poor_cutoff) = (0.0, 4.0, 0.0, 2.0);
    scenario
}

/// The baseline, recorded.
fn recollected(forked: &mut Forked, weeks: u32) -> Arc<Recollection> {
    let sim = forked.begin(&[]);
    sim.record_approaches();
    run(sim, weeks);
    Arc::new(sim.take_approaches().expect("approaches were recorded"))
}

/// Hashes in some weeks and the record of a run, with or without anything recalled; as far as it is held, the trade is as a trace says.
fn outcome(
    forked: &mut Forked,
    interventions: &[Intervention],
    recalled: Option<&Arc<Recollection>>,
) -> (Vec<String>, Record) {
    let sim = forked.begin(interventions);
    if let Some(recalled) = recalled {
        sim.recall(Arc::clone(recalled));
    }
    let hashes = (0..WEEKS / 12).map(|_| {
        run(sim, 12);
        sim.state_hash()
    });
    (hashes.collect(), sim.record().clone())
}

#[test]
fn a_policy_has_the_same_bits_and_the_same_funnel_whether_or_not_it_recalls() {
    for (scenario, seed) in [(lively(larger(3.0)), 1), (lively(scattered()), 2)] {
        let mut forked = Forked::new(scenario, seed);
        let recalled = recollected(&mut forked, WEEKS - 20);
        let (made, ended) = recalled.counts();
        assert!(made > 1_000 && ended > made / 3, "of {made} approaches the end of {ended} is recalled");
        let together: Vec<Intervention> =
            [1.0, 0.5].iter().flat_map(|share| all_kinds(&forked.scenario, *share)).collect();
        let of_kind = |kind| vec![intervention(&forked.scenario, kind, amparo::scenario::Extent::Coverage(0.8))];
        let mut policies: Vec<Vec<Intervention>> = kinds().map(of_kind).collect();
        policies.extend([Vec::new(), together]);
        for policy in policies {
            let name: Vec<&str> = policy.iter().map(|one| one.kind.as_str()).collect();
            let (plain, again) = (outcome(&mut forked, &policy, None), outcome(&mut forked, &policy, Some(&recalled)));
            assert_eq!(plain.0, again.0, "{name:?}");
            assert!(plain.1 == again.1, "the record of {name:?}");
        }
    }
}

#[test]
fn a_run_with_the_trade_held_has_the_same_bits_on_any_number_of_threads() {
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| {
            let mut forked = Forked::with_threads(lively(scattered()), 3, threads);
            let sim = forked.begin(&[]);
            sim.record_trace();
            sim.record_approaches();
            run(sim, WEEKS);
            let (trace, recalled) = (Arc::new(sim.take_trace()), Arc::new(sim.take_approaches().expect("recorded")));
            let policy = all_kinds(&forked.scenario, 0.7);
            for live in [Channels::NONE, Channels::WEIGHTS, Channels::ALL] {
                let mut of = |recall: bool| {
                    let sim = forked.begin(&policy);
                    sim.replay(Arc::clone(&trace), live);
                    if recall {
                        sim.recall(Arc::clone(&recalled));
                    }
                    run(sim, WEEKS);
                    (sim.state_hash(), sim.record().clone())
                };
                let (plain, again) = (of(false), of(true));
                assert!(plain == again, "{threads} threads, live: {live}");
            }
        });
    }
}

#[test]
fn recording_changes_no_bit_and_ends_with_a_restored_world() {
    let mut forked = Forked::new(lively(larger(3.0)), 4);
    let plain = outcome(&mut forked, &[], None);
    let sim = forked.begin(&[]);
    sim.record_approaches();
    run(sim, WEEKS / 12 * 12);
    assert!(plain.0.last() == Some(&sim.state_hash()) && plain.1 == *sim.record());
    let first: fn(&Week) -> f64 = |week| week.approaches;
    assert!(plain.1.weeks.iter().map(first).sum::<f64>() > 0.0);
    let sim = forked.begin(&[]);
    assert!(sim.take_approaches().is_none());
}
