//! How much is where the money goes?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "How much is where the money goes?",
    subject: "choosing where",
    rests_on: "exposure estimated from registered victims by origin; no survey is needed for it",
    row: Some("choosing where"),
    step: Some("choosing where (no survey needed)"),
    adds_up: true,
    panel: Some((1, "choosing where")),
    ..Asked::new("where", Side::BestByExposure, Side::BestUniform)
};
