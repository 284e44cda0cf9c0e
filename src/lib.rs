//! amparo
pub mod decide;
pub mod register;
pub mod scenario;
