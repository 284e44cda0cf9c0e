//! What a draw is to match: targets from the distributions of their errors, other parameters from their priors.

use amparo_model::math::num;
use amparo_model::math::{normal, sobol};
use amparo_model::scenario::{DrawSample, RANGE_TARGETS, Scenario};
use std::collections::BTreeMap;

/// Victims and brothels to which the register's errors `targets.victims_sd` and `targets.brothels_sd` belong: those of the
/// larger baseline. At another one they are the same share of its own targets.
const ERRORS_BELONG_TO: (f64, f64) = (4_500.0, 420.0);

/// Smallest share of its baseline a sampled number of victims or brothels may be.
const SMALLEST: f64 = 0.1;

/// Targets of one draw's world, besides the acceptance and the share of registrations from raids in its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Targets {
    /// Stock of victims, persons.
    pub victims: f64,
    /// Open brothels.
    pub brothels: f64,
    /// Rescued persons per year.
    pub rescued_per_year: f64,
    /// Registered victims per 100,000 residents and year.
    pub registered_per_100k: f64,
}

/// Normal at its quantile u, cut off below `low`: `Φ⁻¹(Φ(a) + u·(1 − Φ(a)))`, a = (low − mean)/sd.
pub fn truncated_normal(u: f64, mean: f64, sd: f64, low: f64) -> f64 {
    let below = normal::cdf((low - mean) / sd);
    mean + sd * normal::quantile(below + u * (1.0 - below))
}

/// Log-normal at its quantile u with this median and coefficient of variation: `median·exp(σΦ⁻¹(u))`, σ² = ln(1 + cv²).
pub fn lognormal(u: f64, median: f64, cv: f64) -> f64 {
    median * num::exp(num::sqrt(num::ln_1p(cv * cv)) * normal::quantile(u))
}

/// Standard deviations of the errors of victims and of brothels at a scenario's baseline, and the coefficient of variation of its rescues
/// and its register.
pub fn errors(scenario: &Scenario) -> (f64, f64, f64) {
    let (at, errors) = (&scenario.baseline, &scenario.parameters.targets);
    (
        errors.victims_sd * at.victims / ERRORS_BELONG_TO.0,
        errors.brothels_sd * at.brothels / ERRORS_BELONG_TO.1,
        errors.register_cv,
    )
}

/// Targets that have a coordinate each, behind those of the parameters.
const TARGETS: usize = 4;

/// Coordinate of point `number` that decides whether it becomes a draw: the one behind those that [`sampled`] reads.
pub fn chance(sample: &DrawSample, number: u32) -> f64 {
    let dimension = sample.parameters.len() + RANGE_TARGETS.len() + TARGETS;
    sobol::point(number, dimension as u32, sample.seed)
}

/// The values and targets of point `number` of the sequence: one dimension a parameter in the sample's order, then one for
/// each target.
pub fn sampled(scenario: &Scenario, sample: &DrawSample, number: u32) -> (BTreeMap<String, f64>, Targets) {
    let mut dimension = 0;
    let mut next = || {
        dimension += 1;
        sobol::point(number, dimension - 1, sample.seed)
    };
    let mut values = BTreeMap::new();
    let names = sample.parameters.iter().map(String::as_str).chain(RANGE_TARGETS);
    for name in names {
        let u = next();
        if let Some(entry) = scenario.register.get(name) {
            values.insert(name.to_owned(), rounded(entry.quantile(u)).clamp(entry.low, entry.high));
        }
    }
    let at = &scenario.baseline;
    let (victims_sd, brothels_sd, register_cv) = errors(scenario);
    let targets = Targets {
        victims: rounded(truncated_normal(next(), at.victims, victims_sd, SMALLEST * at.victims)),
        brothels: rounded(truncated_normal(next(), at.brothels, brothels_sd, SMALLEST * at.brothels)),
        // Raids bring most of the register: a year's rescues vary as a year's register does.
        rescued_per_year: rounded(lognormal(next(), at.rescued_per_year, register_cv)),
        registered_per_100k: rounded(lognormal(next(), at.registered_per_100k, register_cv)),
    };
    (values, targets)
}

/// Six significant figures: what is written down is what was tried.
pub fn rounded(x: f64) -> f64 {
    format!("{x:.5e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_scenario;
    use amparo_model::policy::VOCABULARY;
    use std::path::Path;

    #[test]
    fn a_truncated_normal_is_its_quantile_and_never_below() {
        assert!((truncated_normal(0.5, 420.0, 10.0, 42.0) - 420.0).abs() < 1e-9);
        assert!((truncated_normal(normal::cdf(1.0), 420.0, 10.0, 42.0) - 430.0).abs() < 1e-9);
        // Half of it cut off: the median is the 75 % quantile of the whole.
        assert!((truncated_normal(0.5, 0.0, 1.0, 0.0) - 0.674_489_750_196_081_7).abs() < 1e-9);
        assert!(truncated_normal(1e-7, 100.0, 90.0, 10.0) >= 10.0);
    }

    #[test]
    fn a_log_normal_has_its_median_and_spread() {
        assert!((lognormal(0.5, 130.0, 0.2) - 130.0).abs() < 1e-12);
        let sigma = 1.04f64.ln().sqrt();
        assert!((lognormal(normal::cdf(1.0), 130.0, 0.2) - 130.0 * sigma.exp()).abs() < 1e-9);
    }

    #[test]
    fn draws_follow_priors_and_errors_and_more_draws_keep_the_first() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/madre-de-dios/baseline.toml");
        let scenario = load_scenario(&file, &VOCABULARY, &[]).expect("a shipped scenario");
        let parameters = vec!["decision.mu".to_owned(), "info.cost_contact".to_owned()];
        let sample = DrawSample { seed: 7, count: 1, first: 256, parameters };
        type One = (BTreeMap<String, f64>, Targets);
        let draws: Vec<One> = (0..512).map(|i| sampled(&scenario, &sample, i)).collect();
        // The last coordinate is that of no parameter and no target.
        let chances: Vec<f64> = (0..4).map(|i| chance(&sample, i)).collect();
        assert_eq!(chances, (0..4).map(|i| sobol::point(i, 8, 7)).collect::<Vec<_>>());
        let more = DrawSample { count: 900, ..sample.clone() };
        assert_eq!(sampled(&scenario, &more, 511), draws[511]);
        let mean = |f: &dyn Fn(&One) -> f64| draws.iter().map(f).sum::<f64>() / 512.0;
        // Stratified: means of uniforms are met to 1/512 of the range.
        assert!((mean(&|d| d.0["decision.mu"]) - 2.35).abs() < 2.3 / 512.0);
        assert!((mean(&|d| d.0["info.cost_contact"].ln()) - (5f64 * 30.0).ln() / 2.0).abs() < 6f64.ln() / 512.0);
        assert!((mean(&|d| d.1.victims) - 4_500.0).abs() < 10.0);
        let spread = mean(&|d| (d.1.victims - 4_500.0).powi(2)).sqrt();
        assert!((spread - 450.0).abs() < 9.0, "{spread}");
        assert!((mean(&|d| d.1.registered_per_100k.ln()) - 50f64.ln()).abs() < 0.004);
        for (values, _) in &draws {
            for (name, value) in values {
                assert!(scenario.register.check(name, *value).is_ok(), "{name} = {value}");
            }
        }
    }
}
