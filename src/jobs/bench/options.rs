//! How a measurement is made.

use super::record::Build;

/// How a measurement is made.
#[derive(Clone, Debug)]
pub struct BenchOptions {
    /// Fewer and shorter pieces.
    pub quick: bool,
    /// Worlds at a time that the study's time is estimated for.
    pub jobs: usize,
    /// Threads inside a world.
    pub threads: usize,
    /// Cores this process may use.
    pub cores: usize,
    /// What the program was built from, by what, and how.
    pub build: Build,
}
