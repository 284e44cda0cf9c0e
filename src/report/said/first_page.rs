//! What stands on the first page: the finding, how sure it is, what it costs, and what it rests on.

use super::choice::{Best, best, most_averted};
use super::effects::triple;
use super::runs::{self, Runs};
use super::shared::{But, Effective, but, effective};
use crate::kit::answered::{self, Verdict, few};
use crate::kit::names::{Names, Title, Who};
use amparo_decide::answers::{Decision, PerCase, Strategy};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::{self, Effect, Years};
use amparo_decide::view::View;
use amparo_model::observe::outcomes::SPELLS_BEGUN;

/// Part of the budget from which on what stays unspent is told.
const UNSPENT: f64 = 0.05;

/// The policy that sentences speak of: the best in expectation, otherwise the one that averts most; where draws are too few for
/// a decision, the one with the largest mean fall in spells begun.
pub fn leading<'a>(names: &Names<'a>) -> Option<&'a str> {
    if let Some(main) = answered::main_decision(names.answers) {
        let row = answered::best_row(main).filter(|r| *r > 0).or_else(|| answered::ranked(main).first().copied())?;
        return Some(&main.strategies[row].policy);
    }
    let here = |e: &&'a Effect| e.outcome == SPELLS_BEGUN && e.window == Years::Funded && names.at_largest(&e.policy);
    let largest = names.result.effects.iter().filter(here).min_by(|a, b| a.change.mean.total_cmp(&b.change.mean));
    largest.map(|e| e.policy.as_str())
}

/// Why nothing is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsettled {
    /// There is no policy.
    NoPolicy,
    /// There is one replicate.
    OneReplicate,
    /// Draws are too few for a decision.
    FewToDecide(Effective),
    /// There are no draws.
    NoDraws,
    /// Draws are too few even for intervals.
    FewDraws(usize),
}

/// Said before anything else where draws settle nothing.
fn unsettled(names: &Names) -> Option<Unsettled> {
    let used = names.answers.draws.used;
    if used == 1 && names.result.policies.is_empty() {
        return Some(Unsettled::NoPolicy);
    }
    if used == 1 {
        return (names.result.replicates < 2).then_some(Unsettled::OneReplicate);
    }
    match answered::main_decision(names.answers) {
        Some(main) if few(main) => Some(Unsettled::FewToDecide(effective(main))),
        Some(_) => None,
        None if used == 0 => Some(Unsettled::NoDraws),
        None => Some(Unsettled::FewDraws(used)),
    }
}

/// What is best at a smaller budget.
pub struct AtSmaller {
    /// S/ per year.
    pub budget: f64,
    /// What is best.
    pub who: Who,
    /// Share of the draws in which it is.
    pub share: Option<f64>,
    /// What the choice leaves open.
    pub but: But,
}

/// One sentence of the finding.
pub enum Finding<'a> {
    /// Nothing is settled.
    Unsettled(Unsettled),
    /// What is best with up to so much per year.
    Best(f64, Best),
    /// What is best at smaller budgets.
    Smaller(Vec<AtSmaller>),
    /// What averts most over so many years, of so many draws.
    Most {
        /// The policy.
        policy: Title,
        /// What it averts.
        averted: &'a Estimate,
        /// Years of the horizon.
        horizon: usize,
        /// Draws of the decision.
        draws: usize,
    },
    /// Policies whose intervals overlap with that of the one which averts most, at one parameter vector.
    Overlapping(Vec<Title>),
    /// Policies under which fewer spells begin although more girls are newly exploited.
    Opposed(Vec<Title>),
    /// What is best where transfers to households are left out of the cost; `None`: the same.
    Societal(Option<Who>),
}

/// The finding at the main budget and at the others, a sentence each.
pub fn finding<'a>(names: &Names<'a>) -> Vec<Finding<'a>> {
    let mut out: Vec<Finding> = unsettled(names).map(Finding::Unsettled).into_iter().collect();
    let Some(main) = answered::main_decision(names.answers) else { return out };
    out.extend(best(names, main).map(|b| Finding::Best(main.budget_soles_per_year, b)));
    let all = answered::decisions(names.answers);
    let smaller: Vec<AtSmaller> =
        all[..all.len().saturating_sub(1)].iter().filter_map(|d| at_smaller(names, d)).collect();
    if !smaller.is_empty() {
        out.push(Finding::Smaller(smaller));
    }
    if let Some((policy, averted)) = most_averted(names, main) {
        out.push(Finding::Most { policy, averted, horizon: names.horizon(), draws: main.draws });
    }
    out.extend(overlapping(names, main).map(Finding::Overlapping));
    out.extend(opposed(names).map(Finding::Opposed));
    out.extend(societal(names, main).map(Finding::Societal));
    out
}

