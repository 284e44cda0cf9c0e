//! Estimates as cells: which of their numbers programs get, and whether one can be told apart from 0.

use crate::kit::answered::{noise_half, unclear, verdict};
use crate::findings::Verdict;
use amparo_decide::answers;
use amparo_tables::{Estimate, Part, Parts};

/// What programs get of an estimate over draws: `low` and `high` are the 95 % interval over draws (uncertainty), `mc_se` is the
/// standard error of simulation noise.
pub const OVER_DRAWS: Parts = &[
    ("mean", Part::Mean),
    ("mc_se", Part::NoiseSe),
    ("low", Part::DrawsLow),
    ("high", Part::DrawsHigh),
    ("below_zero", Part::BelowZero),
];

/// The same with half the width of 95 % simulation noise.
pub const WITH_NOISE: Parts = &[
    ("mean", Part::Mean),
    ("mc_se", Part::NoiseSe),
    ("low", Part::DrawsLow),
    ("high", Part::DrawsHigh),
    ("below_zero", Part::BelowZero),
    ("mc_half", Part::NoiseHalf),
];

/// An estimate as a cell: sure where its interval over draws and its simulation noise both leave 0 out.
pub fn cell(e: &answers::Estimate) -> Estimate {
    let told = verdict(e);
    Estimate {
        mean: e.mean,
        noise_se: e.mc_se,
        noise_half: noise_half(e),
        draws_low: e.low,
        draws_high: e.high,
        below_zero: e.below_zero,
        relative: None,
        sure: matches!(told, Verdict::Fewer | Verdict::More),
        remark: if told == Verdict::Unclear { unclear(e).into() } else { "".into() },
        no_interval: "no interval".into(),
    }
}

/// The same without a word on why it is unclear.
pub fn plain(e: &answers::Estimate) -> Estimate {
    Estimate { remark: "".into(), ..cell(e) }
}
