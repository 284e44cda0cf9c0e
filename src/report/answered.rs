//! What charts, words and tables over draws share: which decision is the main one, how policies are named and drawn, how an
//! estimate reads.

use super::findings::{Verdict, name};
use super::format::{count, number, persons_change, short};
use super::frame;
use super::scene::{Colour, DASHES, INK, Scene, Shape};
use super::{ReportInputs, axis::Scale};
use crate::decide::answers::{Answers, Benefit, Decision, EffectOverDraws, Estimate, Strategy};
use crate::decide::result::{ArmSeries, SUPPRESS_BELOW, StudyResult};
use std::borrow::Cow;

/// Two-sided 95 % of the normal distribution: simulation noise of means over many runs.
const Z: f64 = 1.96;

/// Draws below which no interval over draws is given.
pub const FEWEST_DRAWS: usize = 8;

/// Half-width of 95 % simulation noise.
pub fn noise_half(e: &Estimate) -> Option<f64> {
    e.mc_se.map(|se| Z * se)
}

/// Both ends of the interval over draws.
pub fn over_draws(e: &Estimate) -> Option<(f64, f64)> {
    e.low.zip(e.high)
}

/// What a change allows to say; below 0 is fewer. The interval over draws must leave 0 out, and so must the simulation noise
/// of the mean: one that other random numbers could turn round is not clear, however alike the draws are.
pub fn verdict(e: &Estimate) -> Verdict {
    let beyond_noise = noise_half(e).is_none_or(|half| e.mean.abs() > half);
    match over_draws(e) {
        Some((_, high)) if high < 0.0 && beyond_noise => Verdict::Fewer,
        Some((low, _)) if low > 0.0 && beyond_noise => Verdict::More,
        Some(_) => Verdict::Unclear,
        None if !beyond_noise => Verdict::Unclear,
        None => Verdict::NoInterval,
    }
}

/// Persons or spells without sign for what is a number of them, k and M for what no column holds.
pub fn persons(x: f64) -> String {
    persons_change(x).trim_start_matches('+').to_owned()
}

/// Persons in a sentence: whole from ten on.
pub fn persons_in_words(x: f64) -> String {
    if x.abs() >= 9.95 { number(x, 0) } else { short(x) }
}

/// "300 to 2,300" over draws, or what is missing.
pub fn ends(e: &Estimate, text: impl Fn(f64) -> String) -> String {
    over_draws(e).map_or_else(|| "no interval".into(), |(low, high)| format!("{} to {}", text(low), text(high)))
}

/// A share of the draws: no more exact than draws can say.
pub fn share(p: f64) -> String {
    match p {
        p if p <= 0.0 => "0\u{a0}%".into(),
        p if p < 0.01 => "under 1\u{a0}%".into(),
        p if p > 0.99 && p < 1.0 => "over 99\u{a0}%".into(),
        p => format!("{}\u{a0}%", number(100.0 * p, 0)),
    }
}

/// Budgets with a decision, ascending, S/ a year.
pub fn budgets(answers: &Answers) -> Vec<f64> {
    let mut all: Vec<f64> = answers.decisions.iter().map(|d| d.budget_soles_per_year).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    all
}

/// The decision at a budget: in the budget view, in another where that is all there is.
pub fn decision_at(answers: &Answers, budget: f64) -> Option<&Decision> {
    let at = || answers.decisions.iter().filter(|d| d.budget_soles_per_year == budget);
    at().find(|d| d.view == "budget").or_else(|| at().next())
}

/// The decision that titles and the first page speak of: at the largest budget.
pub fn main_decision(answers: &Answers) -> Option<&Decision> {
    budgets(answers).last().and_then(|b| decision_at(answers, *b))
}

/// One decision a budget, ascending.
pub fn decisions(answers: &Answers) -> Vec<&Decision> {
    budgets(answers).iter().filter_map(|b| decision_at(answers, *b)).collect()
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

/// A change of an outcome over draws.
pub fn effect<'a>(answers: &'a Answers, policy: &str, outcome: &str, window: &str) -> Option<&'a EffectOverDraws> {
    answers.effects.iter().find(|e| e.policy == policy && e.outcome == outcome && e.window == window)
}

/// How policies are named, and drawn the same way in every chart.
pub struct Names<'a> {
    result: &'a StudyResult,
    answers: &'a Answers,
    several: bool,
}

impl<'a> Names<'a> {
    pub fn new(result: &'a StudyResult, answers: &'a Answers) -> Names<'a> {
        Names { result, answers, several: budgets(answers).len() > 1 }
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

    /// What a policy may spend, S/ a year, where a decision knows it.
    pub fn budget(&self, policy: &str) -> Option<f64> {
        self.strategy(policy)
            .filter(|(d, s)| d.strategies.first().is_none_or(|q| q.policy != s.policy))
            .map(|f| f.0.budget_soles_per_year)
    }

    /// Whether a policy belongs to the largest budget (all do where there is one).
    pub fn at_largest(&self, policy: &str) -> bool {
        let largest = budgets(self.answers).last().copied();
        !self.several || self.budget(policy).is_none_or(|b| Some(b) == largest)
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
    let several = inputs.answers.filter(|a| budgets(a).len() > 1);
    let Some(answers) = several else {
        return (Cow::Borrowed(inputs.result), Cow::Borrowed(inputs.arms));
    };
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

/// "128 draws", and how many they count for where weights differ.
pub fn draws_in_words(answers: &Answers) -> String {
    let d = &answers.draws;
    let effective = d.effective.round();
    if d.used > 1 && effective >= 1.0 && effective + 0.5 < d.used as f64 {
        format!("{} (effective number {})", count(d.used, "draw"), number(effective, 0))
    } else {
        count(d.used, "draw")
    }
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
    if let Some(half) = noise_half(e) {
        scene.line(vec![(x.at(e.mean - half), y), (x.at(e.mean + half), y)], colour.alpha(0.45), 8.0, DASHES[0]);
    }
    scene.point((x.at(e.mean), y), shape, 4.2, colour, hollow);
}

/// All values an estimate draws at, for ranges.
pub fn reach(e: &Estimate) -> impl Iterator<Item = f64> {
    let half = noise_half(e).unwrap_or(0.0);
    [Some(e.mean - half), Some(e.mean + half), e.low, e.high].into_iter().flatten()
}

/// Draws a sample of both lines with their names, ending at the right margin; its baseline is `y`.
pub fn interval_key(scene: &mut Scene, y: f64) {
    use frame::{MARGIN, SMALL, WIDTH};
    let (thin, thick) = ("uncertainty: 95 % over draws", "simulation noise: 95 %");
    let right = WIDTH - MARGIN;
    let at = right - SMALL.width(thick);
    scene.text((right, y), thick, SMALL.end());
    scene.line(vec![(at - 26.0, y - 4.0), (at - 8.0, y - 4.0)], INK.alpha(0.45), 8.0, DASHES[0]);
    let at = at - 44.0;
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
