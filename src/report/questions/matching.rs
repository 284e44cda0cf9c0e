//! What does matching gain in all?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    panel: Some((4, Row::Matching)),
    ..Asked::new(Question::Matching, Side::Of(Role::Bundle), Side::BestByExposure)
};
