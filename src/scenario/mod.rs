//! files
mod tree;
pub use tree::*;
