//! Pure mathematics: nothing here knows the model.
//!
//! The model's state must have the same bits everywhere, so every transcendental function it uses is one of the
//! software versions wrapped in [`num`]; samplers are inverse distribution functions of one uniform each.

pub mod cma;
pub mod elementary;
pub mod matrix;
pub mod moments;
pub mod monotone;
pub mod multiple_choice;
pub mod normal;
pub mod num;
pub mod poisson;
pub mod ranks;
pub mod regression;
pub mod shapley;
pub mod sobol;
pub mod statistics;
pub mod utility;
pub mod weighted;
