//! Precision on demand: when have enough replicates been run?

use amparo_model::math::statistics::{mean, paired_difference, standard_error, student_t_quantile};

/// Replicates before the first look: a variance from fewer stops too early too often.
pub const FIRST_LOOK: usize = 20;

/// Precision that a study asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrecisionRule {
    /// Half-width wanted of every paired difference, in the outcome's unit.
    pub half_width: Option<f64>,
    /// Half-width wanted as a share of the baseline's mean (its absolute value). With both given, the wider one is enough.
    pub relative: Option<f64>,
    /// Replicates added at a time.
    pub block: usize,
    /// Replicates at most.
    pub most: usize,
    /// Confidence of all statements together, such as 0.95.
    pub level: f64,
}

/// Whether the replicates run so far are enough for the precision wanted.
#[derive(Clone, Debug, PartialEq)]
pub enum Advice {
    /// Run on until this many replicates.
    Continue {
        /// Replicates to run to.
        until: usize,
    },
    /// Every difference was narrow enough at this many replicates.
    Enough {
        /// Replicates that were run.
        replicates: usize,
    },
    /// The most that is allowed was not enough.
    GiveUp {
        /// Replicates that were run.
        replicates: usize,
        /// Policies whose difference from the baseline is still wider than asked for.
        too_wide: Vec<usize>,
        /// Pairs that cannot be told apart; `None` stands for the baseline.
        alike: Vec<(Option<usize>, usize)>,
    },
}

impl PrecisionRule {
    /// Numbers of replicates at which it looks: ends of blocks from [`FIRST_LOOK`] on, and `most`.
    ///
    /// # Panics
    /// If blocks are empty.
    pub fn looks(&self) -> Vec<usize> {
        assert!(self.block > 0, "a block has replicates");
        let mut looks: Vec<usize> = (1..=self.most / self.block)
            .map(|i| i * self.block)
            .filter(|n| *n >= FIRST_LOOK && *n < self.most)
            .collect();
        looks.push(self.most.max(2));
        looks
    }
}

/// The fixed-width rule (Chow & Robbins 1965, Ann. Math. Stat. 36:457–462; for simulation Law 2015, §9.4.1), looked at only
/// at the ends of blocks, in the order of replicates: more replicates than that, which parallel work may have at hand,
/// change nothing, so that the advice depends on the outcomes alone.
///
/// `differences[policy][replicate]` is policy − baseline and `baseline[replicate]` the baseline's outcome, both in order
/// from replicate 0. At a look with n replicates the half-width of a policy is t·s/√n, t the two-sided Student quantile at
/// n − 1 degrees of freedom and level 1 − (1 − level)/(looks × policies) (Bonferroni), so that all intervals hold together
/// with at least `level` whenever it stops. At the end, pairs (with the baseline as one) cannot be told apart where the
/// interval of their paired difference, at 1 − (1 − level)/(looks × pairs), contains 0.
///
/// # Panics
/// If policies differ in the number of replicates, or the rule's level is not in (0, 1).
pub fn advice(differences: &[Vec<f64>], baseline: &[f64], rule: &PrecisionRule) -> Advice {
    assert!(differences.iter().all(|d| d.len() == baseline.len()), "every policy has every replicate");
    let looks = rule.looks();
    let at_once = (looks.len() * differences.len().max(1)) as f64;
    for n in &looks {
        if *n > baseline.len() {
            return Advice::Continue { until: *n };
        }
        let t = student_t_quantile(1.0 - (1.0 - rule.level) / at_once, (*n - 1) as f64);
        let share = rule.relative.map(|r| r * mean(&baseline[..*n]).abs());
        let wanted = rule.half_width.into_iter().chain(share).fold(0.0, f64::max);
        let wide: Vec<usize> = (0..differences.len())
            .filter(|p| t * standard_error(&differences[*p][..*n]).unwrap_or(f64::INFINITY) > wanted)
            .collect();
        if wide.is_empty() {
            return Advice::Enough { replicates: *n };
        }
        if *n == rule.most.max(2) {
            return Advice::GiveUp { replicates: *n, too_wide: wide, alike: alike(differences, *n, looks.len(), rule) };
        }
    }
    unreachable!("the last look is at the most replicates")
}

/// Pairs whose paired difference may be 0.
fn alike(differences: &[Vec<f64>], n: usize, looks: usize, rule: &PrecisionRule) -> Vec<(Option<usize>, usize)> {
    let zero = vec![0.0; n];
    let of = |i: Option<usize>| i.map_or(&zero[..], |i| &differences[i][..n]);
    let pairs: Vec<(Option<usize>, usize)> = (0..differences.len())
        .flat_map(|j| std::iter::once(None).chain((0..j).map(Some)).map(move |i| (i, j)))
        .collect();
    let level = 1.0 - (1.0 - rule.level) / (looks * pairs.len().max(1)) as f64;
    pairs
        .into_iter()
        .filter(|(i, j)| {
            let paired = paired_difference(of(Some(*j)), of(*i), level);
            paired.low.is_none_or(|low| low <= 0.0) && paired.high.is_none_or(|high| high >= 0.0)
        })
        .collect()
}
