//! Driver profiles of any girls that were measured: truly, from the world, or by a survey.

use super::hours::mean_hours;
use super::survey::Survey;
use crate::draws::Process;
use crate::math::shapley::{self, PLAYERS};
use crate::process::circumstances::Scene;
use crate::process::decision::{
    Circumstances, Protection, acceptance_with_talk, belief_elasticity, earnings_elasticity,
    ln_acceptance_of_coalitions,
};
use crate::register;
use crate::world::Region;

/// Smallest total for which shares are defined: below it, protecting everything changes ln P by less.
const SMALLEST_TOTAL: f64 = 0.05;
/// A driver acts alone where protecting it removes at least this share of the total.
const ALONE: f64 = 0.8;
/// All act where every share is at least this.
const ALL: f64 = 0.1;

/// One girl as profiles see her.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Row of her community.
    pub community: usize,
    /// Girls she stands for; only ratios count.
    pub weight: f64,
    /// Circumstances that her decision depends on.
    pub circumstances: Circumstances,
    /// τ of her community.
    pub taboo: f64,
}

/// Which levels of the drivers count as protected: shares depend on it, so that two are always shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelSet {
    /// The region's safer quartiles.
    UpperQuarter,
    /// The region's medians.
    Middle,
}

impl LevelSet {
    /// Both sets of levels, in the order of tables.
    pub const BOTH: [LevelSet; 2] = [LevelSet::UpperQuarter, LevelSet::Middle];

    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            LevelSet::UpperQuarter => "upper quarter",
            LevelSet::Middle => "middle",
        }
    }

    /// Protected levels, from these girls: quantiles of income, belief and prospects, and of taboo from the other end.
    /// Violence (none) and the hoped-for gain (no more than staying) are protected alike in both sets.
    pub fn levels(self, girls: &[Measured]) -> Protection {
        let (safe, low) = match self {
            LevelSet::UpperQuarter => (0.75, 0.25),
            LevelSet::Middle => (0.5, 0.5),
        };
        let of = |f: fn(&Measured) -> f64, q| quantile(girls.iter().map(|g| (f(g), g.weight)).collect(), q);
        Protection {
            income: of(|g| g.circumstances.income, safe),
            belief: of(|g| g.circumstances.belief, safe),
            taboo: of(|g| g.taboo, low),
            prospects: of(|g| g.circumstances.prospects, safe),
        }
    }
}

/// Why one girl accepts.
struct Explained {
    /// Girls she stands for × her P(accept), talk averaged over.
    mass: f64,
    /// Minus the Shapley values of ln P: how much each driver adds.
    phi: [f64; PLAYERS],
    /// The six drivers' effects when protected alone.
    alone: [f64; PLAYERS],
}

/// Driver shares of a place: ratios of P-weighted means, with standard errors from sampling girls.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Share of each driver, in the order of [`DRIVERS`](crate::scenario::DRIVERS); they sum to 1.
    pub shares: [f64; PLAYERS],
    /// Of each share; not a number where one girl was measured.
    pub se: [f64; PLAYERS],
    /// `1/Σ share²`.
    pub effective_drivers: f64,
    /// Sampling covariance of the shares; `se` are the roots of its diagonal.
    pub covariance: [[f64; PLAYERS]; PLAYERS],
}

impl Profile {
    /// A sum of shares, each times its weight, with its standard error.
    pub fn combined(&self, weights: &[f64; PLAYERS]) -> (f64, f64) {
        let share = self.shares.iter().zip(weights).map(|(s, w)| s * w).sum();
        let mut variance = 0.0;
        for (row, a) in self.covariance.iter().zip(weights) {
            for (covariance, b) in row.iter().zip(weights) {
                variance += a * b * covariance;
            }
        }
        (share, variance.max(0.0).sqrt())
    }

    /// The driver with the largest share.
    pub fn dominant(&self) -> usize {
        (0..PLAYERS).rev().max_by(|a, b| self.shares[*a].total_cmp(&self.shares[*b])).unwrap_or(0)
    }
}

