//! Charts, tables and the report: everything a reader sees, from the tables of [`amparo_decide::result`],
//! [`amparo_decide::answers`] and [`amparo_decide::diagnosis`] alone.
//!
//! A study is [`Told`] in a [`Language`]. What is told is found in `said`, worded in `words`, and shown by charts, tables, pages, and
//! terminals; no sentence stands anywhere else.
//!
//! A chart is a [`Scene`](kit::scene::Scene), plain data in logical units, painted as SVG and PNG. A new chart is one new file
//! with a function that returns a [`Chart`], and one line in [`charts`](mod@charts).

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![allow(clippy::disallowed_methods, reason = "charts carry no promise of bits")]

pub mod brief;
pub mod chapter;
pub mod charts;
pub mod contents;
pub mod inputs;
pub mod kit;
mod largest;
pub mod pages;
pub mod questions;
mod said;
pub mod speed;
pub mod tables;
pub mod target;
pub mod terminal;
pub mod told;
mod words;
pub mod workbook;

pub use amparo_decide::result::SUPPRESS_BELOW;
pub use brief::finding;
pub use chapter::{Brief, Said, brief as two_part_brief, said as two_part_said};
pub use charts::{
    acceptability::acceptability, before_after::before_after, break_evens::break_evens,
    budget_frontier::budget_frontier, by_town::by_town, by_treatment::by_treatment, charts, decision::decision,
    driver_space::driver_space, drivers::drivers, effects::effects, effects_over_draws::effects_over_draws,
    found_frontier::found_frontier, origins::origins_and_destinations, plane::plane,
    value_of_information::value_of_information, victims::victims_over_time, who_benefits::who_benefits,
};
pub use inputs::{BaselineTarget, OtherBaseline, ReportInputs, RunFacts};
pub use kit::answered::{Verdict, verdict};
pub use kit::chart::{Chart, Picture, VERSION};
pub use kit::error::ReportError;
pub use kit::{axis, format, scene};
pub use pages::{
    decision::html, diagnosis::diagnosis_page, overview::overview_notes, overview::overview_page,
    overview::overview_title, trials::trials_page,
};
pub use said::overview::Listed;
pub use tables::overview::overview;
pub use target::Target;
pub use terminal::readme::{Contents, readme};
pub use terminal::study::{text_answer_within, text_table, text_table_within};
pub use terminal::trials::text as trials_text;
pub use told::Told;
pub use words::language::Language;
pub use workbook::{Around, Tabled, workbook};
