//! One study optimised at each of its budgets.

use super::arena::Arena;
use super::arena::Place;
use super::arena::Totals;
use super::options::OptimiseOptions;
use super::output;
use super::rule::Terms;
use super::search::Objective;
use super::search::Plan;
use super::search::{Step, search};
use crate::solve::record::solved_for_this;
use amparo_decide::search::{AtBudget, Optimised, Scored, weighted_mean};
use amparo_model::draws::{Draws, Process};
use amparo_model::engine::Interrupt;
use amparo_model::policy;
use amparo_model::scenario::{Intervention, Policy, Study};
use amparo_study::claim::Claim;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::manifest::{ManifestFacts, SearchFacts};
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_text::Diagnostic;
use std::path::PathBuf;

/// A finished search, its directory still held.
pub struct FinishedSearch {
    /// The rule that was found, and how it scored.
    pub found: Optimised,
    /// Its directory, still held.
    pub store: Store,
    facts: ManifestFacts,
}

impl FinishedSearch {
    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        self.store.finish(&self.facts)
    }
}

/// The worlds of a study's search: training and scoring, with no key and (where there are two or more) no draw in common.
/// Draws at even positions train, those at odd positions score, so that both are spread over the whole sequence.
pub fn places(study: &Study, training: usize, scoring: usize) -> (Vec<Place>, Vec<Place>) {
    let rows = study.draws.as_ref().map_or(&[][..], |plan| &plan.rows[..plan.used.min(plan.rows.len())]);
    let every_other = |from: usize| match rows.len() {
        0 | 1 => vec![0],
        n => (from..n).step_by(2).collect::<Vec<usize>>(),
    };
    let make = |process: Process, count: usize, draws: Vec<usize>| {
        let keys = Draws::new(study.seed).of(process);
        (0..count)
            .map(|i| {
                let draw = draws[i % draws.len()];
                Place { key: keys.word(i as u64), draw, weight: rows.get(draw).map_or(1.0, |row| row.weight) }
            })
            .collect::<Vec<Place>>()
    };
    (make(Process::TrainingWorld, training, every_other(0)), make(Process::ScoringWorld, scoring, every_other(1)))
}

/// The study's budgets that are asked for.
fn budgets(study: &Study, options: &OptimiseOptions) -> Result<Vec<f64>, Diagnostic> {
    let all = &study.budgets_soles_per_year;
    let asked: Vec<f64> = match options.budget_soles_per_year {
        None => all.clone(),
        Some(budget) if all.contains(&budget) => vec![budget],
        Some(budget) => {
            let known: Vec<String> = all.iter().map(|soles| soles.to_string()).collect();
            return Err(Diagnostic::new(format!("the study has no budget of {budget} soles per year"))
                .expected(format!("one of: {}", known.join(", ")))
                .in_file(format!("--budget {budget}")));
        }
    };
    match asked.iter().all(|soles| *soles > 0.0) {
        true => Ok(asked),
        false => Err(Diagnostic::new("a budget of 0 soles has nothing to allocate")
            .expected("a budget above 0")
            .in_file(study.file.display().to_string())),
    }
}

