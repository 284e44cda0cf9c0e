//! What is a perfect survey worth?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "What is a perfect survey worth?",
    subject: "a survey without response error that costs nothing",
    rests_on: "no such survey exists; it measures 60 girls a community truly, and exposure is still estimated",
    row: Some("a perfect survey"),
    step: Some("with a perfect survey (nobody has one)"),
    ..Asked::new("perfect-survey", Side::Of(Role::PerfectSurvey), Side::Of(Role::Bundle))
};
