//! Trials of information pooled on the scale of the mechanism, and the priors that follow.

use super::expressible::{Design, Readout, design, replayed_as};
use super::listeners::{Course, Response};
use amparo_decide::pooling::{Estimated, pooled};
use amparo_decide::trials::{LEVEL, Pool, PoolRow, PriorRow};
use amparo_model::math::normal;
use amparo_model::math::num::ln;
use amparo_model::policy::information::{CEILING, GAIN};
use amparo_model::register::{Entry, Register};
use amparo_model::scenario::trials::{EffectKind, Means, Scale, Trial};

/// Share of all that belief can do beyond which more is not told apart.
const NEARLY_ALL: f64 = 0.9;

/// A published effect on the scale of the mechanism.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Log-odds one contact adds, as far as the first of them acts: `−ln(1 + effect)` over the slope at nothing.
    pub gain: f64,
    /// Its standard error; `None` where no interval was seen and none is assumed.
    pub se: Option<f64>,
}

/// How one trial's result follows from what a contact adds.
pub fn course(design: &Design, half_life: f64) -> Course {
    Course { contacts: design.contacts, half_life, readout: design.readout, weeks: design.weeks }
}

/// The shift behind a relative effect, its error from its own interval or from the one assumed for its logarithm; `None` of an effect
/// of −1, whose logarithm is none.
///
/// The slope at nothing turns both into log-odds, so that errors stay normal and no trial drops out because belief alone could not
/// bring its effect about; what that would take exactly is [`Response::gain_for`].
pub fn shift(
    response: &Response,
    effect: f64,
    interval: Option<(f64, f64)>,
    assumed_se: Option<f64>,
    course: &Course,
) -> Option<Shift> {
    let slope = response.slope(0.0, course);
    let own = interval.map(|(low, high)| {
        let z = normal::quantile(0.5 + LEVEL / 2.0);
        (ln(1.0 + high) - ln(1.0 + low)) / (2.0 * z)
    });
    let se = own.or(assumed_se).map(|se| se / slope).filter(|se| se.is_finite() && *se > 0.0);
    let gain = -ln(1.0 + effect) / slope;
    gain.is_finite().then_some(Shift { gain: gain + 0.0, se })
}

/// One pooling that is shown.
struct Choice {
    pool: Pool,
    /// Error assumed, as a multiple of the one wanted; 0: none.
    error: f64,
    half_life: f64,
}

/// All poolings, the main one first; `own`: the half-life of what was learnt in the scenario, weeks.
pub fn pools(trials: &[Trial], response: &Response, own: f64, register: &Register, assumed_se: f64) -> Vec<PoolRow> {
    let (short, long) = register.get("knowledge.h_x").map_or((own, own), |entry| (entry.low, entry.high));
    let choices = [
        (Pool::Main, 1.0, own),
        (Pool::Seen, 0.0, own),
        (Pool::HalfError, 0.5, own),
        (Pool::TwiceError, 2.0, own),
        (Pool::ShortMemory, 1.0, short),
        (Pool::LongMemory, 1.0, long),
        (Pool::Listed, 1.0, own),
        (Pool::Behaviour, 1.0, own),
    ];
    choices
        .into_iter()
        .map(|(pool, error, half_life)| row(trials, response, &Choice { pool, error, half_life }, assumed_se))
        .collect()
}

fn row(trials: &[Trial], response: &Response, choice: &Choice, assumed_se: f64) -> PoolRow {
    let assumed = (choice.error > 0.0).then_some(choice.error * assumed_se);
    let (mut of, mut estimates) = (Vec::new(), Vec::new());
    for trial in trials.iter().filter(|trial| trial.means == Means::Messages) {
        let Some((effect, design)) = pooled_as(trial, choice.pool) else { continue };
        let course = course(&design, choice.half_life);
        let found = shift(response, effect, trial.confidence(), assumed, &course);
        if let Some(Shift { gain, se: Some(se) }) = found {
            of.push(trial.name.clone());
            estimates.push(Estimated { effect: gain, se });
        }
    }
    PoolRow {
        pool: choice.pool,
        assumed_se: assumed,
        half_life_weeks: choice.half_life,
        of,
        pooled: pooled(&estimates, LEVEL),
    }
}

