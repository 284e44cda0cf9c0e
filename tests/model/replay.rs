//! The trade's behavior can be held as in the baseline, response by response: what is held is exactly the baseline's, what is
//! live is an ordinary run's, and nothing is lost in between.

use crate::common::{Forked, all_kinds, crackdown, intervention, kinds, larger, run, scattered, toy};
use amparo::draws::replicate_key;
use amparo::engine::Simulation;
use amparo::observe::{Count, Record, Week};
use amparo::scenario::{Extent, Intervention, Scenario};
use amparo::world::{Brothel, Channels, Market, Recruiter, Tally, Trace, Trade};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A larger toy world in which every response matters: towns that fill up, recruiters who are arrested and whose number
/// follows, reports, closures, a crackdown.
fn lively(scale: f64) -> Scenario {
    let mut scenario = larger(3.0);
    scenario.events.push(crackdown(10, 40));
    let p = &mut scenario.parameters;
    p.population.scale = scale;
    (p.demand.places, p.demand.places_sd, p.decision.theta, p.recruiters.v_ref) = (13.0, 2.0, 4.0, 0.05);
    (p.enforcement.raids, p.enforcement.raid_share, p.enforcement.p_close) = (12.0, 0.1, 0.6);
    (p.enforcement.h_arrest, p.recruiters.feedback, p.recruiters.follow_rate) = (0.5, 0.8, 0.05);
    (p.returned.p_back_escape, p.returned.back_weeks) = (0.5, 12.0);
    // Programmes that can be seen through the noise of a small world.
    (p.info.rate, p.info.d_info, p.info.x_max) = (6.0, 0.5, 3.0);
    (p.app.p_bass, p.app.m_app, p.app.s_app, p.app.d_app, p.app.p_report) = (0.5, 0.9, 0.9, 3.0, 0.5);
    (p.cdd.delay, p.cdd.growth, p.cdd.growth_cap) = (0.0, 0.05, 0.3);
    (p.cct.train_cost, p.cct.offers, p.cct.targeting_error, p.cct.poor_cutoff) = (0.0, 4.0, 0.0, 2.0);
    scenario
}

/// All kinds of intervention, at full coverage.
fn strong(scenario: &Scenario) -> Vec<Intervention> {
    all_kinds(scenario, 1.0)
}

/// The baseline of so many weeks, recorded.
fn recorded(forked: &mut Forked, weeks: u32) -> Arc<Trace> {
    let sim = forked.begin(&[]);
    sim.record_trace();
    run(sim, weeks);
    Arc::new(sim.take_trace())
}

/// Back to the fork, with interventions, and with all but the live responses held.
fn replaying<'a>(
    forked: &'a mut Forked,
    interventions: &[Intervention],
    trace: &Arc<Trace>,
    live: Channels,
) -> &'a mut Simulation {
    let sim = forked.begin(interventions);
    sim.replay(Arc::clone(trace), live);
    sim
}

fn hashes(sim: &mut Simulation, weeks: u32) -> Vec<String> {
    (0..weeks)
        .map(|_| {
            sim.tick();
            sim.state_hash()
        })
        .collect()
}

fn total(record: &Record, f: fn(&Week) -> f64) -> f64 {
    record.weeks.iter().map(f).sum()
}

/// Whether a policy acts through schooling and nothing else: years pass before a world of few girls shows it
/// (`second_edition.rs` does).
fn schooling_alone(policy: &[Intervention]) -> bool {
    policy.iter().all(|one| ["cct-school", "school-programme"].contains(&one.kind.as_str()))
}

#[test]
fn recording_changes_no_bit() {
    let mut forked = Forked::new(lively(1.0), 1);
    let interventions = strong(&forked.scenario);
    for with in [&[][..], &interventions] {
        let plain = (hashes(forked.begin(with), 120), forked.sim.record().clone());
        let sim = forked.begin(with);
        sim.record_trace();
        let recording = (hashes(sim, 120), sim.record().clone());
        assert_eq!(sim.take_trace().weeks(), 120);
        assert!(plain == recording);
    }
}

#[test]
fn without_a_policy_every_set_of_live_responses_gives_the_baseline_bit_for_bit() {
    const WEEKS: u32 = 110;
    for (scale, seed) in [(1.0, 2), (2.0, 3)] {
        let mut forked = Forked::new(lively(scale), seed);
        let trace = recorded(&mut forked, WEEKS);
        let baseline = (hashes(forked.begin(&[]), WEEKS), forked.sim.record().clone());
        assert!(total(&baseline.1, |w| w.approaches_stopped) > 0.0, "no town was ever full");
        assert!(total(&baseline.1, |w| w.arrests) > 0.0 && total(&baseline.1, |w| w.brothels_closed) > 0.0);
        for live in Channels::subsets() {
            let sim = replaying(&mut forked, &[], &trace, live);
            let again = hashes(sim, WEEKS);
            let same = again.iter().zip(&baseline.0).take_while(|(a, b)| a == b).count();
            assert_eq!(same, WEEKS as usize, "live: {live}");
            assert!(*sim.record() == baseline.1, "live: {live}");
        }
    }
}

