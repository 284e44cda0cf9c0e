//! How much is how intensely it is done?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::HowMuch),
    step: Some(Rung::HowMuch),
    adds_up: true,
    ..Asked::new(Question::HowMuch, Side::Of(Role::Intensity), Side::Of(Role::Effect))
};
