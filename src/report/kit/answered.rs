//! What charts, words and tables share: which decision is the main one, how policies are named and drawn, how an
//! estimate reads.

use super::axis::Scale;
use super::format::count;
use super::frame;
use super::runs;
use super::scene::{Colour, DASHES, INK, Scene, Shape};
use crate::inputs::ReportInputs;
use amparo_decide::answers::{Answers, Benefit, DRAWS_TO_DECIDE, Decision, Standing, Strategy};
use amparo_decide::estimate::Estimate;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::{ArmSeries, PolicyResult, SUPPRESS_BELOW, StudyResult, Years};
use amparo_decide::view::View;
use amparo_tables::Format;
use std::borrow::Cow;

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

/// Why an estimate over this number of draws has no interval.
pub fn no_interval(draws: usize) -> &'static str {
    match draws {
        1 => "one replicate gives no interval",
        d if d < DRAWS_FOR_AN_INTERVAL => "too few draws for an interval",
        _ => "noise hides how far the draws differ",
    }
}

/// What stands behind both ends of an interval in a sentence.
pub fn of_what(e: &Estimate) -> &'static str {
    if e.at_one_vector() { ", simulation noise" } else { " over the draws" }
}

/// Half-width of 95 % simulation noise.
pub fn noise_half(e: &Estimate) -> Option<f64> {
    e.noise_half
}

/// Both ends of the interval over draws.
pub fn over_draws(e: &Estimate) -> Option<(f64, f64)> {
    e.over_draws()
}

/// What a change allows to say; below 0 is fewer. The interval over draws must leave 0 out, and so must the simulation noise
/// of the mean: one that other random numbers could turn round is not clear, however alike the draws are, nor is one of which
/// the noise is not known. At one parameter vector noise alone decides.
pub fn verdict(e: &Estimate) -> Verdict {
    let beyond_noise = noise_half(e).map(|half| e.mean.abs() > half);
    match (e.interval(), beyond_noise) {
        (Some((_, high)), Some(true)) if high < 0.0 => Verdict::Fewer,
        (Some((low, _)), Some(true)) if low > 0.0 => Verdict::More,
        (Some(_), _) | (None, Some(false)) => Verdict::Unclear,
        (None, _) => Verdict::NoInterval,
    }
}

/// Why a change is unclear, in a word or two for tables: [`WHY_UNCLEAR`] explains them.
pub fn unclear(e: &Estimate) -> &'static str {
    if e.at_one_vector() {
        return "unclear";
    }
    match (over_draws(e), noise_half(e)) {
        (Some((low, high)), Some(_)) if low > 0.0 || high < 0.0 => "within noise",
        (Some((low, high)), None) if low > 0.0 || high < 0.0 => "noise unknown",
        (None, Some(_)) => "within noise",
        _ => "unclear",
    }
}

/// What [`unclear`] says.
pub const WHY_UNCLEAR: &str = "can't be told apart from no effect: unclear where the interval over draws holds 0; within noise where \
                               simulation noise of the mean covers 0, whatever the interval over draws; noise unknown where repeated \
                               draws do not tell it";

/// "300 to 2,300" over draws, at one parameter vector of simulation noise; or what is missing.
pub fn ends(e: &Estimate, style: Format) -> String {
    e.interval().map_or_else(|| "no interval".into(), |(low, high)| style.range(low, high))
}

fn ascending(budgets: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut all: Vec<f64> = budgets.collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// Budgets with a decision, ascending, S/ a year.
fn decided_budgets(answers: &Answers) -> Vec<f64> {
    ascending(answers.decisions.iter().map(|d| d.budget_soles_per_year))
}

/// Budgets of the study, ascending, S/ a year: those of its decisions, of its policies where too few draws decide anything.
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

/// One decision a budget, ascending.
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

/// The strategy of the highest expected net benefit by what a case averted is worth, up to the largest worth examined: (row, S/ a
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

/// How policies are named, and drawn the same way in every chart.
pub struct Names<'a> {
    /// The result whose policies are named.
    pub result: &'a StudyResult,
    answers: &'a Answers,
    several: bool,
}

impl<'a> Names<'a> {
    /// Names for the policies of `result`, with budgets where there are several.
    pub fn new(result: &'a StudyResult, answers: &'a Answers) -> Names<'a> {
        Names { result, answers, several: budgets(result, answers).len() > 1 }
    }

    fn strategy(&self, policy: &str) -> Option<(&'a Decision, &'a Strategy)> {
        let rows = self.answers.decisions.iter().flat_map(|d| d.strategies.iter().map(move |s| (d, s)));
        rows.into_iter().find(|(_, s)| s.policy == policy)
    }

    /// A policy's title without its budget, which charts of one budget say once.
    pub fn of(&self, policy: &str) -> String {
        let of_result = || self.result.policies.iter().find(|p| p.name == policy).map(name);
        let title = self.strategy(policy).map(|(_, s)| strategy_title(s)).or_else(of_result).unwrap_or(policy);
        if self.several { without_budget(title).to_owned() } else { title.to_owned() }
    }

    /// What a policy may spend, S/ a year, where a decision knows it, or else the result.
    pub fn budget(&self, policy: &str) -> Option<f64> {
        match self.strategy(policy) {
            Some((d, s)) => {
                d.strategies.first().is_none_or(|q| q.policy != s.policy).then_some(d.budget_soles_per_year)
            }
            // Not everything of a study is open to decide for.
            None => self.result.policies.iter().find(|p| p.name == policy).map(|p| p.budget_soles_per_year),
        }
    }

    /// Whether a policy belongs to the largest budget (all do where there is one).
    pub fn at_largest(&self, policy: &str) -> bool {
        if self.answers.decisions.is_empty() {
            // The result may hold those of the largest budget alone.
            let largest = budgets(self.result, self.answers).last().copied();
            return self.budget(policy) == largest;
        }
        let largest = decided_budgets(self.answers).last().copied();
        !self.several || self.budget(policy).is_none_or(|b| Some(b) == largest)
    }

    /// "over 15 years": the window of everything discounted.
    pub fn horizon(&self) -> String {
        format!("over {}", count(self.result.funded_years + self.result.following_years, "year"))
    }

    /// "over the 5 funded years".
    pub fn funded(&self) -> String {
        format!("over {}", runs::years(self.result.funded_years, Years::Funded))
    }

    /// Colour, dash and point of a policy, the same at every budget; the status quo in ink.
    pub fn style(&self, policy: &str) -> (Colour, &'static [f64], Shape) {
        let title = self.of(policy);
        let all = main_decision(self.answers).map_or(&[][..], |d| &d.strategies);
        match all.iter().position(|s| self.of(&s.policy) == title) {
            Some(0) => (INK, DASHES[0], Shape::Square),
            Some(row) => frame::style(row - 1),
            None => frame::style(self.result.policies.iter().position(|p| p.name == policy).unwrap_or(0)),
        }
    }
}

