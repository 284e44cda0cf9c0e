//! Calibration by the method of moments: the few parameters that the targets pin, for the world as it is.
//!
//! No target is imposed on a running world. Worlds are burnt in and run for five years at trial values on seeds that are
//! never scored; each parameter moves by the gap between its own moment and its target on the log scale, times a power that is
//! learned from round to round; again, until all gaps are small.

use super::pool::in_pool;
use super::solve::balance::by_age;
use amparo_model::draws::{Draws, Process};
use amparo_model::engine::{Interrupt, Simulation};
use amparo_model::math::num::{exp, ln, logit};
use amparo_model::math::statistics::{mean, standard_error};
use amparo_model::observe::{Window, window};
use amparo_model::scenario::Scenario;
use amparo_model::world::WEEKS_PER_YEAR;
use amparo_study::error::StudyError;
use amparo_study::progress::Progress;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Years measured after the burn-in.
const YEARS: usize = 5;

/// One parameter pinned by one moment.
struct Pin {
    parameter: &'static str,
    moment: &'static str,
    observed: fn(&Moments, &Scenario) -> f64,
    target: fn(&Scenario) -> f64,
    scale: Scale,
    /// Inverse of the slope of the moment in its parameter, both on their scale: what the first step multiplies a gap by.
    power: fn(&Scenario) -> f64,
    /// Gap that is small enough, as a share of the target.
    tolerance: f64,
    /// A soft target moves its parameter only while the gap is not small, so that the register's value stays where it can.
    soft: bool,
}

/// Scales of a moment and its parameter, on which the one is nearly linear in the other.
#[derive(Clone, Copy)]
enum Scale {
    /// Both in logarithms.
    Log,
    /// The moment, a share, in log-odds; the parameter as it is.
    Odds,
}

/// What a step makes of nothing observed, where no logarithm is.
const FROM_NOTHING: f64 = 1.5;

impl Scale {
    fn of_moment(self, x: f64) -> f64 {
        match self {
            Scale::Log => ln(x),
            Scale::Odds => logit(x),
        }
    }

    fn of_parameter(self, x: f64) -> f64 {
        match self {
            Scale::Log => ln(x),
            Scale::Odds => x,
        }
    }

    fn moved(self, value: f64, observed: f64, target: f64, power: f64) -> f64 {
        match self {
            Scale::Log if observed <= 0.0 => value * FROM_NOTHING,
            Scale::Log => value * exp(power * ln(target / observed)),
            Scale::Odds => value + power * (logit(target) - logit(observed)),
        }
    }
}

/// The smallest move of a parameter, on its scale, from which a slope is learned: below it chance makes most of the difference.
const TELLING: f64 = 0.02;
/// The most by which a power changes from one round to the next, as a factor, and in all.
const POWER_STEP: f64 = 2.0;
const POWER_IN_ALL: f64 = 16.0;

/// The power of the next step: the inverse of the slope between the last two rounds (the secant method, a parameter at a time), within bounds,
/// since the other parameters moved too. `before` and `now`: the parameter and its moment, on their scale.
fn learned(power: f64, first: f64, before: (f64, f64), now: (f64, f64)) -> f64 {
    let (moved, followed) = (now.0 - before.0, now.1 - before.1);
    // A move that the moment did not follow, or followed the wrong way, was too short to be seen among the other moves.
    let slope = followed / moved * first.signum();
    if moved.abs() < TELLING || !slope.is_finite() {
        return power;
    }
    let size = if slope > 0.0 { 1.0 / slope } else { f64::INFINITY };
    let within = size.clamp(power.abs() / POWER_STEP, power.abs() * POWER_STEP);
    within.clamp(first.abs() / POWER_IN_ALL, first.abs() * POWER_IN_ALL) * first.signum()
}

