//! Importance weights of solved draws (derived in docs/odd.md §13).
//!
//! A draw's targets t are sampled from g(t) and its pinned parameters p solved for them, so that p has the density
//! g(t)·|∂t/∂p| given the others. Weighting by π(p)·L(t)/(g(t)·|∂t/∂p|) gives prior × likelihood. Where g is the density of
//! a normal error the likelihood cancels it and π(p)·|∂p/∂t| is left; where the error is log-normal, t times that; where the
//! evidence is a range within which nothing is preferred, 1/g(t) times that.

use super::acceptance::Accepting;
use super::balance::{Balance, Registration, determinant};
use super::targets::Targets;
use amparo_model::scenario::Scenario;
use serde::{Deserialize, Serialize};

/// The factors of a draw's weight, each on a scale of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Factors {
    /// θ from acceptance a, a range: `π(θ)·(μ/E[P(1 − P)])/g(a)`.
    pub theta: f64,
    /// (ρ, m_b) from victims V and brothels B, normal errors: `π(ρ)·π(m_b)·|∂(ρ, m_b)/∂(V, B)|`, where ρ = κ_R·e(v) is the
    /// rate of approaches a recruiter makes and π(ρ) is 1/ρ, flat on the log scale: `|∂ ln m_b/∂ ln B|/(V·B)`.
    pub place: f64,
    /// (p_rescue, p_register, h_complaint) from rescues, register (log-normal errors) and the share s from raids, a range:
    /// `π·π·π·p_rescue·p_register·h_complaint/(u·s·(1 − s))/g(s)`, u the share of victims not registered yet.
    pub register: f64,
    /// Elasticities of acceptance.
    pub elasticity: f64,
    /// Factor that a prior flat on the log scale of κ_R itself would add: `|∂ ln(κ_R, m_b)/∂ ln(V, B)| ÷ |∂ ln m_b/∂ ln B|`. No part of
    /// the weight: it grows without end as places fill, where κ_R moves nothing any more (docs/odd.md §13).
    pub saturation: f64,
}

/// Names of the factors, in the order of [`Factors::values`].
pub const FACTORS: [&str; 4] = ["theta", "place", "register", "elasticity"];

impl Factors {
    /// The factors of a trial solved for these targets.
    pub fn new(
        solved: &Scenario,
        wanted: &Targets,
        accepting: &Accepting,
        balance: &Balance,
        registration: &Registration,
        elasticity: f64,
    ) -> Self {
        let p = &solved.parameters;
        let prior = |name: &str, value: f64| solved.register.get(name).map_or(1.0, |entry| entry.density(value));
        let per_brothel = p.demand.miners_per_brothel;
        let (e, s) = (&p.enforcement, p.enforcement.register_share_from_raids);
        let jacobian = balance.jacobian(wanted.victims, wanted.brothels);
        let entry = jacobian[1][1].abs();
        Factors {
            theta: prior("decision.theta", p.decision.theta) * p.decision.mu
                / accepting.variance
                / prior("decision.accept0", p.decision.accept0),
            place: prior("demand.miners_per_brothel", per_brothel) * per_brothel * entry
                / (wanted.victims * wanted.brothels),
            register: prior("enforcement.p_rescue", e.p_rescue)
                * e.p_rescue
                * prior("enforcement.p_register", e.p_register)
                * e.p_register
                * prior("enforcement.h_complaint", e.h_complaint)
                * e.h_complaint
                / (registration.unregistered * s * (1.0 - s))
                / prior("enforcement.register_share_from_raids", s),
            elasticity,
            saturation: determinant(&jacobian) / entry,
        }
    }

    /// In the order of [`FACTORS`].
    pub fn values(&self) -> [f64; 4] {
        [self.theta, self.place, self.register, self.elasticity]
    }

    /// Their product.
    pub fn weight(&self) -> f64 {
        self.values().iter().product()
    }
}

/// Factors and weights of all draws, each brought to mean 1.
pub fn normalized(factors: &[Factors]) -> Vec<([f64; 4], f64)> {
    let n = factors.len() as f64;
    let mut means = [0.0; 4];
    for one in factors {
        for (sum, value) in means.iter_mut().zip(one.values()) {
            *sum += value / n;
        }
    }
    let scaled: Vec<[f64; 4]> = factors
        .iter()
        .map(|one| {
            let mut values = one.values();
            values.iter_mut().zip(means).for_each(|(value, mean)| *value /= mean);
            values
        })
        .collect();
    let products: Vec<f64> = scaled.iter().map(|values| values.iter().product()).collect();
    let mean = products.iter().sum::<f64>() / n;
    scaled.into_iter().zip(products).map(|(values, product)| (values, product / mean)).collect()
}

