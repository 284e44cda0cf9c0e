//! One point of the sequence: its parameters, the targets its world is to meet, and the search for the few that do.

use super::acceptance::{self, AcceptanceSample, Accepting, Aim};
use super::balance::{Balance, Registering, by_age, registration, rescue_probability, visits};
use super::targets::{self, Targets, rounded};
use super::weights::Factors;
use amparo_model::diagnose::{gravity, reached};
use amparo_model::draws::{Draws, Process, Stream};
use amparo_model::engine::{Interrupt, Simulation, Stopped};
use amparo_model::math::num::{exp, ln};
use amparo_model::math::statistics::{mean, standard_error};
use amparo_model::observe::window;
use amparo_model::scenario::{DrawSample, Scenario};
use amparo_model::world::{Setting, WEEKS_PER_YEAR};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Years measured after the burn-in.
const YEARS: usize = 5;
/// Girls sampled per community.
const GIRLS: u32 = 48;
/// Worlds tried in turn before a point is given up.
const STEPS: usize = 8;
/// Gaps of victims and brothels that are small enough, as shares of the targets.
const CLOSE: (f64, f64) = (0.02, 0.015);
/// Largest share of girls, weighted by offers, for whom knowledge may turn round (docs/odd.md §12).
const TURNED_ROUND: f64 = 0.03;
/// Points whose elasticities weigh less than this are kept with a probability in proportion, at this weight: what would
/// hardly count is hardly ever solved (Russian roulette; Kahn and Harris 1951), and no mean changes.
const ROULETTE: f64 = 0.25;

/// What came of trying to solve a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Attempt {
    /// It was solved.
    Accepted(Box<Accepted>),
    /// Why it was rejected.
    Rejected(String),
}

impl Attempt {
    /// What was solved, if it was.
    pub fn solved(&self) -> Option<&Accepted> {
        match self {
            Attempt::Accepted(accepted) => Some(accepted),
            Attempt::Rejected(_) => None,
        }
    }
}

/// A solved draw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    /// Factors of its weight.
    pub factors: Factors,
    /// Of acceptance to promised earnings and to the believed risk.
    pub elasticities: (f64, f64),
    /// Share of girls, weighted by offers, who expect less from a true offer than from a false one.
    pub turned_round: f64,
    /// Targets it was solved for.
    pub targets: Sampled,
    /// Everything sampled and solved, by name.
    pub values: BTreeMap<String, f64>,
    /// Means over its worlds at the last step.
    pub seen: Seen,
    /// Steps of the search: what each saw of (victims, brothels), the last one included.
    pub steps: Vec<(f64, f64)>,
}

/// Targets as they are stored.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sampled {
    /// Stock of victims, persons.
    pub victims: f64,
    /// Open brothels.
    pub brothels: f64,
    /// Rescued persons per year.
    pub rescued_per_year: f64,
    /// Registered victims per 100,000 residents and year.
    pub registered_per_100k: f64,
}

impl From<Targets> for Sampled {
    fn from(t: Targets) -> Self {
        Sampled {
            victims: t.victims,
            brothels: t.brothels,
            rescued_per_year: t.rescued_per_year,
            registered_per_100k: t.registered_per_100k,
        }
    }
}

/// Means over the worlds of a step and five years after the burn-in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// Stock of victims, persons.
    pub victims: f64,
    /// Open brothels.
    pub brothels: f64,
    /// Accepted offers ÷ offers.
    pub acceptance: f64,
    /// Rescued persons per year.
    pub rescued_per_year: f64,
    /// Registered victims per 100,000 residents and year.
    pub registered_per_100k: f64,
    /// Minors among the victims, 0 to 1.
    pub minors_share: f64,
    /// Share of all newly exploited by department, in the scenario's order; the rest is from outside.
    pub origin_shares: Vec<f64>,
    /// The longest.
    pub burn_in_years: usize,
    /// Whether every world settled.
    pub settled: bool,
    /// Slopes over the last years of the burn-in, shares per year; those furthest from 0.
    pub drift_victims: f64,
    /// Slope of the number of brothels, share per year.
    pub drift_brothels: f64,
    /// Standard errors over worlds, shares of the means; 0 with fewer than four worlds.
    pub error_victims: f64,
    /// Standard error of the number of brothels, share of its mean.
    pub error_brothels: f64,
}

/// Where searches start from: the scenario as it was calibrated.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// κ_R and m_b of the scenario over what its balances say.
    kappa: f64,
    miners_per_brothel: f64,
    /// θ of the scenario less the sample's at the scenario's acceptance, where the two agree on it.
    theta: f64,
}

