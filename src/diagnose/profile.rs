//! True driver profiles of a world, from a sample of its girls.

use crate::draws::Process;
use crate::math::shapley::{self, COALITIONS, PLAYERS};
use crate::model::circumstances::Scene;
use crate::model::decision::{
    Circumstances, Protection, acceptance_with_talk, belief_elasticity, earnings_elasticity, ln_acceptance_protected,
};

/// Smallest total for which shares are defined: below it, protecting everything changes ln P by less.
const SMALLEST_TOTAL: f64 = 0.05;
/// A driver acts alone where protecting it removes at least this share of the total.
const ALONE: f64 = 0.8;
/// All act where every share is at least this.
const ALL: f64 = 0.1;

/// One sampled girl.
struct Sampled {
    community: usize,
    circumstances: Circumstances,
    taboo: f64,
    /// P(accept), talk averaged over.
    p: f64,
    /// Minus the Shapley values of ln P: how much each driver adds.
    phi: [f64; PLAYERS],
    /// The six drivers' effects when protected alone.
    alone: [f64; PLAYERS],
}

/// Driver shares of a place: ratios of P-weighted means, with standard errors from sampling girls.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub shares: [f64; PLAYERS],
    pub se: [f64; PLAYERS],
    /// `1/Σ share²`.
    pub effective_drivers: f64,
}

/// Profiles of a world.
#[derive(Clone, Debug)]
pub struct Profiles {
    pub sampled: usize,
    /// By community; `None` where the total is too small to share out.
    pub communities: Vec<Option<Profile>>,
    pub departments: Vec<Option<Profile>>,
    /// P-weighted share of girls in whom one driver alone is decisive.
    pub one_alone: f64,
    /// P-weighted share of girls in whom all drivers act.
    pub all_act: f64,
}

/// Hours to the mining towns, weighted as recruiters do.
pub(super) fn mean_hours(scene: &Scene, c: usize) -> f64 {
    let hours = &scene.communities[c].hours;
    let weights = &scene.setting.region.base_weight[c * hours.len()..(c + 1) * hours.len()];
    let all: f64 = weights.iter().sum();
    hours.iter().zip(weights).map(|(h, w)| h * w).sum::<f64>() / all
}

/// Draws `per_community` girls with replacement from each roster and looks at their circumstances.
fn sample(scene: &Scene, per_community: u32) -> Vec<Sampled> {
    let p = &scene.setting.parameters;
    let draws = scene.setting.draws.of(Process::DriverSample);
    let mut out = Vec::with_capacity(scene.communities.len() * per_community as usize);
    for (c, place) in scene.communities.iter().enumerate() {
        let hours = mean_hours(scene, c);
        let taboo = scene.taboo(c);
        for i in 0..per_community {
            let slot = place.first_girl + draws.with(c as u64).index(u64::from(i), place.girls);
            let her = scene.occupant(slot);
            let girl = scene.girl(&her);
            let schooling = scene.schooling(&her, &girl, c);
            let circumstances = scene.circumstances(&her, &girl, c, schooling, hours);
            out.push(Sampled {
                community: c,
                circumstances,
                taboo,
                p: acceptance_with_talk(&circumstances, taboo, &p.decision, &p.knowledge),
                phi: [0.0; PLAYERS],
                alone: [0.0; PLAYERS],
            });
        }
    }
    out
}

/// Weighted quantile of values: the smallest at which the cumulative weight reaches `q` of all.
fn quantile(mut values: Vec<(f64, f64)>, q: f64) -> f64 {
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let all: f64 = values.iter().map(|v| v.1).sum();
    let mut sum = 0.0;
    for (value, weight) in &values {
        sum += weight;
        if sum >= q * all {
            return *value;
        }
    }
    values.last().map_or(0.0, |v| v.0)
}

fn weight(scene: &Scene, c: usize, per_community: u32) -> f64 {
    f64::from(scene.communities[c].girls) / f64::from(per_community)
}

/// Protected levels of the six drivers: the region's quartiles over girls.
fn levels(scene: &Scene, girls: &[Sampled], per_community: u32) -> Protection {
    let of = |f: fn(&Sampled) -> f64, q| {
        quantile(girls.iter().map(|g| (f(g), weight(scene, g.community, per_community))).collect(), q)
    };
    Protection {
        income: of(|g| g.circumstances.income, 0.75),
        belief: of(|g| g.circumstances.belief, 0.75),
        taboo: of(|g| g.taboo, 0.25),
        prospects: of(|g| g.circumstances.prospects, 0.75),
    }
}

