//! What a study answers, from the rows its cells left: calls the pure functions of [`amparo_decide`].

use super::learn;
use super::matching::two_part;
use super::rows::{Collector, Groups, Row, Totals, Values};
use amparo_decide::answers::*;
use amparo_decide::decision::Question;
use amparo_decide::effects::by_draw;
use amparo_decide::matching::contrast::Contrast;
use amparo_decide::net_benefit::{Alternative, Willingness, willingness};
use amparo_decide::over_draws::{DRAWS_FOR_AN_INTERVAL, difference, over_draws};
use amparo_decide::pairing;
use amparo_decide::refilling::break_even_share;
use amparo_decide::result::{SUPPRESS_BELOW, Years};
use amparo_decide::view::View;
use amparo_decide::waterfall::{self, Path, Runs};
use amparo_model::math::weighted::effective_size;
use amparo_model::scenario::{DrawPlan, Policy, Study};
use amparo_model::world::{AGE_BANDS, Channels, POVERTY_TERCILES};
use std::collections::BTreeSet;

/// Steps of refilling and scale, in the order of [`Channels::LADDER`] from S on, and in that of
/// [`Channels::LADDER_REVERSED`] from B on.
const FORWARD: [Response; 3] = [Response::Scale, Response::EffortAndPlaces, Response::RecruitersAndArrests];
const REVERSED: [Response; 4] =
    [Response::RecruitersAndArrests, Response::EffortAndPlaces, Response::Scale, Response::WhereRecruitersGo];

/// The strategy of no policy: name and title.
const STATUS_QUO: (&str, &str) = (amparo_model::scenario::STATUS_QUO, "Doing nothing further");

/// Everything there is to answer; a study at one parameter vector is one draw of weight 1. `worth`: the willingness to pay that
/// decisions are asked at, so that baselines can be compared; `None`: a grid of the study's own.
pub fn answers(c: &Collector, worth: Option<&Willingness>, contrasts: &[Contrast]) -> Answers {
    let values = Values { c };
    let facts = draw_facts(c, &values);
    if c.study.policies.is_empty() || c.units == 0 {
        return Answers { draws: facts, ..Answers::default() };
    }
    let mut worth = worth.cloned().unwrap_or_else(|| shared_willingness(&values));
    if facts.used < DRAWS_FOR_AN_INTERVAL {
        // Nothing to choose by: which strategy is best is not asked of a handful of draws.
        worth.grid.clear();
    }
    Answers {
        draws: facts,
        waterfalls: waterfalls(&values),
        decisions: decisions(&values, &worth),
        break_evens: break_evens(&values, &worth),
        benefits: benefits(&values),
        by_treatment: by_treatment(&values),
        pairing: pairings(&values),
        two_part: two_part(&values, contrasts),
    }
}

/// The outcomes of a row over one window.
type Outcomes = fn(&Row) -> &[f64];

/// Windows and where a row has them.
const WINDOWS: [(Years, Outcomes); 2] = [(Years::Funded, |row| &row.funded), (Years::Following, |row| &row.following)];

/// Newly exploited under the policy and in the baseline, in treated and in untreated places, of one unit of a draw.
type Treated = (usize, (f64, f64), (f64, f64));

fn draw_facts(c: &Collector, values: &Values) -> DrawFacts {
    let study = c.study;
    let drift = DrawFacts {
        largest_drift: c.largest_drift,
        drift_limit: study.scenario.burn_in.drift_per_year,
        ..DrawFacts::default()
    };
    let Some(plan) = &study.draws else {
        return DrawFacts { at_one_vector: true, used: 1, effective: 1.0, ..drift };
    };
    let row = plan.rows.first().map(|row| row.values.keys());
    let others: Vec<String> =
        row.into_iter().flatten().filter(|name| !plan.sample.parameters.contains(name)).cloned().collect();
    let (solved, given) = if plan.as_given { (Vec::new(), others) } else { (others, Vec::new()) };
    // Those before the last draw in use: a study that uses fewer has passed fewer by. Worlds that never settled are counted
    // in the result.
    let rejected = plan.rows.get(plan.used.saturating_sub(1)).map_or(0, |last| last.number + 1 - plan.used);
    DrawFacts {
        at_one_vector: false,
        used: values.draws().len(),
        // What was passed by in a table of unknown origin is not known.
        rejected: if plan.as_given { 0 } else { rejected },
        effective: effective_size(&values.weights(0, Channels::ALL)),
        sampled: plan.sample.parameters.clone(),
        solved,
        as_given: plan.as_given,
        given,
        ..drift
    }
}

