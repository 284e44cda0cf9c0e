//! How far the mining towns are.

use crate::world::Region;

/// Hours to the mining towns, weighted as recruiters do.
pub fn mean_hours(region: &Region, c: usize) -> f64 {
    let hours = &region.communities[c].hours;
    let weights = &region.base_weight[c * hours.len()..(c + 1) * hours.len()];
    let all: f64 = weights.iter().sum();
    hours.iter().zip(weights).map(|(h, w)| h * w).sum::<f64>() / all
}
