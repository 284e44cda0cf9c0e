//! Where nobody knows the strengths, does matching beat one intervention for all?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "Where nobody knows the strengths, does matching beat one intervention for all?",
    subject: "matching with the register's strengths",
    rests_on: "that the true strengths are spread as the draws are; the single intervention is the best on average over them",
    row: Some("the same, against one for all"),
    ..Asked::new("not-knowing-single", Side::NotKnowing, Side::BestSingleOverAll)
};
