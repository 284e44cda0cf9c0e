//! Before and after the trade adapts: which rows are told, and what they allow to say.

use super::first_page::leading;
use super::shared::{Clear, Tally};
use crate::kit::answered::{self, Verdict};
use crate::kit::names::{Names, Title};
use amparo_decide::answers::{Adaptation, ByTreatment, Waterfall};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::{SUPPRESS_BELOW, Years};
use amparo_model::observe::outcomes::SPELLS_BEGUN;

/// A policy with its rows before and after adaptation.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'a> {
    /// Its name.
    pub policy: &'a str,
    /// Before adaptation.
    pub before: Option<&'a ByTreatment>,
    /// After it.
    pub after: Option<&'a ByTreatment>,
}

impl<'a> Pair<'a> {
    /// The rows that are known.
    pub fn rows(&self) -> impl Iterator<Item = &'a ByTreatment> {
        [self.before, self.after].into_iter().flatten()
    }
}

/// What the trade's adapting does to what was prevented, in means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Undone {
    /// Nothing is prevented even before.
    NothingPrevented,
    /// It adds so large a share.
    Adds(f64),
    /// Little.
    Little,
    /// All of it is undone.
    All,
    /// So large a share is.
    Share(f64),
}

/// What the trade's adapting does to what was prevented.
pub fn undone(w: &Waterfall) -> Undone {
    let (before, after) = (w.before.mean, w.after.mean);
    if before >= 0.0 {
        return Undone::NothingPrevented;
    }
    match (after - before) / -before {
        s if s < -0.005 => Undone::Adds(-s),
        s if s < 0.005 => Undone::Little,
        s if s >= 1.0 => Undone::All,
        s => Undone::Share(s),
    }
}

/// How sure what is left is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It is clear.
    Clear,
    /// It can't be told apart from no effect.
    Unclear,
    /// Draws are too few to say.
    FewDraws,
    /// Over so many draws not even the error of the mean is known.
    NoInterval(usize),
}

/// How sure what is left after adaptation is.
pub fn left(w: &Waterfall) -> Left {
    match answered::verdict(&w.after) {
        Verdict::Unclear => Left::Unclear,
        Verdict::NoInterval => Left::NoInterval(w.draws),
        _ if !w.after.at_one_vector() && !w.after.enough_draws() => Left::FewDraws,
        Verdict::Fewer | Verdict::More => Left::Clear,
    }
}

/// The waterfall of the leading policy in spells begun over the funded years.
pub fn of_leading<'a>(names: &Names<'a>) -> Option<&'a Waterfall> {
    let policy = leading(names)?;
    let shown = |w: &&Waterfall| w.policy == policy && w.outcome == SPELLS_BEGUN && w.window == Years::Funded;
    names.answers.waterfalls.iter().find(shown)
}

/// Waterfalls of spells begun over the funded years at the largest budget.
pub fn waterfalls<'a>(names: &Names<'a>) -> Vec<&'a Waterfall> {
    let shown = |w: &&Waterfall| w.outcome == SPELLS_BEGUN && w.window == Years::Funded && names.at_largest(&w.policy);
    names.answers.waterfalls.iter().filter(shown).collect()
}

/// Policies of the largest budget with their rows; only those whose three outcomes are all known and whose groups are large
/// enough to be shown.
pub fn pairs<'a>(names: &Names<'a>) -> Vec<Pair<'a>> {
    let mut out: Vec<Pair> = Vec::new();
    for b in &names.answers.by_treatment {
        let few = b.treated_baseline.min(b.untreated_baseline) < SUPPRESS_BELOW;
        let known = super::effects::triple(names.result, &b.policy).is_some();
        if few || !names.at_largest(&b.policy) || !known {
            continue;
        }
        let at = out.iter().position(|p| p.policy == b.policy).unwrap_or_else(|| {
            out.push(Pair { policy: &b.policy, before: None, after: None });
            out.len() - 1
        });
        if b.adaptation == Adaptation::Before {
            out[at].before = Some(b);
        } else {
            out[at].after = Some(b);
        }
    }
    out
}

/// One kind of community over all policies.
pub struct Side {
    /// What its changes allow to say: falls in treated communities, rises in untreated ones.
    pub clear: Clear,
    /// The largest mean change in that direction: policy, change, whether it is clear although others are.
    pub most: Option<(Title, f64, bool)>,
}

/// What stands over treated and untreated communities.
pub struct ByCommunity {
    /// Policies.
    pub policies: usize,
    /// Draws, where nothing has an interval.
    pub silent: Option<usize>,
    /// Falls in treated communities.
    pub treated: Side,
    /// Rises in untreated ones.
    pub untreated: Side,
}

/// What stands over treated and untreated communities, after adaptation.
pub fn by_community(names: &Names, pairs: &[Pair]) -> ByCommunity {
    let after: Vec<&ByTreatment> = pairs.iter().filter_map(|p| p.after).collect();
    let side = |of: fn(&ByTreatment) -> &Estimate, sign: f64, wanted: Verdict| {
        let clear = |b: &ByTreatment| answered::verdict(of(b)) == wanted;
        let n = after.iter().filter(|b| clear(b)).count();
        let largest = after.iter().max_by(|a, b| (sign * of(a).mean).total_cmp(&(sign * of(b).mean)));
        let most = largest.filter(|b| sign * of(b).mean > 0.0);
        let tally = Tally::of(after.iter().map(|b| answered::verdict(of(b))));
        let clear_of_all = match n {
            0 => Clear::None,
            1 if tally.all == 1 => Clear::TheOnly,
            n => Clear::Some(n),
        };
        Side { clear: clear_of_all, most: most.map(|b| (names.title(&b.policy), of(b).mean, n == 0 || clear(b))) }
    };
    let silent = |e: &Estimate| answered::verdict(e) == Verdict::NoInterval;
    let all_silent = after.iter().all(|b| silent(&b.treated) && silent(&b.untreated));
    ByCommunity {
        policies: after.len(),
        silent: after.first().filter(|_| all_silent).map(|b| b.treated.draws),
        treated: side(|b| &b.treated, -1.0, Verdict::Fewer),
        untreated: side(|b| &b.untreated, 1.0, Verdict::More),
    }
}