/// Finds and scores the best rule at the study's budgets and writes its directory.
///
/// Memory: one copy of each burnt-in training world (of all budgets together), and one standing world per job.
///
/// # Errors
/// Invalid input, too few evaluations, no world that settles, failed writes, or an interrupt; finished trials are kept, and
/// the same call goes on from there to the same bytes.
pub fn optimise(
    study: &Study,
    options: &OptimiseOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<FinishedSearch, StudyError> {
    for one in &study.policies {
        policy::check(one)
            .map_err(|unfit| Diagnostic::new(unfit.to_string()).in_file(study.file.display().to_string()))?;
    }
    crate::money::coverage_is_affordable(study)?;
    solved_for_this(study, progress)?;
    let budgets = budgets(study, options)?;
    let terms = Terms::of(study);
    let starts = terms.starts();
    let (training, scoring) = places(study, options.training, options.scoring);
    let plan = |weights: Vec<f64>| Plan {
        dimensions: terms.dimensions(),
        weights,
        evaluations: options.evaluations,
        seed: study.seed,
        starts: starts.clone(),
    };
    let least = plan(vec![1.0; training.len()]).least();
    if options.evaluations < least {
        return Err(Diagnostic::new(format!("{} evaluations are too few", options.evaluations))
            .expected(format!("at least {least} with {} training worlds", training.len()))
            .in_file(format!("--evaluations {}", options.evaluations))
            .into());
    }
    let clock = Clock::start();
    let resolved = output::resolved(study, options, &budgets);
    let hash = blake3::hash(resolved.as_bytes()).to_hex().to_string();
    let directory =
        options.out.clone().unwrap_or_else(|| PathBuf::from(format!("output/{}-optimise-{}", study.name, &hash[..8])));
    let claim = Claim {
        command: "optimise",
        name: study.name.clone(),
        resolved,
        inputs: study.inputs.clone(),
        set: study.scenario.set.clone(),
        tables: output::TABLES.map(String::from).into(),
        sealed: &["trials"],
        also: Vec::new(),
    };
    let store = Store::claim(&directory, claim, options.fresh)?.begun()?;

    let arena = |places, keep| Arena::new(study, places, keep, &store, options.jobs, progress, interrupt);
    let trainers = arena(training, true);
    let scorers = arena(scoring, false);
    let weeks = trainers.weeks_of_a_trial();
    progress.stage(
        &format!("burning in {} training worlds", trainers.places.len()),
        trainers.places.len() as u64 * (trainers.weeks_of_a_burn_in() + weeks),
    );
    let baselines = trainers.totals(&(0..trainers.places.len()).map(|i| (i, Vec::new())).collect::<Vec<_>>())?;
    progress.done();
    let settled: Vec<usize> = (0..baselines.len()).filter(|i| baselines[*i].settled).collect();
    if settled.is_empty() {
        return Err(StudyError::Failed("no training world settled: nothing to search in".into()));
    }

    let mut found = Vec::new();
    for budget in &budgets {
        let at = output::soles(*budget);
        // What a policy that matches comes to is the study's to say: it is made anew in every world.
        let policies: Vec<&Policy> =
            study.policies.iter().filter(|p| p.budget_soles_per_year == *budget && p.matching.is_none()).collect();
        progress.stage(
            &format!("searching at {at} per year"),
            (options.evaluations + settled.len() * policies.len()) as u64 * weeks,
        );
        let averted = |asked: &[(usize, Vec<Intervention>)]| -> Result<Vec<f64>, StudyError> {
            let totals = trainers.totals(asked)?;
            Ok(asked.iter().zip(totals).map(|((i, _), t)| baselines[*i].spells_begun - t.spells_begun).collect())
        };
        let mut rules = Rules { terms: &terms, budget: *budget, settled: &settled, averted: &averted, progress };
        let weights: Vec<f64> = settled.iter().map(|i| trainers.places[*i].weight).collect();
        let result = search(&plan(weights.clone()), &mut rules)?;
        let Some(best) = result.best() else {
            return Err(StudyError::Failed("the search found no rule".into()));
        };
        let mut of_policies = Vec::new();
        for policy in &policies {
            let asked: Vec<_> = settled.iter().map(|i| (*i, policy.interventions.clone())).collect();
            of_policies.push(weighted_mean(&averted(&asked)?, &weights).mean);
        }
        progress.done();
        found.push((*budget, terms.rule_at(&best.point), result.clone(), policies, of_policies));
    }

    // Every strategy of every budget in a scoring world, before the next world is made.
    let arms: Vec<Vec<Intervention>> = found
        .iter()
        .flat_map(|(budget, rule, _, policies, _)| {
            let own = terms.interventions(rule, *budget);
            std::iter::once(own).chain(policies.iter().map(|policy| policy.interventions.clone()))
        })
        .collect();
    let trainer_places = trainers.places.clone();
    drop(trainers);
    let n = scorers.places.len();
    progress.stage(
        &format!("scoring on {n} worlds kept apart"),
        n as u64 * (scorers.weeks_of_a_burn_in() + (arms.len() as u64 + 1) * weeks),
    );
    let asked: Vec<(usize, Vec<Intervention>)> =
        (0..n).flat_map(|i| std::iter::once(Vec::new()).chain(arms.iter().cloned()).map(move |arm| (i, arm))).collect();
    let totals = scorers.totals(&asked)?;
    progress.done();
    let worlds: Vec<(&Place, &[Totals])> =
        scorers.places.iter().zip(totals.chunks(arms.len() + 1)).filter(|(_, totals)| totals[0].settled).collect();
    if worlds.is_empty() {
        return Err(StudyError::Failed("no scoring world settled: nothing to score on".into()));
    }

    let weights: Vec<f64> = worlds.iter().map(|(place, _)| place.weight).collect();
    let draws: Vec<usize> = worlds.iter().map(|(place, _)| place.draw).collect();
    let over_worlds = |values: &[f64]| amparo_decide::search::mean_over_draws(values, &draws, &weights);
    let averted = |arm: usize, f: fn(&Totals) -> f64| -> Vec<f64> {
        worlds.iter().map(|(_, totals)| f(&totals[0]) - f(&totals[arm])).collect()
    };
    let of = |arm: usize, policy: &str, title: &str, optimised: bool, training_averted: f64| {
        let spent = |f: fn(&Totals) -> f64| worlds.iter().map(|(_, totals)| f(&totals[arm])).collect::<Vec<f64>>();
        let a_year = spent(|t| t.spending_per_year);
        Scored {
            policy: policy.into(),
            title: title.into(),
            optimised,
            training_averted,
            averted: over_worlds(&averted(arm, |t| t.spells_begun)),
            newly_exploited_averted: over_worlds(&averted(arm, |t| t.newly_exploited)),
            victim_years_averted: over_worlds(&averted(arm, |t| t.victim_years)),
            cost_soles: over_worlds(&spent(|t| t.spending)).mean,
            spend_soles_per_year: over_worlds(&a_year).mean,
            most_spent_soles_per_year: a_year.iter().copied().fold(0.0, f64::max),
        }
    };
    let mut arm = 1;
    let mut at_budgets = Vec::new();
    for (budget, rule, result, policies, of_policies) in found {
        let own = arm;
        let steps: Vec<(usize, f64)> = result.steps.iter().map(|step| (step.evaluations, step.value)).collect();
        let training = steps.last().map_or(0.0, |(_, value)| *value);
        let title = format!("Best found, {}", output::soles(budget));
        let mut strategies = vec![of(own, output::BEST_FOUND, &title, true, training)];
        for (i, (policy, training)) in policies.iter().zip(&of_policies).enumerate() {
            strategies.push(of(own + 1 + i, &policy.name, &policy.title, false, *training));
        }
        arm += strategies.len();
        let best = (0..policies.len()).max_by(|a, b| of_policies[*a].total_cmp(&of_policies[*b]).then(b.cmp(a)));
        let gain = best.map(|i| {
            let (a, b) = (averted(own, |t| t.spells_begun), averted(own + 1 + i, |t| t.spells_begun));
            over_worlds(&a.iter().zip(&b).map(|(a, b)| a - b).collect::<Vec<_>>())
        });
        // Chosen by training means, so that the scoring mean of what was chosen is not the luck of the best.
        let bound = match best {
            Some(i) if of_policies[i] > training => &strategies[1 + i],
            _ => &strategies[0],
        };
        let comment = output::comment(study, budget, &strategies[0]);
        at_budgets.push(AtBudget {
            budget_soles_per_year: budget,
            words: terms.words(&rule),
            policy_toml: terms.policy_toml(&rule, &title, &comment),
            rule,
            optimism: match (best, &gain) {
                (Some(i), Some(gain)) => training - of_policies[i] - gain.mean,
                _ => strategies[0].training_minus_scoring(),
            },
            best_policy: best.map(|i| policies[i].name.clone()),
            gain,
            lower_bound: bound.averted,
            lower_bound_from: bound.policy.clone(),
            evaluations: result.evaluations,
            steps,
            strategies,
        });
    }
    let distinct = |places: &mut dyn Iterator<Item = usize>| places.collect::<std::collections::BTreeSet<_>>().len();
    let found = Optimised {
        study: study.name.clone(),
        title: study.title.clone(),
        set: study.scenario.set.clone(),
        scenario: study.scenario.name.clone(),
        seed: study.seed,
        horizon_years: study.funded_years + study.following_years,
        funded_years: study.funded_years,
        discount_rate: study.scenario.parameters.study.discount_rate,
        parameters_of_a_rule: terms.dimensions(),
        training_worlds: settled.len(),
        scoring_worlds: worlds.len(),
        rejected_worlds: options.training - settled.len() + n - worlds.len(),
        training_draws: distinct(&mut settled.iter().map(|i| trainer_places[*i].draw)),
        scoring_draws: distinct(&mut worlds.iter().map(|(place, _)| place.draw)),
        intervals: output::intervals(study).into(),
        budgets: at_budgets,
    };
    output::write(&store, &found)?;
    let facts = ManifestFacts {
        study: Some(study.name.clone()),
        seed: Some(study.seed),
        work: clock.work(options.jobs, 1),
        search: Some(SearchFacts {
            evaluations: options.evaluations,
            training: options.training,
            scoring: options.scoring,
        }),
        ..ManifestFacts::default()
    };
    Ok(FinishedSearch { found, store, facts })
}

/// Cases averted by a trial: the world's position and the interventions.
type Averted<'a> = dyn Fn(&[(usize, Vec<Intervention>)]) -> Result<Vec<f64>, StudyError> + 'a;

/// Cases averted by rules, as the search asks for them.
struct Rules<'a> {
    terms: &'a Terms,
    budget: f64,
    /// Worlds that settled.
    settled: &'a [usize],
    averted: &'a Averted<'a>,
    progress: &'a dyn Progress,
}

impl Objective for Rules<'_> {
    type Error = StudyError;

    fn values(&mut self, asked: &[(Vec<f64>, usize)]) -> Result<Vec<f64>, StudyError> {
        let trials: Vec<(usize, Vec<Intervention>)> = asked
            .iter()
            .map(|(point, world)| {
                (self.settled[*world], self.terms.interventions(&self.terms.rule_at(point), self.budget))
            })
            .collect();
        (self.averted)(&trials)
    }

    fn found(&mut self, step: &Step) {
        let rule = self.terms.words(&self.terms.rule_at(&step.point));
        self.progress.note(&format!("after {} trials {:.0} cases averted: {rule}", step.evaluations, step.value));
    }
}
