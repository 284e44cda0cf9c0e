//! What field trials found beside what the model says of the same trial: the answer of `amparo trials`, and its verdicts.
//!
//! A verdict sets a published effect with its 95 % confidence interval against the range that the model's assumptions leave. Both
//! claims that a verdict can make are tests at a stated level: see [`verdict`].

use super::pooling::Pooled;
use amparo_model::scenario::SetValues;
use amparo_model::scenario::trials::Trial;
use serde::Serialize;

/// Level of published intervals.
pub const LEVEL: f64 = 0.95;
/// Shares of the draws below and above the model's range.
pub const TAILS: (f64, f64) = (0.025, 0.975);

/// How a published effect and the model go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The whole published interval lies within the model's range.
    Agrees,
    /// The published interval and the model's range have nothing in common.
    Differs,
    /// Neither; or no interval was seen.
    Inconclusive,
    /// The model has nothing of the kind.
    NotExpressed,
}

impl Verdict {
    /// As tables spell it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "differs",
            Verdict::Inconclusive => "inconclusive",
            Verdict::NotExpressed => "not-expressed",
        }
    }
}

/// The verdict on an effect whose 95 % confidence interval is `published` and for which the model says `range`.
///
/// *Differs* rejects that the true effect lies in the range: it is wrong in at most 5 % of trials, in 2.5 % on either side, and
/// nears that only where the truth is at an end of the range. *Agrees* rejects that it lies outside (two one-sided tests,
/// Schuirmann 1987, with the range for margins): it is wrong in at most 2.5 %.
pub fn verdict(published: (f64, f64), range: (f64, f64)) -> Verdict {
    if published.1 < range.0 || published.0 > range.1 {
        Verdict::Differs
    } else if published.0 >= range.0 && published.1 <= range.1 {
        Verdict::Agrees
    } else {
        Verdict::Inconclusive
    }
}

/// Why the model has nothing to set beside a published effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// It is a cost, a count, or what goes on around programmes.
    NoEffect,
    /// The result was not seen.
    NoResult,
    /// Nothing was compared with, so that it shows no cause.
    NoComparison,
    /// A change in points, or in units not said clearly, where the control group's level was not seen.
    NoLevel,
    /// The model has no outcome of this kind.
    NoOutcome,
    /// The model takes what is done to this outcome as a given strength.
    PutIn,
    /// The model has no such intervention, or it acts in another way there.
    NoMeans,
}

impl Missing {
    /// As tables spell it.
    pub fn name(self) -> &'static str {
        match self {
            Missing::NoEffect => "no-effect",
            Missing::NoResult => "no-result",
            Missing::NoComparison => "no-comparison",
            Missing::NoLevel => "no-level",
            Missing::NoOutcome => "no-outcome",
            Missing::PutIn => "put-in",
            Missing::NoMeans => "no-means",
        }
    }
}

/// How a published effect without an interval lies beside the model's range: said, and never counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beside {
    /// Within it.
    Within,
    /// The same sign, and further from nothing than all of it.
    Larger,
    /// The same sign, and nearer to nothing than all of it.
    Smaller,
    /// Nothing at all, where all of the model's range has one sign.
    Nothing,
    /// The other sign.
    Opposite,
}

impl Beside {
    /// As tables spell it.
    pub fn name(self) -> &'static str {
        match self {
            Beside::Within => "within",
            Beside::Larger => "larger",
            Beside::Smaller => "smaller",
            Beside::Nothing => "nothing",
            Beside::Opposite => "opposite",
        }
    }
}

/// How `value` lies beside `range`.
pub fn beside(value: f64, range: (f64, f64)) -> Beside {
    let (low, high) = range;
    if low <= value && value <= high {
        return Beside::Within;
    }
    // Outside, on the side of `nearest`; the range may hold zero.
    let nearest = if value < low { low } else { high };
    match (value == 0.0, value * nearest < 0.0) {
        (true, _) => Beside::Nothing,
        (_, true) => Beside::Opposite,
        _ if value.abs() > nearest.abs() => Beside::Larger,
        _ => Beside::Smaller,
    }
}

