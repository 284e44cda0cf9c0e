//! Does what a search found, which needs no survey, beat the best single intervention?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "Does what a search found, which needs no survey, beat the best single intervention?",
    subject: "a rule found by search",
    rests_on: "the kind of rule the search tries; effects and costs at intensities other than the register's, which nobody has measured",
    ..Asked::new("best-found-single", Side::Of(Role::BestFound), Side::BestSingle)
};
