//! Synthetic communities drawn around department figures, or an analyst's own (docs/odd.md §5).

use super::components::Community;
use crate::draws::{Draws, Process};
use crate::math::{normal, num};
use crate::scenario::{Destination, FEWEST_GIRLS, Scenario, Town};

/// ln m such that P(income < P) is the poverty rate when ln income ~ N(ln m, σ_p² + σ_z²), income in units of P.
pub fn ln_median_income(poverty_rate: f64, sigma_p: f64, sigma_z: f64) -> f64 {
    -normal::quantile(poverty_rate) * num::sqrt(sigma_p * sigma_p + sigma_z * sigma_z)
}

/// Whole numbers that sum to the rounded total and follow `weights`: differences of rounded cumulative sums.
pub fn apportion(total: f64, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    let mut cumulative = 0.0;
    let mut given = 0.0;
    weights
        .iter()
        .map(|w| {
            cumulative += w / sum * total;
            let upto = (cumulative + 0.5).floor();
            let share = upto - given;
            given = upto;
            share as u32
        })
        .collect()
}

/// All communities of a scenario in order of department, rosters and households laid out one after another.
///
/// Synthetic ones are keyed by `population.geography` alone, so that a community is the same place in every replicate.
///
/// # Panics
/// If there are more girls than rows are numbered for, 2³² − 1.
pub fn communities(scenario: &Scenario) -> Vec<Community> {
    let p = &scenario.parameters;
    let mut out = match &scenario.communities {
        Some(_) => given(scenario),
        None => {
            let draws = Draws::new(p.population.geography as u64);
            let mut all = Vec::new();
            for index in 0..scenario.departments.len() {
                synthesise(index, scenario, draws, &mut all);
            }
            all
        }
    };
    let (mut girl, mut household) = (0u32, 0);
    for community in &mut out {
        community.first_girl = girl;
        community.first_household = household;
        let mean = p.population.girls_per_household;
        community.households = ((f64::from(community.girls) / mean + 0.5) as u32).clamp(1, community.girls);
        girl = girl.checked_add(community.girls).unwrap_or_else(|| panic!("more than {} girls in one world", u32::MAX));
        // Never more than girls.
        household += community.households;
    }
    out
}

/// Name of the i-th synthetic community of a department, counted from 0.
pub fn community_name(department: &str, i: usize) -> String {
    format!("{department} {}", i + 1)
}

fn synthesise(index: usize, scenario: &Scenario, draws: Draws, out: &mut Vec<Community>) {
    let (d, p) = (&scenario.departments[index], &scenario.parameters);
    let pop = &p.population;
    let h = pop.heterogeneity;
    let sizes = draws.of(Process::CommunitySize).with(index as u64);
    let weights: Vec<f64> = (0..d.districts).map(|i| num::exp(pop.size_sd * h * sizes.normal(i as u64))).collect();
    let girls = d.population * pop.girl_share / pop.scale;
    // Everyone gets the smallest size first, so that tiny communities do not vanish.
    let spare = (girls - FEWEST_GIRLS * d.districts as f64).max(0.0);
    let extra = apportion(spare, &weights);
    let (common, own) = (num::sqrt(pop.driver_correlation), num::sqrt(1.0 - pop.driver_correlation));
    for (i, extra) in extra.into_iter().enumerate() {
        let draw = draws.of(Process::CommunityDrivers).with(index as u64).with(i as u64);
        let factor = draw.normal(0);
        // One common factor; every loading points in the risky direction.
        let spread = |which: u64, sd: f64, risky: f64| h * sd * (common * factor * risky + own * draw.normal(which));
        let shift = |share: f64, by: f64| num::logistic(num::logit(share) + by);
        let poverty_rate = shift(d.poverty_rate, spread(1, pop.sd_poverty, 1.0));
        // One draw of remoteness for wherever she may go.
        let remoteness = num::exp(h * pop.sd_hours * draw.normal(7));
        let travel = scenario.shared_hours(index) * remoteness;
        out.push(Community {
            name: community_name(&d.name, i),
            department: index as u16,
            first_girl: 0,
            girls: extra.saturating_add(FEWEST_GIRLS as u32),
            first_household: 0,
            households: 0,
            poverty_rate,
            ln_median_income: ln_median_income(poverty_rate, p.income.sigma_p * h, p.income.sigma_z),
            taboo: shift(d.taboo, spread(2, pop.sd_taboo, 1.0)),
            violence_share: shift(d.violence_share, spread(3, pop.sd_violence, 1.0)),
            earnings: d.adult_earnings * num::exp(spread(4, pop.sd_earn, -1.0)),
            phone_share: shift(d.phone_share, spread(5, pop.sd_phone, -1.0)),
            belief: pop.belief0 + spread(6, pop.sd_belief, -1.0),
            hours: (0..scenario.towns.len()).map(|town| travel + scenario.hours_beyond(index, town)).collect(),
            hours_elsewhere: scenario.destinations.iter().map(|d| d.hours[index] * remoteness).collect(),
            in_school_at_12: d.in_school_at_12,
        });
    }
}

