//! What does matching gain in all?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "What does matching gain in all?",
    subject: "matching",
    rests_on: "the survey's errors (assumed); how different causes are, as in the draws",
    panel: Some((4, "matching in all")),
    ..Asked::new("matching", Side::Of(Role::Bundle), Side::BestByExposure)
};
