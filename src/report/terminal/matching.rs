//! The chapter for the terminal: the finding, its steps, and what it rests on.

use super::page::Page;
use crate::chapter;
use crate::said::matching::budget::main_budget;
use crate::tables::matching;
use crate::told::Told;
use crate::words::matching::OfMatching;
use amparo_decide::matching::results::TwoPart;

/// Adds the answer to the page, in a sentence.
pub fn answer(told: &Told, two_part: &TwoPart, page: &mut Page) {
    if main_budget(two_part).is_none() {
        return;
    }
    let finding = chapter::finding_briefly(told, two_part);
    page.says(&format!("{} {finding}", told.words.chapter(OfMatching::Heading)));
}

/// Adds it to the page; nothing where nothing is known.
pub fn block(told: &Told, two_part: &TwoPart, page: &mut Page) {
    let Some(at) = main_budget(two_part) else { return };
    let words = told.words;
    page.says(words.chapter(OfMatching::Heading));
    let brief = chapter::brief(told, two_part);
    for sentence in &brief.answer {
        page.says(sentence);
    }
    let gains = matching::gains(told, at);
    if !gains.is_empty() {
        page.tables(&[(words.gains_heading(at.budget_soles_per_year), gains)]);
    }
    page.says("");
    if !brief.rests_on.is_empty() {
        page.says(&words.this_rests_on(&brief.rests_on));
    }
}
