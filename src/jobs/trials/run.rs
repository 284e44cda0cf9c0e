//! `amparo trials`: published effects beside what the model says of the same trials, over its assumptions.

use super::assumptions::{DRAWN, Offers, kept, numbers, point};
use super::evidence::{course, pools, priors, shift};
use super::expressible::{Design, design};
use super::listeners::{Listeners, Message, Response};
use super::replay::{Field, GIRLS, treated_half, with_parameters};
use crate::complete::complete;
use crate::pool::in_pool;
use crate::rerun::recipe::Kept;
use crate::solve::acceptance::Aim;
use crate::solve::balance::Balance;
use crate::solve::point::{miners, recruiter_shares};
use amparo_decide::trials::{Compared, Missing, OverDraws, Replayed, TAILS, TrialsAnswer, Verdict, beside, verdict};
use amparo_files::{Input, Resolved, read_trials};
use amparo_model::diagnose::{Reached, gravity, reached};
use amparo_model::draws::replicate_key;
use amparo_model::engine::{BurnInReport, Interrupt, Simulation};
use amparo_model::math::weighted::weighted_quantile;
use amparo_model::register::Parameters;
use amparo_model::scenario::Scenario;
use amparo_model::scenario::trials::Trial;
use amparo_model::world::{Setting, WEEKS_PER_YEAR};
use amparo_report::Language;
use amparo_report::charts::trials::trials as trials_chart;
use amparo_study::claim::Claim;
use amparo_study::cpu::Clock;
use amparo_study::error::StudyError;
use amparo_study::manifest::{BurnInFacts, Heading, ManifestFacts};
use amparo_study::progress::Progress;
use amparo_study::store::Store;
use amparo_text::Diagnostic;
use std::path::PathBuf;

/// The table beside a scenario.
pub const TABLE: &str = "trials.csv";

/// How trials are replayed.
#[derive(Clone, Debug)]
pub struct TrialsOptions {
    /// Seed of the world and of the draws.
    pub seed: u64,
    /// Threads inside the world.
    pub threads: usize,
    /// Draws of the assumptions.
    pub draws: usize,
    /// Table of published effects.
    pub table: Input,
    /// Whether the command names it; else it is [`TABLE`] beside the scenario.
    pub named: bool,
    /// Standard error assumed for the logarithm of a relative effect without an interval.
    pub assumed_se: f64,
    /// Replace results of other inputs.
    pub fresh: bool,
    /// Directory of the results; `None`: one under `output/`.
    pub out: Option<PathBuf>,
}

/// Trials compared.
pub struct Trials {
    /// The comparison.
    pub answer: TrialsAnswer,
    /// What repeats it, for its page.
    pub kept: Option<Kept>,
    /// Its directory, still held.
    pub store: Store,
    manifest: ManifestFacts,
}

impl Trials {
    /// Its title and what was found.
    pub fn heading(&self) -> Heading {
        let answer = &self.answer;
        let finding = trials_chart(answer, Language::default()).title;
        Heading { title: answer.set.after(&answer.title), finding }
    }

    /// Completes the manifest, once all other files are there.
    ///
    /// # Errors
    /// As [`Store::finish`].
    pub fn finish(&self) -> Result<(), StudyError> {
        complete(&self.store, &self.manifest, self.heading(), self.kept.is_some())
    }
}

/// Reads the table, burns a world in, replays what the model can express over draws of the priors, and pools.
///
/// # Errors
/// Invalid input, failed writes, no draws near the elasticities that are known, or an interrupt.
pub fn trials(
    scenario: &Scenario,
    options: &TrialsOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<Trials, StudyError> {
    let clock = Clock::start();
    let (source, hash) = options.table.read().map_err(|error| match options.named {
        false => error.expected(format!("a table of published effects beside the scenario, {TABLE}, or --trials FILE")),
        true => error,
    })?;
    let table = read_trials(source)?;
    let mut inputs = scenario.inputs.clone();
    inputs.push((options.table.shown(), hash.clone()));
    let resolved = format!(
        "{}\n[trials]\nseed = {}\ndraws = {}\nassumed_se = {:?}\ntable = {hash:?}\n",
        scenario.resolved_toml(),
        options.seed,
        options.draws,
        options.assumed_se,
    );
    let of_inputs = blake3::hash(resolved.as_bytes()).to_hex().to_string();
    let directory = options
        .out
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("output/{}-trials-{}", scenario.name, &of_inputs[..8])));
    let files = ["report.xlsx", "comparison.csv", "draws.csv", "pools.csv", "priors.csv", "trials.json", "report.html"];
    let claim = Claim {
        command: "trials",
        name: scenario.name.clone(),
        resolved,
        inputs,
        set: scenario.set.clone(),
        tables: files.map(String::from).into(),
        sealed: &[],
        also: Vec::new(),
    };
    let store = Store::claim(&directory, claim, options.fresh)?;
    let worked = in_pool(options.threads, || worked(scenario, &table, options, progress, interrupt));
    let (burn_in, found) = match worked {
        Ok(worked) => worked,
        Err(error) => {
            store.abandon();
            return Err(error);
        }
    };
    let store = store.begun()?;
    let manifest = ManifestFacts {
        scenario: Some(scenario.name.clone()),
        seed: Some(options.seed),
        work: clock.work(1, options.threads),
        burn_in: Some(BurnInFacts { burn_in_years: burn_in.years, settled: burn_in.settled }),
        accepted: Some(options.draws),
        ..ManifestFacts::default()
    };
    let answer = TrialsAnswer {
        scenario: scenario.name.clone(),
        title: scenario.title.clone(),
        set: scenario.set.clone(),
        table: options.table.path().file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        seed: options.seed,
        settled: burn_in.settled,
        draws: options.draws,
        points: found.points,
        drawn: DRAWN.map(String::from).into(),
        communities: found.communities,
        assumed_se: options.assumed_se,
        certainty: found.certainty,
        trials: found.compared,
        pools: found.pools,
        priors: found.priors,
    };
    Ok(Trials { answer, kept: None, store, manifest })
}

