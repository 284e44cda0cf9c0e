//! One study optimised at each of its budgets, for each kind that is asked for or for all together.

use super::arena::{Arena, Place, Totals};
use super::menu::{Menu, Rival, command, menus};
use super::options::OptimiseOptions;
use super::output;
use super::places::places;
use super::rule::{Terms, policy_toml};
use super::search::{Objective, Plan, Step, search};
use crate::complete::complete;
use crate::solve::record::solved_for_this;
use amparo_decide::search::{Goal, Optimised, Rule, Scored, Searched, Spread, mean_over_draws};
use amparo_model::engine::Interrupt;
use amparo_model::policy;
use amparo_model::scenario::{Intervention, Study};
use amparo_report::{Language, found_frontier};
use amparo_study::claim::Claim;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, ManifestFacts, SearchFacts};
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_text::Diagnostic;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A finished search, its directory still held.
pub struct FinishedSearch {
    /// What was found, and how it scored.
    pub found: Optimised,
    /// Its directory, still held.
    pub store: Store,
    facts: ManifestFacts,
}

impl FinishedSearch {
    /// Its title and what was found.
    pub fn heading(&self) -> Heading {
        let found = &self.found;
        let finding = found_frontier(found, Language::default()).map_or(String::new(), |chart| chart.title);
        Heading { title: found.set.after(&found.title), finding }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        complete(&self.store, &self.facts, self.heading(), false)
    }
}

/// The study's budgets that are asked for.
fn budgets(study: &Study, options: &OptimiseOptions) -> Result<Vec<f64>, Diagnostic> {
    let all = &study.budgets_soles_per_year;
    let asked: Vec<f64> = match options.budget_soles_per_year {
        None => all.clone(),
        Some(budget) if all.contains(&budget) => vec![budget],
        Some(budget) => {
            let known: Vec<String> = all.iter().map(|soles| soles.to_string()).collect();
            return Err(Diagnostic::new(format!("the study has no budget of {budget} per year"))
                .expected(format!("one of: {}", known.join(", ")))
                .in_file(format!("--budget {budget}")));
        }
    };
    match asked.iter().all(|soles| *soles > 0.0) {
        true => Ok(asked),
        false => Err(Diagnostic::new("a budget of 0 has nothing to allocate")
            .expected("a budget above 0")
            .in_file(study.file.display().to_string())),
    }
}

/// Finds and scores what is asked for at the study's budgets and writes its directory.
///
/// Memory: one copy of each burnt-in training world (of all searches together), and one standing world per job.
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
    let menus = menus(study, &options.kinds)?;
    crate::money::coverage_is_affordable(study)?;
    solved_for_this(study, progress)?;
    let budgets = budgets(study, options)?;
    let (training, scoring) = places(study, options.training, options.scoring);
    for menu in &menus {
        let (evaluations, least) =
            (menu.evaluations(options), plan(menu, study, options, vec![1.0; training.len()]).least());
        if evaluations < least {
            return Err(Diagnostic::new(format!("{evaluations} evaluations are too few"))
                .expected(format!("at least {least} with {} training worlds", training.len()))
                .in_file(format!("--evaluations {evaluations}"))
                .into());
        }
    }
    let clock = Clock::start();
    let resolved = output::resolved(study, options, &menus, &budgets);
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
    let mut asked = Vec::new();
    for budget in &budgets {
        asked.extend(menus.iter().map(|menu| (*budget, menu)));
    }
    let (found, trained) = searched(study, options, &asked, &trainers, progress)?;
    let training_draws = distinct(trained.iter().map(|i| trainers.places[*i].draw));
    let unsettled = trainers.places.len() - trained.len();
    drop(trainers);

    let scorers = arena(scoring, false);
    let searches = scored(study, options, found, &scorers, progress)?;
    let scored_on = searches.settled;
    let found = Optimised {
        study: study.name.clone(),
        title: study.title.clone(),
        set: study.scenario.set.clone(),
        scenario: study.scenario.name.clone(),
        seed: study.seed,
        horizon_years: study.funded_years + study.following_years,
        funded_years: study.funded_years,
        discount_rate: study.scenario.parameters.study.discount_rate,
        objective: options.goal,
        training_worlds: trained.len(),
        scoring_worlds: scored_on.len(),
        rejected_worlds: unsettled + scorers.places.len() - scored_on.len(),
        training_draws,
        scoring_draws: distinct(scored_on.iter().map(|i| scorers.places[*i].draw)),
        intervals: output::intervals(study).into(),
        searches: searches.searches,
    };
    output::write(&store, &found)?;
    let facts = ManifestFacts {
        study: Some(study.name.clone()),
        seed: Some(study.seed),
        work: clock.work(options.jobs, 1),
        search: Some(SearchFacts {
            evaluations: found.searches.iter().map(|one| one.evaluations).sum(),
            training: options.training,
            scoring: options.scoring,
        }),
        ..ManifestFacts::default()
    };
    Ok(FinishedSearch { found, store, facts })
}

fn distinct(draws: impl Iterator<Item = usize>) -> usize {
    draws.collect::<BTreeSet<usize>>().len()
}

