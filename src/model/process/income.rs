//! Household income: `ln y = ln m_c + p_h + z`, in units of the poverty line P (docs/odd.md §6).

use crate::draws::Stream;
use crate::world::{Community, Derived, Household, WEEKS_PER_QUARTER};

/// ln of permanent income, × P.
#[inline]
pub fn ln_permanent(community: &Community, household: &Household, derived: &Derived) -> f64 {
    community.ln_median_income + derived.income_sd * f64::from(household.income)
}

/// Transient income z of a household in a week's quarter: `σ_z √(1−ρ²) Σ_j ρ^j ε(household, q−j)`, j = 0..7.
///
/// A pure function of the quarter, so it cannot depend on when it was last read.
#[inline]
pub fn transient(shocks: Stream, household: u32, week: u32, derived: &Derived) -> f64 {
    let of_household = shocks.with(u64::from(household));
    let quarter = i64::from(week / WEEKS_PER_QUARTER);
    let mut z = 0.0;
    for (j, weight) in derived.transient.iter().enumerate() {
        z += weight * of_household.normal((quarter - j as i64) as u64);
    }
    z
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::{Draws, Process};
    use crate::register::Register;
    use std::collections::BTreeMap;

    #[test]
    fn transient_income_has_its_variance_and_its_autocorrelation() {
        let p = Register::built_in().parameters(&BTreeMap::new());
        let derived = Derived::new(&p);
        let shocks = Draws::new(11).of(Process::TransientIncome);
        let n = 20_000;
        let (mut s2, mut s11) = (0.0, 0.0);
        for h in 0..n {
            let now = transient(shocks, h, 520, &derived);
            let next = transient(shocks, h, 533, &derived);
            assert_eq!(now, transient(shocks, h, 532, &derived));
            s2 += now * now;
            s11 += now * next;
        }
        let sd = (s2 / f64::from(n)).sqrt();
        assert!((sd / p.income.sigma_z - 1.0).abs() < 0.02, "{sd}");
        assert!((s11 / s2 - p.income.rho_q).abs() < 0.02, "{}", s11 / s2);
    }
}
