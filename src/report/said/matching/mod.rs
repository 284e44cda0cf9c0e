//! The chapter "One intervention or four?": what of its numbers is told.

pub mod budget;
pub mod called;
pub mod different;
pub mod forecasts;
pub mod headline;
pub mod judged;
pub mod questions;
pub mod steps;
pub mod surveys;
