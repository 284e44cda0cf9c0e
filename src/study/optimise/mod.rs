//! The best allocation of a budget that can be found: search in the simulator over index rules (docs/odd.md §8, `best-found`).
//!
//! Rules are found on training worlds and scored, beside every policy of the study, on worlds kept apart: other seeds and, in a
//! study over draws, other parameter vectors. What is found is a lower bound of the best: a better rule, or one that no index
//! expresses, may exist.

mod arena;
mod output;
mod rule;
mod score;
mod search;

pub use arena::{Place, Totals};
pub use output::{frontier_csv, text_tables};
pub use rule::{Rule, Terms};
pub use score::{Spread, weighted_mean};
pub use search::{Found, Objective, Plan, Step, search};

use super::directory::Claim;
use super::error::StudyError;
use super::progress::Progress;
use super::solve::solved_for_this;
use super::store::Store;
use crate::draws::{Draws, Process};
use crate::engine::Interrupt;
use crate::policy;
use crate::register::Diagnostic;
use crate::scenario::{Intervention, Policy, SetValues, Study};
use arena::Arena;
use serde::Serialize;
use std::path::PathBuf;
use std::time::Instant;

/// How a study's budgets are optimised.
#[derive(Clone, Debug)]
pub struct OptimiseOptions {
    /// Trials the search at each budget may take: one rule in one training world each.
    pub evaluations: usize,
    /// Training worlds.
    pub training: usize,
    /// Worlds kept apart for scoring.
    pub scoring: usize,
    /// One of the study's budgets, S/ a year; `None`: each of them.
    pub budget_soles_per_year: Option<f64>,
    /// Worlds at a time; never changes a number.
    pub jobs: usize,
    /// Replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: `output/<study>-optimise-<8 hex of inputs and options>`.
    pub out: Option<PathBuf>,
}

/// One strategy, scored. Averted is baseline − strategy over the horizon, discounted, per world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scored {
    /// `best-found`, or the name of a policy of the study.
    pub policy: String,
    pub title: String,
    /// Whether it was chosen by the search.
    pub optimised: bool,
    /// Mean cases averted (spells begun) in the training worlds.
    pub training_averted: f64,
    /// Cases averted (spells begun) in the scoring worlds.
    pub averted: Spread,
    pub newly_exploited_averted: Spread,
    pub victim_years_averted: Spread,
    /// Mean spending, S/, discounted.
    pub cost_soles: f64,
    /// Mean spending a year over the funded years, S/.
    pub spend_soles_per_year: f64,
    /// Largest spending a year over the funded years in any world, S/.
    pub most_spent_soles_per_year: f64,
}

impl Scored {
    /// Training mean − scoring mean. Worlds differ in seeds and draws, so that it is not 0 for what nobody chose either.
    pub fn training_minus_scoring(&self) -> f64 {
        self.training_averted - self.averted.mean
    }
}

/// What was found at one budget.
#[derive(Clone, Debug, Serialize)]
pub struct AtBudget {
    pub budget_soles_per_year: f64,
    pub rule: Rule,
    /// The rule in words.
    pub words: String,
    /// The rule first, then the study's policies at this budget.
    pub strategies: Vec<Scored>,
    /// How much better the rule looked where it was chosen: its gain over the best of the study's policies in the training
    /// worlds, less that in the scoring worlds (without policies: training mean − scoring mean).
    pub optimism: f64,
    /// The best of the study's policies, by their training means.
    pub best_policy: Option<String>,
    /// Rule − best policy in the scoring worlds, cases averted, paired.
    pub gain: Option<Spread>,
    /// The better of both in the training worlds, its mean in the scoring worlds: a lower bound of the best.
    pub lower_bound: Spread,
    /// The strategy it is from.
    pub lower_bound_from: String,
    /// Trials of the search.
    pub evaluations: usize,
    /// Each new best rule: trials until then and training mean.
    pub steps: Vec<(usize, f64)>,
    /// The rule as a policy file.
    #[serde(skip)]
    pub policy_toml: String,
}

