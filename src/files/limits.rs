//! How large a world may be.

/// Departments, towns, communities, or destinations at most: rows are numbered with 16 bits.
pub const MOST_PLACES: usize = 65_535;
/// Girls simulated in one world at most; 136 bytes each with her household.
pub const MOST_GIRLS: f64 = 2e8;
/// Pairs of a town with a community or department at most: each has its distance and its counts.
pub const MOST_ROUTES: usize = 5_000_000;
/// Victims at the start at most.
pub const MOST_VICTIMS: f64 = 1e6;
/// Brothels at most, at the start or as many as the miners bring.
pub const MOST_BROTHELS: f64 = 50_000.0;