/// Effects before and after adaptation of every policy on the draws that have runs B and S.
fn waterfalls(v: &Values) -> Vec<Waterfall> {
    let mut out = Vec::new();
    let study = v.study();
    for (i, policy) in study.policies.iter().enumerate() {
        let arm = i + 1;
        let b = Channels::NONE;
        if v.c.rows(arm, b).is_empty() {
            continue;
        }
        for (window, of) in WINDOWS.iter().take(if study.following_years > 0 { 2 } else { 1 }) {
            for (o, outcome) in v.c.outcomes.iter().copied().enumerate().filter(|(_, outcome)| outcome.split) {
                let value = |row: &Row| of(row)[o];
                let base = v.baseline_of(arm, b, value);
                let (held, spatial, live) = (
                    v.of(arm, b, value),
                    v.beside(arm, b, Channels::WEIGHTS, value),
                    v.beside(arm, b, Channels::ALL, value),
                );
                let weights = v.weights(arm, b);
                let found = waterfall::increments(
                    Runs { baseline: &base, held: &held, spatial: &spatial, live: &live },
                    &weights,
                );
                let split = if *window == Years::Funded { splits(v, arm, value) } else { Vec::new() };
                out.push(Waterfall {
                    policy: policy.name.clone(),
                    outcome,
                    window: *window,
                    unit: outcome.unit,
                    draws: base.len(),
                    baseline: over_draws(&base, &weights).mean,
                    before: found.before,
                    spatial: found.spatial,
                    refilling: found.refilling,
                    after: found.after,
                    split,
                });
            }
        }
    }
    out
}

/// Refilling split further in both orders, on the draws that have the runs for it.
fn splits(v: &Values, arm: usize, value: impl Fn(&Row) -> f64 + Copy) -> Vec<SplitStep> {
    let marker = Channels::LADDER[2];
    if v.c.rows(arm, marker).is_empty() {
        return Vec::new();
    }
    let weights = v.weights(arm, marker);
    let run = |run: Channels| v.beside(arm, marker, run, value);
    let steps = |ladder: &[Channels], order: Order, names: &[Response]| {
        let stations: Vec<Vec<Vec<f64>>> = ladder.iter().map(|at| run(*at)).collect();
        let between: Vec<&[Vec<f64>]> = stations[1..stations.len() - 1].iter().map(Vec::as_slice).collect();
        let path = Path { order, steps: names, between: &between };
        waterfall::split(&stations[0], &stations[stations.len() - 1], path, &weights)
    };
    let mut out = steps(&Channels::LADDER[1..], Order::Forward, &FORWARD);
    out.extend(steps(&Channels::LADDER_REVERSED, Order::Reversed, &REVERSED));
    out
}

/// The strategies at one budget, the status quo first, with the positions of their policies.
fn alternatives(v: &Values, budget: f64) -> (Vec<Alternative>, Vec<usize>) {
    let study = v.study();
    let all = Channels::ALL;
    let total = |arm: usize, f: fn(&Totals) -> f64| v.of(arm, all, |row| f(&row.totals));
    let mut positions = Vec::new();
    let mut list: Vec<Alternative> = Vec::new();
    // What takes a perfect survey nobody can choose.
    let open = |p: &Policy| p.budget_soles_per_year == budget && !p.matching.as_ref().is_some_and(|m| m.perfect_survey);
    for (i, policy) in study.policies.iter().enumerate().filter(|(_, p)| open(p)) {
        let more = |f: fn(&Totals) -> f64| difference(&total(i + 1, f), &total(0, f));
        let fewer = |f: fn(&Totals) -> f64| difference(&total(0, f), &total(i + 1, f));
        list.push(Alternative {
            policy: policy.name.clone(),
            title: policy.title.clone(),
            cost: more(|t| t.cost),
            societal_cost: more(|t| t.cost - t.transfers),
            averted: fewer(|t| t.spells_begun),
            victim_years_averted: fewer(|t| t.victim_years),
        });
        positions.push(i);
    }
    if let Some(first) = list.first() {
        let nothing = Alternative::status_quo(STATUS_QUO.0, STATUS_QUO.1, first);
        list.insert(0, nothing);
    }
    (list, positions)
}