fn at_smaller(names: &Names, d: &Decision) -> Option<AtSmaller> {
    let row = answered::best_row(d)?;
    Some(AtSmaller {
        budget: d.budget_soles_per_year,
        who: names.who(d, row),
        share: answered::probability_best(d, row),
        but: but(d, row),
    })
}

/// What is best in the societal view, `None` within where that is the same.
fn societal(names: &Names, main: &Decision) -> Option<Option<Who>> {
    let same = |d: &&Decision| d.view == View::Societal && d.budget_soles_per_year == main.budget_soles_per_year;
    let there = names.answers.decisions.iter().find(same).filter(|_| main.view == View::Budget)?;
    let other = names.who(there, answered::best_row(there)?);
    let own = names.who(main, answered::best_row(main)?);
    Some((other != own).then_some(other))
}

/// At one parameter vector, where nothing says how often a policy is best: which others' intervals overlap with that of the one
/// that averts most.
fn overlapping(names: &Names, decision: &Decision) -> Option<Vec<Title>> {
    let rows: Vec<&Strategy> = answered::ranked(decision).into_iter().map(|r| &decision.strategies[r]).collect();
    let first = rows.first().filter(|s| s.averted.at_one_vector())?;
    let (low, _) = first.averted.interval().filter(|_| answered::verdict(&first.averted) == Verdict::More)?;
    let overlaps = |s: &&&Strategy| s.averted.interval().is_some_and(|(_, high)| high >= low);
    let rivals: Vec<Title> = rows[1..].iter().filter(overlaps).map(|s| names.title(&s.policy)).collect();
    (!rivals.is_empty()).then_some(rivals)
}

fn opposed(names: &Names) -> Option<Vec<Title>> {
    let here = names.result.policies.iter().filter(|p| names.at_largest(&p.name));
    let crossed = |policy: &str| {
        triple(names.result, policy).is_some_and(|[spells, newly, _]| {
            answered::verdict(&spells.change) == Verdict::Fewer && answered::verdict(&newly.change) == Verdict::More
        })
    };
    let found: Vec<Title> = here.filter(|p| crossed(&p.name)).map(|p| names.title(&p.name)).collect();
    (!found.is_empty()).then_some(found)
}

/// Where another baseline's choice differs.
pub struct Differs {
    /// S/ per year.
    pub budget: f64,
    /// What a case averted is worth there, where that differs.
    pub worth: Option<f64>,
    /// What is best there.
    pub there: Who,
    /// Share of the draws in which it is.
    pub share: Option<f64>,
    /// What is best here.
    pub here: Who,
}

/// What the same study says at another baseline.
pub enum Elsewhere {
    /// The same; share of the draws in which the choice is best there.
    Same(Option<f64>),
    /// The choice differs at these budgets.
    Differs(Vec<Differs>),
}

/// Whether the conclusion holds at another baseline; `None` where no budget can be compared.
pub fn elsewhere(here: &Names, there: &Names) -> Option<Elsewhere> {
    let mut differs = Vec::new();
    let mut compared = 0;
    for own in answered::decisions(here.answers) {
        let budget = own.budget_soles_per_year;
        let Some(same) = answered::decision_at(there.answers, budget) else { continue };
        let (Some(a), Some(b)) = (answered::best_row(own), answered::best_row(same)) else { continue };
        compared += 1;
        let (here, there) = (here.who(own, a), there.who(same, b));
        if here != there {
            let worth = same.reference_willingness;
            differs.push(Differs {
                budget,
                worth: (worth != own.reference_willingness).then_some(worth),
                there,
                share: answered::probability_best(same, b),
                here,
            });
        }
    }
    if compared == 0 {
        return None;
    }
    let main = answered::main_decision(there.answers)?;
    Some(if differs.is_empty() {
        Elsewhere::Same(answered::best_row(main).and_then(|r| answered::probability_best(main, r)))
    } else {
        Elsewhere::Differs(differs)
    })
}

/// Whether policies avert cases.
pub enum Averting {
    /// Nothing has an interval over so many draws.
    NoInterval(usize),
    /// None can be told apart from none.
    None,
    /// So many of so many do.
    Some {
        /// Those that do.
        clear: usize,
        /// All of them.
        all: usize,
        /// Those that can't be told apart from no effect.
        unclear: Vec<Title>,
    },
}

