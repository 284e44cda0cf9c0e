//! The questions of the chapter on matching.

use crate::questions::asked::{Aside, Question, Row, Rung};

/// The words of a question.
pub struct Asking {
    /// The question as a heading.
    pub heading: &'static str,
    /// What gains, as the subject of a sentence.
    pub subject: &'static str,
    /// What the answer rests on beside strengths, planner, and the trade's response.
    pub rests_on: &'static str,
}

/// What a language says of questions.
pub trait Questions {
    /// The words of a question.
    fn asking(&self, question: Question) -> Asking;
    /// A question's label in tables and panels.
    fn row(&self, row: Row) -> &'static str;
    /// A question's label among the steps.
    fn rung(&self, rung: Rung) -> &'static str;
    /// A remark behind an answer.
    fn aside(&self, aside: Aside) -> &'static str;
}
