//! What if the strengths planned with are the register's, not the true ones?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "What if the strengths planned with are the register's, not the true ones?",
    subject: "planning with the register's strengths",
    rests_on: "that the true strengths are spread as the draws are",
    row: Some("register's strengths"),
    ..Asked::new("not-knowing", Side::NotKnowing, Side::Of(Role::Bundle))
};
