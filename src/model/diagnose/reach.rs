//! Girls as approaches reach them: what acceptance of an offer is averaged over (docs/odd.md §6.11, §13).

use crate::draws::Process;
use crate::process::approach::slot_by_age;
use crate::process::circumstances::Scene;
use crate::process::decision::{promise_years, talks, utilities};
use crate::process::schooling::Schooling;

/// One sampled girl: all that her decision depends on except θ, μ and her community's knowledge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Row of her community.
    pub community: usize,
    /// Probability that an approach to her becomes an offer.
    pub offer: f64,
    /// Probability that she talks an offer over.
    pub talk: f64,
    /// logit b before talking it over.
    pub belief: f64,
    /// Good − home, utility.
    pub rise: f64,
    /// Bad − home, utility.
    pub fall: f64,
    /// κ_d · hours, utility.
    pub distance: f64,
    /// 1 + a₆D: how much good rises with the logarithm of what is promised.
    pub years: f64,
}

/// Share of a town's approaches that go to each community while all yield alike and none reports, by the towns' shares of
/// recruiters: `Σ_k r_k·ω_kc/W_k`; sums to 1 over the simulated communities.
pub fn gravity(base_weight: &[f64], recruiter_shares: &[f64]) -> Vec<f64> {
    let towns = recruiter_shares.len();
    let mut all = vec![0.0; towns];
    for weights in base_weight.chunks(towns) {
        for (sum, weight) in all.iter_mut().zip(weights) {
            *sum += weight;
        }
    }
    base_weight
        .chunks(towns)
        .map(|weights| weights.iter().zip(&all).zip(recruiter_shares).map(|((w, sum), r)| r * w / sum).sum())
        .collect()
}

/// Draws `per_community` girls of each roster by age weight, as approaches do, with replacement.
pub fn reached(scene: &Scene, recruiter_shares: &[f64], per_community: u32) -> Vec<Reached> {
    let p = &scene.setting.parameters;
    let draws = scene.setting.draws.of(Process::DriverSample).with(1);
    let towns = recruiter_shares.len();
    let term = scene.setting.region.term_share();
    let mut out = Vec::with_capacity(scene.communities.len() * per_community as usize);
    for (c, place) in scene.communities.iter().enumerate() {
        let base = &scene.setting.region.base_weight[c * towns..(c + 1) * towns];
        let mass: f64 = base.iter().zip(recruiter_shares).map(|(w, r)| w * r).sum();
        let hours = place.hours.iter().zip(base).zip(recruiter_shares).map(|((h, w), r)| h * w * r).sum::<f64>() / mass;
        let taboo = scene.taboo(c);
        for i in 0..per_community {
            let key = draws.with(c as u64).with(u64::from(i));
            let her = slot_by_age(key, place.first_girl, place.girls, &scene.setting.derived.age_weight, |s| {
                scene.occupant(s)
            });
            let girl = scene.girl(&her);
            let schooling = scene.schooling(&her, &girl, c);
            let at_school = if schooling == Schooling::InSchool { p.approach.phi_school * term } else { 0.0 };
            let circumstances = scene.circumstances(&her, &girl, c, schooling, hours);
            let u = utilities(&circumstances, &p.decision);
            out.push(Reached {
                community: c,
                offer: 1.0 - at_school,
                talk: talks(&circumstances, taboo, &p.knowledge),
                belief: circumstances.belief,
                rise: u.good - u.home,
                fall: u.bad - u.home,
                distance: p.decision.kappa_d * hours,
                years: promise_years(&circumstances, &p.decision),
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gravity_shares_each_towns_approaches_out() {
        // Two communities, two towns with shares ¾ and ¼.
        let shares = gravity(&[1.0, 3.0, 3.0, 1.0], &[0.75, 0.25]);
        assert!((shares[0] - (0.75 * 0.25 + 0.25 * 0.75)).abs() < 1e-15);
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-15);
    }
}
