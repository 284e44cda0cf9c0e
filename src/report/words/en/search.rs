//! What a search found, in English.

use super::english::English;
use super::grammar::{count, title};
use super::runs::SYNTHETIC;
use crate::kit::names::Title;
use crate::words::choice::{Choice, OfChoice};
use crate::words::search::{Found, Search, Than};
use amparo_decide::search::{Goal, Optimised};
use amparo_tables::numbers::{number, persons_in_words, soles};

impl Search for English {
    fn found_title(&self, found: &Found) -> String {
        let hedge = if found.clear { "" } else { " (can't be told apart from none)" };
        let than = match &found.than {
            Some(Than::More(n, policy)) => format!(", {} more than {}", number(*n, 0), title(policy)),
            Some(Than::Fewer(n, policy)) => format!(", {} fewer than {}", number(*n, 0), title(policy)),
            Some(Than::Untold(policy)) => format!(", which can't be told apart from {}", title(policy)),
            None => String::new(),
        };
        let what = found
            .kind
            .as_ref()
            .map_or_else(|| "The best allocation found".to_owned(), |kind| format!("{}, best found,", title(kind)));
        let counted = match found.goal {
            Goal::Girls => "girls",
            Goal::GirlsAndRepeated => "spells",
        };
        format!(
            "{what} averts {} {counted}{hedge} with {} per year{than}",
            persons_in_words(found.averted),
            soles(found.budget)
        )
    }

    fn found_subtitle(&self, goal: Goal, horizon: usize) -> String {
        let counted = match goal {
            Goal::Girls => "Newly exploited girls",
            Goal::GirlsAndRepeated => "Spells begun, first and repeated,",
        };
        format!("{counted} averted over {horizon} years (discounted), after adaptation, by what may be spent per year")
    }

    fn found_axis(&self, goal: Goal) -> &'static str {
        match goal {
            Goal::Girls => "girls averted",
            Goal::GirlsAndRepeated => "spells averted",
        }
    }

    fn best_form(&self, policy: &Title) -> String {
        title(policy)
    }

    fn found_black(&self) -> String {
        format!("{} Black: the best that was found, a lower bound of the best there is.", self.choice(OfChoice::Joined))
    }

    fn found_whiskers(&self) -> &'static str {
        "Whiskers: 95 % interval of the mean over scoring worlds. It mixes random numbers with what draws assume, and says nothing of how \
         far single draws lie apart."
    }

    fn found_key(&self) -> &'static str {
        "how well the mean is known: 95 %"
    }

    fn best_found(&self) -> &'static str {
        "Best found"
    }

    fn found_source(&self, version: &str, found: &Optimised) -> String {
        format!(
            "Source: amparo {version}, study {}, {} of {} {}, none of them seen by the search, which used {} others; {SYNTHETIC}.",
            found.study,
            count(found.scoring_worlds, "scoring world"),
            found.scoring_draws,
            if found.scoring_draws == 1 { "parameter vector" } else { "draws" },
            found.training_worlds,
        )
    }
}
