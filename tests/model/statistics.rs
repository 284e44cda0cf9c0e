//! The statistics say what textbooks say.

use amparo::math::statistics::*;

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a} is not {b}");
}

#[test]
fn mean_sd_and_standard_error_match_hand_computed_values() {
    let v = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0];
    assert_eq!(mean(&v), 5.0);
    // Sum of squares about 5 is 32.
    close(sample_sd(&v).unwrap(), (32.0f64 / 7.0).sqrt(), 1e-14);
    close(standard_error(&v).unwrap(), (32.0f64 / 56.0).sqrt(), 1e-14);
    assert_eq!(mean(&[]), 0.0);
    assert_eq!(sample_sd(&[3.0]), None);
    assert_eq!(standard_error(&[3.0]), None);
}

#[test]
fn the_t_quantile_matches_printed_tables() {
    for (degrees, t95, t99) in
        [(1.0, 12.706, 63.657), (2.0, 4.303, 9.925), (9.0, 2.262, 3.250), (19.0, 2.093, 2.861), (120.0, 1.980, 2.617)]
    {
        assert!((student_t_quantile(0.95, degrees) - t95).abs() < 6e-4, "{degrees}");
        assert!((student_t_quantile(0.99, degrees) - t99).abs() < 6e-4, "{degrees}");
    }
    // Two degrees of freedom have a closed form: t = u·√(2/(1 − u²)), u the level.
    let u = 0.95f64;
    close(student_t_quantile(u, 2.0), u * (2.0 / (1.0 - u * u)).sqrt(), 1e-9);
}

#[test]
fn a_t_interval_is_the_mean_and_t_standard_errors() {
    let v = [1.0, 2.0, 3.0];
    let i = student_t_interval(&v, 0.95).unwrap();
    let half = 0.95 * (2.0f64 / (1.0 - 0.9025)).sqrt() / 3.0f64.sqrt();
    close(i.low, 2.0 - half, 1e-9);
    close(i.high, 2.0 + half, 1e-9);
    assert_eq!(student_t_interval(&[1.0], 0.95), None);
}

#[test]
fn a_paired_difference_cancels_what_pairs_share() {
    let p = paired_difference(&[101.0, 202.0, 303.0], &[100.0, 200.0, 300.0], 0.95);
    assert_eq!(p.difference, 2.0);
    close(p.se.unwrap(), 1.0 / 3.0f64.sqrt(), 1e-12);
    let one = paired_difference(&[3.0], &[5.0], 0.95);
    assert_eq!((one.difference, one.se, one.low, one.high), (-2.0, None, None, None));
}

#[test]
fn with_a_fixed_denominator_fieller_is_the_t_interval_divided_by_it() {
    let cost = [90.0, 110.0, 95.0, 105.0, 120.0];
    let f = fieller(&cost, &[4.0; 5], 0.95);
    let t = student_t_interval(&cost, 0.95).unwrap();
    assert!(f.bounded);
    close(f.value.unwrap(), 26.0, 1e-14);
    close(f.low.unwrap(), t.low / 4.0, 1e-12);
    close(f.high.unwrap(), t.high / 4.0, 1e-12);
}

#[test]
fn with_a_fixed_numerator_fieller_is_it_divided_by_the_t_interval() {
    let averted = [9.0, 11.0, 10.0, 12.0];
    let f = fieller(&[1000.0; 4], &averted, 0.95);
    let t = student_t_interval(&averted, 0.95).unwrap();
    assert!(f.bounded);
    close(f.low.unwrap(), 1000.0 / t.high, 1e-12);
    close(f.high.unwrap(), 1000.0 / t.low, 1e-12);
}

#[test]
fn fieller_ends_solve_the_quadratic_by_hand() {
    // x̄ = 10, ȳ = 4, sxx = 4, syy = 1, sxy = 1 (n = 3): checked below from the definition.
    let (x, y) = ([8.0, 10.0, 12.0], [4.0, 3.0, 5.0]);
    let k = student_t_quantile(0.5, 2.0).powi(2) / 3.0; // t² = 2/3, so k = 2/9
    close(k, 2.0 / 9.0, 1e-9);
    let (a, b, c) = (16.0 - k, 40.0 - k, 100.0 - 4.0 * k);
    let d = (b * b - a * c).sqrt();
    let f = fieller(&x, &y, 0.5);
    close(f.low.unwrap(), (b - d) / a, 1e-9);
    close(f.high.unwrap(), (b + d) / a, 1e-9);
    for end in [f.low.unwrap(), f.high.unwrap()] {
        close((10.0 - end * 4.0).powi(2), k * (4.0 - 2.0 * end + end * end), 1e-6);
    }
}

