//! The register that ships, as text: what bounds of other registers are compared with.

/// Its rows.
pub(super) const TEXT: &str = include_str!("../../../scenarios/madre-de-dios/parameters.csv");
