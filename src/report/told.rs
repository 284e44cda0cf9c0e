//! A study and the language it is told in: what every chart, table, and page of a study is made from.

use crate::kit::interventions::label;
use crate::kit::names::Names;
use crate::said::runs;
use crate::words::language::Language;
use crate::words::voice::Words;
use amparo_decide::answers::Answers;
use amparo_decide::result::StudyResult;
use std::ops::Deref;

/// A study, how its policies are named, and the words it is told in.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    names: Names<'a>,
    pub(crate) words: &'static dyn Words,
}

impl<'a> Told<'a> {
    /// A study's result and answers, told in a language.
    pub fn new(result: &'a StudyResult, answers: &'a Answers, language: Language) -> Told<'a> {
        Told { names: Names::new(result, answers), words: language.words() }
    }

    /// The same words for another study, or for a part of this one.
    pub fn of_other<'b>(&self, result: &'b StudyResult, answers: &'b Answers) -> Told<'b> {
        Told { names: Names::new(result, answers), words: self.words }
    }

    /// Whether the study is at one parameter vector, so that it has simulation noise and no uncertainty to show.
    pub fn one(&self) -> bool {
        runs::at_one_vector(self.answers)
    }

    /// What sentences call an intervention of this name: as its kind says, or the study's own file.
    pub(crate) fn label<'b>(&'b self, intervention: &'b str) -> &'b str {
        let own = self.answers.funnels.iter().flat_map(|funnel| &funnel.bought);
        let own = own.filter(|bought| bought.intervention == intervention).map(|bought| bought.label.as_str());
        own.last().unwrap_or_else(|| label(intervention))
    }

    /// The line that names the source.
    pub fn source(&self) -> String {
        self.words.source(&runs::source(self.result, self.answers))
    }

    /// What the intervals of the study are, or why there are none: the label that every chart with effects carries.
    pub(crate) fn intervals(&self) -> String {
        self.words.intervals(&runs::intervals(self.result, self.answers))
    }
}

impl<'a> Deref for Told<'a> {
    type Target = Names<'a>;

    fn deref(&self) -> &Names<'a> {
        &self.names
    }
}