#[test]
fn an_effect_that_may_be_zero_leaves_the_cost_unbounded_above() {
    let f = fieller(&[100.0, 101.0, 99.0, 100.0], &[5.0, -4.0, 6.0, -3.0], 0.95);
    assert!(!f.bounded);
    assert_eq!(f.value, Some(100.0));
    assert_eq!(f.high, None);
    let low = f.low.unwrap();
    assert!(low > 0.0 && low < 100.0);
    // The end is where cost ÷ upper limit of averted would be, up to the cost's own noise.
    let upper = student_t_interval(&[5.0, -4.0, 6.0, -3.0], 0.95).unwrap().high;
    close(low, 100.0 / upper, 0.02);
}

#[test]
fn nothing_is_claimed_when_the_set_is_the_whole_line_or_there_is_no_saving() {
    let vague = fieller(&[100.0, -90.0, 5.0], &[5.0, -4.0, 1.0], 0.95);
    assert_eq!((vague.low, vague.high, vague.bounded), (None, None, false));
    let worse = fieller(&[100.0, 101.0, 99.0], &[-5.0, -5.1, -4.9], 0.95);
    assert_eq!((worse.value, worse.low, worse.high, worse.bounded), (None, None, None, false));
    let nothing = fieller(&[0.0; 4], &[0.0; 4], 0.95);
    assert_eq!((nothing.value, nothing.low, nothing.high), (None, None, None));
    let no_effect = fieller(&[100.0; 4], &[0.0; 4], 0.95);
    assert_eq!((no_effect.value, no_effect.low, no_effect.high), (None, None, None));
    let one = fieller(&[100.0], &[5.0], 0.95);
    assert_eq!((one.value, one.low, one.high), (Some(20.0), None, None));
}

#[test]
fn scaling_the_cost_scales_the_interval() {
    let (x, y) = ([90.0, 120.0, 105.0, 80.0], [9.0, 10.0, 8.0, 9.5]);
    let f = fieller(&x, &y, 0.95);
    let g = fieller(&x.map(|v| 1e6 * v), &y, 0.95);
    close(g.low.unwrap(), 1e6 * f.low.unwrap(), 1e-9);
    close(g.high.unwrap(), 1e6 * f.high.unwrap(), 1e-9);
}

/// Normal draws from a fixed linear congruential generator (Box and Muller): the same in every run.
struct Normal(u64);

impl Normal {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn next(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }
}

#[test]
fn fieller_covers_the_true_ratio_as_often_as_it_says() {
    let mut normal = Normal(20);
    let (trials, n, truth) = (4000, 10, 50.0);
    let mut covered = 0;
    for _ in 0..trials {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        for _ in 0..n {
            let shared = normal.next();
            x.push(500.0 + 60.0 * shared + 40.0 * normal.next());
            y.push(10.0 + 3.0 * shared + 5.0 * normal.next());
        }
        let f = fieller(&x, &y, 0.95);
        let above = f.low.is_none_or(|low| truth >= low);
        let below = f.high.is_none_or(|high| truth <= high);
        covered += usize::from(above && below);
    }
    let share = covered as f64 / trials as f64;
    // Binomial standard error at 0.95 is 0.0034.
    assert!((share - 0.95).abs() < 0.0105, "covered {share}");
}

#[test]
fn the_slope_of_a_line_is_its_slope() {
    close(ols_slope(&[1.0, 3.0, 5.0, 7.0]).unwrap(), 2.0, 1e-14);
    // By hand: index −1, 0, 1 about its mean; (−1·1 + 0·5 + 1·2)/2.
    close(ols_slope(&[1.0, 5.0, 2.0]).unwrap(), 0.5, 1e-14);
    assert_eq!(ols_slope(&[4.0]), None);
}
