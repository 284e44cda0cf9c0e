//! How two things differ: two files, or two finished results of studies.

pub mod inputs;
pub mod results;
