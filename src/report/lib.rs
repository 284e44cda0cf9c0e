//! Charts, tables and the report: everything a reader sees, from the tables of [`amparo_decide::result`],
//! [`amparo_decide::answers`] and [`amparo_decide::diagnosis`] alone.
//!
//! A chart is a [`Scene`](kit::scene::Scene), plain data in logical units, painted as SVG and PNG. A new chart is one new file
//! with a function that returns a [`Chart`], and one line in [`charts`](mod@charts).

#![forbid(unsafe_code)]
#![allow(clippy::disallowed_methods, reason = "charts carry no promise of bits")]

mod answer_csv;
mod answer_html;
mod answer_text;
pub mod charts;
mod decision_page;
mod diagnosis_page;
mod diagnosis_tables;
mod findings;
mod html;
mod html_tables;
pub mod inputs;
pub mod kit;
mod tables;
mod two_part;
mod words;

pub use amparo_decide::result::SUPPRESS_BELOW;
pub use answer_csv::csv_answers;
pub use charts::{
    acceptability::acceptability, before_after::before_after, break_evens::break_evens,
    budget_frontier::budget_frontier, by_treatment::by_treatment, charts, cost_per_case::cost_per_case,
    decision::decision, driver_space::driver_space, drivers::drivers, effects::effects,
    effects_over_draws::effects_over_draws, found_frontier::found_frontier, of_matching as two_part_charts,
    origins::origins_and_destinations, plane::plane, value_of_information::value_of_information,
    victims::victims_over_time, who_benefits::who_benefits,
};
pub use diagnosis_page::{SUMMARY as DIAGNOSIS_SUMMARY, diagnosis_page, dominant as dominant_driver};
pub use diagnosis_tables::{csv_profiles, csv_region};
pub use findings::{Verdict, verdict};
pub use html::html;
pub use inputs::{BaselineTarget, OtherBaseline, ReportInputs, RunFacts};
pub use kit::chart::{Chart, Picture, VERSION};
pub use kit::error::ReportError;
pub use kit::{axis, format, scene};
pub use tables::{csv_effects, csv_summary, text_table, text_table_within};
pub use two_part::{Brief, Said, brief as two_part_brief, said as two_part_said};
