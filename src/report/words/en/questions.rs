//! The questions of the chapter, in English.

use super::english::English;
use crate::questions::asked::{Aside, Question, Row, Rung};
use crate::words::questions::{Asking, Questions};

impl Questions for English {
    fn asking(&self, question: Question) -> Asking {
        match question {
            Question::Diagnosing => Asking {
                heading: "Does diagnosing communities beat the best single intervention everywhere?",
                subject: "diagnosing communities and choosing for each",
                rests_on: "how different causes are, as in the draws",
            },
            Question::Where => Asking {
                heading: "How much is where the money goes?",
                subject: "choosing where",
                rests_on: "exposure estimated from registered victims by origin; no survey is needed for it",
            },
            Question::Which => Asking {
                heading: "How much is which intervention a community gets, by survey?",
                subject: "choosing which intervention by survey",
                rests_on: "the survey's errors (assumed), its price paid, and where money goes chosen anew by the forecast; how different causes are, as in the draws",
            },
            Question::HowMuch => Asking {
                heading: "How much is how intensely it is done?",
                subject: "choosing how much",
                rests_on: "effects and costs at intensities other than the register's, which nobody has measured",
            },
            Question::Together => Asking {
                heading: "How much is doing several things together?",
                subject: "combining interventions",
                rests_on: "how the model joins several interventions in one community",
            },
            Question::Matching => Asking {
                heading: "What does matching gain in all?",
                subject: "matching",
                rests_on: "the survey's errors (assumed); how different causes are, as in the draws",
            },
            Question::MatchingIntensity => Asking {
                heading: "And against the best single intervention put where most are exposed, at its best intensity?",
                subject: "matching",
                rests_on: "the survey's errors (assumed); how different causes are, as in the draws; both choose between the same intensities",
            },
            Question::IntensityAlone => Asking {
                heading: "How much is intensity alone, without a survey?",
                subject: "choosing the intensity of one intervention",
                rests_on: "effects and costs at intensities other than the register's, which nobody has measured",
            },
            Question::BestSingle => Asking {
                heading: "Does matching beat the best single intervention, wherever that is given?",
                subject: "matching instead of the best single intervention",
                rests_on: "the survey's errors (assumed); how different causes are, as in the draws; the single one is at the register's intensity",
            },
            Question::DriverMap => Asking {
                heading: "Is a simple map from the dominant driver to an intervention enough?",
                subject: "the map from the dominant driver",
                rests_on: "which intervention the map names for each driver; the survey's errors (assumed)",
            },
            Question::PerfectSurvey => Asking {
                heading: "What is a perfect survey worth?",
                subject: "a survey without response error that costs nothing",
                rests_on: "no such survey exists; it measures 60 girls a community truly, and exposure is still estimated",
            },
            Question::TrueProfile => Asking {
                heading: "What would knowing the true profiles and the true exposure be worth?",
                subject: "knowing true profiles and exposure",
                rests_on: "nobody can know them; the rule still chooses by a static forecast",
            },
            Question::BestFound => Asking {
                heading: "What does the best found gain?",
                subject: "searching for the best",
                rests_on: "the kind of rule the search tries; a lower bound of the best, since a better one may exist",
            },
            Question::BestFoundSingle => Asking {
                heading: "Does what a search found, which needs no survey, beat the best single intervention?",
                subject: "a rule found by search",
                rests_on: "the kind of rule the search tries; effects and costs at intensities other than the register's, which nobody has measured",
            },
            Question::NotKnowing => Asking {
                heading: "What if the strengths planned with are the register's, not the true ones?",
                subject: "planning with the register's strengths",
                rests_on: "that the true strengths are spread as the draws are",
            },
            Question::NotKnowingSingle => Asking {
                heading: "Where nobody knows the strengths, does matching beat one intervention for all?",
                subject: "matching with the register's strengths",
                rests_on: "that the true strengths are spread as the draws are; the single intervention is the best on average over them",
            },
        }
    }

    fn row(&self, row: Row) -> &'static str {
        match row {
            Row::Where => "choosing where",
            Row::Which => "choosing which",
            Row::HowMuch => "choosing how much",
            Row::Together => "combining",
            Row::Diagnosing => "diagnosing, in all",
            Row::Matching => "matching in all",
            Row::BeyondBoth => "matching beyond both",
            Row::IntensityAlone => "intensity alone, unsurveyed",
            Row::DriverMap => "map from the dominant driver",
            Row::PerfectSurvey => "a perfect survey",
            Row::BestFound => "the best found",
            Row::NotKnowing => "register's strengths",
            Row::NotKnowingSingle => "register's strengths, against one for all",
        }
    }

    fn rung(&self, rung: Rung) -> &'static str {
        match rung {
            Rung::Where => "choosing where (no survey needed)",
            Rung::Which => "choosing which intervention",
            Rung::HowMuch => "choosing how much",
            Rung::Together => "combining interventions",
            Rung::PerfectSurvey => "with a perfect survey (nobody has one)",
            Rung::TrueProfile => "with true profiles and exposure (nobody knows them)",
            Rung::BestFound => "found by search (a lower bound of the best)",
        }
    }

    fn aside(&self, aside: Aside) -> &'static str {
        match aside {
            Aside::MapEnough => "Against forecasts of effects the map is enough here.",
            Aside::MapNotEnough => "The map is not enough here.",
            Aside::MapNotRefuted => "Nothing here shows that the map is not enough.",
        }
    }
}
