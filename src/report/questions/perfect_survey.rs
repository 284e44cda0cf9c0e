//! What is a perfect survey worth?

use super::asked::{Asked, Question, Row, Rung};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::PerfectSurvey),
    step: Some(Rung::PerfectSurvey),
    ..Asked::new(Question::PerfectSurvey, Side::Of(Role::PerfectSurvey), Side::Of(Role::Bundle))
};