/// What the world told.
struct Found {
    points: usize,
    communities: (usize, usize),
    certainty: f64,
    compared: Vec<Compared>,
    pools: Vec<amparo_decide::trials::PoolRow>,
    priors: Vec<amparo_decide::trials::PriorRow>,
}

/// Changes in one draw, by design.
struct OfDraw {
    replayed: Vec<Option<f64>>,
    by_formula: Vec<f64>,
}

fn worked(
    scenario: &Scenario,
    table: &[Trial],
    options: &TrialsOptions,
    progress: &dyn Progress,
    interrupt: &Interrupt,
) -> Result<(BurnInReport, Found), StudyError> {
    let planned: Vec<Result<Design, Missing>> = table.iter().map(design).collect();
    let designs = different(planned.iter().filter_map(|one| one.as_ref().ok()));
    progress.stage("spawning everyone", 0);
    let mut simulation = Simulation::new(scenario, replicate_key(options.seed, 0), options.threads);
    progress.done();
    progress.stage("burning in", (scenario.burn_in.years * WEEKS_PER_YEAR as usize) as u64);
    let burn_in = simulation.burn_in(interrupt, |_| progress.advance(u64::from(WEEKS_PER_YEAR)))?;
    progress.done();
    let facts = simulation.facts(&burn_in);
    let fork = simulation.snapshot();
    let approaches = simulation.approaches_by_community();
    let treated = treated_half(&approaches);
    let recruiters = recruiter_shares(scenario);
    let region = std::sync::Arc::clone(&simulation.world.resource::<Setting>().region);
    let open: Vec<f64> = region.communities.iter().map(|c| 1.0 - c.taboo).collect();
    let look = |simulation: &mut Simulation| simulation.look(|scene| reached(scene, &recruiters, GIRLS));
    let girls = look(&mut simulation);
    let p = &scenario.parameters;
    let balance = Balance::new(p, miners(scenario), 1.0, scenario.baseline.minors_share);
    let offers = Offers {
        communities: &region.communities,
        gravity: &gravity(&region.base_weight, &recruiters),
        newly_exploited: scenario.baseline.victims * (balance.exits - balance.back),
        scale: region.scale,
    };
    let wanted = offers.accepting(&girls, p, Aim::Theta(p.decision.theta)).acceptance;
    let field = Field {
        fork: &fork,
        facts: &facts,
        recruiters: &recruiters,
        approaches: &approaches,
        open: &open,
        treated: &treated,
    };
    let weeks: u64 = designs.iter().map(|d| u64::from(d.weeks)).max().unwrap_or(0);
    progress.stage("replaying over draws", options.draws as u64 * 2 * weeks);
    let (mut of_draws, mut points) = (Vec::new(), 0);
    for number in numbers(options.draws) {
        if of_draws.len() == options.draws || designs.is_empty() {
            break;
        }
        points += 1;
        let drawn = point(scenario, options.seed, number);
        // The same girls, with what this draw makes them weigh.
        with_parameters(&mut simulation, &drawn.parameters);
        simulation.restore(&fork);
        let girls = look(&mut simulation);
        let accepting = offers.accepting(&girls, &drawn.parameters, Aim::Acceptance(wanted));
        if !kept(&drawn, &accepting) {
            continue;
        }
        let mut parameters = drawn.parameters;
        parameters.decision.theta = accepting.theta;
        let by_formula = formulas(&girls, &approaches, &open, &parameters, &designs);
        let replayed = field.replay(&mut simulation, &parameters, &designs, interrupt)?;
        of_draws.push(OfDraw { replayed, by_formula });
        progress.advance(2 * weeks);
    }
    progress.done();
    if of_draws.len() < options.draws && !designs.is_empty() {
        return Err(Diagnostic::new(format!(
            "only {} of {points} points of the priors have elasticities near those that are known; {} draws are wanted",
            of_draws.len(),
            options.draws
        ))
        .in_file(scenario.file.display().to_string())
        .expected("fewer --draws, or priors of decision.mu and decision.loss around 0.4 to 0.9 and −0.7 to −0.2")
        .into());
    }
    progress.stage("pooling", 0);
    let response = Listeners::new(&girls, &approaches, &open, p).response();
    let half_life = p.knowledge.h_x;
    let pools = pools(table, &response, half_life, &scenario.register, options.assumed_se);
    let priors = priors(&pools, &response, &scenario.register);
    let told = Told { response: &response, half_life, assumed_se: options.assumed_se };
    let compared = compared(table, &planned, &designs, &of_draws, &told);
    progress.done();
    let of_half = |half: bool| treated.iter().filter(|t| **t == half).count();
    let communities = (of_half(true), of_half(false));
    Ok((burn_in, Found { points, communities, certainty: response.certainty(), compared, pools, priors }))
}

