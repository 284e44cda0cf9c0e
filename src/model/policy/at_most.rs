//! What an intervention can cost per year where it is given as a share of those it is meant for, and whether a budget buys any of
//! it: from the region's figures alone, before a world is made.

use super::kinds::mechanism;
use super::mechanism::{Activity, Grain, Mechanism, Place};
use super::plan::known;
use crate::math::{normal, num};
use crate::scenario::{AGES as AGE_RANGE, Extent, Intervention, Scenario, Targeting};
use crate::world::{Community, TrainingTerms, WEEKS_PER_YEAR, YEARS_OF_SCHOOL};

/// S/ per year at full strength that an intervention can cost, about and at most: what is fixed by the region is exact; of those who
/// may enrol for training all poor girls of age do, and of victims as many come back as the baseline's hazards say. A budget is what
/// it is; no coverage costs nothing.
pub fn most_soles_per_year(one: &Intervention, scenario: &Scenario, communities: &[Community]) -> f64 {
    if let Extent::BudgetSolesPerYear(soles) = one.extent {
        return soles;
    }
    let Some(mechanism) = mechanism(one).filter(|_| one.has_any()) else { return 0.0 };
    let eligible = eligible(one, scenario, communities);
    let mut places = places(mechanism.as_ref(), scenario, &eligible, communities);
    if let Some(rank) = one.within.most_exposed() {
        // Which they are is not known yet: at most the dearest.
        places.sort_by(|a, b| full_cost(mechanism.as_ref(), b).total_cmp(&full_cost(mechanism.as_ref(), a)));
        places.truncate(rank as usize);
    }
    let costs: Vec<f64> = places.iter().map(|place| full_cost(mechanism.as_ref(), place)).collect();
    let share = match one.extent {
        Extent::Coverage(share) => share,
        _ => 1.0,
    };
    if let Extent::Girls(girls) = one.extent {
        return girls_cost(girls, mechanism.as_ref(), &places, &costs) + mechanism.fixed_cost();
    }
    let covered = match (mechanism.grain(), one.targeting) {
        (Grain::Girl, Targeting::Uniform) => {
            let outside = scenario.parameters.population.outside_origin;
            let from_outside = mechanism.follows_persons() && eligible.len() == communities.len();
            let everyone = if from_outside { 1.0 / (1.0 - outside) } else { 1.0 };
            share * costs.iter().sum::<f64>() * everyone
        }
        // So many girls, the dearest first.
        (Grain::Girl, Targeting::Index(_)) => {
            let mut left = share * places.iter().map(|place| place.girls).sum::<f64>();
            let a_girl = |i: &usize| costs[*i] / places[*i].girls.max(f64::MIN_POSITIVE);
            let mut order: Vec<usize> = (0..places.len()).collect();
            order.sort_by(|i, j| a_girl(j).total_cmp(&a_girl(i)));
            order.into_iter().fold(0.0, |sum, i| {
                let girls = places[i].girls.min(left);
                left -= girls;
                sum + a_girl(&i) * girls
            })
        }
        // So many communities, the dearest first.
        _ => {
            let wanted = (share * places.len() as f64 + 0.5) as usize;
            let mut dearest = costs;
            dearest.sort_by(|a, b| b.total_cmp(a));
            if wanted == 0 {
                return 0.0;
            }
            dearest.into_iter().take(wanted).sum()
        }
    };
    covered + mechanism.fixed_cost()
}

/// S/ per year of so many girls, the dearest first; of all that there are, where there are fewer.
fn girls_cost(girls: f64, mechanism: &dyn Mechanism, places: &[Place], costs: &[f64]) -> f64 {
    let mut each: Vec<(f64, f64)> = places
        .iter()
        .zip(costs)
        .filter_map(|(place, cost)| {
            let given = mechanism.gives_to(place)?;
            (given > 0.0).then_some((cost / given, given))
        })
        .collect();
    each.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = girls;
    each.into_iter().fold(0.0, |sum, (cost, given)| {
        let here = given.min(left);
        left -= here;
        sum + cost * here
    })
}

/// The communities that an intervention may be given to, as far as is known before a world is made.
fn eligible<'a>(one: &Intervention, scenario: &Scenario, communities: &'a [Community]) -> Vec<&'a Community> {
    let admits = |c: &&Community| {
        let Some(d) = scenario.departments.get(usize::from(c.department)) else { return false };
        one.within.admits(&known(c, &d.name, d.poverty_rate, d.taboo, scenario.parameters.population.scale))
    };
    communities.iter().filter(admits).collect()
}

/// Why an intervention reaches nobody, or fewer girls than it says; `None` where it reaches whom it says.
pub fn reaches_fewer(one: &Intervention, scenario: &Scenario, communities: &[Community]) -> Option<String> {
    let mechanism = mechanism(one).filter(|_| one.has_any())?;
    let eligible = eligible(one, scenario, communities);
    if eligible.is_empty() {
        return Some(format!("`{}` reaches nobody: no community is as its `where` says", one.kind));
    }
    let Extent::Girls(girls) = one.extent else { return None };
    let places = places(mechanism.as_ref(), scenario, &eligible, communities);
    let outside = scenario.parameters.population.outside_origin;
    let from_outside = mechanism.follows_persons() && eligible.len() == communities.len();
    let most = places.iter().filter_map(|place| mechanism.gives_to(place)).sum::<f64>()
        / if from_outside { 1.0 - outside } else { 1.0 };
    (most < girls).then(|| {
        format!("`{}` is for {girls:.0} girls, but there are about {most:.0} at most whom it can be given to", one.kind)
    })
}

