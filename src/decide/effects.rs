//! Paired effects of policies from the windows of finished cells.

use super::result::{BaselineSummary, CostPerCase, Effect, OUTCOMES, PolicyResult};
use crate::math::statistics::{fieller, mean, paired_difference, sample_sd};
use crate::observe::Window;
use std::collections::BTreeMap;

/// Confidence level of every interval.
pub const LEVEL: f64 = 0.95;

/// The outcome of a window by its name in [`OUTCOMES`].
pub fn outcome(name: &str, w: &Window) -> f64 {
    match name {
        "newly_exploited_per_year" => w.newly_exploited_per_year,
        "spells_begun_per_year" => w.spells_begun_per_year,
        "victims" => w.victims,
        "brothels" => w.brothels,
        _ => w.registered_per_100k,
    }
}

/// Means of the baseline over replicates; shares of origin are of the summed newly exploited.
pub fn baseline(windows: &[&Window], departments: &[String]) -> BaselineSummary {
    let over = |f: fn(&Window) -> f64| mean(&windows.iter().map(|w| f(w)).collect::<Vec<_>>());
    let defined = |f: fn(&Window) -> Option<f64>| {
        let values: Vec<f64> = windows.iter().filter_map(|w| f(w)).collect();
        (!values.is_empty()).then(|| mean(&values))
    };
    let mut by_origin = vec![0.0; departments.len() + 1];
    for window in windows {
        for (sum, count) in by_origin.iter_mut().zip(&window.newly_by_department) {
            *sum += count;
        }
    }
    let all: f64 = by_origin.iter().sum();
    let names = departments.iter().map(String::as_str).chain(["outside"]);
    BaselineSummary {
        victims: over(|w| w.victims),
        brothels: over(|w| w.brothels),
        registered_per_100k: over(|w| w.registered_per_100k),
        minors_share: defined(|w| w.minors_share),
        newly_exploited_per_year: over(|w| w.newly_exploited_per_year),
        spells_begun_per_year: over(|w| w.spells_begun_per_year),
        reexploited_share: defined(Window::reexploited_share),
        mean_years_exploited: defined(Window::mean_years_exploited),
        origin_shares: names
            .zip(&by_origin)
            .map(|(name, count)| (name.to_string(), (all > 0.0).then(|| count / all)))
            .collect(),
    }
}

/// Standard deviation over replicates of the baseline's outcomes; nothing with one replicate.
pub fn baseline_sd(windows: &[&Window]) -> BTreeMap<String, f64> {
    OUTCOMES
        .iter()
        .filter_map(|(name, _)| {
            let values: Vec<f64> = windows.iter().map(|w| outcome(name, w)).collect();
            Some((name.to_string(), sample_sd(&values)?))
        })
        .collect()
}

/// Effects of a policy on every outcome, paired by replicate.
pub fn effects(policy: &[&Window], baseline: &[&Window]) -> Vec<Effect> {
    OUTCOMES
        .iter()
        .map(|(name, unit)| {
            let of = |windows: &[&Window]| windows.iter().map(|w| outcome(name, w)).collect::<Vec<_>>();
            let (treated, untreated) = (of(policy), of(baseline));
            let paired = paired_difference(&treated, &untreated, LEVEL);
            let level = mean(&untreated);
            Effect {
                outcome: name.to_string(),
                difference: paired.difference,
                mc_se: paired.se,
                low: paired.low,
                high: paired.high,
                relative: (level != 0.0).then(|| paired.difference / level),
                unit: unit.to_string(),
            }
        })
        .collect()
}

/// S/ per spell averted over the funded years: ratio of means with Fieller's interval. `None` without spending.
pub fn cost_per_case(policy: &[&Window], baseline: &[&Window]) -> Option<CostPerCase> {
    let spent: Vec<f64> = policy.iter().map(|w| w.spending_per_year).collect();
    if spent.iter().all(|s| *s == 0.0) {
        return None;
    }
    let averted: Vec<f64> =
        policy.iter().zip(baseline).map(|(p, b)| b.spells_begun_per_year - p.spells_begun_per_year).collect();
    let ratio = fieller(&spent, &averted, LEVEL);
    Some(CostPerCase { value: ratio.value, low: ratio.low, high: ratio.high })
}

/// Everything about one policy.
pub struct PolicyWindows<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// Kinds of its interventions, in order.
    pub kinds: Vec<&'a str>,
    /// Over the funded years, by replicate.
    pub funded: Vec<&'a Window>,
    /// Over the following years, by replicate; empty if there are none.
    pub following: Vec<&'a Window>,
}

/// One policy against the baseline's windows of the same replicates.
pub fn policy_result(
    policy: &PolicyWindows,
    baseline_funded: &[&Window],
    baseline_following: &[&Window],
    budget_soles_per_year: f64,
) -> PolicyResult {
    let spend = mean(&policy.funded.iter().map(|w| w.spending_per_year).collect::<Vec<_>>());
    let mut by_intervention = BTreeMap::new();
    for (i, kind) in policy.kinds.iter().enumerate() {
        let spent: Vec<f64> = policy.funded.iter().filter_map(|w| w.spending_by_programme.get(i).copied()).collect();
        *by_intervention.entry(kind.to_string()).or_insert(0.0) += mean(&spent);
    }
    PolicyResult {
        name: policy.name.to_string(),
        title: policy.title.to_string(),
        spend_soles_per_year: spend,
        unspent_soles_per_year: budget_soles_per_year - spend,
        spend_by_intervention: by_intervention,
        cost_per_case_averted: cost_per_case(&policy.funded, baseline_funded),
        effects: effects(&policy.funded, baseline_funded),
        effects_following: if policy.following.is_empty() {
            Vec::new()
        } else {
            effects(&policy.following, baseline_following)
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(spells: f64, spent: f64) -> Window {
        Window { spells_begun_per_year: spells, spending_per_year: spent, victims: 2.0 * spells, ..Window::default() }
    }

    #[test]
    fn effects_are_paired_by_replicate() {
        let (b, p) = ([window(100.0, 0.0), window(140.0, 0.0)], [window(90.0, 50.0), window(130.0, 50.0)]);
        let effects = effects(&p.each_ref(), &b.each_ref());
        let spells = effects.iter().find(|e| e.outcome == "spells_begun_per_year").unwrap();
        assert_eq!((spells.difference, spells.mc_se), (-10.0, Some(0.0)));
        assert!((spells.relative.unwrap() + 10.0 / 120.0).abs() < 1e-15);
        let cost = cost_per_case(&p.each_ref(), &b.each_ref()).unwrap();
        assert_eq!((cost.value, cost.low, cost.high), (Some(5.0), Some(5.0), Some(5.0)));
        assert!(cost_per_case(&b.each_ref(), &b.each_ref()).is_none());
    }
}
