//! Every draw of a study, solved: candidates sampled, solved or rejected, weighted, and kept or passed by.

use super::keeping::Keeping;
use super::point::{Accepted, Anchor, Attempt, Sampled, Solver};
use super::posterior::{Posterior, posterior};
use super::predictive::{Check, checks};
use super::targets::chance;
use super::weights::{self, FACTORS, Factors, effective_sample_size};
use crate::complete::complete;
use amparo_files::MOST_POINTS;
use amparo_files::Resolved;
use amparo_model::engine::Interrupt;
use amparo_model::math::num::ln;
use amparo_model::math::statistics::mean;
use amparo_model::scenario::{DrawPlan, DrawSample, SetValues, Study};
use amparo_study::claim::Claim;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::manifest::{Heading, ManifestFacts};
use amparo_study::plan::MODEL;
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_text::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

/// How draws are solved; only `worlds` changes a number.
#[derive(Clone, Debug)]
pub struct SolveOptions {
    /// Points at a time.
    pub jobs: usize,
    /// Worlds per step of the search.
    pub worlds: usize,
    /// Where finished points are kept; `None`: `output/NAME-draws-<8 hex of what they depend on>`.
    pub keep: Option<PathBuf>,
    /// Replace points of other inputs.
    pub fresh: bool,
}

/// A study's draws, solved.
#[derive(Clone, Debug)]
pub struct SolvedDraws {
    /// Candidates in the order of the sequence, each in the place of its number: up to the last draw, and at least the first, which fix the
    /// rule.
    pub candidates: Vec<Attempt>,
    /// The rule by which candidates become draws.
    pub keeping: Keeping,
    /// Numbers of the candidates that are draws, ascending.
    pub draws: Vec<usize>,
    /// Where finished points are kept.
    pub kept: PathBuf,
    /// Points solved or rejected by this run; the others were kept from earlier ones.
    pub fresh: usize,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
}

/// Summary of solved draws, for people and programs.
#[derive(Clone, Debug, Serialize)]
pub struct SolveSummary {
    /// Name of the study.
    pub study: String,
    /// Name of the scenario.
    pub scenario: String,
    /// The values of `--set`, by name.
    pub set: SetValues,
    /// Draws.
    pub accepted: usize,
    /// Candidates looked at: up to the last draw, and at least the first that fix the rule.
    pub candidates: usize,
    /// Of them, those that could not be solved, by reason.
    pub rejected: BTreeMap<String, usize>,
    /// Candidates, from the first, that fix the rule by which candidates become draws.
    pub first: usize,
    /// Their mean weight w̄, 0 for one that could not be solved.
    pub mean_weight: f64,
    /// c: a candidate of weight w is kept with probability w/(c·w̄).
    pub factor: f64,
    /// Share of all weight above c·w̄, which is lost.
    pub weight_lost: f64,
    /// The largest weight over w̄.
    pub largest_weight: f64,
    /// Of all candidates' weights.
    pub effective_sample_size: f64,
    /// By factor: of this factor alone, and of all others.
    pub effective_by_factor: BTreeMap<String, (f64, f64)>,
    /// If the prior were flat in ln κ_R instead of the log rate of approaches.
    pub effective_with_saturation: f64,
    /// Root mean square gap from the targets, as shares: victims, brothels, acceptance.
    pub gaps: [f64; 3],
    /// Mean gap of acceptance, as a share.
    pub acceptance_bias: f64,
    /// Mean and largest absolute drift of victims and brothels, share per year.
    pub drift: [f64; 2],
    /// Longest burn-in of any world, years.
    pub burn_in_years_longest: usize,
    /// Mean steps of the search per solved candidate.
    pub mean_steps: f64,
    /// Share of a gap that a step closes, by regression over all steps: 1 where the balances' elasticities are the
    /// worlds'. Victims, brothels.
    pub closed_by_a_step: [Option<f64>; 2],
    /// Where the targets move each parameter from its prior.
    pub posterior: Posterior,
    /// What the candidates' worlds say of every target.
    pub predictive: Vec<Check>,
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
}