/// Solves points of one scenario.
pub struct Solver<'a> {
    /// Scenario whose parameters are solved.
    pub scenario: &'a Scenario,
    /// How points are sampled, and the seed of their worlds.
    pub sample: &'a DrawSample,
    /// Worlds per step.
    pub worlds: usize,
}

impl Solver<'_> {
    /// Draws of one point that decide nothing in its world.
    fn draws(&self, number: u32) -> Stream {
        Draws::new(self.sample.seed).of(Process::DrawSolving).with(u64::from(number))
    }

    /// Where searches start from.
    pub fn anchor(&self) -> Anchor {
        let s = self.scenario;
        let (p, at) = (&s.parameters, &s.baseline);
        let accepting = self.accepting(s, at.victims, Aim::Theta(p.decision.theta), u64::MAX);
        let wanted = self.accepting(s, at.victims, Aim::Acceptance(p.decision.accept0), u64::MAX);
        let shift = p.decision.theta - wanted.theta;
        let balance = Balance::new(p, miners(s), accepting.per_approach, at.minors_share);
        Anchor {
            kappa: p.recruiters.kappa_r / balance.kappa(at.victims, at.brothels),
            miners_per_brothel: p.demand.miners_per_brothel / balance.miners_per_brothel(at.victims, at.brothels),
            // What girls away or back from exploitation change in the acceptance of offers; a scenario that was not
            // calibrated to its acceptance says nothing about that.
            theta: if shift.abs() < 0.1 * p.decision.mu { shift } else { 0.0 },
        }
    }

    /// θ and what follows, in a freshly filled world.
    fn accepting(&self, s: &Scenario, victims: f64, aim: Aim, key: u64) -> Accepting {
        let mut simulation = Simulation::new(s, key, 1);
        let shares = recruiter_shares(s);
        let girls = simulation.look(|scene| reached(scene, &shares, GIRLS));
        let region = &simulation.world.resource::<Setting>().region;
        let p = &s.parameters;
        let b = Balance::new(p, miners(s), 1.0, s.baseline.minors_share);
        acceptance::solve(&AcceptanceSample {
            girls: &girls,
            communities: &region.communities,
            gravity: &gravity(&region.base_weight, &shares),
            parameters: p,
            aim,
            returns_per_year: victims * (b.exits - p.exploitation.h_moved),
            going_back: victims * b.back,
            newly_exploited: victims * (b.exits - b.back),
            scale: region.scale,
        })
    }

    /// Samples and solves one point.
    ///
    /// # Errors
    /// An interrupt.
    pub fn solve(&self, number: u32, anchor: &Anchor, interrupt: &Interrupt) -> Result<Attempt, Stopped> {
        let (values, wanted) = targets::sampled(self.scenario, self.sample, number);
        let mut trial = self.scenario.clone();
        trial.set_parameters(&values);
        match self.search(trial, values, &wanted, number, anchor, interrupt)? {
            Ok(accepted) => Ok(Attempt::Accepted(Box::new(accepted))),
            Err(reason) => Ok(Attempt::Rejected(reason)),
        }
    }

    fn search(
        &self,
        mut trial: Scenario,
        mut values: BTreeMap<String, f64>,
        wanted: &Targets,
        number: u32,
        anchor: &Anchor,
        interrupt: &Interrupt,
    ) -> Result<Result<Accepted, String>, Stopped> {
        let draws = self.draws(number);
        let minors = trial.baseline.minors_share;
        let p_rescue = rescue_probability(
            wanted.rescued_per_year,
            wanted.victims,
            visits(&trial.parameters),
            by_age(minors, trial.parameters.enforcement.found_minor),
        );

        if let Err(reason) = put(&mut trial, &mut values, &[("enforcement.p_rescue", p_rescue)]) {
            return Ok(Err(reason));
        }
        if !Balance::new(&trial.parameters, 1.0, 1.0, minors).has_room(wanted.victims, wanted.brothels) {
            return Ok(Err("more victims than its brothels have places for".into()));
        }
        let from_raids = trial.parameters.enforcement.register_share_from_raids;
        let registered = wanted.registered_per_100k * trial.baseline.residents / 1e5;
        let exits = Balance::new(&trial.parameters, 1.0, 1.0, minors).exits;
        let registering = Registering {
            registered,
            from_raids,
            rescued: wanted.rescued_per_year,
            victims: wanted.victims,
            exits,
            minors,
            found_minor: trial.parameters.enforcement.found_minor,
            complaint_minor: trial.parameters.enforcement.complaint_minor,
        };
        let register_at = |open| registration(&registering, open);
        // Whatever taboo is, a register out of reach is so before anyone is spawned.
        let Some(early) = register_at(1.0) else { return Ok(Err("more registered than leave".into())) };
        if let Err(reason) = put(&mut trial, &mut values, &[("enforcement.p_register", early.p_register)]) {
            return Ok(Err(reason));
        }

        let accept = trial.parameters.decision.accept0;
        let accepting = self.accepting(&trial, wanted.victims, Aim::Acceptance(accept), draws.word(0));
        if accepting.turned_round > TURNED_ROUND {
            return Ok(Err("knowledge turns round: warning raises acceptance".into()));
        }
        let Some(registration) = register_at(accepting.open) else {
            return Ok(Err("more registered than leave".into()));
        };
        let theta = accepting.theta + anchor.theta;
        let solved = [("decision.theta", theta), ("enforcement.h_complaint", registration.h_complaint)];
        if let Err(reason) = put(&mut trial, &mut values, &solved) {
            return Ok(Err(reason));
        }
        let mut elasticity = acceptance::elasticity_weight(accepting.elasticities);
        if elasticity < ROULETTE {
            if draws.uniform(1) >= elasticity / ROULETTE {
                return Ok(Err("elasticities of acceptance far from their bands".into()));
            }
            elasticity = ROULETTE;
        }

        let balance = Balance::new(&trial.parameters, miners(&trial), accepting.per_approach, minors);
        let mut kappa = anchor.kappa * balance.kappa(wanted.victims, wanted.brothels);
        let mut per_brothel = anchor.miners_per_brothel * balance.miners_per_brothel(wanted.victims, wanted.brothels);
        let mut steps = Vec::new();
        let mut held = (false, false);
        for _ in 0..STEPS {
            // A first guess may lie a little beyond a bound and the answer within; one that stays there does not.
            let at_bound = (
                bound(&trial, "recruiters.kappa_r", &mut kappa),
                bound(&trial, "demand.miners_per_brothel", &mut per_brothel),
            );
            for (now, before, name) in
                [(at_bound.0, held.0, "recruiters.kappa_r"), (at_bound.1, held.1, "demand.miners_per_brothel")]
            {
                if now && before {
                    return Ok(Err(beyond(name)));
                }
            }
            held = at_bound;
            let solved = [("recruiters.kappa_r", kappa), ("demand.miners_per_brothel", per_brothel)];
            if let Err(reason) = put(&mut trial, &mut values, &solved) {
                return Ok(Err(reason));
            }
            let seen = self.measure(&trial, draws, interrupt)?;
            steps.push((seen.victims, seen.brothels));
            if seen.victims <= 0.0 || seen.brothels <= 0.0 {
                return Ok(Err("the trade died out".into()));
            }
            let close = |seen: f64, wanted: f64, enough: f64| (seen / wanted - 1.0).abs() <= enough;
            if close(seen.victims, wanted.victims, CLOSE.0.max(seen.error_victims))
                && close(seen.brothels, wanted.brothels, CLOSE.1.max(seen.error_brothels))
            {
                if !seen.settled {
                    return Ok(Err("still drifting after the longest burn-in".into()));
                }
                let factors = Factors::new(&trial, wanted, &accepting, &balance, &registration, elasticity);
                return Ok(Ok(Accepted {
                    factors,
                    elasticities: accepting.elasticities,
                    turned_round: accepting.turned_round,
                    targets: (*wanted).into(),
                    values,
                    seen,
                    steps,
                }));
            }
            let (k, m) = balance.correction((seen.victims, seen.brothels), (wanted.victims, wanted.brothels));
            kappa *= k;
            per_brothel *= m;
        }
        Ok(Err(format!("targets not met in {STEPS} steps")))
    }

    /// Burns this point's worlds in and runs them for five years; every step sees the same seeds.
    fn measure(&self, trial: &Scenario, draws: Stream, interrupt: &Interrupt) -> Result<Seen, Stopped> {
        let mut simulation = Simulation::new(trial, 0, 1);
        let mut seen = Seen { settled: true, ..Seen::default() };
        let (mut victims, mut brothels, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut newly = vec![0.0; trial.departments.len() + 1];
        for world in 0..self.worlds {
            simulation.reseed(draws.with(2).word(world as u64));
            let burn_in = simulation.burn_in(interrupt, |_| {})?;
            simulation.run(YEARS as u32 * WEEKS_PER_YEAR, interrupt)?;
            let w = window(simulation.record(), 0..YEARS, trial.baseline.residents, trial.towns.len());
            seen.settled &= burn_in.settled;
            seen.burn_in_years = seen.burn_in_years.max(burn_in.years);
            let further = |a: f64, b: f64| if b.abs() > a.abs() { b } else { a };
            seen.drift_victims = further(seen.drift_victims, burn_in.drift.victims);
            seen.drift_brothels = further(seen.drift_brothels, burn_in.drift.brothels);
            victims.push(w.victims);
            brothels.push(w.brothels);
            newly.iter_mut().zip(&w.newly_by_department).for_each(|(sum, n)| *sum += n);
            others.push([w.acceptance, w.registered_per_100k, w.minors_share.unwrap_or(0.0)]);
        }
        seen.victims = mean(&victims);
        seen.brothels = mean(&brothels);
        let other = |i: usize| mean(&others.iter().map(|o| o[i]).collect::<Vec<_>>());
        (seen.acceptance, seen.registered_per_100k, seen.minors_share) = (other(0), other(1), other(2));
        let all: f64 = newly.iter().sum();
        let share = |n: &f64| if all > 0.0 { n / all } else { 0.0 };
        seen.origin_shares = newly.iter().take(trial.departments.len()).map(share).collect();
        let p = &trial.parameters;
        let found = by_age(seen.minors_share, p.enforcement.found_minor);
        seen.rescued_per_year = visits(p) * p.enforcement.p_rescue * found * seen.victims;
        // Fewer worlds do not tell their own spread.
        if self.worlds >= 4 {
            let share = |values: &[f64]| standard_error(values).unwrap_or(0.0) / mean(values).max(f64::MIN_POSITIVE);
            (seen.error_victims, seen.error_brothels) = (share(&victims), share(&brothels));
        }
        Ok(seen)
    }
}