/// Every pinned parameter. Powers are inverse elasticities in the shipped region, rounded: more recruiting effort meets fewer vacancies, so the
/// stock follows κ_R less than in proportion.
const PINS: &[Pin] = &[
    Pin {
        parameter: "decision.theta",
        moment: "acceptance of an offer",
        observed: |m, _| m.acceptance,
        target: |s| s.parameters.decision.accept0,
        scale: Scale::Odds,
        power: |s| -s.parameters.decision.mu,
        tolerance: 0.02,
        soft: false,
    },
    Pin {
        parameter: "recruiters.kappa_r",
        moment: "victims",
        observed: |m, _| m.victims,
        target: |s| s.baseline.victims,
        scale: Scale::Log,
        power: |_| 2.0,
        tolerance: 0.01,
        soft: false,
    },
    Pin {
        parameter: "demand.miners_per_brothel",
        moment: "brothels",
        observed: |m, _| m.brothels,
        target: |s| s.baseline.brothels,
        scale: Scale::Log,
        power: |_| -1.0,
        tolerance: 0.01,
        soft: false,
    },
    Pin {
        parameter: "enforcement.p_rescue",
        moment: "rescued per year, expected",
        observed: expected_rescues,
        target: |s| s.baseline.rescued_per_year,
        scale: Scale::Log,
        power: |_| 1.0,
        tolerance: 0.02,
        soft: false,
    },
    Pin {
        parameter: "enforcement.p_register",
        moment: "registered from raids per year, expected",
        observed: |_, s| s.baseline.rescued_per_year * s.parameters.enforcement.p_register,
        target: |s| registered(s) * s.parameters.enforcement.register_share_from_raids,
        scale: Scale::Log,
        power: |_| 1.0,
        tolerance: 0.01,
        soft: false,
    },
    Pin {
        parameter: "enforcement.h_complaint",
        moment: "registered from complaints per year",
        observed: |m, _| m.registered_from_complaints,
        target: |s| registered(s) * (1.0 - s.parameters.enforcement.register_share_from_raids),
        scale: Scale::Log,
        power: |_| 1.0,
        tolerance: 0.04,
        soft: false,
    },
    Pin {
        parameter: "approach.a_25",
        moment: "minors among the victims",
        observed: |m, _| m.minors_share,
        target: |s| s.baseline.minors_share,
        scale: Scale::Log,
        power: |_| -3.0,
        tolerance: 0.1,
        soft: true,
    },
    Pin {
        parameter: "recruiters.lambda_d",
        moment: "from the fitted departments together",
        observed: |m, _| m.fitted_share,
        target: |s| s.departments.iter().filter(|d| d.fitted).map(|d| d.origin_share).sum(),
        scale: Scale::Odds,
        power: |_| 0.5,
        tolerance: 0.05,
        soft: true,
    },
];

/// Rescues per year that these victims lead to: raids per town × share of brothels visited × occupants, minors as far as they are found, ×
/// p_rescue. The count
/// itself is far noisier, since a few raids find many.
fn expected_rescues(m: &Moments, s: &Scenario) -> f64 {
    let p = &s.parameters.enforcement;
    p.raids * p.raid_share * m.victims * by_age(m.minors_share, p.found_minor) * p.p_rescue
}

/// Registered victims per year that the target stands for, persons.
fn registered(s: &Scenario) -> f64 {
    s.baseline.registered_per_100k * s.baseline.residents / 1e5
}

/// Means over the measured years and all worlds.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    /// Accepted offers ÷ offers.
    pub acceptance: f64,
    /// Mean stock of victims, persons.
    pub victims: f64,
    /// Mean number of open brothels.
    pub brothels: f64,
    /// Victims registered after a complaint, persons per year.
    pub registered_from_complaints: f64,
    /// Minors among the victims, 0 to 1.
    pub minors_share: f64,
    /// By department, of all newly exploited.
    pub origin_shares: Vec<f64>,
    /// Of the departments whose attraction is fitted, together: with attractions of mean zero this is what distance explains.
    pub fitted_share: f64,
}

