//! Weighted running moments: mean and spread of a stream without keeping it.

use super::statistics::student_t_quantile;

/// Running weighted mean and spread (West 1979, Commun. ACM 22:532–535).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    count: usize,
    weight: f64,
    mean: f64,
    /// Σ w(x − mean)².
    squares: f64,
}

impl Moments {
    /// Takes in a value with its weight, above 0.
    pub fn add(&mut self, value: f64, weight: f64) {
        self.count += 1;
        self.weight += weight;
        let from = value - self.mean;
        self.mean += weight / self.weight * from;
        self.squares += weight * from * (value - self.mean);
    }

    /// Weighted mean of the values so far; 0 before the first.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Standard deviation of the values, with n − 1 of n values in the denominator; 0 below two.
    pub fn sd(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        let n = self.count as f64;
        (self.squares / self.weight * n / (n - 1.0)).max(0.0).sqrt()
    }

    /// Half the 95 % Student interval of the mean, equal weights assumed; 0 below two values.
    pub fn half_width_of_mean(&self) -> f64 {
        if self.count < 2 {
            return 0.0;
        }
        let n = self.count as f64;
        student_t_quantile(0.95, n - 1.0) * self.sd() / n.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::super::statistics::{mean, sample_sd, student_t_interval};
    use super::*;

    #[test]
    fn running_moments_are_those_of_the_whole() {
        let values = [3.0, -1.0, 4.0, 1.0, 5.5];
        let mut m = Moments::default();
        values.iter().for_each(|v| m.add(*v, 2.0));
        assert!((m.mean() - mean(&values)).abs() < 1e-14);
        assert!((m.sd() - sample_sd(&values).unwrap()).abs() < 1e-14);
        let interval = student_t_interval(&values, 0.95).unwrap();
        assert!((m.half_width_of_mean() - (interval.high - interval.low) / 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_weight_of_two_is_the_value_twice_as_far_as_the_mean_goes() {
        let (mut once, mut twice) = (Moments::default(), Moments::default());
        [(1.0, 2.0), (4.0, 1.0)].iter().for_each(|(v, w)| once.add(*v, *w));
        [1.0, 1.0, 4.0].iter().for_each(|v| twice.add(*v, 1.0));
        assert!((once.mean() - twice.mean()).abs() < 1e-15);
        assert!((once.mean() - 2.0).abs() < 1e-15);
    }
}
