//! Effects of policies and the baseline's figures, from the outcomes of finished cells.

use super::over_draws::{difference, over_draws};
use super::result::{BaselineSummary, Effect, Means, PolicyResult, Years};
use amparo_model::math::statistics::sample_sd;
use amparo_model::observe::{Outcome, Window};
use std::collections::BTreeMap;

/// Outcomes of one arm in one replicate of one draw.
#[derive(Clone, Debug)]
pub struct Level {
    /// Position of the draw.
    pub draw: usize,
    /// Weight of the draw, all its replicates together.
    pub weight: f64,
    /// The outcomes of the list over the funded years, in its order.
    pub funded: Vec<f64>,
    /// The outcomes over the following years, in the same order; empty where there are none.
    pub following: Vec<f64>,
}

/// Values in order of draws, gathered by draw.
pub fn by_draw(values: impl Iterator<Item = (usize, f64)>) -> Vec<Vec<f64>> {
    let mut out: Vec<Vec<f64>> = Vec::new();
    let mut last = None;
    for (draw, value) in values {
        if last != Some(draw) {
            out.push(Vec::new());
            last = Some(draw);
        }
        if let Some(replicates) = out.last_mut() {
            replicates.push(value);
        }
    }
    out
}

/// The weight of each draw of a list in order of draws.
pub fn weights(levels: &[Level]) -> Vec<f64> {
    levels.chunk_by(|a, b| a.draw == b.draw).map(|of_draw| of_draw[0].weight).collect()
}

/// Tells an outcome of every arm in % of its mean in the first, the baseline, window by window. 0 stays 0.
pub fn index(arms: &mut [Vec<Level>], outcome: usize) {
    type Of = fn(&mut Level) -> &mut Vec<f64>;
    let windows: [Of; 2] = [|level| &mut level.funded, |level| &mut level.following];
    for of in windows {
        let base = arms.first_mut().into_iter().flatten();
        let values: Vec<(usize, f64, f64)> =
            base.filter_map(|level| Some((level.draw, level.weight, *of(level).get(outcome)?))).collect();
        let draws = by_draw(values.iter().map(|(draw, _, value)| (*draw, *value)));
        let weights = by_draw(values.iter().map(|(draw, weight, _)| (*draw, *weight)));
        let weights: Vec<f64> = weights.iter().map(|of_draw| of_draw[0]).collect();
        if weights.is_empty() {
            // A study without following years.
            continue;
        }
        let mean = over_draws(&draws, &weights).mean;
        if mean <= 0.0 {
            continue;
        }
        for value in arms.iter_mut().flatten().filter_map(|level| of(level).get_mut(outcome)) {
            *value *= 100.0 / mean;
        }
    }
}

