//! What is told: which decision, which policies, which of several findings. No language: what is found here is worded in
//! `words`.

pub mod adaptation;
pub mod baseline;
pub mod break_evens;
pub mod by_girls;
pub mod choice;
pub mod columns;
pub mod diagnosis;
pub mod dose;
pub mod effects;
pub mod files;
pub mod first_page;
pub mod funnel;
pub mod learning;
pub mod matching;
pub mod overview;
pub mod runs;
pub mod shared;
pub mod towns;
