//! From policy as data to programmes: who is covered with the money there is (docs/odd.md §8: `uniform`, `by-exposure`,
//! `index`).

use super::kinds::mechanism;
use super::mechanism::{Grain, Mechanism, Place};
use super::programme::{Programme, Programmes};
use crate::draws::{Draws, Process};
use crate::math::num::hazard_to_probability;
use crate::math::num::{exp, ln};
use crate::process::circumstances::Scene;
use crate::process::girl::Occupant;
use crate::process::income::ln_permanent;
use crate::process::schooling::Schooling;
use crate::process::training::{eligible, take_up_of};
use crate::scenario::{Extent, Index, Intervention, Targeting};
use crate::world::{Community, Girl, Setting, TrainingTerms, WEEKS_PER_YEAR, YEARS_OF_SCHOOL};
use std::sync::Arc;

/// Girls a planner looks at to forecast the demand for training.
const PLANNER_SAMPLE: u32 = 4_000;

/// Facts that a planner knows when the policy is made: nothing of what will happen, no true profile.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Estimated exposure by community: registered victims by origin over five years, shrunk to the gravity expectation.
    pub exposure: Vec<f64>,
    /// Persons who come back from exploitation per year, outside included.
    pub returns_per_year: f64,
    /// Poverty rate of the department, by community, 0 to 1: a published average, not the community's own.
    pub poverty: Vec<f64>,
    /// Taboo of the department, by community, 0 to 1: likewise.
    pub taboo: Vec<f64>,
}

/// Estimated exposure `X̂_c = g_c·R·(r_c + a)/(g_c·R + a)`: a gamma prior of weight `a` around the gravity share g_c of all
/// registered victims R, updated by the community's own r_c.
pub fn estimated_exposure(gravity: &[f64], registered: &[f64], prior: f64) -> Vec<f64> {
    let all: f64 = registered.iter().sum();
    let mass: f64 = gravity.iter().sum();
    gravity
        .iter()
        .zip(registered)
        .map(|(g, r)| {
            let expected = g / mass * all;
            if expected > 0.0 { expected * (r + prior) / (expected + prior) } else { g / mass }
        })
        .collect()
}

/// Makes programmes of interventions in a world about to fork.
pub fn compile(interventions: &[Intervention], scene: &Scene, facts: &Facts) -> Programmes {
    Programmes::new(
        interventions.iter().filter_map(|one| Some(programme(one, mechanism(one)?, scene, facts))).collect(),
    )
}

fn programme(one: &Intervention, mechanism: Box<dyn Mechanism>, scene: &Scene, facts: &Facts) -> Programme {
    let demand = Demand::of(mechanism.as_ref(), scene, one);
    let full = vec![1.0; scene.communities.len()];
    let mut places = places(mechanism.as_ref(), &demand, &full, scene, facts);
    let (mut coverage, mut outside) = cover(one, mechanism.as_ref(), &places, scene.setting, facts);
    // How far the pool of girls is drawn down depends on how many of them are reached, which depends on what that costs.
    for _ in 0..if demand.depletes() { FIXED_POINT_STEPS } else { 0 } {
        places = self::places(mechanism.as_ref(), &demand, &coverage, scene, facts);
        (coverage, outside) = cover(one, mechanism.as_ref(), &places, scene.setting, facts);
    }
    let budget = match one.extent {
        Extent::BudgetSolesPerYear(soles) => Some(soles),
        Extent::Coverage(_) => None,
    };
    covering(one, mechanism, &places, coverage, outside, budget)
}

/// A programme that covers these communities.
pub(super) fn covering(
    one: &Intervention,
    mechanism: Box<dyn Mechanism>,
    places: &[Place],
    coverage: Vec<f64>,
    outside: f64,
    budget: Option<f64>,
) -> Programme {
    let covered =
        places.iter().zip(&coverage).filter(|(_, c)| **c > 0.0).map(|(place, c)| (*place, *c)).collect::<Vec<_>>();
    Programme {
        kind: one.kind.clone(),
        start_week: mechanism.begins(one.start_week).min(one.end_week),
        end_week: one.end_week,
        ramp_weeks: one.ramp_weeks,
        budget,
        mechanism: Arc::from(mechanism),
        outside,
        coverage: Arc::new(coverage),
        covered: Arc::new(covered),
    }
}

