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
use crate::scenario::{AGES, Extent, Index, Intervention, Known, Targeting, Where, Whom};
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
    /// Shares of those exploited at the start of policies by completed year of age, from 12 on; the last and older together.
    pub victims_by_age: Vec<f64>,
}

impl Facts {
    /// Those of some communities.
    fn of(&self, rows: &[usize]) -> Facts {
        let some = |all: &[f64]| rows.iter().map(|row| all[*row]).collect();
        Facts { exposure: some(&self.exposure), poverty: some(&self.poverty), taboo: some(&self.taboo), ..self.clone() }
    }

    /// Place of each community in the order of estimated exposure, 1 for the most; of equals the first comes first.
    fn exposure_ranks(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.exposure.len()).collect();
        order.sort_by(|a, b| self.exposure[*b].total_cmp(&self.exposure[*a]).then(a.cmp(b)));
        let mut ranks = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(place, row)| ranks[row] = place + 1);
        ranks
    }

    /// Share of those who come back whose age is one of those meant.
    fn returns_among(&self, whom: &Whom) -> f64 {
        if !whom.limits_ages() {
            return 1.0;
        }
        let ages = self.victims_by_age.iter().zip(AGES.0..);
        ages.filter(|(_, age)| whom.of_age(f64::from(*age))).map(|(share, _)| share).sum()
    }
}

/// What is known of a community besides its place in the order of exposure: `department` is its row of the scenario's.
pub(super) fn known<'a>(c: &'a Community, department: &'a str, poverty: f64, taboo: f64, scale: f64) -> Known<'a> {
    Known {
        community: &c.name,
        department,
        poverty,
        taboo,
        girls: f64::from(c.girls) * scale,
        phone_share: c.phone_share,
        hours: c.hours.iter().copied().fold(f64::INFINITY, f64::min),
        exposure_rank: None,
    }
}

/// Rows of the communities that an intervention is limited to, ascending.
fn eligible_rows(within: &Where, scene: &Scene, facts: &Facts) -> Vec<usize> {
    if within.is_anywhere() {
        return (0..scene.communities.len()).collect();
    }
    let (region, ranks) = (&scene.setting.region, facts.exposure_ranks());
    let admits = |row: &usize| {
        let c = &scene.communities[*row];
        let department = region.departments.get(usize::from(c.department)).map_or("", String::as_str);
        let known = known(c, department, facts.poverty[*row], facts.taboo[*row], region.scale);
        within.admits(&Known { exposure_rank: Some(ranks[*row]), ..known })
    };
    (0..scene.communities.len()).filter(admits).collect()
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
    let aimed = Aimed::of(mechanism.as_ref(), scene);
    let rows = eligible_rows(&one.within, scene, facts);
    let full = vec![1.0; scene.communities.len()];
    let mut places = places(mechanism.as_ref(), &demand, &aimed, &full, scene, facts);
    let (mut coverage, mut outside) = cover_within(&rows, one, mechanism.as_ref(), &places, scene.setting, facts);
    // How far the pool of girls is drawn down depends on how many of them are reached, which depends on what that costs.
    for _ in 0..if demand.depletes() { FIXED_POINT_STEPS } else { 0 } {
        places = self::places(mechanism.as_ref(), &demand, &aimed, &coverage, scene, facts);
        (coverage, outside) = cover_within(&rows, one, mechanism.as_ref(), &places, scene.setting, facts);
    }
    covering(one, mechanism, &places, coverage, outside)
}

/// A programme that covers these communities.
pub(super) fn covering(
    one: &Intervention,
    mechanism: Box<dyn Mechanism>,
    places: &[Place],
    coverage: Vec<f64>,
    outside: f64,
) -> Programme {
    let (budget, girls) = match one.extent {
        Extent::BudgetSolesPerYear(soles) => (Some(soles), None),
        Extent::Girls(girls) => (None, Some(girls)),
        Extent::Coverage(_) => (None, None),
    };
    let covered =
        places.iter().zip(&coverage).filter(|(_, c)| **c > 0.0).map(|(place, c)| (*place, *c)).collect::<Vec<_>>();
    let share = |place: &Place| if place.girls > 0.0 { place.aimed / place.girls } else { 1.0 };
    let shares = if one.whom.is_everyone() { Vec::new() } else { places.iter().map(share).collect() };
    Programme {
        kind: one.kind.clone(),
        start_week: mechanism.begins(one.start_week).min(one.end_week),
        end_week: one.end_week,
        ramp_weeks: one.ramp_weeks,
        budget,
        girls,
        beside: mechanism.beside(&covered),
        mechanism: Arc::from(mechanism),
        outside,
        coverage: Arc::new(coverage),
        shares: Arc::new(shares),
        covered: Arc::new(covered),
    }
}

