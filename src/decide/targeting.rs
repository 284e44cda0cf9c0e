//! What giving a kind of intervention where most are exposed adds to giving it everywhere alike, at equal spending (docs/decide.md).

use super::mean::{Mean, mean_of};
use super::over_draws::difference;
use serde::Serialize;

/// Mean spending of both forms may differ by this share of the larger; beyond it the forms differ in money too.
const EQUAL: f64 = 0.1;

/// One form of a kind over draws, `[draw][replicate]`, against the baseline of the same draw and replicate; over the horizon.
#[derive(Clone, Debug)]
pub struct Form {
    /// The policy's name, with its budget.
    pub policy: String,
    /// Newly exploited girls averted, discounted.
    pub girls: Vec<Vec<f64>>,
    /// The same, not discounted.
    pub girls_undiscounted: Vec<Vec<f64>>,
    /// Money, not discounted, S/.
    pub spent: Vec<Vec<f64>>,
}

/// What targeting is worth, of one kind at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct Targeting {
    /// S/ per year available to both.
    pub budget_soles_per_year: f64,
    /// The kind of intervention.
    pub kind: String,
    /// Name of the policy that gives it everywhere alike.
    pub everywhere: String,
    /// Name of that which gives it where most are exposed per sol.
    pub by_exposure: String,
    /// Mean money over the horizon, not discounted, S/.
    pub everywhere_spent: f64,
    /// The same of the other.
    pub by_exposure_spent: f64,
    /// What targeting is worth; `None`: the two do not spend the same and are not comparable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worth: Option<Worth>,
}

/// Girls that targeting averts more, paired.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Worth {
    /// Discounted.
    pub girls: Mean,
    /// Not discounted.
    pub girls_undiscounted: Mean,
}

/// By exposure − everywhere, draw by draw and replicate by replicate, where mean spending is the same within a tenth of the larger.
///
/// # Panics
/// If shapes differ, or there is not one weight per draw.
pub fn targeting(budget: f64, kind: &str, everywhere: &Form, by_exposure: &Form, weights: &[f64]) -> Targeting {
    let spent = |form: &Form| mean_of(&form.spent, weights).mean;
    let (a, b) = (spent(everywhere), spent(by_exposure));
    let more = |of: fn(&Form) -> &Vec<Vec<f64>>| mean_of(&difference(of(by_exposure), of(everywhere)), weights);
    Targeting {
        budget_soles_per_year: budget,
        kind: kind.to_owned(),
        everywhere: everywhere.policy.clone(),
        by_exposure: by_exposure.policy.clone(),
        everywhere_spent: a,
        by_exposure_spent: b,
        worth: ((a - b).abs() <= EQUAL * a.max(b)).then(|| Worth {
            girls: more(|form| &form.girls),
            girls_undiscounted: more(|form| &form.girls_undiscounted),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(policy: &str, girls: [f64; 3], spent: f64) -> Form {
        // Two replicates each, half a girl up and half a girl down.
        let girls: Vec<Vec<f64>> = girls.iter().map(|x| vec![x - 0.5, x + 0.5]).collect();
        let girls_undiscounted = girls.iter().map(|draw| draw.iter().map(|x| 2.0 * x).collect()).collect();
        Form { policy: policy.into(), girls, girls_undiscounted, spent: vec![vec![spent, spent]; 3] }
    }

    #[test]
    fn targeting_is_worth_the_paired_difference_with_its_error() {
        let (everywhere, where_most) = (form("a", [10.0, 20.0, 30.0], 100.0), form("b", [13.0, 25.0, 37.0], 95.0));
        let found = targeting(8e6, "information", &everywhere, &where_most, &[1.0; 3]);
        let worth = found.worth.expect("they spend the same");
        // Differences 3, 5, 7: mean 5, s/√3 = 2/√3; the noise of both forms is the same and cancels.
        assert!((worth.girls.mean - 5.0).abs() < 1e-12);
        assert!((worth.girls.se.expect("three draws") - 2.0 / 3.0_f64.sqrt()).abs() < 1e-12);
        assert!((worth.girls_undiscounted.mean - 10.0).abs() < 1e-12);
        assert_eq!((&*found.everywhere, &*found.by_exposure), ("a", "b"));
    }

    #[test]
    fn forms_that_spend_more_than_a_tenth_apart_are_not_comparable() {
        let of = |a: f64, b: f64| {
            let forms = (form("a", [10.0, 20.0, 30.0], a), form("b", [13.0, 25.0, 37.0], b));
            targeting(8e6, "app", &forms.0, &forms.1, &[1.0; 3]).worth.is_some()
        };
        assert_eq!([of(100.0, 90.0), of(90.0, 100.0), of(0.0, 0.0)], [true; 3]);
        assert_eq!([of(100.0, 89.0), of(89.0, 100.0), of(0.0, 1.0)], [false; 3]);
    }
}