impl SolvedDraws {
    /// Solved candidates, in order.
    pub fn solved(&self) -> impl Iterator<Item = &Accepted> {
        self.candidates.iter().filter_map(Attempt::solved)
    }

    /// Those that are draws, by number.
    pub fn drawn(&self) -> impl Iterator<Item = (usize, &Accepted)> {
        self.draws.iter().filter_map(|number| Some((*number, self.candidates[*number].solved()?)))
    }

    /// Weights of all candidates, 0 for those that could not be solved.
    pub fn weights(&self) -> Vec<f64> {
        self.candidates.iter().map(|one| one.solved().map_or(0.0, |a| a.factors.weight())).collect()
    }

    /// Candidates that could not be solved, by reason.
    fn rejected(&self) -> BTreeMap<String, usize> {
        rejected(&self.candidates)
    }

    /// Their summary.
    pub fn summary(&self, study: &Study, plan: &DrawPlan) -> SolveSummary {
        let all: Vec<&Accepted> = self.solved().collect();
        let all_weights = self.weights();
        let factors: Vec<Factors> = all.iter().map(|a| a.factors).collect();
        let weights = weights::normalized(&factors);
        let of = |f: &dyn Fn(&[f64; 4]) -> f64| {
            effective_sample_size(&weights.iter().map(|(values, _)| f(values)).collect::<Vec<_>>())
        };
        let by_factor = FACTORS.iter().enumerate().map(|(i, name)| {
            let others =
                |values: &[f64; 4]| values.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, v)| v).product();
            ((*name).to_owned(), (of(&|values| values[i]), of(&others)))
        });
        let each = |f: &dyn Fn(&Accepted) -> f64| all.iter().map(|a| f(a)).collect::<Vec<f64>>();
        let rms = |values: Vec<f64>| mean(&values.iter().map(|x| x * x).collect::<Vec<_>>()).sqrt();
        let acceptance = |a: &Accepted| a.values.get("decision.accept0").map_or(0.0, |at| a.seen.acceptance / at - 1.0);
        let drift = |a: &Accepted| a.seen.drift_victims.abs().max(a.seen.drift_brothels.abs());
        SolveSummary {
            study: study.name.clone(),
            scenario: study.scenario.name.clone(),
            set: study.scenario.set.clone(),
            accepted: self.draws.len(),
            candidates: self.candidates.len(),
            rejected: self.rejected(),
            first: self.keeping.first,
            mean_weight: self.keeping.mean_weight,
            factor: self.keeping.factor,
            weight_lost: self.keeping.lost(&all_weights),
            largest_weight: self.keeping.largest(&all_weights),
            effective_sample_size: effective_sample_size(&weights.iter().map(|(_, w)| *w).collect::<Vec<_>>()),
            effective_by_factor: by_factor.collect(),
            effective_with_saturation: effective_sample_size(
                &weights.iter().zip(&factors).map(|((_, w), f)| w * f.saturation).collect::<Vec<_>>(),
            ),
            gaps: [
                rms(each(&|a| a.seen.victims / a.targets.victims - 1.0)),
                rms(each(&|a| a.seen.brothels / a.targets.brothels - 1.0)),
                rms(each(&acceptance)),
            ],
            acceptance_bias: mean(&each(&acceptance)),
            drift: [mean(&each(&drift)), each(&drift).into_iter().fold(0.0, f64::max)],
            burn_in_years_longest: all.iter().map(|a| a.seen.burn_in_years).max().unwrap_or(0),
            mean_steps: mean(&each(&|a| a.steps.len() as f64)),
            closed_by_a_step: [closed(&all, |s| s.0, |t| t.victims), closed(&all, |s| s.1, |t| t.brothels)],
            posterior: posterior(&study.scenario, &plan.sample, &self.candidates),
            predictive: checks(&study.scenario, &all),
            wall_seconds: self.wall_seconds,
        }
    }
}

