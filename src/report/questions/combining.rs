//! How much is doing several things together?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::Together),
    step: Some(Rung::Together),
    adds_up: true,
    ..Asked::new(Question::Together, Side::Of(Role::Bundle), Side::Of(Role::Intensity))
};