/// What the formula alone says of each design.
fn formulas(
    girls: &[Reached],
    approaches: &[f64],
    open: &[f64],
    parameters: &Parameters,
    designs: &[Design],
) -> Vec<f64> {
    let listeners = Listeners::new(girls, approaches, open, parameters);
    designs.iter().map(|d| listeners.change(&Message::of(parameters, d.contacts), d.readout, d.weeks)).collect()
}

/// Designs that differ in what is done and read off.
fn different<'a>(all: impl Iterator<Item = &'a Design>) -> Vec<Design> {
    let mut found: Vec<Design> = Vec::new();
    for one in all {
        if !found.iter().any(|other| other.is_like(one)) {
            found.push(*one);
        }
    }
    found
}

/// What published effects are converted with.
struct Told<'a> {
    response: &'a Response,
    half_life: f64,
    assumed_se: f64,
}

fn compared(
    table: &[Trial],
    planned: &[Result<Design, Missing>],
    designs: &[Design],
    of_draws: &[OfDraw],
    told: &Told,
) -> Vec<Compared> {
    let one = |(trial, planned): (&Trial, &Result<Design, Missing>)| match planned {
        Err(missing) => Compared {
            published: trial.clone(),
            model: None,
            missing: Some(*missing),
            verdict: Verdict::NotExpressed,
            beside: None,
        },
        Ok(design) => {
            let at = designs.iter().position(|other| other.is_like(design)).unwrap_or(0);
            let replayed: Vec<f64> = of_draws.iter().filter_map(|draw| draw.replayed[at]).collect();
            let formula: Vec<f64> = of_draws.iter().map(|draw| draw.by_formula[at]).collect();
            set_beside(trial, design, replayed, &formula, told)
        }
    };
    table.iter().zip(planned).map(one).collect()
}

fn set_beside(trial: &Trial, design: &Design, replayed: Vec<f64>, formula: &[f64], told: &Told) -> Compared {
    let value = trial.value.as_ref().map_or(0.0, |v| v.value);
    let interval = trial.confidence();
    let course = course(design, told.half_life);
    let found = shift(told.response, value, interval, Some(told.assumed_se), &course);
    let model = over_draws(&replayed).zip(over_draws(formula)).map(|(change, by_formula)| Replayed {
        contacts: design.contacts,
        contacts_seen: design.contacts_seen,
        weeks: design.weeks,
        weeks_seen: design.weeks_seen,
        change,
        by_formula,
        of_draws: replayed,
        takes: told.response.gain_for(value, &course),
        shift: found.map(|s| s.gain),
        shift_se: found.and_then(|s| s.se),
    });
    let range = model.as_ref().map(|m| (m.change.low, m.change.high));
    Compared {
        published: trial.clone(),
        verdict: match (interval, range) {
            (Some(interval), Some(range)) => verdict(interval, range),
            _ => Verdict::Inconclusive,
        },
        beside: range.filter(|_| interval.is_none()).map(|range| beside(value, range)),
        missing: None,
        model,
    }
}

/// Mean, median and middle 95 %; `None` of nothing.
fn over_draws(values: &[f64]) -> Option<OverDraws> {
    if values.is_empty() {
        return None;
    }
    let weights = vec![1.0; values.len()];
    let at = |level: f64| weighted_quantile(values, &weights, level);
    Some(OverDraws {
        mean: values.iter().sum::<f64>() / values.len() as f64,
        median: at(0.5),
        low: at(TAILS.0),
        high: at(TAILS.1),
    })
}
