//! How well static forecasts did.

use super::results::{Forecast, ForecastSkill};
use amparo_model::math::num;
use amparo_model::math::weighted::weighted_mean;

/// How well forecasts of one policy did, from (weight, forecast, simulated) of each draw; `None` without draws.
pub fn skill(of: &Forecast, title: &str, draws: &[(f64, f64, f64)]) -> Option<ForecastSkill> {
    let weights: Vec<f64> = draws.iter().map(|d| d.0).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = draws.iter().map(|d| (d.1, d.2)).unzip();
    if draws.is_empty() {
        return None;
    }
    let (forecast, simulated) = (weighted_mean(&x, &weights), weighted_mean(&y, &weights));
    let moment = |f: &dyn Fn(usize) -> f64| weighted_mean(&(0..draws.len()).map(f).collect::<Vec<_>>(), &weights);
    let covariance = moment(&|i| (x[i] - forecast) * (y[i] - simulated));
    let (vx, vy) =
        (moment(&|i| (x[i] - forecast) * (x[i] - forecast)), moment(&|i| (y[i] - simulated) * (y[i] - simulated)));
    Some(ForecastSkill {
        policy: of.policy.clone(),
        title: title.to_owned(),
        role: of.role,
        budget_soles_per_year: of.budget_soles_per_year,
        forecast,
        simulated,
        ratio: simulated / forecast,
        correlation: (vx > 0.0 && vy > 0.0).then(|| covariance / num::sqrt(vx * vy)),
    })
}
