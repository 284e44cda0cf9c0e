//! `amparo compare`: baseline and policies, paired by draw and replicate.

pub mod checks;
pub mod claim;
pub mod finished;
mod gathered;
pub mod options;
mod precise;
mod running;
pub mod several;
pub mod study;
mod workers;
