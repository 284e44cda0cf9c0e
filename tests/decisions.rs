//! Decisions say what published worked examples and closed forms say, and noise never passes for knowledge.

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

use amparo::decide::acceptability::at_willingness;
use amparo::decide::answers::Standing::{Dominated, ExtendedDominated, Frontier, Reference};
use amparo::decide::answers::{Order, Response, Standing};
use amparo::decide::break_even::{Scale, threshold};
use amparo::decide::decision::{Choice, Group, Quantity};
use amparo::decide::dose::{Finding, Stride, returns};
use amparo::decide::icer::frontier;
use amparo::decide::learning::{Averted, TOLD_APART};
use amparo::decide::mean::mean_of;
use amparo::decide::net_benefit::{Alternative, CostsAndCases, Willingness};
use amparo::decide::over_draws::over_draws;
use amparo::decide::precision::{Advice, PrecisionRule, advice};
use amparo::decide::ranking::{Word, harm, ranking};
use amparo::decide::view::View;
use amparo::decide::waterfall::{Path, Runs, increments, split};
use amparo::draws::{Draws, Process, Stream};
use amparo::math::normal;

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} is not {b}");
}

fn stream(key: u64) -> Stream {
    Draws::new(key).of(Process::Calibration)
}

/// E max(0, X) for X ~ N(mean, sd²): the unit normal loss integral (Raiffa & Schlaifer 1961).
fn expected_positive_part(mean: f64, sd: f64) -> f64 {
    let z = mean / sd;
    mean * normal::cdf(z) + sd * (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt()
}

// ---------------------------------------------------------------------------------------------------- over draws

#[test]
fn an_estimate_by_hand_keeps_noise_and_uncertainty_apart() {
    // Draw means 1, 5, 9; noise variance 2 with two replicates each; weights 1, 1, 2.
    let e = over_draws(&[vec![0.0, 2.0], vec![4.0, 6.0], vec![8.0, 10.0]], &[1.0, 1.0, 2.0]);
    close(e.mean, 6.0, 1e-14);
    // σ² Σ p²/n = 2 · (1/16 + 1/16 + 1/4)/2.
    close(e.mc_se.unwrap(), (0.375f64).sqrt(), 1e-14);
    // n = 8/3; 1.6 · (25/16 + 1/16 + 9/4), noise in it; 1.67 degrees of freedom.
    close(e.effective, 8.0 / 3.0, 1e-14);
    close(e.se.unwrap(), 6.2f64.sqrt(), 1e-14);
    assert!(e.bar.unwrap() > 4.303 * e.se.unwrap() && e.sign().is_none());
    // Noise 1 of a variance of 11/(5/8).
    close(e.reliability.unwrap(), 1.0 - 1.0 / 17.6, 1e-12);
    assert_eq!((e.draws_low, e.draws_high, e.below_zero), (None, None, None), "three draws are no distribution");
}

#[test]
fn one_draw_has_noise_alone_and_single_replicates_show_no_spread() {
    let one = over_draws(&[vec![1.0, 2.0, 3.0]], &[5.0]);
    assert_eq!((one.mean, one.draws_low, one.below_zero, one.reliability), (2.0, None, None, None));
    close(one.mc_se.unwrap(), 1.0 / 3f64.sqrt(), 1e-14);
    assert_eq!(one.se, one.mc_se);
    let single: Vec<Vec<f64>> = (0..40).map(|i| vec![f64::from(i) - 10.0]).collect();
    let many = over_draws(&single, &[1.0; 40]);
    assert_eq!((many.mc_se, many.over_draws(), many.below_zero), (None, None, None), "noise is unknown");
    assert_eq!(many.sign(), Some(1.0), "the error of the mean is not");
    let twice: Vec<Vec<f64>> = single.iter().map(|x| vec![x[0] - 0.25, x[0] + 0.25]).collect();
    let many = over_draws(&twice, &[1.0; 40]);
    // Quantiles at p(n + 1) of −10, …, 29.
    close(many.draws_low.unwrap(), -11.0 + 0.025 * 41.0, 1e-12);
    close(many.draws_high.unwrap(), -11.0 + 0.975 * 41.0, 1e-12);
    close(many.below_zero.unwrap(), 0.25, 1e-12);
    assert!(!many.is_range() && !many.widened());
}

#[test]
fn what_noise_widens_is_said_and_what_it_hides_is_not_shown() {
    // Truth N(−3, 2²) in 100 draws of two replicates with noise of 0.5, 2 and 4.
    let studies = 40;
    for (noise, shown, widened) in [(0.5, 40, 0), (2.0, 40, 40), (4.0, 4, 4)] {
        let (mut held, mut seen, mut wide, mut low, mut high) = (0, 0, 0, 0.0, 0.0);
        for key in 0..studies {
            let s = stream(key);
            let values: Vec<Vec<f64>> = (0..100u64)
                .map(|d| {
                    let truth = -3.0 + 2.0 * s.with(1).normal(d);
                    (0..2).map(|r| truth + noise * s.with(2).with(d).normal(r)).collect()
                })
                .collect();
            let e = over_draws(&values, &[1.0; 100]);
            held += usize::from((e.mean + 3.0).abs() <= e.bar.unwrap());
            assert!(e.mc_se.unwrap() < e.se.unwrap());
            if let Some((from, to)) = e.over_draws() {
                seen += 1;
                wide += usize::from(e.widened());
                (low, high) = (low + from, high + to);
            }
        }
        assert!(held * 100 >= 88 * studies as usize, "the mean's interval holds it in {held} of {studies}");
        let near = |found: usize, wanted: usize| found.abs_diff(wanted) <= 4;
        assert!(near(seen, shown) && near(wide, widened), "noise {noise}: {seen} shown, {wide} as widened");
        if noise < 1.0 {
            close(low / seen as f64, -3.0 - 1.96 * 2.06, 0.1);
            close(high / seen as f64, -3.0 + 1.96 * 2.06, 0.4);
        } else if shown > 30 {
            assert!(low / (seen as f64) < -3.0 - 1.96 * 2.2, "never narrower than the truth");
        }
    }
}

#[test]
fn increments_add_up_to_the_last_bit() {
    let run = |k: u64, level: f64| -> Vec<Vec<f64>> {
        (0..37u64)
            .map(|d| (0..1 + d % 3).map(|r| level + 1e3 * stream(9).with(k).with(d).normal(r) / 7.0).collect())
            .collect()
    };
    let (base, b, s, f1, f2, r1, r2, a) = (
        run(0, 2e4),
        run(1, 1.9e4),
        run(2, 1.93e4),
        run(3, 1.94e4),
        run(4, 1.95e4),
        run(5, 1.9e4),
        run(6, 2e4),
        run(7, 1.98e4),
    );
    for key in 0..50 {
        let weights: Vec<f64> = (0..37).map(|d| 0.1 + stream(key).uniform(d)).collect();
        let i = increments(Runs { baseline: &base, held: &b, spatial: &s, live: &a }, &weights);
        assert_eq!(i.before.mean + i.spatial.mean + i.refilling.mean, i.after.mean);
        let direct = over_draws(
            &a.iter().zip(&base).map(|(x, y)| x.iter().zip(y).map(|(x, y)| x - y).collect()).collect::<Vec<_>>(),
            &weights,
        );
        assert!((i.after.mean - direct.mean).abs() < 2e-7);
        assert_eq!(i.refilling.mean + i.before.mean + i.spatial.mean, i.after.mean, "in any order");
        assert_eq!((i.after.mc_se, i.after.draws_low), (direct.mc_se, direct.draws_low));
        let steps = [Response::Scale, Response::EffortAndPlaces, Response::RecruitersAndArrests];
        let forward = split(&s, &a, Path { order: Order::Forward, steps: &steps, between: &[&f1, &f2] }, &weights);
        let back = [Response::RecruitersAndArrests, Response::EffortAndPlaces, Response::Scale];
        let reversed = split(&s, &a, Path { order: Order::Reversed, steps: &back, between: &[&r1, &r2] }, &weights);
        for (path, first, second) in [(&forward, &f1, &f2), (&reversed, &r1, &r2)] {
            assert_eq!(path.len(), 3);
            assert_eq!(path[0].increment.mean + path[1].increment.mean + path[2].increment.mean, i.refilling.mean);
            let step = increments(Runs { baseline: &base, held: &base, spatial: &s, live: first }, &weights).refilling;
            assert_eq!(path[0].increment.mean, step.mean);
            let last = path[2].increment.mean;
            let own = increments(Runs { baseline: &base, held: &base, spatial: second, live: &a }, &weights).refilling;
            assert!((last - own.mean).abs() < 2e-7, "rounding alone");
        }
        assert_eq!(reversed[2].step, Response::Scale);
    }
}

// ---------------------------------------------------------------------------------------------------- frontier

fn standings(costs: &[f64], effects: &[f64]) -> (Vec<Standing>, Vec<Option<f64>>) {
    frontier(costs, effects).into_iter().unzip()
}

#[test]
fn hiv_screening_every_year_is_dominated() {
    // Paltiel et al. 2006, Ann. Intern. Med. 145:797–806, Table 4 (high risk), as in the first example of dampack's
    // vignette: status quo, once, every five years, every three, every year. Quality-adjusted months and dollars.
    let (standing, icer) =
        standings(&[26000.0, 27000.0, 28020.0, 28440.0, 29440.0], &[277.25, 277.57, 277.78, 277.83, 277.76]);
    assert_eq!(standing, [Reference, Frontier, Frontier, Frontier, Dominated]);
    // Dollars a year: 1000/0.32, 1020/0.21, 420/0.05 a month, times twelve.
    for (found, want) in icer[1..4].iter().zip([37_500.0, 58_285.714, 100_800.0]) {
        close(found.unwrap() * 12.0, want, 1e-7);
    }
}

#[test]
fn c_difficile_treatments_stand_where_they_were_published() {
    // The eleven strategies of Rajasingham et al. 2020, Clin. Infect. Dis. 70:754–762, means over draws, with the table
    // dampack ships as their result: (strategy, cost, QALYs, ICER or what it is).
    let rows = [
        (3, 57336.0059896538, 12.9399639202408, Ok(None)),
        (27, 57541.2526373815, 13.0140640696275, Ok(Some(2769.85470915263))),
        (33, 57642.2587507842, 13.0389116321918, Ok(Some(4065.03105249231))),
        (31, 57934.0743411241, 13.0966257932217, Ok(Some(5056.2216470406))),
        (43, 58072.1137208494, 13.11285766912, Ok(Some(8504.2160616553))),
        (44, 58665.7823044647, 13.1283328397025, Ok(Some(38362.6519947134))),
        (39, 57814.6470919581, 13.0462790163185, Err(ExtendedDominated)),
        (4, 57887.481549326, 12.9970657153765, Err(Dominated)),
        (13, 58018.6252420203, 13.0650412387992, Err(Dominated)),
        (37, 58081.7947984323, 13.1029711156978, Err(Dominated)),
        (20, 58634.2026441398, 13.1100568867995, Err(Dominated)),
    ];
    let (standing, icer) = standings(&rows.map(|r| r.1), &rows.map(|r| r.2));
    for ((strategy, _, _, want), (standing, icer)) in rows.iter().zip(standing.iter().zip(icer)) {
        match want {
            Err(dominated) => assert_eq!((standing, icer), (dominated, None), "{strategy}"),
            Ok(None) => assert_eq!((*standing, icer), (Reference, None), "{strategy}"),
            Ok(Some(ratio)) => {
                assert_eq!(*standing, Frontier, "{strategy}");
                assert!((icer.unwrap() / ratio - 1.0).abs() < 1e-9, "{strategy}: {icer:?}");
            }
        }
    }
}

#[test]
fn the_veterans_textbook_example_has_both_kinds_of_dominance() {
    // Health Economics Resource Center, U. S. Department of Veterans Affairs, "Cost-effectiveness analysis"; dampack tests
    // the same: usual care and A to E.
    let costs = [5000.0, 12000.0, 10000.0, 25000.0, 35000.0, 55000.0];
    let (standing, icer) = standings(&costs, &[1.0, 1.5, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(standing, [Reference, Dominated, Frontier, ExtendedDominated, Frontier, Frontier]);
    assert_eq!(icer, [None, None, Some(5000.0), None, Some(12500.0), Some(20000.0)]);
}

#[test]
fn colorectal_screening_is_measured_against_existing_practice() {
    // Australia and New Zealand Health Policy 2005, 2:10, Table 7: dollars and life-years gained over existing practice.
    let costs = [0.0, 140_117_791.0, 248_112_291.0, 304_301_903.0, 370_181_240.0, 422_777_702.0];
    let (standing, icer) = standings(&costs, &[0.0, 3551.0, 6023.0, 6720.0, 7076.0, 7299.0]);
    assert_eq!(standing[0], Reference);
    assert!(standing[1..].iter().all(|s| *s == Frontier));
    for (found, want) in icer[1..].iter().zip([39_459.0, 43_687.0, 80_616.0, 185_054.0, 235_859.0]) {
        // Printed without decimals, of life-years printed without decimals.
        assert!((found.unwrap() - want).abs() < 0.5 * want / 223.0, "{found:?} {want}");
    }
}

#[test]
fn a_strategy_is_on_the_frontier_if_and_only_if_some_willingness_to_pay_chooses_it() {
    for key in 0..300 {
        let s = stream(key);
        let n = 2 + s.index(0, 7) as usize;
        let costs: Vec<f64> = (0..n).map(|i| f64::from(s.with(1).index(i as u64, 40))).collect();
        let effects: Vec<f64> = (0..n).map(|i| f64::from(s.with(2).index(i as u64, 40)) - 10.0).collect();
        let (standing, icer) = standings(&costs, &effects);
        // Between any two ratios of differences of whole numbers below 40 there is one of these.
        let mut chosen = vec![false; n];
        for i in 0..40_000 {
            let lambda = 0.000_37 + f64::from(i) * 0.001;
            let b: Vec<f64> = costs.iter().zip(&effects).map(|(c, e)| lambda * e - c).collect();
            let best = (0..n).fold(0, |m, j| if b[j] > b[m] { j } else { m });
            chosen[best] = true;
        }
        for i in 0..n {
            let twin = (0..i).any(|j| costs[j] == costs[i] && effects[j] == effects[i]);
            let kept = matches!(standing[i], Reference | Frontier);
            assert_eq!(kept, chosen[i] && !twin, "{key}: {costs:?} {effects:?} {standing:?}");
        }
        let mut ratios: Vec<(f64, f64)> = (0..n).filter_map(|i| Some((costs[i], icer[i]?))).collect();
        ratios.sort_by(|a, b| a.0.total_cmp(&b.0));
        assert!(ratios.windows(2).all(|p| p[0].1 < p[1].1));
        assert_eq!(standing.iter().filter(|s| **s == Reference).count(), 1);
    }
}

// ---------------------------------------------------------------------------------------------------- acceptability

/// (cost, net benefit at $100,000 per QALY) of warfarin and of a closing device in ten draws: PubMed Central PMC4323782,
/// Table 1. QALYs are printed with two decimals only, so they are had from the two.
const WARFARIN: [(f64, f64); 10] = [
    (19688.00, 438601.60),
    (19881.70, 437745.50),
    (20766.80, 433453.80),
    (20168.70, 435035.00),
    (20220.20, 437617.40),
    (20343.20, 435430.20),
    (20780.00, 434030.50),
    (20961.10, 433893.70),
    (20019.80, 435033.60),
    (19700.80, 437555.70),
];
const DEVICE: [(f64, f64); 10] = [
    (32138.60, 419543.20),
    (20514.90, 463363.40),
    (19104.70, 467280.00),
    (26638.20, 440207.70),
    (24538.20, 449992.30),
    (25111.00, 445595.70),
    (31271.00, 424200.50),
    (28563.70, 435406.70),
    (27927.60, 434547.60),
    (21898.90, 457368.10),
];

#[test]
fn the_published_table_of_ten_draws_gives_its_best_strategy_its_probability_and_its_information() {
    let arm = |rows: &[(f64, f64)]| -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        rows.iter().map(|(c, b)| (vec![*c], vec![(b + c) / 1e5])).unzip()
    };
    let ((c0, e0), (c1, e1)) = (arm(&WARFARIN), arm(&DEVICE));
    let both = CostsAndCases::new(vec![&c0, &c1], vec![&e0, &e1]);
    let at = at_willingness(&both.mean_net_benefit(1e5), &[1.0; 10]);
    // As printed: 435,839.70 and 443,750.50; with perfect information 446,688.00; the difference 2,937.40.
    assert!((at.expected[0] - 435_839.70).abs() < 0.1 && (at.expected[1] - 443_750.50).abs() < 0.1, "{at:?}");
    assert_eq!(at.best, 1);
    assert!((at.expected_loss[1] - 2_937.40).abs() < 0.1);
    // The device is the printed choice in seven draws of ten.
    close(at.probability_best[1], 0.7, 1e-12);
    // The largest printed loss is 19,058.40; warfarin's largest is in the third draw.
    assert!((at.largest_regret[1] - 19_058.40).abs() < 1e-6);
    assert!((at.largest_regret[0] - (467_280.00 - 433_453.80)).abs() < 1e-6);
    assert_eq!(at.minimax_regret, 1);
    let information = Averted::new(&both.net_benefit(1e5), &[1.0; 10]).perfect(1);
    assert!((information.girls - 2_937.40).abs() < 0.1 && information.se > 500.0);
    // At no willingness to pay at all the cheaper arm is best: warfarin in all draws but the third.
    let cheap = at_willingness(&both.mean_net_benefit(0.0), &[1.0; 10]);
    assert_eq!(cheap.best, 0);
    close(cheap.probability_best[0], 0.9, 1e-12);
}

#[test]
fn net_benefit_is_bceas() {
    // The worked case of BCEA's own tests: two draws, costs (0, 0) and (100, 10), effects (0, 0) and (1, −2); increments of
    // the first strategy over the second are 95 and 20 at a willingness of 5, and 90 and 30 at 10.
    let nothing = [vec![0.0], vec![0.0]];
    let (cost, effect) = ([vec![100.0], vec![10.0]], [vec![1.0], vec![-2.0]]);
    let both = CostsAndCases::new(vec![&nothing, &cost], vec![&nothing, &effect]);
    assert_eq!(both.incremental(0, 1, 5.0), [95.0, 20.0]);
    assert_eq!(both.incremental(0, 1, 10.0), [90.0, 30.0]);
}

#[test]
fn the_vaccine_examples_summary_follows_from_its_increments() {
    // BCEA's vaccine example, as its summary prints it: at k = 25,000 EIB 1.2284 and ICER 20,098, expected utilities −36.054
    // and −34.826, the choice turning at 20,100 on a grid of 100. Increments had from EIB and ICER.
    let effect = 1.2284 / (25_000.0 - 20_098.0);
    let cost = 20_098.0 * effect;
    let (standing, icer) = standings(&[0.0, cost], &[0.0, effect]);
    assert_eq!(standing, [Reference, Frontier]);
    close(icer[1].unwrap(), 20_098.0, 1e-9);
    let (cost, effect, nothing) = ([vec![cost]], [vec![effect]], [vec![0.0]]);
    let both = CostsAndCases::new(vec![&nothing, &cost], vec![&nothing, &effect]);
    let best = |k: f64| at_willingness(&both.mean_net_benefit(k), &[1.0]).best;
    assert_eq!((0..500).map(|i| f64::from(i) * 100.0).find(|k| best(*k) == 1), Some(20_100.0));
    close(both.incremental(1, 0, 25_000.0)[0], -34.826 + 36.054, 1e-3);
}

#[test]
fn the_frontier_follows_expected_benefit_and_ties_are_shared() {
    // B is best on average, A in three draws of five; C ties with A once.
    let benefit = vec![
        vec![9.0, 12.0, 0.0],
        vec![12.0, 10.0, 12.0],
        vec![14.0, 20.0, 0.0],
        vec![11.0, 10.0, 0.0],
        vec![14.0, 13.0, 0.0],
    ];
    let at = at_willingness(&benefit, &[1.0; 5]);
    assert_eq!(at.best, 1);
    close(at.expected[0], 12.0, 1e-12);
    close(at.expected[1], 13.0, 1e-12);
    // 13.8 − 13 and 13.8 − 12.
    close(at.expected_loss[1], 0.8, 1e-12);
    close(at.expected_loss[0], 1.8, 1e-12);
    for (found, want) in at.probability_best.iter().zip([0.5, 0.4, 0.1]) {
        close(*found, want, 1e-12);
    }
    assert_eq!((at.minimax_regret, at.largest_regret[1]), (1, 2.0));
    // What differs by rounding alone is a tie.
    let rounding = at_willingness(&vec![vec![3e6, 3e6 * (1.0 + 1e-13), 0.0]], &[1.0]);
    assert_eq!(rounding.probability_best, [0.5, 0.5, 0.0]);
    // Weights: with all on the second draw A and C share it, and B's regret elsewhere is gone.
    let second = at_willingness(&benefit, &[0.0, 3.0, 0.0, 0.0, 0.0]);
    assert_eq!((second.best, second.probability_best, second.largest_regret[1]), (0, vec![0.5, 0.0, 0.5], 2.0));
}

// ---------------------------------------------------------------------------------------------------- information

/// One strategy beside doing nothing: a + bφ + cψ + noise, φ and ψ standard normal, in so many draws of one replicate.
struct Linear {
    phi: Vec<f64>,
    psi: Vec<f64>,
    nothing: Vec<f64>,
    benefit: Vec<Vec<Vec<f64>>>,
}

fn linear(key: u64, n: u64, a: f64, b: f64, c: f64, noise: f64) -> Linear {
    let s = stream(key);
    let column = |k: u64| (0..n).map(|d| s.with(k).normal(d)).collect::<Vec<f64>>();
    let (phi, psi, nothing, e) = (column(1), column(2), column(3), column(4));
    let benefit = (0..n as usize).map(|d| vec![a + b * phi[d] + c * psi[d] + noise * e[d]]).collect();
    Linear { phi, psi, nothing, benefit: vec![benefit] }
}

#[test]
fn noise_is_in_what_perfect_information_would_be_worth_so_that_it_is_at_most_so_much() {
    let truth = expected_positive_part(40.0, 60.0) - 40.0;
    let mean = |noise: f64| -> f64 {
        let of = |key| Averted::new(&linear(key, 200, 40.0, 60.0, 0.0, noise).benefit, &[1.0; 200]).perfect(key).girls;
        (0..20).map(of).sum::<f64>() / 20.0
    };
    assert!((mean(0.0) / truth - 1.0).abs() < 0.15 && mean(60.0) > 1.3 * truth, "{truth} {} {}", mean(0.0), mean(60.0));
}

#[test]
fn partial_information_of_a_group_and_of_few_draws_is_near_its_closed_form() {
    // Both parameters of a group: E max(0, a + bφ + cψ) − a; 150 draws with weights, noise as large as the rest.
    let (a, b, c) = (10.0, 60.0, 80.0);
    let truth = expected_positive_part(a, 100.0) - a;
    let (mut mean, mut within, studies) = (0.0, 0, 16);
    for key in 0..studies {
        let m = linear(500 + key, 150, a, b, c, 100.0);
        let weights: Vec<f64> = (0..150).map(|d| 0.5 + stream(key).with(9).uniform(d)).collect();
        let averted = Averted::new(&m.benefit, &weights);
        let worth = averted.partial(&[m.phi, m.psi, m.nothing], averted.perfect(key).girls, key);
        assert!(worth.p.unwrap() <= TOLD_APART, "{worth:?}");
        mean += worth.girls / studies as f64;
        within += usize::from((worth.girls - truth).abs() < 2.5 * worth.se);
    }
    assert!((mean / truth - 1.0).abs() < 0.2, "{mean} {truth}");
    assert!(within >= 13, "{within} of {studies}");
}

#[test]
fn a_part_is_worth_no_more_than_all_and_what_does_not_matter_is_seldom_told_from_chance() {
    let mut told = 0;
    for key in 0..20 {
        let m = linear(900 + key, 100, 15.0, 80.0, 40.0, 30.0);
        let averted = Averted::new(&m.benefit, &[1.0; 100]);
        let all = averted.perfect(key).girls;
        told += usize::from(averted.partial(&[m.nothing], all, key).p.unwrap() <= TOLD_APART);
        assert!(averted.partial(&[m.phi], all, key).girls <= all);
    }
    assert!(told <= 5, "{told} of 20");
}

#[test]
fn information_scales_with_money() {
    let m = linear(3, 150, 5.0, 50.0, 20.0, 10.0);
    let worth = |f: f64| {
        let times = m.benefit[0].iter().map(|of_draw| of_draw.iter().map(|x| f * x).collect()).collect();
        let averted = Averted::new(&[times], &[2.0; 150]);
        let all = averted.perfect(4);
        (all, averted.partial(std::slice::from_ref(&m.phi), all.girls, 4))
    };
    let ((all, part), (more, of_more)) = (worth(1.0), worth(1024.0));
    assert_eq!((more.girls, more.se), (1024.0 * all.girls, 1024.0 * all.se));
    assert!((of_more.girls / (1024.0 * part.girls) - 1.0).abs() < 1e-9 && of_more.p == part.p);
    assert!(part.girls > 0.0);
}

// ---------------------------------------------------------------------------------------------------- break-even

#[test]
fn a_known_threshold_is_found_with_its_side_and_its_share() {
    // Preferred below a unit cost of 9.5, uniform from 3 to 20, other things N(0, 8²) beside.
    let (mut covered, mut mean, studies) = (0, 0.0, 12);
    for key in 0..studies {
        let s = stream(key);
        let cost: Vec<f64> = (0..200).map(|d| 3.0 + 17.0 * s.with(1).uniform(d)).collect();
        let increment: Vec<f64> =
            cost.iter().enumerate().map(|(d, c)| 2.0 * (9.5 - c) + 8.0 * s.with(2).normal(d as u64)).collect();
        let t = threshold(&increment, &cost, &[1.0; 200], (3.0, 20.0), Scale::Linear, key);
        assert!(!t.preferred_above);
        let (at, low, high) = (t.threshold.unwrap(), t.low.unwrap(), t.high.unwrap());
        assert!(3.0 <= low && low <= at && at <= high && high <= 20.0 && high - low < 5.0, "{t:?}");
        let below = cost.iter().filter(|c| **c <= at).count() as f64 / 200.0;
        close(t.share_preferred, below, 1e-12);
        covered += usize::from(low <= 9.5 && 9.5 <= high);
        mean += at / studies as f64;
    }
    assert!((mean - 9.5).abs() < 0.4, "{mean}");
    assert!(covered >= 9, "{covered} of {studies}");
}

#[test]
fn a_log_scale_finds_the_threshold_of_a_log_uniform_quantity_and_above_is_told_from_below() {
    let s = stream(5);
    let q: Vec<f64> = (0..300).map(|d| 0.01 * 100f64.powf(s.with(1).uniform(d))).collect();
    // 0 at q = 0.08, on the log scale a bent curve; weights double for the upper half.
    let increment: Vec<f64> = q
        .iter()
        .enumerate()
        .map(|(d, q)| {
            let t = (q / 0.08).ln();
            1e6 * (t + 0.1 * t * t) + 1e6 * s.with(2).normal(d as u64)
        })
        .collect();
    let weights: Vec<f64> = q.iter().map(|q| if *q > 0.1 { 2.0 } else { 1.0 }).collect();
    let t = threshold(&increment, &q, &weights, (0.01, 1.0), Scale::Log, 5);
    assert!(t.preferred_above);
    assert!((t.threshold.unwrap() / 0.08).ln().abs() < 0.3, "{t:?}");
    let share = q.iter().zip(&weights).filter(|(q, _)| **q > t.threshold.unwrap()).map(|(_, w)| w).sum::<f64>();
    close(t.share_preferred, share / weights.iter().sum::<f64>(), 1e-12);
    // The other way round it is the same threshold, preferred below.
    let other: Vec<f64> = increment.iter().map(|x| -x).collect();
    let back = threshold(&other, &q, &weights, (0.01, 1.0), Scale::Log, 5);
    assert!(!back.preferred_above);
    close(back.threshold.unwrap(), t.threshold.unwrap(), 1e-6);
}

#[test]
fn without_a_crossing_there_is_no_threshold_but_a_sign() {
    let s = stream(6);
    let q: Vec<f64> = (0..100).map(|d| s.uniform(d)).collect();
    for (level, preferred) in [(50.0, true), (-50.0, false)] {
        let y: Vec<f64> = q.iter().enumerate().map(|(d, q)| level + 3.0 * q + s.with(1).normal(d as u64)).collect();
        let t = threshold(&y, &q, &[1.0; 100], (0.0, 1.0), Scale::Linear, 1);
        assert_eq!((t.threshold, t.low, t.high), (None, None, None));
        assert_eq!((t.preferred_above, t.share_preferred), (preferred, f64::from(u8::from(preferred))));
    }
    // A range that ends before the crossing has none either.
    let y: Vec<f64> = q.iter().map(|q| q - 0.6).collect();
    assert_eq!(threshold(&y, &q, &[1.0; 100], (0.0, 0.5), Scale::Linear, 1).threshold, None);
    assert!(threshold(&y, &q, &[1.0; 100], (0.0, 1.0), Scale::Linear, 1).threshold.is_some());
}

// ---------------------------------------------------------------------------------------------------- precision

const RULE: PrecisionRule = PrecisionRule { half_width: Some(0.5), relative: None, block: 10, most: 200, level: 0.95 };

#[test]
fn it_looks_at_ends_of_blocks_only_and_what_comes_after_changes_nothing() {
    assert_eq!(PrecisionRule { block: 8, most: 50, ..RULE }.looks(), [24, 32, 40, 48, 50]);
    assert_eq!(PrecisionRule { block: 40, most: 30, ..RULE }.looks(), [30]);
    let s = stream(1);
    let all: Vec<f64> = (0..200).map(|r| s.normal(r)).collect();
    let base = vec![100.0; 200];
    let mut stopped = None;
    for n in 0..=200 {
        match advice(&[all[..n].to_vec()], &base[..n], &RULE) {
            Advice::Continue { until } => {
                assert!(stopped.is_none() && until > n && RULE.looks().contains(&until), "{n} {until}");
            }
            Advice::Enough { replicates } => {
                assert_eq!(*stopped.get_or_insert(n), replicates, "{n}");
                assert_eq!(replicates % 10, 0);
            }
            give_up => panic!("{give_up:?}"),
        }
    }
    // By hand: 3.65 sd/√n with sd near 1 and a width of 0.5 needs about 40 to 60.
    assert!((30..=80).contains(&stopped.unwrap()), "{stopped:?}");
}

#[test]
fn a_relative_width_is_of_the_baseline_and_the_wider_wish_is_enough() {
    let s = stream(2);
    let d: Vec<f64> = (0..200).map(|r| s.normal(r)).collect();
    let base = vec![-100.0; 200];
    let at = |half_width, relative| match advice(
        std::slice::from_ref(&d),
        &base,
        &PrecisionRule { half_width, relative, ..RULE },
    ) {
        Advice::Enough { replicates } => replicates,
        other => panic!("{other:?}"),
    };
    assert_eq!(at(Some(0.5), None), at(None, Some(0.005)));
    assert_eq!(at(Some(0.4), Some(0.006)), at(Some(0.6), None));
}

#[test]
fn giving_up_names_what_is_too_wide_and_what_cannot_be_told_apart() {
    let s = stream(3);
    let (mut a, mut b, mut c) = (Vec::new(), Vec::new(), Vec::new());
    for r in 0..40 {
        let shared = 30.0 * s.normal(r);
        a.push(-5.0 + shared + 0.1 * s.with(1).normal(r));
        b.push(-9.0 + shared + 0.1 * s.with(2).normal(r));
        c.push(-80.0 + 0.2 * s.with(3).normal(r));
    }
    let rule = PrecisionRule { most: 40, ..RULE };
    let Advice::GiveUp { replicates, too_wide, alike } = advice(&[a, b, c], &[0.0; 40], &rule) else { panic!() };
    assert_eq!((replicates, too_wide), (40, vec![0, 1]));
    // a and b are noisy against the baseline and clearly apart from each other: pairing.
    assert_eq!(alike, [(None, 0), (None, 1)]);
}

#[test]
fn intervals_hold_together_when_it_stops_as_often_as_it_says() {
    // Three policies, true differences 1, 2, 3; sd 1 to 1.5; stopped when the half-width is 0.6.
    let rule = PrecisionRule { half_width: Some(0.6), relative: None, block: 10, most: 400, level: 0.9 };
    let (mut covered, mut stopped, trials) = (0, 0, 600);
    for key in 0..trials {
        let s = stream(key);
        let differences: Vec<Vec<f64>> = (0..3u64)
            .map(|p| (0..150).map(|r| 1.0 + p as f64 + (1.0 + 0.25 * p as f64) * s.with(p).normal(r)).collect())
            .collect();
        if let Advice::Enough { replicates } = advice(&differences, &[50.0; 150], &rule) {
            stopped += 1;
            covered += usize::from(differences.iter().enumerate().all(|(p, d)| {
                let mean = d[..replicates].iter().sum::<f64>() / replicates as f64;
                (mean - 1.0 - p as f64).abs() <= 0.6
            }));
        }
    }
    assert!(stopped > trials as usize * 95 / 100, "{stopped}");
    // All three at once, at a level of 0.9; Bonferroni errs on the safe side.
    assert!(covered as f64 >= 0.9 * f64::from(stopped as u32), "{covered} of {stopped}");
}

// ---------------------------------------------------------------------------------------------------- a whole decision

/// Three policies over 120 draws whose strength and unit cost are uncertain; the first 16 draws have three replicates.
fn alternatives() -> (Vec<Alternative>, Vec<Vec<f64>>, Vec<f64>) {
    let s = stream(42);
    let strength: Vec<f64> = (0..120).map(|d| s.with(1).normal(d)).collect();
    let price: Vec<f64> = (0..120).map(|d| s.with(2).normal(d)).collect();
    let unrelated: Vec<f64> = (0..120).map(|d| s.with(3).normal(d)).collect();
    let each = |f: &dyn Fn(usize, u64) -> f64| -> Vec<Vec<f64>> {
        (0..120).map(|d| (0..if d < 16 { 3 } else { 1 }).map(|r| f(d, r)).collect()).collect()
    };
    let policy = |k: u64, cost: f64, cases: f64, own: f64| {
        let noise = move |d: usize, r: u64| 15.0 * stream(42).with(10 + k).with(d as u64).normal(r);
        let spent = |d: usize, _: u64| cost * (0.3 * own * price[d]).exp();
        let averted = |d: usize, r: u64| cases * (1.0 + 0.6 * own * strength[d]) + noise(d, r);
        Alternative {
            policy: format!("policy-{k}"),
            title: format!("Policy {k}"),
            cost: each(&spent),
            societal_cost: each(&|d, r| 0.4 * spent(d, r)),
            averted: each(&averted),
            victim_years_averted: each(&|d, r| 1.6 * averted(d, r)),
        }
    };
    let policies = [policy(1, 2e6, 300.0, 0.2), policy(2, 3e6, 420.0, 1.0), policy(3, 4e6, 350.0, 0.5)];
    let mut all = vec![Alternative::status_quo("none", "No policy", &policies[0])];
    all.extend(policies);
    let weights = (0..120).map(|d| 0.4 + s.with(4).uniform(d)).collect();
    (all, vec![strength, price, unrelated], weights)
}

#[test]
fn a_whole_decision_keeps_its_promises() {
    let (alternatives, columns, weights) = alternatives();
    let willingness = Willingness { grid: vec![0.0, 5_000.0, 20_000.0, 80_000.0], reference: 20_000.0 };
    let group = |words: &str, column: &Vec<f64>| Group {
        words: words.to_string(),
        parameters: vec![words.to_string()],
        columns: vec![column.clone()],
    };
    let groups = [group("unrelated", &columns[2]), group("price", &columns[1]), group("strength", &columns[0])];
    let question = Choice {
        budget_soles_per_year: 4e6,
        view: View::Budget,
        alternatives: &alternatives,
        weights: &weights,
        willingness: &willingness,
        groups: &groups,
        seed: 7,
    };
    let d = question.decide();
    let points = d.willingness.len();
    assert_eq!((d.draws, d.strategies.len(), d.points.len(), d.points[0].len()), (120, 4, 4, 120));
    close(d.weights.iter().sum::<f64>(), 120.0, 1e-12);
    assert!(d.effective_draws < 120.0 && d.effective_draws > 90.0);
    // The status quo is the reference at no cost; the dearest policy averts less than the middle one.
    let standing: Vec<Standing> = d.strategies.iter().map(|s| s.standing).collect();
    assert_eq!(standing, [Reference, Frontier, Frontier, Dominated]);
    assert_eq!((d.strategies[0].cost.mean, d.strategies[0].averted.mc_se), (0.0, Some(0.0)));
    assert_eq!(d.best[0], 0, "at no willingness to pay nothing is done");
    assert_eq!(d.best[points - 1], 2);
    let at = |w: f64| d.willingness.iter().position(|x| *x == w).unwrap();
    for w in 0..points {
        let sum: f64 = (0..4).map(|k| d.probability_best[k][w]).sum();
        close(sum, 1.0, 1e-9);
        // The best on average has the smallest expected loss, and that is the estimate of EVPI.
        let best = d.best[w];
        assert!((0..4).all(|k| d.expected_loss[k][w] >= d.expected_loss[best][w] - 1e-6));
        close(d.evpi[w].value, d.expected_loss[best][w], 1e-9);
        assert!((0..4).all(|k| d.largest_regret[d.minimax_regret[w]][w] <= d.largest_regret[k][w]));
        assert!((0..4).all(|k| d.largest_regret[k][w] >= d.expected_loss[k][w] - 1e-6));
        assert!(d.evppi.iter().all(|g| g.worth[w].value <= d.evpi[w].value));
    }
    let reference = at(d.reference_willingness);
    assert!(d.evpi[reference].value > 0.0, "{:?}", d.evpi);
    // What one cannot do without comes first; what has no part is worth nothing there.
    assert_eq!(d.evppi[0].group, "strength");
    assert!(d.evppi[0].worth[reference].value > 0.0);
    let unrelated = d.evppi.iter().find(|g| g.group == "unrelated").unwrap();
    assert!(!unrelated.worth[reference].told_apart(), "{unrelated:?}");
    // The same again to the last bit; more money or other weights' scale change no probability.
    let again = question.decide();
    assert_eq!((&again.evpi, &again.probability_best), (&d.evpi, &d.probability_best));
    // In the societal view costs are 40 %, so that every ratio is.
    let societal = Choice { view: View::Societal, groups: &[], ..question }.decide();
    close(societal.strategies[1].icer.unwrap(), 0.4 * d.strategies[1].icer.unwrap(), 1e-9);
    assert_eq!(societal.view, View::Societal);
    // So is what a case costs: of the money of the row's own view.
    let value = |d: &amparo::decide::answers::Decision, k: usize| d.strategies[k].per_case.value.unwrap();
    close(value(&societal, 1), 0.4 * value(&d, 1), 1e-9);
    close(value(&societal, 1), societal.strategies[1].icer.unwrap(), 1e-9);
    for found in [&d, &societal] {
        let [low, high] = found.strategies[2].per_case.ends.unwrap().map(Option::unwrap);
        assert!(0.0 < low && low < value(found, 2) && value(found, 2) < high);
    }
}

#[test]
fn a_break_even_is_asked_against_the_status_quo_or_the_best_other_policy() {
    let (alternatives, columns, weights) = alternatives();
    let willingness = Willingness { grid: vec![0.0, 10_000.0, 15_000.0], reference: 15_000.0 };
    let question = Choice {
        budget_soles_per_year: 4e6,
        view: View::Budget,
        alternatives: &alternatives,
        weights: &weights,
        willingness: &willingness,
        groups: &[],
        seed: 7,
    };
    assert_eq!(question.best_other(2), Some(1));
    assert_eq!(question.best_other(1), Some(2));
    let strength = Quantity {
        name: "info.strength".to_string(),
        words: "strength of policy 2".to_string(),
        unit: "sd".to_string(),
        values: columns[0].clone(),
        low: -2.5,
        high: 2.5,
        scale: Scale::Linear,
        direction: None,
    };
    let b = question.break_even(2, 1, &strength);
    assert_eq!((b.policy.as_str(), b.against.as_str(), b.quantity.as_str()), ("policy-2", "policy-1", "info.strength"));
    assert!(b.preferred_above);
    // λ(420(1 + 0.6s) − 300(1 + 0.12s)) = E cost₂ − E cost₁, with E exp(0.3z) = e^0.045 and E exp(0.06z) = e^0.0018.
    let cost = 3e6 * 0.045f64.exp() - 2e6 * 0.0018f64.exp();
    let truth = (cost / willingness.reference - 120.0) / (252.0 - 36.0);
    assert!((b.threshold.unwrap() - truth).abs() < 0.2, "{b:?} {truth}");
    assert!(b.threshold_low.unwrap() <= truth && truth <= b.threshold_high.unwrap());
    // Against doing nothing it stops being worth its money only where its strength is far below.
    let nothing = question.break_even(2, 0, &strength);
    assert!(nothing.threshold.is_none_or(|t| t < b.threshold.unwrap()), "{nothing:?}");
    assert!(nothing.share_preferred > b.share_preferred);
}

#[test]
fn one_draw_is_a_decision_without_uncertainty() {
    let one = |x: f64| vec![vec![x, x + 2.0, x + 4.0]];
    let policy = Alternative {
        policy: "p".to_string(),
        title: "P".to_string(),
        cost: one(1000.0),
        societal_cost: one(500.0),
        averted: one(10.0),
        victim_years_averted: one(20.0),
    };
    let alternatives = [Alternative::status_quo("none", "No policy", &policy), policy];
    let willingness = Willingness { grid: vec![0.0, 100.0, 200.0], reference: 200.0 };
    let d = Choice {
        budget_soles_per_year: 1e3,
        view: View::Budget,
        alternatives: &alternatives,
        weights: &[1.0],
        willingness: &willingness,
        groups: &[],
        seed: 1,
    }
    .decide();
    assert!(d.evpi.iter().all(|w| w.value == 0.0 && w.se == 0.0));
    assert_eq!(d.strategies[1].averted.draws_low, None);
    assert!(d.strategies[1].per_case.ends.is_some_and(|[low, high]| low.is_some() && high.is_some()));
    let reference = d.willingness.iter().position(|w| *w == d.reference_willingness).unwrap();
    assert_eq!((d.best[reference], d.probability_best[1][reference]), (1, 1.0));
}

/// What a synthetic study is made of: true means of its arms, and how skewed draws are about them.
struct Made {
    name: &'static str,
    means: &'static [f64],
    /// Standard deviation of the logarithm of what all arms of a draw have in common.
    skew: f64,
    /// Standard deviation of what each arm has to itself over draws, and of one replicate.
    own: f64,
    noise: f64,
}

const STUDIES_MADE: [Made; 4] = [
    Made { name: "an equal pair", means: &[100.0, 100.0, 40.0, 5.0], skew: 0.8, own: 20.0, noise: 15.0 },
    Made { name: "a lead of a tenth", means: &[110.0, 100.0, 40.0, 5.0], skew: 0.8, own: 20.0, noise: 15.0 },
    Made { name: "skewed effects", means: &[100.0, 60.0, 40.0, 0.0], skew: 1.2, own: 10.0, noise: 20.0 },
    Made { name: "weak arms", means: &[8.0, 5.0, 0.0, 0.0], skew: 0.8, own: 6.0, noise: 15.0 },
];

/// `averted[arm][draw][replicate]` of a study: a factor that the arms of a draw share (mean 1), what each has to itself, and noise.
fn synthetic(made: &Made, draws: u64, study: u64) -> Vec<Vec<Vec<f64>>> {
    let stream = Draws::new(77).of(Process::Bootstrap).with(study);
    let shared = |d: u64| (made.skew * stream.with(d).normal(0) - made.skew * made.skew / 2.0).exp();
    let arm = |(k, mean): (usize, &f64)| {
        let of_draw = |d: u64| {
            let own = stream.with(d).with(k as u64 + 1);
            (0..2).map(|r| mean * shared(d) + made.own * own.normal(0) + made.noise * own.normal(r + 1)).collect()
        };
        (0..draws).map(of_draw).collect()
    };
    made.means.iter().enumerate().map(arm).collect()
}

/// How often a study says *clear* of a policy that does not avert most, and how often the interval of the leader's mean holds the truth.
#[test]
fn a_leader_called_clear_is_wrong_in_no_more_than_one_study_in_twenty() {
    const STUDIES: u64 = 1000;
    for made in &STUDIES_MADE {
        let most = made.means.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        for draws in [16, 32, 64, 128] {
            let weights = vec![1.0; draws as usize];
            let (mut clear, mut wrong, mut held, mut listed) = (0, 0, 0, 0);
            for study in 0..STUDIES {
                let averted = synthetic(made, draws, study);
                let found = ranking(&averted, &weights).expect("policies");
                let truly = made.means[found.leader] == most && made.means.iter().filter(|m| **m == most).count() == 1;
                let said = found.word == Word::Clear;
                clear += u32::from(said);
                wrong += u32::from(said && !truly);
                // The best is the leader or among those that it does not beat.
                let best = made.means.iter().position(|m| *m == most).unwrap();
                listed += u32::from(found.leader == best || found.not_beaten().any(|j| j == best));
                let first = mean_of(&averted[0], &weights);
                held += u32::from(
                    first.interval().is_some_and(|(low, high)| low <= made.means[0] && made.means[0] <= high),
                );
            }
            let percent = |n: u32| 100.0 * f64::from(n) / STUDIES as f64;
            println!(
                "{:<18} {draws:>4} draws: clear {:5.1} %, wrongly {:4.1} %; best among those named {:5.1} %; mean held {:5.1} %",
                made.name,
                percent(clear),
                percent(wrong),
                percent(listed),
                percent(held)
            );
            // Four standard errors of a share of 1,000.
            assert!(percent(wrong) <= 5.0 + 2.8, "{}: {draws} draws, {} wrong", made.name, percent(wrong));
            assert!(percent(listed) >= 95.0 - 2.8, "{}: {draws} draws, {} listed", made.name, percent(listed));
            assert!(percent(held) >= 80.0, "{}: {draws} draws, {} held", made.name, percent(held));
        }
    }
}

#[test]
fn what_is_said_of_a_policys_own_effect_does_not_hang_on_others() {
    let made = &STUDIES_MADE[1];
    let averted = synthetic(made, 40, 3);
    let weights = vec![1.0; 40];
    let told = |values: &Vec<Vec<f64>>| (mean_of(values, &weights), harm(values, &weights));
    let alone: Vec<_> = averted.iter().map(told).collect();
    let again: Vec<_> = averted.iter().chain(&averted).map(told).collect();
    assert!(alone.iter().chain(&alone).eq(again.iter()));
}

/// Returns of a synthetic sweep: girls that each step averts per million, at steps of one million.
struct Curve {
    name: &'static str,
    steps: &'static [f64],
    /// Standard deviation of the logarithm of what all steps of a draw have in common, and of what each has to itself.
    skew: f64,
    own: f64,
    /// Of one replicate of a form, girls.
    noise: f64,
}

const CURVES: [Curve; 6] = [
    Curve { name: "a straight line", steps: &[100.0; 5], skew: 0.8, own: 0.3, noise: 10.0 },
    Curve {
        name: "half from the second on",
        steps: &[100.0, 50.0, 50.0, 50.0, 50.0],
        skew: 0.8,
        own: 0.3,
        noise: 10.0,
    },
    Curve {
        name: "half at the end alone",
        steps: &[100.0, 100.0, 100.0, 100.0, 50.0],
        skew: 0.8,
        own: 0.3,
        noise: 10.0,
    },
    Curve { name: "saturating", steps: &[100.0, 70.0, 49.0, 34.0, 24.0], skew: 0.8, own: 0.3, noise: 10.0 },
    Curve { name: "flat after two", steps: &[100.0, 100.0, 0.0, 0.0, 0.0], skew: 0.8, own: 0.3, noise: 10.0 },
    Curve { name: "weak", steps: &[10.0, 5.0, 5.0, 5.0, 5.0], skew: 0.8, own: 0.3, noise: 15.0 },
];

fn curve(made: &Curve, draws: u64, study: u64) -> Vec<Stride> {
    let stream = Draws::new(79).of(Process::Bootstrap).with(study);
    let factor = |sd: f64, z: f64| (sd * z - sd * sd / 2.0).exp();
    let shared = |d: u64| factor(made.skew, stream.with(d).normal(0));
    // Noise is each form's: what one step has too much the next has too little.
    let noise = |d: u64, form: u64, r: u64| {
        if form == 0 { 0.0 } else { made.noise * stream.with(d).with(1_000 + form).normal(r) }
    };
    let stride = |(k, mean): (usize, &f64)| {
        let k = k as u64;
        let of_draw = |d: u64| {
            let girls = mean * shared(d) * factor(made.own, stream.with(d).with(k + 1).normal(0));
            (0..2).map(|r| girls + noise(d, k + 1, r) - noise(d, k, r)).collect()
        };
        let cost = |d: u64| vec![1e6 * factor(0.05, stream.with(d).with(500 + k).normal(0)); 2];
        Stride {
            from: k as f64,
            to: k as f64 + 1.0,
            girls: (0..draws).map(of_draw).collect(),
            cost: (0..draws).map(cost).collect(),
        }
    };
    made.steps.iter().enumerate().map(stride).collect()
}

/// How often a sweep says of a step that it averts less than half of the first which does not, and how often that returns hold up
/// which do not (docs/decide.md, *Dose and response*).
#[test]
fn returns_said_to_diminish_or_to_hold_up_do_so_in_all_but_one_study_in_twenty() {
    const STUDIES: u64 = 1000;
    for made in &CURVES {
        let first = made.steps[0];
        for draws in [16, 32, 64, 128] {
            let weights = vec![1.0; draws as usize];
            let (mut told, mut wrong, mut holds, mut wrongly_holds) = (0, 0, 0, 0);
            for study in 0..STUDIES {
                let found = returns(&curve(made, draws, study), &weights).expect("steps");
                told += u32::from(found.finding == Finding::Diminish);
                // Any step that is named and is not below half.
                let named = found.steps.iter().zip(made.steps).filter(|(step, _)| step.diminished);
                wrong += u32::from(named.into_iter().any(|(_, truly)| *truly >= first / 2.0));
                holds += u32::from(found.finding == Finding::HoldUp);
                wrongly_holds +=
                    u32::from(found.finding == Finding::HoldUp && made.steps.iter().any(|s| *s <= first / 2.0));
            }
            let percent = |n: u32| 100.0 * f64::from(n) / STUDIES as f64;
            println!(
                "{:<24} {draws:>4} draws: diminish {:5.1} %, wrongly {:4.1} %; hold up {:5.1} %, wrongly {:4.1} %",
                made.name,
                percent(told),
                percent(wrong),
                percent(holds),
                percent(wrongly_holds)
            );
            // Four standard errors of a share of 1,000.
            assert!(percent(wrong) <= 5.0 + 2.8, "{}: {draws} draws, {} wrong", made.name, percent(wrong));
            assert!(
                percent(wrongly_holds) <= 5.0 + 2.8,
                "{}: {draws} draws, {} hold",
                made.name,
                percent(wrongly_holds)
            );
        }
    }
    // It is no silence: what goes flat is found.
    let flat = (0..STUDIES).filter(|study| {
        let found = returns(&curve(&CURVES[4], 64, *study), &[1.0; 64]).expect("steps");
        found.diminished().is_some_and(|step| step.from >= 2.0)
    });
    assert!(flat.count() as u64 >= STUDIES * 95 / 100);
}