/// Mean elasticities of P to promised earnings and to the believed risk b, weighted by P: what the choice's spread μ and the
/// loss L are set by (docs/odd.md §1).
pub fn elasticities(scene: &Scene, per_community: u32) -> (f64, f64) {
    let p = &scene.setting.parameters.decision;
    let (mut earnings, mut belief, mut mass) = (0.0, 0.0, 0.0);
    for girl in sample(scene, per_community) {
        let weight = weight(scene, girl.community, per_community) * girl.p;
        earnings += weight * earnings_elasticity(&girl.circumstances, p);
        belief += weight * belief_elasticity(&girl.circumstances, p);
        mass += weight;
    }
    (earnings / mass, belief / mass)
}

/// Profiles of every community and department.
pub fn profiles(scene: &Scene, per_community: u32) -> Profiles {
    let p = &scene.setting.parameters;
    let mut girls = sample(scene, per_community);
    let at = levels(scene, &girls, per_community);
    for girl in &mut girls {
        let mut game = [0.0; COALITIONS];
        for (coalition, value) in game.iter_mut().enumerate() {
            *value =
                -ln_acceptance_protected(&girl.circumstances, girl.taboo, coalition, &at, &p.decision, &p.knowledge);
        }
        girl.phi = shapley::values(&game);
        for (driver, alone) in girl.alone.iter_mut().enumerate() {
            *alone = game[1 << driver] - game[0];
        }
    }
    let weights: Vec<f64> = girls.iter().map(|g| weight(scene, g.community, per_community)).collect();
    let departments = scene.setting.region.departments.len();
    let place_of = |c: usize| usize::from(scene.communities[c].department);
    let (mut alone, mut all, mut mass) = (0.0, 0.0, 0.0);
    for (girl, weight) in girls.iter().zip(&weights) {
        let total: f64 = girl.phi.iter().sum();
        if total < SMALLEST_TOTAL {
            continue;
        }
        mass += weight * girl.p;
        if girl.alone.iter().any(|one| *one >= ALONE * total) {
            alone += weight * girl.p;
        }
        if girl.phi.iter().all(|one| *one >= ALL * total) {
            all += weight * girl.p;
        }
    }
    let n = scene.communities.len();
    Profiles {
        sampled: girls.len(),
        communities: grouped(&girls, &weights, n, |c| c),
        departments: grouped(&girls, &weights, departments, place_of),
        one_alone: if mass > 0.0 { alone / mass } else { 0.0 },
        all_act: if mass > 0.0 { all / mass } else { 0.0 },
    }
}

fn grouped(girls: &[Sampled], weights: &[f64], n: usize, group: impl Fn(usize) -> usize) -> Vec<Option<Profile>> {
    let mut members: Vec<Vec<(&Sampled, f64)>> = vec![Vec::new(); n];
    for (girl, weight) in girls.iter().zip(weights) {
        members[group(girl.community)].push((girl, weight * girl.p));
    }
    members.iter().map(|of_place| ratio_of_means(of_place)).collect()
}

/// Shares `Σ w φ_d / Σ w φ` with linearised standard errors of a ratio of means (Cochran 1977, ch. 6), w = P × girls per
/// sampled girl.
fn ratio_of_means(girls: &[(&Sampled, f64)]) -> Option<Profile> {
    let mass: f64 = girls.iter().map(|(_, w)| w).sum();
    let total: f64 = girls.iter().map(|(g, w)| w * g.phi.iter().sum::<f64>()).sum();
    if mass <= 0.0 || total / mass < SMALLEST_TOTAL {
        return None;
    }
    let mut shares = [0.0; PLAYERS];
    let mut se = [0.0; PLAYERS];
    let n = girls.len() as f64;
    for driver in 0..PLAYERS {
        let share = girls.iter().map(|(g, w)| w * g.phi[driver]).sum::<f64>() / total;
        let residuals: f64 = girls
            .iter()
            .map(|(g, w)| {
                let residual = w * (g.phi[driver] - share * g.phi.iter().sum::<f64>());
                residual * residual
            })
            .sum();
        shares[driver] = share;
        se[driver] = if n > 1.0 { (residuals * n / (n - 1.0)).sqrt() / total } else { f64::NAN };
    }
    let effective_drivers = 1.0 / shares.iter().map(|s| s * s).sum::<f64>();
    Some(Profile { shares, se, effective_drivers })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weighted_quantile_counts_weights() {
        let values = vec![(1.0, 1.0), (2.0, 1.0), (3.0, 8.0)];
        assert_eq!(quantile(values.clone(), 0.1), 1.0);
        assert_eq!(quantile(values.clone(), 0.2), 2.0);
        assert_eq!(quantile(values, 0.75), 3.0);
    }
}
