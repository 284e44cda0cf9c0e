//! How much is which intervention a community gets, by survey?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::Which),
    step: Some(Rung::Which),
    adds_up: true,
    panel: Some((2, Row::Which)),
    ..Asked::new(Question::Which, Side::Of(Role::Effect), Side::BestByExposure)
};