/// Why a budget buys nothing of an intervention; `None` where it buys some, or there is no budget.
pub fn bought_nothing(one: &Intervention, scenario: &Scenario, communities: &[Community]) -> Option<String> {
    let Extent::BudgetSolesPerYear(soles) = one.extent else { return None };
    let mechanism = mechanism(one).filter(|_| soles > 0.0)?;
    let fixed = mechanism.fixed_cost();
    let sign = &scenario.currency.symbol;
    if soles < fixed {
        return Some(format!(
            "{sign} {soles:.0} per year do not pay the {sign} {fixed:.0} that `{}` costs at all",
            one.kind
        ));
    }
    if mechanism.grain() == Grain::Girl && one.targeting != Targeting::ByExposure {
        return None;
    }
    let places = places(mechanism.as_ref(), scenario, &eligible(one, scenario, communities), communities);
    if places.is_empty() {
        return None;
    }
    let cheapest = places.iter().map(|place| mechanism.cost(place)).fold(f64::INFINITY, f64::min);
    (soles - fixed < cheapest).then(|| {
        format!(
            "{sign} {soles:.0} per year buy `{}` for no community: the smallest costs {sign} {:.0}",
            one.kind,
            cheapest + fixed
        )
    })
}

/// Cost per year of full coverage of a community, S/, from what is counted there: places filled, persons supported.
fn full_cost(mechanism: &dyn Mechanism, place: &Place) -> f64 {
    let weeks = f64::from(WEEKS_PER_YEAR);
    let activity = Activity { in_training: place.training_demand, supported: place.returns_per_year / weeks };
    let all = weeks * mechanism.spending(&[(*place, 1.0)], &activity, 1.0);
    // What does not depend on the community is counted once.
    (all - mechanism.fixed_cost()).max(0.0)
}

/// Largest numbers of persons that costs can depend on, in some communities of all.
fn places(mechanism: &dyn Mechanism, scenario: &Scenario, some: &[&Community], all: &[Community]) -> Vec<Place> {
    let p = &scenario.parameters;
    let e = &p.enforcement;
    let exits = p.exploitation.h_escape + p.exploitation.h_release + e.raids * e.raid_share * e.p_rescue;
    let returns = scenario.baseline.victims * exits * (1.0 - p.population.outside_origin);
    let whom = mechanism.whom();
    let all_girls: f64 = all.iter().map(|c| f64::from(c.girls)).sum();
    let training = mechanism.training();
    some.iter()
        .map(|c| {
            let girls = f64::from(c.girls) * p.population.scale;
            let all = Place::of_girls(girls, c.phone_share);
            // Of age, and poor where only these are meant; of schooling, whoever may attend.
            let poor = if whom.poor { poor_share(c, scenario, 0.0) } else { 1.0 };
            let years =
                |from: u32, until: u32| f64::from((until.min(whom.oldest) + 1).saturating_sub(from.max(whom.youngest)));
            let pupils = years(AGE_RANGE.0, AGE_RANGE.0 + YEARS_OF_SCHOOL - 1);
            let of_age = years(AGE_RANGE.0, AGE_RANGE.1);
            let everyone = whom.is_everyone();
            let school_poor = poor_share(c, scenario, 0.0);
            Place {
                aimed: if everyone { all.aimed } else { girls * poor * of_age / AGES },
                aimed_of_school_age: if everyone { all.aimed_of_school_age } else { girls * poor * pupils / AGES },
                training_demand: training
                    .as_ref()
                    .map_or(0.0, |(terms, offers)| girls * training_share(c, scenario, terms, *offers)),
                school_demand: mechanism
                    .school_households()
                    .map_or(0.0, |share| share * school_poor * c.in_school_at_12 * girls * pupils / AGES),
                transfer_demand: mechanism
                    .transfer_households()
                    .map_or(0.0, |share| share * school_poor * girls * of_age / AGES),
                // Where they are from changes no sum.
                returns_per_year: if all_girls > 0.0 { returns * f64::from(c.girls) / all_girls } else { 0.0 },
                ..all
            }
        })
        .collect()
}

/// Years of age that a roster holds.
const AGES: f64 = 13.0;

/// Share of a community's households below a permanent income, by its logarithm.
fn poor_share(c: &Community, scenario: &Scenario, ln_cutoff: f64) -> f64 {
    let sd = scenario.parameters.income.sigma_p * scenario.parameters.population.heterogeneity;
    let below = ln_cutoff - c.ln_median_income;
    match sd > 0.0 {
        true => normal::cdf(below / sd),
        false => f64::from(u8::from(below > 0.0)),
    }
}

/// Share of a community's girls of 12 to 24 that can be in training at a time.
fn training_share(c: &Community, scenario: &Scenario, terms: &TrainingTerms, offers: f64) -> f64 {
    let poor = poor_share(c, scenario, terms.ln_poor_cutoff);
    let of_age = (terms.max_age_years + 1.0 - terms.min_age_years).clamp(0.0, AGES) / AGES;
    let years = terms.course_weeks / f64::from(WEEKS_PER_YEAR);
    let stay =
        if terms.dropout > 0.0 { num::hazard_to_probability(terms.dropout * years) / terms.dropout } else { years };
    of_age * poor * (1.0 - terms.targeting_error) * (offers * stay).min(1.0)
}
