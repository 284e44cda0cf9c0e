//! Random-effects pooling of studies that estimate effects of their own around a common mean (DerSimonian & Laird 1986).
//!
//! The spread between studies is that of Paule & Mandel (1982), which Veroniki et al. (2016) recommend: the τ² at which the
//! weighted sum of squares is what it should be, k − 1. The interval is that of Hartung & Knapp (2001) and Sidik & Jonkman (2002),
//! with Student's t, never narrower than without their factor (Röver, Knapp & Friede 2015): with few studies the normal interval
//! is too short. What another study of the same kind would find is predicted as by Higgins, Thompson & Spiegelhalter (2009).

use amparo_model::math::statistics::student_t_quantile;
use serde::Serialize;

/// Halvings of the bracket around τ².
const HALVINGS: usize = 200;

/// One study's estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimated {
    /// The effect.
    pub effect: f64,
    /// Its standard error, above 0.
    pub se: f64,
}

/// Studies pooled.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pooled {
    /// Studies pooled.
    pub studies: usize,
    /// Mean of the effects that studies of this kind have.
    pub mean: f64,
    /// Standard error of the mean.
    pub se: f64,
    /// Lower end of the interval of the mean.
    pub low: f64,
    /// Upper end of the interval of the mean.
    pub high: f64,
    /// τ: spread of the studies' own effects.
    pub tau: f64,
    /// Share of the spread of estimates that is not their own error, `1 − (k − 1)/Q` (Higgins & Thompson 2002).
    pub heterogeneity: f64,
    /// Ends of the interval of the effect that another study would have; `None` with fewer than three studies.
    pub predicted: Option<(f64, f64)>,
}

/// Mean with weights `1/(se² + τ²)`, the sum of these weights, and the weighted sum of squares around the mean.
fn at(studies: &[Estimated], tau2: f64) -> (f64, f64, f64) {
    let weight = |one: &Estimated| 1.0 / (one.se * one.se + tau2);
    let all: f64 = studies.iter().map(weight).sum();
    let mean = studies.iter().map(|one| weight(one) * one.effect).sum::<f64>() / all;
    let squares = studies.iter().map(|one| weight(one) * (one.effect - mean) * (one.effect - mean)).sum();
    (mean, all, squares)
}