/// Puts solved values into a trial.
///
/// # Errors
/// Names the first that lies beyond the register's bounds.
fn put(trial: &mut Scenario, values: &mut BTreeMap<String, f64>, solved: &[(&str, f64)]) -> Result<(), String> {
    for (name, value) in solved {
        let value = rounded(*value);
        if trial.register.check(name, value).is_err() {
            return Err(beyond(name));
        }
        values.insert((*name).to_owned(), value);
    }
    trial.set_parameters(values);
    Ok(())
}

fn beyond(name: &str) -> String {
    format!("{name} beyond the register's bounds")
}

/// Brings a value into its parameter's bounds; says whether it was beyond.
fn bound(trial: &Scenario, name: &str, value: &mut f64) -> bool {
    let Some(entry) = trial.register.get(name) else { return false };
    let within = value.clamp(entry.low, entry.high);
    let was_beyond = within != *value;
    *value = within;
    was_beyond
}

/// Miners of the region at the scenario's gold index, persons.
pub(crate) fn miners(s: &Scenario) -> f64 {
    let d = &s.parameters.demand;
    s.towns.iter().map(|t| t.miners).sum::<f64>() * exp(d.gold_elast * ln(d.gold))
}

/// Share of recruiters by town.
pub(crate) fn recruiter_shares(s: &Scenario) -> Vec<f64> {
    let all: f64 = s.towns.iter().map(|t| t.miners).sum();
    s.towns.iter().map(|t| t.miners / all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_scenario;
    use amparo_model::policy::VOCABULARY;
    use std::path::Path;

    #[test]
    fn a_solved_draw_meets_its_targets_in_worlds_it_was_not_solved_in() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/crowded.toml");
        let scenario = load_scenario(&file, &VOCABULARY, &[]).expect("a shipped scenario");
        let sample = DrawSample { seed: 1, count: 1, first: 256, parameters: vec!["decision.mu".to_owned()] };
        let solver = Solver { scenario: &scenario, sample: &sample, worlds: 64 };
        let never = Interrupt::new(false);
        let anchor = solver.anchor();
        let mut solved = (0..40).filter_map(|number| match solver.solve(number, &anchor, &never) {
            Ok(Attempt::Accepted(accepted)) => Some((number, accepted)),
            _ => None,
        });
        let (number, accepted) = solved.next().expect("one of forty points can be solved");
        let mut trial = scenario.clone();
        trial.set_parameters(&accepted.values);
        let elsewhere = solver.measure(&trial, solver.draws(number + 10_000), &never).expect("nobody stops it");
        let t = &accepted.targets;
        // Within the tolerance of solving and four standard errors of the difference of two such means.
        for (seen, wanted, enough, error) in [
            (elsewhere.victims, t.victims, CLOSE.0, elsewhere.error_victims),
            (elsewhere.brothels, t.brothels, CLOSE.1, elsewhere.error_brothels),
        ] {
            assert!((seen / wanted - 1.0).abs() < enough + 6.0 * error, "{seen} {wanted} ± {error}");
        }
        // The register is small here: 64 worlds × five years of a count with mean about 0.75 per year, overdispersed.
        let registered = t.registered_per_100k;
        assert!((elsewhere.registered_per_100k / registered - 1.0).abs() < 0.35, "{elsewhere:?}");
    }
}
