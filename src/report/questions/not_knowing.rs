//! What if the strengths planned with are the register's, not the true ones?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked =
    Asked { row: Some(Row::NotKnowing), ..Asked::new(Question::NotKnowing, Side::NotKnowing, Side::Of(Role::Bundle)) };
