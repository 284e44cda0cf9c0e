//! How a measurement is made.

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
}