fn plan(menu: &Menu, study: &Study, options: &OptimiseOptions, weights: Vec<f64>) -> Plan {
    Plan {
        dimensions: menu.terms.dimensions(),
        weights,
        evaluations: menu.evaluations(options),
        seed: study.seed,
        starts: menu.terms.starts(),
    }
}

/// What is counted of a trial.
fn counted(goal: Goal) -> fn(&Totals) -> f64 {
    match goal {
        Goal::Girls => |t| t.newly_exploited,
        Goal::GirlsAndRepeated => |t| t.spells_begun,
    }
}

/// The worlds of an arena that count: each draw by its weight, however many of its worlds settled.
struct Counting {
    draws: Vec<usize>,
    weights: Vec<f64>,
}

impl Counting {
    fn of(places: &[Place], settled: &[usize]) -> Counting {
        let draws: Vec<usize> = settled.iter().map(|i| places[*i].draw).collect();
        let weights = settled.iter().map(|i| places[*i].weight).collect();
        Counting { draws, weights }
    }

    /// The mean over them: over draws, worlds of one draw counting once.
    fn mean(&self, values: &[f64]) -> Spread {
        mean_over_draws(values, &self.draws, &self.weights)
    }

    /// Weights of the worlds by which their mean is that one.
    fn of_worlds(&self) -> Vec<f64> {
        let alike = |draw: usize| self.draws.iter().filter(|d| **d == draw).count() as f64;
        self.draws.iter().zip(&self.weights).map(|(draw, weight)| weight / alike(*draw)).collect()
    }
}

/// One search before it is scored.
struct Unscored<'a> {
    menu: &'a Menu,
    budget: f64,
    rule: Rule,
    steps: Vec<(usize, f64)>,
    evaluations: usize,
    /// The rule's name, title, and interventions, then those of what it is compared with.
    arms: Vec<Rival>,
    /// What each averted in the training worlds.
    training: Vec<Spread>,
    /// The best of them there.
    best: usize,
}

