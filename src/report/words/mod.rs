//! All that a report says, part by part: [`voice`] lists the parts, [`language`] the languages. One file declares each part with
//! the facts it is told, and one file of a language words it.

pub mod adaptation;
pub mod baseline;
pub mod basics;
pub mod break_evens;
pub mod by_girls;
pub mod captions;
pub mod choice;
pub mod columns;
pub mod diagnosis;
pub mod discovery;
pub mod dose;
pub mod effects;
mod en;
pub mod files;
pub mod first_page;
pub mod funnel;
pub mod language;
pub mod learning;
pub mod matching;
pub mod overview;
pub mod pages;
pub mod questions;
pub mod runs;
pub mod search;
pub mod speed;
pub mod tables;
pub mod targeting;
pub mod terminal;
pub mod towns;
pub mod trials;
pub mod voice;