/// Facts that costs depend on, by community.
pub(super) fn places(
    mechanism: &dyn Mechanism,
    demand: &Demand,
    coverage: &[f64],
    scene: &Scene,
    facts: &Facts,
) -> Vec<Place> {
    let scale = scene.setting.region.scale;
    let pupils = mechanism.school_households().map_or_else(Vec::new, |share| {
        let poor_pupils = count(scene, |her, girl, c| poor_pupil(her, girl, c, scene));
        poor_pupils.into_iter().map(|n| share * n * scale).collect()
    });
    let exposure: f64 = facts.exposure.iter().sum();
    let outside = scene.setting.parameters.population.outside_origin;
    scene
        .communities
        .iter()
        .zip(&facts.exposure)
        .enumerate()
        .map(|(i, (c, x))| Place {
            girls: f64::from(c.girls) * scale,
            phone_share: c.phone_share,
            training_demand: demand.in_training(i, c, coverage[i]) * scale,
            school_demand: pupils.get(i).copied().unwrap_or(0.0),
            returns_per_year: if exposure > 0.0 {
                facts.returns_per_year * (1.0 - outside) * x / exposure
            } else {
                0.0
            },
        })
        .collect()
}

/// Times that coverage and the demand that depends on it are worked out from each other.
const FIXED_POINT_STEPS: usize = 3;

/// Years a girl stays eligible, on average: from leaving school until she is too old or no longer poor.
const ELIGIBLE_YEARS: f64 = 6.5;

/// Demand for places in training.
pub(super) enum Demand {
    /// Nobody is trained.
    None,
    /// The first edition's: the same share of every community's girls.
    Alike(f64),
    /// Each community's own, which training uses up.
    Own {
        /// Eligible girls by community, simulated girls.
        eligible: Vec<f64>,
        depletion: Depletion,
    },
}

/// How training uses up those who would take it up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Depletion {
    /// Offers per girl and year at full coverage.
    offers: f64,
    /// Mean take-up among the eligible.
    take_up: f64,
    /// Mean stay in training, years.
    stay: f64,
    /// Share of those who begin that complete and are not offered another place.
    completes: f64,
    /// Years for which there is money.
    funded: f64,
}

impl Depletion {
    /// Girls in training per eligible girl counted at the fork, at this coverage and over the funded years: `offers·ū·s·g(k)` per
    /// covered girl, with `k = 1/L + a·e^(−h·T)`, `a = offers·coverage·ū`, and g the mean over the funded years of the share of the pool
    /// that is left, which falls from 1 towards `E∞ = 1/(L·k)` at the rate k.
    fn per_eligible(&self, coverage: f64) -> f64 {
        let a = self.offers * coverage * self.take_up;
        let k = 1.0 / ELIGIBLE_YEARS + a * self.completes;
        let lasting = 1.0 / (ELIGIBLE_YEARS * k);
        let through = k * self.funded;
        let passing = if through > 0.0 { hazard_to_probability(through) / through } else { 1.0 };
        self.offers * self.take_up * self.stay * (lasting + (1.0 - lasting) * passing)
    }
}

impl Demand {
    /// For an intervention's training.
    pub(super) fn of(mechanism: &dyn Mechanism, scene: &Scene, one: &Intervention) -> Demand {
        let Some((terms, offers)) = mechanism.training() else { return Demand::None };
        let sample = sample_take_up(&terms, scene);
        let years = terms.course_weeks / f64::from(WEEKS_PER_YEAR);
        let stay = hazard_to_probability(terms.dropout * years) / terms.dropout;
        if one.parameters.cct.places_by_demand == 0.0 {
            return Demand::Alike(sample.taking_up / f64::from(PLANNER_SAMPLE) * offers * stay);
        }
        let depletion = Depletion {
            offers,
            take_up: if sample.eligible > 0.0 { sample.taking_up / sample.eligible } else { 0.0 },
            stay,
            completes: exp(-terms.dropout * years),
            funded: f64::from(one.end_week - one.start_week) / f64::from(WEEKS_PER_YEAR),
        };
        Demand::Own { eligible: count(scene, |her, girl, c| eligible(her, girl, c, scene, &terms)), depletion }
    }

