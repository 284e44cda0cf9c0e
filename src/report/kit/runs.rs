//! What was run, in words: draws or replicates, what their intervals are, and the line that names the source.

use super::chart::VERSION;
use super::format::count;
use amparo_decide::answers::Answers;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{StudyResult, Years};
use amparo_tables::numbers::number;

/// Says what the intervals are; on every chart with one.
pub const NOISE: &str = "Intervals show simulation noise only (95 %, over replicates, at one parameter vector), not how \
                         uncertain the parameters are.";
/// What to say of noise where there is one replicate.
const NO_NOISE: &str = "One replicate gives no interval of simulation noise, and how uncertain the parameters are is not \
                        shown either.";
/// The same where there is nothing to compare either.
const ONE_WORLD: &str = "One world gives no interval of simulation noise: with another seed the line would move. How uncertain \
                         the parameters are is not shown either.";

/// Says what the intervals of a study are, or why there are none: the label every chart with effects carries.
pub fn intervals(result: &StudyResult, answers: &Answers) -> String {
    if at_one_vector(answers) {
        return noise(result).to_owned();
    }
    intervals_over(answers.draws.used, &draws_in_words(answers))
}

/// The same over a number of draws, in words, where not all are shown.
pub fn intervals_over(draws: usize, in_words: &str) -> String {
    if draws < DRAWS_FOR_AN_INTERVAL {
        return format!(
            "{} of what is assumed {} too few for an interval of uncertainty: none is given, and how uncertain the effects are is \
             not shown. Simulation noise (95 %) is what other random numbers would give.",
            count(draws, "draw"),
            if draws == 1 { "is" } else { "are" },
        );
    }
    format!(
        "Uncertainty: 95 % interval over {in_words}, that is, other values of what is assumed. Simulation noise (95 %): other random numbers, \
         the same assumptions; more replicates narrow it, and the point hides it where it is narrower. Neither tells of what the model leaves out."
    )
}

/// "the 5 funded years", "the following year".
pub fn years(n: usize, which: Years) -> String {
    let which = which.name();
    if n == 1 { format!("the {which} year") } else { format!("the {n} {which} years") }
}

/// The label of simulation noise at one parameter vector.
pub fn noise(result: &StudyResult) -> &'static str {
    match result.replicates {
        0 | 1 if result.policies.is_empty() => ONE_WORLD,
        0 | 1 => NO_NOISE,
        _ => NOISE,
    }
}

/// Says on what the effects hang; on every chart with one.
pub const CONDITIONAL: &str = "Effects are after adaptation: conditional on the assumed response of the trade.";

/// Says on what the effects hang, where there are effects.
pub fn conditional(result: &StudyResult) -> &'static str {
    if result.policies.is_empty() { "" } else { CONDITIONAL }
}

/// What charts of levels show: the baseline of a study, or a world run by itself.
pub fn shown_world(result: &StudyResult) -> &'static str {
    match (result.policies.is_empty(), result.replicates) {
        (false, _) => "the baseline",
        (true, 0 | 1) => "this world",
        (true, _) => "these worlds",
    }
}

/// "20 replicates"; "one world (seed 3)" where one was run by itself.
pub fn runs(result: &StudyResult) -> String {
    match result.replicates {
        1 if result.policies.is_empty() => format!("one world (seed {})", result.seed),
        1 => "one replicate".into(),
        n if result.policies.is_empty() => count(n, "world"),
        n => count(n, "replicate"),
    }
}

/// "means of 20 replicates", "means over 128 draws"; with one replicate there is no mean to speak of.
pub fn means_of(result: &StudyResult, answers: &Answers) -> String {
    match at_one_vector(answers) {
        false => format!("means over {}", draws_in_words(answers)),
        true if result.replicates == 1 => runs(result),
        true => format!("means of {}", runs(result)),
    }
}

/// "amparo 0.1.0, study …, 128 draws, synthetic population", with replicates at one parameter vector, or "one world (seed 3) of …"
/// without policies.
pub fn source(result: &StudyResult, answers: &Answers) -> String {
    let left_out = if at_one_vector(answers) {
        (result.rejected > 0).then(|| format!("{} more left out: their start never settled", result.rejected))
    } else {
        rejected(answers)
    };
    let run = if result.policies.is_empty() && at_one_vector(answers) {
        format!("{} of {}", runs(result), result.study)
    } else {
        format!("study {}, {}", result.study, runs_in_words(result, answers))
    };
    format!(
        "Source: amparo {VERSION}, {run}{}, synthetic population; no real person is described and nothing is a forecast.",
        left_out.map_or(String::new(), |words| format!(" ({words})"))
    )
}

/// Whether the study is at one parameter vector, so that it has simulation noise and no uncertainty to show.
pub fn at_one_vector(answers: &Answers) -> bool {
    answers.draws.used == 1
}

/// What a change is told apart over: nothing is said of draws where there is one.
pub fn over_the_draws(answers: &Answers) -> &'static str {
    if at_one_vector(answers) { "" } else { " over the draws" }
}

/// "128 draws", and how many they count for where weights differ; "20 replicates" at one parameter vector.
pub fn runs_in_words(result: &StudyResult, answers: &Answers) -> String {
    if at_one_vector(answers) { runs(result) } else { draws_in_words(answers) }
}

/// "128 draws", and how many they count for where weights differ.
pub fn draws_in_words(answers: &Answers) -> String {
    let d = &answers.draws;
    let effective = d.effective.round();
    if d.used > 1 && effective >= 1.0 && effective + 0.5 < d.used as f64 {
        format!("{} (effective number {})", count(d.used, "draw"), number(effective, 0))
    } else {
        count(d.used, "draw")
    }
}

/// "34 of 162 sampled points could not meet their targets"; `None` where all could.
pub fn rejected(answers: &Answers) -> Option<String> {
    let d = &answers.draws;
    (d.rejected > 0).then(|| {
        let of = number((d.used + d.rejected) as f64, 0);
        format!(
            "{} of {of} sampled points could not meet {} targets",
            number(d.rejected as f64, 0),
            if d.rejected == 1 { "its" } else { "their" }
        )
    })
}
