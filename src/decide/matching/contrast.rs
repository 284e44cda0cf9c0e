//! What a question compares.

use super::results::Role;

/// One side of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The best single intervention, everywhere alike. Like the following, it is cross-fitted: chosen in some replicates, scored in
    /// others.
    BestUniform,
    /// The best single intervention where most are exposed, at the register's intensity.
    BestByExposure,
    /// The best single intervention where most are exposed, at any intensity that the study tries.
    BestByExposureIntensity,
    /// The best of all single interventions.
    BestSingle,
    /// The best of all single interventions, the same one in every draw.
    BestSingleOverAll,
    /// The strategy with this role whose planner knows the draw's parameters.
    Of(Role),
    /// Several interventions per community, planned with the register's strengths instead of the draw's.
    NotKnowing,
}

/// A paired difference that a chapter asks about: `policy − against`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// Name of the question in files.
    pub name: &'static str,
    /// The side that is asked about.
    pub policy: Side,
    /// The side it is compared with.
    pub against: Side,
}