/// What optimising a study answers.
#[derive(Clone, Debug, Serialize)]
pub struct Optimised {
    pub study: String,
    pub title: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    pub scenario: String,
    pub seed: u64,
    pub horizon_years: usize,
    pub funded_years: usize,
    /// Share a year.
    pub discount_rate: f64,
    /// Numbers a rule consists of.
    pub parameters_of_a_rule: usize,
    /// Worlds that settled, of those asked for.
    pub training_worlds: usize,
    pub scoring_worlds: usize,
    pub rejected_worlds: usize,
    /// Parameter vectors in the training and in the scoring worlds; 1 each without draws.
    pub training_draws: usize,
    pub scoring_draws: usize,
    /// What intervals are.
    pub intervals: String,
    pub budgets: Vec<AtBudget>,
}

/// What was run, beside what every manifest says.
#[derive(Clone, Debug, Serialize)]
struct SearchManifest {
    study: String,
    seed: u64,
    evaluations: usize,
    training: usize,
    scoring: usize,
    jobs: usize,
    wall_seconds: f64,
    cpu_seconds: Option<f64>,
}

/// A finished search, its directory still held.
pub struct OptimiseAnswer {
    pub found: Optimised,
    pub store: Store,
    manifest: SearchManifest,
}

impl OptimiseAnswer {
    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        self.store.finish(&self.manifest)
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
            return Err(Diagnostic::new(format!("the study has no budget of {budget} soles a year"))
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
/// Memory: one copy of each burnt-in training world (of all budgets together), and one standing world a job.
///
/// # Errors
/// Invalid input, too few evaluations, no world that settles, failed writes, or an interrupt; finished trials are kept, and
/// the same call goes on from there to the same bytes.
pub fn optimise(
    study: &Study,
    options: &OptimiseOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<OptimiseAnswer, StudyError> {
    for one in &study.policies {
        policy::check(one).map_err(|message| Diagnostic::new(message).in_file(study.file.display().to_string()))?;
    }
    super::money::coverage_is_affordable(study)?;
    solved_for_this(study, progress)?;
    let budgets = budgets(study, options)?;
    let terms = Terms::of(study);
    let starts = Rule::starts(&terms);
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
    let started = Instant::now();
    let cpu = super::cpu::cpu_seconds();
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
            &format!("searching at {at} a year"),
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
        found.push((*budget, Rule::at(&best.point, &terms), result.clone(), policies, of_policies));
    }

    // Every strategy of every budget in a scoring world, before the next world is made.
    let arms: Vec<Vec<Intervention>> = found
        .iter()
        .flat_map(|(budget, rule, _, policies, _)| {
            let own = rule.interventions(&terms, *budget);
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
    let over_worlds = |values: &[f64]| score::mean_over_draws(values, &draws, &weights);
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
            words: rule.words(&terms),
            policy_toml: rule.policy_toml(&terms, &title, &comment),
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
    let manifest = SearchManifest {
        study: study.name.clone(),
        seed: study.seed,
        evaluations: options.evaluations,
        training: options.training,
        scoring: options.scoring,
        jobs: options.jobs,
        wall_seconds: started.elapsed().as_secs_f64(),
        cpu_seconds: cpu.zip(super::cpu::cpu_seconds()).map(|(before, after)| after - before),
    };
    Ok(OptimiseAnswer { found, store, manifest })
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
                (self.settled[*world], Rule::at(point, self.terms).interventions(self.terms, self.budget))
            })
            .collect();
        (self.averted)(&trials)
    }

    fn found(&mut self, step: &Step) {
        let rule = Rule::at(&step.point, self.terms).words(self.terms);
        self.progress.note(&format!("after {} trials {:.0} cases averted: {rule}", step.evaluations, step.value));
    }
}
