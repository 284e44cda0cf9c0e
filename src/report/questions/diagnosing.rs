//! Does diagnosing communities beat the best single intervention everywhere?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::Diagnosing),
    panel: Some((5, Row::Diagnosing)),
    ..Asked::new(Question::Diagnosing, Side::Of(Role::Bundle), Side::BestUniform)
};
