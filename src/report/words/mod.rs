//! What a study over draws allows to say: titles and sentences made from the tables and hedged by their intervals. The only
//! place that words an answer. One file per part of the page.

pub mod adaptation;
pub mod break_evens;
pub mod choice;
pub mod contrasts;
pub mod effects;
pub mod enough;
pub mod first_page;
pub mod learning;
pub mod matching;
pub mod shared;
pub mod trials;

pub use adaptation::{adaptation, before_after_title, treatment, treatment_title, waterfall};
pub use break_evens::{break_even, break_evens_of, break_evens_title, doubtful, firm, quantity};
pub use choice::{acceptability_title, decision_title, frontier_title, plane_title, standing};
pub use effects::{
    all_three, benefits_title, by_spells_averted, changes_in_words, effects_over_draws_title, effects_title, triple,
    victims_title,
};
pub use first_page::{certainty, draws, elsewhere, finding, leading};
pub use learning::{learning, learning_title, perfect, worth, worth_learning};
