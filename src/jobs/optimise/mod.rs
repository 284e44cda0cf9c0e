//! The best form of each kind of intervention, and the best allocation of a budget over them, that can be found: search in the simulator
//! over index rules (docs/odd.md §8, `best-found`).
//!
//! Rules are found on training worlds and scored, beside what they are compared with, on worlds kept apart: other seeds and, in a
//! study over draws, other parameter vectors. What is found is a lower bound of the best: a better rule, or one that no index
//! expresses, may exist.

pub mod arena;
pub mod menu;
pub mod options;
pub mod output;
pub mod places;
pub mod rule;
pub mod search;
pub mod study;

pub use arena::{Place, Totals};
pub use menu::{Menu, command, menus};
pub use options::{Kinds, OptimiseOptions};
pub use output::{found_by, text_tables};
pub use places::places;
pub use rule::Terms;
pub use search::{Found, Objective, Plan, Step, search};
pub use study::{FinishedSearch, optimise};