/// Effective sample size of weights, (Σw)²/Σw² (Kish 1965, *Survey Sampling*).
pub fn effective_sample_size(weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};

    #[test]
    fn an_effective_sample_size_counts_equal_weights_fully() {
        assert_eq!(effective_sample_size(&[2.0; 7]), 7.0);
        assert_eq!(effective_sample_size(&[1.0, 0.0, 0.0]), 1.0);
        assert!((effective_sample_size(&[1.0, 3.0]) - 1.6).abs() < 1e-12);
    }

    #[test]
    fn normalized_factors_have_mean_one_and_multiply_to_the_weight() {
        let factor = |x: f64| Factors { theta: x, place: 2.0 * x, register: 3.0, elasticity: 1.0 / x, saturation: 9.0 };
        let all = normalized(&[factor(1.0), factor(2.0), factor(4.0)]);
        for i in 0..4 {
            assert!((all.iter().map(|(f, _)| f[i]).sum::<f64>() - 3.0).abs() < 1e-12);
        }
        assert!((all.iter().map(|(_, w)| w).sum::<f64>() - 3.0).abs() < 1e-12);
        assert!((all[2].1 / all[0].1 - 4.0).abs() < 1e-12);
    }

    /// A world with a known answer: victims V = s·κ^0.4 with s ~ U(1, 3) unknown, κ log-uniform on (1, 40), V observed as
    /// 4.5 with a normal error of 0.9. Solving κ for a sampled V with the weight π(κ)·|∂κ/∂V| must give the same posterior
    /// means as weighting prior draws by the likelihood.
    #[test]
    fn conditioning_by_solving_with_weights_equals_importance_sampling_by_likelihood() {
        let draws = Draws::new(3).of(Process::DrawSolving);
        let (n, elasticity, seen, sd) = (200_000u64, 0.4, 4.5, 0.9);
        let within = |kappa: f64| (1.0..=40.0).contains(&kappa);
        let mut by_solving = [0.0; 4];
        let mut by_likelihood = [0.0; 4];
        for i in 0..n {
            let s = 1.0 + 2.0 * draws.with(1).uniform(i);
            let v = seen + sd * draws.with(2).normal(i);
            if v > 0.0 {
                let kappa = (v / s).powf(1.0 / elasticity);
                if within(kappa) {
                    // π(κ) = 1/κ, |∂κ/∂V| = κ/(0.4·V).
                    let weight = 1.0 / kappa * (kappa / (elasticity * v));
                    for (sum, x) in by_solving.iter_mut().zip([1.0, s, kappa.ln(), s * kappa.ln()]) {
                        *sum += weight * x;
                    }
                }
            }
            let kappa = 40f64.powf(draws.with(3).uniform(i));
            let s = 1.0 + 2.0 * draws.with(4).uniform(i);
            let z = (s * kappa.powf(elasticity) - seen) / sd;
            let weight = (-0.5 * z * z).exp();
            for (sum, x) in by_likelihood.iter_mut().zip([1.0, s, kappa.ln(), s * kappa.ln()]) {
                *sum += weight * x;
            }
        }
        for i in 1..4 {
            let (a, b) = (by_solving[i] / by_solving[0], by_likelihood[i] / by_likelihood[0]);
            assert!((a / b - 1.0).abs() < 0.01, "moment {i}: {a} by solving, {b} by likelihood");
        }
        // Without the weight the answer is another: the check can fail.
        let unweighted: Vec<f64> = (0..n)
            .filter_map(|i| {
                let s = 1.0 + 2.0 * draws.with(1).uniform(i);
                let kappa = ((seen + sd * draws.with(2).normal(i)) / s).max(0.0).powf(1.0 / elasticity);
                within(kappa).then_some(kappa.ln())
            })
            .collect();
        let mean = unweighted.iter().sum::<f64>() / unweighted.len() as f64;
        assert!((mean / (by_likelihood[2] / by_likelihood[0]) - 1.0).abs() > 0.02, "{mean}");
    }
}