/// Simulation noise beside uncertainty.
pub struct NoiseShare {
    /// The policy that averts most.
    pub policy: Title,
    /// Half of the interval of noise.
    pub noise: f64,
    /// Half of the interval over draws.
    pub uncertainty: f64,
    /// Years of the horizon.
    pub horizon: usize,
}

/// How many policies avert cases, over what was run.
pub fn averting(names: &Names, main: &Decision) -> (Runs, Averting) {
    let policies: Vec<&Strategy> = main.strategies.iter().skip(1).collect();
    let of = |wanted: Verdict| policies.iter().filter(move |s| answered::verdict(&s.averted) == wanted);
    let clear = of(Verdict::More).count();
    let averting = if of(Verdict::NoInterval).count() == policies.len() {
        Averting::NoInterval(main.draws)
    } else if clear == 0 {
        Averting::None
    } else {
        let unclear = of(Verdict::Unclear).map(|s| names.title(&s.policy)).collect();
        Averting::Some { clear, all: policies.len(), unclear }
    };
    (runs::of_study(names.result, names.answers), averting)
}

/// Half-widths of noise and of the interval over draws of the policy that averts most.
pub fn noise_share(names: &Names, decision: &Decision) -> Option<NoiseShare> {
    let (policy, e) = most_averted(names, decision)?;
    let (noise, (low, high)) = (answered::noise_half(e)?, answered::over_draws(e)?);
    let uncertainty = (high - low) / 2.0;
    (uncertainty > 0.0).then_some(NoiseShare { policy, noise, uncertainty, horizon: names.horizon() })
}

/// What cases cost.
pub struct Costs<'a> {
    /// The lowest mean cost; `None` where no policy averts cases on average.
    pub lowest: Option<(Title, &'a PerCase)>,
    /// That of the best policy, where it is another.
    pub best: Option<(Title, &'a PerCase)>,
    /// Draws of the decision.
    pub draws: usize,
    /// Years of the horizon.
    pub horizon: usize,
    /// S/ per year.
    pub budget: f64,
    /// Policies that leave more than a twentieth unspent, with what they spend.
    pub unspent: Vec<(Title, f64)>,
    /// Years of money, where all policies have the same.
    pub funded_years: Option<usize>,
}

/// The cheapest case averted, what the best policy's costs, and money left; `None` where nothing is compared.
pub fn costs<'a>(names: &Names<'a>) -> Option<Costs<'a>> {
    let main = answered::main_decision(names.answers)?;
    let mut costed: Vec<(usize, f64)> =
        (1..main.strategies.len()).filter_map(|r| main.strategies[r].per_case.value.map(|v| (r, v))).collect();
    costed.sort_by(|a, b| a.1.total_cmp(&b.1));
    let of = |row: usize| (names.title(&main.strategies[row].policy), &main.strategies[row].per_case);
    let lowest = costed.first().map(|c| c.0);
    let best = answered::best_row(main).filter(|r| *r > 0 && lowest.is_none_or(|l| l != *r));
    let budget = main.budget_soles_per_year;
    let unspent = |p: &&result::PolicyResult| names.at_largest(&p.name) && p.unspent_soles_per_year > UNSPENT * budget;
    Some(Costs {
        lowest: lowest.map(of),
        best: best.map(of),
        draws: main.draws,
        horizon: names.horizon(),
        budget,
        unspent: names
            .result
            .policies
            .iter()
            .filter(unspent)
            .map(|p| (names.title(&p.name), p.spend_a_year_of_money()))
            .collect(),
        funded_years: names.result.all_funded_alike().then_some(names.result.funded_years),
    })
}

/// How many parameters rest on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grades {
    /// All of them.
    pub all: usize,
    /// Assumed, or not yet verified.
    pub weak: usize,
    /// From a published source.
    pub published: usize,
}

/// How many parameters rest on what; `None` where that was not given.
pub fn grades(grades: &result::Grades) -> Option<Grades> {
    let of = |grade: &str| grades.get(grade).copied().unwrap_or(0);
    let all = grades.values().sum();
    (all > 0).then(|| Grades { all, weak: of("assumed") + of("unverified"), published: of("published") })
}

/// Policies compared at the largest budget.
pub fn policies(names: &Names) -> usize {
    match answered::main_decision(names.answers) {
        Some(d) => d.strategies.len().saturating_sub(1),
        None => names.result.policies.iter().filter(|p| names.largest().is_none() || names.at_largest(&p.name)).count(),
    }
}
