//! tables
pub mod result;