/// The relative effect of a trial and how it is read, where a pooling holds it.
fn pooled_as(trial: &Trial, pool: Pool) -> Option<(f64, Design)> {
    if let (Ok(design), Some(value)) = (design(trial), &trial.value) {
        let wanted = pool != Pool::Behaviour || design.readout == Readout::Behaviour;
        return wanted.then_some((value.value, design));
    }
    if matches!(pool, Pool::Listed | Pool::Behaviour) {
        return None;
    }
    // A result that its source does not list beside others counts as none: leaving it out would favour effects.
    let acts = matches!(trial.kind, EffectKind::Behaviour | EffectKind::Intention);
    let unlisted = trial.controlled && trial.value.is_none() && acts && trial.scale == Scale::Relative;
    // No change of what people know is none of what they believe, whatever knowledge is counted in; any other can't be converted.
    let knows = matches!(trial.kind, EffectKind::Belief | EffectKind::Knowledge);
    let unchanged = knows && trial.value.as_ref().is_some_and(|v| v.value == 0.0);
    (unlisted || unchanged).then(|| (0.0, replayed_as(trial, Readout::Intention)))
}

/// What the poolings say of the priors.
pub fn priors(pools: &[PoolRow], response: &Response, register: &Register) -> Vec<PriorRow> {
    let predicted = |pool: Pool| {
        let row = pools.iter().find(|row| row.pool == pool)?;
        row.pooled.as_ref()?.predicted
    };
    let most = response.reach(NEARLY_ALL);
    let gain = |pool: Pool| predicted(pool).and_then(|ends| gain_bounds(ends, most));
    let row = |name: &str, bounds: fn((f64, f64), &Entry) -> (f64, f64)| {
        let entry = register.get(name)?;
        let of = |pool: Pool| gain(pool).map(|ends| bounds(ends, entry));
        Some(PriorRow {
            parameter: name.to_owned(),
            register: (entry.low, entry.high),
            proposed: of(Pool::Main),
            without_assumption: of(Pool::Seen),
        })
    };
    [row(GAIN, |ends, _| ends), row(CEILING, ceiling_bounds)].into_iter().flatten().collect()
}

/// Bounds of what one contact adds: what another trial would find, up to nearly all that belief can do. Where that holds nothing, the
/// lower end is a hundredth of the upper one: a prior that is even on a log scale can't hold zero itself. `None` where another trial
/// would find nothing above zero.
fn gain_bounds((low, high): (f64, f64), most: Option<f64>) -> Option<(f64, f64)> {
    let high = rounded_up(most.map_or(high, |most| high.min(most)));
    (high > 0.0).then(|| (rounded_down(low).max(high / 100.0), high))
}

/// Bounds of the ceiling: as they were, and no lower at the top than what one contact may add.
fn ceiling_bounds((_, high): (f64, f64), entry: &Entry) -> (f64, f64) {
    (entry.low, high.max(entry.high))
}

/// To two digits.
fn rounded_up(x: f64) -> f64 {
    digits(x, f64::ceil)
}

fn rounded_down(x: f64) -> f64 {
    digits(x, f64::floor)
}

fn digits(x: f64, round: fn(f64) -> f64) -> f64 {
    if x <= 0.0 || !x.is_finite() {
        return 0.0;
    }
    // As many steps to the unit, or units to the step, as leave two digits.
    let (mut per_unit, mut units) = (1.0, 1.0);
    while x * per_unit < 10.0 {
        per_unit *= 10.0;
    }
    while x / units >= 100.0 {
        units *= 10.0;
    }
    let steps = x * per_unit / units;
    // What is whole already stays so.
    let whole = steps.round();
    let steps = if (steps - whole).abs() < 1e-9 { whole } else { round(steps) };
    steps * units / per_unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_hold_what_another_trial_would_find_up_to_what_belief_can_do() {
        for (predicted, most, (low, high)) in
            [((-3.0, 6.0), 4.03, (0.041, 4.1)), ((0.52, 1.9), 4.0, (0.52, 1.9)), ((0.527, 1.93), 4.0, (0.52, 2.0))]
        {
            let found = gain_bounds(predicted, Some(most)).expect("bounds");
            assert!((found.0 - low).abs() < 1e-9 && (found.1 - high).abs() < 1e-9, "{predicted:?}: {found:?}");
        }
        assert_eq!(gain_bounds((-3.0, -0.1), Some(4.0)), None);
    }

    #[test]
    fn ends_are_rounded_outward_to_two_digits() {
        for (x, down, up) in [(0.0234, 0.023, 0.024), (4.0, 4.0, 4.0), (123.0, 120.0, 130.0), (-1.0, 0.0, 0.0)] {
            assert!((rounded_down(x) - down).abs() < 1e-12 && (rounded_up(x) - up).abs() < 1e-12, "{x}");
        }
    }
}
