//! What would knowing the true profiles and the true exposure be worth?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "What would knowing the true profiles and the true exposure be worth?",
    subject: "knowing true profiles and exposure",
    rests_on: "nobody can know them; the rule still chooses by a static forecast",
    step: Some("with true profiles and exposure (nobody knows them)"),
    ..Asked::new("true-profile", Side::Of(Role::TrueProfile), Side::Of(Role::Bundle))
};
