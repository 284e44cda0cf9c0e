//! What a question consists of. Its words stand in the files of each language.

use crate::said::matching::judged::Judged;
use amparo_decide::matching::contrast::{Contrast, Side};
use amparo_decide::matching::results::{AtBudget, Gain};

/// A question of the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Does diagnosing beat the best single intervention everywhere?
    Diagnosing,
    /// How much is where the money goes?
    Where,
    /// How much is which intervention a community gets?
    Which,
    /// How much is how intensely it is done?
    HowMuch,
    /// How much is doing several things together?
    Together,
    /// What does matching gain in all?
    Matching,
    /// The same against the best single intervention at its best intensity.
    MatchingIntensity,
    /// How much is intensity alone?
    IntensityAlone,
    /// Does matching beat the best single intervention, wherever that is given?
    BestSingle,
    /// Is a map from the dominant driver enough?
    DriverMap,
    /// What is a perfect survey worth?
    PerfectSurvey,
    /// What would knowing true profiles and exposure be worth?
    TrueProfile,
    /// What does the best found gain?
    BestFound,
    /// Does it beat the best single intervention?
    BestFoundSingle,
    /// What if the strengths planned with are not the true ones?
    NotKnowing,
    /// Does matching beat one intervention where nobody knows the strengths?
    NotKnowingSingle,
}

impl Question {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Question::Diagnosing => "diagnosing",
            Question::Where => "where",
            Question::Which => "which",
            Question::HowMuch => "how-much",
            Question::Together => "together",
            Question::Matching => "matching",
            Question::MatchingIntensity => "matching-intensity",
            Question::IntensityAlone => "intensity-alone",
            Question::BestSingle => "best-single",
            Question::DriverMap => "driver-map",
            Question::PerfectSurvey => "perfect-survey",
            Question::TrueProfile => "true-profile",
            Question::BestFound => "best-found",
            Question::BestFoundSingle => "best-found-single",
            Question::NotKnowing => "not-knowing",
            Question::NotKnowingSingle => "not-knowing-single",
        }
    }
}

/// The label of a question in the table for terminals and in the chart over baselines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Row {
    /// Choosing where.
    Where,
    /// Choosing which.
    Which,
    /// Choosing how much.
    HowMuch,
    /// Combining.
    Together,
    /// Diagnosing, in all.
    Diagnosing,
    /// Matching, in all.
    Matching,
    /// Matching beyond where and how intensely.
    BeyondBoth,
    /// Intensity alone.
    IntensityAlone,
    /// The map from the dominant driver.
    DriverMap,
    /// A perfect survey.
    PerfectSurvey,
    /// The best found.
    BestFound,
    /// Planning with the register's strengths.
    NotKnowing,
    /// The same against one intervention.
    NotKnowingSingle,
}

/// The label of a question in the chart of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rung {
    /// Choosing where.
    Where,
    /// Choosing which.
    Which,
    /// Choosing how much.
    HowMuch,
    /// Combining.
    Together,
    /// With a perfect survey.
    PerfectSurvey,
    /// With true profiles and exposure.
    TrueProfile,
    /// Found by search.
    BestFound,
}

/// A remark behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// The map is enough against forecasts of effects.
    MapEnough,
    /// The map is not enough.
    MapNotEnough,
    /// Nothing shows that it is not.
    MapNotRefuted,
}

/// A question about a gain: what is compared, and where its answer is shown.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The two sides, and the name of the question in files.
    pub contrast: Contrast,
    /// Its row in the table for terminals; `None`: not in it.
    pub row: Option<Row>,
    /// Its step in the chart of steps; `None`: no step.
    pub step: Option<Rung>,
    /// Whether it is one of the steps that add up to diagnosing.
    pub adds_up: bool,
    /// Its panel in the chart over baselines: rank, where only the first few have room, and label.
    pub panel: Option<(u8, Row)>,
    /// A remark behind its answer.
    pub aside: fn(&AtBudget, &Gain, Judged) -> Option<Aside>,
}

impl Asked {
    /// A question that is answered on the page alone.
    pub const fn new(question: Question, policy: Side, against: Side) -> Asked {
        Asked {
            question,
            contrast: Contrast { name: question.name(), policy, against },
            row: None,
            step: None,
            adds_up: false,
            panel: None,
            aside: |_, _, _| None,
        }
    }

    /// Its name in files.
    pub const fn name(&self) -> &'static str {
        self.contrast.name
    }
}