    /// Girls in training in a community at full coverage, simulated girls, where the pool is drawn down as at `coverage`.
    fn in_training(&self, row: usize, c: &Community, coverage: f64) -> f64 {
        match self {
            Demand::None => 0.0,
            Demand::Alike(share) => share * f64::from(c.girls),
            Demand::Own { eligible, depletion } => eligible[row] * depletion.per_eligible(coverage),
        }
    }

    fn depletes(&self) -> bool {
        matches!(self, Demand::Own { .. })
    }
}

/// Girls of whom something holds, by community, simulated girls: what registers of households and schools show.
fn count(scene: &Scene, holds: impl Fn(&Occupant, &Girl, usize) -> bool) -> Vec<f64> {
    let in_community = |(c, place): (usize, &Community)| {
        let slots = place.first_girl..place.first_girl + place.girls;
        let counted = slots.filter(|slot| {
            let her = scene.occupant(*slot);
            holds(&her, &scene.girl(&her), c)
        });
        counted.count() as f64
    };
    scene.communities.iter().enumerate().map(in_community).collect()
}

/// Whether she attends school in a household that is permanently poor.
fn poor_pupil(her: &Occupant, girl: &Girl, c: usize, scene: &Scene) -> bool {
    if her.weeks_since_12 >= YEARS_OF_SCHOOL * WEEKS_PER_YEAR {
        return false;
    }
    let household = &scene.households[girl.household as usize];
    ln_permanent(&scene.communities[c], household, &scene.setting.derived) < 0.0
        && scene.schooling(her, girl, c) == Schooling::InSchool
}

/// Of a sample of girls, those eligible for training and the expected number that takes it up.
struct Sampled {
    eligible: f64,
    taking_up: f64,
}

fn sample_take_up(terms: &TrainingTerms, scene: &Scene) -> Sampled {
    let draws = scene.setting.draws.of(Process::PlannerSample);
    let girls = scene.girls.slots() as u32;
    let mut sampled = Sampled { eligible: 0.0, taking_up: 0.0 };
    for i in 0..PLANNER_SAMPLE {
        let slot = draws.index(u64::from(i), girls);
        let c = scene.communities.partition_point(|c| c.first_girl + c.girls <= slot);
        let her = scene.occupant(slot);
        let girl = scene.girl(&her);
        if eligible(&her, &girl, c, scene, terms) {
            sampled.eligible += 1.0;
            sampled.taking_up += take_up_of(&her, &girl, c, scene, terms);
        }
    }
    sampled
}

/// Coverage by community and outside, for the extent and the targeting rule.
fn cover(
    one: &Intervention,
    mechanism: &dyn Mechanism,
    places: &[Place],
    setting: &Setting,
    facts: &Facts,
) -> (Vec<f64>, f64) {
    let costs: Vec<f64> = places.iter().map(|place| mechanism.cost(place)).collect();
    let to_persons = mechanism.follows_persons();
    let everyone: f64 = costs.iter().sum::<f64>() + if to_persons { outside_cost(&costs, setting) } else { 0.0 };
    let budget = match one.extent {
        Extent::BudgetSolesPerYear(soles) if soles <= 0.0 || soles < mechanism.fixed_cost() => {
            return (vec![0.0; places.len()], 0.0);
        }
        Extent::BudgetSolesPerYear(soles) => Some(soles - mechanism.fixed_cost()),
        Extent::Coverage(_) => None,
    };
    match (mechanism.grain(), one.targeting) {
        (Grain::Girl, Targeting::Uniform) => {
            let share = match (one.extent, budget) {
                (Extent::Coverage(share), _) => share,
                (_, Some(soles)) if everyone > 0.0 => (soles / everyone).min(1.0),
                _ => 0.0,
            };
            (vec![share; places.len()], if to_persons { share } else { 0.0 })
        }
        (Grain::Girl, Targeting::Index(index)) => {
            let scores = scores(&index, places, &costs, facts);
            let coverage = match (one.extent, budget) {
                (Extent::Coverage(share), _) => {
                    let girls: Vec<f64> = places.iter().map(|place| place.girls).collect();
                    in_proportion(&scores, &girls, share * girls.iter().sum::<f64>())
                }
                (_, soles) => in_proportion(&scores, &costs, soles.unwrap_or(0.0)),
            };
            (coverage, 0.0)
        }
        (_, targeting) => {
            let order = order(targeting, places, &costs, facts, setting.draws);
            let mut coverage = vec![0.0; places.len()];
            match (one.extent, budget) {
                (Extent::Coverage(share), _) => {
                    let wanted = (share * places.len() as f64 + 0.5) as usize;
                    order.into_iter().take(wanted).for_each(|c| coverage[c] = 1.0);
                }
                (_, Some(mut soles)) => {
                    for c in order {
                        if costs[c] <= soles {
                            soles -= costs[c];
                            coverage[c] = 1.0;
                        }
                    }
                }
                _ => {}
            }
            (coverage, 0.0)
        }
    }
}

