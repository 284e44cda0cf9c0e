//! Every draw of a study, solved: points sampled, accepted or rejected, weighted.

use super::point::Accepted;
use super::point::Attempt;
use super::point::Sampled;
use super::point::{Anchor, Solver};
use super::weights;
use super::weights::FACTORS;
use super::weights::Factors;
use super::weights::effective_sample_size;
use amparo_files::MOST_POINTS;
use amparo_files::Resolved;
use amparo_model::engine::Interrupt;
use amparo_model::math::num::ln;
use amparo_model::math::statistics::mean;
use amparo_model::scenario::{DrawPlan, SetValues, Study};
use amparo_study::claim::Claim;
use amparo_study::cpu::{cpu_seconds, peak_memory_bytes};
use amparo_study::error::StudyError;
use amparo_study::manifest::{ManifestFacts, Work};
use amparo_study::plan::MODEL;
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_text::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// Points tried before giving up: if none of the first is accepted, none will be.
const HOPELESS: usize = 256;

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
    /// Accepted points in order, by number.
    pub accepted: Vec<(usize, Accepted)>,
    /// Rejected points before the last accepted one, by reason.
    pub rejected: BTreeMap<String, usize>,
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
    /// Draws that were solved.
    pub accepted: usize,
    /// By reason.
    pub rejected: BTreeMap<String, usize>,
    /// Of all weights.
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
    /// Mean steps of the search per accepted draw.
    pub mean_steps: f64,
    /// Share of a gap that a step closes, by regression over all steps: 1 where the balances' elasticities are the
    /// worlds'. Victims, brothels.
    pub closed_by_a_step: [Option<f64>; 2],
    /// Time on the clock, seconds.
    pub wall_seconds: f64,
}

impl SolvedDraws {
    /// Their summary.
    pub fn summary(&self, study: &Study) -> SolveSummary {
        let all: Vec<&Accepted> = self.accepted.iter().map(|(_, a)| a).collect();
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
            accepted: all.len(),
            rejected: self.rejected.clone(),
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
            wall_seconds: self.wall_seconds,
        }
    }
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

/// Solves as many draws as the study's sample wants, or what of them is not kept yet.
///
/// # Errors
/// A study without draws, too few acceptable points, failed writes, or an interrupt; finished points are kept.
pub fn solve_draws(
    study: &Study,
    options: &SolveOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<SolvedDraws, StudyError> {
    let started = Instant::now();
    let cpu_before = cpu_seconds();
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
    let wanted = plan.sample.count;
    progress.stage(&format!("{wanted} draws of {} on {} jobs", study.scenario.name, options.jobs), wanted as u64);
    progress.advance(accepted(&finished).min(wanted) as u64);

    let solver = Solver { scenario: &study.scenario, sample: &plan.sample, worlds: options.worlds };
    let shared = Mutex::new(Shared { finished, taken: BTreeSet::new(), failure: None });
    let stop = AtomicBool::new(false);
    if lock(&shared).next(wanted).is_some() {
        // Only now: an anchor takes a spawned world.
        let anchor = solver.anchor();
        std::thread::scope(|scope| {
            for _ in 0..options.jobs.max(1) {
                scope.spawn(|| work(&solver, &anchor, &store, &key, wanted, &shared, &stop, progress, interrupt));
            }
        });
    }
    let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = shared.failure {
        progress.stopped();
        return Err(error);
    }
    progress.done();
    let fresh = shared.finished.len() - before;
    let mut solved = SolvedDraws { accepted: Vec::new(), rejected: BTreeMap::new(), kept, fresh, wall_seconds: 0.0 };
    for (number, outcome) in shared.finished {
        match outcome {
            Attempt::Accepted(accepted) => solved.accepted.push((number, *accepted)),
            Attempt::Rejected(reason) => *solved.rejected.entry(reason).or_insert(0) += 1,
        }
        if solved.accepted.len() == wanted {
            break;
        }
    }
    if solved.accepted.len() < wanted {
        let reasons: Vec<String> = solved.rejected.iter().map(|(reason, n)| format!("{n} × {reason}")).collect();
        return Err(StudyError::Failed(format!(
            "only {} of {wanted} draws could be solved; rejected: {}",
            solved.accepted.len(),
            reasons.join("; ")
        )));
    }
    solved.wall_seconds = started.elapsed().as_secs_f64();
    let accepted = solved.accepted.len();
    let facts = ManifestFacts {
        study: Some(study.name.clone()),
        seed: Some(plan.sample.seed),
        work: Work {
            jobs: options.jobs,
            threads: 1,
            wall_seconds: solved.wall_seconds,
            cpu_seconds: cpu_before.zip(cpu_seconds()).map(|(before, after)| after - before),
            peak_memory_bytes: peak_memory_bytes(),
            agent_ticks_per_second: None,
        },
        accepted: Some(accepted),
        ..ManifestFacts::default()
    };
    store.finish(&facts)?;
    Ok(solved)
}

/// The error of a study without draws.
pub fn no_draws(study: &Study) -> Diagnostic {
    Diagnostic::new(format!("the study `{}` has no draws to solve", study.name))
        .in_file(study.file.display().to_string())
        .expected("a table [draws] with [draws.sample]")
}

/// State that workers share.
struct Shared {
    finished: BTreeMap<usize, Attempt>,
    taken: BTreeSet<usize>,
    failure: Option<StudyError>,
}

impl Shared {
    /// The next point to solve: the first that nobody has, while it may still be among the wanted ones.
    fn next(&self, wanted: usize) -> Option<usize> {
        let mut found = 0;
        for number in 0..MOST_POINTS {
            match self.finished.get(&number) {
                Some(Attempt::Accepted(_)) => {
                    found += 1;
                    if found == wanted {
                        return None;
                    }
                }
                Some(Attempt::Rejected(_)) => {}
                None if self.taken.contains(&number) => {}
                None => return (found > 0 || number < HOPELESS).then_some(number),
            }
        }
        None
    }

    /// Takes it.
    fn take(&mut self, wanted: usize) -> Option<usize> {
        let number = self.next(wanted)?;
        self.taken.insert(number);
        Some(number)
    }
}

fn accepted(finished: &BTreeMap<usize, Attempt>) -> usize {
    finished.values().filter(|o| matches!(o, Attempt::Accepted(_))).count()
}

fn lock(shared: &Mutex<Shared>) -> std::sync::MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One worker: points until there are enough.
fn work(
    solver: &Solver,
    anchor: &Anchor,
    kept: &Store,
    key: &str,
    wanted: usize,
    shared: &Mutex<Shared>,
    stop: &AtomicBool,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) {
    while !stop.load(Ordering::Relaxed) {
        let Some(number) = lock(shared).take(wanted) else { return };
        let done = solver.solve(number as u32, anchor, interrupt).map_err(StudyError::from).and_then(|outcome| {
            let text = serde_json::to_string(&Kept { key: key.to_owned(), outcome: outcome.clone() })
                .map_err(|e| StudyError::Failed(e.to_string()))?;
            kept.write_checked(&file(number), &text)?;
            Ok(outcome)
        });
        match done {
            Ok(outcome) => {
                if matches!(outcome, Attempt::Accepted(_)) {
                    progress.advance(1);
                }
                lock(shared).finished.insert(number, outcome);
            }
            Err(error) => {
                stop.store(true, Ordering::Relaxed);
                lock(shared).failure.get_or_insert(error);
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
