//! The chapter for the terminal: the finding, its steps, and what it rests on.

use super::page::Page;
use crate::kit::format::upper_first;
use crate::tables::matching;
use crate::words::contrasts::main_budget;
use crate::words::matching as words;
use amparo_decide::matching::results::TwoPart;
use amparo_decide::result::StudyResult;
use amparo_tables::numbers::soles;

/// Adds it to the page; nothing where nothing is known.
pub fn block(result: &StudyResult, two_part: &TwoPart, page: &mut Page) {
    let Some(at) = main_budget(two_part) else { return };
    page.says(crate::pages::matching::HEADING);
    let brief = words::brief(result, two_part);
    for sentence in &brief.answer {
        page.says(sentence);
    }
    let gains = matching::gains(at);
    if !gains.is_empty() {
        page.tables(&[(format!("With {} per year, discounted:", soles(at.budget_soles_per_year)), gains)]);
    }
    page.says("");
    if !brief.rests_on.is_empty() {
        page.says(&format!("This rests on: {}", upper_rest(&brief.rests_on)));
    }
}

/// Sentences as one text, each but the first with a large letter.
fn upper_rest(sentences: &[String]) -> String {
    let rest = sentences.iter().skip(1).map(|s| upper_first(s));
    sentences.iter().take(1).cloned().chain(rest).collect::<Vec<_>>().join(" ")
}
