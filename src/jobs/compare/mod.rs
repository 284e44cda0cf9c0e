//! `amparo compare`: baseline and policies, paired by draw and replicate.

pub mod answer;
pub mod checks;
pub mod claim;
mod gathered;
pub mod options;
mod precise;
mod running;
pub mod study;
mod workers;