/// A moment beside its target, after the last round.
#[derive(Clone, Debug)]
pub struct Fit {
    /// What was compared, in words.
    pub moment: String,
    /// Value in the simulated worlds.
    pub observed: f64,
    /// Value it should have.
    pub target: f64,
    /// Parameter that was solved for it, `group.name` or `attraction.DEPARTMENT`.
    pub parameter: String,
    /// Value of that parameter.
    pub value: f64,
    /// Standard error of `observed`, from one world to another; 0 of a single world.
    pub noise: f64,
    /// Whether `observed` is within the tolerance of `target`, or within its noise, which these worlds can't tell from it.
    pub close: bool,
    /// The end of the parameter's range that its value lies at.
    pub at_bound: Option<f64>,
}

/// Result of a calibration.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// Rounds it took.
    pub rounds: usize,
    /// Every moment that was solved for.
    pub fits: Vec<Fit>,
    /// Parameter values, by name.
    pub parameters: BTreeMap<String, f64>,
    /// Log attraction of the fitted departments, by name; their mean is 0.
    pub attraction: BTreeMap<String, f64>,
}

impl Calibrated {
    /// Whether every moment is as close as asked.
    pub fn close(&self) -> bool {
        self.fits.iter().all(|fit| fit.close)
    }

    /// Moments that did not fit, with the parameters that stopped at an end of their range; nothing where all is close.
    pub fn what_is_far(&self) -> String {
        let far: Vec<String> = self
            .fits
            .iter()
            .filter(|fit| !fit.close)
            .map(|fit| {
                let bound = fit
                    .at_bound
                    .map_or_else(String::new, |_| format!("; {} is at its bound of {}", fit.parameter, fit.value));
                format!("{} is {:.4}, target {:.4}{bound}", fit.moment, fit.observed, fit.target)
            })
            .collect();
        far.join("; ")
    }
}

/// How to calibrate.
#[derive(Clone, Debug)]
pub struct CalibrateOptions {
    /// Seed of the worlds it runs.
    pub seed: u64,
    /// Worlds per round.
    pub worlds: usize,
    /// Rounds at most.
    pub rounds: usize,
    /// Worlds run at a time.
    pub jobs: usize,
}

