//! How much is intensity alone, without a survey?

use super::asked::{Asked, Question, Row};
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::IntensityAlone),
    ..Asked::new(Question::IntensityAlone, Side::BestByExposureIntensity, Side::BestByExposure)
};
