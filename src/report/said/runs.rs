//! What was run: draws or replicates, what their intervals are of, and what was left out.

use amparo_decide::answers::Answers;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::StudyResult;

/// What a study ran.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Runs {
    /// One world by itself, without policies.
    World {
        /// Its seed.
        seed: u64,
    },
    /// Worlds without policies.
    Worlds(usize),
    /// Replicates at one parameter vector.
    Replicates(usize),
    /// Draws.
    Draws {
        /// Their number.
        used: usize,
        /// How many they count for, where weights differ.
        effective: Option<f64>,
    },
}

/// What intervals are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Intervals {
    /// There is one world, and nothing to compare.
    OneWorld,
    /// There is one replicate, and no interval.
    OneReplicate,
    /// Simulation noise over replicates.
    Replicates,
    /// So many draws are too few for one.
    FewDraws(usize),
    /// Uncertainty over these.
    Over(Runs),
}

/// What charts of levels show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// The baseline of a study.
    Baseline,
    /// A world run by itself.
    One,
    /// Several of them.
    Several,
}

/// Runs that count for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Worlds whose start never settled.
    Unsettled(usize),
    /// Sampled points that could not meet their targets, of so many sampled.
    Missed(usize, usize),
}

/// What the line of the source names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Source<'a> {
    /// Version of the program.
    pub version: &'static str,
    /// Name of the study, or of the scenario of a world run by itself.
    pub study: &'a str,
    /// What was run.
    pub runs: Runs,
    /// Whether worlds were run by themselves.
    pub alone: bool,
    /// What was left out.
    pub left_out: Option<LeftOut>,
}

/// Whether a study is at one parameter vector.
pub fn at_one_vector(answers: &Answers) -> bool {
    answers.draws.used == 1
}

/// Replicates, or worlds run by themselves.
pub fn replicates(result: &StudyResult) -> Runs {
    match result.replicates {
        1 if result.policies.is_empty() => Runs::World { seed: result.seed },
        n if n != 1 && result.policies.is_empty() => Runs::Worlds(n),
        n => Runs::Replicates(n),
    }
}

/// Draws, and how many they count for.
pub fn draws(answers: &Answers) -> Runs {
    let d = &answers.draws;
    let effective = d.effective.round();
    let fewer = d.used > 1 && effective >= 1.0 && effective + 0.5 < d.used as f64;
    Runs::Draws { used: d.used, effective: fewer.then_some(effective) }
}

/// Draws, at one parameter vector replicates.
pub fn of_study(result: &StudyResult, answers: &Answers) -> Runs {
    if at_one_vector(answers) { replicates(result) } else { draws(answers) }
}

/// What intervals at one parameter vector are of.
pub fn noise(result: &StudyResult) -> Intervals {
    match result.replicates {
        0 | 1 if result.policies.is_empty() => Intervals::OneWorld,
        0 | 1 => Intervals::OneReplicate,
        _ => Intervals::Replicates,
    }
}

/// What the intervals of a study are of.
pub fn intervals(result: &StudyResult, answers: &Answers) -> Intervals {
    if at_one_vector(answers) { noise(result) } else { intervals_over(answers.draws.used, draws(answers)) }
}

/// The same over a number of draws, where not all are shown.
pub fn intervals_over(used: usize, over: Runs) -> Intervals {
    if used < DRAWS_FOR_AN_INTERVAL { Intervals::FewDraws(used) } else { Intervals::Over(over) }
}

/// What charts of levels show.
pub fn world(result: &StudyResult) -> World {
    match (result.policies.is_empty(), result.replicates) {
        (false, _) => World::Baseline,
        (true, 0 | 1) => World::One,
        (true, _) => World::Several,
    }
}

/// Points that could not meet their targets.
pub fn missed(answers: &Answers) -> Option<LeftOut> {
    let d = &answers.draws;
    (d.rejected > 0).then_some(LeftOut::Missed(d.rejected, d.points.max(d.used + d.rejected)))
}

/// What the line of the source names.
pub fn source<'a>(result: &'a StudyResult, answers: &Answers) -> Source<'a> {
    let one = at_one_vector(answers);
    let unsettled = (result.rejected > 0).then_some(LeftOut::Unsettled(result.rejected));
    Source {
        version: env!("CARGO_PKG_VERSION"),
        study: &result.study,
        runs: of_study(result, answers),
        alone: one && result.policies.is_empty(),
        left_out: if one { unsettled } else { missed(answers) },
    }
}
