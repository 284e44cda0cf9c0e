//! Headings of pages in English.

use super::english::English;
use crate::words::pages::{Heading, Missing, Pages, Parameters};

impl Pages for English {
    fn heading(&self, heading: Heading) -> &'static str {
        match heading {
            Heading::Decision => "The decision in numbers",
            Heading::Effects => "Effects",
            Heading::Adaptation => "Before and after adaptation",
            Heading::Uncertainty => "Uncertainty over what is assumed",
            Heading::Choice => "Cost and choice",
            Heading::Learning => "What to study first",
            Heading::Benefits => "Who benefits",
            Heading::Baseline => "The baseline",
            Heading::Assumed => "What is assumed",
            Heading::Run => "The run",
        }
    }

    fn kicker(&self, scenario: &str) -> String {
        format!("amparo · {scenario}")
    }

    fn missing(&self, missing: Missing) -> &'static str {
        match missing {
            Missing::Benefits => {
                "Not in this study: no policy has groups of five or more with all three outcomes known."
            }
            Missing::NotHeld => {
                "Not in this study: the trade's response was not held in this study, so effects before adaptation are not known."
            }
            Missing::Uncertainty => {
                "Not in this study: every interval here is simulation noise at one parameter vector, so the true uncertainty is larger, \
                 possibly much larger; a study over draws shows it."
            }
        }
    }

    fn parameters(&self, parameters: Parameters) -> &'static str {
        match parameters {
            Parameters::Given => "Taken as the table of draws gives them",
            Parameters::Drawn => "Drawn from their priors",
            Parameters::Solved => "Solved for each draw's own targets",
        }
    }

    fn what_it_is(&self) -> &'static str {
        "What this is, and is not"
    }

    fn points(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("Everyone simulated is synthetic.", " No girl, family, community or brothel in it exists."),
            (
                "It measures protection only",
                ", comparing protective measures with each other and with none. It optimises nothing for those who exploit.",
            ),
            ("It is no forecast.", " Numbers hold under the stated assumptions, for comparing policies."),
            (
                "It is no estimate of any real person's risk",
                ", and must not be used to single out persons or families.",
            ),
            (
                "It is no evidence by itself.",
                " It orders what is known and assumed; a decision also needs field evidence and the people concerned.",
            ),
            ("", "A rising register of victims is not rising exploitation: it may be better protection at work."),
            ("", "Cells of fewer than 5 persons are not shown."),
        ]
    }

    fn figure(&self, number: usize) -> String {
        format!("Figure {number}")
    }
}
