//! What must hold at the limits, whatever the data (the checks that need none).

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

mod common;

use amparo::process::decision::{
    Circumstances, acceptance, acceptance_with_talk, belief_elasticity, earnings_elasticity, utilities,
};
use amparo::scenario::{Extent, Scenario};
use amparo::world::{Cases, CommunityState, Tally};
use common::{Forked, circumstances, intervention, larger, run, toy};

fn newly_exploited(forked: &Forked) -> f64 {
    forked.sim.record().weeks.iter().map(|w| w.newly_exploited).sum()
}

#[test]
fn without_recruiters_nobody_is_newly_exploited() {
    for change in
        [(|s| s.parameters.recruiters.number = 0.0) as fn(&mut Scenario), |s| s.parameters.recruiters.kappa_r = 0.0]
    {
        let mut scenario = toy();
        change(&mut scenario);
        let mut forked = Forked::new(scenario, 1);
        run(forked.begin(&[]), 104);
        assert_eq!(newly_exploited(&forked), 0.0);
        assert!(forked.sim.record().weeks.iter().all(|w| w.approaches == 0.0));
        // Those of the start have all gone by other ways than a new offer.
        run(&mut forked.sim, 30 * 52);
        assert_eq!(forked.sim.record().weeks.last().map(|w| w.victims), Some(0.0));
    }
}

#[test]
fn with_certain_belief_in_a_boundless_loss_no_offer_is_accepted() {
    let mut scenario = toy();
    let p = &mut scenario.parameters;
    (p.population.belief0, p.decision.loss, p.decision.theta) = (1e3, 1e9, 0.0);
    // Those from outside accept at the region's remembered yield, which only fades.
    p.population.outside_origin = 0.0;
    let mut forked = Forked::new(scenario, 2);
    run(forked.begin(&[]), 156);
    let weeks = &forked.sim.record().weeks;
    assert!(weeks.iter().map(|w| w.offers).sum::<f64>() > 1000.0);
    assert_eq!(newly_exploited(&forked), 0.0);
}

#[test]
fn with_no_belief_in_a_loss_and_no_threshold_nearly_every_offer_is_accepted() {
    let mut scenario = toy();
    let p = &mut scenario.parameters;
    (p.population.belief0, p.decision.theta, p.demand.places) = (-1e3, -1e3, 5_000.0);
    // Those from outside accept at the region's yield per approach, wasted ones included.
    (p.knowledge.x_return, p.population.outside_origin) = (0.0, 0.0);
    (p.demand.chi0, p.demand.chi1, p.demand.a_in) = (0.0, 0.0, 0.0);
    let mut forked = Forked::new(scenario, 2);
    run(forked.begin(&[]), 26);
    let sum = |f: fn(&amparo::observe::Week) -> f64| forked.sim.record().weeks.iter().map(f).sum::<f64>();
    let offers = sum(|w| w.offers);
    let begun = sum(|w| w.spells_begun) - sum(|w| w.went_back);
    assert!(begun > 0.9 * offers, "{begun} of {offers}");
}

/// A world whose trade does not react: constant recruiters, brothels and scale, no weight on yields or reports, places for all,
/// and nobody learns from those who came back.
fn held() -> Scenario {
    let mut scenario = larger(3.0);
    let p = &mut scenario.parameters;
    (p.recruiters.feedback, p.recruiters.lambda_y, p.recruiters.lambda_e) = (0.0, 0.0, 0.0);
    (p.recruiters.outside_elasticity, p.knowledge.zeta) = (0.0, 0.0);
    (p.demand.places, p.demand.places_sd) = (3_000.0, 0.0);
    (p.demand.chi0, p.demand.chi1, p.demand.a_in, p.enforcement.p_close) = (0.0, 0.0, 0.0, 0.0);
    p.decision.theta = 6.0;
    // A campaign that can be seen through the noise of a small world.
    (p.info.rate, p.info.d_info, p.info.x_max) = (6.0, 0.5, 3.0);
    scenario
}

#[test]
fn with_the_trade_held_more_coverage_never_means_more_newly_exploited_in_expectation() {
    const COVERAGES: [f64; 4] = [0.0, 0.34, 0.67, 1.0];
    let mut sums = [0.0; COVERAGES.len()];
    for seed in 0..6 {
        let mut forked = Forked::new(held(), seed);
        for (sum, coverage) in sums.iter_mut().zip(COVERAGES) {
            let mut campaign = intervention(&forked.scenario, "information", Extent::Coverage(coverage));
            campaign.end_week = 260;
            run(forked.begin(&[campaign]), 260);
            *sum += newly_exploited(&forked);
        }
    }
    assert!(sums.windows(2).all(|pair| pair[1] < pair[0]), "{sums:?}");
    assert!(sums[3] < 0.9 * sums[0], "{sums:?}");
}

#[test]
fn with_the_trade_held_stronger_support_after_return_never_means_more_spells() {
    let mut sums = [0.0; 3];
    for seed in 0..4 {
        let mut forked = Forked::new(held(), seed);
        for (sum, coverage) in sums.iter_mut().zip([0.0, 0.5, 1.0]) {
            let mut support = intervention(&forked.scenario, "aftercare", Extent::Coverage(coverage));
            support.end_week = 260;
            run(forked.begin(&[support]), 260);
            *sum += forked.sim.record().weeks.iter().map(|w| w.went_back).sum::<f64>();
        }
    }
    assert!(sums.windows(2).all(|pair| pair[1] < pair[0]), "{sums:?}");
}