/// Profiles of a world.
#[derive(Clone, Debug)]
pub struct Profiles {
    /// Girls measured.
    pub sampled: usize,
    /// All girls pooled.
    pub region: Option<Profile>,
    /// By community; `None` where the total is too small to share out.
    pub communities: Vec<Option<Profile>>,
    /// By department; `None` where the total is too small to share out.
    pub departments: Vec<Option<Profile>>,
    /// P-weighted share of girls in whom one driver alone is decisive.
    pub one_alone: f64,
    /// P-weighted share of girls in whom all drivers act.
    pub all_act: f64,
    /// P-weighted mean of the communities' effective numbers of drivers; 0 where none has a profile.
    pub effective_communities: f64,
    /// P-weighted mean of the girls' own effective numbers of drivers `1/Σ share²`; 0 where none has one.
    pub effective_girls: f64,
}

/// Draws `per_community` girls with replacement from each roster and measures them as they are.
pub fn sample(scene: &Scene, per_community: u32) -> Vec<Measured> {
    let draws = scene.setting.draws.of(Process::DriverSample);
    let mut out = Vec::with_capacity(scene.communities.len() * per_community as usize);
    for (c, place) in scene.communities.iter().enumerate() {
        let hours = mean_hours(&scene.setting.region, c);
        let taboo = scene.taboo(c);
        let weight = f64::from(place.girls) / f64::from(per_community);
        for i in 0..per_community {
            let slot = place.first_girl + draws.with(c as u64).index(u64::from(i), place.girls);
            let her = scene.occupant(slot);
            let girl = scene.girl(&her);
            let schooling = scene.schooling(&her, &girl, c);
            let circumstances = scene.circumstances(&her, &girl, c, schooling, hours);
            out.push(Measured { community: c, weight, circumstances, taboo });
        }
    }
    out
}

