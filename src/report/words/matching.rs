//! The chapter on matching interventions to communities: what is found, and how sure it is.

use crate::questions::asked::Question;
use crate::said::matching::budget::DrawsOf;
use crate::said::matching::called::Called;
use crate::said::matching::different::{GainsFrom, In};
use crate::said::matching::forecasts::Erring;
use crate::said::matching::headline::{Headline, Rather};
use crate::said::matching::questions::{Answered, AtOther, Planner};
use crate::said::matching::steps::{Best, Beyond, Gained, Title};
use crate::said::matching::surveys::Sizes;
use amparo_decide::estimate::Estimate;
use amparo_decide::matching::results::{ForecastSkill, HowDifferent};

/// Questions of the chapter that are not about a gain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// How large a survey pays for itself.
    SurveySize,
    /// How different causes must be.
    HowDifferent,
    /// When the answer turns.
    Discovery,
    /// Whether forecasts can be trusted.
    Forecasts,
}

impl Further {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Further::SurveySize => "survey-size",
            Further::HowDifferent => "how-different",
            Further::Discovery => "discovery",
            Further::Forecasts => "forecasts",
        }
    }
}

/// Fixed texts of the chapter and its charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfMatching {
    Heading,
    Idea,
    NotSaid,
    So,
    NotInStudy,
    CausesAssumed,
    Absent,
    NotAtBudget,
    FurtherCases,
    Cases,
    PercentOfBaseline,
    Whiskers,
    Simulated,
    Forecast,
    Equal,
    NotSummedUp,
}

/// What a language says of matching.
pub trait Matching {
    /// Fixed texts.
    fn chapter(&self, what: OfMatching) -> &'static str;
    /// The finding.
    fn headline(&self, headline: &Headline) -> String;
    /// The finding without its size.
    fn headline_briefly(&self, headline: &Headline) -> String;
    /// The finding at another baseline.
    fn headline_elsewhere(&self, baseline: &str, headline: &Headline) -> String;
    /// What gains beside choosing where.
    fn rather(&self, rather: Rather) -> &'static str;
    /// A strategy in a row or a cell.
    fn called(&self, called: &Called) -> String;
    /// Steps at a budget, one after the other.
    fn steps(&self, budget: f64, steps: &[Gained]) -> String;
    /// Spells that begin in the baseline.
    fn spells_in_baseline(&self, spells: f64, horizon: usize) -> String;
    /// What is beyond reach.
    fn beyond(&self, beyond: &Beyond) -> String;
    /// How many draws the chapter rests on, and whether they are too few.
    fn chapter_rests_on_draws(&self, draws: DrawsOf, few: bool) -> String;
    /// What diagnosing gains at other budgets.
    fn diagnosing_elsewhere(&self, others: &[AtOther]) -> String;
    /// The main forecast in brief.
    fn forecasts_in_brief(&self, skill: &ForecastSkill) -> String;
    /// What the answer to a question rests on.
    fn gain_rests_on(&self, question: Question, planner: Option<Planner>) -> String;
    /// The answer to a question about a gain.
    fn answer(&self, question: Question, answered: &Answered) -> String;
    /// Heading of a further question.
    fn further(&self, further: Further) -> &'static str;
    /// What its answer rests on.
    fn further_rests_on(&self, further: Further) -> String;
    /// Which size of survey does best.
    fn survey_answer(&self, budget: f64, sizes: &Sizes) -> String;
    /// How different causes must be.
    fn different_answer(&self, from: &GainsFrom, each: &[In]) -> String;
    /// Whether forecasts can be trusted.
    fn forecasts_answer(&self, erring: &Erring, skills: &[&ForecastSkill]) -> String;
    /// That the chapter's finding rests on these, in one line.
    fn this_rests_on(&self, sentences: &[String]) -> String;
    /// A budget over the table of gains on a terminal.
    fn gains_heading(&self, budget: f64) -> String;
}

/// What a language says around the chapter's charts.
pub trait MatchingCharts {
    /// A budget over its panel; whether draws are too few.
    fn panel(&self, budget: f64, few: bool) -> String;
    /// Cases with a sign, and the interval over draws.
    fn panel_gain(&self, e: &Estimate) -> String;
    /// Cases and the interval over draws.
    fn panel_cases(&self, e: &Estimate) -> String;
    /// Per cent with a sign, and the interval over draws.
    fn panel_percent(&self, e: &Estimate) -> String;
    /// Every number of rows in panels, for those who cannot see them: labels with numbers by panel.
    fn panels_alt(&self, title: &str, rows: &[(&str, Vec<(&str, &str)>)]) -> String;
    /// Title over the steps.
    fn steps_title(&self, title: &Title) -> String;
    /// Below it.
    fn steps_subtitle(&self, horizon: usize) -> String;
    /// What marks mean; whether smaller budgets are left out.
    fn steps_note(&self, smaller: bool) -> String;
    /// Title over the strategies.
    fn strategies_title(&self, best: &Best) -> String;
    /// Below it.
    fn strategies_subtitle(&self, horizon: usize) -> String;
    /// What marks mean; whether strategies and smaller budgets are left out.
    fn strategies_note(&self, dropped: bool, smaller: bool) -> String;
    /// Title over sizes of survey.
    fn surveys_title(&self, budget: f64, sizes: &Sizes) -> String;
    /// Below it.
    fn surveys_subtitle(&self, horizon: usize) -> String;
    /// A size and its price.
    fn surveys_row(&self, households: f64, cost: Option<f64>) -> String;
    /// What marks mean.
    fn surveys_note(&self) -> String;
    /// Title over differences of causes.
    fn different_title(&self, from: &GainsFrom) -> String;
    /// Below it.
    fn different_subtitle(&self, budget: f64) -> String;
    /// A baseline; whether it is the study's own.
    fn different_row(&self, baseline: &HowDifferent, own: bool) -> String;
    /// What marks mean.
    fn different_note(&self) -> String;
    /// Title over forecasts.
    fn forecasts_title(&self, erring: &Erring) -> String;
    /// Below it.
    fn forecasts_subtitle(&self, horizon: usize, budget: f64) -> String;
    /// What marks mean; whether not every draw is drawn.
    fn forecasts_note(&self, thinned: bool) -> String;
    /// What the simulation gives of a rule's forecasts.
    fn forecasts_figures(&self, skill: &ForecastSkill) -> String;
    /// Forecasts for those who cannot see them.
    fn forecasts_alt(&self, title: &str, skills: &[&ForecastSkill]) -> String;
}
