//! English.

mod adaptation;
mod baseline;
mod basics;
mod break_evens;
mod by_girls;
mod captions;
mod choice;
mod diagnosis;
mod discovery;
mod effects;
pub mod english;
mod first_page;
mod funnel;
mod grammar;
mod learning;
mod matching;
mod pages;
mod questions;
mod runs;
mod search;
mod speed;
mod tables;
mod targeting;
mod terminal;
mod towns;
mod trials;
