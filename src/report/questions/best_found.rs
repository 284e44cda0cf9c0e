//! What does the best found gain?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "What does the best found gain?",
    subject: "searching for the best",
    rests_on: "the kind of rule the search tries; a lower bound of the best, since a better one may exist",
    row: Some("the best found"),
    step: Some("found by search (a lower bound of the best)"),
    ..Asked::new("best-found", Side::Of(Role::BestFound), Side::Of(Role::Bundle))
};
