//! The chapter for the terminal: the finding, its steps, and what it rests on.

use super::shared::{Judged, few, judged, main_budget};
use super::words;
use crate::kit::answered::{Style, noise_half, over_draws, persons_in_words, share};
use crate::kit::format::{soles, upper_first};
use crate::tables::Page;
use amparo_decide::result::StudyResult;
use amparo_decide::two_part::TwoPart;

/// Questions in the block, with their names in it.
const ROWS: [(&str, &str); 12] = [
    ("diagnosing", "diagnosing, in all"),
    ("where", "choosing where"),
    ("which", "choosing which"),
    ("how-much", "choosing how much"),
    ("together", "combining"),
    ("intensity-alone", "intensity alone, unsurveyed"),
    ("matching-intensity", "matching beyond both"),
    ("driver-map", "the simple map"),
    ("perfect-survey", "a perfect survey"),
    ("best-found", "the best found"),
    ("not-knowing", "register's strengths"),
    ("not-knowing-single", "the same, against one for all"),
];

/// Adds it to the page; nothing where nothing is known.
pub fn block(result: &StudyResult, two_part: &TwoPart, page: &mut Page) {
    let Some(at) = main_budget(two_part) else { return };
    page.says(crate::two_part::page::HEADING);
    let brief = words::brief(result, two_part);
    for sentence in &brief.answer {
        page.says(sentence);
    }
    let mut rows: Vec<Vec<String>> =
        vec![["", "further cases (draws)", "noise", "below zero in"].map(String::from).to_vec()];
    for (name, label) in ROWS {
        let Some(g) = crate::two_part::shared::gain(at, name) else { continue };
        let e = &g.averted;
        let unsure = if matches!(judged(e, few(at)), Judged::More | Judged::Fewer) { "" } else { "~" };
        let interval = over_draws(e).map_or(String::new(), |(l, h)| format!(" ({})", Style::Words.range(l, h)));
        rows.push(vec![
            label.into(),
            format!("{unsure}{}{interval}", words::signed_cases(e)),
            noise_half(e).map_or("–".into(), |h| format!("±{}", persons_in_words(h))),
            e.below_zero.map_or("–".into(), share),
        ]);
    }
    if rows.len() > 1 {
        page.tables(&[(format!("With {} a year, discounted:", soles(at.budget_soles_per_year)), rows)]);
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
