//! The expected value of learning some parameters and not the others.

use super::acceptability::at_willingness;
use super::answers::Worth;
use super::voi::NORMAL_95;
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::math::matrix::Matrix;
use amparo_model::math::regression::Design;
use amparo_model::math::weighted::{weighted_mean, weighted_standard_error};

/// Folds of a cross-fit.
const FOLDS: usize = 10;
/// Cross-fits with other folds, averaged: the answer hangs less on one split.
const REPEATS: u64 = 5;

/// Expected value of perfect *partial* information about a group of parameters φ, E_φ max_k E[b_k | φ] − max_k E b_k, by
/// regression of net benefits on φ over the draws at hand (Strong, Oakley & Brennan 2014, Med. Decis. Making 34:311–326), at
/// each willingness to pay: `benefit[willingness][draw][strategy]` are means over replicates, `columns[parameter][draw]`
/// the group's values (1 to some 6 parameters; give log-uniform ones on the log scale).
///
/// *Cross-fitted*: draws are split into ten folds; the increment of each strategy over the one that is best now is regressed
/// on φ ([`Design`]) in nine of them, and in the tenth the strategy that the fit prefers is chosen by φ alone and credited
/// with that draw's **own** increment. Regression takes the noise out of the choice, and an overfitted choice pays for itself
/// in draws it has not seen, so that neither noise nor overfitting inflates the value: it is that of a decision rule one can
/// follow, on average at most the EVPPI and tending to it with the number of draws (the cross-fitting of Chernozhukov et al.
/// 2018, Econometrics J. 21:C1–C68). Five cross-fits are averaged.
///
/// *Standard error*: that of a weighted mean over draws of the credited increments. *Zero* where the interval value ± 1.96 se
/// covers 0.
///
/// Deterministic for a `seed`.
///
/// # Panics
/// If shapes differ.
pub fn partial_information(benefit: &[Matrix], columns: &[Vec<f64>], weights: &[f64], seed: u64) -> Vec<Worth> {
    let draws = weights.len();
    assert!(columns.iter().all(|c| c.len() == draws), "every parameter has a value in every draw");
    assert!(benefit.iter().all(|b| b.len() == draws), "every draw has its net benefits");
    let now: Vec<usize> = benefit.iter().map(|b| at_willingness(b, weights).best).collect();
    // increments[willingness][strategy][draw]
    let increments: Vec<Matrix> = benefit
        .iter()
        .zip(&now)
        .map(|(b, now)| {
            let strategies = b.first().map_or(0, Vec::len);
            (0..strategies).map(|k| b.iter().map(|row| row[k] - row[*now]).collect()).collect()
        })
        .collect();
    let mut credited = vec![vec![0.0; draws]; benefit.len()];
    for repeat in 0..REPEATS {
        let fold = folds(Draws::new(seed).of(Process::Folds).with(repeat), draws);
        for held_out in 0..FOLDS {
            let (test, train): (Vec<usize>, Vec<usize>) = (0..draws).partition(|d| fold[*d] == held_out);
            if test.is_empty() || train.iter().all(|d| weights[*d] == 0.0) {
                continue;
            }
            let design = Design::new(columns, &train, weights);
            let rows: Matrix =
                test.iter().map(|d| design.row(&columns.iter().map(|c| c[*d]).collect::<Vec<_>>())).collect();
            for ((increments, now), credited) in increments.iter().zip(&now).zip(&mut credited) {
                let fits: Vec<_> = increments.iter().map(|y| design.fit(y)).collect();
                for (d, row) in test.iter().zip(&rows) {
                    let mut choice = (*now, 0.0);
                    for (k, fit) in fits.iter().enumerate() {
                        let fitted = if k == *now { 0.0 } else { fit.at(row) };
                        if fitted > choice.1 {
                            choice = (k, fitted);
                        }
                    }
                    credited[*d] += increments[choice.0][*d] / REPEATS as f64;
                }
            }
        }
    }
    credited
        .iter()
        .map(|gain| {
            let value = weighted_mean(gain, weights);
            let se = weighted_standard_error(gain, weights).unwrap_or(0.0);
            Worth { value: if value > NORMAL_95 * se { value } else { 0.0 }, estimate: value, se }
        })
        .collect()
}

/// Fold of each draw: as even as can be, by the order of keyed uniforms.
fn folds(stream: Stream, draws: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..draws).collect();
    order.sort_by_key(|d| (stream.word(*d as u64), *d));
    let mut fold = vec![0; draws];
    for (place, d) in order.into_iter().enumerate() {
        fold[d] = place % FOLDS;
    }
    fold
}
