//! Elementary functions with the same bits on every machine: our own where the model spends its time, else those of the `libm` crate.

use super::elementary;

/// eˣ.
#[inline]
pub fn exp(x: f64) -> f64 {
    elementary::exp(x)
}

/// Natural logarithm.
#[inline]
pub fn ln(x: f64) -> f64 {
    elementary::ln(x)
}

/// ln(1 + x), exact for small x.
#[inline]
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// xʸ.
#[inline]
pub fn pow(x: f64, y: f64) -> f64 {
    elementary::pow(x, y)
}

/// √x (correctly rounded everywhere, so the hardware's will do).
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// 1/(1 + e⁻ˣ): log-odds to probability, without overflow at either end.
#[inline]
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// ln(p/(1 − p)): probability to log-odds.
#[inline]
pub fn logit(p: f64) -> f64 {
    ln(p / (1.0 - p))
}

/// Probability of an event within one period of a constant hazard `rate` per period: 1 − e^(−rate).
#[inline]
pub fn hazard_to_probability(rate: f64) -> f64 {
    -libm::expm1(-rate)
}

/// Whether an event of hazard `rate` per period happens, for a uniform `u`: `u < 1 − e^(−rate)`, without the exponential
/// where `u ≥ rate` already says no.
#[inline]
pub fn happens(u: f64, rate: f64) -> bool {
    u < rate && u < hazard_to_probability(rate)
}

/// Share of 1 that remains after `elapsed`, when half is lost every `half_life` (same unit): 2^(−elapsed/half_life).
#[inline]
pub fn half_life_decay(elapsed: f64, half_life: f64) -> f64 {
    elementary::exp2(-elapsed / half_life)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_and_logit_are_inverse_and_do_not_overflow() {
        for p in [1e-12, 0.06, 0.5, 0.94] {
            assert!((logistic(logit(p)) - p).abs() < 1e-15);
        }
        assert_eq!(logistic(-1e6), 0.0);
        assert_eq!(logistic(1e6), 1.0);
    }

    #[test]
    fn an_event_happens_as_often_as_its_hazard_says() {
        for rate in [1e-4, 0.02, 0.7, 3.0] {
            for i in 0..1000 {
                let u = (f64::from(i) + 0.5) / 1000.0;
                assert_eq!(happens(u, rate), u < hazard_to_probability(rate));
            }
        }
    }

    #[test]
    fn half_is_left_after_a_half_life() {
        assert_eq!(half_life_decay(39.0, 39.0), 0.5);
        assert_eq!(half_life_decay(0.0, 39.0), 1.0);
    }
}
