//! amparo
pub mod decide;
pub mod math;
pub mod register;
pub mod report;
pub mod scenario;
