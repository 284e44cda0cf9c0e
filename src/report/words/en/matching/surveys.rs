//! How large a survey pays for itself.

use super::gains::{certainty, few_lead, signed_cases};
use crate::said::matching::judged::Judged;
use crate::said::matching::surveys::Sizes;
use amparo_tables::numbers::{number, soles};

/// Which size of survey does best, without a full stop. `whole`: with how sure that is.
pub fn survey(sizes: &Sizes, whole: bool) -> String {
    let households = |n: f64| format!("{} households per community", number(n, 0));
    let (best, first, judged, gains, few) = match sizes {
        Sizes::One(only) => {
            return format!(
                "only one size was tried: {}, for {} in all",
                households(only.households),
                soles(only.cost_soles)
            );
        }
        Sizes::Best { best, smallest, judged, gains, few } => (best, smallest, judged, *gains, few),
    };
    let smallest = households(first.households);
    let sure = if whole { format!(" ({})", certainty(&best.gain)) } else { String::new() };
    let about = format!(
        "{} households ({} in all) against {smallest} ({}): {} cases averted{sure}",
        number(best.households, 0),
        soles(best.cost_soles),
        soles(first.cost_soles),
        signed_cases(&best.gain),
    );
    let lead = few_lead(few.as_ref());
    match judged {
        Judged::Few if !gains => {
            format!("{lead}no larger survey averts more on average: the best of them is {about}")
        }
        Judged::Few => format!("{lead}most on average {about}"),
        Judged::Untold => format!(
            "no larger survey can be told to pay for itself beyond {smallest}; the best of them on average is {about}"
        ),
        Judged::More => format!("a larger survey pays for itself: {about}"),
        Judged::MoreOnAverage => {
            format!("a larger survey pays for itself on average, not under every assumption: {about}")
        }
        Judged::Fewer | Judged::FewerOnAverage => {
            format!("no larger survey pays for itself: the best of them is {about}")
        }
    }
}
