//! What charts, words and tables share: which decision is the main one, and what an estimate allows to say.

use amparo_decide::answers::{Answers, Benefit, DRAWS_TO_DECIDE, Decision, Standing};
use amparo_decide::estimate::Estimate;
use amparo_decide::result::{ArmSeries, PolicyResult, SUPPRESS_BELOW, StudyResult};
use amparo_decide::view::View;
use amparo_text::money;

/// What an estimate's interval allows to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Below 0.
    Fewer,
    /// Above 0.
    More,
    /// Can't be told apart from 0.
    Unclear,
    /// There is no interval.
    NoInterval,
}

/// How a policy is named: its title, or its name where it has none.
pub fn name(policy: &PolicyResult) -> &str {
    if policy.title.is_empty() { &policy.name } else { &policy.title }
}

/// How an arm is named: its title, or its name where it has none.
pub fn arm_name(arm: &ArmSeries) -> &str {
    if arm.title.is_empty() { &arm.name } else { &arm.title }
}

/// Whether so few draws settle nothing.
pub fn few(decision: &Decision) -> bool {
    decision.effective_draws < DRAWS_TO_DECIDE
}

/// Why there is no interval over draws, or at one parameter vector none of the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// One replicate at one parameter vector, or replicates that agree.
    Replicates,
    /// Too few draws.
    FewDraws,
    /// Noise accounts for most of what draws differ in, or it is not known how much.
    Hidden,
}

/// Why an estimate that has no interval has none.
pub fn no_interval(e: &Estimate) -> NoInterval {
    match e {
        e if e.at_one_vector() => NoInterval::Replicates,
        e if !e.enough_draws() => NoInterval::FewDraws,
        _ => NoInterval::Hidden,
    }
}

/// Both ends of the interval over draws.
pub fn over_draws(e: &Estimate) -> Option<(f64, f64)> {
    e.over_draws()
}

/// What a change allows to say; below 0 is fewer: whether its mean is told from nothing, asked of it alone. How far what is assumed
/// makes it differ is another matter, which the interval over draws tells.
pub fn verdict(e: &Estimate) -> Verdict {
    match (e.bar, e.sign()) {
        (None, _) => Verdict::NoInterval,
        (_, Some(sign)) if sign < 0.0 => Verdict::Fewer,
        (_, Some(_)) => Verdict::More,
        (_, None) => Verdict::Unclear,
    }
}

fn ascending(budgets: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = budgets.collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// Budgets with a decision, ascending, S/ per year.
pub(crate) fn decided_budgets(answers: &Answers) -> Vec<f64> {
    ascending(answers.decisions.iter().map(|d| d.budget_soles_per_year))
}

/// Budgets of the study, ascending, S/ per year: those of its decisions, of its policies where too few draws decide anything.
pub fn budgets(result: &StudyResult, answers: &Answers) -> Vec<f64> {
    let decided = decided_budgets(answers);
    if decided.is_empty() { ascending(result.policies.iter().map(|p| p.budget_soles_per_year)) } else { decided }
}

/// The decision at a budget: in the budget view, in another where that is all there is.
pub fn decision_at(answers: &Answers, budget: f64) -> Option<&Decision> {
    let at = || answers.decisions.iter().filter(|d| d.budget_soles_per_year == budget);
    at().find(|d| d.view == View::Budget).or_else(|| at().next())
}

/// The decision that titles and the first page speak of: at the largest budget.
pub fn main_decision(answers: &Answers) -> Option<&Decision> {
    decided_budgets(answers).last().and_then(|b| decision_at(answers, *b))
}

/// One decision per budget, ascending.
pub fn decisions(answers: &Answers) -> Vec<&Decision> {
    decided_budgets(answers).iter().filter_map(|b| decision_at(answers, *b)).collect()
}

/// Column of the willingness to pay next to the one words are stated at.
pub fn at_reference(decision: &Decision) -> Option<usize> {
    let off = |k: &usize| (decision.willingness[*k] - decision.reference_willingness).abs();
    (0..decision.willingness.len()).min_by(|a, b| off(a).total_cmp(&off(b)))
}

/// Row of the strategy with the highest expected net benefit at the reference.
pub fn best_row(decision: &Decision) -> Option<usize> {
    decision.best.get(at_reference(decision)?).copied().filter(|row| *row < decision.strategies.len())
}

/// The strategy of the highest expected net benefit by what a case averted is worth, up to the largest worth examined: (row, S/ per
/// case from which on). Net benefit is linear in it, so that the best one turns exactly where the frontier's ratios lie.
pub fn turns(decision: &Decision) -> Vec<(usize, f64)> {
    let most = decision.willingness.last().copied().unwrap_or(0.0);
    let on = decision.strategies.iter().enumerate().filter_map(|(row, s)| match s.standing {
        Standing::Reference => Some((row, 0.0)),
        Standing::Frontier => s.icer.filter(|icer| *icer <= most).map(|icer| (row, icer)),
        Standing::Dominated | Standing::ExtendedDominated => None,
    });
    let mut all: Vec<(usize, f64)> = on.collect();
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    all
}

/// Probability that a strategy is best at the reference.
pub fn probability_best(decision: &Decision, row: usize) -> Option<f64> {
    decision.probability_best.get(row)?.get(at_reference(decision)?).copied()
}

/// Rows of the policies (the status quo, row 0, left out), most cases averted first.
pub fn ranked(decision: &Decision) -> Vec<usize> {
    let mut rows: Vec<usize> = (1..decision.strategies.len()).collect();
    let averted = |r: &usize| decision.strategies[*r].averted.mean;
    rows.sort_by(|a, b| averted(b).total_cmp(&averted(a)));
    rows
}

/// A group's change, unless the group has fewer than five persons.
pub fn benefit(b: &Benefit) -> Option<&Estimate> {
    b.change.as_ref().filter(|_| b.baseline.is_some_and(|n| n >= SUPPRESS_BELOW))
}

/// A title without the ", S/ 2 M" that tells budgets apart.
pub fn without_budget(title: &str) -> &str {
    let amount = |tail: &str| {
        let mut words = tail.split([' ', '\u{a0}']).filter(|w| !w.is_empty());
        let digits = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
        words.next().is_some_and(digits) && words.count() <= 1
    };
    match title.rsplit_once(&format!(", {}", money::sign())) {
        Some((head, tail)) if !head.is_empty() && amount(tail) => head,
        _ => title,
    }
}

/// All values an estimate draws at, for ranges.
pub fn reach(e: &Estimate) -> impl Iterator<Item = f64> {
    let half = e.bar.unwrap_or(0.0);
    [Some(e.mean - half), Some(e.mean + half), e.draws_low, e.draws_high].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::without_budget;

    #[test]
    fn only_a_budget_is_taken_off_a_title() {
        assert_eq!(without_budget("Information, S/ 2 M"), "Information");
        assert_eq!(without_budget("Information, S/\u{a0}500\u{a0}k"), "Information");
        assert_eq!(without_budget("Information, S/ 2M"), "Information");
        for whole in ["Information", "Transfers, S/ a month", ", S/ 2 M", "Grants, S/ 20 each for all"] {
            assert_eq!(without_budget(whole), whole);
        }
    }
}
