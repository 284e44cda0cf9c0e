//! register
mod parameters;
pub use parameters::*;
#[derive(Clone, Debug)]
pub struct Register {}
