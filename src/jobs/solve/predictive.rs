//! Whether solved worlds look like what was observed: posterior-predictive checks against every target (Rubin 1984, *Annals of
//! Statistics* 12; Gelman, Meng & Stern 1996, *Statistica Sinica* 6).

use super::acceptance::{BELIEF_BAND, EARNINGS_BAND};
use super::point::Accepted;
use super::targets::errors;
use amparo_model::math::weighted::{shares, weighted_quantile};
use amparo_model::math::{normal, num};
use amparo_model::scenario::Scenario;
use serde::Serialize;

/// What an observation has besides what a world has.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Error {
    /// Nothing that the register states.
    None,
    /// A normal error of this standard deviation.
    Normal(f64),
    /// A log-normal error of this coefficient of variation.
    Lognormal(f64),
}

/// One target, and what the candidates' worlds say of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// Its name.
    pub target: String,
    /// What people call it.
    pub label: String,
    /// Whether draws are solved for it or weighted by it; otherwise it is a test.
    pub fitted: bool,
    /// What was observed, or the lower end of a range in which nothing is preferred.
    pub observed_low: f64,
    /// The same, or the upper end.
    pub observed_high: f64,
    /// The observation's error.
    pub error: Error,
    /// 2.5 % quantile of what would be observed.
    pub low: f64,
    /// Its median.
    pub median: f64,
    /// Its 97.5 % quantile.
    pub high: f64,
    /// Probability that less would be observed than was, or than the range's lower end.
    pub below: f64,
    /// Probability that more would be observed than was, or than the range's upper end.
    pub above: f64,
}

/// Every target beside the solved candidates' worlds, weighted.
///
/// What would be observed is a world's five-year mean and an observation's error, as the register states it: a mixture of normal or
/// log-normal distributions, one per candidate, whose distribution function is `Σ pᵢ·Φ((y − yᵢ)/σ)`; without an error it has steps.
pub fn checks(scenario: &Scenario, solved: &[&Accepted]) -> Vec<Check> {
    let (b, (victims_sd, brothels_sd, register_cv)) = (&scenario.baseline, errors(scenario));
    let weights: Vec<f64> = solved.iter().map(|one| one.factors.weight()).collect();
    let each = |f: &dyn Fn(&Accepted) -> f64| solved.iter().map(|one| f(one)).collect::<Vec<f64>>();
    let check = |target: &str, label: &str, fitted, observed, error, seen: Vec<f64>| {
        one(target, label, fitted, observed, error, &seen, &weights)
    };
    let value = |x: f64| (x, x);
    let accepted = scenario.register.get("decision.accept0").map_or((0.0, 1.0), |entry| (entry.low, entry.high));
    let mut out = vec![
        check("victims", "victims", true, value(b.victims), Error::Normal(victims_sd), each(&|a| a.seen.victims)),
        check(
            "brothels",
            "open brothels",
            true,
            value(b.brothels),
            Error::Normal(brothels_sd),
            each(&|a| a.seen.brothels),
        ),
        check(
            "rescued_per_year",
            "rescued per year",
            true,
            value(b.rescued_per_year),
            Error::Lognormal(register_cv),
            each(&|a| a.seen.rescued_per_year),
        ),
        check(
            "registered_per_100k",
            "registered per 100,000 and year",
            true,
            value(b.registered_per_100k),
            Error::Lognormal(register_cv),
            each(&|a| a.seen.registered_per_100k),
        ),
        check("acceptance", "offers accepted, share", true, accepted, Error::None, each(&|a| a.seen.acceptance)),
        check(
            "earnings_elasticity",
            "elasticity to promised earnings",
            true,
            EARNINGS_BAND,
            Error::None,
            each(&|a| a.elasticities.0),
        ),
        check(
            "belief_elasticity",
            "elasticity to the believed risk",
            true,
            BELIEF_BAND,
            Error::None,
            each(&|a| a.elasticities.1),
        ),
        check(
            "minors_share",
            "minors, share of victims",
            false,
            value(b.minors_share),
            Error::None,
            each(&|a| a.seen.minors_share),
        ),
    ];
    for (d, department) in scenario.departments.iter().enumerate().filter(|(_, d)| d.origin_share > 0.0) {
        out.push(check(
            &format!("origin_share.{}", department.name),
            &format!("from {}, share of new", department.name),
            false,
            value(department.origin_share),
            Error::None,
            each(&|a| a.seen.origin_shares.get(d).copied().unwrap_or(0.0)),
        ));
    }
    out
}

