//! Tables become effects, intervals and cost-effectiveness: pure functions.

pub mod answers;
pub mod effects;
pub mod per_case;
pub mod result;
