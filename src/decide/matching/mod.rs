//! One intervention or four: what diagnosing communities and matching interventions to them gains, and when
//! (docs/odd.md §8.4).

pub mod at_budget;
pub mod contrast;
pub mod cross_fit;
pub mod results;
pub mod said;
pub mod skill;

#[cfg(test)]
mod tests;
