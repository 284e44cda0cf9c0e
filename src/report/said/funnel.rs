//! From money to girls averted: the row that a title speaks of.

use crate::kit::answered::{Verdict, verdict};
use amparo_decide::funnel::{Funnel, Spells, Steps};

/// What becomes of those whom one policy reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    /// Spells that are counted.
    pub of: Spells,
    /// Girls reached.
    pub reached: f64,
    /// Spells that would begin among them.
    pub at_risk: f64,
    /// Spells prevented.
    pub prevented: f64,
    /// Spells averted in all.
    pub averted: f64,
    /// What can be said of `averted`.
    pub verdict: Verdict,
}

/// Of one row.
pub fn ends(steps: &Steps) -> Ends {
    Ends {
        of: steps.of,
        reached: steps.reached.mean,
        at_risk: steps.at_risk.mean,
        prevented: steps.prevented.mean,
        averted: steps.averted.mean,
        verdict: verdict(&steps.averted.each(|spells| -spells)),
    }
}

/// Rows of policies, those that avert most first spells first; rows of going back behind all others.
pub fn rows<'a>(funnels: impl Iterator<Item = &'a Funnel>) -> Vec<(&'a Funnel, &'a Steps)> {
    let mut rows: Vec<(&Funnel, &Steps)> =
        funnels.flat_map(|funnel| funnel.spells.iter().map(move |steps| (funnel, steps))).collect();
    rows.sort_by(|a, b| a.1.of.cmp(&b.1.of).then(b.1.averted.mean.total_cmp(&a.1.averted.mean)));
    rows
}
