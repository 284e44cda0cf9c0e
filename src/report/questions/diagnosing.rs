//! Does diagnosing communities beat the best single intervention everywhere?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "Does diagnosing communities beat the best single intervention everywhere?",
    subject: "diagnosing communities and choosing for each",
    rests_on: "how different causes are, as in the draws",
    row: Some("diagnosing, in all"),
    panel: Some((5, "diagnosing")),
    ..Asked::new("diagnosing", Side::Of(Role::Bundle), Side::BestUniform)
};
