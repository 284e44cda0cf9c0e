//! Whether the simple map is enough.

use super::contrasts::{Judged, strategy};
use amparo_decide::matching::results::{AtBudget, Gain, Role};

/// What a comparison with the simple map says of its being enough.
pub fn enough(at: &AtBudget, g: &Gain, judged: Judged) -> &'static str {
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
        _ => return "",
    };
    match judged {
        Judged::More => " Against forecasts of effects the map is enough here.",
        Judged::Fewer => " The map is not enough here.",
        Judged::Untold => " Nothing here shows that the map is not enough.",
        _ => "",
    }
}
