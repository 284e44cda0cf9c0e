//! One number that a study found, with the error of its mean and what other assumptions would make of it.

use super::mean::{DRAWS_FOR_A_RANGE, DRAWS_FOR_QUANTILES, Reliability, reliability_class};
use serde::{Serialize, Serializer};

/// A mean over draws. Three things never share a field: what the mean may be off by for having so few draws and replicates
/// (`se`, `bar`), the part of it that is *simulation noise* (`mc_se`), and what other values of what is assumed would give
/// (`draws_low`, `draws_high`): a distribution, and no error.
///
/// A study at one parameter vector is one draw: its mean has an error, all of it noise, and nothing is known of assumptions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Weighted mean over draws.
    pub mean: f64,
    /// Draws it rests on.
    pub draws: usize,
    /// Their effective number.
    pub effective: f64,
    /// Standard error of `mean`, noise included; `None` where nothing is known of it: one replicate of one draw, or worlds that
    /// happen to agree on something other than nothing.
    pub se: Option<f64>,
    /// Part of `se` that is simulation noise; `None` where no draw has a second replicate, or none of those that have one
    /// happened to differ although draws do.
    pub mc_se: Option<f64>,
    /// Half of the 95 % interval of `mean`: Student's t times `se`.
    pub bar: Option<f64>,
    /// Lower end of the interval over draws: what is assumed. `None` below eight effective draws, and where noise hides it.
    pub draws_low: Option<f64>,
    /// Its upper end.
    pub draws_high: Option<f64>,
    /// Share of the variance of draw means that is not noise; `None` where that is not known.
    pub reliability: Option<f64>,
    /// Weighted share of draws whose mean is below 0; `None` where there is no interval over draws.
    pub below_zero: Option<f64>,
}

impl Estimate {
    /// Names of its numbers in files, in the order of [`Estimate::values`].
    pub const COLUMNS: [&'static str; 9] =
        ["mean", "se", "noise_se", "mean_low", "mean_high", "draws_low", "draws_high", "reliability", "below_zero"];

    /// Its numbers as files have them; `None`: not known.
    pub fn values(&self) -> [Option<f64>; 9] {
        let (mean, draws) = (self.of_mean(), self.over_draws());
        [
            Some(self.mean),
            self.se,
            self.mc_se,
            mean.map(|ends| ends.0),
            mean.map(|ends| ends.1),
            draws.map(|ends| ends.0),
            draws.map(|ends| ends.1),
            self.reliability,
            self.below_zero,
        ]
    }

    /// Whether it is of one parameter vector, so that nothing is known of uncertainty.
    pub fn at_one_vector(&self) -> bool {
        self.draws == 1
    }

    /// The 95 % interval of the mean.
    pub fn of_mean(&self) -> Option<(f64, f64)> {
        self.bar.map(|bar| (self.mean - bar, self.mean + bar))
    }

    /// The interval over draws.
    pub fn over_draws(&self) -> Option<(f64, f64)> {
        self.draws_low.zip(self.draws_high)
    }

    /// The interval that people see: over draws, or at one parameter vector that of the mean.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.at_one_vector() { self.of_mean() } else { self.over_draws() }
    }

    /// Whether the mean is told from nothing, and on which side: +1 or −1.
    pub fn sign(&self) -> Option<f64> {
        self.bar.filter(|bar| self.mean.abs() > *bar).map(|_| self.mean.signum())
    }

    /// Whether the interval over draws is the range of all of them, there being too few for quantiles.
    pub fn is_range(&self) -> bool {
        self.over_draws().is_some() && self.effective < DRAWS_FOR_QUANTILES
    }

    /// Whether noise has widened the interval over draws.
    pub fn widened(&self) -> bool {
        self.over_draws().is_some() && reliability_class(self.reliability) == Reliability::Widened
    }

    /// Whether there are enough draws for an interval over them, so that it is noise that hides it where it is missing.
    pub fn enough_draws(&self) -> bool {
        self.effective >= DRAWS_FOR_A_RANGE
    }

    /// The estimate in another unit: `change` is applied to every number with that unit. It must be linear, without a constant.
    pub fn each(&self, change: impl Fn(f64) -> f64) -> Estimate {
        Estimate {
            mean: change(self.mean),
            se: self.se.map(&change),
            mc_se: self.mc_se.map(&change),
            bar: self.bar.map(&change),
            draws_low: self.draws_low.map(&change),
            draws_high: self.draws_high.map(&change),
            ..*self
        }
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Estimate::COLUMNS.into_iter().zip(self.values()))
    }
}
