//! Means, intervals and ratios over replicates. Pure functions of slices; nothing here knows the model.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Arithmetic mean; 0 for an empty slice, so that an empty table prints as nothing rather than as NaN.
pub fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation with n − 1 in the denominator; `None` below two values.
pub fn sample_sd(values: &[f64]) -> Option<f64> {
    sample_covariance(values, values).map(f64::sqrt)
}

/// Covariance Σ(xᵢ − x̄)(yᵢ − ȳ) / (n − 1) of paired values; `None` below two pairs.
///
/// # Panics
/// If the slices differ in length.
pub fn sample_covariance(x: &[f64], y: &[f64]) -> Option<f64> {
    assert_eq!(x.len(), y.len(), "paired samples have one value each a pair");
    if x.len() < 2 {
        return None;
    }
    let (mx, my) = (mean(x), mean(y));
    let sum: f64 = x.iter().zip(y).map(|(a, b)| (a - mx) * (b - my)).sum();
    Some(sum / (x.len() - 1) as f64)
}

/// Standard error of the mean, s/√n; `None` below two values.
pub fn standard_error(values: &[f64]) -> Option<f64> {
    sample_sd(values).map(|sd| sd / (values.len() as f64).sqrt())
}

/// A closed interval, `low <= high`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Two-sided quantile of Student's t: the t with P(|T| ≤ t) = `level` at `degrees` degrees of freedom.
///
/// # Panics
/// If `level` is not in (0, 1) or `degrees` is not positive.
pub fn student_t_quantile(level: f64, degrees: f64) -> f64 {
    assert!(level > 0.0 && level < 1.0, "a level lies between 0 and 1");
    let t = StudentsT::new(0.0, 1.0, degrees).expect("degrees of freedom are positive");
    t.inverse_cdf(0.5 + level / 2.0)
}

/// Student's interval for a mean, x̄ ± t·s/√n with n − 1 degrees of freedom (Student 1908); `None` below two values.
pub fn student_t_interval(values: &[f64], level: f64) -> Option<Interval> {
    let half = student_t_quantile(level, (values.len().max(2) - 1) as f64) * standard_error(values)?;
    let centre = mean(values);
    Some(Interval { low: centre - half, high: centre + half })
}

/// A paired difference of means with Student's interval; the last three are `None` with one pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paired {
    /// Mean of policy − baseline.
    pub difference: f64,
    /// Standard error of `difference` over pairs.
    pub se: Option<f64>,
    /// Lower end of the t interval of `difference`; `None` with fewer than two pairs.
    pub low: Option<f64>,
    /// Upper end of the t interval of `difference`; `None` with fewer than two pairs.
    pub high: Option<f64>,
}

/// Mean of policyᵢ − baselineᵢ with the one-sample t interval of the differences: what common random numbers share
/// cancels within each pair.
///
/// # Panics
/// If the slices differ in length.
pub fn paired_difference(policy: &[f64], baseline: &[f64], level: f64) -> Paired {
    assert_eq!(policy.len(), baseline.len(), "every replicate has both arms");
    let differences: Vec<f64> = policy.iter().zip(baseline).map(|(p, b)| p - b).collect();
    let interval = student_t_interval(&differences, level);
    Paired {
        difference: mean(&differences),
        se: standard_error(&differences),
        low: interval.map(|i| i.low),
        high: interval.map(|i| i.high),
    }
}

/// A cost-effectiveness ratio of means and its confidence set, as [`fieller`] reports it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Numerator mean ÷ denominator mean; `None` unless the denominator's mean is above 0.
    pub value: Option<f64>,
    /// Lower end; `None` if unbounded below or unknown (one pair).
    pub low: Option<f64>,
    /// Upper end; `None` if unbounded above or unknown (one pair).
    pub high: Option<f64>,
    /// Whether the confidence set is one interval with two ends and a `value` inside.
    pub bounded: bool,
}

/// Ratio of means θ = E x / E y of paired samples (x cost, y cases averted) with Fieller's confidence set.
///
/// With V̂ the sample (co)variances divided by n and t the two-sided Student quantile at n − 1 degrees of freedom, the
/// set is {θ : (x̄ − θȳ)² ≤ t²(V̂xx − 2θV̂xy + θ²V̂yy)}, that is aθ² − 2bθ + c ≤ 0 with
/// a = ȳ² − t²V̂yy, b = x̄ȳ − t²V̂xy, c = x̄² − t²V̂xx.
///
/// How the set is reported, for x ≥ 0 and y "the more the better":
///
/// | case | set | reported |
/// |---|---|---|
/// | a > 0, ȳ > 0 | [r₁, r₂] | `low` = r₁, `high` = r₂, `bounded` |
/// | a > 0, ȳ < 0 (more cases, surely) | an interval of meaningless negative ratios | nothing |
/// | a ≤ 0, 0 outside the set (c > 0, cost surely above 0) | (−∞, r₁] ∪ [r₂, ∞), r₁ < 0 < r₂ | `low` = r₂: "at least r₂, no upper end" |
/// | a ≤ 0, 0 in the set (c ≤ 0) | includes every small positive ratio, maybe the whole line | nothing |
///
/// So `high` = `None` beside a `low` means unbounded above, and both `None` means that these pairs say nothing. With one
/// pair there is a `value` and no set.
///
/// Fieller (1954), J. R. Stat. Soc. B 16:175–185; with Student's t as in Zerbe (1978), Am. Stat. 32:103–105.
///
/// # Panics
/// If the slices differ in length.
pub fn fieller(numerator: &[f64], denominator: &[f64], level: f64) -> Ratio {
    assert_eq!(numerator.len(), denominator.len(), "every replicate has cost and effect");
    let (x, y) = (mean(numerator), mean(denominator));
    let mut ratio = Ratio { value: (y > 0.0).then(|| x / y), low: None, high: None, bounded: false };
    let (Some(sxx), Some(sxy), Some(syy)) = (
        sample_covariance(numerator, numerator),
        sample_covariance(numerator, denominator),
        sample_covariance(denominator, denominator),
    ) else {
        return ratio;
    };
    let n = numerator.len() as f64;
    let t = student_t_quantile(level, n - 1.0);
    let k = t * t / n;
    let (a, b, c) = (y * y - k * syy, x * y - k * sxy, x * x - k * sxx);
    if a > 0.0 {
        if y > 0.0 {
            // x̄/ȳ always lies in the set, so roots exist; the clamp only takes back rounding.
            let root = (b * b - a * c).max(0.0).sqrt();
            ratio.low = Some((b - root) / a);
            ratio.high = Some((b + root) / a);
            ratio.bounded = true;
        }
    } else if c > 0.0 {
        // a ≤ 0 < c: roots of opposite sign. The positive one, in the form that has no division by a ≈ 0.
        let root = (b * b - a * c).sqrt();
        let low = c / (b + root);
        ratio.low = low.is_finite().then_some(low);
    }
    ratio
}

/// Least-squares slope of y against its index 0, 1, 2, …, in units of y per step; `None` below two values.
pub fn ols_slope(y: &[f64]) -> Option<f64> {
    let index: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
    Some(sample_covariance(&index, y)? / sample_covariance(&index, &index)?)
}
