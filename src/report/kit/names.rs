//! How policies are named and drawn the same way wherever a study is told.

use super::answered;
use super::scene::{Colour, DASHES, INK, Shape, style};
use amparo_decide::answers::{Answers, Decision, Strategy};
use amparo_decide::result::StudyResult;

/// A policy as people name it, in a sentence: the language says where its title begins and ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Title(pub String);

/// Who is best, or is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Doing nothing further.
    Nothing,
    /// A policy.
    Policy(Title),
    /// No strategy of the decision.
    Nobody,
}

/// How policies are named, and drawn the same way in every chart.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The result whose policies are named.
    pub result: &'a StudyResult,
    /// Its answers.
    pub answers: &'a Answers,
    several: bool,
}

impl<'a> Names<'a> {
    /// Names for the policies of `result`, with budgets where there are several.
    pub fn new(result: &'a StudyResult, answers: &'a Answers) -> Names<'a> {
        Names { result, answers, several: answered::budgets(result, answers).len() > 1 }
    }

    fn strategy(&self, policy: &str) -> Option<(&'a Decision, &'a Strategy)> {
        let rows = self.answers.decisions.iter().flat_map(|d| d.strategies.iter().map(move |s| (d, s)));
        rows.into_iter().find(|(_, s)| s.policy == policy)
    }

    /// A policy's title without its budget, which charts of one budget say once.
    pub fn of(&self, policy: &str) -> String {
        let of_result = || self.result.policies.iter().find(|p| p.name == policy).map(answered::name);
        let title = self.strategy(policy).map(|(_, s)| strategy_title(s)).or_else(of_result).unwrap_or(policy);
        if self.several { answered::without_budget(title).to_owned() } else { title.to_owned() }
    }

    /// What a policy may spend, S/ per year, where a decision knows it, or else the result.
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
            let largest = answered::budgets(self.result, self.answers).last().copied();
            return self.budget(policy) == largest;
        }
        let largest = answered::decided_budgets(self.answers).last().copied();
        !self.several || self.budget(policy).is_none_or(|b| Some(b) == largest)
    }

    /// The same in a sentence.
    pub fn title(&self, policy: &str) -> Title {
        Title(self.of(policy))
    }

    /// A strategy of a decision.
    pub fn who(&self, decision: &Decision, row: usize) -> Who {
        match (row, decision.strategies.get(row)) {
            (0, _) => Who::Nothing,
            (_, Some(s)) => Who::Policy(self.title(&s.policy)),
            (_, None) => Who::Nobody,
        }
    }

    /// Years of everything discounted.
    pub fn horizon(&self) -> usize {
        self.result.funded_years + self.result.following_years
    }

    /// Whether policies have several budgets.
    pub fn several(&self) -> bool {
        self.several
    }

    /// The largest budget, where there are several.
    pub fn largest(&self) -> Option<f64> {
        match answered::budgets(self.result, self.answers).as_slice() {
            [.., _, largest] => Some(*largest),
            _ => None,
        }
    }

    /// Colour, dash and point of a policy, the same at every budget; the status quo in ink.
    pub fn style(&self, policy: &str) -> (Colour, &'static [f64], Shape) {
        let title = self.of(policy);
        let all = answered::main_decision(self.answers).map_or(&[][..], |d| &d.strategies);
        match all.iter().position(|s| self.of(&s.policy) == title) {
            Some(0) => (INK, DASHES[0], Shape::Square),
            Some(row) => style(row - 1),
            None => style(self.result.policies.iter().position(|p| p.name == policy).unwrap_or(0)),
        }
    }
}

fn strategy_title(s: &Strategy) -> &str {
    if s.title.is_empty() { &s.policy } else { &s.title }
}
