//! What an estimate of a difference allows to say.

use crate::kit::answered::{noise_half, over_draws};
use amparo_decide::estimate::Estimate;

/// What an estimate of a difference allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Fewer effective draws than a decision needs.
    Few,
    /// Simulation noise of the mean covers 0, or is not known.
    Untold,
    /// Clear of noise, and the interval over draws leaves 0 out, above it.
    More,
    /// The same below it.
    Fewer,
    /// Clear of noise on average; the interval over draws holds 0, or there is none.
    MoreOnAverage,
    /// The same below 0.
    FewerOnAverage,
}

impl Judged {
    /// Whether it is a gain, at least on average.
    pub fn gains(self) -> bool {
        matches!(self, Judged::More | Judged::MoreOnAverage)
    }
}

/// What an estimate allows to say; `few`: of too few draws.
pub fn judged(e: &Estimate, few: bool) -> Judged {
    if few {
        return Judged::Few;
    }
    match (noise_half(e).is_some_and(|half| e.mean.abs() > half), over_draws(e)) {
        (false, _) => Judged::Untold,
        (true, Some((low, _))) if low > 0.0 => Judged::More,
        (true, Some((_, high))) if high < 0.0 => Judged::Fewer,
        (true, _) if e.mean > 0.0 => Judged::MoreOnAverage,
        (true, _) => Judged::FewerOnAverage,
    }
}
