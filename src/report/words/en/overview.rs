//! Several studies in one overview, in English.

use super::english::English;
use super::grammar::count;
use crate::said::overview::Row;
use crate::words::by_girls::Girls;
use crate::words::overview::Overviews;
use amparo_decide::ranking::Word;

impl Overviews for English {
    fn overview_title(&self, studies: usize) -> String {
        format!("{} beside each other", count(studies, "study"))
    }

    fn overview_notes(&self) -> &'static [&'static str] {
        &[
            "Each study stands for itself: its policies are compared with its own baseline, in its own worlds.",
            "Numbers of two studies are listed, not compared. Studies with other scenarios, draws, seeds, years, or budgets differ for these \
             reasons, too, and a difference between them has no interval here. What is to be compared belongs into one study.",
        ]
    }

    fn overview_word(&self, row: &Row) -> &'static str {
        match row.certainty.as_ref() {
            None => "nothing told",
            Some(found) if found.others == 0 => "one policy",
            // Of one parameter vector nothing is known but noise.
            Some(found) if found.draws == 1 && found.not_beaten.is_empty() => "ahead beyond chance",
            Some(found) if found.draws == 1 => "open",
            Some(found) => match found.word {
                Word::Clear => "clear",
                Word::Likely => "likely",
                Word::Open => "open",
            },
        }
    }

    fn overview_finding(&self, row: &Row) -> String {
        let first = self.girls_answer(&row.answer).into_iter().next().unwrap_or_default();
        match &row.certainty {
            Some(found) => format!("{first} {}", self.girls_sure(found)),
            None => first,
        }
    }

    fn overview_caption(&self) -> &'static str {
        "The policy that averts most in each study, at its largest budget: girls averted over its horizon, not discounted, after adaptation; ± is \
         the 95 % interval of the mean; grey: not told from nothing. Money per girl against doing nothing, both discounted."
    }

    fn overview_findings(&self) -> &'static str {
        "What each found"
    }

    fn overview_source(&self, version: &str, studies: usize) -> String {
        format!(
            "amparo {version}, {}, synthetic population; no real person is described and nothing is a forecast.",
            count(studies, "study")
        )
    }
}