#[test]
fn a_communitys_share_of_accepted_approaches_is_the_mean_of_p_over_its_girls() {
    let mut scenario = toy();
    scenario.baseline.victims = 0.0;
    // Talking it over matters, and communities differ in whether it is done.
    for (department, taboo) in scenario.departments.iter_mut().zip([0.95, 0.05, 0.5]) {
        department.taboo = taboo;
    }
    (scenario.parameters.knowledge.pi_consult, scenario.parameters.knowledge.d_consult) = (0.9, 3.0);
    let p = &mut scenario.parameters;
    // Every approach of the first week makes an offer, to a girl of any age alike, and distance is nothing.
    (p.approach.phi_school, p.approach.a_12, p.approach.a_25, p.decision.kappa_d) = (0.0, 1.0, 1.0, 0.0);
    (p.decision.theta, p.demand.places, p.population.outside_origin) = (2.0, 200.0, 0.0);
    let mut sim = amparo::engine::Simulation::new(&scenario, 0, 1);
    let communities = sim.scenario().departments.iter().map(|d| d.districts).sum::<usize>();
    let (mut accepted, mut expected, mut variance) =
        (vec![0.0; communities], vec![0.0; communities], vec![0.0; communities]);
    for key in 0..400 {
        sim.reseed(key);
        let p = scenario.parameters.clone();
        let means: Vec<f64> = sim.look(|scene| {
            let mean = |c: &amparo::world::Community| {
                let sum: f64 = (c.first_girl..c.first_girl + c.girls)
                    .map(|slot| circumstances(scene, slot))
                    .map(|(c, taboo)| acceptance_with_talk(&c, taboo, &p.decision, &p.knowledge))
                    .sum();
                sum / f64::from(c.girls)
            };
            scene.communities.iter().map(mean).collect()
        });
        sim.tick();
        let made = sim.world.resource::<Tally>().approaches_by_community().collect::<Vec<_>>();
        let states: Vec<CommunityState> = sim.column();
        for c in 0..communities {
            accepted[c] += states[c].successes;
            expected[c] += f64::from(made[c]) * means[c];
            variance[c] += f64::from(made[c]) * means[c] * (1.0 - means[c]);
        }
    }
    for c in 0..communities {
        assert!(expected[c] > 50.0, "community {c}: too few approaches");
        // Four standard errors, and girls approached twice in the week, whose second approach is wasted.
        let wasted_at_most = 0.02 * expected[c];
        let error = 4.0 * variance[c].sqrt() + wasted_at_most;
        assert!((accepted[c] - expected[c]).abs() < error, "community {c}: {} of {}", accepted[c], expected[c]);
    }
    let (all, sum) = (accepted.iter().sum::<f64>(), expected.iter().sum::<f64>());
    let error = 4.0 * variance.iter().sum::<f64>().sqrt() + 0.02 * sum;
    assert!((all - sum).abs() < error, "{all} of {sum}");
    assert!(sim.world.resource::<Cases>().0.iter().all(|case| case.slot().is_some()));
}

#[test]
fn elasticities_are_those_of_finite_differences() {
    let mut forked = Forked::new(toy(), 4);
    let p = forked.scenario.parameters.clone();
    let girls: Vec<Circumstances> =
        forked.sim.look(|scene| (0..400).map(|slot| circumstances(scene, slot * 3).0).collect());
    let d = &p.decision;
    assert!(d.w_star * (1.0 - d.k0) > d.c_min);
    for c in &girls {
        let h = 1e-5;
        let ln_p = |w: f64| acceptance(c, &amparo::register::Decision { w_star: w, ..d.clone() }).ln();
        let numeric = (ln_p(d.w_star * (1.0 + h)) - ln_p(d.w_star * (1.0 - h))) / (2.0 * h);
        assert!((earnings_elasticity(c, d) - numeric).abs() < 1e-6, "{numeric}");
        let b = 1.0 / (1.0 + (-c.belief).exp());
        let logit = |b: f64| (b / (1.0 - b)).ln();
        let step = h * (1.0 - b);
        let ln_p = |b: f64| acceptance(&Circumstances { belief: logit(b), ..*c }, d).ln();
        let numeric = (ln_p(b * (1.0 + step)) - ln_p(b * (1.0 - step))) / (2.0 * step);
        assert!((belief_elasticity(c, d) - numeric).abs() < 1e-5 * (1.0 + numeric.abs()), "{numeric}");
        let u = utilities(c, d);
        assert!(u.bad < u.home);
    }
    // Below the floor of consumption the first year no longer counts.
    let floor = amparo::register::Decision { k0: 0.99, ..d.clone() };
    let c = girls[0];
    let ln_p = |w: f64| acceptance(&c, &amparo::register::Decision { w_star: w, ..floor.clone() }).ln();
    let numeric = (ln_p(d.w_star * 1.00001) - ln_p(d.w_star * 0.99999)) / 2e-5;
    assert!(numeric < earnings_elasticity(&c, &floor));
}
