//! What an estimate of a difference allows to say.

use crate::kit::answered::over_draws;
use amparo_decide::estimate::Estimate;

/// What an estimate of a difference allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Fewer effective draws than a decision needs.
    Few,
    /// The error of the mean covers 0, or is not known.
    Untold,
    /// The mean is told from 0, and the interval over draws leaves 0 out, above it.
    More,
    /// The same below it.
    Fewer,
    /// The mean is told from 0; the interval over draws holds 0, or there is none.
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
    match (e.sign().is_some(), over_draws(e)) {
        (false, _) => Judged::Untold,
        (true, Some((low, _))) if low > 0.0 => Judged::More,
        (true, Some((_, high))) if high < 0.0 => Judged::Fewer,
        (true, _) if e.mean > 0.0 => Judged::MoreOnAverage,
        (true, _) => Judged::FewerOnAverage,
    }
}