/// Cost of supporting those from outside, in proportion to their share.
fn outside_cost(costs: &[f64], setting: &Setting) -> f64 {
    let outside = setting.parameters.population.outside_origin;
    costs.iter().sum::<f64>() * outside / (1.0 - outside)
}

/// Communities in the order in which they are covered.
fn order(targeting: Targeting, places: &[Place], costs: &[f64], facts: &Facts, draws: Draws) -> Vec<usize> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    match targeting {
        Targeting::Uniform => {
            let stream = draws.of(Process::TargetOrder);
            order.sort_by_key(|c| stream.word(*c as u64));
        }
        Targeting::ByExposure => {
            let per_sol = |c: usize| if costs[c] > 0.0 { facts.exposure[c] / costs[c] } else { f64::MAX };
            order.sort_by(|a, b| per_sol(*b).total_cmp(&per_sol(*a)).then(a.cmp(b)));
        }
        Targeting::Index(index) => {
            let scores = scores(&index, places, costs, facts);
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
        }
    }
    order
}

/// Smallest number put under a logarithm in place of 0: persons, or S/ per girl.
const NEXT_TO_NOTHING: f64 = 1e-9;

/// Scores of an index: Σ weight × feature, with logarithms of exposure and cost per girl and of girls, shares as they are.
fn scores(index: &Index, places: &[Place], costs: &[f64], facts: &Facts) -> Vec<f64> {
    let log = |x: f64| ln(x.max(NEXT_TO_NOTHING));
    (0..places.len())
        .map(|c| {
            let girls = places[c].girls.max(1.0);
            let features = [
                log(facts.exposure[c] / girls),
                log(costs[c] / girls),
                ln(girls),
                places[c].phone_share,
                facts.poverty[c],
                facts.taboo[c],
            ];
            index.weights().iter().zip(features).fold(0.0, |sum, (weight, feature)| sum + weight * feature)
        })
        .collect()
}

