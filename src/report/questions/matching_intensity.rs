//! And against the best single intervention put where most are exposed, at its best intensity?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::BeyondBoth),
    panel: Some((3, Row::BeyondBoth)),
    ..Asked::new(Question::MatchingIntensity, Side::Of(Role::Bundle), Side::BestByExposureIntensity)
};
