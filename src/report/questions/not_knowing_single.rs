//! Where nobody knows the strengths, does matching beat one intervention for all?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::NotKnowingSingle),
    ..Asked::new(Question::NotKnowingSingle, Side::NotKnowing, Side::BestSingleOverAll)
};
