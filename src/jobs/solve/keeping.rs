//! Which solved candidates become draws: acceptance–rejection along a low-discrepancy sequence (Zhu & Dick 2014, *Electronic
//! Journal of Statistics* 8).
//!
//! Candidate i has a coordinate u_i of its own and is kept where `u_i < w_i/(c·w̄)`, w its importance weight. Kept ones follow prior ×
//! likelihood, all count alike, and so does every prefix of them. c and w̄ come from the first candidates alone: neither growth nor the
//! number of draws wanted changes what was kept before. What w exceeds c·w̄ by is lost; c is chosen so that this is little.

use super::weights::Factors;

/// Share of all weight that may be lost above c·w̄ among the first candidates.
pub const MOST_LOST: f64 = 0.01;

/// The rule, as the first candidates fix it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keeping {
    /// Candidates that fixed it.
    pub first: usize,
    /// w̄: their mean weight, 0 for one that could not be solved.
    pub mean_weight: f64,
    /// c.
    pub factor: f64,
    /// Mean of each factor of weight over those of them that were solved.
    pub means: [f64; 4],
}

/// c, from the smallest: 4, 6, 8, 12, 16, 24, 32 ...
fn factors() -> impl Iterator<Item = f64> {
    (2..).flat_map(|power| [f64::from(1u32 << power), 1.5 * f64::from(1u32 << power)]).take(40)
}

impl Keeping {
    /// The rule that the first candidates fix, `None` for one that could not be solved; `None` if none could.
    pub fn new(first: &[Option<Factors>]) -> Option<Keeping> {
        let solved: Vec<&Factors> = first.iter().flatten().collect();
        let weights: Vec<f64> = first.iter().map(|one| one.map_or(0.0, |f| f.weight())).collect();
        let (mean_weight, factor) = fixed(&weights)?;
        let mean = |i: usize| solved.iter().map(|f| f.values()[i]).sum::<f64>() / solved.len() as f64;
        Some(Keeping { first: first.len(), mean_weight, factor, means: [0, 1, 2, 3].map(mean) })
    }

    /// Whether a candidate of this weight is kept at its coordinate u.
    pub fn keeps(&self, u: f64, weight: f64) -> bool {
        keeps(u, weight, self.factor * self.mean_weight)
    }

    /// Share of all weight lost above c·w̄, `Σ(w − c·w̄)₊/Σw`.
    pub fn lost(&self, weights: &[f64]) -> f64 {
        lost(weights, self.factor * self.mean_weight)
    }

    /// The largest weight over w̄.
    pub fn largest(&self, weights: &[f64]) -> f64 {
        weights.iter().copied().fold(0.0, f64::max) / self.mean_weight
    }
}

/// Whether a candidate is kept at its coordinate u where c·w̄ is `bound`.
pub fn keeps(u: f64, weight: f64, bound: f64) -> bool {
    u < weight / bound
}

fn lost(weights: &[f64], bound: f64) -> f64 {
    let all: f64 = weights.iter().sum();
    weights.iter().map(|w| (w - bound).max(0.0)).sum::<f64>() / all
}

