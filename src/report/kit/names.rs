//! How policies are named and drawn the same way wherever a study is told.

use super::answered;
use super::scene::{Colour, DASHES, INK, PALETTE, Shape, style};
use amparo_decide::answers::{Answers, Decision, Strategy};
use amparo_decide::result::StudyResult;

/// Policies at most in a chart whose colours, dashes and points tell them apart: two of each colour.
pub const MOST_DRAWN: usize = 12;

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
        let nothing = |d: &Decision| d.strategies.first().is_some_and(|s| s.policy == policy);
        if self.answers.decisions.iter().any(nothing) {
            return (INK, DASHES[0], Shape::Square);
        }
        let title = self.of(policy);
        let titles = self.titles();
        style(titles.iter().position(|one| *one == title).unwrap_or(titles.len()))
    }

    /// Titles in the order in which colours, dashes and points are given out: as the study lists them; where there are more than
    /// colours, those that avert most girls first, so that what is spoken of most differs in colour.
    fn titles(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let mut add = |title: String| {
            if !all.contains(&title) {
                all.push(title);
            }
        };
        let (decisions, result) = (&self.answers.decisions, self.result);
        let main = answered::main_decision(self.answers);
        let strategies = main.into_iter().chain(decisions).flat_map(|d| d.strategies.iter().skip(1));
        strategies.map(|s| self.of(&s.policy)).for_each(&mut add);
        result.policies.iter().map(|p| self.of(&p.name)).for_each(&mut add);
        if all.len() > PALETTE.len() {
            let ranked = self.ranked();
            let place = |title: &String| ranked.iter().position(|one| one == title).unwrap_or(ranked.len());
            all.sort_by_cached_key(place);
        }
        all
    }

    /// Titles at the largest budget, those that avert most first.
    fn ranked(&self) -> Vec<String> {
        if let Some(found) = self.answers.by_girls.last() {
            return found.rows.iter().map(|row| self.of(&row.policy)).collect();
        }
        let of = |d: &Decision| answered::ranked(d).into_iter().map(|row| self.of(&d.strategies[row].policy)).collect();
        answered::main_decision(self.answers).map_or_else(Vec::new, of)
    }

    /// What a chart writes of a policy's name where `cut` shortens names ([`apart`]).
    pub fn apart<T: PartialEq>(&self, name: &str, cut: impl Fn(&str) -> T) -> String {
        apart(name, &self.titles(), cut)
    }

    /// Of these policies the places of those that a chart in which colour tells them apart draws, in their order: all where they are
    /// few, else `first` and those that avert most.
    pub fn drawn(&self, policies: &[&str], first: &[usize]) -> Vec<usize> {
        let titles = self.titles();
        let place = |at: &usize| {
            let title = self.of(policies[*at]);
            (!first.contains(at), titles.iter().position(|one| *one == title))
        };
        let mut at: Vec<usize> = (0..policies.len()).collect();
        at.sort_by_cached_key(place);
        at.truncate(MOST_DRAWN);
        at.sort_unstable();
        at
    }
}

/// What a chart writes of a name where `cut` shortens it to the same as another of these: what follows the words that they share, as far
/// back as it takes for no other to end alike, or its number where that is not enough; the name itself where it can't be mistaken.
pub fn apart<T: PartialEq>(name: &str, titles: &[String], cut: impl Fn(&str) -> T) -> String {
    let own = cut(name);
    let others = || titles.iter().filter(|other| *other != name);
    let shared = |other: &String| {
        let same = name.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b).last();
        let begin = same.map_or(0, |((at, c), _)| at + c.len_utf8());
        // From the beginning of the word in which they part; within the first one, from where they part.
        name[..begin].rfind(' ').map_or(begin, |blank| blank + 1)
    };
    let Some(mut begin) = others().filter(|other| cut(other) == own).map(shared).min() else { return name.to_owned() };
    while let Some(further) =
        others().filter(|other| other.ends_with(&name[begin..])).map(shared).filter(|at| *at < begin).min()
    {
        begin = further;
    }
    let tail = format!("…{}", &name[begin..]);
    let cut_tail = cut(&tail);
    let alike = |other: &String| other.get(begin..).is_some_and(|rest| cut(&format!("…{rest}")) == cut_tail);
    if begin > 0 && !others().filter(|other| other.starts_with(&name[..begin])).any(alike) {
        return tail;
    }
    let number = titles.iter().position(|one| one == name).unwrap_or(titles.len()) + 1;
    format!("({number}) {name}")
}

fn strategy_title(s: &Strategy) -> &str {
    if s.title.is_empty() { &s.policy } else { &s.title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_name_is_told_from_every_other() {
        let titles: Vec<String> = ["1, share 10", "1, share 30", "2, share 10", "2, share 30"]
            .map(|rest| format!("Both halves, intensity {rest}"))
            .to_vec();
        let cut = |most: usize| move |text: &str| text.chars().take(most).collect::<String>();
        // Whole where all of it is seen, from where they part where it is not, and further back where another would end alike.
        assert_eq!(apart(&titles[0], &titles, cut(99)), titles[0]);
        assert_eq!(apart(&titles[0], &titles, cut(30)), "…1, share 10");
        let mut unlike = titles.clone();
        unlike[2] = "Other halves, intensity 1, share 10".into();
        assert_eq!(apart(&unlike[0], &unlike, cut(30)), "(1) Both halves, intensity 1, share 10");
        // A number where no tail tells.
        assert_eq!(apart(&titles[3], &titles, cut(3)), "(4) Both halves, intensity 2, share 30");
    }
}
