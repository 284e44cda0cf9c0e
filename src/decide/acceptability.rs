//! Which strategy is best in how many draws, and what a wrong choice would cost.

use amparo_model::math::matrix::Matrix;
use amparo_model::math::weighted::shares;

/// Net benefits that differ by less than this share of the largest in the draw are a tie: rounding, not money.
const TIE: f64 = 1e-9;

/// Answers at one willingness to pay, from net benefits `benefit[draw][strategy]`; by strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct AtWillingness {
    /// Weighted mean net benefit, S/.
    pub expected: Vec<f64>,
    /// Row of the highest expected net benefit: the acceptability *frontier* follows it, whatever strategy is best most
    /// often (Fenwick, Claxton & Sculpher 2001, Health Econ. 10:779–787). The first of equals.
    pub best: usize,
    /// Weighted share of draws in which it has the highest net benefit; draws with a tie are shared, so that it sums to 1
    /// (van Hout et al. 1994, Health Econ. 3:309–319).
    pub probability_best: Vec<f64>,
    /// Expected loss Σ_d p_d (max_j b_dj − b_dk), S/; that of `best` is the expected value of perfect information
    /// (Alarid-Escudero et al. 2019, Value Health 22:611–618).
    pub expected_loss: Vec<f64>,
    /// Largest loss over draws, S/ (Savage 1951, J. Am. Stat. Assoc. 46:55–67).
    pub largest_regret: Vec<f64>,
    /// Row of the smallest largest regret; the first of equals. Weights do not enter but by leaving out draws of weight 0.
    pub minimax_regret: usize,
}

/// Everything at one willingness to pay.
///
/// # Panics
/// If there is no strategy or not one weight per draw.
pub fn at_willingness(benefit: &Matrix, weights: &[f64]) -> AtWillingness {
    assert_eq!(benefit.len(), weights.len(), "every draw has a weight");
    let p = shares(weights);
    let k = benefit.first().map_or(0, Vec::len);
    assert!(k > 0, "there is a strategy to choose");
    let mut out = AtWillingness {
        expected: vec![0.0; k],
        best: 0,
        probability_best: vec![0.0; k],
        expected_loss: vec![0.0; k],
        largest_regret: vec![0.0; k],
        minimax_regret: 0,
    };
    for (row, p) in benefit.iter().zip(&p) {
        let highest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let level = highest - TIE * row.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
        let ties = row.iter().filter(|b| **b >= level).count() as f64;
        for (i, b) in row.iter().enumerate() {
            out.expected[i] += p * b;
            out.expected_loss[i] += p * (highest - b);
            if *b >= level {
                out.probability_best[i] += p / ties;
            }
            if *p > 0.0 {
                out.largest_regret[i] = out.largest_regret[i].max(highest - b);
            }
        }
    }
    out.best = first_where(&out.expected, |a, b| a > b);
    out.minimax_regret = first_where(&out.largest_regret, |a, b| a < b);
    out
}

/// The first element no other is better than.
fn first_where(values: &[f64], better: impl Fn(f64, f64) -> bool) -> usize {
    (1..values.len()).fold(0, |best, i| if better(values[i], values[best]) { i } else { best })
}
