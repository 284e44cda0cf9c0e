//! θ from acceptance, without running a world: a sample of girls as approaches reach them (docs/odd.md §13).

use amparo_model::diagnose::Reached;
use amparo_model::math::num::{exp, logistic, pow};
use amparo_model::process::decision::promise_counts;
use amparo_model::process::recruiters::shrunk_yield;
use amparo_model::register::Parameters;
use amparo_model::world::Community;

/// Rounds in which weights, what communities know and θ settle together.
const ROUNDS: usize = 6;
/// Halvings of the bracket around θ.
const HALVINGS: usize = 60;

/// A sample of girls with everything that acceptance depends on.
#[derive(Clone, Copy, Debug)]
pub struct AcceptanceSample<'a> {
    /// Sampled girls, several per community.
    pub girls: &'a [Reached],
    /// Communities the girls' rows point to.
    pub communities: &'a [Community],
    /// Share of approaches by community while all yield alike.
    pub gravity: &'a [f64],
    /// Parameters of the draw; θ is what is solved for.
    pub parameters: &'a Parameters,
    /// Target that θ is solved for.
    pub aim: Aim,
    /// Victims coming back per year, persons.
    pub returns_per_year: f64,
    /// Of them, those who go back.
    pub going_back: f64,
    /// First spells per year, persons.
    pub newly_exploited: f64,
    /// Persons one simulated girl stands for.
    pub scale: f64,
}

/// Target that θ is solved for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim {
    /// Mean acceptance of an offer wanted.
    Acceptance(f64),
    /// θ itself, where it is known.
    Theta(f64),
}

/// θ and what follows from it, means over offers to girls as approaches reach them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accepting {
    /// θ, the parameter that was solved.
    pub theta: f64,
    /// Mean acceptance of an offer, `E[P]`.
    pub acceptance: f64,
    /// `E[P(1 − P)]`: acceptance falls by this over μ as θ rises by one.
    pub variance: f64,
    /// Girls drawn in per approach.
    pub per_approach: f64,
    /// Mean 1 − τ over those drawn in, from the simulated departments.
    pub open: f64,
    /// Share of girls, weighted by offers, who expect less from a true offer than from a false one.
    pub turned_round: f64,
    /// Elasticity of acceptance to promised earnings and to the believed risk, weighted by P.
    pub elasticities: (f64, f64),
}

/// One girl's chances at some θ.
pub(crate) struct Chances {
    /// P(accept), talking it over averaged.
    pub(crate) p: f64,
    /// Mean of P(1 − P) over talking it over.
    variance: f64,
    /// Elasticities × P.
    earnings: f64,
    risk: f64,
}

/// Her chances where her community shares `shared` log-odds more.
pub(crate) fn chances(girl: &Reached, shared: f64, theta: f64, p: &Parameters) -> Chances {
    let mut out = Chances { p: 0.0, variance: 0.0, earnings: 0.0, risk: 0.0 };
    for (share, belief) in
        [(1.0 - girl.talk, girl.belief + shared), (girl.talk, girl.belief + shared + p.knowledge.d_consult)]
    {
        let b = logistic(belief);
        let gain = (1.0 - b) * girl.rise + b * girl.fall - girl.distance;
        let accept = logistic((gain - theta) / p.decision.mu);
        out.p += share * accept;
        out.variance += share * accept * (1.0 - accept);
        let steepness = share * accept * (1.0 - accept) / p.decision.mu;
        out.earnings += steepness * girl.years * promise_counts(b, girl.rise, girl.fall);
        out.risk -= steepness * b * (girl.rise - girl.fall);
    }
    out
}

/// Weights of girls by offers: community's share of approaches, shared among its sampled girls, × probability of an offer.
fn offers(q: &AcceptanceSample, weights: &[f64], counts: &[f64]) -> Vec<f64> {
    q.girls.iter().map(|g| weights[g.community] / counts[g.community] * g.offer).collect()
}

fn acceptance(q: &AcceptanceSample, offers: &[f64], shared: &[f64], theta: f64) -> f64 {
    let (mut accepted, mut all) = (0.0, 0.0);
    for (girl, offer) in q.girls.iter().zip(offers) {
        accepted += offer * chances(girl, shared[girl.community], theta, q.parameters).p;
        all += offer;
    }
    accepted / all
}

