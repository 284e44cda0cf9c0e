//! Changes of outcomes: which are told, and what they allow to say.

use super::shared::{Clear, Tally};
use crate::kit::answered::{self, Verdict};
use crate::kit::names::{Names, Title};
use amparo_decide::answers::{Benefit, Decision};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::{ArmSeries, Effect, PolicyResult, StudyResult, Years};
use amparo_model::observe::Outcome;
use amparo_model::observe::outcomes::{SPELLS_BEGUN, TOGETHER, VICTIMS};

/// Policies by their change in spells begun over the funded years, most averted first; those without one last.
pub fn by_spells_averted(result: &StudyResult) -> Vec<&PolicyResult> {
    let key =
        |p: &PolicyResult| result.effect(&p.name, SPELLS_BEGUN, Years::Funded).map_or(f64::INFINITY, |e| e.change.mean);
    let mut policies: Vec<&PolicyResult> = result.policies.iter().collect();
    policies.sort_by(|a, b| key(a).total_cmp(&key(b)));
    policies
}

/// Spells begun, newly exploited and victims over the funded years; `None` unless all three are there, since newly exploited
/// alone can have the wrong sign.
pub fn triple<'a>(result: &'a StudyResult, policy: &str) -> Option<[&'a Effect; 3]> {
    let of = |outcome: &Outcome| result.effect(policy, outcome, Years::Funded);
    let [spells, newly, victims] = TOGETHER;
    Some([of(spells)?, of(newly)?, of(victims)?])
}

/// What stands over the changes of the three outcomes.
pub struct Changes {
    /// Whether the study is at one parameter vector.
    pub one: bool,
    /// Draws used.
    pub draws: usize,
    /// Years over which changes are means per year.
    pub funded_years: usize,
    /// The largest mean fall in spells begun: policy, change, baseline.
    pub first: (Title, f64, f64),
    /// Changes in spells begun.
    pub tally: Tally,
    /// Those that lower them.
    pub lower: Clear,
    /// Those that raise them.
    pub raise: Vec<Title>,
}

/// What stands over the changes of the three outcomes; `None` where no effect is known.
pub fn changes(names: &Names, one: bool) -> Option<Changes> {
    let found: Vec<(&PolicyResult, &Effect)> = by_spells_averted(names.result)
        .into_iter()
        .filter_map(|p| Some((p, names.result.effect(&p.name, SPELLS_BEGUN, Years::Funded)?)))
        .collect();
    let (policy, e) = found.first()?;
    let tally = Tally::of(found.iter().map(|f| answered::verdict(&f.1.change)));
    Some(Changes {
        one,
        draws: names.answers.draws.used,
        funded_years: names.result.funded_years,
        first: (Title(answered::name(policy).into()), e.change.mean, e.baseline),
        tally,
        lower: tally.clear(tally.fewer),
        raise: found
            .iter()
            .filter(|f| answered::verdict(&f.1.change) == Verdict::More)
            .map(|f| Title(answered::name(f.0).into()))
            .collect(),
    })
}

/// What stands over the draws of cases averted.
pub struct OverDraws<'a> {
    /// S/ per year.
    pub budget: f64,
    /// Draws of the decision.
    pub draws: usize,
    /// Years of the horizon.
    pub horizon: usize,
    /// The policy that averts most on average.
    pub first: (Title, &'a Estimate),
    /// Cases averted.
    pub tally: Tally,
    /// Those that avert cases.
    pub avert: Clear,
    /// Those that add some.
    pub add: Vec<Title>,
}

/// What stands over the draws of cases averted; `None` where no effect is known.
pub fn over_draws<'a>(names: &Names, decision: &'a Decision) -> Option<OverDraws<'a>> {
    let rows = answered::ranked(decision);
    let first = rows.first().map(|r| &decision.strategies[*r])?;
    let tally = Tally::of(rows.iter().map(|r| answered::verdict(&decision.strategies[*r].averted)));
    Some(OverDraws {
        budget: decision.budget_soles_per_year,
        draws: decision.draws,
        horizon: names.horizon(),
        first: (names.title(&first.policy), &first.averted),
        tally,
        avert: tally.clear(tally.more),
        add: rows
            .iter()
            .map(|r| &decision.strategies[*r])
            .filter(|s| answered::verdict(&s.averted) == Verdict::Fewer)
            .map(|s| names.title(&s.policy))
            .collect(),
    })
}

/// What stands over victims in time.
pub enum Victims<'a> {
    /// The first of so many replicates.
    FirstLook(usize, usize),
    /// The largest mean fall over so many funded years; whether there is more than one policy.
    Fall(Title, &'a Effect, usize, bool),
    /// The level, where nothing is compared: the arm's name where there is an arm.
    Level(Option<Title>, Option<f64>),
}

/// What stands over victims in time. `planned`: replicates the study asks for, where more are to come.
pub fn victims<'a>(result: &'a StudyResult, arms: &[ArmSeries], planned: Option<usize>) -> Victims<'a> {
    if let Some(planned) = planned.filter(|p| *p > result.replicates) {
        return Victims::FirstLook(result.replicates, planned);
    }
    let found = result.policies.iter().filter_map(|p| result.effect(&p.name, VICTIMS, Years::Funded).map(|e| (p, e)));
    match found.min_by(|a, b| a.1.change.mean.total_cmp(&b.1.change.mean)) {
        Some((p, e)) => {
            Victims::Fall(Title(answered::name(p).into()), e, result.funded_years, result.policies.len() > 1)
        }
        None => {
            Victims::Level(arms.first().map(|arm| Title(answered::arm_name(arm).into())), result.baseline.of(VICTIMS))
        }
    }
}

/// What stands over the groups that benefit.
pub enum Benefits<'a> {
    /// Nothing is known.
    Unknown,
    /// Every group is too small to be shown.
    TooSmall(Title),
    /// Something can be said.
    Found {
        /// The policy.
        policy: Title,
        /// The group that changes most.
        group: &'a Benefit,
        /// Its change.
        change: &'a Estimate,
        /// Changes of all groups.
        tally: Tally,
        /// Whether the study is at one parameter vector.
        one: bool,
    },
}

/// What stands over the groups that benefit from the first of these policies.
pub fn benefits<'a>(names: &Names<'a>, one: bool, policies: &[&str]) -> Benefits<'a> {
    let Some(policy) = policies.first() else { return Benefits::Unknown };
    let shown: Vec<(&Benefit, &Estimate)> = names
        .answers
        .benefits
        .iter()
        .filter(|b| b.policy == *policy)
        .filter_map(|b| answered::benefit(b).map(|e| (b, e)))
        .collect();
    let tally = Tally::of(shown.iter().map(|(_, e)| answered::verdict(e)));
    match shown.iter().min_by(|a, b| a.1.mean.total_cmp(&b.1.mean)) {
        Some((group, change)) => Benefits::Found { policy: names.title(policy), group, change, tally, one },
        None => Benefits::TooSmall(names.title(policy)),
    }
}
