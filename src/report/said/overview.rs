//! What several studies found, one after another.

use crate::kit::names::Names;
use crate::said::by_girls::{Answer, Certainty, answer, certainty, main};
use amparo_decide::answers::Answers;
use amparo_decide::by_girls::Ranked;
use amparo_decide::result::StudyResult;

/// One study of several.
pub struct Listed {
    /// Its result.
    pub result: StudyResult,
    /// Its answers.
    pub answers: Answers,
    /// Its directory, as the overview names it.
    pub directory: String,
    /// Its report, relative to the overview.
    pub report: String,
}

/// What a row says of a study.
pub struct Row<'a> {
    /// What stands first.
    pub answer: Answer,
    /// How sure that is; `None` where no policy's effect is told from nothing.
    pub certainty: Option<Certainty>,
    /// The policy that averts most, by name; `None` without policies.
    pub leader: Option<&'a Ranked>,
    /// S/ per girl that it averts, against doing nothing, both discounted; `None` where its effect is not told from nothing.
    pub soles_per_girl: Option<f64>,
}

/// What a row says of a study.
pub fn row<'a>(names: &Names<'a>) -> Row<'a> {
    let leader = main(names).and_then(|found| found.rows.first());
    let told = leader.filter(|first| first.sign() == Some(1.0));
    Row {
        answer: answer(names),
        certainty: certainty(names),
        leader,
        soles_per_girl: told.map(|first| first.cost / first.girls.mean),
    }
}
