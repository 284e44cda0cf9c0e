//! Results as text for terminals.

pub mod matching;
pub mod page;
pub mod readme;
pub mod study;
pub mod trials;
