//! Results as text for terminals.

pub mod page;
pub mod study;
