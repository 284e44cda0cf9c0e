//! Scenario and study files, read into a checked tree; every error points at the line.
//!
//! [`load_scenario`] and [`load_study`] read all files before they return and never write. What they return has
//! nothing left to check: names resolved, numbers in range, parameters complete.

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

mod acts;
mod aim;
mod budgets;
pub mod columns;
pub mod declared;
mod document;
mod draws;
mod dropped;
mod edit;
mod events;
mod explained;
mod facts;
mod files;
mod funding;
pub mod input;
mod intervention;
pub mod keys;
mod limits;
mod line;
mod load;
mod matching;
mod mechanisms;
mod names;
mod nonsense;
mod overrides;
pub mod page;
mod problems;
mod reading;
mod recognise;
mod recorded;
mod regions;
mod resolved;
mod routes;
pub mod schema;
mod shipped;
mod source;
mod study;
pub mod survey;
mod sweep;
pub mod trials;

pub use budgets::{budget_name, budget_title};
pub use columns::{DRAW_COLUMNS, UNSOLVED_COLUMN};
pub use declared::{MOST_DRAWS, MOST_POINTS};
pub use draws::{draw_rows, parameter_columns, posterior_file, predictive_file, record_file};
pub use edit::{NotEdited, with_numbers};
pub use explained::explained;
pub use facts::{Fact, read_facts};
pub use input::{Input, Shipped};
pub use limits::{MOST_BROTHELS, MOST_GIRLS, MOST_PLACES, MOST_ROUTES, MOST_VICTIMS};
pub use load::{load_scenario, load_scenario_from};
pub use nonsense::set_in_vain_in_run;
pub use overrides::parse_set;
pub use recognise::{RECORD, is_policy, is_study};
pub use resolved::{Resolved, cell_hashes, limits_toml, numbers_hash, write_baseline, write_place};
pub use schema::{SchemaOf, every_schema, schema};
pub use source::Texts;
pub use study::{
    PolicyFile, behaviour_world, load_policy, load_study, load_study_from, load_study_to_solve, standard_study,
};
pub use survey::{read_survey, survey_table};
pub use sweep::{Sweep, SweptAxis, SweptUnit, SweptValue, Variant};
pub use trials::read_trials;