/// τ² of Paule & Mandel: `Σ(yᵢ − ȳ)²/(sᵢ² + τ²) = k − 1`, or 0 where the sum is below that without any spread.
pub fn spread_between(studies: &[Estimated]) -> f64 {
    let wanted = studies.len().saturating_sub(1) as f64;
    let squares = |tau2: f64| at(studies, tau2).2;
    if studies.len() < 2 || squares(0.0) <= wanted {
        return 0.0;
    }
    // The sum falls as τ² rises.
    let (mut low, mut high) = (0.0, 1.0);
    while squares(high) > wanted {
        (low, high) = (high, 2.0 * high);
    }
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if squares(middle) > wanted { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Pools studies; `None` with fewer than two, of which nothing between them can be known.
///
/// # Panics
/// If a standard error is not above 0, or `level` is not in (0, 1).
pub fn pooled(studies: &[Estimated], level: f64) -> Option<Pooled> {
    assert!(studies.iter().all(|one| one.se > 0.0), "a study's estimate has an error");
    if studies.len() < 2 {
        return None;
    }
    let rest = (studies.len() - 1) as f64;
    let tau2 = spread_between(studies);
    let (mean, weights, squares) = at(studies, tau2);
    let factor = (squares / rest).max(1.0);
    let se = (factor / weights).sqrt();
    let half = student_t_quantile(level, rest) * se;
    let without = at(studies, 0.0).2;
    let predicted = (studies.len() > 2).then(|| {
        let half = student_t_quantile(level, rest - 1.0) * (tau2 + se * se).sqrt();
        (mean - half, mean + half)
    });
    Some(Pooled {
        studies: studies.len(),
        mean,
        se,
        low: mean - half,
        high: mean + half,
        tau: tau2.sqrt(),
        heterogeneity: if without > rest { 1.0 - rest / without } else { 0.0 },
        predicted,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};
    use amparo_model::math::statistics::{mean, sample_sd, student_t_interval};

    fn of(effects: &[f64], se: f64) -> Vec<Estimated> {
        effects.iter().map(|effect| Estimated { effect: *effect, se }).collect()
    }

    #[test]
    fn with_equal_errors_the_spread_is_the_variance_less_the_error_and_the_interval_is_students() {
        let effects = [-0.9, -0.1, -0.4, 0.3, -0.6];
        let found = pooled(&of(&effects, 0.2), 0.95).expect("five studies");
        let variance = sample_sd(&effects).expect("five values").powi(2);
        assert!((found.tau * found.tau - (variance - 0.04)).abs() < 1e-12, "{found:?}");
        let student = student_t_interval(&effects, 0.95).expect("five values");
        assert!((found.mean - mean(&effects)).abs() < 1e-12);
        assert!((found.low - student.low).abs() < 1e-9 && (found.high - student.high).abs() < 1e-9, "{found:?}");
        assert!((found.heterogeneity - (1.0 - 0.04 / variance)).abs() < 1e-12);
    }

    #[test]
    fn studies_that_agree_are_pooled_by_their_errors_alone() {
        let studies = [Estimated { effect: 0.5, se: 0.1 }, Estimated { effect: 0.5, se: 0.2 }];
        let found = pooled(&studies, 0.95).expect("two studies");
        assert_eq!((found.tau, found.heterogeneity, found.mean), (0.0, 0.0, 0.5));
        // 1/(1/0.01 + 1/0.04) = 0.008; never less than without the factor, though nothing is left of the squares.
        assert!((found.se - 0.008f64.sqrt()).abs() < 1e-15, "{found:?}");
        assert_eq!(found.predicted, None);
    }

    #[test]
    fn two_studies_know_little() {
        let found = pooled(&of(&[0.0, 1.0], 0.1), 0.95).expect("two studies");
        // τ² = ½ − 0.01; half the interval is t₁(0.975)·½.
        assert!((found.tau - 0.49f64.sqrt()).abs() < 1e-9, "{found:?}");
        assert!((found.high - 0.5 - 12.706_204_736_432_1 * 0.5).abs() < 1e-6, "{found:?}");
        assert_eq!(pooled(&of(&[0.3], 0.1), 0.95), None);
    }

    /// Trials of the BCG vaccine against tuberculosis (Colditz et al. 1994): cases and others, with and without.
    const BCG: [[f64; 4]; 13] = [
        [4.0, 119.0, 11.0, 128.0],
        [6.0, 300.0, 29.0, 274.0],
        [3.0, 228.0, 11.0, 209.0],
        [62.0, 13536.0, 248.0, 12619.0],
        [33.0, 5036.0, 47.0, 5761.0],
        [180.0, 1361.0, 372.0, 1079.0],
        [8.0, 2537.0, 10.0, 619.0],
        [505.0, 87886.0, 499.0, 87892.0],
        [29.0, 7470.0, 45.0, 7232.0],
        [17.0, 1699.0, 65.0, 1600.0],
        [186.0, 50448.0, 141.0, 27197.0],
        [5.0, 2493.0, 3.0, 2338.0],
        [27.0, 16886.0, 29.0, 17825.0],
    ];

    fn bcg() -> Vec<Estimated> {
        BCG.iter()
            .map(|[a, b, c, d]| Estimated {
                effect: (a / (a + b) / (c / (c + d))).ln(),
                se: (1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d)).sqrt(),
            })
            .collect()
    }

    #[test]
    fn the_bcg_trials_are_pooled_as_published() {
        let studies = bcg();
        // DerSimonian & Laird's closed form, as published for these trials: τ² = 0.3088, mean −0.714.
        let weights: Vec<f64> = studies.iter().map(|s| 1.0 / (s.se * s.se)).collect();
        let (sum, squares): (f64, f64) = (weights.iter().sum(), weights.iter().map(|w| w * w).sum());
        let q = at(&studies, 0.0).2;
        let dl = (q - 12.0) / (sum - squares / sum);
        assert!((dl - 0.3088).abs() < 5e-5, "{dl}");
        assert!((at(&studies, dl).0 + 0.7141).abs() < 5e-5);
        assert!((q - 152.23).abs() < 5e-3, "{q}");
        // Paule & Mandel's solves its own equation, and lies near.
        let found = pooled(&studies, 0.95).expect("thirteen studies");
        assert!((at(&studies, found.tau * found.tau).2 - 12.0).abs() < 1e-9);
        assert!((found.tau * found.tau - 0.3181).abs() < 5e-4, "{found:?}");
        assert!((found.mean + 0.715).abs() < 5e-4 && found.high < 0.0, "{found:?}");
        assert!((found.heterogeneity - 0.9212).abs() < 5e-5, "{found:?}");
    }

    /// Shares of simulated poolings whose interval holds the mean, and whose prediction holds the effect of another study.
    fn coverage(k: u64, tau: f64, errors: &[f64], rounds: u64) -> (f64, f64) {
        let draws = Draws::new(41).of(Process::Belief).with(k);
        let (mut held, mut foretold) = (0.0, 0.0);
        for round in 0..rounds {
            let of_round = draws.with(round);
            let studies: Vec<Estimated> = (0..k)
                .map(|i| {
                    let se = errors[i as usize % errors.len()];
                    let own = 0.4 + tau * of_round.normal(2 * i);
                    Estimated { effect: own + se * of_round.normal(2 * i + 1), se }
                })
                .collect();
            let found = pooled(&studies, 0.95).expect("some studies");
            held += f64::from(u8::from(found.low <= 0.4 && 0.4 <= found.high));
            let next = 0.4 + tau * of_round.normal(1_000);
            foretold += found.predicted.map_or(0.0, |(low, high)| f64::from(u8::from(low <= next && next <= high)));
        }
        (held / rounds as f64, foretold / rounds as f64)
    }

    #[test]
    fn intervals_hold_the_truth_about_as_often_as_they_say_also_with_few_studies() {
        for (k, tau) in [(3, 0.5), (5, 0.5), (6, 0.2), (8, 1.0)] {
            let (held, foretold) = coverage(k, tau, &[0.2], 4_000);
            assert!((0.94..=0.985).contains(&held), "{k} studies, τ {tau}: {held}");
            // A spread no larger than the studies' errors is hard to see, and predictions are then too sure.
            let least = if tau > 0.2 { 0.93 } else { 0.88 };
            assert!(foretold > least, "{k} studies, τ {tau}: {foretold}");
            let (held, _) = coverage(k, tau, &[0.1, 0.3, 0.2], 4_000);
            assert!((0.92..=0.985).contains(&held), "{k} unlike studies, τ {tau}: {held}");
        }
        // Without any spread between studies the interval is on the safe side.
        assert!(coverage(5, 0.0, &[0.2], 4_000).0 > 0.95);
    }
}
