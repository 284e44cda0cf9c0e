use super::at_budget::{Arm, PoliciesAtBudget};
use super::contrast::{Contrast, Side};
use super::cross_fit::{CROSS_FITTED, chosen, chosen_over_all};
use super::results::Role;
use super::said::said;
use crate::discovery::results::Said;
use crate::over_draws::{difference, over_draws};

const CONTRASTS: [Contrast; 8] = [
    Contrast { name: "diagnosing", policy: Side::Of(Role::Bundle), against: Side::BestUniform },
    Contrast { name: "matching", policy: Side::Of(Role::Bundle), against: Side::BestByExposure },
    Contrast { name: "where", policy: Side::BestByExposure, against: Side::BestUniform },
    Contrast { name: "which", policy: Side::Of(Role::Effect), against: Side::BestByExposure },
    Contrast { name: "how-much", policy: Side::Of(Role::Intensity), against: Side::Of(Role::Effect) },
    Contrast { name: "together", policy: Side::Of(Role::Bundle), against: Side::Of(Role::Intensity) },
    Contrast { name: "best-found", policy: Side::Of(Role::BestFound), against: Side::Of(Role::Bundle) },
    Contrast { name: "best-found-single", policy: Side::Of(Role::BestFound), against: Side::BestSingle },
];

/// Two strategies, each best in half of the draws by far more than noise.
fn two() -> [Vec<Vec<f64>>; 2] {
    let noise = [3.0, -3.0];
    let of = |first: bool| {
        (0..20)
            .map(|d| noise.iter().map(|n| if (d % 2 == 0) == first { 100.0 + n } else { n - 20.0 }).collect())
            .collect()
    };
    [of(true), of(false)]
}

#[test]
fn the_best_single_one_is_chosen_draw_by_draw_from_other_replicates() {
    let [a, b] = two();
    let picks = chosen(&[&a, &b], &[1.0; 20]);
    assert!(picks.iter().enumerate().all(|(d, p)| *p == vec![d % 2; 2]), "{picks:?}");
}

#[test]
fn choosing_by_noise_earns_nothing_where_it_is_scored() {
    // Ten strategies that do nothing: the best of them in its own replicate would look good.
    let mut state = 7u64;
    let mut u = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64 - 0.5
    };
    let arms: Vec<Vec<Vec<f64>>> = (0..10).map(|_| (0..400).map(|_| vec![u(), u()]).collect()).collect();
    let views: Vec<&[Vec<f64>]> = arms.iter().map(Vec::as_slice).collect();
    let picks = chosen(&views, &[1.0; 400]);
    let scored: f64 = picks
        .iter()
        .enumerate()
        .flat_map(|(d, p)| p.iter().enumerate().map(move |(r, a)| (d, r, *a)))
        .map(|(d, r, a)| arms[a][d][r])
        .sum::<f64>()
        / 800.0;
    let peeked: f64 = (0..400).map(|d| (0..10).map(|a| arms[a][d][0]).fold(f64::MIN, f64::max)).sum::<f64>() / 400.0;
    assert!(scored.abs() < 0.04 && peeked > 0.3, "{scored} {peeked}");
}

#[test]
fn a_single_replicate_is_never_chosen_by_itself() {
    let (a, b) = (vec![vec![1.0], vec![1.0], vec![900.0]], vec![vec![2.0], vec![2.0], vec![0.0]]);
    // The third draw's own value would choose the first; the others say the second.
    assert_eq!(chosen(&[&a, &b], &[1.0; 3])[2], vec![1]);
    assert_eq!(chosen_over_all(&[&a, &b], &[1.0; 3])[2], vec![1]);
}

#[test]
fn what_noise_leaves_open_is_neither_yes_nor_no() {
    let more = [vec![90.0, 110.0], vec![10.0, -10.0], vec![20.0, 0.0], vec![-90.0, -110.0]];
    let base = vec![vec![1000.0; 2]; 4];
    let found = said(&more, &base, 0.02);
    assert_eq!(found, [Said::Yes, Said::Noise, Said::Noise, Said::No]);
}

#[test]
fn where_which_how_much_and_together_add_up_to_diagnosing() {
    let arm = |policy: &str, role: Role, value: f64| Arm {
        policy: policy.into(),
        title: policy.into(),
        role,
        averted: (0..9).map(|d| vec![value + f64::from(d), value - f64::from(d)]).collect(),
        spent: vec![vec![1.0; 2]; 9],
        most_spent: 1.0,
        survey_soles_per_year: 0.0,
        survey_soles: 0.0,
        households: 0.0,
        usual_survey: true,
        usual_intensity: true,
        knows_parameters: true,
        communities: Vec::new(),
    };
    let arms = [
        arm("a", Role::Uniform, 10.0),
        arm("b", Role::Uniform, 50.0),
        arm("c", Role::ByExposure, 120.0),
        arm("d", Role::Effect, 110.0),
        arm("e", Role::Intensity, 140.0),
        arm("f", Role::Bundle, 200.0),
    ];
    let (weights, baseline) = (vec![1.0; 9], vec![vec![1000.0; 2]; 9]);
    let question = PoliciesAtBudget {
        budget_soles_per_year: 2.0,
        arms: &arms,
        weights: &weights,
        baseline: &baseline,
        contrasts: &CONTRASTS,
    };
    let found = question.answer().unwrap();
    let of = |name: &str| found.gains.iter().find(|g| g.question == name).unwrap().averted.mean;
    let sum: f64 = ["where", "which", "how-much", "together"].into_iter().map(of).sum();
    assert!((sum - of("diagnosing")).abs() < 1e-9 && (of("diagnosing") - 150.0).abs() < 1e-9);
    assert!((of("which") + 10.0).abs() < 1e-9 && (of("matching") - 80.0).abs() < 1e-9);
    assert!(found.gains.iter().all(|g| g.question != "best-found"), "nobody searched");
    // Noise is taken larger where a side was chosen in other replicates, whatever policies are called.
    let averted = (0..9).map(|d| vec![210.0 + 3.0 * f64::from(d), 210.0]).collect();
    let searched = [arms.to_vec(), vec![Arm { averted, ..arm("best-found-2M", Role::BestFound, 210.0) }]].concat();
    let found = PoliciesAtBudget { arms: &searched, ..question }.answer().unwrap();
    let of = |name: &str| found.gains.iter().find(|g| g.question == name).unwrap().averted;
    let plain = over_draws(&difference(&searched[6].averted, &searched[5].averted), &weights);
    assert_eq!((of("best-found").mc_se, of("best-found").mean), (plain.mc_se, plain.mean));
    assert!(plain.mc_se.unwrap() > 0.0);
    // Here the best single one is always the same, so that only its having been chosen makes a difference.
    let against_single = over_draws(&difference(&searched[6].averted, &searched[2].averted), &weights);
    let ratio = of("best-found-single").mc_se.unwrap() / against_single.mc_se.unwrap();
    assert!((ratio - CROSS_FITTED).abs() < 1e-12, "{ratio}");
    let chosen = &found.strategies[0].chosen;
    assert!(chosen[0] == ("a".to_owned(), 0.0) && chosen[1].0 == "b" && (chosen[1].1 - 1.0).abs() < 1e-12);
}