/// The grid of willingness to pay that all budgets share.
fn shared_willingness(v: &Values) -> Willingness {
    let weights = v.weights(0, Channels::ALL);
    let mean = |values: &[Vec<f64>]| over_draws(values, &weights).mean;
    let mut points = Vec::new();
    for budget in &v.study().budgets_soles_per_year {
        let (list, _) = alternatives(v, *budget);
        points.extend(list.iter().skip(1).map(|a| (mean(&a.cost), mean(&a.averted))));
    }
    willingness(&points)
}

/// What a choice turns on needs draws: in a handful of them nothing is told from chance.
fn decided<'a>(v: &'a Values) -> Option<&'a DrawPlan> {
    v.study().draws.as_ref().filter(|_| v.draws().len() >= DRAWS_FOR_AN_INTERVAL)
}

/// Cost and cases averted of each strategy by budget and view, and over enough draws which is best.
fn decisions(v: &Values, willingness: &Willingness) -> Vec<Decision> {
    let study = v.study();
    let weights = v.weights(0, Channels::ALL);
    let groups = decided(v).map_or_else(Vec::new, |plan| learn::groups(plan, &study.scenario.register, &v.draws()));
    let mut out = Vec::new();
    for budget in &study.budgets_soles_per_year {
        let (alternatives, _) = alternatives(v, *budget);
        if alternatives.is_empty() {
            continue;
        }
        for view in [View::Budget, View::Societal] {
            let question = Question {
                budget_soles_per_year: *budget,
                view,
                alternatives: &alternatives,
                weights: &weights,
                willingness,
                groups: &groups,
                seed: study.seed,
            };
            out.push(question.decide());
        }
    }
    out
}

/// Thresholds of every policy against the status quo and against the best other policy at the same budget.
fn break_evens(v: &Values, willingness: &Willingness) -> Vec<BreakEven> {
    let Some(plan) = decided(v) else { return Vec::new() };
    let study = v.study();
    let weights = v.weights(0, Channels::ALL);
    let draws = v.draws();
    let mut out = Vec::new();
    for budget in &study.budgets_soles_per_year {
        let (alternatives, positions) = alternatives(v, *budget);
        let question = Question {
            budget_soles_per_year: *budget,
            view: View::Budget,
            alternatives: &alternatives,
            weights: &weights,
            willingness,
            groups: &[],
            seed: study.seed,
        };
        for (row, position) in positions.iter().enumerate() {
            let policy = &study.policies[*position];
            let against = std::iter::once(0).chain(question.best_other(row + 1));
            for other in against {
                let rival = other.checked_sub(1).map(|at| &study.policies[positions[at]]);
                let quantities = learn::quantities(plan, &study.scenario.register, &draws, (policy, rival));
                out.extend(quantities.iter().map(|q| question.break_even(row + 1, other, q)));
            }
        }
    }
    out.extend(refilling_break_evens(v, willingness));
    out
}

/// How much of what is prevented the trade may make up for before each policy stops being worth its cost, on the draws that
/// have runs B ([`break_even_share`]).
fn refilling_break_evens(v: &Values, willingness: &Willingness) -> Vec<BreakEven> {
    let study = v.study();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        let (arm, b) = (i + 1, Channels::NONE);
        let weights = v.weights(arm, b);
        if weights.len() < DRAWS_FOR_AN_INTERVAL {
            continue;
        }
        let baseline = |f: fn(&Totals) -> f64| v.baseline_of(arm, b, |row| f(&row.totals));
        let of = |run: Channels, f: fn(&Totals) -> f64| v.beside(arm, b, run, |row| f(&row.totals));
        let spells = |t: &Totals| t.spells_begun;
        let before = difference(&baseline(spells), &of(b, spells));
        let after = difference(&baseline(spells), &of(Channels::ALL, spells));
        let cost = difference(&of(Channels::ALL, |t| t.cost), &baseline(|t| t.cost));
        // Where what is prevented before adaptation is within noise, a share of it has no meaning.
        let prevented = over_draws(&before, &weights);
        if prevented.draws_low.is_none_or(|low| low <= 0.0)
            || prevented.noise_half.is_some_and(|half| prevented.mean <= half)
        {
            continue;
        }
        let Some(found) = break_even_share(&cost, &before, &after, &weights, willingness.reference, study.seed) else {
            continue;
        };
        let (low, high) = found.seen;
        let inside = (low..=high).contains(&found.threshold);
        let doubt = if effective_size(&weights) < DRAWS_TO_DECIDE {
            Some(Doubt::FewDraws)
        } else if inside && (found.low <= low || found.high >= high) {
            Some(Doubt::Unbounded)
        } else {
            None
        };
        out.push(BreakEven {
            policy: policy.name.clone(),
            against: STATUS_QUO.0.to_string(),
            budget_soles_per_year: policy.budget_soles_per_year,
            quantity: "refilling".into(),
            words: "the share of what is prevented that the trade makes up for".into(),
            unit: "share".into(),
            low,
            high,
            threshold: inside.then_some(found.threshold),
            threshold_low: inside.then(|| found.low.clamp(low, high)),
            threshold_high: inside.then(|| found.high.clamp(low, high)),
            // Less refilling is better; beyond the shares seen it is preferred throughout, or never.
            preferred_above: !inside && found.threshold > high,
            share_preferred: found.share_preferred,
            doubt,
        });
    }
    out
}

