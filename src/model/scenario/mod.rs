//! What scenario and study files say, checked: plain data, every number in range, nothing left to ask of the files.

pub mod funding;
pub mod given;
pub mod reserved;
pub mod set_values;
pub mod tree;
pub mod trials;

pub use reserved::*;
pub use set_values::SetValues;
pub use tree::*;