/// Solves the pinned parameters of a scenario.
///
/// # Errors
/// An interrupt.
pub fn calibrate(
    scenario: &Scenario,
    options: &CalibrateOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Calibrated, StudyError> {
    let mut trial = scenario.clone();
    let mut values: BTreeMap<String, f64> = trial.parameters.values();
    let mut powers: Vec<f64> = PINS.iter().map(|pin| (pin.power)(&trial)).collect();
    let mut before: Vec<Option<(f64, f64)>> = vec![None; PINS.len()];
    let mut round = 0;
    loop {
        progress.stage(&format!("round {}", round + 1), options.worlds as u64);
        let worlds = measure(&trial, options, progress, interrupt)?;
        let moments_of = |worlds: &[World]| moments(&trial, worlds);
        let (moments, each) = (moments_of(&worlds), worlds.chunks(1).map(moments_of).collect::<Vec<_>>());
        progress.done();
        let mut fits: Vec<Fit> = PINS
            .iter()
            .map(|pin| {
                let (observed, target) = ((pin.observed)(&moments, &trial), (pin.target)(&trial));
                let noise = noise_of(&each, |world| (pin.observed)(world, &trial));
                Fit {
                    moment: pin.moment.into(),
                    observed,
                    target,
                    noise,
                    parameter: pin.parameter.into(),
                    value: values[pin.parameter],
                    at_bound: trial.register.get(pin.parameter).and_then(|entry| {
                        [entry.low, entry.high].into_iter().find(|bound| *bound == values[pin.parameter])
                    }),
                    close: (observed - target).abs() <= (pin.tolerance * target).max(noise),
                }
            })
            .collect();
        for (i, (d, share)) in
            trial.departments.iter().zip(&moments.origin_shares).enumerate().filter(|(_, (d, _))| d.fitted)
        {
            let noise = noise_of(&each, |world| world.origin_shares[i]);
            fits.push(Fit {
                moment: format!("from {}", d.name),
                observed: *share,
                target: d.origin_share,
                parameter: format!("attraction.{}", d.name),
                value: d.attraction,
                at_bound: None,
                noise,
                close: (share - d.origin_share).abs() <= noise.max(0.02),
            });
        }
        let far: Vec<String> = fits
            .iter()
            .filter(|f| !f.close)
            .map(|f| format!("{} {:.4} (target {:.4})", f.moment, f.observed, f.target))
            .collect();
        progress.note(&format!(
            "round {}: {}",
            round + 1,
            if far.is_empty() { "every moment is close".into() } else { far.join("; ") }
        ));
        round += 1;
        if far.is_empty() || round >= options.rounds {
            return Ok(Calibrated {
                rounds: round,
                fits,
                parameters: PINS.iter().map(|pin| (pin.parameter.to_string(), values[pin.parameter])).collect(),
                attraction: trial
                    .departments
                    .iter()
                    .filter(|d| d.fitted)
                    .map(|d| (d.name.clone(), d.attraction))
                    .collect(),
            });
        }
        for (pin, (power, before)) in PINS.iter().zip(powers.iter_mut().zip(&mut before)) {
            let (observed, target) = ((pin.observed)(&moments, &trial), (pin.target)(&trial));
            if pin.soft && (observed / target - 1.0).abs() <= pin.tolerance {
                continue;
            }
            let value = values[pin.parameter];
            let now = (pin.scale.of_parameter(value), pin.scale.of_moment(observed));
            if let Some(last) = before.replace(now) {
                *power = learned(*power, (pin.power)(&trial), last, now);
            }
            let moved = pin.scale.moved(value, observed, target, *power);
            let bounded = match trial.register.get(pin.parameter) {
                Some(entry) => moved.clamp(entry.low, entry.high),
                None => moved,
            };
            values.insert(pin.parameter.to_string(), significant(bounded));
        }
        trial.parameters = trial.register.parameters(&values);
        attract(&mut trial, &moments.origin_shares);
    }
}

/// Moves the attraction of fitted departments by the log gap of their shares, mean zero.
fn attract(trial: &mut Scenario, shares: &[f64]) {
    for (d, share) in trial.departments.iter_mut().zip(shares).filter(|(d, _)| d.fitted) {
        if *share > 0.0 && d.origin_share > 0.0 {
            d.attraction += ln(d.origin_share / share);
        }
    }
    let fitted: Vec<f64> = trial.departments.iter().filter(|d| d.fitted).map(|d| d.attraction).collect();
    let centre = mean(&fitted);
    for d in trial.departments.iter_mut().filter(|d| d.fitted) {
        d.attraction = ((d.attraction - centre) * 1e4).round() / 1e4;
    }
}

/// Four significant figures: what is written down is what was tried.
fn significant(x: f64) -> f64 {
    format!("{x:.3e}").parse().unwrap_or(x)
}

/// Results of one world of a round: its number, whether it settled, its window, and registered from complaints per year.
type World = (usize, bool, Window, f64);

/// Burns in and runs this round's worlds. Rounds share seeds, so that a gap closed is not the seed's luck changing.
fn measure(
    trial: &Scenario,
    options: &CalibrateOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Vec<World>, StudyError> {
    let keys = Draws::new(options.seed).of(Process::Calibration);
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<World>> = Mutex::new(Vec::new());
    let failed: Mutex<Option<StudyError>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..options.jobs.min(options.worlds) {
            scope.spawn(|| {
                let work = || {
                    let mut simulation = Simulation::new(trial, 0, 1);
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        if i >= options.worlds {
                            return Ok(());
                        }
                        simulation.reseed(keys.word(i as u64));
                        let burn_in = simulation.burn_in(interrupt, |_| {})?;
                        simulation.run(YEARS as u32 * WEEKS_PER_YEAR, interrupt)?;
                        let record = simulation.record();
                        let w = window(record, 0..YEARS, trial.baseline.residents, trial.towns.len());
                        let complaints: f64 = record.weeks.iter().map(|w| w.registered_from_complaints).sum();
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        found.push((i, burn_in.settled, w, complaints / YEARS as f64));
                        progress.advance(1);
                    }
                };
                if let Err(error) = in_pool(1, work) {
                    failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            });
        }
    });
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.sort_by_key(|(i, ..)| *i);
    let unsettled = found.iter().filter(|(_, settled, ..)| !settled).count();
    if unsettled > 0 {
        progress.note(&format!("{unsettled} worlds never settled and are left out"));
    }
    found.retain(|(_, settled, ..)| *settled);
    if found.is_empty() {
        return Err(StudyError::Failed("no world settled: nothing to calibrate on".into()));
    }
    Ok(found)
}

