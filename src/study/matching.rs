//! One intervention or four, from the rows a study's cells left: calls the pure functions of [`amparo_decide::matching`].

use super::learn;
use super::plan::Unit;
use super::rows::{Collector, Row, Values};
use amparo_decide::discovery::discover;
use amparo_decide::discovery::results::{Asks, Discovery};
use amparo_decide::matching::at_budget::{Arm, PoliciesAtBudget};
use amparo_decide::matching::contrast::Contrast;
use amparo_decide::matching::results::{AtBudget, Forecast, ForecastSkill, HowDifferent, Role, TwoPart};
use amparo_decide::matching::said::said;
use amparo_decide::matching::skill::skill;
use amparo_decide::over_draws::difference;
use amparo_model::diagnose::MatchFacts;
use amparo_model::math::weighted::weighted_mean;
use amparo_model::observe::outcomes::SPELLS_BEGUN;
use amparo_model::policy::given_to;
use amparo_model::scenario::{MatchingRule, Policy, Scenario, Strengths, Study, Targeting};
use amparo_model::world::Channels;

/// Advantages over the best single intervention that scenario discovery asks about, shares of the baseline.
const THRESHOLDS: [f64; 2] = [0.02, 0.0];

/// Everything there is to say of a study that matches; `None` of any other.
pub fn two_part(v: &Values, contrasts: &[Contrast]) -> Option<TwoPart> {
    let study = v.study();
    if study.policies.iter().all(|p| p.matching.is_none()) {
        return None;
    }
    let weights = v.weights(0, Channels::ALL);
    let baseline = v.of(0, Channels::ALL, |row| row.totals.spells_begun);
    let mut found = TwoPart::default();
    for budget in &study.budgets_soles_per_year {
        let arms: Vec<Arm> = arms(v, *budget, &weights);
        let question = PoliciesAtBudget {
            budget_soles_per_year: *budget,
            arms: &arms,
            weights: &weights,
            baseline: &baseline,
            contrasts,
        };
        found.budgets.extend(question.answer());
        found.discoveries.extend(discoveries(v, &question, &weights, &baseline));
    }
    (found.forecasts, found.skill) = forecasts(v, &weights);
    Some(found)
}

/// The role a policy plays.
fn role(policy: &Policy) -> Role {
    let Some(matching) = &policy.matching else {
        if policy.interventions.iter().any(|i| matches!(i.targeting, Targeting::Index(_))) {
            return Role::BestFound;
        }
        return match policy.interventions.as_slice() {
            // What is given to persons wherever they are is matched to no community.
            [one] if given_to(one).is_some_and(|(_, to_persons)| !to_persons) => match one.targeting {
                Targeting::Uniform => Role::Uniform,
                Targeting::ByExposure => Role::ByExposure,
                Targeting::Index(_) => Role::BestFound,
            },
            _ => Role::Other,
        };
    };
    match matching.rule {
        MatchingRule::DriverMap => Role::DriverMap,
        MatchingRule::PredictedEffect if matching.intensities.len() > 1 => Role::Intensity,
        MatchingRule::PredictedEffect => Role::Effect,
        MatchingRule::PredictedBundle if matching.perfect_survey => Role::PerfectSurvey,
        MatchingRule::PredictedBundle => Role::Bundle,
        MatchingRule::TrueProfile => Role::TrueProfile,
    }
}

