//! amparo
pub mod decide;
pub mod draws;
pub mod engine;
pub mod math;
pub mod observe;
pub mod policy;
pub mod register;
pub mod model;
pub mod scenario;
pub mod world;
