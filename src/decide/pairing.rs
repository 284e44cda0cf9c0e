//! What pairing saved: how alike the noise of policy and baseline is under common random numbers.

use amparo_model::math::num;

/// Correlation of paired outcomes and what unpaired runs of the same precision would have cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Saved {
    /// Correlation of policy and baseline over replicates of the same draw, pooled.
    pub correlation: f64,
    /// Unpaired replicates (of both arms) per paired one.
    pub unpaired_per_paired: f64,
}

/// From `policy[draw][replicate]` and the baseline's of the same draws and replicates: with within-draw sums of squares S
/// pooled over draws, correlation S_pb/√(S_pp S_bb), and (S_pp + S_bb)/S_dd with d = p − b, the ratio of
/// Var(p) + Var(b) to Var(p − b): the number of independent replicates that give a difference the same variance as one
/// paired replicate (common random numbers: Law 2015, *Simulation Modeling and Analysis*, §11.2).
///
/// `None` where no draw has two replicates, or one of p, b, d does not vary (a ratio without meaning or limit).
///
/// # Panics
/// If the shapes differ.
pub fn saved(policy: &[Vec<f64>], baseline: &[Vec<f64>]) -> Option<Saved> {
    assert_eq!(policy.len(), baseline.len(), "both have every draw");
    let (mut pp, mut bb, mut pb, mut dd) = (0.0, 0.0, 0.0, 0.0);
    for (p, b) in policy.iter().zip(baseline) {
        assert_eq!(p.len(), b.len(), "both have every replicate");
        let n = p.len() as f64;
        let (p_mean, b_mean) = (p.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
        for (x, y) in p.iter().zip(b) {
            let (x, y) = (x - p_mean, y - b_mean);
            pp += x * x;
            bb += y * y;
            pb += x * y;
            dd += (x - y) * (x - y);
        }
    }
    (pp > 0.0 && bb > 0.0 && dd > 0.0)
        .then(|| Saved { correlation: pb / num::sqrt(pp * bb), unpaired_per_paired: (pp + bb) / dd })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand_within_draws_only() {
        // Draw means differ by 1000 and count for nothing. Deviations ±1 and ±1; ±2 and ±1: S_pp = 10, S_bb = 4, S_pb = 6.
        let policy = [vec![9.0, 11.0], vec![1008.0, 1012.0], vec![5.0]];
        let baseline = [vec![19.0, 21.0], vec![2019.0, 2021.0], vec![7.0]];
        let saved = saved(&policy, &baseline).unwrap();
        assert!((saved.correlation - 6.0 / 40f64.sqrt()).abs() < 1e-12);
        // S_dd = 10 + 4 − 12 = 2.
        assert!((saved.unpaired_per_paired - 7.0).abs() < 1e-12);
    }

    #[test]
    fn independent_arms_save_nothing_and_single_replicates_say_nothing() {
        let independent = saved(&[vec![1.0, -1.0, 1.0, -1.0]], &[vec![1.0, 1.0, -1.0, -1.0]]).unwrap();
        assert_eq!((independent.correlation, independent.unpaired_per_paired), (0.0, 1.0));
        assert_eq!(saved(&[vec![1.0], vec![2.0]], &[vec![1.0], vec![4.0]]), None);
        assert_eq!(saved(&[vec![3.0, 4.0]], &[vec![1.0, 2.0]]), None);
    }
}