/// A quantity over draws of the assumptions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct OverDraws {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// Lower end of the middle 95 %.
    pub low: f64,
    /// Upper end of the middle 95 %.
    pub high: f64,
}

/// A trial as it was replayed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// Contacts per girl in the treated communities.
    pub contacts: f64,
    /// Whether that number was seen.
    pub contacts_seen: bool,
    /// Weeks followed up.
    pub weeks: u32,
    /// Whether that number was seen.
    pub weeks_seen: bool,
    /// Relative change in the treated communities against the untreated ones, before adaptation.
    pub change: OverDraws,
    /// The same by the formula alone, with exactly that many contacts for each girl.
    pub by_formula: OverDraws,
    /// In each draw, in their order.
    pub of_draws: Vec<f64>,
    /// Log-odds that one contact would have to add, at the scenario's own values and without a ceiling, for the published effect;
    /// `None` where no belief explains it.
    pub takes: Option<f64>,
    /// The published effect in log-odds per contact, as it is pooled.
    pub shift: Option<f64>,
    /// Its standard error, with the error assumed where none was seen.
    pub shift_se: Option<f64>,
}

/// One published effect with the model's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compared {
    /// What was published.
    pub published: Trial,
    /// What the model says of the same; `None` where it can't be expressed.
    pub model: Option<Replayed>,
    /// Why it can't.
    pub missing: Option<Missing>,
    /// The verdict.
    pub verdict: Verdict,
    /// Without an interval: how the value lies beside the model's range.
    pub beside: Option<Beside>,
}

/// Which trials were pooled, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pool {
    /// All of information: results not listed beside others count as none, and so does knowledge that did not change.
    Main,
    /// Those whose interval was seen, with nothing assumed.
    Seen,
    /// Half the standard error assumed.
    HalfError,
    /// Twice the standard error assumed.
    TwiceError,
    /// Knowledge that lasts as short as its prior allows.
    ShortMemory,
    /// Knowledge that lasts as long as its prior allows.
    LongMemory,
    /// Results that were listed alone.
    Listed,
    /// Behaviour alone, no intentions.
    Behaviour,
}

impl Pool {
    /// As tables spell it.
    pub fn name(self) -> &'static str {
        match self {
            Pool::Main => "main",
            Pool::Seen => "seen",
            Pool::HalfError => "half-error",
            Pool::TwiceError => "twice-error",
            Pool::ShortMemory => "short-memory",
            Pool::LongMemory => "long-memory",
            Pool::Listed => "listed",
            Pool::Behaviour => "behaviour",
        }
    }
}

/// A pooling on the scale of the mechanism: log-odds of belief that one contact adds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolRow {
    /// Which trials.
    pub pool: Pool,
    /// Standard error assumed for the logarithm of a relative effect without an interval; `None`: nothing assumed.
    pub assumed_se: Option<f64>,
    /// Half-life of what was learnt, weeks.
    pub half_life_weeks: f64,
    /// Names of those pooled.
    pub of: Vec<String>,
    /// The result; `None` with fewer than two.
    pub pooled: Option<Pooled>,
}

/// A prior before and after the trials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PriorRow {
    /// The parameter.
    pub parameter: String,
    /// Bounds in the register.
    pub register: (f64, f64),
    /// Bounds that the trials speak for, with the standard error assumed; `None` where too few could be pooled.
    pub proposed: Option<(f64, f64)>,
    /// The same with nothing assumed.
    pub without_assumption: Option<(f64, f64)>,
}

