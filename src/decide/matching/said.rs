//! What each draw says to a question, where noise lets it.

use super::cross_fit::CROSS_FITTED;
use crate::discovery::results::Said;
use crate::mean::{draw_means, pooled_noise};
use amparo_model::math::num;
use amparo_model::math::statistics::student_t_quantile;

/// Answer of each draw to "more than `threshold` of the baseline": no answer where noise leaves it open at 95 %, with the noise
/// variance of one replicate pooled over draws, and [`CROSS_FITTED`].
pub fn said(more: &[Vec<f64>], baseline: &[Vec<f64>], threshold: f64) -> Vec<Said> {
    let Some((variance, degrees)) = pooled_noise(more) else { return vec![Said::Noise; more.len()] };
    let sd = CROSS_FITTED * num::sqrt(variance);
    let t = student_t_quantile(0.95, degrees);
    draw_means(more)
        .iter()
        .zip(more)
        .zip(baseline)
        .map(|((mean, of_draw), base)| {
            let over = mean - threshold * base.iter().sum::<f64>() / base.len() as f64;
            if over.abs() <= t * sd / num::sqrt(of_draw.len() as f64) {
                Said::Noise
            } else if over > 0.0 {
                Said::Yes
            } else {
                Said::No
            }
        })
        .collect()
}