/// θ by halving: acceptance falls as θ rises.
fn theta(q: &AcceptanceSample, offers: &[f64], shared: &[f64]) -> f64 {
    let wanted = match q.aim {
        Aim::Acceptance(wanted) => wanted,
        Aim::Theta(theta) => return theta,
    };
    let (mut low, mut high) = (-40.0, 60.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if acceptance(q, offers, shared, middle) > wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// θ at which mean acceptance is as wanted, with the trade's weights and what communities know settled around it.
///
/// Weights follow yields as in the model, `gravity·(Ŷ_c/Ȳ)^λ_y`, with the approaches the trade remembers at rest,
/// C = approaches per week × half-life/ln 2; shared knowledge is at rest at
/// `(1 − τ)·ζ·speaking per 1,000/(1 − 2^(−1/h_s))`, speaking = returns per year × share who stay × speak × speak_weeks/52, by
/// origin as those drawn in.
pub fn solve(q: &AcceptanceSample) -> Accepting {
    let p = q.parameters;
    let n = q.communities.len();
    let mut counts = vec![0.0; n];
    for girl in q.girls {
        counts[girl.community] += 1.0;
    }
    let mut weights = q.gravity.to_vec();
    let mut shared = vec![0.0; n];
    let fading = 1.0 - exp(-std::f64::consts::LN_2 / p.knowledge.h_s);
    let staying = (q.returns_per_year - q.going_back) * p.knowledge.speak * p.knowledge.speak_weeks / 52.0;
    let at_home = 1.0 - p.population.outside_origin;
    let mut found = 0.0;
    let mut yields = vec![0.0; n];
    let mut regional = 0.0;
    for _ in 0..ROUNDS {
        found = theta(q, &offers(q, &weights, &counts), &shared);
        yields.fill(0.0);
        for girl in q.girls {
            let c = girl.community;
            yields[c] += girl.offer * chances(girl, shared[c], found, p).p / counts[c];
        }
        let all: f64 = weights.iter().sum();
        regional = weights.iter().zip(&yields).map(|(w, y)| w * y).sum::<f64>() / all;
        let approaches_a_week = q.newly_exploited * at_home / q.scale / regional / 52.0;
        let remembered = approaches_a_week * p.recruiters.y_half / std::f64::consts::LN_2;
        let drawn_in: f64 = weights.iter().zip(&yields).map(|(w, y)| w * y).sum();
        for (c, place) in q.communities.iter().enumerate() {
            let share = weights[c] * yields[c] / drawn_in;
            let speaking = staying * at_home * share / (f64::from(place.girls) * q.scale) * 1_000.0;
            shared[c] = (1.0 - place.taboo) * p.knowledge.zeta * speaking / fading;
        }
        let prior = p.recruiters.y_prior / q.scale;
        let mut next = vec![0.0; n];
        for c in 0..n {
            let approaches = remembered * weights[c] / all;
            let relative = shrunk_yield(approaches * yields[c], approaches, prior, regional) / regional;
            next[c] = q.gravity[c] * pow(relative.min(p.recruiters.y_cap), p.recruiters.lambda_y);
        }
        weights = next;
    }
    summary(q, found, &weights, &shared, &counts, &yields, regional)
}

fn summary(
    q: &AcceptanceSample,
    theta: f64,
    weights: &[f64],
    shared: &[f64],
    counts: &[f64],
    yields: &[f64],
    regional: f64,
) -> Accepting {
    let offers = offers(q, weights, counts);
    let (mut p, mut variance, mut turned, mut all, mut earnings, mut risk) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for (girl, offer) in q.girls.iter().zip(&offers) {
        let one = chances(girl, shared[girl.community], theta, q.parameters);
        all += offer;
        p += offer * one.p;
        variance += offer * one.variance;
        earnings += offer * one.earnings;
        risk += offer * one.risk;
        turned += if girl.rise < girl.fall { *offer } else { 0.0 };
    }
    let drawn_in = weights.iter().zip(yields).map(|(w, y)| w * y);
    let open = drawn_in.clone().zip(q.communities).map(|(n, place)| n * (1.0 - place.taboo)).sum::<f64>();
    Accepting {
        theta,
        acceptance: p / all,
        variance: variance / all,
        per_approach: regional,
        open: open / drawn_in.sum::<f64>(),
        turned_round: turned / all,
        elasticities: (earnings / p, risk / p),
    }
}

/// Band of the elasticity of acceptance to promised earnings (docs/odd.md §1).
pub const EARNINGS_BAND: (f64, f64) = (0.4, 0.9);
/// Band of the elasticity of acceptance to the believed risk (docs/odd.md §1).
pub const BELIEF_BAND: (f64, f64) = (-0.7, -0.2);

/// Weight of elasticities: 1 within the bands [`EARNINGS_BAND`] and [`BELIEF_BAND`], falling off smoothly
/// outside as a normal whose spread is a quarter of the band's width.
pub fn elasticity_weight((earnings, risk): (f64, f64)) -> f64 {
    let outside = |x: f64, (low, high): (f64, f64)| {
        let z = (x - x.clamp(low, high)) / (0.25 * (high - low));
        -0.5 * z * z
    };
    exp(outside(earnings, EARNINGS_BAND) + outside(risk, BELIEF_BAND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_scenario;
    use amparo_model::diagnose::{gravity, reached};
    use amparo_model::engine::Simulation;
    use amparo_model::math::num::ln;
    use amparo_model::policy::VOCABULARY;
    use amparo_model::scenario::Scenario;
    use amparo_model::world::Setting;
    use std::path::Path;

    fn toy() -> Scenario {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/crowded.toml");
        load_scenario(&file, &VOCABULARY, &[]).expect("a shipped scenario")
    }

    /// A question about the toy world's girls, and what it borrows.
    struct Asked {
        girls: Vec<Reached>,
        communities: Vec<Community>,
        gravity: Vec<f64>,
        parameters: Parameters,
    }

    impl Asked {
        fn new(change: impl Fn(&mut Parameters)) -> Self {
            let scenario = toy();
            let mut simulation = Simulation::new(&scenario, 5, 1);
            let all: f64 = scenario.towns.iter().map(|t| t.miners).sum();
            let shares: Vec<f64> = scenario.towns.iter().map(|t| t.miners / all).collect();
            let girls = simulation.look(|scene| reached(scene, &shares, 200));
            let region = &simulation.world.resource::<Setting>().region;
            let mut parameters = scenario.parameters.clone();
            change(&mut parameters);
            let gravity = gravity(&region.base_weight, &shares);
            Asked { girls, communities: region.communities.clone(), gravity, parameters }
        }

        fn of(&self, aim: Aim) -> AcceptanceSample<'_> {
            AcceptanceSample {
                girls: &self.girls,
                communities: &self.communities,
                gravity: &self.gravity,
                parameters: &self.parameters,
                aim,
                returns_per_year: 40.0,
                going_back: 8.0,
                newly_exploited: 40.0,
                scale: 1.0,
            }
        }
    }

    #[test]
    fn mean_acceptance_of_the_sample_is_the_target() {
        let asked = Asked::new(|_| {});
        for wanted in [0.02, 0.06, 0.15] {
            let found = solve(&asked.of(Aim::Acceptance(wanted)));
            assert!((found.acceptance / wanted - 1.0).abs() < 1e-3, "{wanted}: {found:?}");
            let back = solve(&asked.of(Aim::Theta(found.theta)));
            assert!((back.acceptance / wanted - 1.0).abs() < 1e-3, "{wanted}: {back:?}");
        }
    }

    /// Without yields and shared knowledge nothing but θ moves, and derivatives are those of a plain mean.
    fn plain() -> Asked {
        Asked::new(|p| {
            p.recruiters.lambda_y = 0.0;
            p.knowledge.zeta = 0.0;
        })
    }

    #[test]
    fn acceptance_falls_with_theta_by_the_mean_variance_over_mu() {
        let asked = plain();
        let at = |theta: f64| solve(&asked.of(Aim::Theta(theta)));
        let (middle, step) = (at(6.5), 1e-4);
        let slope = (at(6.5 + step).acceptance - at(6.5 - step).acceptance) / (2.0 * step);
        let expected = -middle.variance / asked.parameters.decision.mu;
        assert!((slope / expected - 1.0).abs() < 1e-5, "{slope} {expected}");
    }

    #[test]
    fn elasticities_are_derivatives_of_ln_acceptance() {
        let asked = plain();
        let found = solve(&asked.of(Aim::Theta(6.5)));
        let step = 1e-5;
        // d good / d ln w* = 1 + a₆D.
        let promised = |by: f64| {
            let mut more = plain();
            more.girls.iter_mut().for_each(|girl| girl.rise += by * girl.years);
            ln(solve(&more.of(Aim::Theta(6.5))).acceptance)
        };
        let slope = (promised(step) - promised(-step)) / (2.0 * step);
        assert!((slope / found.elasticities.0 - 1.0).abs() < 1e-5, "{slope} {:?}", found.elasticities);
        // Without talking it over, d logit b / d ln b = 1/(1 − b).
        let quiet = || {
            let mut asked = plain();
            asked.girls.iter_mut().for_each(|girl| girl.talk = 0.0);
            asked
        };
        let believed = |by: f64| {
            let mut more = quiet();
            more.girls.iter_mut().for_each(|girl| girl.belief += by / (1.0 - logistic(girl.belief)));
            ln(solve(&more.of(Aim::Theta(6.5))).acceptance)
        };
        let slope = (believed(step) - believed(-step)) / (2.0 * step);
        let found = solve(&quiet().of(Aim::Theta(6.5)));
        assert!((slope / found.elasticities.1 - 1.0).abs() < 1e-4, "{slope} {:?}", found.elasticities);
    }

    #[test]
    fn elasticities_weigh_fully_within_their_bands_and_less_the_further_outside() {
        assert_eq!(elasticity_weight((0.4, -0.2)), 1.0);
        assert_eq!(elasticity_weight((0.9, -0.7)), 1.0);
        // One spread, a quarter of the band's width, beyond one band.
        assert!((elasticity_weight((0.9 + 0.125, -0.5)) - (-0.5f64).exp()).abs() < 1e-12);
        assert!((elasticity_weight((0.5, -0.2 + 0.25)) - (-2.0f64).exp()).abs() < 1e-12);
    }
}
