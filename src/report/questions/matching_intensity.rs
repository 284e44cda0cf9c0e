//! And against the best single intervention put where most are exposed, at its best intensity?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "And against the best single intervention put where most are exposed, at its best intensity?",
    subject: "matching",
    rests_on: "the survey's errors (assumed); how different causes are, as in the draws; both choose between the same intensities",
    row: Some("matching beyond both"),
    panel: Some((3, "matching beyond both")),
    ..Asked::new("matching-intensity", Side::Of(Role::Bundle), Side::BestByExposureIntensity)
};