/// w̄ and c: the smallest c at which no more than [`MOST_LOST`] of the weight is lost; `None` without any weight.
fn fixed(first: &[f64]) -> Option<(f64, f64)> {
    let mean = first.iter().sum::<f64>() / first.len() as f64;
    if mean <= 0.0 || !mean.is_finite() {
        return None;
    }
    // The largest weight of n is at most n·w̄, so that some c is enough.
    factors().find(|c| lost(first, c * mean) <= MOST_LOST).map(|c| (mean, c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::math::sobol;
    use amparo_model::math::statistics::{mean, sample_sd};
    use amparo_model::math::weighted::{weighted_mean, weighted_variance};

    const SEED: u64 = 11;

    /// A truth that is known: x and y even over (0, 1), weighted by x·(1 − y), so that x has the density 2x (mean ⅔, variance 1/18),
    /// y the density 2(1 − y) (mean ⅓, variance 1/18), and z keeps its own; a fifth of all candidates cannot be solved, whatever they are.
    fn candidate(i: u32) -> ([f64; 3], f64) {
        let at = |d| sobol::point(i, d, SEED);
        let (x, y) = (at(0), at(1));
        let weight = if at(3) < 0.2 { 0.0 } else { x * (1.0 - y) };
        ([x, y, at(2)], weight)
    }

    const MEANS: [f64; 3] = [2.0 / 3.0, 1.0 / 3.0, 0.5];
    const VARIANCES: [f64; 3] = [1.0 / 18.0, 1.0 / 18.0, 1.0 / 12.0];

    fn chance(i: u32) -> f64 {
        sobol::point(i, 4, SEED)
    }

    fn rule(first: u32) -> (f64, f64) {
        fixed(&(0..first).map(|i| candidate(i).1).collect::<Vec<_>>()).expect("some weigh something")
    }

    /// The first kept candidates, by number.
    fn kept(wanted: usize, bound: f64) -> Vec<u32> {
        (0..sobol::POINTS).filter(|i| keeps(chance(*i), candidate(*i).1, bound)).take(wanted).collect()
    }

    fn of(numbers: &[u32], d: usize) -> Vec<f64> {
        numbers.iter().map(|i| candidate(*i).0[d]).collect()
    }

    #[test]
    fn kept_candidates_have_the_mean_and_variance_of_the_truth() {
        let (w, c) = rule(256);
        let n = 4_096;
        let numbers = kept(n, c * w);
        for d in 0..3 {
            let x = of(&numbers, d);
            let (m, v) = (mean(&x), sample_sd(&x).expect("many").powi(2));
            // Two standard errors of as many independent ones; a net is more even than those.
            let error = (VARIANCES[d] / n as f64).sqrt();
            assert!((m - MEANS[d]).abs() < 2.0 * error, "coordinate {d}: mean {m}");
            assert!((v / VARIANCES[d] - 1.0).abs() < 0.06, "coordinate {d}: variance {v}");
        }
        // What would come out if everything solved were kept: the check can fail.
        let all: Vec<u32> = (0..4_096).filter(|i| candidate(*i).1 > 0.0).collect();
        assert!((mean(&of(&all, 0)) - MEANS[0]).abs() > 0.15);
    }

    #[test]
    fn every_prefix_agrees_with_all_candidates_weighted() {
        for from in [0, 5_000, 20_000] {
            let range = from..from + 1_100;
            let weights: Vec<f64> = range.clone().map(|i| candidate(i).1).collect();
            let (w, c) = fixed(&weights[..256]).expect("weights");
            let numbers: Vec<u32> = range.clone().filter(|i| keeps(chance(*i), candidate(*i).1, c * w)).collect();
            assert!(numbers.len() > 128, "{}", numbers.len());
            for d in 0..3 {
                let x: Vec<f64> = range.clone().map(|i| candidate(i).0[d]).collect();
                let (m, v) = (weighted_mean(&x, &weights), weighted_variance(&x, &weights).expect("many"));
                for n in [16, 64, 128] {
                    let z = (mean(&of(&numbers[..n], d)) - m) / (v / n as f64).sqrt();
                    assert!(z.abs() < 3.0, "coordinate {d}, the first {n}: z = {z}");
                }
            }
        }
    }

    #[test]
    fn more_draws_are_appended_and_no_candidate_stands_twice() {
        let (w, c) = rule(256);
        let (few, many) = (kept(64, c * w), kept(256, c * w));
        assert_eq!(few, many[..64]);
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]));
        // About one in four becomes a draw, those without a solution counted too.
        let share = 256.0 / f64::from(many[255] + 1);
        assert!((0.21..0.29).contains(&share), "{share}");
    }

    #[test]
    fn what_could_not_be_solved_counts_as_nothing_and_is_never_kept() {
        let solved = Factors { theta: 2.0, place: 1.0, register: 3.0, elasticity: 1.0, saturation: 9.0 };
        let rule = Keeping::new(&[Some(solved), None, None, Some(solved)]).expect("two were solved");
        assert_eq!((rule.first, rule.mean_weight, rule.factor), (4, 3.0, 4.0));
        assert_eq!(rule.means, [2.0, 1.0, 3.0, 1.0]);
        assert!(!rule.keeps(f64::MIN_POSITIVE, 0.0));
        assert!(rule.keeps(0.499, 6.0) && !rule.keeps(0.5, 6.0));
        assert_eq!(Keeping::new(&[None, None]), None);
    }

    #[test]
    fn the_factor_rises_until_little_is_lost_and_the_first_alone_decide() {
        assert_eq!(rule(256).1, 4.0, "even weights need no more");
        // One candidate in 64 has a hundred times the weight of the others, 39 times the mean.
        let heavy: Vec<f64> = (0..256).map(|i| if i % 64 == 7 { 100.0 } else { 1.0 }).collect();
        let (mean, factor) = fixed(&heavy).expect("weights");
        assert!(lost(&heavy, factor * mean) <= MOST_LOST, "{factor}");
        let before = factors().take_while(|c| *c < factor).last().expect("a smaller one");
        assert!(lost(&heavy, before * mean) > MOST_LOST, "{before}");
        let first: Vec<f64> = factors().take(8).collect();
        assert_eq!(first, [4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0]);
        // One candidate with everything.
        let mut one = vec![0.0; 256];
        one[3] = 5.0;
        assert_eq!(fixed(&one).map(|(_, c)| c), Some(256.0));
        // By hand: weights 1, 1, 8 above a bound of 6 lose 2 of 10.
        assert!((lost(&[1.0, 1.0, 8.0], 6.0) - 0.2).abs() < 1e-15);
    }
}