#[test]
fn with_every_response_live_a_policys_run_is_the_ordinary_one_bit_for_bit() {
    const WEEKS: u32 = 110;
    let mut forked = Forked::new(lively(1.0), 4);
    let trace = recorded(&mut forked, WEEKS);
    let baseline = hashes(forked.begin(&[]), WEEKS);
    let together = strong(&forked.scenario);
    let alone = together.iter().map(std::slice::from_ref);
    for policy in alone.chain([&together[..]]) {
        let ordinary = (hashes(forked.begin(policy), WEEKS), forked.sim.record().clone());
        let sim = replaying(&mut forked, policy, &trace, Channels::ALL);
        let live = (hashes(sim, WEEKS), sim.record().clone());
        assert!(ordinary == live, "{}", policy[0].kind);
        if schooling_alone(policy) {
            continue;
        }
        assert!(ordinary.0 != baseline, "{} does nothing", policy[0].kind);
        let held = hashes(replaying(&mut forked, policy, &trace, Channels::NONE), WEEKS);
        assert!(held != ordinary.0, "{}: the trade does not respond", policy[0].kind);
    }
}

/// What the trade does in a week: approaches by community and town, those stopped, recruiters, arrests and who is at work.
type Behavior = (Vec<u32>, u32, u64, u32, Vec<u32>, Vec<u64>);

fn behavior(sim: &mut Simulation) -> Behavior {
    let until = sim.column::<Recruiter>().iter().map(|one| one.arrested_until).collect();
    let tally = sim.world.resource::<Tally>();
    let market = sim.world.resource::<Market>();
    let numbers = [&market.recruiters, &market.effort, &market.weight, &market.scale_weight, &market.appeal];
    (
        tally.approaches_by_route.clone(),
        tally.stopped,
        sim.world.resource::<Trade>().recruiters.to_bits(),
        tally.arrests,
        until,
        numbers.into_iter().flatten().map(|x| x.to_bits()).collect(),
    )
}

#[test]
fn before_adaptation_the_trade_does_exactly_what_it_did_in_the_baseline() {
    const WEEKS: u32 = 156;
    for seed in [5, 6] {
        let mut forked = Forked::new(lively(1.0), seed);
        let trace = recorded(&mut forked, WEEKS);
        let week_by_week = |sim: &mut Simulation| -> Vec<Behavior> {
            (0..WEEKS)
                .map(|_| {
                    sim.tick();
                    behavior(sim)
                })
                .collect()
        };
        let baseline = week_by_week(forked.begin(&[]));
        assert!(baseline.iter().map(|w| w.1).sum::<u32>() > 0 && baseline.iter().map(|w| w.3).sum::<u32>() > 0);
        let together = strong(&forked.scenario);
        for policy in together.iter().map(std::slice::from_ref).chain([&together[..]]) {
            let held = week_by_week(replaying(&mut forked, policy, &trace, Channels::NONE));
            for (week, (then, now)) in baseline.iter().zip(&held).enumerate() {
                assert!(then == now, "{} week {week}", policy[0].kind);
            }
            assert!(
                schooling_alone(policy) || week_by_week(forked.begin(policy)) != baseline,
                "{}: the trade never adapts",
                policy[0].kind
            );
        }
    }
}

#[test]
fn each_response_is_held_or_live_by_itself() {
    const WEEKS: u32 = 104;
    let mut forked = Forked::new(lively(1.0), 7);
    let trace = recorded(&mut forked, WEEKS);
    let fork = forked.begin(&[]).world.resource::<amparo::world::Clock>().week;
    let policy = strong(&forked.scenario);
    for live in Channels::subsets() {
        let sim = replaying(&mut forked, &policy, &trace, live);
        let mut same = [true; 4];
        for week in fork..fork + WEEKS {
            sim.tick();
            let (then, market) = (trace.at(week), sim.world.resource::<Market>());
            let held = [
                market.weight == then.weight && market.appeal == then.appeal,
                market.scale_weight == then.weight,
                market.effort == then.effort && market.full_from == then.full_from,
                market.recruiters == then.at_work && sim.world.resource::<Trade>().recruiters == then.recruiters,
            ];
            same = std::array::from_fn(|i| same[i] && held[i]);
        }
        assert_eq!(same, Channels::EACH.map(|one| !live.has(one)), "live: {live}");
    }
}

