//! `amparo compare`: baseline and policies, paired by draw and replicate.

pub mod baselines;
pub mod checks;
pub mod claim;
pub mod finished;
pub mod gather;
mod gathered;
pub mod options;
mod precise;
mod running;
pub mod several;
pub mod shard;
pub mod study;
mod workers;
