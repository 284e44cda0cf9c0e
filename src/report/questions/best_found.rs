//! What does the best found gain?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::BestFound),
    step: Some(Rung::BestFound),
    ..Asked::new(Question::BestFound, Side::Of(Role::BestFound), Side::Of(Role::Bundle))
};
