//! Does matching beat the best single intervention, wherever that is given?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "Does matching beat the best single intervention, wherever that is given?",
    subject: "matching instead of the best single intervention",
    rests_on: "the survey's errors (assumed); how different causes are, as in the draws; the single one is at the register's intensity",
    ..Asked::new("best-single", Side::Of(Role::Bundle), Side::BestSingle)
};
