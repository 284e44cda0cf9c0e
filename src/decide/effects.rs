//! Paired effects of policies from the windows of finished cells.

use super::denoise::Noisy;
use super::over_draws::{DRAWS_FOR_AN_INTERVAL, difference, over_draws};
use super::result::{BaselineSummary, CostPerCase, Effect, OUTCOMES, PolicyResult};
use amparo_model::math::statistics::{Paired, fieller, mean, paired_difference, sample_sd};
use amparo_model::math::weighted::weighted_quantile;
use amparo_model::observe::Window;
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

/// Summary of the baseline from its mean window; shares of origin are of the summed newly exploited.
pub fn baseline(mean: &Window, departments: &[String]) -> BaselineSummary {
    let all: f64 = mean.newly_by_department.iter().sum();
    let names = departments.iter().map(String::as_str).chain(["outside"]);
    BaselineSummary {
        victims: mean.victims,
        brothels: mean.brothels,
        registered_per_100k: mean.registered_per_100k,
        minors_share: mean.minors_share,
        newly_exploited_per_year: mean.newly_exploited_per_year,
        spells_begun_per_year: mean.spells_begun_per_year,
        reexploited_share: mean.reexploited_share(),
        mean_years_exploited: mean.mean_years_exploited(),
        origin_shares: names
            .zip(&mean.newly_by_department)
            .map(|(name, count)| (name.to_string(), (all > 0.0).then(|| count / all)))
            .collect(),
    }
}

/// Outcomes of one arm in one replicate of one draw.
#[derive(Clone, Debug)]
pub struct Level {
    /// Position of the draw.
    pub draw: usize,
    /// Weight of the draw.
    pub weight: f64,
    /// Outcomes of [`OUTCOMES`] over the funded years.
    pub funded: [f64; OUTCOMES.len()],
    /// The same over the following years.
    pub following: [f64; OUTCOMES.len()],
    /// S/ a year over the funded years.
    pub spending: f64,
}

/// Values `[draw][replicate]` from a list in order of draws.
pub fn by_draw(levels: &[Level], value: impl Fn(&Level) -> f64) -> Vec<Vec<f64>> {
    levels.chunk_by(|a, b| a.draw == b.draw).map(|of_draw| of_draw.iter().map(&value).collect()).collect()
}

/// The weight of each draw of a list in order of draws.
pub fn weights(levels: &[Level]) -> Vec<f64> {
    levels.chunk_by(|a, b| a.draw == b.draw).map(|of_draw| of_draw[0].weight).collect()
}

/// Standard deviation over replicates (and draws) of the baseline's outcomes; nothing with one.
pub fn baseline_sd(levels: &[Level]) -> BTreeMap<String, f64> {
    OUTCOMES
        .iter()
        .enumerate()
        .filter_map(|(o, (name, _))| {
            let values: Vec<f64> = levels.iter().map(|level| level.funded[o]).collect();
            Some((name.to_string(), sample_sd(&values)?))
        })
        .collect()
}

/// Effects of a policy on every outcome, paired by draw and replicate, with the interval of simulation noise, and in a study of
/// draws with the interval over draws beside it.
pub fn effects(
    policy: &[Level],
    baseline: &[Level],
    outcomes: fn(&Level) -> &[f64; OUTCOMES.len()],
    with_draws: bool,
) -> Vec<Effect> {
    OUTCOMES
        .iter()
        .enumerate()
        .map(|(o, (name, unit))| {
            let mut over = None;
            let (paired, level) = if with_draws {
                let of = |levels: &[Level]| by_draw(levels, |level| outcomes(level)[o]);
                let (weights, base) = (weights(baseline), of(baseline));
                let found = over_draws(&difference(&of(policy), &base), &weights);
                let half = found.mc_half;
                let paired = Paired {
                    difference: found.mean,
                    se: found.mc_se,
                    low: half.map(|half| found.mean - half),
                    high: half.map(|half| found.mean + half),
                };
                over = Some(found);
                (paired, over_draws(&base, &weights).mean)
            } else {
                let of = |levels: &[Level]| levels.iter().map(|level| outcomes(level)[o]).collect::<Vec<_>>();
                (paired_difference(&of(policy), &of(baseline), LEVEL), mean(&of(baseline)))
            };
            Effect {
                outcome: name.to_string(),
                difference: paired.difference,
                mc_se: paired.se,
                low: paired.low,
                high: paired.high,
                over_draws: over,
                relative: (level != 0.0).then(|| paired.difference / level),
                unit: unit.to_string(),
            }
        })
        .collect()
}

