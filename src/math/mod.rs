//! Pure mathematics: imports nothing of the crate.
pub mod statistics;