impl Survey {
    /// Its respondents as profiles see them: taboo is their community's estimate.
    pub fn girls(&self) -> Vec<Measured> {
        let of = |place: &super::survey::Surveyed| {
            let (community, taboo) = (place.community, place.taboo);
            place
                .respondents
                .iter()
                .map(|one| Measured { community, weight: one.girls_weight, circumstances: one.circumstances, taboo })
                .collect::<Vec<_>>()
        };
        self.communities.iter().flat_map(of).collect()
    }
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

/// Mean elasticities of P to promised earnings and to the believed risk b, weighted by P: what the choice's spread μ and the
/// loss L are set by (docs/odd.md §1).
pub fn elasticities(scene: &Scene, per_community: u32) -> (f64, f64) {
    let p = &scene.setting.parameters;
    let (mut earnings, mut belief, mut mass) = (0.0, 0.0, 0.0);
    for girl in sample(scene, per_community) {
        let weight = girl.weight * acceptance_with_talk(&girl.circumstances, girl.taboo, &p.decision, &p.knowledge);
        earnings += weight * earnings_elasticity(&girl.circumstances, &p.decision);
        belief += weight * belief_elasticity(&girl.circumstances, &p.decision);
        mass += weight;
    }
    (earnings / mass, belief / mass)
}

/// True profiles of every community and department at the upper quarter, from `per_community` girls of each.
pub fn profiles(scene: &Scene, per_community: u32) -> Profiles {
    let girls = sample(scene, per_community);
    let p = &scene.setting.parameters;
    let at = LevelSet::UpperQuarter.levels(&girls);
    profiles_of(&girls, &scene.setting.region, &at, &p.decision, &p.knowledge)
}

/// Profiles of these girls against these protected levels. A community nobody was measured in has none.
pub fn profiles_of(
    girls: &[Measured],
    region: &Region,
    at: &Protection,
    p: &register::Decision,
    k: &register::Knowledge,
) -> Profiles {
    let explained: Vec<Explained> = girls.iter().map(|girl| explain(girl, at, p, k)).collect();
    let (mut alone, mut all, mut effective, mut mass) = (0.0, 0.0, 0.0, 0.0);
    for girl in &explained {
        let total: f64 = girl.phi.iter().sum();
        if total < SMALLEST_TOTAL {
            continue;
        }
        mass += girl.mass;
        if girl.alone.iter().any(|one| *one >= ALONE * total) {
            alone += girl.mass;
        }
        if girl.phi.iter().all(|one| *one >= ALL * total) {
            all += girl.mass;
        }
        effective += girl.mass * total * total / girl.phi.iter().map(|one| one * one).sum::<f64>();
    }
    let place_of = |c: usize| usize::from(region.communities[c].department);
    let by_community = grouped(girls, &explained, region.communities.len(), |c| c);
    let share = |part: f64| if mass > 0.0 { part / mass } else { 0.0 };
    Profiles {
        sampled: girls.len(),
        region: ratio_of_means(&explained.iter().collect::<Vec<_>>()),
        effective_communities: mean_effective(&by_community),
        communities: by_community.into_iter().map(|(profile, _)| profile).collect(),
        departments: grouped(girls, &explained, region.departments.len(), place_of)
            .into_iter()
            .map(|(profile, _)| profile)
            .collect(),
        one_alone: share(alone),
        all_act: share(all),
        effective_girls: share(effective),
    }
}

/// Exact Shapley values of her ln P(accept).
fn explain(girl: &Measured, at: &Protection, p: &register::Decision, k: &register::Knowledge) -> Explained {
    let game = ln_acceptance_of_coalitions(&girl.circumstances, girl.taboo, at, p, k).map(|ln_p| -ln_p);
    let mut alone = [0.0; PLAYERS];
    for (driver, effect) in alone.iter_mut().enumerate() {
        *effect = game[1 << driver] - game[0];
    }
    Explained {
        mass: girl.weight * acceptance_with_talk(&girl.circumstances, girl.taboo, p, k),
        phi: shapley::values(&game),
        alone,
    }
}

/// Profile of every group, with its P-weighted girls.
fn grouped(
    girls: &[Measured],
    explained: &[Explained],
    n: usize,
    group: impl Fn(usize) -> usize,
) -> Vec<(Option<Profile>, f64)> {
    let mut members: Vec<Vec<&Explained>> = vec![Vec::new(); n];
    for (girl, why) in girls.iter().zip(explained) {
        members[group(girl.community)].push(why);
    }
    members.iter().map(|of_place| (ratio_of_means(of_place), of_place.iter().map(|girl| girl.mass).sum())).collect()
}

fn mean_effective(places: &[(Option<Profile>, f64)]) -> f64 {
    let (mut sum, mut mass) = (0.0, 0.0);
    for (profile, weight) in places {
        if let Some(profile) = profile {
            sum += weight * profile.effective_drivers;
            mass += weight;
        }
    }
    if mass > 0.0 { sum / mass } else { 0.0 }
}

/// Shares `Σ w φ_d / Σ w φ` with linearised standard errors of a ratio of means (Cochran 1977, ch. 6), w = P × girls per
/// sampled girl.
fn ratio_of_means(girls: &[&Explained]) -> Option<Profile> {
    let mass: f64 = girls.iter().map(|g| g.mass).sum();
    let total: f64 = girls.iter().map(|g| g.mass * g.phi.iter().sum::<f64>()).sum();
    if mass <= 0.0 || total / mass < SMALLEST_TOTAL {
        return None;
    }
    let mut shares = [0.0; PLAYERS];
    for (driver, share) in shares.iter_mut().enumerate() {
        *share = girls.iter().map(|g| g.mass * g.phi[driver]).sum::<f64>() / total;
    }
    let n = girls.len() as f64;
    let mut products = [[0.0; PLAYERS]; PLAYERS];
    for g in girls {
        let all = g.phi.iter().sum::<f64>();
        let mut residuals = [0.0; PLAYERS];
        for driver in 0..PLAYERS {
            residuals[driver] = g.mass * (g.phi[driver] - shares[driver] * all);
        }
        for (row, a) in products.iter_mut().zip(residuals) {
            for (sum, b) in row.iter_mut().zip(residuals) {
                *sum += a * b;
            }
        }
    }
    let mut se = [f64::NAN; PLAYERS];
    let mut covariance = [[f64::NAN; PLAYERS]; PLAYERS];
    if n > 1.0 {
        for driver in 0..PLAYERS {
            se[driver] = (products[driver][driver] * n / (n - 1.0)).sqrt() / total;
            covariance[driver] = products[driver].map(|sum| sum * n / (n - 1.0) / (total * total));
        }
    }
    let effective_drivers = 1.0 / shares.iter().map(|s| s * s).sum::<f64>();
    Some(Profile { shares, se, effective_drivers, covariance })
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