/// The policies at one budget.
fn arms(v: &Values, budget: f64, weights: &[f64]) -> Vec<Arm> {
    let all = Channels::ALL;
    let base = v.of(0, all, |row| row.totals.spells_begun);
    let at_budget = |(_, p): &(usize, &Policy)| p.budget_soles_per_year == budget;
    v.study()
        .policies
        .iter()
        .enumerate()
        .filter(at_budget)
        .map(|(i, policy)| {
            let with = v.of(i + 1, all, |row| row.totals.spells_begun);
            let matched = by_draw_of(v, i + 1);
            let mean = |f: &dyn Fn(&MatchFacts) -> f64| over(&matched, weights, f);
            let matching = policy.matching.as_ref();
            Arm {
                policy: policy.name.clone(),
                title: policy.title.clone(),
                role: role(policy),
                averted: difference(&base, &with),
                spent: v.of(i + 1, all, |row| row.spending),
                most_spent: v.c.rows(i + 1, all).iter().map(|row| row.most_spent).fold(0.0, f64::max),
                survey_soles_per_year: mean(&|m| m.survey_soles) / v.study().funded_years.max(1) as f64,
                survey_soles: mean(&|m| m.survey_soles),
                households: match matching {
                    // The same in every draw, unless a draw samples it.
                    Some(m) if !m.perfect_survey => (mean(&|m| f64::from(m.households)) * 100.0 + 0.5).floor() / 100.0,
                    _ => 0.0,
                },
                usual_survey: matching.is_none_or(|m| m.households.is_none()),
                usual_intensity: matching.is_some() || policy.interventions.iter().all(|one| one.intensity == 1.0),
                knows_parameters: matching.is_none_or(|m| m.strengths == Strengths::World),
                communities: shares_of_communities(v.c, &matched, weights, policy),
            }
        })
        .collect()
}

/// Results of matching in each draw, replicate by replicate.
fn by_draw_of<'a>(v: &'a Values, arm: usize) -> Vec<Vec<&'a MatchFacts>> {
    v.draws()
        .into_iter()
        .map(|draw| v.c.matched.iter().filter(|m| m.arm == arm && m.draw == draw).map(|m| &m.facts).collect())
        .collect()
}

/// Weighted mean over draws of a fact; 0 where there is none. What is the same in every world stays that to the last bit, since
/// the mean is of differences from the first.
fn over(matched: &[Vec<&MatchFacts>], weights: &[f64], of: &dyn Fn(&MatchFacts) -> f64) -> f64 {
    if matched.iter().any(Vec::is_empty) {
        return 0.0;
    }
    let first = matched.first().and_then(|all| all.first()).map_or(0.0, |m| of(m));
    let beyond = |all: &Vec<&MatchFacts>| all.iter().map(|m| of(m) - first).sum::<f64>() / all.len() as f64;
    first + weighted_mean(&matched.iter().map(beyond).collect::<Vec<f64>>(), weights)
}

fn shares_of_communities(
    c: &Collector,
    matched: &[Vec<&MatchFacts>],
    weights: &[f64],
    policy: &Policy,
) -> Vec<(String, f64)> {
    let n = c.communities() as f64;
    if policy.matching.is_none() {
        return Vec::new();
    }
    policy
        .interventions
        .iter()
        .map(|one| {
            let count = |m: &MatchFacts| {
                m.communities.iter().find(|(kind, _)| *kind == one.kind).map_or(0.0, |(_, n)| f64::from(*n))
            };
            (one.kind.clone(), over(matched, weights, &|m| count(m) / n))
        })
        .collect()
}