fn rejected(candidates: &[Attempt]) -> BTreeMap<String, usize> {
    let mut by_reason = BTreeMap::new();
    for one in candidates {
        if let Attempt::Rejected(reason) = one {
            *by_reason.entry(reason.clone()).or_insert(0) += 1;
        }
    }
    by_reason
}

/// Regression through the origin, over all steps, of how far a moment moved on how far it was to move (logs); `None`
/// without a second step.
fn closed(all: &[&Accepted], seen: fn(&(f64, f64)) -> f64, wanted: fn(&Sampled) -> f64) -> Option<f64> {
    let (mut product, mut square) = (0.0, 0.0);
    for accepted in all {
        for pair in accepted.steps.windows(2) {
            let to_move = ln(wanted(&accepted.targets) / seen(&pair[0]));
            product += to_move * ln(seen(&pair[1]) / seen(&pair[0]));
            square += to_move * to_move;
        }
    }
    (square > 0.0).then(|| product / square)
}

/// A finished point as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Hash of everything it depends on.
    key: String,
    outcome: Attempt,
}

/// Solves candidates until as many are kept as the study's sample wants, or what of them is not stored yet: first those whose weights fix
/// the rule, then one after the other.
///
/// # Errors
/// A study without draws, too few candidates with a solution, failed writes, or an interrupt; finished points are kept.
pub fn solve_draws(
    study: &Study,
    options: &SolveOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<SolvedDraws, StudyError> {
    let clock = Clock::start();
    let Some(plan) = &study.draws else {
        return Err(no_draws(study).into());
    };
    let resolved = resolved(study, plan, options.worlds);
    let key = blake3::hash(format!("{MODEL}\n{resolved}").as_bytes()).to_hex().to_string();
    let kept =
        options.keep.clone().unwrap_or_else(|| PathBuf::from(format!("output/{}-draws-{}", study.name, &key[..8])));
    let claim = Claim {
        command: "calibrate",
        name: study.name.clone(),
        resolved,
        inputs: study.inputs.clone(),
        set: study.scenario.set.clone(),
        tables: Vec::new(),
        sealed: &[POINTS],
        also: study.also.iter().map(|other| other.scenario.name.clone()).collect(),
    };
    let store = Store::claim(&kept, claim, options.fresh)?.begun()?;
    let mut finished = BTreeMap::new();
    for number in 0..MOST_POINTS {
        let file = file(number);
        if !kept.join(&file).exists() {
            // Numbers are taken in order, a few at a time.
            if number > finished.len() + 4 * options.jobs + 64 {
                break;
            }
            continue;
        }
        match store.read_checked(&file) {
            // One of other inputs is no damage.
            Ok(text) => finished.extend(text.and_then(|text| read(&text, &key)).map(|outcome| (number, outcome))),
            Err(damage) => progress.note(&format!("{}: {damage}; solving it again", kept.display())),
        }
    }
    let before = finished.len();
    let (wanted, first) = (plan.sample.count, plan.sample.first);
    let solver = Solver { scenario: &study.scenario, sample: &plan.sample, worlds: options.worlds };
    let work =
        Workers { solver, anchor: OnceLock::new(), store: &store, key: &key, jobs: options.jobs, progress, interrupt };
    let what = format!("{wanted} draws of {} on {} jobs", study.scenario.name, options.jobs);

    let within = |finished: &BTreeMap<usize, Attempt>| finished.range(..first).count();
    progress.stage(&format!("{what}: the first {first} candidates"), first as u64);
    progress.advance(within(&finished) as u64);
    let all = Until::Solved(first);
    let finished = work.until(&all, finished)?;
    let factors: Vec<Option<Factors>> =
        finished.range(..first).map(|(_, one)| one.solved().map(|a| a.factors)).collect();
    let Some(keeping) = Keeping::new(&factors) else {
        let of_the_first: Vec<Attempt> = finished.into_values().take(first).collect();
        return Err(too_few(0, wanted, &of_the_first));
    };
    if wanted as f64 * keeping.factor > MOST_POINTS as f64 {
        return Err(StudyError::Failed(format!(
            "{wanted} draws take about {:.0} candidates, of which there are {MOST_POINTS}: weights are uneven, and one candidate in {} becomes a draw",
            wanted as f64 * keeping.factor,
            keeping.factor
        )));
    }

    let kept_all = Until::Kept { wanted, keeping, sample: &plan.sample };
    progress.stage(&what, wanted as u64);
    progress.advance(finished.iter().filter(|(number, one)| kept_all.counts(**number, one)).count().min(wanted) as u64);
    let mut finished = work.until(&kept_all, finished)?;
    let fresh = finished.len() - before;
    let draws: Vec<usize> = finished
        .iter()
        .filter(|(number, one)| kept_all.counts(**number, one))
        .map(|(number, _)| *number)
        .take(wanted)
        .collect();
    // A worker may have solved a few more than were needed in the end; they count for nothing.
    let end = if draws.len() < wanted { MOST_POINTS } else { draws.last().map_or(0, |last| last + 1).max(first) };
    drop(finished.split_off(&end));
    let candidates: Vec<Attempt> = finished.into_values().collect();
    if draws.len() < wanted {
        return Err(too_few(draws.len(), wanted, &candidates));
    }
    let solved = SolvedDraws { candidates, keeping, draws, kept, fresh, wall_seconds: clock.wall_seconds() };
    let facts = ManifestFacts {
        study: Some(study.name.clone()),
        seed: Some(plan.sample.seed),
        work: clock.work(options.jobs, 1),
        accepted: Some(wanted),
        ..ManifestFacts::default()
    };
    complete(&store, &facts, Heading { title: study.title.clone(), finding: String::new() }, false)?;
    Ok(solved)
}

fn too_few(found: usize, wanted: usize, candidates: &[Attempt]) -> StudyError {
    let reasons: Vec<String> = rejected(candidates).iter().map(|(reason, n)| format!("{n} × {reason}")).collect();
    StudyError::Failed(format!(
        "only {found} of {wanted} draws came of {} candidates; rejected: {}",
        candidates.len(),
        reasons.join("; ")
    ))
}

/// The error of a study without draws.
pub fn no_draws(study: &Study) -> Diagnostic {
    Diagnostic::new(format!("the study `{}` has no draws to solve", study.name))
        .in_file(study.file.display().to_string())
        .expected("a table [draws] with [draws.sample]")
}

/// When enough candidates are solved. All before some number are, whatever order workers finish in.
enum Until<'a> {
    /// So many, from the first.
    Solved(usize),
    /// So many of them are draws.
    Kept { wanted: usize, keeping: Keeping, sample: &'a DrawSample },
}

impl Until<'_> {
    /// Whether a finished candidate is one of those wanted.
    fn counts(&self, number: usize, outcome: &Attempt) -> bool {
        match self {
            Until::Solved(first) => number < *first,
            Until::Kept { keeping, sample, .. } => {
                outcome.solved().is_some_and(|one| keeping.keeps(chance(sample, number as u32), one.factors.weight()))
            }
        }
    }

    fn wanted(&self) -> usize {
        match self {
            Until::Solved(wanted) | Until::Kept { wanted, .. } => *wanted,
        }
    }
}

