//! How much is where the money goes?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::Where),
    step: Some(Rung::Where),
    adds_up: true,
    panel: Some((1, Row::Where)),
    ..Asked::new(Question::Where, Side::BestByExposure, Side::BestUniform)
};