/// S/ per spell averted over the funded years: a ratio of means. At one parameter vector with Fieller's interval of
/// simulation noise; over draws with the quantiles of each draw's own ratio, unbounded where that draw averts none. `None`
/// without spending.
pub fn cost_per_case(policy: &[Level], baseline: &[Level], with_draws: bool) -> Option<CostPerCase> {
    if policy.iter().all(|level| level.spending == 0.0) {
        return None;
    }
    let at = OUTCOMES.iter().position(|(name, _)| *name == "spells_begun_per_year")?;
    if !with_draws {
        let spent: Vec<f64> = policy.iter().map(|level| level.spending).collect();
        let averted: Vec<f64> = policy.iter().zip(baseline).map(|(p, b)| b.funded[at] - p.funded[at]).collect();
        let ratio = fieller(&spent, &averted, LEVEL);
        return Some(CostPerCase { value: ratio.value, low: ratio.low, high: ratio.high });
    }
    let weights = weights(baseline);
    let spent = by_draw(policy, |level| level.spending);
    let spells = |levels: &[Level]| by_draw(levels, |level| level.funded[at]);
    let averted = difference(&spells(baseline), &spells(policy));
    let (cost, cases) = (over_draws(&spent, &weights).mean, over_draws(&averted, &weights).mean);
    let both: Vec<Vec<Vec<f64>>> = spent
        .iter()
        .zip(&averted)
        .map(|(spent, averted)| spent.iter().zip(averted).map(|(s, a)| vec![*s, *a]).collect())
        .collect();
    let ratios: Vec<f64> = Noisy::new(&both)
        .denoised(&weights)
        .into_iter()
        .map(|row| if row[1] > 0.0 { row[0] / row[1] } else { f64::MAX })
        .collect();
    // A quantile beyond the largest ratio there is lies among draws that avert nothing.
    let largest = ratios.iter().copied().filter(|r| *r < f64::MAX).fold(0.0, f64::max);
    let quantile = |q: f64| {
        let value = weighted_quantile(&ratios, &weights, q);
        (value <= largest).then_some(value)
    };
    let enough = ratios.len() >= DRAWS_FOR_AN_INTERVAL;
    Some(CostPerCase {
        value: (cases > 0.0).then(|| cost / cases),
        low: if enough { quantile(0.025) } else { None },
        high: if enough { quantile(0.975) } else { None },
    })
}

/// Everything about one policy.
pub struct PolicyTotals<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub group: &'a str,
    pub budget_soles_per_year: f64,
    /// Kinds of its interventions, in order.
    pub kinds: Vec<&'a str>,
    /// Mean window over the funded years.
    pub mean: &'a Window,
    /// Mean yearly spending over the following years, S/.
    pub following_spending: f64,
    /// Years of the funded and of the following window.
    pub years: (usize, usize),
    /// Years in which it has money.
    pub years_of_money: f64,
    /// Its outcomes and the baseline's, by draw and replicate.
    pub policy: &'a [Level],
    pub baseline: &'a [Level],
    /// Whether there are following years.
    pub following: bool,
    /// Whether the study has draws.
    pub with_draws: bool,
}

/// One policy against the baseline of the same draws and replicates.
pub fn policy_result(p: &PolicyTotals) -> PolicyResult {
    let mut by_intervention = BTreeMap::new();
    for (i, kind) in p.kinds.iter().enumerate() {
        let spent = p.mean.spending_by_programme.get(i).copied().unwrap_or(0.0);
        *by_intervention.entry(kind.to_string()).or_insert(0.0) += spent;
    }
    let spent = p.mean.spending_per_year;
    // Where money and the funded years differ, what is left of it is counted over the whole horizon.
    let elsewhere = p.years_of_money > 0.0 && (p.following_spending > 0.0 || p.years_of_money != p.years.0 as f64);
    let a_year_of_money = if elsewhere {
        (spent * p.years.0 as f64 + p.following_spending * p.years.1 as f64) / p.years_of_money
    } else {
        spent
    };
    PolicyResult {
        name: p.name.to_string(),
        title: p.title.to_string(),
        group: p.group.to_string(),
        budget_soles_per_year: p.budget_soles_per_year,
        spend_soles_per_year: spent,
        following_spend_soles_per_year: p.following_spending,
        years_of_money: p.years_of_money,
        unspent_soles_per_year: p.budget_soles_per_year - a_year_of_money,
        spend_by_intervention: by_intervention,
        cost_per_case_averted: cost_per_case(p.policy, p.baseline, p.with_draws),
        effects: effects(p.policy, p.baseline, |level| &level.funded, p.with_draws),
        effects_following: if p.following {
            effects(p.policy, p.baseline, |level| &level.following, p.with_draws)
        } else {
            Vec::new()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(draw: usize, spells: f64, spending: f64) -> Level {
        let outcomes = OUTCOMES.map(|(name, _)| if name == "spells_begun_per_year" { spells } else { 2.0 * spells });
        Level { draw, weight: 1.0, funded: outcomes, following: outcomes, spending }
    }

    #[test]
    fn effects_are_paired_by_replicate() {
        let (b, p) = ([level(0, 100.0, 0.0), level(0, 140.0, 0.0)], [level(0, 90.0, 50.0), level(0, 130.0, 50.0)]);
        let effects = effects(&p, &b, |l| &l.funded, false);
        let spells = effects.iter().find(|e| e.outcome == "spells_begun_per_year").unwrap();
        assert_eq!((spells.difference, spells.mc_se), (-10.0, Some(0.0)));
        assert!((spells.relative.unwrap() + 10.0 / 120.0).abs() < 1e-15);
        let cost = cost_per_case(&p, &b, false).unwrap();
        assert_eq!((cost.value, cost.low, cost.high), (Some(5.0), Some(5.0), Some(5.0)));
        assert!(cost_per_case(&b, &b, false).is_none());
    }

    #[test]
    fn over_draws_the_cost_is_unbounded_where_a_draw_averts_nothing() {
        let b: Vec<Level> = (0..20).map(|d| level(d, 100.0, 0.0)).collect();
        let p: Vec<Level> = (0..20).map(|d| level(d, if d < 2 { 101.0 } else { 90.0 }, 50.0)).collect();
        let cost = cost_per_case(&p, &b, true).unwrap();
        assert!((cost.value.unwrap() - 50.0 / 8.9).abs() < 1e-9);
        assert_eq!((cost.low, cost.high), (Some(5.0), None));
    }
}