/// Searches in the training worlds; with the positions of those that settled.
fn searched<'a>(
    study: &Study,
    options: &OptimiseOptions,
    asked: &[(f64, &'a Menu)],
    trainers: &Arena,
    progress: &dyn Progress,
) -> Result<(Vec<Unscored<'a>>, Vec<usize>), StudyError> {
    let weeks = trainers.weeks_of_a_trial();
    let worlds = trainers.places.len();
    progress.stage(
        &format!("burning in {worlds} training worlds"),
        worlds as u64 * (trainers.weeks_of_a_burn_in() + weeks),
    );
    let baselines = trainers.totals(&(0..worlds).map(|i| (i, Vec::new())).collect::<Vec<_>>())?;
    progress.done();
    let settled: Vec<usize> = (0..worlds).filter(|i| baselines[*i].settled).collect();
    if settled.is_empty() {
        return Err(StudyError::Failed("no training world settled: nothing to search in".into()));
    }
    let counting = Counting::of(&trainers.places, &settled);
    let count = counted(options.goal);
    let averted = |asked: &[(usize, Vec<Intervention>)]| -> Result<Vec<f64>, StudyError> {
        let totals = trainers.totals(asked)?;
        Ok(asked.iter().zip(totals).map(|((i, _), t)| count(&baselines[*i]) - count(&t)).collect())
    };
    let mut found = Vec::new();
    for (budget, menu) in asked {
        let rivals = menu.rivals(study, *budget);
        let what = menu.kind.map_or(String::new(), |kind| format!("{kind} "));
        progress.stage(
            &format!("searching {what}at {} per year", output::soles(*budget)),
            (menu.evaluations(options) + settled.len() * rivals.len()) as u64 * weeks,
        );
        let terms = &menu.terms;
        let mut rules = Rules { terms, budget: *budget, settled: &settled, averted: &averted, progress };
        let result = search(&plan(menu, study, options, counting.of_worlds()), &mut rules)?;
        let Some(best) = result.best() else {
            return Err(StudyError::Failed("the search found no rule".into()));
        };
        let rule = terms.rule_at(&best.point);
        let (policy, title) = menu.of_search();
        let own = Rival { policy, title, interventions: terms.interventions(&rule, *budget) };
        let arms: Vec<Rival> = std::iter::once(own).chain(rivals).collect();
        let mut training = Vec::new();
        for arm in &arms {
            let asked: Vec<_> = settled.iter().map(|i| (*i, arm.interventions.clone())).collect();
            training.push(counting.mean(&averted(&asked)?));
        }
        progress.done();
        // Of equals the first of the simpler ones.
        let order = (1..arms.len()).chain([0]);
        let best = order.reduce(|a, b| if training[b].mean > training[a].mean { b } else { a }).unwrap_or(0);
        found.push(Unscored {
            menu,
            budget: *budget,
            rule,
            steps: result.steps.iter().map(|step| (step.evaluations, step.value)).collect(),
            evaluations: result.evaluations,
            arms,
            training,
            best,
        });
    }
    Ok((found, settled))
}

/// What was found, scored.
struct AllScored {
    searches: Vec<Searched>,
    /// Positions of the scoring worlds that settled.
    settled: Vec<usize>,
}

/// Scores every strategy of every search in a scoring world before the next world is made.
fn scored(
    study: &Study,
    options: &OptimiseOptions,
    found: Vec<Unscored>,
    scorers: &Arena,
    progress: &dyn Progress,
) -> Result<AllScored, StudyError> {
    let arms: Vec<&[Intervention]> =
        found.iter().flat_map(|one| &one.arms).map(|arm| arm.interventions.as_slice()).collect();
    let n = scorers.places.len();
    progress.stage(
        &format!("scoring on {n} worlds kept apart"),
        n as u64 * (scorers.weeks_of_a_burn_in() + (arms.len() as u64 + 1) * scorers.weeks_of_a_trial()),
    );
    let nothing: &[Intervention] = &[];
    let of_world = || std::iter::once(nothing).chain(arms.iter().copied()).map(<[Intervention]>::to_vec);
    let asked: Vec<(usize, Vec<Intervention>)> = (0..n).flat_map(|i| of_world().map(move |arm| (i, arm))).collect();
    let totals = scorers.totals(&asked)?;
    progress.done();
    let by_world: Vec<&[Totals]> = totals.chunks(arms.len() + 1).collect();
    let settled: Vec<usize> = (0..n).filter(|i| by_world[*i][0].settled).collect();
    if settled.is_empty() {
        return Err(StudyError::Failed("no scoring world settled: nothing to score on".into()));
    }
    let counting = Counting::of(&scorers.places, &settled);
    let of = |arm: usize, f: &dyn Fn(&Totals) -> f64| -> Vec<f64> {
        settled.iter().map(|i| f(&by_world[*i][arm])).collect()
    };
    let averted = |arm: usize, f: &dyn Fn(&Totals) -> f64| -> Vec<f64> {
        of(0, f).iter().zip(of(arm, f)).map(|(without, with)| without - with).collect()
    };
    let count = counted(options.goal);
    let mut at = 1;
    let mut searches = Vec::new();
    for one in found {
        let first = at;
        at += one.arms.len();
        // Of a kind the best of its forms is what is found; of several kinds the rule, which alone is a policy of its own.
        let offered = if one.menu.kind.is_some() { one.best } else { 0 };
        let strategies: Vec<Scored> = (0..one.arms.len())
            .map(|k| {
                let a_year = of(first + k, &|t| t.spending_per_year);
                Scored {
                    policy: one.arms[k].policy.clone(),
                    title: one.arms[k].title.clone(),
                    optimised: k == offered,
                    training: one.training[k],
                    averted: counting.mean(&averted(first + k, &count)),
                    girls: counting.mean(&averted(first + k, &|t| t.newly_exploited)),
                    repeated: counting.mean(&averted(first + k, &|t| t.spells_begun - t.newly_exploited)),
                    victim_years: counting.mean(&averted(first + k, &|t| t.victim_years)),
                    cost_soles: counting.mean(&of(first + k, &|t| t.spending)).mean,
                    spend_soles_per_year: counting.mean(&a_year).mean,
                    most_spent_soles_per_year: a_year.iter().copied().fold(0.0, f64::max),
                }
            })
            .collect();
        // Chosen by training means, so that the scoring mean of what was chosen is not the luck of the best.
        let rival = (1..one.arms.len()).reduce(|a, b| if one.training[b].mean > one.training[a].mean { b } else { a });
        let gain = rival.map(|k| {
            let (a, b) = (averted(first, &count), averted(first + k, &count));
            counting.mean(&a.iter().zip(&b).map(|(a, b)| a - b).collect::<Vec<_>>())
        });
        let fingerprint = one.menu.fingerprint(study, one.budget, options);
        let again = command(study, one.menu, one.budget, options);
        let comment = output::comment(study, options, &strategies[offered], (&again, &fingerprint), settled.len());
        let title = match one.menu.kind {
            Some(_) => format!("{}, best found", one.menu.title),
            None => format!("{}, {}", one.menu.title, output::soles(one.budget)),
        };
        let at_one_sol = match offered {
            0 => one.menu.terms.interventions(&one.rule, 1.0),
            form => one.menu.rivals(study, 1.0).swap_remove(form - 1).interventions,
        };
        let policy_toml = policy_toml(&at_one_sol, &title, &comment);
        searches.push(Searched {
            kind: one.menu.kind.map(str::to_owned),
            budget_soles_per_year: one.budget,
            words: one.menu.terms.words(&one.rule),
            rule: one.rule,
            rival: rival.map(|k| one.arms[k].policy.clone()),
            gain,
            best: one.arms[one.best].policy.clone(),
            evaluations: one.evaluations,
            steps: one.steps,
            fingerprint,
            policy_toml,
            strategies,
        });
    }
    Ok(AllScored { searches, settled })
}

/// What trials avert: of each the world's position and the interventions.
type Averted<'a> = dyn Fn(&[(usize, Vec<Intervention>)]) -> Result<Vec<f64>, StudyError> + 'a;

/// What rules avert, as the search asks for it.
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
        self.progress.note(&format!("after {} trials {:.0} averted: {rule}", step.evaluations, step.value));
    }
}
