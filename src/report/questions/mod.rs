//! The questions of the chapter "One intervention or four?", one file each: what is compared, and where
//! the answer is shown. A new question is one new file, one line in [`QUESTIONS`], and its words in each language.

pub mod asked;
mod best_found;
mod best_found_single;
mod best_single;
mod choosing_how_much;
mod choosing_where;
mod choosing_which;
mod combining;
mod diagnosing;
mod driver_map;
mod intensity_alone;
mod matching;
mod matching_intensity;
mod not_knowing;
mod not_knowing_single;
mod perfect_survey;
mod true_profile;

use amparo_decide::matching::contrast::Contrast;
use asked::Asked;

/// Every question, in the order of the page.
pub const QUESTIONS: [Asked; 16] = [
    diagnosing::ASKED,
    choosing_where::ASKED,
    choosing_which::ASKED,
    choosing_how_much::ASKED,
    combining::ASKED,
    matching::ASKED,
    matching_intensity::ASKED,
    intensity_alone::ASKED,
    best_single::ASKED,
    driver_map::ASKED,
    perfect_survey::ASKED,
    true_profile::ASKED,
    best_found::ASKED,
    best_found_single::ASKED,
    not_knowing::ASKED,
    not_knowing_single::ASKED,
];

/// What they compare.
pub fn contrasts() -> Vec<Contrast> {
    QUESTIONS.iter().map(|asked| asked.contrast).collect()
}