/// State that workers share.
struct Shared {
    finished: BTreeMap<usize, Attempt>,
    /// Taken and not finished.
    taken: BTreeSet<usize>,
    /// All before it are finished.
    next: usize,
    /// Of those, the ones that count.
    found: usize,
    failure: Option<StudyError>,
}

impl Shared {
    /// Takes the next candidate to solve: the first that nobody has, while it may still be needed.
    fn take(&mut self, until: &Until<'_>) -> Option<usize> {
        while let Some(outcome) = self.finished.get(&self.next)
            && self.found < until.wanted()
        {
            self.found += usize::from(until.counts(self.next, outcome));
            self.next += 1;
        }
        if self.found >= until.wanted() {
            return None;
        }
        let mut ahead = self.found;
        for number in self.next..MOST_POINTS {
            match self.finished.get(&number) {
                // Those ahead of a gap may turn out to be enough with what is under way, not without it.
                Some(outcome) => ahead += usize::from(until.counts(number, outcome)),
                None if self.taken.contains(&number) => {}
                None if ahead >= until.wanted() => return None,
                None => {
                    self.taken.insert(number);
                    return Some(number);
                }
            }
        }
        None
    }
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What workers need to solve candidates.
struct Workers<'a> {
    solver: Solver<'a>,
    anchor: OnceLock<Anchor>,
    store: &'a Store,
    key: &'a str,
    jobs: usize,
    progress: &'a dyn Progress,
    interrupt: &'a Interrupt,
}

