//! The chapter "One intervention or four?" in sentences: what a reader takes away first, and every question with its answer. Pages and
//! terminals show it.

use crate::kit::names::Names;
use crate::questions::QUESTIONS;
use crate::questions::asked::{Asked, Question};
use crate::said::matching::budget::{draws, few, main_budget};
use crate::said::matching::headline::{headline, main_gain, rather};
use crate::said::matching::questions::{answered, elsewhere, planner};
use crate::said::matching::{different, forecasts, steps, surveys};
use crate::told::Told;
use crate::words::matching::{Further, OfMatching};
use amparo_decide::matching::results::{AtBudget, TwoPart};

/// One question of the chapter with what the study answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Name of the question, as the files have it.
    pub about: String,
    /// The question in words.
    pub question: String,
    /// The answer in one or more sentences.
    pub answer: String,
    /// The assumptions the answer rests on.
    pub rests_on: String,
}

/// What a reader takes away first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// The finding, then what it does not say.
    pub answer: Vec<String>,
    /// How large the gain is.
    pub size: Vec<String>,
    /// Uncertainty over draws and simulation noise, each under its name.
    pub certainty: Vec<String>,
    /// Assumptions that the finding rests on.
    pub rests_on: Vec<String>,
}

/// The finding: whether diagnosing pays, whichever way it falls.
pub fn finding(told: &Told, two_part: &TwoPart) -> String {
    told.words.headline(&headline(two_part, told.horizon()))
}

/// The finding without its size.
pub(crate) fn finding_briefly(told: &Told, two_part: &TwoPart) -> String {
    told.words.headline_briefly(&headline(two_part, told.horizon()))
}

/// The finding at another baseline.
pub fn finding_elsewhere(told: &Told, baseline: &str, there: &Names, two_part: &TwoPart) -> String {
    told.words.headline_elsewhere(baseline, &headline(two_part, there.horizon()))
}

/// What stands first in the chapter.
pub fn brief(told: &Told, two_part: &TwoPart) -> Brief {
    let mut out = Brief { answer: vec![finding(told, two_part)], ..Brief::default() };
    let Some(at) = main_budget(two_part) else { return out };
    let words = told.words;
    out.answer.extend(rather(at).map(|rather| words.rather(rather).to_owned()));
    let steps = steps::steps(at);
    if !steps.is_empty() {
        out.size.push(words.steps(at.budget_soles_per_year, &steps));
    }
    out.size.push(words.spells_in_baseline(at.baseline, told.horizon()));
    out.size.extend(steps::beyond(at).iter().map(|beyond| words.beyond(beyond)));
    out.certainty.push(words.chapter_rests_on_draws(draws(at), few(at)));
    let others = elsewhere(two_part, at, Question::Diagnosing.name());
    if !others.is_empty() {
        out.certainty.push(words.diagnosing_elsewhere(&others));
    }
    let here = two_part.discoveries.iter().find(|d| d.budget_soles_per_year == at.budget_soles_per_year);
    out.certainty.extend(here.map(|d| words.turns(d, 1)));
    out.certainty.extend(forecasts::main_skill(two_part, at).map(|s| words.forecasts_in_brief(s)));
    let rests_on = main_gain(at).map(|g| words.gain_rests_on(Question::Diagnosing, planner(at, g)));
    out.rests_on.extend(rests_on.map(|text| format!("{text}.")));
    out.rests_on.push(words.chapter(OfMatching::CausesAssumed).to_owned());
    out
}

/// A question about a gain with its answer.
fn of_gain(told: &Told, two_part: &TwoPart, at: &AtBudget, asked: &Asked) -> Said {
    let (words, question) = (told.words, asked.question);
    let (answer, rests_on) = match answered(two_part, at, asked, told.horizon()) {
        Some(answered) => (words.answer(question, &answered), words.gain_rests_on(question, answered.planner)),
        None => (words.chapter(OfMatching::NotInStudy).to_owned(), String::new()),
    };
    Said { about: asked.name().into(), question: words.asking(question).heading.into(), answer, rests_on }
}

/// A further question with its answer; `None`: it is not in this study.
fn of_further(told: &Told, further: Further, answer: Option<String>) -> Said {
    let rests_on = answer.as_ref().map_or(String::new(), |_| told.words.further_rests_on(further));
    Said {
        about: further.name().into(),
        question: told.words.further(further).into(),
        answer: answer.unwrap_or_else(|| told.words.chapter(OfMatching::NotInStudy).to_owned()),
        rests_on,
    }
}

/// Every question of the chapter with its answer, in order.
pub fn said(told: &Told, two_part: &TwoPart) -> Vec<Said> {
    let Some(at) = main_budget(two_part) else { return Vec::new() };
    let words = told.words;
    let mut out: Vec<Said> = QUESTIONS.iter().map(|asked| of_gain(told, two_part, at, asked)).collect();
    let survey = surveys::sizes(at).map(|sizes| words.survey_answer(at.budget_soles_per_year, &sizes));
    out.push(of_further(told, Further::SurveySize, survey));
    let each = different::each(two_part);
    let different = different::from(two_part).filter(|_| !each.is_empty());
    out.push(of_further(told, Further::HowDifferent, different.map(|from| words.different_answer(&from, &each))));
    if two_part.discoveries.is_empty() {
        out.push(of_further(told, Further::Discovery, None));
    }
    let turns = two_part.discoveries.iter().map(|d| of_further(told, Further::Discovery, Some(words.turns(d, 2))));
    out.extend(turns);
    let skills = forecasts::skills(two_part, at);
    let trust = (!skills.is_empty()).then(|| words.forecasts_answer(&forecasts::erring(at, &skills), &skills));
    out.push(of_further(told, Further::Forecasts, trust));
    out
}