/// Means over worlds, of which there is at least one.
fn moments(trial: &Scenario, worlds: &[World]) -> Moments {
    let over = |f: fn(&Window) -> f64| mean(&worlds.iter().map(|(_, _, w, _)| f(w)).collect::<Vec<_>>());
    let rows = trial.departments.len() + 1;
    let counts: Vec<f64> =
        (0..rows).map(|d| worlds.iter().map(|(_, _, w, _)| w.newly_by_department[d]).sum::<f64>()).collect();
    let all: f64 = counts.iter().sum();
    let fitted = trial.departments.iter().zip(&counts).filter(|(d, _)| d.fitted).map(|(_, n)| n);
    Moments {
        fitted_share: if all > 0.0 { fitted.sum::<f64>() / all } else { 0.0 },
        acceptance: over(|w| w.acceptance),
        victims: over(|w| w.victims),
        brothels: over(|w| w.brothels),
        registered_from_complaints: mean(&worlds.iter().map(|(.., r)| *r).collect::<Vec<_>>()),
        minors_share: over(|w| w.minors_share.unwrap_or(0.0)),
        origin_shares: counts.iter().take(rows - 1).map(|n| if all > 0.0 { n / all } else { 0.0 }).collect(),
    }
}

/// Standard error of a moment over worlds; 0 of a single one, which tells none.
fn noise_of(each: &[Moments], moment: impl Fn(&Moments) -> f64) -> f64 {
    standard_error(&each.iter().map(moment).collect::<Vec<_>>()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounds of steps until a moment that follows its parameter with `slope` is within a hundredth of its target.
    fn rounds(slope: f64, first: f64) -> usize {
        let (mut value, target, mut power) = (1.0_f64, 2.0, first);
        let mut before = None;
        for round in 0..200 {
            let observed = value.powf(slope);
            if (observed / target - 1.0).abs() < 0.01 {
                return round;
            }
            let now = (Scale::Log.of_parameter(value), Scale::Log.of_moment(observed));
            if let Some(last) = before.replace(now) {
                power = learned(power, first, last, now);
            }
            value = Scale::Log.moved(value, observed, target, power);
        }
        usize::MAX
    }

    #[test]
    fn a_moment_that_hardly_follows_its_parameter_is_met_in_a_few_rounds() {
        // By its first power alone a slope of 0.1 would take ln(0.01/ln 2)/ln(1 − 0.2) ≈ 19 rounds, one of 0.05 some 40.
        assert_eq!(rounds(0.5, 2.0), 1);
        assert!(rounds(0.1, 2.0) <= 5, "{}", rounds(0.1, 2.0));
        assert!(rounds(0.05, 2.0) <= 7, "{}", rounds(0.05, 2.0));
        // Where the first power would swing ever further, it shrinks.
        assert!(rounds(1.5, 2.0) <= 6, "{}", rounds(1.5, 2.0));
        assert!(rounds(-1.0, -3.0) <= 6, "{}", rounds(-1.0, -3.0));
    }

    #[test]
    fn a_power_keeps_its_sign_and_its_bounds() {
        let learn = |before, now| learned(2.0, 2.0, before, now);
        assert_eq!(learn((0.0, 0.0), (0.01, 5.0)), 2.0, "too short a move to learn from");
        assert_eq!(learn((0.0, 0.0), (1.0, 0.001)), 4.0);
        assert_eq!(learn((0.0, 0.0), (1.0, 100.0)), 1.0);
        assert_eq!(learn((0.0, 0.0), (1.0, -0.5)), 4.0, "what moved the wrong way is pushed harder, the same way");
        assert_eq!(learned(30.0, 2.0, (0.0, 0.0), (1.0, 0.001)), 32.0);
    }
}
