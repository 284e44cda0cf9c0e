//! The sentences of the chapter.

use super::different::different;
use super::forecasts::{erring, forecast};
use super::gains::{
    RESPONSE, STRENGTHS, amount, called, certainty, compared, effective, hedge, over, signed_cases, to_decide, verdict,
};
use super::surveys::survey;
use crate::kit::format::upper_first;
use crate::questions::asked::Question;
use crate::said::matching::budget::DrawsOf;
use crate::said::matching::called::Called;
use crate::said::matching::different::{GainsFrom, In};
use crate::said::matching::forecasts::Erring;
use crate::said::matching::headline::{Headline, OnlyWhere, Rather};
use crate::said::matching::judged::Judged;
use crate::said::matching::questions::{Answered, AtOther, Planner};
use crate::said::matching::steps::{Beyond, Gained};
use crate::said::matching::surveys::Sizes;
use crate::words::en::english::English;
use crate::words::en::grammar::over_years;
use crate::words::matching::{Further, Matching, OfMatching};
use crate::words::questions::Questions;
use amparo_decide::matching::results::ForecastSkill;
use amparo_tables::Format;
use amparo_tables::numbers::{number, soles};

/// A question's gain at other budgets.
fn elsewhere(others: &[AtOther]) -> String {
    let one = |o: &AtOther| {
        let hedge = if o.judged == Judged::Few { ", too few draws to decide" } else { hedge(o.judged) };
        format!(
            "with {} {}{}{hedge}",
            soles(o.budget),
            signed_cases(o.averted),
            over(o.averted, |low, high| Format::Words.range(low, high))
        )
    };
    upper_first(&format!("{}.", others.iter().map(one).collect::<Vec<_>>().join("; ")))
}

/// What pays where it is not matching, or mostly not.
fn pays_where(finding: &OnlyWhere) -> &'static str {
    match finding {
        OnlyWhere::Untold => "What pays is where the money goes; whether matching adds to that cannot be told",
        OnlyWhere::Loses => "What pays is where the money goes; matching on top of that loses",
        OnlyWhere::LosesOnAverage => {
            "What pays is where the money goes; matching on top of that loses on average, though not under every assumption"
        }
        OnlyWhere::SmallerPart => {
            "What pays is mostly where the money goes and how intensely it is spent; diagnosing adds the smaller part"
        }
    }
}

/// Whether diagnosing pays.
fn pays(judged: Judged) -> &'static str {
    match judged {
        Judged::Few => "Too few draws to decide whether diagnosing communities pays",
        Judged::Untold => "Whether diagnosing communities pays cannot be told",
        Judged::More => "Yes, diagnosing communities pays under what is assumed here",
        Judged::MoreOnAverage => "On average diagnosing communities pays, but not under every assumption",
        Judged::Fewer => "No, matching loses under what is assumed here",
        Judged::FewerOnAverage => "On average matching loses, though not under every assumption",
    }
}

