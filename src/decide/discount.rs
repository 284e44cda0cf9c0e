//! Later costs and cases count less.

use amparo_model::math::num;

/// Present value of one unit in year `year` (0 the first) at the start of the horizon: 1/(1 + r)^(year + ½), flows spread over the year being
/// taken at its middle (Drummond et al. 2015, ch. 4; mid-year convention).
pub fn factor(year: usize, rate_per_year: f64) -> f64 {
    num::pow(1.0 + rate_per_year, -(year as f64 + 0.5))
}

/// Present value Σ_t x_t/(1 + r)^(t + ½) of yearly flows x₀, x₁, …, in their unit.
pub fn present_value(yearly: &[f64], rate_per_year: f64) -> f64 {
    yearly.iter().enumerate().map(|(year, flow)| flow * factor(year, rate_per_year)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_flow_is_the_annuity_moved_by_half_a_year() {
        // Σ_{t=0}^{n−1} v^(t+½) = √(1 + r) · (1 − v^n)/r.
        for (rate, years) in [(0.03f64, 15), (0.1, 5), (0.005, 50)] {
            let closed = (1.0 + rate).sqrt() * (1.0 - (1.0 + rate).powi(-years)) / rate;
            assert!((present_value(&vec![7.0; years as usize], rate) - 7.0 * closed).abs() < 1e-11);
        }
    }

    #[test]
    fn without_a_rate_flows_add_up_and_later_ones_count_less_with_one() {
        assert_eq!(present_value(&[1.0, 2.0, 3.5], 0.0), 6.5);
        assert!((present_value(&[0.0, 0.0, 1.0], 0.03) - 1.03f64.powf(-2.5)).abs() < 1e-15);
        assert_eq!(present_value(&[], 0.03), 0.0);
        assert!(factor(3, 0.03) < factor(2, 0.03) && factor(0, 0.03) < 1.0);
    }
}
