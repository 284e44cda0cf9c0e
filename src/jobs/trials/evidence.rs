//! Trials of information pooled on the scale of the mechanism, and the priors that follow.

use super::expressible::{Design, Readout, design, replayed_as};
use super::listeners::Listeners;
use amparo_decide::pooling::{Estimated, pooled};
use amparo_decide::trials::{LEVEL, Pool, PoolRow, PriorRow};
use amparo_model::math::normal;
use amparo_model::register::{Entry, Register};
use amparo_model::scenario::trials::{EffectKind, Means, Trial};

/// The parameter that says what one contact adds.
const GAIN: &str = "info.d_info";
/// The parameter that says where it ends.
const CEILING: &str = "info.x_max";

/// A published effect on the scale of the mechanism.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// Log-odds one contact adds.
    pub gain: f64,
    /// Its standard error; `None` where no interval was seen and none is assumed.
    pub se: Option<f64>,
}

/// The shift behind a relative effect, its error from its own interval or from the one assumed for its logarithm.
pub fn shift(
    listeners: &Listeners,
    effect: f64,
    interval: Option<(f64, f64)>,
    assumed_se: Option<f64>,
    design: &Design,
    half_life: f64,
) -> Option<Shift> {
    let Design { contacts, weeks, readout, .. } = *design;
    let gain = listeners.shift_for(effect, contacts, half_life, readout, weeks)?;
    let slope = listeners.slope(gain, contacts, half_life, readout, weeks);
    let own = interval.map(|(low, high)| {
        let z = normal::quantile(0.5 + LEVEL / 2.0);
        ((1.0 + high).ln() - (1.0 + low).ln()) / (2.0 * z)
    });
    let se = own.or(assumed_se).map(|se| se / slope);
    Some(Shift { gain, se: se.filter(|se| se.is_finite() && *se > 0.0) })
}

/// One pooling that is shown.
struct Choice {
    pool: Pool,
    /// Error assumed, as a multiple of the one wanted; 0: none.
    error: f64,
    half_life: f64,
}

/// All poolings, the main one first.
pub fn pools(trials: &[Trial], listeners: &Listeners, register: &Register, assumed_se: f64) -> Vec<PoolRow> {
    let own = listeners.parameters.knowledge.h_x;
    let (short, long) = register.get("knowledge.h_x").map_or((own, own), |entry| (entry.low, entry.high));
    let choices = [
        (Pool::Main, 1.0, own),
        (Pool::Seen, 0.0, own),
        (Pool::HalfError, 0.5, own),
        (Pool::TwiceError, 2.0, own),
        (Pool::ShortMemory, 1.0, short),
        (Pool::LongMemory, 1.0, long),
        (Pool::Unlisted, 1.0, own),
        (Pool::Uncontrolled, 1.0, own),
        (Pool::Behaviour, 1.0, own),
    ];
    choices
        .into_iter()
        .map(|(pool, error, half_life)| row(trials, listeners, &Choice { pool, error, half_life }, assumed_se))
        .collect()
}

fn row(trials: &[Trial], listeners: &Listeners, choice: &Choice, assumed_se: f64) -> PoolRow {
    let assumed = (choice.error > 0.0).then_some(choice.error * assumed_se);
    let (mut of, mut estimates) = (Vec::new(), Vec::new());
    for trial in trials.iter().filter(|trial| trial.means == Means::Information) {
        let Some((effect, design)) = pooled_as(trial, choice.pool) else { continue };
        let found = shift(listeners, effect, trial.confidence(), assumed, &design, choice.half_life);
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
    let acts = matches!(trial.kind, EffectKind::Behaviour | EffectKind::Intention);
    let unlisted = pool == Pool::Unlisted && trial.controlled && trial.value.is_none() && acts && single(trial);
    // No change of what people know is none of what they believe, whatever knowledge is counted in; any other can't be converted.
    let unchanged = pool == Pool::Uncontrolled
        && !trial.controlled
        && matches!(trial.kind, EffectKind::Belief | EffectKind::Knowledge)
        && trial.value.as_ref().is_some_and(|v| v.value == 0.0);
    (unlisted || unchanged).then(|| (0.0, replayed_as(trial, Readout::Intention)))
}

/// Whether a row is of one trial with one scale, no summary of several.
fn single(trial: &Trial) -> bool {
    trial.scale == amparo_model::scenario::trials::Scale::Relative
}

/// What the poolings say of the priors.
pub fn priors(pools: &[PoolRow], register: &Register) -> Vec<PriorRow> {
    let predicted = |pool: Pool| {
        let row = pools.iter().find(|row| row.pool == pool)?;
        row.pooled.as_ref()?.predicted
    };
    let (with, without) = (predicted(Pool::Main), predicted(Pool::Seen));
    let row = |name: &str, bounds: fn((f64, f64), &Entry) -> (f64, f64)| {
        let entry = register.get(name)?;
        let of = |predicted: Option<(f64, f64)>| predicted.map(|ends| bounds(ends, entry));
        Some(PriorRow {
            parameter: name.to_owned(),
            register: (entry.low, entry.high),
            proposed: of(with),
            without_assumption: of(without),
        })
    };
    [row(GAIN, gain_bounds), row(CEILING, ceiling_bounds)].into_iter().flatten().collect()
}

/// Bounds of what one contact adds: those of what another trial would find, not below nothing, since no contact unteaches here.
fn gain_bounds((low, high): (f64, f64), _: &Entry) -> (f64, f64) {
    (rounded_down(low.max(0.0)), rounded_up(high.max(0.0)))
}

/// Bounds of the ceiling: no lower than it was thought, and high enough for the largest effect another trial would find: a contact
/// that adds so much must not be cut short by more than a fifth (`1 − e^(−1/c) = 0.8/c` at c = 2.2).
fn ceiling_bounds((_, high): (f64, f64), entry: &Entry) -> (f64, f64) {
    (entry.low, rounded_up((2.2 * high).max(entry.high)))
}

/// To two digits.
fn rounded_up(x: f64) -> f64 {
    digits(x, f64::ceil)
}

fn rounded_down(x: f64) -> f64 {
    digits(x, f64::floor)
}

fn digits(x: f64, round: fn(f64) -> f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let power = x.log10().floor() as i32 - 1;
    let unit = if power < 0 { 1.0 / 10f64.powi(-power) } else { 10f64.powi(power) };
    // What is whole already stays so.
    let steps = x / unit;
    let whole = steps.round();
    if (steps - whole).abs() < 1e-9 { whole * unit } else { round(steps) * unit }
}