fn one(
    target: &str,
    label: &str,
    fitted: bool,
    (observed_low, observed_high): (f64, f64),
    error: Error,
    seen: &[f64],
    weights: &[f64],
) -> Check {
    let predictive = Predictive { seen, shares: shares(weights), weights, error };
    let [low, median, high] = [0.025, 0.5, 0.975].map(|level| predictive.quantile(level));
    Check {
        target: target.to_owned(),
        label: label.to_owned(),
        fitted,
        observed_low,
        observed_high,
        error,
        low,
        median,
        high,
        below: predictive.below(observed_low),
        above: 1.0 - predictive.up_to(observed_high),
    }
}

/// What would be observed.
struct Predictive<'a> {
    seen: &'a [f64],
    shares: Vec<f64>,
    weights: &'a [f64],
    error: Error,
}

/// Halvings of a bracket around a quantile.
const HALVINGS: usize = 60;

impl Predictive<'_> {
    fn sum(&self, probability: impl Fn(f64) -> f64) -> f64 {
        let sum: f64 = self.seen.iter().zip(&self.shares).map(|(y, p)| p * probability(*y)).sum();
        sum.clamp(0.0, 1.0)
    }

    /// P(Y ≤ y).
    fn up_to(&self, y: f64) -> f64 {
        match self.error {
            Error::None => self.sum(|seen| f64::from(seen <= y)),
            Error::Normal(sd) => self.sum(|seen| normal::cdf((y - seen) / sd)),
            Error::Lognormal(cv) => {
                let sigma = num::sqrt(num::ln_1p(cv * cv));
                self.sum(|seen| if seen > 0.0 { normal::cdf(num::ln(y / seen) / sigma) } else { 1.0 })
            }
        }
    }

    /// P(Y < y).
    fn below(&self, y: f64) -> f64 {
        match self.error {
            Error::None => self.sum(|seen| f64::from(seen < y)),
            _ => self.up_to(y),
        }
    }

    fn quantile(&self, level: f64) -> f64 {
        let least = self.seen.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.seen.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (mut low, mut high) = match self.error {
            Error::None => return weighted_quantile(self.seen, self.weights, level),
            Error::Normal(sd) => (least - 8.0 * sd, most + 8.0 * sd),
            Error::Lognormal(cv) => {
                let spread = num::exp(8.0 * num::sqrt(num::ln_1p(cv * cv)));
                (least.max(0.0) / spread, most * spread)
            }
        };
        // Worlds in which nothing was seen show nothing.
        if matches!(self.error, Error::Lognormal(_)) && self.sum(|seen| f64::from(seen <= 0.0)) >= level {
            return 0.0;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            if self.up_to(middle) < level {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(observed: (f64, f64), error: Error, seen: &[f64], weights: &[f64]) -> Check {
        one("a", "a", true, observed, error, seen, weights)
    }

    #[test]
    fn without_an_error_a_check_counts_weights() {
        let c = check((2.0, 2.0), Error::None, &[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0]);
        assert_eq!((c.below, c.above), (0.25, 0.5));
        let band = check((1.5, 2.5), Error::None, &[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0]);
        assert_eq!((band.below, band.above), (0.25, 0.5));
        assert!((c.median - weighted_quantile(&[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0], 0.5)).abs() < 1e-15);
    }

    #[test]
    fn a_normal_error_widens_one_world_to_its_own_interval() {
        let c = check((110.0, 110.0), Error::Normal(10.0), &[100.0], &[3.0]);
        assert!((c.above - (1.0 - normal::cdf(1.0))).abs() < 1e-12 && (c.below + c.above - 1.0).abs() < 1e-12);
        assert!((c.median - 100.0).abs() < 1e-9);
        assert!((c.high - 119.599_639_845_400_5).abs() < 1e-6 && (c.low - 80.400_360_154_599_5).abs() < 1e-6, "{c:?}");
        // Two worlds far apart, one in four of the weight at 0: the lowest quarter is the first's.
        let two = check((500.0, 500.0), Error::Normal(1.0), &[0.0, 1_000.0], &[1.0, 3.0]);
        assert!((two.below - 0.25).abs() < 1e-12 && (two.median - 999.57).abs() < 0.01, "{two:?}");
    }

    #[test]
    fn a_log_normal_error_is_that_of_logs() {
        let sigma = 1.04f64.ln().sqrt();
        let c = check((50.0 * sigma.exp(), 1e9), Error::Lognormal(0.2), &[50.0], &[1.0]);
        assert!((c.below - normal::cdf(1.0)).abs() < 1e-12, "{c:?}");
        let empty = check((50.0, 50.0), Error::Lognormal(0.2), &[0.0, 50.0], &[1.0, 3.0]);
        assert_eq!(empty.low, 0.0, "a quarter of the worlds shows nothing");
        assert!(empty.median > 40.0 && (empty.below - 0.625).abs() < 1e-12, "{empty:?}");
        assert!((c.high / (50.0 * (1.959_963_984_540_054 * sigma).exp()) - 1.0).abs() < 1e-9, "{c:?}");
    }
}
