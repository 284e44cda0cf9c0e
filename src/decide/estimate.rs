//! One number that a study found, with what other random numbers and what other assumptions would make of it.

use serde::{Serialize, Serializer};

/// A mean over draws. Two things never share a field: *simulation noise* (what other random numbers would have given) and
/// *uncertainty* (what other draws of the assumed parameters give).
///
/// A study at one parameter vector is one draw: it has noise and no uncertainty.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Weighted mean over draws.
    pub mean: f64,
    /// Draws it rests on.
    pub draws: usize,
    /// Standard error of `mean` from simulation noise alone; `None` where nothing is known of the noise: no draw has a second
    /// replicate, or none of those that have one happened to differ although draws do.
    pub mc_se: Option<f64>,
    /// Half of the 95 % interval of simulation noise: `mc_se` times Student's t at the degrees of freedom that repeated draws
    /// give.
    pub noise_half: Option<f64>,
    /// Lower end of the 95 % interval over draws (weighted quantiles of denoised values): uncertainty. `None` with fewer than 8
    /// draws, and where noise accounts for all of their spread.
    pub draws_low: Option<f64>,
    /// Its upper end.
    pub draws_high: Option<f64>,
    /// Weighted share of draws in which it is below 0; `None` with one draw, and where noise accounts for all of the spread.
    pub below_zero: Option<f64>,
}

impl Estimate {
    /// Names of its numbers in files, in the order of [`Estimate::values`].
    pub const COLUMNS: [&'static str; 7] =
        ["mean", "mc_se", "noise_low", "noise_high", "draws_low", "draws_high", "below_zero"];

    /// Its numbers as files have them; `None`: not known.
    pub fn values(&self) -> [Option<f64>; 7] {
        let (noise, draws) = (self.noise(), self.over_draws());
        [
            Some(self.mean),
            self.mc_se,
            noise.map(|ends| ends.0),
            noise.map(|ends| ends.1),
            draws.map(|ends| ends.0),
            draws.map(|ends| ends.1),
            self.below_zero,
        ]
    }

    /// Whether it is of one parameter vector, so that nothing is known of uncertainty.
    pub fn at_one_vector(&self) -> bool {
        self.draws == 1
    }

    /// The 95 % interval of simulation noise.
    pub fn noise(&self) -> Option<(f64, f64)> {
        self.noise_half.map(|half| (self.mean - half, self.mean + half))
    }

    /// The 95 % interval over draws.
    pub fn over_draws(&self) -> Option<(f64, f64)> {
        self.draws_low.zip(self.draws_high)
    }

    /// The widest interval that is known to bound what can be said: over draws, or at one parameter vector that of noise.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.at_one_vector() { self.noise() } else { self.over_draws() }
    }

    /// The estimate in another unit: `change` is applied to every number but the number of draws and the share of them below 0.
    /// It must be linear, without a constant.
    pub fn each(&self, change: impl Fn(f64) -> f64) -> Estimate {
        Estimate {
            mean: change(self.mean),
            draws: self.draws,
            mc_se: self.mc_se.map(&change),
            noise_half: self.noise_half.map(&change),
            draws_low: self.draws_low.map(&change),
            draws_high: self.draws_high.map(&change),
            below_zero: self.below_zero,
        }
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Estimate::COLUMNS.into_iter().zip(self.values()))
    }
}
