//! How much is which intervention a community gets, by survey?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "How much is which intervention a community gets, by survey?",
    subject: "choosing which intervention by survey",
    rests_on: "the survey's errors (assumed), its price paid, and where money goes chosen anew by the forecast; how different causes are, \
                   as in the draws",
    row: Some("choosing which"),
    step: Some("choosing which intervention"),
    adds_up: true,
    panel: Some((2, "choosing which")),
    ..Asked::new("which", Side::Of(Role::Effect), Side::BestByExposure)
};
