//! Scenario and study files, read into a checked tree; every error points at the line.
//!
//! [`load_scenario`] and [`load_study`] read all files before they return and never write. What they return has
//! nothing left to check: names resolved, numbers in range, parameters complete.

mod budgets;
mod document;
mod drawing;
mod files;
mod intervention;
mod load;
mod matching;
mod overrides;
mod regions;
mod resolved;
mod shipped;
mod study;
mod tree;

pub use crate::register::{Diagnostic, Spot};
pub use budgets::{budget_name, budget_title};
pub use drawing::{DRAW_COLUMNS, MOST_POINTS, parameter_columns, record_file};
pub use load::load_scenario;
pub use overrides::parse_set;
pub use regions::{COMMUNITY_COLUMNS, DEPARTMENT_COLUMNS, TOWN_COLUMNS};
pub use study::{behaviour_world, load_study, load_study_to_solve, standard_study};
pub use tree::*;
