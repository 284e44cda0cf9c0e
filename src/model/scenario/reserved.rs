//! Names with a meaning of the program's own, which no policy may take.

/// The arm without a policy.
pub const BASELINE: &str = "baseline";
/// The strategy of doing nothing further.
pub const STATUS_QUO: &str = "status-quo";
/// The rule that a search found.
pub const BEST_FOUND: &str = "best-found";
/// Best single intervention everywhere alike. This and the four below are cross-fitted: chosen on some replicates, scored on the
/// others.
pub const BEST_UNIFORM: &str = "best-uniform";
/// Best single intervention where most are exposed, at the register's intensity.
pub const BEST_BY_EXPOSURE: &str = "best-by-exposure";
/// Best single intervention where most are exposed, at any intensity that the study tries.
pub const BEST_BY_EXPOSURE_INTENSITY: &str = "best-by-exposure-intensity";
/// Best single intervention by any of the three targetings above.
pub const BEST_SINGLE: &str = "best-single";
/// Best single intervention when every draw must have the same one.
pub const BEST_SINGLE_OVER_ALL: &str = "best-single-over-all";

/// Every name that the program itself writes where tables name policies, and what it means there.
pub const RESERVED: [(&str, &str); 8] = [
    (BASELINE, "the baseline, which is always part of a study"),
    (STATUS_QUO, "doing nothing further, which every decision is compared with"),
    (BEST_FOUND, "the rule that `amparo optimise` finds"),
    (BEST_UNIFORM, "the best single intervention, everywhere alike"),
    (BEST_BY_EXPOSURE, "the best single intervention, where most are exposed"),
    (BEST_BY_EXPOSURE_INTENSITY, "the best single intervention, where most are exposed, at the best intensity"),
    (BEST_SINGLE, "the best single intervention"),
    (BEST_SINGLE_OVER_ALL, "the best single intervention, the same whatever is assumed"),
];
