//! What scenario and study files say, checked: plain data, every number in range, nothing left to ask of the files.

pub mod acts;
pub mod aim;
pub mod events;
pub mod funding;
pub mod given;
pub mod objection;
pub mod reserved;
pub mod set_values;
pub mod travel;
pub mod tree;
pub mod trials;

pub use acts::*;
pub use aim::*;
pub use events::{Event, EventKind};
pub use objection::Objection;
pub use reserved::*;
pub use set_values::SetValues;
pub use travel::Travel;
pub use tree::*;