/// Forecasts beside what the simulation gave, and how well they did.
fn forecasts(v: &Values, weights: &[f64]) -> (Vec<Forecast>, Vec<ForecastSkill>) {
    let study = v.study();
    let (funded, following) = (study.funded_years as f64, study.following_years as f64);
    let Some(spells) = v.c.place(SPELLS_BEGUN) else { return (Vec::new(), Vec::new()) };
    let spells_of = |arm: usize, run: Channels| {
        let later = |row: &Row| row.following.get(spells).map_or(0.0, |spells| spells * following);
        v.of(arm, run, |row| row.funded[spells] * funded + later(row))
    };
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let base = spells_of(0, Channels::ALL);
    let numbers: Vec<usize> = v.draws().into_iter().map(|draw| Unit { draw, replicate: 0 }.number(study)).collect();
    let (mut all, mut skills) = (Vec::new(), Vec::new());
    for (i, policy) in study.policies.iter().enumerate().filter(|(_, p)| p.matching.is_some()) {
        let matched = by_draw_of(v, i + 1);
        let with = spells_of(i + 1, Channels::ALL);
        let held = spells_of(i + 1, Channels::NONE);
        let mut of_policy: Vec<Forecast> = Vec::new();
        for (d, facts) in matched.iter().enumerate() {
            let forecasts: Vec<f64> = facts.iter().filter_map(|m| m.forecast_averted).collect();
            if forecasts.is_empty() {
                continue;
            }
            of_policy.push(Forecast {
                policy: policy.name.clone(),
                role: role(policy),
                budget_soles_per_year: policy.budget_soles_per_year,
                draw: numbers[d],
                weight: weights[d],
                forecast: mean(&forecasts),
                simulated: mean(&base[d]) - mean(&with[d]),
                held: held.get(d).map(|held| mean(&base[d]) - mean(held)),
            });
        }
        let pairs: Vec<(f64, f64, f64)> = of_policy.iter().map(|f| (f.weight, f.forecast, f.simulated)).collect();
        skills.extend(of_policy.first().and_then(|one| skill(one, &policy.title, &pairs)));
        all.extend(of_policy);
    }
    (all, skills)
}

/// When matching beats the best single intervention.
fn discoveries(v: &Values, question: &PoliciesAtBudget, weights: &[f64], baseline: &[Vec<f64>]) -> Vec<Discovery> {
    let study = v.study();
    let (Some(plan), Some(more)) = (&study.draws, question.matching_over_single()) else { return Vec::new() };
    let columns = learn::sampled(plan, &study.scenario.register, &v.draws());
    THRESHOLDS
        .into_iter()
        .map(|threshold| {
            let said = said(&more, baseline, threshold);
            discover(
                Asks::MatchingOverSingle,
                threshold,
                question.budget_soles_per_year,
                &columns,
                &said,
                weights,
                study.seed,
            )
        })
        .collect()
}

/// How different causes are in a scenario, and what matching gains there, at every budget.
pub fn how_different(scenario: &Scenario, budgets: &[AtBudget]) -> Vec<HowDifferent> {
    let p = &scenario.parameters;
    budgets
        .iter()
        .map(|at| HowDifferent {
            scenario: scenario.name.clone(),
            title: scenario.title.clone(),
            heterogeneity: p.population.heterogeneity,
            driver_correlation: p.population.driver_correlation,
            own_weights: p.decision.own_weights,
            budget_soles_per_year: at.budget_soles_per_year,
            draws: at.draws,
            gains: at.gains.clone(),
        })
        .collect()
}

/// Whether two scenarios differ in how different causes are.
pub fn differ(a: &Study, b: &Study) -> bool {
    let of = |s: &Study| {
        let p = &s.scenario.parameters;
        (p.population.heterogeneity, p.population.driver_correlation, p.decision.own_weights)
    };
    of(a) != of(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_in_every_world_has_itself_as_its_mean() {
        let of = |soles| MatchFacts { survey_soles: soles, ..MatchFacts::default() };
        let mean = |facts: &[[MatchFacts; 3]], weights: &[f64]| {
            let matched: Vec<Vec<&MatchFacts>> = facts.iter().map(|draw| draw.iter().collect()).collect();
            over(&matched, weights, &|m| m.survey_soles)
        };
        let weights: Vec<f64> = (1..=30).map(|d| 1.0 / f64::from(d)).collect();
        for soles in [0.1, 3600.0, 4321.7] {
            assert_eq!(mean(&vec![[of(soles), of(soles), of(soles)]; 30], &weights), soles);
        }
        let apart = [[of(1.0), of(2.0), of(3.0)], [of(8.0), of(8.0), of(8.0)]];
        assert!((mean(&apart, &[2.0, 1.0]) - 4.0).abs() < 1e-12);
    }
}