fn strategy_title(s: &Strategy) -> &str {
    if s.title.is_empty() { &s.policy } else { &s.title }
}

/// A title without the ", S/ 2 M" that tells budgets apart.
pub fn without_budget(title: &str) -> &str {
    let amount = |tail: &str| {
        let mut words = tail.split([' ', '\u{a0}']).filter(|w| !w.is_empty());
        let digits = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
        words.next().is_some_and(digits) && words.count() <= 1
    };
    match title.rsplit_once(", S/") {
        Some((head, tail)) if !head.is_empty() && amount(tail) => head,
        _ => title,
    }
}

/// The study at its largest budget alone, for charts that have room for one; the study itself where there is one budget.
pub fn at_largest_budget<'a>(inputs: &ReportInputs<'a>) -> (Cow<'a, StudyResult>, Cow<'a, [ArmSeries]>) {
    let answers = inputs.answers;
    if budgets(inputs.result, answers).len() < 2 {
        return (Cow::Borrowed(inputs.result), Cow::Borrowed(inputs.arms));
    }
    let names = Names::new(inputs.result, answers);
    let mut result = inputs.result.clone();
    result.policies.retain(|p| names.at_largest(&p.name));
    for policy in &mut result.policies {
        policy.title = names.of(&policy.name);
    }
    let mut arms: Vec<ArmSeries> = inputs.arms.to_vec();
    let kept = |i: usize, arm: &ArmSeries| i == 0 || result.policies.iter().any(|p| p.name == arm.name);
    let mut index = 0;
    arms.retain(|arm| {
        index += 1;
        kept(index - 1, arm)
    });
    for arm in arms.iter_mut().skip(1) {
        arm.title = names.of(&arm.name);
    }
    (Cow::Owned(result), Cow::Owned(arms))
}

/// An estimate on a scale: thick and short for simulation noise, thin for the interval over draws, a point for the mean.
pub fn draw_estimate(scene: &mut Scene, e: &Estimate, x: &Scale, y: f64, colour: Colour, shape: Shape, hollow: bool) {
    if let Some((low, high)) = over_draws(e) {
        let (a, b) = (x.at(low), x.at(high));
        scene.line(vec![(a, y), (b, y)], colour, 1.5, DASHES[0]);
        for end in [a, b] {
            scene.line(vec![(end, y - 3.5), (end, y + 3.5)], colour, 1.5, DASHES[0]);
        }
    }
    if let Some((low, high)) = e.noise() {
        scene.line(vec![(x.at(low), y), (x.at(high), y)], colour.alpha(0.45), 8.0, DASHES[0]);
    }
    scene.point((x.at(e.mean), y), shape, 4.2, colour, hollow);
}

/// All values an estimate draws at, for ranges.
pub fn reach(e: &Estimate) -> impl Iterator<Item = f64> {
    let half = noise_half(e).unwrap_or(0.0);
    [Some(e.mean - half), Some(e.mean + half), e.draws_low, e.draws_high].into_iter().flatten()
}

/// Draws a sample of both lines with their names, ending at the right margin; its baseline is `y`. The line of draws only where
/// `shown` has one.
pub fn interval_key<'a>(scene: &mut Scene, y: f64, shown: impl IntoIterator<Item = &'a Estimate>) {
    use frame::{MARGIN, SMALL, WIDTH};
    let (thin, thick) = ("uncertainty: 95 % over draws", "simulation noise: 95 %");
    let (mut any_draws, mut any_noise) = (false, false);
    for e in shown {
        any_draws |= over_draws(e).is_some();
        any_noise |= e.mc_se.is_some();
    }
    let mut at = WIDTH - MARGIN + 18.0;
    if any_noise {
        let right = WIDTH - MARGIN;
        at = right - SMALL.width(thick);
        scene.text((right, y), thick, SMALL.end());
        scene.line(vec![(at - 26.0, y - 4.0), (at - 8.0, y - 4.0)], INK.alpha(0.45), 8.0, DASHES[0]);
        at -= 26.0;
    }
    if !any_draws {
        return;
    }
    let at = at - 18.0;
    scene.text((at, y), thin, SMALL.end());
    let at = at - SMALL.width(thin);
    scene.line(vec![(at - 40.0, y - 4.0), (at - 8.0, y - 4.0)], INK, 1.5, DASHES[0]);
    for end in [at - 40.0, at - 8.0] {
        scene.line(vec![(end, y - 7.5), (end, y - 0.5)], INK, 1.5, DASHES[0]);
    }
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
