//! Is a simple map from the dominant driver to an intervention enough?

use super::asked::Asked;
use crate::words::enough::enough;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked {
    heading: "Is a simple map from the dominant driver to an intervention enough?",
    subject: "the simple map",
    rests_on: "which intervention the map names for each driver; the survey's errors (assumed)",
    row: Some("the simple map"),
    aside: enough,
    ..Asked::new("driver-map", Side::Of(Role::DriverMap), Side::BestByExposure)
};