impl Workers<'_> {
    /// Solves candidates until there are enough, the stage of progress included; all that are finished then.
    fn until(
        &self,
        until: &Until<'_>,
        finished: BTreeMap<usize, Attempt>,
    ) -> Result<BTreeMap<usize, Attempt>, StudyError> {
        let mut shared = Shared { finished, taken: BTreeSet::new(), next: 0, found: 0, failure: None };
        let missing = shared.take(until).is_some();
        shared.taken.clear();
        let shared = Mutex::new(shared);
        if missing {
            // Only now: an anchor takes a spawned world.
            let anchor = self.anchor.get_or_init(|| self.solver.anchor());
            let stop = AtomicBool::new(false);
            std::thread::scope(|scope| {
                for _ in 0..self.jobs.max(1) {
                    scope.spawn(|| self.work(until, anchor, &shared, &stop));
                }
            });
        }
        let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        match shared.failure {
            Some(error) => {
                self.progress.stopped();
                Err(error)
            }
            None => {
                self.progress.done();
                Ok(shared.finished)
            }
        }
    }

    /// One worker.
    fn work(&self, until: &Until<'_>, anchor: &Anchor, shared: &Mutex<Shared>, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let Some(number) = lock(shared).take(until) else { return };
            let done = self.solver.solve(number as u32, anchor, self.interrupt).map_err(StudyError::from);
            let done = done.and_then(|outcome| {
                let text = serde_json::to_string(&Kept { key: self.key.to_owned(), outcome: outcome.clone() })
                    .map_err(|e| StudyError::Failed(e.to_string()))?;
                self.store.write_checked(&file(number), &text)?;
                Ok(outcome)
            });
            match done {
                Ok(outcome) => {
                    if until.counts(number, &outcome) {
                        self.progress.advance(1);
                    }
                    let mut shared = lock(shared);
                    shared.taken.remove(&number);
                    shared.finished.insert(number, outcome);
                }
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    lock(shared).failure.get_or_insert(error);
                }
            }
        }
    }
}

/// Folder of kept points.
const POINTS: &str = "points";

/// Name of a kept point, which stands behind a checksum as a cell does.
fn file(number: usize) -> String {
    format!("{POINTS}/d{number:05}.point")
}

/// A kept point; `None` if it is of other inputs.
fn read(text: &str, key: &str) -> Option<Attempt> {
    let kept: Kept = serde_json::from_str(text).ok()?;
    (kept.key == key).then_some(kept.outcome)
}

/// Key of everything a point depends on besides the model: world, sample (but for how many draws are wanted), worlds per step.
fn resolved(study: &Study, plan: &DrawPlan, worlds: usize) -> String {
    let parameters = toml::Value::from(plan.sample.parameters.clone());
    format!(
        "{}\n[solve]\nworlds = {worlds}\nseed = {}\nparameters = {parameters}\n",
        study.scenario.resolved_toml(),
        plan.sample.seed
    )
}
