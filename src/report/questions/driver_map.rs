//! Is a simple map from the dominant driver to an intervention enough?

use super::asked::{Aside, Asked, Question, Row};
use crate::said::matching::budget::strategy;
use crate::said::matching::judged::Judged;
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::{AtBudget, Gain, Role};

/// The question.
pub const ASKED: Asked = Asked {
    row: Some(Row::DriverMap),
    aside: enough,
    ..Asked::new(Question::DriverMap, Side::Of(Role::DriverMap), Side::BestByExposure)
};

/// What a comparison with the map says of its being enough.
fn enough(at: &AtBudget, g: &Gain, judged: Judged) -> Option<Aside> {
    let planned = |policy: &str| {
        strategy(at, policy)
            .is_some_and(|s| matches!(s.role, Role::Effect | Role::Intensity | Role::Bundle | Role::PerfectSurvey))
    };
    let map = |policy: &str| strategy(at, policy).is_some_and(|s| s.role == Role::DriverMap);
    // Whichever way round it is compared.
    let judged = match judged {
        j if map(&g.policy) && planned(&g.against) => j,
        Judged::More if map(&g.against) && planned(&g.policy) => Judged::Fewer,
        Judged::Fewer if map(&g.against) && planned(&g.policy) => Judged::More,
        Judged::Untold if map(&g.against) && planned(&g.policy) => Judged::Untold,
        _ => return None,
    };
    match judged {
        Judged::More => Some(Aside::MapEnough),
        Judged::Fewer => Some(Aside::MapNotEnough),
        Judged::Untold => Some(Aside::MapNotRefuted),
        _ => None,
    }
}
