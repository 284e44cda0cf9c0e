//! How much is intensity alone, without a survey?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "How much is intensity alone, without a survey?",
    subject: "choosing the intensity of one intervention",
    rests_on: "effects and costs at intensities other than the register's, which nobody has measured",
    row: Some("intensity alone, unsurveyed"),
    ..Asked::new("intensity-alone", Side::BestByExposureIntensity, Side::BestByExposure)
};