/// First spells so far by community after each week.
fn first_spells(sim: &mut Simulation, weeks: u32) -> Vec<Vec<u32>> {
    let mut so_far = vec![0; sim.world.resource::<Tally>().newly_by_community.len()];
    (0..weeks)
        .map(|_| {
            sim.tick();
            for (sum, new) in so_far.iter_mut().zip(&sim.world.resource::<Tally>().newly_by_community) {
                *sum += new;
            }
            so_far.clone()
        })
        .collect()
}

/// No community is ever ahead of the other run.
fn never_ahead(of: &[Vec<u32>], this: &[Vec<u32>]) -> bool {
    of.iter().zip(this).all(|(a, b)| a.iter().zip(b).all(|(a, b)| b <= a))
}

/// With the trade held, the same approaches reach the same slots and whoever is drawn in gets a place. A girl who was never
/// exploited decides by the same draw, and protection only lowers her probability (unless those who came back speak less:
/// ζ = 0). So nobody's first spell begins earlier than in the baseline: not in expectation only, but girl by girl.
#[test]
fn before_adaptation_no_community_ever_has_more_newly_exploited_and_more_coverage_never_means_more() {
    const WEEKS: u32 = 260;
    let (mut refilled, mut averted) = (0, 0);
    for seed in 0..6 {
        let mut scenario = lively(1.0);
        scenario.parameters.knowledge.zeta = 0.0;
        let mut forked = Forked::new(scenario, seed);
        let trace = recorded(&mut forked, WEEKS);
        let baseline = first_spells(forked.begin(&[]), WEEKS);
        for kind in kinds() {
            // Two who begin to use an app or to train at different times also stop at different times: there, coverage is
            // compared with none only.
            let coverages: &[f64] =
                if matches!(kind, "information" | "community-development") { &[0.34, 0.67, 1.0] } else { &[1.0] };
            let mut less = baseline.clone();
            for coverage in coverages {
                let mut policy = intervention(&forked.scenario, kind, Extent::Coverage(*coverage));
                policy.end_week = WEEKS;
                let policy = [policy];
                let held = first_spells(replaying(&mut forked, &policy, &trace, Channels::NONE), WEEKS);
                assert!(never_ahead(&less, &held), "seed {seed}: {kind} at {coverage}");
                if kind == "aftercare" {
                    assert_eq!(held, baseline, "support acts on those who were exploited already");
                } else {
                    let sum = |weeks: &[Vec<u32>]| weeks[WEEKS as usize - 1].iter().sum::<u32>();
                    averted += sum(&less) - sum(&held);
                }
                // The trade adapting breaks the bound: it could not hold if anything leaked.
                refilled += usize::from(!never_ahead(&baseline, &first_spells(forked.begin(&policy), WEEKS)));
                less = held;
            }
        }
    }
    assert!(averted > 300, "{averted} averted are too few to tell");
    assert!(refilled >= 40, "only {refilled} of 54 runs adapt");
}

#[test]
fn what_the_responses_add_along_either_ladder_adds_up_to_the_whole_exactly() {
    const WEEKS: u32 = 208;
    let outcomes: [fn(&Week) -> f64; 3] = [|w| w.newly_exploited, |w| w.spells_begun, |w| w.victims];
    let mut forked = Forked::new(lively(2.0), 8);
    let trace = recorded(&mut forked, WEEKS);
    let policy = strong(&forked.scenario);
    run(forked.begin(&policy), WEEKS);
    let after = forked.sim.record().clone();
    let mut befores = Vec::new();
    for ladder in [Channels::LADDER, Channels::LADDER_REVERSED] {
        let runs = ladder.map(|live| {
            let sim = replaying(&mut forked, &policy, &trace, live);
            run(sim, WEEKS);
            sim.record().clone()
        });
        for outcome in outcomes {
            let values = runs.each_ref().map(|record| total(record, outcome));
            let increments: f64 = values.windows(2).map(|pair| pair[1] - pair[0]).sum();
            assert_eq!(increments, total(&after, outcome) - values[0]);
        }
        for (rung, pair) in ladder.windows(2).zip(runs.windows(2)) {
            assert!(pair[0] != pair[1], "{} adds nothing", rung[1].without(rung[0]));
        }
        befores.push(runs[0].clone());
        assert!(runs[4] == after);
    }
    assert!(befores[0] == befores[1]);
}

/// Occupants beyond the places of open brothels.
fn beyond_places(sim: &mut Simulation) -> u32 {
    let brothels = sim.column::<Brothel>();
    brothels.iter().filter(|b| b.open).map(|b| u32::from(b.occupants.saturating_sub(b.places))).sum()
}

