//! What would knowing the true profiles and the true exposure be worth?

use super::asked::{Asked, Question, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    step: Some(Rung::TrueProfile),
    ..Asked::new(Question::TrueProfile, Side::Of(Role::TrueProfile), Side::Of(Role::Bundle))
};