fn given(scenario: &Scenario) -> Vec<Community> {
    let p = &scenario.parameters;
    let rows = scenario.communities.as_deref().unwrap_or(&[]);
    let mut sorted: Vec<_> = rows.iter().enumerate().collect();
    sorted.sort_by_key(|(_, row)| row.department);
    sorted
        .into_iter()
        .map(|(origin, row)| Community {
            name: row.name.clone(),
            department: row.department as u16,
            first_girl: 0,
            girls: ((row.girls / p.population.scale + 0.5) as u32).max(1),
            first_household: 0,
            households: 0,
            poverty_rate: row.poverty_rate,
            ln_median_income: ln_median_income(
                row.poverty_rate,
                p.income.sigma_p * p.population.heterogeneity,
                p.income.sigma_z,
            ),
            taboo: row.taboo,
            violence_share: row.violence_share,
            earnings: row.adult_earnings,
            phone_share: row.phone_share,
            belief: row.belief,
            hours: (0..scenario.towns.len()).map(|town| scenario.hours(origin, town)).collect(),
            hours_elsewhere: scenario.destinations.iter().map(|d| d.hours[origin]).collect(),
            in_school_at_12: scenario.departments[row.department].in_school_at_12,
        })
        .collect()
}

/// Travel hours between towns, row by row.
pub fn hours_between_towns(scenario: &Scenario) -> Vec<f64> {
    let n = scenario.towns.len();
    (0..n * n).map(|at| scenario.hours_between_towns(at / n, at % n)).collect()
}

/// How a place's pull falls with travel: `exp(−λ_d·ln(1 + hours))`.
#[inline]
pub fn decline(lambda: f64, hours: f64) -> f64 {
    num::exp(-lambda * num::ln_1p(hours))
}

/// Fixed part of the recruiters' weights, community-major: `N_c·exp(−λ_d ln(1 + hours_kc) + ω_dept)·competition_c`; `attraction` is
/// ω by department, `competition` D_c^(−γ) by community (empty: 1), `travel` a factor on hours.
pub fn weights(
    communities: &[Community],
    attraction: &[f64],
    competition: &[f64],
    lambda: f64,
    travel: f64,
) -> Vec<f64> {
    let of = |(i, c): (usize, &Community)| -> Vec<f64> {
        let attraction = attraction[usize::from(c.department)];
        let competition = competition.get(i).copied().unwrap_or(1.0);
        let weight = |hours: &f64| {
            f64::from(c.girls) * num::exp(attraction - lambda * num::ln_1p(*hours * travel)) * competition
        };
        c.hours.iter().map(weight).collect()
    };
    communities.iter().enumerate().flat_map(of).collect()
}

/// D_c by community, how much all destinations together draw relative to the region alone: `f̄_c + Σ_j (M_j/M)·f_jc`; f is the
/// [`decline`] with travel, f̄_c its mean over the towns by their miners, M all miners. Empty where there are no other destinations.
pub fn pull(communities: &[Community], destinations: &[Destination], towns: &[Town], lambda: f64) -> Vec<f64> {
    if destinations.is_empty() {
        return Vec::new();
    }
    let miners: f64 = towns.iter().map(|town| town.miners).sum();
    let of = |c: &Community| {
        let here: f64 =
            towns.iter().zip(&c.hours).map(|(town, hours)| town.miners / miners * decline(lambda, *hours)).sum();
        let there: f64 = destinations
            .iter()
            .zip(&c.hours_elsewhere)
            .map(|(d, hours)| d.mass / miners * decline(lambda, *hours))
            .sum();
        here + there
    };
    communities.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_poverty_rate_is_met() {
        let m = ln_median_income(0.346, 0.5, 0.3);
        let sd = (0.5f64 * 0.5 + 0.3 * 0.3).sqrt();
        assert!((normal::cdf(-m / sd) - 0.346).abs() < 1e-14);
    }

    #[test]
    fn shares_sum_to_the_rounded_total() {
        let shares = apportion(420.0, &[16.0, 4.0, 8.0, 7.0, 4.0, 3.0, 5.0]);
        assert_eq!(shares.iter().sum::<u32>(), 420);
        assert_eq!(shares[0], 143);
    }
}