/// The answer of `amparo trials`; the names are a contract.
#[derive(Clone, Debug, Serialize)]
pub struct TrialsAnswer {
    /// Name of the scenario.
    pub scenario: String,
    /// The scenario as people read it.
    pub title: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// The table of published effects.
    pub table: String,
    /// Seed of the world and of the draws.
    pub seed: u64,
    /// False: the burn-in was still drifting at its longest.
    pub settled: bool,
    /// Draws of the assumptions.
    pub draws: usize,
    /// Points of the sequence looked at for them: those whose elasticities lie far from what is known are left out.
    pub points: usize,
    /// Parameters drawn.
    pub drawn: Vec<String>,
    /// Communities treated, and left alone.
    pub communities: (usize, usize),
    /// Standard error assumed for the logarithm of a relative effect without an interval.
    pub assumed_se: f64,
    /// Relative change of acceptance at the scenario's own values if everybody were certain of the danger.
    pub certainty: f64,
    /// Every row of the table, in its order.
    pub trials: Vec<Compared>,
    /// Poolings, the main one first.
    pub pools: Vec<PoolRow>,
    /// Priors.
    pub priors: Vec<PriorRow>,
}

impl TrialsAnswer {
    /// Rows with this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.trials.iter().filter(|one| one.verdict == verdict).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::draws::{Draws, Process};

    #[test]
    fn an_interval_within_the_range_agrees_one_beyond_it_differs_and_one_across_an_end_says_nothing() {
        let range = (-0.2, -0.05);
        assert_eq!(verdict((-0.15, -0.1), range), Verdict::Agrees);
        assert_eq!(verdict((-0.7, -0.3), range), Verdict::Differs);
        assert_eq!(verdict((-0.01, 0.1), range), Verdict::Differs);
        assert_eq!(verdict((-0.3, -0.1), range), Verdict::Inconclusive);
        assert_eq!(verdict((-0.9, 0.9), range), Verdict::Inconclusive);
    }

    /// Shares of trials of a known truth that are said to agree and to differ.
    fn said(truth: f64, se: f64, range: (f64, f64)) -> (f64, f64) {
        const ROUNDS: u64 = 40_000;
        let draws = Draws::new(7).of(Process::Belief).with(truth.to_bits());
        let (mut agrees, mut differs) = (0.0, 0.0);
        for round in 0..ROUNDS {
            let effect = truth + se * draws.normal(round);
            let half = 1.959_963_984_540_054 * se;
            match verdict((effect - half, effect + half), range) {
                Verdict::Agrees => agrees += 1.0,
                Verdict::Differs => differs += 1.0,
                _ => {}
            }
        }
        (agrees / ROUNDS as f64, differs / ROUNDS as f64)
    }

    #[test]
    fn a_verdict_is_wrong_no_more_often_than_it_says_whatever_the_truth_is() {
        let range = (-0.4, -0.1);
        // With what forty thousand rounds may add.
        let most = |rate: f64| rate + 3.0 * (rate * (1.0 - rate) / 40_000.0).sqrt();
        for se in [0.01, 0.05, 0.1, 0.5] {
            for inside in [-0.4, -0.3, -0.25, -0.1] {
                let (_, differs) = said(inside, se, range);
                assert!(differs <= most(0.05), "truth {inside}, error {se}: {differs}");
            }
            for outside in [-1.0, -0.45, -0.4, -0.1, -0.05, 0.0, 0.3] {
                let (agrees, _) = said(outside, se, range);
                assert!(agrees <= most(0.025), "truth {outside}, error {se}: {agrees}");
            }
        }
        // And both are said where the trial is large enough to know.
        assert!(said(-0.25, 0.02, range).0 > 0.99 && said(0.0, 0.02, range).1 > 0.99);
        assert!(said(-0.4, 0.02, range).1 > 0.02, "the error that is allowed is used at the ends");
    }

    #[test]
    fn a_value_without_an_interval_is_placed_by_sign_and_size() {
        let range = (-0.2, -0.05);
        let cases = [
            (-0.1, Beside::Within),
            (-0.51, Beside::Larger),
            (-0.01, Beside::Smaller),
            (0.0, Beside::Nothing),
            (0.3, Beside::Opposite),
        ];
        for (value, placed) in cases {
            assert_eq!(beside(value, range), placed, "{value}");
        }
        assert_eq!(beside(-0.5, (-0.2, 0.1)), Beside::Larger);
        assert_eq!(beside(0.3, (-0.2, 0.1)), Beside::Larger);
    }
}