impl Matching for English {
    fn chapter(&self, what: OfMatching) -> &'static str {
        match what {
            OfMatching::Heading => "One intervention or four?",
            OfMatching::Idea => {
                "The idea tested: why girls are drawn in differs between communities, and one intervention reaches one cause. So first find \
                 out which drivers prevail in a community, then match one of four interventions to it: an information campaign, a mobile \
                 application, community-driven development, or cash transfers for skills training. Against it stands the simpler plan: one \
                 intervention for all, the money spent on that instead of on a survey."
            }
            OfMatching::NotSaid => {
                "What this chapter does not say: that causes differ, or by how much, since differences are put in; that any intervention \
                 works as assumed, since none has been measured on trafficking; that a draw is likely, since draws spread over what is \
                 assumed. It says what would follow, and what it hangs on."
            }
            OfMatching::So => "So",
            OfMatching::NotInStudy => "Not in this study.",
            OfMatching::CausesAssumed => {
                "how different causes are enters as an assumption: nothing here shows that they differ."
            }
            OfMatching::Absent => "not in this study",
            OfMatching::NotAtBudget => "not at this budget",
            OfMatching::FurtherCases => "further cases averted",
            OfMatching::Cases => "cases averted",
            OfMatching::PercentOfBaseline => "% of the baseline",
            OfMatching::Whiskers => {
                "Whiskers hold what all strategies have in common too: which is better is told by their paired differences, not by whiskers \
                 that overlap."
            }
            OfMatching::Simulated => "simulated, cases averted",
            OfMatching::Forecast => "forecast, cases averted",
            OfMatching::Equal => "forecast = simulated",
            OfMatching::NotSummedUp => "not summed up",
        }
    }

    fn headline(&self, headline: &Headline) -> String {
        match headline {
            Headline::Unknown => "Nothing is known yet of one intervention or four.".into(),
            Headline::NotAsked(budget) => {
                format!("With {} per year this study does not say whether diagnosing communities pays.", soles(*budget))
            }
            Headline::OnlyWhere { finding, budget, gain, beyond } => {
                let finding = pays_where(finding);
                format!(
                    "{finding}: with {} per year {}; but {} than {}, which needs no survey ({}).",
                    soles(*budget),
                    compared(gain),
                    amount(&beyond.gain.averted),
                    called(&beyond.against),
                    certainty(&beyond.gain.averted)
                )
            }
            Headline::Gains { judged, budget, gain, draws } => {
                let (budget, text) = (soles(*budget), compared(gain));
                let pays = pays(*judged);
                match judged {
                    Judged::Few => format!(
                        "{pays} ({}; {}): so far, with {budget} per year, {text}.",
                        effective(draws),
                        to_decide()
                    ),
                    Judged::Untold => {
                        format!("{pays}: with {budget} per year its gain cannot be told from zero; {text}.")
                    }
                    _ => format!("{pays}: with {budget} per year {text}."),
                }
            }
        }
    }

    fn headline_briefly(&self, headline: &Headline) -> String {
        match headline {
            Headline::OnlyWhere { finding, .. } => format!("{}.", pays_where(finding)),
            Headline::Gains { judged, .. } => format!("{}.", pays(*judged)),
            Headline::Unknown | Headline::NotAsked(_) => self.headline(headline),
        }
    }

    fn headline_elsewhere(&self, baseline: &str, headline: &Headline) -> String {
        format!("At the other baseline ({baseline}): {}", self.headline(headline))
    }

    fn rather(&self, rather: Rather) -> &'static str {
        match rather {
            Rather::WhereWhichUntold => {
                "Putting money where exposure is high gains, and needs no survey; whether choosing which intervention by survey adds to that \
                 cannot be told from zero."
            }
            Rather::WhereWhichLoses => {
                "Putting money where exposure is high gains, and needs no survey; choosing which intervention then loses, the price of the \
                 survey included."
            }
            Rather::Which => {
                "It is choosing which intervention that gains; choosing where with one intervention for all does not, or cannot be told from \
                 zero."
            }
        }
    }

    fn called(&self, strategy: &Called) -> String {
        match strategy {
            Called::Title(title) => title.0.clone(),
            other => called(other),
        }
    }

    /// "Step by step: +210 cases by choosing where; +12 by choosing which intervention, which cannot be told from zero."
    fn steps(&self, budget: f64, steps: &[Gained]) -> String {
        let one = |g: &Gained| {
            format!("{} by {}{}", signed_cases(g.averted), self.asking(g.question).subject, hedge(g.judged))
        };
        format!(
            "Step by step with {} per year, in further cases averted: {}.",
            soles(budget),
            steps.iter().map(one).collect::<Vec<_>>().join("; ")
        )
    }

    fn spells_in_baseline(&self, spells: f64, horizon: usize) -> String {
        format!("In the baseline {} spells begin {}, discounted.", number(spells, 0), over_years(horizon))
    }

    fn beyond(&self, beyond: &Beyond) -> String {
        let lead = match beyond.gained.question {
            Question::BestFound => "The best found by search, a lower bound of the best",
            _ => "A survey without error, which nobody has",
        };
        format!(
            "{lead}: {} cases against {}{}.",
            signed_cases(beyond.gained.averted),
            called(&beyond.against),
            hedge(beyond.gained.judged)
        )
    }

    fn chapter_rests_on_draws(&self, draws: DrawsOf, few: bool) -> String {
        if few {
            format!(
                "Too few draws to decide: {}; {}. The numbers show the form of the answer, not the answer.",
                effective(&draws),
                to_decide()
            )
        } else {
            format!("Over {} of what is assumed.", effective(&draws))
        }
    }

    fn diagnosing_elsewhere(&self, others: &[AtOther]) -> String {
        format!("What diagnosing gains at other budgets. {}", elsewhere(others))
    }

    fn forecasts_in_brief(&self, skill: &ForecastSkill) -> String {
        format!("Forecasts: {}.", forecast(skill))
    }

    fn gain_rests_on(&self, question: Question, planner: Option<Planner>) -> String {
        let planner = planner.map(|planner| match planner {
            Planner::Knows => "the planner knows these strengths",
            Planner::OneKnows => "one planner knows these strengths, the other plans with the scenario's own",
            Planner::OwnStrengths => "the planner plans with the scenario's own strengths, not those of the draw",
        });
        let parts = [Some(STRENGTHS), planner, Some(RESPONSE), Some(self.asking(question).rests_on)];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn answer(&self, question: Question, a: &Answered) -> String {
        let mut answer = format!(
            "With {} per year {}: {}.",
            soles(a.budget),
            verdict(self.asking(question).subject, &a.compared.gain.averted, a.judged),
            compared(&a.compared)
        );
        if let Some(aside) = a.aside {
            answer.push_str(&format!(" {}", self.aside(aside)));
        }
        if !a.elsewhere.is_empty() {
            answer.push_str(&format!(" {}", elsewhere(&a.elsewhere)));
        }
        answer
    }

    fn further(&self, further: Further) -> &'static str {
        match further {
            Further::SurveySize => "How large a survey pays for itself?",
            Further::HowDifferent => "How different must causes be?",
            Further::Discovery => "When does the answer turn?",
            Further::Forecasts => "Can the forecasts be trusted?",
        }
    }

    fn further_rests_on(&self, further: Further) -> String {
        match further {
            Further::SurveySize => format!(
                "the price of a household surveyed and the errors of answers (assumed); the survey is paid from the same budget; {STRENGTHS}; \
                 {RESPONSE}"
            ),
            Further::HowDifferent => "differences between communities and girls are put in, not found: each baseline assumes another size of \
                                      them, and meets the same targets"
                .into(),
            Further::Discovery => "the ranges parameters were drawn from: shares of draws are shares of what is assumed, not probabilities; \
                                   boxes were looked for on part of the draws and checked on the rest"
                .into(),
            Further::Forecasts => "the simulation as the yardstick, which is a model itself; forecasts leave out that the trade adapts".into(),
        }
    }

    fn survey_answer(&self, budget: f64, sizes: &Sizes) -> String {
        format!("With {} per year {}.", soles(budget), survey(sizes, true))
    }

    fn different_answer(&self, from: &GainsFrom, each: &[In]) -> String {
        different(from, each)
    }

    fn forecasts_answer(&self, found: &Erring, skills: &[&ForecastSkill]) -> String {
        let each: Vec<String> = skills.iter().map(|s| forecast(s)).collect();
        format!("{}. {}.", erring(found), upper_first(&each.join("; ")))
    }

    fn this_rests_on(&self, sentences: &[String]) -> String {
        let rest = sentences.iter().skip(1).map(|s| upper_first(s));
        let all: Vec<String> = sentences.iter().take(1).cloned().chain(rest).collect();
        format!("This rests on: {}", all.join(" "))
    }

    fn gains_heading(&self, budget: f64) -> String {
        format!("With {} per year, discounted:", soles(budget))
    }
}