/// Summary of the baseline from its outcomes and its mean window; shares of origin are of the summed newly exploited.
pub fn baseline(
    outcomes: &[&'static Outcome],
    levels: &[Level],
    mean: &Window,
    departments: &[String],
) -> BaselineSummary {
    let all: f64 = mean.newly_by_department.iter().sum();
    let names = departments.iter().map(String::as_str).chain(["outside"]);
    BaselineSummary {
        means: means(outcomes, levels),
        minors_share: mean.minors_share,
        rescued_minors_share: (mean.rescued_per_year > 0.0)
            .then(|| mean.rescued_minors_per_year / mean.rescued_per_year),
        reexploited_share: mean.reexploited_share(),
        mean_years_exploited: mean.mean_years_exploited(),
        origin_shares: names
            .zip(&mean.newly_by_department)
            .map(|(name, count)| (name.to_string(), (all > 0.0).then(|| count / all)))
            .collect(),
    }
}

/// Weighted means of outcomes over the funded years, summed as the windows of a study are ([`Window::add`]).
fn means(outcomes: &[&'static Outcome], levels: &[Level]) -> Means {
    let (mut total, mut sums) = (0.0, vec![0.0; outcomes.len()]);
    for of_draw in levels.chunk_by(|a, b| a.draw == b.draw) {
        for level in of_draw {
            let weight = level.weight / of_draw.len() as f64;
            total += weight;
            for (sum, value) in sums.iter_mut().zip(&level.funded) {
                *sum += weight * value;
            }
        }
    }
    let total = total.max(f64::MIN_POSITIVE);
    Means(outcomes.iter().copied().zip(sums.into_iter().map(|sum| sum / total)).collect())
}

/// Standard deviation over replicates (and draws) of the baseline's outcomes; nothing with one.
pub fn baseline_sd(outcomes: &[&'static Outcome], levels: &[Level]) -> BTreeMap<String, f64> {
    outcomes
        .iter()
        .enumerate()
        .filter_map(|(o, outcome)| {
            let values: Vec<f64> = levels.iter().map(|level| level.funded[o]).collect();
            Some((outcome.name.to_string(), sample_sd(&values)?))
        })
        .collect()
}

/// Changes of every outcome under a policy in both windows, paired by draw and replicate.
///
/// # Panics
/// If the policy has other draws or replicates than the baseline, or there are none.
pub fn effects(name: &str, outcomes: &[&'static Outcome], policy: &[Level], baseline: &[Level]) -> Vec<Effect> {
    type Of = fn(&Level) -> &[f64];
    let windows: [(Years, Of); 2] =
        [(Years::Funded, |level| &level.funded), (Years::Following, |level| &level.following)];
    let weights = weights(baseline);
    let mut all = Vec::new();
    for (window, values) in windows.into_iter().filter(|(_, of)| baseline.iter().all(|level| !of(level).is_empty())) {
        for (o, outcome) in outcomes.iter().copied().enumerate() {
            let of = |levels: &[Level]| by_draw(levels.iter().map(|level| (level.draw, values(level)[o])));
            let base = of(baseline);
            all.push(Effect {
                policy: name.to_string(),
                window,
                outcome,
                baseline: over_draws(&base, &weights).mean,
                change: over_draws(&difference(&of(policy), &base), &weights),
            });
        }
    }
    all
}

/// Budget and spending of a policy.
pub struct PolicyTotals<'a> {
    /// Its name in files.
    pub name: &'a str,
    /// As people read it.
    pub title: &'a str,
    /// Its name without the budget.
    pub group: &'a str,
    /// Budget, S/ per year.
    pub budget_soles_per_year: f64,
    /// Kinds of its interventions, in order.
    pub kinds: Vec<&'a str>,
    /// Mean window over the funded years.
    pub mean: &'a Window,
    /// Mean yearly spending over the following years, S/.
    pub following_spending: f64,
    /// Mean spending of each year, S/.
    pub by_year: Vec<f64>,
    /// Years of the funded and of the following window.
    pub years: (usize, usize),
    /// Years in which it has money.
    pub years_of_money: f64,
}

/// A policy's money.
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
        spend_soles_by_year: p.by_year.clone(),
        spend_by_intervention: by_intervention,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_model::observe::OUTCOMES;
    use amparo_model::observe::outcomes::SPELLS_BEGUN;

    fn all() -> Vec<&'static Outcome> {
        OUTCOMES.iter().collect()
    }

    fn level(draw: usize, spells: f64) -> Level {
        let values: Vec<f64> = all().iter().map(|o| if *o == SPELLS_BEGUN { spells } else { 2.0 * spells }).collect();
        Level { draw, weight: 1.0, funded: values, following: Vec::new() }
    }

    #[test]
    fn effects_are_paired_by_replicate_and_have_noise_alone_at_one_vector() {
        let (b, p) = ([level(0, 100.0), level(0, 140.0)], [level(0, 90.0), level(0, 130.0)]);
        let found = effects("p", &all(), &p, &b);
        assert_eq!(found.len(), OUTCOMES.len(), "no following years");
        let spells = found.iter().find(|e| e.outcome == SPELLS_BEGUN).unwrap();
        assert_eq!(
            (spells.change.mean, spells.change.mc_se, spells.change.of_mean()),
            (-10.0, None, None),
            "two replicates that agree leave noise unknown"
        );
        assert_eq!((spells.change.over_draws(), spells.change.at_one_vector()), (None, true));
        assert!((spells.relative().unwrap() + 10.0 / 120.0).abs() < 1e-15);
    }

    #[test]
    fn an_index_is_the_percentage_of_the_baseline_whatever_replicates_a_draw_has() {
        let row = |draw, x| Level { draw, weight: 1.0, funded: vec![x, x], following: vec![0.0, 2.0 * x] };
        // Draw means 10 and 30: the baseline is 20.
        let mut arms =
            vec![vec![row(0, 5.0), row(0, 15.0), row(1, 30.0)], vec![row(0, 10.0), row(0, 10.0), row(1, 22.0)]];
        index(&mut arms, 1);
        assert_eq!(arms[0].iter().map(|level| level.funded[1]).collect::<Vec<_>>(), [25.0, 75.0, 150.0]);
        assert_eq!(arms[1].iter().map(|level| level.following[1]).collect::<Vec<_>>(), [50.0, 50.0, 110.0]);
        assert_eq!((arms[0][2].funded[0], arms[1][0].funded[0]), (30.0, 10.0), "others stay");
        index(&mut arms, 0);
        assert_eq!(arms[1][2].following[0], 0.0, "nothing stays nothing");
        let mut short = vec![vec![Level { following: Vec::new(), ..row(0, 4.0) }]];
        index(&mut short, 0);
        assert_eq!((short[0][0].funded[0], short[0][0].following.len()), (100.0, 0));
    }

    #[test]
    fn noise_at_one_vector_is_students_interval_over_replicates() {
        let b: Vec<Level> = [100.0, 140.0, 90.0].map(|x| level(0, x)).to_vec();
        let p: Vec<Level> = [95.0, 131.0, 88.0].map(|x| level(0, x)).to_vec();
        let differences = [-5.0, -9.0, -2.0];
        let student = amparo_model::math::statistics::student_t_interval(&differences, 0.95).unwrap();
        let found = effects("p", &all(), &p, &b);
        let (low, high) = found.iter().find(|e| e.outcome == SPELLS_BEGUN).unwrap().change.of_mean().unwrap();
        assert!((low - student.low).abs() < 1e-12 && (high - student.high).abs() < 1e-12);
    }

    #[test]
    fn the_baselines_mean_weighs_a_draw_by_its_weight_however_many_replicates_it_has() {
        let mut levels = vec![level(0, 10.0), level(0, 20.0), level(1, 100.0)];
        levels[2].weight = 3.0;
        let found = baseline(&all(), &levels, &Window::default(), &[]);
        assert_eq!(found.of(SPELLS_BEGUN), Some((15.0 + 300.0) / 4.0));
    }
}
