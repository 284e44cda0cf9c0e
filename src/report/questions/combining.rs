//! How much is doing several things together?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "How much is doing several things together?",
    subject: "combining interventions",
    rests_on: "how the model joins several interventions in one community",
    row: Some("combining"),
    step: Some("combining interventions"),
    adds_up: true,
    ..Asked::new("together", Side::Of(Role::Bundle), Side::Of(Role::Intensity))
};
