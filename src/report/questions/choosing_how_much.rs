//! How much is how intensely it is done?

use super::asked::Asked;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "How much is how intensely it is done?",
    subject: "choosing how much",
    rests_on: "effects and costs at intensities other than the register's, which nobody has measured",
    row: Some("choosing how much"),
    step: Some("choosing how much"),
    adds_up: true,
    ..Asked::new("how-much", Side::Of(Role::Intensity), Side::Of(Role::Effect))
};
