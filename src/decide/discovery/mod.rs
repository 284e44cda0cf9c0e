//! When an answer turns: scenario discovery over draws.

pub mod boxes;
pub mod prim;
pub mod results;

pub use boxes::{LEAST_DRAWS, discover};