/// Coverage in proportion to e^score, cut at 1, that costs `money` together (all that there is, if everyone costs less):
/// c_i = min(1, κ·e^{s_i}) with Σ costs_i·c_i = money. Equal scores cover everyone alike; the wider they are spread, the more
/// this is one community after the other.
fn in_proportion(scores: &[f64], costs: &[f64], money: f64) -> Vec<f64> {
    let top = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // No weight is so small that a product with it is nothing: it would cost nothing then.
    let weights: Vec<f64> = scores.iter().map(|s| exp((s - top).max(-600.0))).collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
    let mut coverage = vec![0.0; scores.len()];
    let mut left = money.max(0.0);
    // Those with the largest scores are covered whole for as long as the proportion would give them more than that.
    for (at, c) in order.iter().enumerate() {
        let rest: f64 = order[at..].iter().map(|i| costs[*i] * weights[*i]).sum();
        let each = if rest > 0.0 { left / rest } else { f64::INFINITY };
        if each * weights[*c] < 1.0 {
            order[at..].iter().for_each(|i| coverage[*i] = each * weights[*i]);
            break;
        }
        coverage[*c] = 1.0;
        left -= costs[*c];
    }
    coverage
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exposure_is_gravity_where_nothing_is_known_and_the_register_where_much_is() {
        let few = estimated_exposure(&[3.0, 1.0], &[3.0, 1.0], 2.0);
        assert_eq!(few, vec![3.0, 1.0]);
        let many = estimated_exposure(&[1.0, 1.0], &[900.0, 100.0], 2.0);
        assert!((many[0] - 898.4).abs() < 0.1 && (many[1] - 101.6).abs() < 0.1, "{many:?}");
    }

    #[test]
    fn communities_are_covered_in_order_of_exposure_per_sol() {
        let (places, facts) = three();
        let by_exposure = order(Targeting::ByExposure, &places, &[1.0, 2.0, 1.0], &facts, Draws::new(1));
        assert_eq!(by_exposure, vec![2, 1, 0]);
    }

    /// Three communities: 10, 20 and 5 girls, exposure 1, 4 and 3.
    fn three() -> (Vec<Place>, Facts) {
        let place = |girls| Place {
            girls,
            phone_share: girls / 20.0,
            training_demand: 0.0,
            school_demand: 0.0,
            returns_per_year: 0.0,
        };
        let facts = Facts {
            exposure: vec![1.0, 4.0, 3.0],
            returns_per_year: 0.0,
            poverty: vec![0.2, 0.3, 0.1],
            taboo: vec![0.5, 0.4, 0.6],
        };
        (vec![place(10.0), place(20.0), place(5.0)], facts)
    }

    #[test]
    fn an_index_of_exposure_over_cost_is_exposure_per_sol() {
        let (places, facts) = three();
        let costs = [1.0, 2.5, 1.0];
        let index = Index { exposure: 1.0, cost: -1.0, ..Index::default() };
        let by = |targeting| order(targeting, &places, &costs, &facts, Draws::new(1));
        assert_eq!(by(Targeting::Index(index)), by(Targeting::ByExposure));
    }

    #[test]
    fn each_weight_of_an_index_orders_communities_by_its_own_feature() {
        let (places, facts) = three();
        let costs = [30.0, 20.0, 10.0];
        // Exposure per girl 0.1, 0.2, 0.6; cost per girl 3, 1, 2; girls 10, 20, 5; phones as girls; poverty; taboo.
        let expected = [[2, 1, 0], [0, 2, 1], [1, 0, 2], [1, 0, 2], [1, 0, 2], [2, 0, 1]];
        for (i, wanted) in expected.iter().enumerate() {
            for (sign, wanted) in [(1.0, wanted.to_vec()), (-1.0, wanted.iter().rev().copied().collect())] {
                let mut weights = [0.0; Index::NAMES.len()];
                weights[i] = sign;
                let targeting = Targeting::Index(Index::from_weights(weights));
                assert_eq!(order(targeting, &places, &costs, &facts, Draws::new(1)), wanted, "{}", Index::NAMES[i]);
            }
        }
    }

    #[test]
    fn a_score_is_finite_where_nothing_is_exposed_or_costs() {
        let (places, mut facts) = three();
        facts.exposure[0] = 0.0;
        let index = Index { exposure: 2.0, cost: -1.0, ..Index::default() };
        let scores = scores(&index, &places, &[1.0, 0.0, 1.0], &facts);
        assert!(scores.iter().all(|s| s.is_finite()), "{scores:?}");
        assert!(scores[0] < scores[2] && scores[2] < scores[1], "{scores:?}");
    }

    #[test]
    fn coverage_in_proportion_spends_all_the_money_and_covers_nobody_twice() {
        let (scores, costs) = ([0.0, 1.0, 3.0, -2.0], [10.0, 20.0, 5.0, 40.0]);
        for money in [0.0, 1.0, 4.0, 20.0, 50.0, 74.9, 75.0, 100.0] {
            let coverage = in_proportion(&scores, &costs, money);
            let spent: f64 = coverage.iter().zip(costs).map(|(c, cost)| c * cost).sum();
            assert!((spent - f64::min(money, 75.0)).abs() < 1e-9, "{money}: {spent}");
            assert!(coverage.iter().all(|c| (0.0..=1.0).contains(c)), "{coverage:?}");
            // Those below 1 are in proportion to e^score.
            let free: Vec<f64> =
                coverage.iter().zip(scores).filter(|(c, _)| **c < 1.0).map(|(c, s)| c / s.exp()).collect();
            assert!(free.windows(2).all(|pair| (pair[0] - pair[1]).abs() <= 1e-12 * pair[0].abs()), "{free:?}");
        }
    }

    #[test]
    fn equal_scores_cover_alike_and_wide_ones_one_after_the_other() {
        let costs = [10.0, 20.0, 30.0];
        assert_eq!(in_proportion(&[2.0; 3], &costs, 15.0), vec![0.25; 3]);
        let wide = in_proportion(&[0.0, 400.0, 200.0], &costs, 35.0);
        assert!((wide[1] - 1.0).abs() < 1e-12 && (wide[2] - 0.5).abs() < 1e-12 && wide[0] < 1e-12, "{wide:?}");
    }
}
