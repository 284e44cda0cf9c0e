//! How different causes must be.

use super::gains::{fine, hedge, over, percents, verdict};
use crate::kit::format::upper_first;
use crate::said::matching::different::{GainsFrom, In};
use crate::words::en::grammar::{count, list};
use amparo_decide::matching::results::HowDifferent;
use amparo_tables::numbers::percent;

/// How different causes are in one baseline: "heterogeneity 0.5, correlation 0.2".
pub fn differing(of: &HowDifferent) -> String {
    let own = if of.own_weights > 0.0 {
        format!(", own weights (Dirichlet {})", fine(of.own_weights))
    } else {
        String::new()
    };
    format!("heterogeneity {}, correlation {}{own}", fine(of.heterogeneity), fine(of.driver_correlation))
}

/// From which heterogeneity on matching gains.
pub fn from(from: &GainsFrom) -> String {
    let tried = |all: &[f64]| list(&all.iter().map(|h| fine(*h)).collect::<Vec<_>>());
    match from {
        GainsFrom::Few(n) => {
            format!("Too few draws to decide how different causes must be ({} at the fewest)", count(*n, "draw"))
        }
        GainsFrom::One(one) => format!(
            "Only one heterogeneity was tried, {}: there {}",
            fine(one.baseline.heterogeneity),
            verdict("matching", &one.gain.share_of_baseline, one.judged)
        ),
        GainsFrom::Nowhere(all) => format!("Matching gains at no heterogeneity tried ({})", tried(all)),
        GainsFrom::Everywhere(all) => format!("Matching gains at every heterogeneity tried ({})", tried(all)),
        GainsFrom::From(from, on_average, all) => format!(
            "Matching gains{} from a heterogeneity of {} on, of those tried ({})",
            if *on_average { " on average" } else { "" },
            fine(*from),
            tried(all)
        ),
        GainsFrom::Undivided(all) => format!(
            "No heterogeneity divides where matching gains from where it does not, of those tried ({})",
            tried(all)
        ),
    }
}

/// The same, and what matching gains in each baseline.
pub fn different(found: &GainsFrom, each: &[In]) -> String {
    let one = |i: &In| {
        let gained = &i.gain.share_of_baseline;
        format!(
            "{}: {} of the baseline{}{}",
            differing(i.baseline),
            percent(gained.mean),
            over(gained, percents),
            hedge(i.judged)
        )
    };
    format!("{}. {}.", from(found), upper_first(&each.iter().map(one).collect::<Vec<_>>().join("; ")))
}