/// Groups in which benefits are shown, with the index of each in [`crate::rows::by_group`]: dimension and name.
fn shown_groups(study: &Study) -> Vec<(Dimension, String)> {
    let departments = study.scenario.departments.iter().map(|d| (Dimension::Department, d.name.clone()));
    let outside = std::iter::once((Dimension::Department, "outside".to_string()));
    let poverty = POVERTY_TERCILES.iter().map(|name| (Dimension::Poverty, (*name).to_string()));
    let age = AGE_BANDS.iter().map(|name| (Dimension::Age, (*name).to_string()));
    departments.chain(outside).chain(poverty).chain(age).collect()
}

/// Who benefits: changes among groups of girls, after adaptation.
fn benefits(v: &Values) -> Vec<Benefit> {
    let study = v.study();
    let groups = shown_groups(study);
    let of = |arm: usize, g: usize| {
        by_draw(
            v.c.groups
                .iter()
                .filter(|one| one.arm == arm && one.run == Channels::ALL)
                .map(|one| (one.draw, one.newly[g])),
        )
    };
    let weights = v.weights(0, Channels::ALL);
    let base: Vec<Vec<Vec<f64>>> = (0..groups.len()).map(|g| of(0, g)).collect();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        for (g, (dimension, name)) in groups.iter().enumerate() {
            let baseline = over_draws(&base[g], &weights).mean;
            let shown = baseline >= SUPPRESS_BELOW;
            out.push(Benefit {
                policy: policy.name.clone(),
                dimension: *dimension,
                group: name.clone(),
                baseline: shown.then_some(baseline),
                change: shown.then(|| over_draws(&difference(&of(i + 1, g), &base[g]), &weights)),
            });
        }
    }
    out
}

/// Newly exploited in treated and untreated communities, before and after adaptation, where some of each are.
fn by_treatment(v: &Values) -> Vec<ByTreatment> {
    let study = v.study();
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        // The same draws before and after, or other draws would pass for an effect of adapting.
        let held: BTreeSet<usize> = v.c.rows(i + 1, Channels::NONE).iter().map(|row| row.draw).collect();
        for (run, adaptation) in [(Channels::NONE, Adaptation::Before), (Channels::ALL, Adaptation::After)] {
            let of_run: Vec<&Groups> =
                v.c.groups
                    .iter()
                    .filter(|one| one.arm == i + 1 && one.run == run && (held.is_empty() || held.contains(&one.draw)))
                    .collect();
            let split: Vec<Treated> =
                of_run.iter().filter_map(|one| Some((one.draw, one.treated?, one.untreated?))).collect();
            if split.is_empty() {
                continue;
            }
            let gather = |f: fn(&Treated) -> f64| by_draw(split.iter().map(|s| (s.0, f(s))));
            let mut draws: Vec<usize> = split.iter().map(|s| s.0).collect();
            draws.dedup();
            let weights: Vec<f64> = draws.into_iter().map(|d| v.c.draw_weight(d)).collect();
            let mean = |values: &[Vec<f64>]| over_draws(values, &weights);
            let (treated, untreated) = (mean(&gather(|s| s.1.1)), mean(&gather(|s| s.2.1)));
            if treated.mean < SUPPRESS_BELOW || untreated.mean < SUPPRESS_BELOW {
                continue;
            }
            out.push(ByTreatment {
                policy: policy.name.clone(),
                adaptation,
                draws: weights.len(),
                treated_baseline: treated.mean,
                treated: mean(&gather(|s| s.1.0 - s.1.1)),
                untreated_baseline: untreated.mean,
                untreated: mean(&gather(|s| s.2.0 - s.2.1)),
            });
        }
    }
    out
}