/// Girls an intervention is meant for, by community, simulated girls: counted as registers of households and schools show them.
/// Empty: everyone.
pub(super) struct Aimed {
    all: Vec<f64>,
    of_school_age: Vec<f64>,
}

impl Aimed {
    /// Of an intervention.
    pub(super) fn of(mechanism: &dyn Mechanism, scene: &Scene) -> Aimed {
        let whom = mechanism.whom();
        if whom.is_everyone() {
            return Aimed { all: Vec::new(), of_school_age: Vec::new() };
        }
        let meant =
            |her: &Occupant, girl: &Girl, c: usize| scene.is_one_of(&whom, her, girl, c, scene.schooling(her, girl, c));
        let of_age = |her: &Occupant| her.weeks_since_12 < YEARS_OF_SCHOOL * WEEKS_PER_YEAR;
        Aimed {
            all: count(scene, meant),
            of_school_age: count(scene, |her, girl, c| of_age(her) && meant(her, girl, c)),
        }
    }
}

/// Facts that costs depend on, by community.
pub(super) fn places(
    mechanism: &dyn Mechanism,
    demand: &Demand,
    aimed: &Aimed,
    coverage: &[f64],
    scene: &Scene,
    facts: &Facts,
) -> Vec<Place> {
    let scale = scene.setting.region.scale;
    let whom = mechanism.whom();
    let pupils = mechanism.school_households().map_or_else(Vec::new, |share| {
        let meant = |her: &Occupant| whom.of_age(her.age_years());
        let poor_pupils = count(scene, |her, girl, c| meant(her) && poor_pupil(her, girl, c, scene));
        poor_pupils.into_iter().map(|n| share * n * scale).collect()
    });
    let recipients = mechanism.transfer_households().map_or_else(Vec::new, |share| {
        let poor = Whom { poor: true, ..whom };
        let meant =
            |her: &Occupant, girl: &Girl, c: usize| scene.is_one_of(&poor, her, girl, c, scene.schooling(her, girl, c));
        count(scene, meant).into_iter().map(|n| share * n * scale).collect()
    });
    let exposure: f64 = facts.exposure.iter().sum();
    let outside = scene.setting.parameters.population.outside_origin;
    let returns_among = facts.returns_among(&whom);
    scene
        .communities
        .iter()
        .zip(&facts.exposure)
        .enumerate()
        .map(|(i, (c, x))| {
            let all = Place::of_girls(f64::from(c.girls) * scale, c.phone_share);
            Place {
                aimed: aimed.all.get(i).map_or(all.aimed, |n| n * scale),
                aimed_of_school_age: aimed.of_school_age.get(i).map_or(all.aimed_of_school_age, |n| n * scale),
                training_demand: demand.in_training(i, c, coverage[i]) * scale,
                school_demand: pupils.get(i).copied().unwrap_or(0.0),
                transfer_demand: recipients.get(i).copied().unwrap_or(0.0),
                returns_per_year: if exposure > 0.0 {
                    facts.returns_per_year * (1.0 - outside) * x / exposure * returns_among
                } else {
                    0.0
                },
                ..all
            }
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

/// Coverage by community and outside where only some communities, `rows`, may be covered. Nobody from outside is, unless all may.
fn cover_within(
    rows: &[usize],
    one: &Intervention,
    mechanism: &dyn Mechanism,
    places: &[Place],
    setting: &Setting,
    facts: &Facts,
) -> (Vec<f64>, f64) {
    let within: Vec<Place> = rows.iter().map(|row| places[*row]).collect();
    let anywhere = rows.len() == places.len();
    let (of_rows, outside) = cover(rows, anywhere, one, mechanism, &within, setting, &facts.of(rows));
    let mut coverage = vec![0.0; places.len()];
    rows.iter().zip(of_rows).for_each(|(row, c)| coverage[*row] = c);
    (coverage, outside)
}

/// Coverage of communities, which are these `rows` of all, and outside, for the extent and the targeting rule.
fn cover(
    rows: &[usize],
    anywhere: bool,
    one: &Intervention,
    mechanism: &dyn Mechanism,
    places: &[Place],
    setting: &Setting,
    facts: &Facts,
) -> (Vec<f64>, f64) {
    let costs: Vec<f64> = places.iter().map(|place| mechanism.cost(place)).collect();
    let to_persons = mechanism.follows_persons() && anywhere;
    let everyone: f64 = costs.iter().sum::<f64>() + if to_persons { outside_cost(&costs, setting) } else { 0.0 };
    let budget = match one.extent {
        Extent::BudgetSolesPerYear(soles) if soles <= 0.0 || soles < mechanism.fixed_cost() => {
            return (vec![0.0; places.len()], 0.0);
        }
        Extent::BudgetSolesPerYear(soles) => Some(soles - mechanism.fixed_cost()),
        Extent::Coverage(_) | Extent::Girls(_) => None,
    };
    if let Extent::Girls(girls) = one.extent {
        return cover_girls(girls, rows, to_persons, one, mechanism, places, &costs, setting, facts);
    }
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
            let order = order(targeting, rows, places, &costs, facts, setting.draws);
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

/// Coverage at which so many girls are given to, or all that there are: alike everywhere, in proportion to an index, or one community
/// after the other, the last in part. Nobody where it is given to whole communities.
fn cover_girls(
    girls: f64,
    rows: &[usize],
    to_persons: bool,
    one: &Intervention,
    mechanism: &dyn Mechanism,
    places: &[Place],
    costs: &[f64],
    setting: &Setting,
    facts: &Facts,
) -> (Vec<f64>, f64) {
    let given: Option<Vec<f64>> = places.iter().map(|place| mechanism.gives_to(place)).collect();
    let Some(given) = given.filter(|_| girls > 0.0) else { return (vec![0.0; places.len()], 0.0) };
    match one.targeting {
        Targeting::Uniform => {
            let outside = if to_persons { outside_cost(&given, setting) } else { 0.0 };
            let everyone = given.iter().sum::<f64>() + outside;
            let share = if everyone > 0.0 { (girls / everyone).min(1.0) } else { 0.0 };
            (vec![share; places.len()], if to_persons { share } else { 0.0 })
        }
        Targeting::Index(index) => (in_proportion(&scores(&index, places, costs, facts), &given, girls), 0.0),
        Targeting::ByExposure => {
            let mut left = girls;
            let mut coverage = vec![0.0; places.len()];
            for c in order(one.targeting, rows, places, costs, facts, setting.draws) {
                coverage[c] = if given[c] > left { left / given[c] } else { 1.0 };
                left -= coverage[c] * given[c];
                if left <= 0.0 {
                    break;
                }
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

/// Communities in the order in which they are covered; their random order is that of their `rows` among all.
fn order(
    targeting: Targeting,
    rows: &[usize],
    places: &[Place],
    costs: &[f64],
    facts: &Facts,
    draws: Draws,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..costs.len()).collect();
    match targeting {
        Targeting::Uniform => {
            let stream = draws.of(Process::TargetOrder);
            order.sort_by_key(|c| stream.word(rows[*c] as u64));
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

    const ROWS: [usize; 3] = [0, 1, 2];

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
        let by_exposure = order(Targeting::ByExposure, &ROWS, &places, &[1.0, 2.0, 1.0], &facts, Draws::new(1));
        assert_eq!(by_exposure, vec![2, 1, 0]);
    }

    /// Three communities: 10, 20 and 5 girls, exposure 1, 4 and 3.
    fn three() -> (Vec<Place>, Facts) {
        let place = |girls| Place::of_girls(girls, girls / 20.0);
        let facts = Facts {
            exposure: vec![1.0, 4.0, 3.0],
            returns_per_year: 0.0,
            poverty: vec![0.2, 0.3, 0.1],
            taboo: vec![0.5, 0.4, 0.6],
            victims_by_age: Vec::new(),
        };
        (vec![place(10.0), place(20.0), place(5.0)], facts)
    }

    #[test]
    fn an_index_of_exposure_over_cost_is_exposure_per_sol() {
        let (places, facts) = three();
        let costs = [1.0, 2.5, 1.0];
        let index = Index { exposure: 1.0, cost: -1.0, ..Index::default() };
        let by = |targeting| order(targeting, &ROWS, &places, &costs, &facts, Draws::new(1));
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
                assert_eq!(
                    order(targeting, &ROWS, &places, &costs, &facts, Draws::new(1)),
                    wanted,
                    "{}",
                    Index::NAMES[i]
                );
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
