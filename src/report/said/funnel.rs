//! From money to girls averted: the row that a title speaks of.

use super::by_girls;
use crate::kit::answered::{Verdict, verdict};
use crate::kit::names::{Names, Title};
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
    /// The 95 % interval of `averted`.
    pub interval: Option<(f64, f64)>,
    /// Whether it is told from nothing.
    pub told: bool,
}

/// Of one row. Girls are judged as they are on the first page.
pub fn ends(names: &Names, funnel: &Funnel, steps: &Steps) -> Ends {
    let girls = || by_girls::main(names)?.rows.iter().find(|row| row.policy == funnel.policy);
    let averted = &steps.averted;
    let (interval, told) = match steps.of {
        Spells::First => {
            let girls = girls();
            (girls.and_then(|row| row.girls_undiscounted.interval()), girls.is_some_and(|row| row.sign().is_some()))
        }
        Spells::Repeated => (averted.of_mean(), matches!(verdict(averted), Verdict::Fewer | Verdict::More)),
    };
    Ends {
        of: steps.of,
        reached: steps.reached.mean,
        at_risk: steps.at_risk.mean,
        prevented: steps.prevented.mean,
        averted: averted.mean,
        interval,
        told,
    }
}

/// What stands over the funnel.
pub enum Finding {
    /// Of the first policy whose effect on these spells is told from nothing.
    Told(Title, Ends),
    /// No policy's is; of the one that averts most on average.
    None(Title, Ends),
}

/// What stands over the funnel; `None` without rows.
pub fn finding(names: &Names, rows: &[(&Funnel, &Steps)]) -> Option<Finding> {
    let of = |(funnel, steps): &(&Funnel, &Steps)| (names.title(&funnel.policy), ends(names, funnel, steps));
    let told = rows.iter().map(of).find(|(_, ends)| ends.told);
    let told = told.map(|(policy, ends)| Finding::Told(policy, ends));
    told.or_else(|| rows.first().map(of).map(|(policy, ends)| Finding::None(policy, ends)))
}

/// Rows of policies, those that avert most first spells first; rows of going back behind all others.
pub fn rows<'a>(funnels: impl Iterator<Item = &'a Funnel>) -> Vec<(&'a Funnel, &'a Steps)> {
    let mut rows: Vec<(&Funnel, &Steps)> =
        funnels.flat_map(|funnel| funnel.spells.iter().map(move |steps| (funnel, steps))).collect();
    rows.sort_by(|a, b| a.1.of.cmp(&b.1.of).then(b.1.averted.mean.total_cmp(&a.1.averted.mean)));
    rows
}