/// Variance that pairing saved, by policy and outcome; where no draw has a second replicate there is nothing to say.
fn pairings(v: &Values) -> Vec<Pairing> {
    let study = v.study();
    let all = Channels::ALL;
    let mut out = Vec::new();
    for (i, policy) in study.policies.iter().enumerate() {
        for (o, outcome) in v.c.outcomes.iter().copied().enumerate() {
            let of = |arm: usize| v.of(arm, all, |row| row.funded[o]);
            if let Some(saved) = pairing::saved(&of(i + 1), &of(0)) {
                out.push(Pairing {
                    policy: policy.name.clone(),
                    outcome,
                    correlation: saved.correlation,
                    unpaired_per_paired: saved.unpaired_per_paired,
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use amparo_files::load_study;
    use amparo_model::policy::VOCABULARY;
    use std::path::Path;

    fn study() -> Study {
        load_study(Path::new("../../scenarios/toy/decision.toml"), &VOCABULARY, &[]).expect("the toy study over draws")
    }

    /// Rows of both runs of the first policy and of the baseline: eight draws, the first three also before adaptation.
    fn filled(study: &Study) -> Collector<'_> {
        let mut c = Collector::new(study);
        let outcomes = c.outcomes.len();
        let row = |draw: usize| Row {
            unit: draw,
            draw,
            funded: vec![10.0; outcomes],
            following: Vec::new(),
            spending: 0.0,
            most_spent: 0.0,
            totals: Totals::default(),
        };
        for (arm, run, draws) in [(0, Channels::ALL, 8), (1, Channels::NONE, 3), (1, Channels::ALL, 8)] {
            c.table.push(super::super::rows::Rows { arm, run, rows: (0..draws).map(row).collect() });
        }
        for draw in 0..8 {
            // A policy that does the same in every draw run both ways, and something else in the others.
            let change = if draw < 3 { -40.0 } else { 100.0 };
            let runs = if draw < 3 { vec![Channels::NONE, Channels::ALL] } else { vec![Channels::ALL] };
            for run in runs {
                let newly = Vec::new();
                let (treated, untreated) = (Some((200.0 + change, 200.0)), Some((300.0, 300.0)));
                c.groups.push(Groups { arm: 1, run, draw, newly, treated, untreated });
            }
        }
        c
    }

    #[test]
    fn treated_communities_before_and_after_adaptation_are_of_the_same_draws() {
        let study = study();
        let mut c = filled(&study);
        let found = by_treatment(&Values { c: &c });
        assert_eq!(found.iter().map(|b| b.adaptation).collect::<Vec<_>>(), [Adaptation::Before, Adaptation::After]);
        for b in &found {
            assert!(
                b.draws == 3 && (b.treated.mean + 40.0).abs() < 1e-9,
                "{}: no other draws: {}",
                b.adaptation.name(),
                b.treated.mean
            );
        }
        // Where nothing is held every draw counts.
        c.table.retain(|rows| rows.run != Channels::NONE);
        c.groups.retain(|one| one.run != Channels::NONE);
        let found = by_treatment(&Values { c: &c });
        assert_eq!((found.len(), found[0].draws), (1, 8));
        assert!(found[0].treated.mean > 0.0);
    }

    #[test]
    fn what_is_rejected_are_sampled_points_and_not_worlds() {
        let study = study();
        let mut c = filled(&study);
        c.rejected = 5;
        c.largest_drift = 0.004;
        let facts = draw_facts(&c, &Values { c: &c });
        let plan = study.draws.as_ref().expect("draws");
        let last = plan.rows[plan.used - 1].number;
        assert_eq!((facts.used, facts.rejected), (8, last + 1 - plan.used));
        assert!(!facts.at_one_vector && facts.drift_limit == study.scenario.burn_in.drift_per_year);
    }
}
