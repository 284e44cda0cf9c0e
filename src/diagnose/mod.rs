//! Which drivers act in which community: exact Shapley values of ln P(accept) on a sample of girls (docs/odd.md §6, §8).

mod profile;
mod reach;

pub use profile::{Profile, Profiles, elasticities, profiles};
pub use reach::{Reached, gravity, reached};