#[test]
fn counts_conserve_every_week_whatever_is_held_and_extra_places_are_counted() {
    for scale in [1.0, 2.0] {
        let mut forked = Forked::new(lively(scale), 9);
        let trace = recorded(&mut forked, 208);
        let policy = strong(&forked.scenario);
        for live in [Channels::NONE, Channels::WEIGHTS, Channels::EFFORT, Channels::RECRUITERS, Channels::ALL] {
            let sim = replaying(&mut forked, &policy, &trace, live);
            let mut before = beyond_places(sim);
            for _ in 0..208 {
                sim.tick();
                if let Err(error) = sim.conservation() {
                    panic!("live: {live}: {error}");
                }
                // Nobody but those counted gets a place that was not free.
                let (now, extra) = (beyond_places(sim), sim.world.resource::<Tally>().extra_places);
                assert!(now <= before + extra, "live: {live}");
                let week = *sim.record().weeks.last().expect("a week");
                assert_eq!(week.extra_places, f64::from(extra) * scale);
                assert_eq!(week.places - week.vacancies + f64::from(now) * scale, week.victims);
                before = now;
            }
            let weeks = &sim.record().weeks;
            let extra = weeks.iter().map(|w| w.extra_places).sum::<f64>();
            assert_eq!(extra > 0.0, !live.has(Channels::EFFORT), "live: {live}: {extra} extra places");
            for pair in weeks.windows(2) {
                assert_eq!(pair[1].victims, pair[0].victims + pair[1].spells_begun - pair[1].exits());
            }
        }
    }
}

#[test]
fn too_many_in_a_brothel_would_be_found() {
    let mut forked = Forked::new(lively(1.0), 9);
    let trace = recorded(&mut forked, 208);
    let policy = strong(&forked.scenario);
    let sim = replaying(&mut forked, &policy, &trace, Channels::NONE);
    while beyond_places(sim) == 0 {
        sim.tick();
    }
    assert_eq!(sim.conservation(), Ok(()));
    // The same state, its week's count taken away, or its record, or run freely.
    let counted = sim.record().clone();
    sim.world.insert_resource(Record::default());
    assert!(sim.conservation().is_err_and(|e| matches!(e.count, Count::BeyondPlaces { .. })));
    sim.world.insert_resource(counted);
    assert_eq!(sim.conservation(), Ok(()));
    sim.replay(trace, Channels::EFFORT);
    assert!(sim.conservation().is_err());
}

#[test]
fn one_two_and_seven_threads_give_the_same_bits_whatever_is_held() {
    const WEEKS: u32 = 78;
    let mut scenario = scattered();
    scenario.events.push(crackdown(5, 20));
    let policy = strong(&scenario);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| {
            let mut forked = Forked::with_threads(scenario.clone(), 5, threads);
            let trace = recorded(&mut forked, WEEKS);
            let runs = [Channels::NONE, Channels::WEIGHTS, Channels::RECRUITERS.and(Channels::SCALE)]
                .map(|live| hashes(replaying(&mut forked, &policy, &trace, live), WEEKS));
            (trace, runs)
        })
    };
    let one = on(1);
    assert!(one == on(2));
    assert!(one == on(7));
}

#[test]
fn a_trace_is_replayed_to_its_end_and_no_further_and_only_in_its_own_world() {
    let mut forked = Forked::new(toy(), 10);
    let trace = recorded(&mut forked, 30);
    let fails = |work: &mut dyn FnMut()| catch_unwind(AssertUnwindSafe(work)).is_err();
    for live in [Channels::NONE, Channels::ALL] {
        let sim = replaying(&mut forked, &[], &trace, live);
        run(sim, 30);
        let at_end = sim.state_hash();
        assert!(fails(&mut || sim.tick()), "live: {live}");
        assert_eq!(sim.state_hash(), at_end, "nothing happened in a week nobody recorded");
    }
    // Restoring or reseeding ends it.
    run(forked.begin(&[]), 40);
    let mut other = Simulation::new(&toy(), replicate_key(11, 0), 1);
    assert!(fails(&mut || other.record_trace()), "in the burn-in");
    assert!(fails(&mut || other.replay(Arc::clone(&trace), Channels::NONE)), "another replicate's");
    assert!(fails(&mut || drop(other.take_trace())), "nothing is recorded");
    let sim = forked.begin(&[]);
    sim.record_trace();
    sim.reseed(replicate_key(10, 0));
    run(sim, 10);
    assert!(fails(&mut || drop(sim.take_trace())), "reseeding ended it");
    assert!(fails(&mut || sim.replay(Arc::clone(&trace), Channels::NONE)), "before the fork");
    // Held from the midst of a policy on.
    let sim = forked.begin(&[]);
    run(sim, 12);
    sim.replay(Arc::clone(&trace), Channels::NONE);
    run(sim, 18);
    let midst = sim.state_hash();
    run(forked.begin(&[]), 30);
    assert_eq!(forked.sim.state_hash(), midst);
}
