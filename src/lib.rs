//! amparo
pub mod decide;
pub mod draws;
pub mod math;
pub mod register;
pub mod model;
pub mod scenario;
pub mod world;
