//! Every table of results, each said once: its columns with names, labels and formats, and its rows. CSV, JSON, pages and terminals are
//! written from it by [`amparo_tables`].

pub mod acceptability;
pub mod adaptation;
pub mod all;
pub mod baseline;
pub mod benefits;
pub mod break_evens;
pub mod by_girls;
pub mod decision;
pub mod diagnosis;
pub mod discovery;
pub mod dose;
pub mod effects;
pub mod estimate;
pub mod funnel;
mod heads;
pub mod learning;
pub mod matching;
pub mod money;
pub mod overview;
pub mod pairing;
pub mod run;
pub mod search;
pub mod targeting;
pub mod trials;
